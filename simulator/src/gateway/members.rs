//! The answer to "request guild members": chunks of the member list.
use serde_json::{Value, json};

use super::{attach::push, session::Session};
use crate::{
    Intents, Shared,
    world::{GuildId, Snowflake, UserId, World},
};

/// Members a chunk.
const CHUNK: usize = 1000;

/// Pushes `GUILD_MEMBERS_CHUNK` events. Lists need the intent for members; members by id do not.
pub(super) fn answer(shared: &Shared, session: &Session, request: &Value) {
    let Some(guild) = snowflakes(&request["guild_id"]).first().copied() else { return };
    let chunks = shared.read(|world| {
        if !world.is_member(guild, session.terms.application) {
            return Vec::new();
        }
        chunks(world, guild, request, session.terms.intents.contains(Intents::GUILD_MEMBERS))
    });
    for chunk in chunks {
        push(session, "GUILD_MEMBERS_CHUNK", &chunk);
    }
}

fn chunks(world: &World, guild: GuildId, request: &Value, may_list: bool) -> Vec<Value> {
    let wanted = snowflakes(&request["user_ids"]);
    let (found, missing): (Vec<UserId>, Vec<UserId>) = if wanted.is_empty() {
        (if may_list { named(world, guild, request) } else { Vec::new() }, Vec::new())
    } else {
        wanted.into_iter().partition(|user| world.is_member(guild, *user))
    };
    let count = found.len().div_ceil(CHUNK).max(1);
    let chunk = |index: usize| {
        let members: Vec<_> =
            found.iter().skip(index * CHUNK).take(CHUNK).map(|user| world.member_json(guild, *user)).collect();
        let mut chunk = json!({
            "guild_id": guild, "members": members, "chunk_index": index, "chunk_count": count, "not_found": missing,
        });
        if !request["nonce"].is_null() {
            chunk["nonce"] = request["nonce"].clone();
        }
        chunk
    };
    (0..count).map(chunk).collect()
}

fn named(world: &World, guild: GuildId, request: &Value) -> Vec<UserId> {
    let limit = request["limit"]
        .as_u64()
        .filter(|limit| *limit > 0)
        .map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    world.members_named(guild, request["query"].as_str().unwrap_or_default()).take(limit).collect()
}

/// An id or a list of ids, as strings or numbers.
fn snowflakes(value: &Value) -> Vec<Snowflake> {
    match value {
        Value::Array(list) => list.iter().flat_map(snowflakes).collect(),
        Value::String(text) => text.parse().ok().into_iter().collect(),
        Value::Number(number) => number.as_u64().map(Snowflake).into_iter().collect(),
        _ => Vec::new(),
    }
}
