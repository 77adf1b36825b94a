//! `/channels/{channel}`: read, change, delete, typing.
use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    answer::{Answer, nothing, ok},
    call::Call,
    content::check_length,
    overwrites::overwrite_of,
    threads,
};
use crate::{
    DiscordError, FormErrors, Intents, Permissions, Shared,
    world::{AuditAction, Channel, ChannelId, Overwrite, Snowflake, World},
};

/// What a body says about the category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parent {
    /// Nothing.
    Kept,
    /// Null: out of any category.
    None,
    /// Into this one.
    In(ChannelId),
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}", get(one).patch(edit).delete(remove))
        .route("/channels/{channel}/typing", post(typing))
}

async fn one(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        Ok::<_, DiscordError>(world.channel_json(channel))
    })?;
    ok(body)
}

async fn edit(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let body = call.body()?;
    let answer = call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let found = world.channels.get(&channel).ok_or_else(DiscordError::unknown_channel)?;
        if found.thread.is_some() {
            threads::edit(world, channel, &call, body)?;
        } else {
            edit_channel(world, channel, &call, body)?;
        }
        Ok::<_, DiscordError>(world.channel_json(channel))
    })?;
    ok(answer)
}

fn edit_channel(world: &mut World, id: ChannelId, call: &Call, body: &Value) -> Result<(), DiscordError> {
    world.require(id, call.bot, Permissions::MANAGE_CHANNELS)?;
    let mut form = FormErrors::new();
    if body.get("name").is_some() {
        check_length(&mut form, "", body, "name", 1..=100);
    }
    check_length(&mut form, "", body, "topic", 0..=1024);
    form.finish()?;
    let Some(channel) = world.channels.get(&id).cloned() else { return Err(DiscordError::unknown_channel()) };
    let Some(guild) = channel.guild else { return Err(DiscordError::cannot_execute_on_dm()) };
    let parent = parent_of(body)?;
    if let Parent::In(parent) = parent
        && channel.parent != Some(parent)
    {
        world.check_parent(guild, parent)?;
    }
    let overwrites = overwrites_of(body)?;
    if let Some(overwrites) = overwrites.as_deref().filter(|overwrites| *overwrites != channel.overwrites) {
        world.require(id, call.bot, Permissions::MANAGE_ROLES)?;
        let settable = world.settable_in(guild, &channel, call.bot);
        world.check_replaced(guild, settable, &channel.overwrites, overwrites)?;
    }
    world.edit_channel(id, |channel| change(channel, body, parent, overwrites));
    world.audit(guild, call.bot, AuditAction::ChannelUpdate, Some(id), call.reason());
    Ok(())
}

fn change(channel: &mut Channel, body: &Value, parent: Parent, overwrites: Option<Vec<Overwrite>>) {
    let number = |field: &str| body[field].as_u64().and_then(|number| u32::try_from(number).ok());
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut channel.name);
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic.as_str().filter(|topic| !topic.is_empty()).map(str::to_owned);
    }
    match parent {
        Parent::Kept => {}
        Parent::None => channel.parent = None,
        Parent::In(category) => channel.parent = Some(category),
    }
    channel.position = number("position").unwrap_or(channel.position);
    channel.slow_mode = number("rate_limit_per_user").unwrap_or(channel.slow_mode);
    channel.nsfw = body["nsfw"].as_bool().unwrap_or(channel.nsfw);
    if let Some(overwrites) = overwrites {
        channel.overwrites = overwrites;
    }
}

async fn remove(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    let body = call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::empty())?;
        let found = world.channels.get(&channel).ok_or_else(DiscordError::unknown_channel)?;
        let Some(guild) = found.guild else { return Ok(world.channel_json(channel)) };
        let (needed, action) = if found.thread.is_some() {
            (Permissions::MANAGE_THREADS, AuditAction::ThreadDelete)
        } else {
            (Permissions::MANAGE_CHANNELS, AuditAction::ChannelDelete)
        };
        world.require(channel, call.bot, needed)?;
        let body = world.delete_channel(channel).ok_or_else(DiscordError::unknown_channel)?;
        world.audit(guild, call.bot, action, Some(channel), call.reason());
        Ok::<_, DiscordError>(body)
    })?;
    ok(body)
}

async fn typing(Path(channel): Path<ChannelId>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(channel, call.bot, Permissions::SEND_MESSAGES)?;
        let guild = world.guild_of(channel);
        let payload = json!({
            "channel_id": channel, "guild_id": guild, "user_id": call.bot, "timestamp": world.now() / 1000,
        });
        let intents = if guild.is_some() { Intents::GUILD_MESSAGE_TYPING } else { Intents::DIRECT_MESSAGE_TYPING };
        world.emit_channel("TYPING_START", channel, intents, &payload);
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

/// `parent_id`.
pub(super) fn parent_of(body: &Value) -> Result<Parent, DiscordError> {
    match body.get("parent_id") {
        None => Ok(Parent::Kept),
        Some(Value::Null) => Ok(Parent::None),
        Some(id) => match serde_json::from_value::<Snowflake>(id.clone()) {
            Ok(id) => Ok(Parent::In(id)),
            Err(_) => Err(FormErrors::one("parent_id", "NUMBER_TYPE_COERCE", format!("Value {id} is not snowflake."))),
        },
    }
}

/// `permission_overwrites`, each role and member once; the last wins.
pub(super) fn overwrites_of(body: &Value) -> Result<Option<Vec<Overwrite>>, DiscordError> {
    let Some(list) = body["permission_overwrites"].as_array() else { return Ok(None) };
    let mut overwrites: Vec<Overwrite> = Vec::new();
    for (index, overwrite) in list.iter().enumerate() {
        let path = format!("permission_overwrites.{index}");
        let id = serde_json::from_value(overwrite["id"].clone())
            .map_err(|_| FormErrors::one(&format!("{path}.id"), "NUMBER_TYPE_COERCE", "Value is not snowflake."))?;
        let overwrite = overwrite_of(id, overwrite, &path)?;
        overwrites.retain(|other| other.id != overwrite.id);
        overwrites.push(overwrite);
    }
    Ok(Some(overwrites))
}
