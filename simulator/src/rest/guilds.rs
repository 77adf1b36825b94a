//! `/guilds/{guild}` and its channels.
use std::sync::Arc;

use axum::{Router, extract::Path, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, created, nothing, ok},
    call::Call,
    channels::{Parent, overwrites_of, parent_of},
    content::check_length,
};
use crate::{
    DiscordError, FormErrors, Permissions, Shared,
    world::{ChannelId, ChannelKind, GuildId, NewChannel},
};

#[derive(Debug, Deserialize)]
struct Counts {
    #[serde(default, deserialize_with = "super::call::flag")]
    with_counts: bool,
}

#[derive(Debug, Deserialize)]
struct Place {
    id: ChannelId,
    position: Option<u32>,
}

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/guilds/{guild}", get(one))
        .route("/guilds/{guild}/channels", get(channels).post(create).patch(order))
}

async fn one(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let counts: Counts = call.query()?;
    let body = call.shared.read(|world| {
        if !world.is_member(guild, call.bot) {
            return Err(DiscordError::unknown_guild());
        }
        let mut body = world.guild_json(guild);
        if counts.with_counts {
            let members = world.guilds.get(&guild).map_or(0, |guild| guild.members.len());
            body["approximate_member_count"] = json!(members);
            body["approximate_presence_count"] = json!(members);
        }
        Ok(body)
    })?;
    ok(body)
}

async fn channels(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let list = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        let channels = world.guilds.get(&guild).map(|guild| guild.channels.iter()).into_iter().flatten();
        Ok::<_, DiscordError>(channels.map(|channel| world.channel_json(*channel)).collect())
    })?;
    ok(Value::Array(list))
}

async fn create(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let channel = new_channel(call.body()?)?;
    let body = call.shared.change(|world| {
        let id = world.create_channel(guild, call.bot, channel, call.reason())?;
        Ok::<_, DiscordError>(world.channel_json(id))
    })?;
    created(body)
}

fn new_channel(body: &Value) -> Result<NewChannel, DiscordError> {
    let kind = ChannelKind(body["type"].as_u64().and_then(|kind| kind.try_into().ok()).unwrap_or(0));
    let mut form = FormErrors::new();
    check_length(&mut form, "", body, "name", 1..=100);
    check_length(&mut form, "", body, "topic", 0..=if kind == ChannelKind::FORUM { 4096 } else { 1024 });
    if !matches!(kind.0, 0 | 2 | 4 | 5 | 13..=16) {
        form.add("type", "BASE_TYPE_CHOICES", "Value must be one of {0, 2, 4, 5, 13, 14, 15, 16}.");
    }
    form.finish()?;
    Ok(NewChannel {
        name: body["name"].as_str().unwrap_or_default().to_owned(),
        kind,
        parent: match parent_of(body)? {
            Parent::In(category) => Some(category),
            Parent::Kept | Parent::None => None,
        },
        topic: body["topic"].as_str().map(str::to_owned),
        position: body["position"].as_u64().and_then(|position| position.try_into().ok()),
        nsfw: body["nsfw"] == true,
        slow_mode: body["rate_limit_per_user"].as_u64().and_then(|seconds| seconds.try_into().ok()).unwrap_or(0),
        overwrites: overwrites_of(body)?,
    })
}

async fn order(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let places: Vec<Place> = serde_json::from_value(call.body()?.clone())
        .map_err(|error| FormErrors::one("", "LIST_TYPE_CONVERT", error.to_string()))?;
    call.shared.change(|world| {
        world.require_in_guild(guild, call.bot, Permissions::MANAGE_CHANNELS)?;
        let own = world.guilds.get(&guild).map(|guild| guild.channels.as_slice()).unwrap_or_default();
        if !places.iter().all(|place| own.contains(&place.id)) {
            return Err(DiscordError::unknown_channel());
        }
        for place in places {
            if let Some(position) = place.position {
                world.edit_channel(place.id, |channel| channel.position = position);
            }
        }
        Ok(())
    })?;
    nothing()
}
