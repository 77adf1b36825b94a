//! A session's first events: READY, then each of the shard's guilds.
use serde_json::{Value, json};

use super::{identify::guilds_of, session::Session};
use crate::{Intents, Shared, world::World};

/// READY, and a `GUILD_CREATE` a guild if the session wants guilds; those in an outage come when it ends.
pub(super) fn events(world: &World, session: &Session, shared: &Shared) -> Vec<(&'static str, Value)> {
    let terms = &session.terms;
    let guilds = guilds_of(world, terms.application, terms.shard);
    let flags = world.applications.get(&terms.application).map_or(0, crate::world::Application::flags);
    let mut user = world.user_json(terms.application);
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(true);
    user["email"] = Value::Null;
    let unavailable: Vec<_> = guilds.iter().map(|id| json!({ "id": id, "unavailable": true })).collect();
    let ready = json!({
        "v": 10, "user": user, "guilds": unavailable, "session_id": session.id, "session_type": "normal",
        "resume_gateway_url": shared.gateway_url, "shard": [terms.shard.0, terms.shard.1],
        "application": { "id": terms.application, "flags": flags }, "private_channels": [], "relationships": [],
        "presences": [], "guild_join_requests": [], "geo_ordered_rtc_regions": [], "user_settings": {},
        "_trace": ["discord-simulator"],
    });
    let mut events = vec![("READY", ready)];
    if terms.intents.contains(Intents::GUILDS) {
        let created = |id| ("GUILD_CREATE", world.guild_create_json(id, terms.application));
        let conduct = shared.gateway.conduct(terms.application);
        events.extend(guilds.into_iter().filter(|id| !conduct.is_out(*id)).map(created));
    }
    events
}
