//! `/users`.
use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    routing::{delete, get, post},
};
use serde_json::{Value, json};

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
};
use crate::{
    DiscordError, FormErrors, Shared,
    oauth::consented,
    world::{GuildId, UserId, World},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/users/@me", get(own))
        .route("/users/@me/guilds", get(guilds))
        .route("/users/@me/guilds/{guild}", delete(leave))
        .route("/users/@me/channels", post(direct))
        .route("/users/{user}", get(one))
}

async fn own(call: Call) -> Answer {
    let mut user = call.shared.read(|world| world.user_json(call.bot));
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(false);
    user["locale"] = json!("en-US");
    user["email"] = Value::Null;
    ok(user)
}

async fn one(Path(user): Path<UserId>, call: Call) -> Answer {
    let found = call.shared.read(|world| world.users.contains_key(&user).then(|| world.user_json(user)));
    ok(found.ok_or_else(DiscordError::unknown_user)?)
}

/// Those of a bot, or of a user who consented to that.
async fn guilds(State(shared): State<Arc<Shared>>, headers: HeaderMap, call: Result<Call, DiscordError>) -> Answer {
    let whose = match call {
        Ok(call) => call.bot,
        Err(error) => shared.read(|world| consented(world, &headers, "guilds")).ok_or(error)?,
    };
    let list = shared.read(|world| {
        let mut guilds: Vec<_> = world.guilds_of(whose).collect();
        guilds.sort_by_key(|guild| guild.id);
        let partial = |guild: &&crate::world::Guild| {
            json!({
                "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": guild.owner == whose,
                "permissions": guild.base_permissions(whose).0.to_string(), "features": [],
            })
        };
        guilds.iter().map(partial).collect()
    });
    ok(Value::Array(list))
}

async fn leave(Path(guild): Path<GuildId>, call: Call) -> Answer {
    if !call.shared.change(|world| world.remove_member(guild, call.bot)) {
        return Err(DiscordError::unknown_guild());
    }
    nothing()
}

/// Opens a DM. Whether messages arrive is another question: the two must share a guild.
async fn direct(call: Call) -> Answer {
    let recipient = call.body()?["recipient_id"].as_str().and_then(|id| id.parse::<UserId>().ok());
    let recipient =
        recipient.ok_or_else(|| FormErrors::one("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let channel = call.shared.change(|world: &mut World| {
        let known = world.users.get(&recipient).filter(|user| !user.bot).ok_or_else(DiscordError::unknown_user)?.id;
        let channel = world.direct_channel(call.bot, known);
        Ok::<_, DiscordError>(world.channel_json(channel))
    })?;
    ok(channel)
}
