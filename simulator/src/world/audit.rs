//! The audit log.
use serde_json::{Value, json};

use super::{GuildId, Snowflake, UserId, World};
use crate::Intents;

/// What was done, by the number of Discord's "Audit Log" page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are Discord's")]
pub enum AuditAction {
    GuildUpdate = 1,
    ChannelCreate = 10,
    ChannelUpdate = 11,
    ChannelDelete = 12,
    OverwriteCreate = 13,
    OverwriteUpdate = 14,
    OverwriteDelete = 15,
    MemberKick = 20,
    MemberUpdate = 24,
    MemberRoleUpdate = 25,
    RoleCreate = 30,
    RoleUpdate = 31,
    RoleDelete = 32,
    MessageDelete = 72,
    MessageBulkDelete = 73,
    MessagePin = 74,
    MessageUnpin = 75,
    ThreadCreate = 110,
    ThreadUpdate = 111,
    ThreadDelete = 112,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// The id, which tells the time.
    pub id: Snowflake,
    /// Who did it.
    pub user: UserId,
    /// What.
    pub action: AuditAction,
    /// To what.
    pub target: Option<Snowflake>,
    /// `X-Audit-Log-Reason`, decoded.
    pub reason: Option<String>,
    /// What changed, as Discord's change objects.
    pub changes: Vec<Value>,
}

impl AuditEntry {
    /// The audit-log entry object.
    pub fn json(&self) -> Value {
        let mut body = json!({
            "id": self.id, "user_id": self.user, "target_id": self.target, "action_type": self.action as u32,
            "changes": self.changes,
        });
        if let Some(reason) = &self.reason {
            body["reason"] = json!(reason);
        }
        body
    }
}

impl World {
    /// Writes down what was done and tells the bots that may read the log.
    pub fn audit(
        &mut self,
        guild: GuildId,
        user: UserId,
        action: AuditAction,
        target: Option<Snowflake>,
        reason: Option<&str>,
    ) {
        let id = self.next_id();
        let reason = reason.filter(|reason| !reason.is_empty()).map(str::to_owned);
        let entry = AuditEntry { id, user, action, target, reason, changes: Vec::new() };
        let mut payload = entry.json();
        payload["guild_id"] = json!(guild);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.audit.push(entry);
        }
        self.emit_guild("GUILD_AUDIT_LOG_ENTRY_CREATE", guild, Intents::GUILD_MODERATION, &payload);
    }
}
