//! Threads: started, joined, listed, archived.
use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    routing::{get, post, put},
};
use serde_json::{Value, json};

use super::{
    answer::{Answer, created, nothing, ok},
    call::Call,
    content::{check_length, draft},
};
use crate::{
    DiscordError, FormErrors, Permissions, Shared,
    world::{AuditAction, ChannelId, ChannelKind, GuildId, MessageId, NewThread, UserId, World},
};

pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/channels/{channel}/threads", post(start))
        .route("/channels/{channel}/messages/{message}/threads", post(start_from))
        .route("/channels/{channel}/thread-members", get(members))
        .route("/channels/{channel}/thread-members/@me", put(join).delete(leave))
        .route("/channels/{channel}/thread-members/{user}", get(member).put(add).delete(remove))
        .route("/channels/{channel}/threads/archived/public", get(archived_public))
        .route("/channels/{channel}/threads/archived/private", get(archived_private))
        .route("/guilds/{guild}/threads/active", get(active))
}

async fn start(Path(parent): Path<ChannelId>, call: Call) -> Answer {
    let body = call.body()?;
    let kind = body["type"].as_u64().and_then(|kind| kind.try_into().ok()).map(ChannelKind);
    let forum = call.shared.read(|world| world.channels.get(&parent).map(|parent| parent.kind));
    let forum = forum == Some(ChannelKind::FORUM);
    let kind = if forum { ChannelKind::PUBLIC_THREAD } else { kind.unwrap_or(ChannelKind::PRIVATE_THREAD) };
    let first = if forum { Some(draft(&call.sent, &body["message"])?) } else { None };
    let thread = new_thread(body, kind, None)?;
    let answer = call.shared.change(|world| {
        let id = world.create_thread(call.bot, parent, thread, call.reason())?;
        if let Some(first) = first {
            world.create_message(call.bot, id, first)?;
        }
        Ok::<_, DiscordError>(world.channel_json(id))
    })?;
    created(answer)
}

async fn start_from(Path((parent, message)): Path<(ChannelId, MessageId)>, call: Call) -> Answer {
    let thread = new_thread(call.body()?, ChannelKind::PUBLIC_THREAD, Some(message))?;
    let answer = call.shared.change(|world| {
        let id = world.create_thread(call.bot, parent, thread, call.reason())?;
        Ok::<_, DiscordError>(world.channel_json(id))
    })?;
    created(answer)
}

fn new_thread(body: &Value, kind: ChannelKind, from: Option<MessageId>) -> Result<NewThread, DiscordError> {
    let mut form = FormErrors::new();
    check_length(&mut form, "", body, "name", 1..=100);
    if !matches!(kind.0, 10..=12) {
        form.add("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.");
    }
    check_archive(&mut form, body);
    form.finish()?;
    let number = |field: &str| body[field].as_u64().and_then(|number| number.try_into().ok());
    Ok(NewThread {
        name: body["name"].as_str().unwrap_or_default().to_owned(),
        kind,
        from,
        auto_archive: number("auto_archive_duration"),
        invitable: body["invitable"].as_bool().unwrap_or(true),
        slow_mode: number("rate_limit_per_user").unwrap_or(0),
    })
}

fn check_archive(form: &mut FormErrors, body: &Value) {
    let minutes = body["auto_archive_duration"].as_u64();
    if minutes.is_some_and(|minutes| !matches!(minutes, 60 | 1440 | 4320 | 10080)) {
        form.add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.");
    }
}

/// A thread's PATCH: its owner and those with `MANAGE_THREADS` change it; whoever may write unarchives an unlocked one.
pub(super) fn edit(world: &mut World, id: ChannelId, call: &Call, body: &Value) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    if body.get("name").is_some() {
        check_length(&mut form, "", body, "name", 1..=100);
    }
    check_archive(&mut form, body);
    form.finish()?;
    let channel = world.channels.get(&id).ok_or_else(DiscordError::unknown_channel)?;
    let (Some(guild), Some(state)) = (channel.guild, channel.thread.as_ref()) else {
        return Err(DiscordError::wrong_channel_type());
    };
    let (owner, locked, archived) = (state.owner == call.bot, state.locked, state.archived);
    let manages = world.permissions_in(id, call.bot).contains(Permissions::MANAGE_THREADS);
    let only_unarchives = body["archived"] == false && body.as_object().is_some_and(|fields| fields.len() == 1);
    let allowed = manages || (!locked && (only_unarchives || (owner && body.get("locked").is_none())));
    if !allowed {
        return Err(DiscordError::missing_permissions());
    }
    if archived && body["archived"] != false && body.get("archived").is_none() {
        return Err(DiscordError::thread_archived());
    }
    apply(world, id, body);
    world.audit(guild, call.bot, AuditAction::ThreadUpdate, Some(id), call.reason());
    Ok(())
}

