//! `/channels/{channel}/messages`.
use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
    content::{check_emoji, draft, edit, list},
};
use crate::{
    DiscordError, FormErrors, Permissions, Shared,
    world::{AuditAction, ChannelId, Message, MessageId, Snowflake, World},
};

/// Messages older than this cannot be deleted in bulk, in milliseconds.
const TWO_WEEKS: u64 = 14 * 24 * 3_600_000;

#[derive(Debug, Deserialize)]
struct Which {
    limit: Option<usize>,
    before: Option<MessageId>,
    after: Option<MessageId>,
    around: Option<MessageId>,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}/messages", get(page).post(create))
        .route("/channels/{channel}/messages/bulk-delete", post(delete_many))
        .route("/channels/{channel}/messages/{message}", get(one).patch(change).delete(delete_one))
}

async fn page(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let which: Which = call.query()?;
    if which.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
        return Err(FormErrors::one("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."));
    }
    let messages = call.shared.read(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let readable = world.permissions_in(channel, call.bot).contains(Permissions::READ_MESSAGE_HISTORY);
        let Some(messages) = world.messages.get(&channel).filter(|_| readable) else { return Ok(Vec::new()) };
        Ok::<_, DiscordError>(
            which.of(messages).into_iter().map(|message| world.message_json_for(call.bot, message)).collect(),
        )
    })?;
    ok(Value::Array(messages))
}

impl Which {
    /// The messages asked for, the newest first.
    fn of<'world>(&self, all: &'world BTreeMap<MessageId, Message>) -> Vec<&'world Message> {
        let limit = self.limit.unwrap_or(50);
        let older =
            |than: Snowflake, most| all.range(..than).rev().map(|(_, m)| m).filter(|m| !m.ephemeral()).take(most);
        let newer = |from: Snowflake, most| all.range(from..).map(|(_, m)| m).filter(|m| !m.ephemeral()).take(most);
        if let Some(around) = self.around {
            let mut found: Vec<_> = newer(around, limit.div_ceil(2)).collect();
            found.reverse();
            found.extend(older(around, limit / 2));
            return found;
        }
        if let Some(after) = self.after {
            let mut found: Vec<_> = newer(Snowflake(after.0 + 1), limit).collect();
            found.reverse();
            return found;
        }
        older(self.before.unwrap_or(Snowflake(u64::MAX)), limit).collect()
    }
}

async fn one(Path((channel, message)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require(channel, call.bot, Permissions::READ_MESSAGE_HISTORY)?;
        Ok::<_, DiscordError>(world.message_json_for(call.bot, public(world, channel, message)?))
    })?;
    ok(body)
}

async fn create(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let draft = draft(&call.sent, call.body()?)?;
    let body = call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        check_emoji(world, call.bot, &draft.components)?;
        if let Some(reference) = &draft.reference {
            check_reference(world, channel, &call, reference)?;
        }
        let id = world.create_message(call.bot, channel, draft)?;
        Ok::<_, DiscordError>(rendered(world, &call, channel, id))
    })?;
    ok(body)
}

/// A reply needs `READ_MESSAGE_HISTORY`, and a message that is there, unless the sender does not mind.
fn check_reference(world: &World, channel: ChannelId, call: &Call, reference: &Value) -> Result<(), DiscordError> {
    if !world.permissions_in(channel, call.bot).contains(Permissions::READ_MESSAGE_HISTORY) {
        return Err(DiscordError::cannot_reply());
    }
    let id = reference["message_id"].as_str().and_then(|id| id.parse().ok());
    if reference["fail_if_not_exists"] == false || id.is_some_and(|id| world.message(channel, id).is_some()) {
        return Ok(());
    }
    Err(FormErrors::one("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"))
}

async fn change(Path((channel, id)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    let body = call.body()?;
    let answer = call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let message = public(world, channel, id)?;
        if message.author != call.bot {
            return Err(DiscordError::not_the_author());
        }
        let archived = world.channels.get(&channel).and_then(|channel| channel.thread.as_ref());
        if archived.is_some_and(|thread| thread.archived) {
            return Err(DiscordError::thread_archived());
        }
        let mut edit = edit(&call.sent, body, message.flags)?;
        check_emoji(world, call.bot, edit.components.as_deref().unwrap_or_default())?;
        if !world.may_embed(call.bot, channel) {
            // Taking embeds away is allowed; new ones are passed over, and those that are there stay.
            edit.embeds = edit.embeds.filter(Vec::is_empty);
        }
        world.apply_edit(channel, id, edit)?;
        Ok(rendered(world, &call, channel, id))
    })?;
    ok(answer)
}

async fn delete_one(Path((channel, id)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let author = public(world, channel, id)?.author;
        if author != call.bot {
            world.require(channel, call.bot, Permissions::MANAGE_MESSAGES)?;
            if let Some(guild) = world.guild_of(channel) {
                world.audit(guild, call.bot, AuditAction::MessageDelete, Some(author), call.reason());
            }
        }
        world.delete_message(channel, id);
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

async fn delete_many(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let mut ids: Vec<MessageId> =
        list(call.body()?, "messages").iter().filter_map(|id| id.as_str()?.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    if !(2..=100).contains(&ids.len()) {
        return Err(DiscordError::bulk_delete_count());
    }
    call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::MANAGE_MESSAGES)?;
        let guild = world.guild_of(channel).ok_or_else(DiscordError::cannot_execute_on_dm)?;
        let oldest = world.now().saturating_sub(TWO_WEEKS);
        if ids.iter().any(|id| id.made_at() < oldest) {
            return Err(DiscordError::bulk_delete_age());
        }
        for id in &ids {
            world.remove_message(channel, *id);
        }
        let payload = json!({ "ids": ids, "channel_id": channel, "guild_id": guild });
        world.emit_channel("MESSAGE_DELETE_BULK", channel, world.message_intents(channel), &payload);
        world.audit(guild, call.bot, AuditAction::MessageBulkDelete, Some(channel), call.reason());
        Ok(())
    })?;
    nothing()
}

fn rendered(world: &World, call: &Call, channel: ChannelId, id: MessageId) -> Value {
    world.sent_message(channel, id).map_or(Value::Null, |message| world.message_json_for(call.bot, message))
}

/// A message that is not ephemeral.
pub(super) fn public(world: &World, channel: ChannelId, id: MessageId) -> Result<&Message, DiscordError> {
    let message = world.message(channel, id).filter(|message| !message.ephemeral());
    message.ok_or_else(DiscordError::unknown_message)
}
