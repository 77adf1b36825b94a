//! Pins, by the old path and the new one.
use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    routing::{get, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
};
use crate::{
    DiscordError, Permissions, Shared,
    clock::timestamp,
    world::{AuditAction, ChannelId, MessageId},
};

#[derive(Debug, Deserialize)]
struct Which {
    limit: Option<usize>,
    before: Option<String>,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}/pins", get(all))
        .route("/channels/{channel}/pins/{message}", put(pin).delete(unpin))
        .route("/channels/{channel}/messages/pins", get(page))
        .route("/channels/{channel}/messages/pins/{message}", put(pin).delete(unpin))
}

async fn all(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let messages = call.shared.read(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let pinned = world.pinned(channel);
        let pinned = pinned.into_iter().take(50).map(|message| world.message_json_for(call.bot, message));
        Ok::<_, DiscordError>(pinned.collect())
    })?;
    ok(Value::Array(messages))
}

async fn page(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let which: Which = call.query()?;
    let limit = which.limit.unwrap_or(50).clamp(1, 50);
    let body = call.shared.read(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let pinned =
            world.pinned(channel).into_iter().filter_map(|message| Some((timestamp(message.pinned?), message)));
        let earlier: Vec<_> = pinned.filter(|(at, _)| which.before.as_ref().is_none_or(|before| at < before)).collect();
        let items: Vec<_> = earlier
            .iter()
            .take(limit)
            .map(|(at, message)| json!({ "pinned_at": at, "message": world.message_json_for(call.bot, message) }))
            .collect();
        Ok::<_, DiscordError>(json!({ "items": items, "has_more": earlier.len() > limit }))
    })?;
    ok(body)
}

async fn pin(Path((channel, message)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::PIN_MESSAGES)?;
        world.pin(call.bot, channel, message)?;
        if let Some(guild) = world.guild_of(channel) {
            world.audit(guild, call.bot, AuditAction::MessagePin, Some(message), call.reason());
        }
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

async fn unpin(Path((channel, message)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::PIN_MESSAGES)?;
        world.unpin(channel, message)?;
        if let Some(guild) = world.guild_of(channel) {
            world.audit(guild, call.bot, AuditAction::MessageUnpin, Some(message), call.reason());
        }
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}
