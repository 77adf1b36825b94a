//! `/guilds/{guild}/audit-logs`.
use std::sync::Arc;

use axum::{Router, extract::Path, routing::get};
use serde::Deserialize;
use serde_json::json;

use super::{
    answer::{Answer, ok},
    call::Call,
};
use crate::{
    DiscordError, Permissions, Shared,
    world::{AuditEntry, GuildId, Snowflake, UserId},
};

#[derive(Debug, Deserialize)]
struct Which {
    user_id: Option<UserId>,
    action_type: Option<u32>,
    before: Option<Snowflake>,
    after: Option<Snowflake>,
    limit: Option<usize>,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/guilds/{guild}/audit-logs", get(list))
}

async fn list(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let which: Which = call.query()?;
    let body = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::VIEW_AUDIT_LOG)?;
        let log = world.guilds.get(&guild).map(|guild| guild.audit.as_slice()).unwrap_or_default();
        let entries: Vec<_> =
            log.iter().rev().filter(|entry| which.wants(entry)).take(which.limit.unwrap_or(50)).collect();
        let mut users: Vec<_> = entries.iter().map(|entry| entry.user).collect();
        users.sort_unstable();
        users.dedup();
        let users: Vec<_> = users.into_iter().map(|user| world.user_json(user)).collect();
        let entries: Vec<_> = entries.into_iter().map(AuditEntry::json).collect();
        Ok::<_, DiscordError>(json!({
            "audit_log_entries": entries, "users": users, "application_commands": [], "auto_moderation_rules": [],
            "guild_scheduled_events": [], "integrations": [], "threads": [], "webhooks": [],
        }))
    })?;
    ok(body)
}

impl Which {
    fn wants(&self, entry: &AuditEntry) -> bool {
        self.user_id.is_none_or(|user| entry.user == user)
            && self.action_type.is_none_or(|action| entry.action as u32 == action)
            && self.before.is_none_or(|before| entry.id < before)
            && self.after.is_none_or(|after| entry.id > after)
    }
}
