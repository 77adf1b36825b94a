//! `/channels/{channel}/permissions/{overwrite}`.
use std::sync::Arc;

use axum::{Router, extract::Path, routing::put};
use serde_json::Value;

use super::{
    answer::{Answer, nothing},
    call::Call,
    content::at,
};
use crate::{
    DiscordError, FormErrors, Permissions, Shared,
    world::{AuditAction, Channel, ChannelId, GuildId, Overwrite, OverwriteKind, Snowflake, World},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new().route("/channels/{channel}/permissions/{overwrite}", put(set).delete(remove))
}

async fn set(Path((channel, id)): Path<(ChannelId, Snowflake)>, call: Call) -> Answer {
    let overwrite = overwrite_of(id, call.body()?, "")?;
    call.shared.change(|world| {
        let (guild, found) = changeable(world, channel, &call)?;
        let settable = world.settable_in(guild, &found, call.bot);
        world.check_overwrites(guild, settable, &found.overwrites, &[overwrite])?;
        let existed = found.overwrites.iter().any(|other| other.id == id);
        world.edit_channel(channel, |channel| {
            channel.overwrites.retain(|other| other.id != id);
            channel.overwrites.push(overwrite);
        });
        let action = if existed { AuditAction::OverwriteUpdate } else { AuditAction::OverwriteCreate };
        world.audit(guild, call.bot, action, Some(channel), call.reason());
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

async fn remove(Path((channel, id)): Path<(ChannelId, Snowflake)>, call: Call) -> Answer {
    call.shared.change(|world| {
        let (guild, found) = changeable(world, channel, &call)?;
        let gone = found.overwrites.iter().find(|other| other.id == id).ok_or_else(DiscordError::unknown_overwrite)?;
        // Taking an overwrite away changes the bits that it had.
        world.settable_in(guild, &found, call.bot).check(gone, &gone.emptied())?;
        world.edit_channel(channel, |channel| channel.overwrites.retain(|other| other.id != id));
        world.audit(guild, call.bot, AuditAction::OverwriteDelete, Some(channel), call.reason());
        Ok::<_, DiscordError>(())
    })?;
    nothing()
}

fn changeable(world: &World, channel: ChannelId, call: &Call) -> Result<(GuildId, Channel), DiscordError> {
    world.require(channel, call.bot, Permissions::MANAGE_ROLES)?;
    let found = world.channels.get(&channel).cloned().ok_or_else(DiscordError::unknown_channel)?;
    let Some(guild) = found.guild else { return Err(DiscordError::cannot_execute_on_dm()) };
    if found.thread.is_some() {
        return Err(DiscordError::wrong_channel_type());
    }
    Ok((guild, found))
}

/// An overwrite from a body. Bits come as text; a missing type means a role.
pub(super) fn overwrite_of(id: Snowflake, body: &Value, path: &str) -> Result<Overwrite, DiscordError> {
    let bits = |field: &str| match &body[field] {
        Value::Null => Ok(Permissions::empty()),
        Value::Number(number) => Ok(Permissions(number.as_u64().unwrap_or(0))),
        other => other.as_str().and_then(|text| text.parse().ok()).map(Permissions).ok_or_else(|| {
            FormErrors::one(&at(path, field), "NUMBER_TYPE_COERCE", format!("Value {other} is not int."))
        }),
    };
    let kind = match body["type"].as_u64().or_else(|| body["type"].as_str()?.parse().ok()) {
        None | Some(0) => OverwriteKind::Role,
        Some(1) => OverwriteKind::Member,
        Some(_) => return Err(FormErrors::one(&at(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {0, 1}.")),
    };
    Ok(Overwrite { id, kind, allow: bits("allow")?, deny: bits("deny")? })
}