fn apply(world: &mut World, id: ChannelId, body: &Value) {
    let now = world.now();
    let number = |field: &str| body[field].as_u64().and_then(|number| u32::try_from(number).ok());
    world.edit_channel(id, |channel| {
        if let Some(name) = body["name"].as_str() {
            name.clone_into(&mut channel.name);
        }
        channel.slow_mode = number("rate_limit_per_user").unwrap_or(channel.slow_mode);
        let Some(thread) = &mut channel.thread else { return };
        thread.auto_archive = number("auto_archive_duration").unwrap_or(thread.auto_archive);
        thread.locked = body["locked"].as_bool().unwrap_or(thread.locked);
        thread.invitable = body["invitable"].as_bool().unwrap_or(thread.invitable);
        if let Some(archived) = body["archived"].as_bool().filter(|archived| *archived != thread.archived) {
            thread.archived = archived;
            thread.archived_changed = now;
        }
    });
}

async fn members(Path(thread): Path<ChannelId>, call: Call) -> Answer {
    let list = call.shared.read(|world| {
        world.require(thread, call.bot, Permissions::empty())?;
        let state = world.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        let state = state.ok_or_else(DiscordError::wrong_channel_type)?;
        Ok::<_, DiscordError>(state.members.iter().map(|user| world.thread_member_json(thread, *user)).collect())
    })?;
    ok(Value::Array(list))
}

async fn member(Path((thread, user)): Path<(ChannelId, UserId)>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require(thread, call.bot, Permissions::empty())?;
        let state = world.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        let state = state.ok_or_else(DiscordError::wrong_channel_type)?;
        let found = state.members.contains(&user).then(|| world.thread_member_json(thread, user));
        found.ok_or_else(DiscordError::unknown_member)
    })?;
    ok(body)
}

async fn join(Path(thread): Path<ChannelId>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(thread, call.bot, Permissions::empty())?;
        world.join_thread(thread, call.bot)
    })?;
    nothing()
}

async fn leave(Path(thread): Path<ChannelId>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(thread, call.bot, Permissions::empty())?;
        world.leave_thread(thread, call.bot)
    })?;
    nothing()
}

async fn add(Path((thread, user)): Path<(ChannelId, UserId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(thread, call.bot, Permissions::SEND_MESSAGES_IN_THREADS)?;
        let guild = world.guild_of(thread).ok_or_else(DiscordError::unknown_channel)?;
        let parent = world.channels.get(&thread).and_then(|thread| thread.parent).unwrap_or(thread);
        if !world.is_member(guild, user) {
            return Err(DiscordError::unknown_member());
        }
        if !world.permissions_in(parent, user).contains(Permissions::VIEW_CHANNEL) {
            return Err(DiscordError::missing_access());
        }
        world.join_thread(thread, user)
    })?;
    nothing()
}

async fn remove(Path((thread, user)): Path<(ChannelId, UserId)>, call: Call) -> Answer {
    call.shared.change(|world| {
        world.require(thread, call.bot, Permissions::empty())?;
        let found = world.channels.get(&thread).ok_or_else(DiscordError::unknown_channel)?;
        let owner = found.thread.as_ref().is_some_and(|state| state.owner == call.bot);
        if !(owner && found.kind.is_private_thread()) {
            world.require(thread, call.bot, Permissions::MANAGE_THREADS)?;
        }
        world.leave_thread(thread, user)
    })?;
    nothing()
}

async fn active(Path(guild): Path<GuildId>, call: Call) -> Answer {
    let body = call.shared.read(|world| {
        world.require_in_guild(guild, call.bot, Permissions::empty())?;
        let threads = world.active_threads(guild).map(|thread| thread.id);
        let seen = threads.filter(|id| world.permissions_in(*id, call.bot).contains(Permissions::VIEW_CHANNEL));
        Ok::<_, DiscordError>(listed(world, &call, &seen.collect::<Vec<_>>()))
    })?;
    ok(body)
}

async fn archived_public(Path(parent): Path<ChannelId>, call: Call) -> Answer {
    archived(parent, &call, ChannelKind::PUBLIC_THREAD, Permissions::READ_MESSAGE_HISTORY)
}

async fn archived_private(Path(parent): Path<ChannelId>, call: Call) -> Answer {
    archived(parent, &call, ChannelKind::PRIVATE_THREAD, Permissions::MANAGE_THREADS)
}

fn archived(parent: ChannelId, call: &Call, kind: ChannelKind, needed: Permissions) -> Answer {
    let body = call.shared.read(|world| {
        world.require(parent, call.bot, needed)?;
        let guild = world.guild_of(parent).and_then(|guild| world.guilds.get(&guild));
        let threads = guild.map(|guild| guild.threads.iter()).into_iter().flatten();
        let threads = threads.filter_map(|thread| world.channels.get(thread)).filter(|thread| {
            let archived = thread.thread.as_ref().is_some_and(|state| state.archived);
            archived && thread.kind == kind && thread.parent == Some(parent)
        });
        Ok::<_, DiscordError>(listed(world, call, &threads.map(|thread| thread.id).collect::<Vec<_>>()))
    })?;
    ok(body)
}

fn listed(world: &World, call: &Call, threads: &[ChannelId]) -> Value {
    let joined = |thread: &&ChannelId| {
        let state = world.channels.get(thread).and_then(|channel| channel.thread.as_ref());
        state.is_some_and(|state| state.members.contains(&call.bot))
    };
    let members = threads.iter().filter(joined).map(|thread| world.thread_member_json(*thread, call.bot));
    let members: Vec<_> = members.collect();
    let threads: Vec<_> = threads.iter().map(|thread| world.channel_json(*thread)).collect();
    json!({ "threads": threads, "members": members, "has_more": false })
}
