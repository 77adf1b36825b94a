//! Threads.
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{AuditAction, Channel, ChannelId, ChannelKind, Draft, Message, MessageId, ThreadState, UserId, World};
use crate::{DiscordError, Intents, Permissions, clock::timestamp};

/// The flag of messages that a thread started from.
const HAS_THREAD: u64 = 1 << 5;
/// The type of the notice that a thread was started.
const THREAD_NOTICE: u8 = 18;
/// Minutes until a thread without messages is archived, if nothing else is asked for.
const THREE_DAYS: u32 = 4320;

/// A thread to be.
#[derive(Debug, Clone, Default)]
pub struct NewThread {
    /// Its name.
    pub name: String,
    /// 11 public, 12 private.
    pub kind: ChannelKind,
    /// The message that it starts from, whose id it takes.
    pub from: Option<MessageId>,
    /// Minutes until it is archived.
    pub auto_archive: Option<u32>,
    /// Whether its members may add others.
    pub invitable: bool,
    /// Slow mode, in seconds.
    pub slow_mode: u32,
}

impl World {
    /// Starts a thread, by the rules: permissions, one a message (160004), the guild's limit of active ones (160006).
    pub fn create_thread(
        &mut self,
        actor: UserId,
        parent: ChannelId,
        new: NewThread,
        reason: Option<&str>,
    ) -> Result<ChannelId, DiscordError> {
        let private = new.kind.is_private_thread();
        let needed = if private { Permissions::CREATE_PRIVATE_THREADS } else { Permissions::CREATE_PUBLIC_THREADS };
        self.require(parent, actor, needed)?;
        let found = self.channels.get(&parent).ok_or_else(DiscordError::unknown_channel)?;
        let Some(guild) = found.guild else { return Err(DiscordError::cannot_execute_on_dm()) };
        let takes = matches!(found.kind, ChannelKind::TEXT | ChannelKind::ANNOUNCEMENT | ChannelKind::FORUM);
        if !takes || (private && found.kind != ChannelKind::TEXT) {
            return Err(DiscordError::wrong_channel_type());
        }
        if let Some(from) = new.from {
            let message = self.message(parent, from).filter(|message| !message.ephemeral());
            if message.ok_or_else(DiscordError::unknown_message)?.thread.is_some() {
                return Err(DiscordError::thread_exists());
            }
        }
        let limit = self.guilds.get(&guild).map_or(0, |guild| guild.thread_limit);
        if self.active_threads(guild).count() >= limit {
            return Err(DiscordError::maximum_threads());
        }
        let id = self.insert_thread(guild, actor, parent, new);
        self.audit(guild, actor, AuditAction::ThreadCreate, Some(id), reason);
        Ok(id)
    }

    /// A guild's threads that are not archived.
    pub fn active_threads(&self, guild: super::GuildId) -> impl Iterator<Item = &Channel> {
        let threads = self.guilds.get(&guild).map(|guild| guild.threads.iter()).into_iter().flatten();
        let threads = threads.filter_map(|thread| self.channels.get(thread));
        threads.filter(|channel| channel.thread.as_ref().is_some_and(|thread| !thread.archived))
    }

    fn insert_thread(&mut self, guild: super::GuildId, actor: UserId, parent: ChannelId, new: NewThread) -> ChannelId {
        let id = new.from.unwrap_or_else(|| self.next_id());
        let now = self.now();
        let state = ThreadState {
            owner: actor,
            members: BTreeSet::from([actor]),
            invitable: new.invitable,
            auto_archive: new.auto_archive.unwrap_or(THREE_DAYS),
            archived_changed: now,
            created: now,
            ..ThreadState::default()
        };
        let channel = Channel {
            id,
            guild: Some(guild),
            kind: new.kind,
            name: new.name,
            parent: Some(parent),
            slow_mode: new.slow_mode,
            thread: Some(state),
            ..Channel::default()
        };
        let name = channel.name.clone();
        self.channels.insert(id, channel);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.threads.push(id);
        }
        let mut payload = self.channel_json(id);
        payload["newly_created"] = json!(true);
        self.emit_channel("THREAD_CREATE", id, Intents::GUILDS, &payload);
        self.announce(actor, parent, id, new.from, name);
        id
    }

    /// The message that it started from shows it; without one, a public thread has a notice.
    fn announce(&mut self, actor: UserId, parent: ChannelId, id: ChannelId, from: Option<MessageId>, name: String) {
        if let Some(message) = from.and_then(|from| self.message_mut(parent, from)) {
            message.thread = Some(id);
            message.flags |= HAS_THREAD;
            self.emit_message("MESSAGE_UPDATE", parent, id);
            return;
        }
        let public = self.channels.get(&id).is_some_and(|thread| thread.kind == ChannelKind::PUBLIC_THREAD);
        let text = self.channels.get(&parent).is_some_and(|parent| parent.kind.is_text());
        if public && text {
            let reference = json!({ "channel_id": id, "guild_id": self.guild_of(id) });
            let notice = Message {
                channel: parent,
                author: actor,
                kind: THREAD_NOTICE,
                reference: Some(reference),
                ..Message::default()
            };
            self.post(notice, Draft::text(name));
        }
    }

    /// A message in an archived thread opens it again.
    pub(super) fn unarchive(&mut self, thread: ChannelId) {
        let state = self.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        if !state.is_some_and(|state| state.archived) {
            return;
        }
        let now = self.now();
        self.edit_channel(thread, |channel| {
            if let Some(state) = &mut channel.thread {
                state.archived = false;
                state.archived_changed = now;
            }
        });
    }

    /// Adds somebody to a thread.
    pub fn join_thread(&mut self, thread: ChannelId, user: UserId) -> Result<(), DiscordError> {
        let state = self.thread_mut(thread)?;
        if state.archived {
            return Err(DiscordError::thread_archived());
        }
        if state.members.insert(user) {
            if self.applications.contains_key(&user) {
                let guild = self.guild_of(thread);
                self.emit_bot("THREAD_CREATE", user, guild, Intents::GUILDS, &self.channel_json(thread));
            }
            self.members_changed(thread, json!({ "added_members": [self.thread_member_json(thread, user)] }));
        }
        Ok(())
    }

    /// Takes somebody out of a thread.
    pub fn leave_thread(&mut self, thread: ChannelId, user: UserId) -> Result<(), DiscordError> {
        let state = self.thread_mut(thread)?;
        if state.members.remove(&user) {
            self.members_changed(thread, json!({ "removed_member_ids": [user] }));
        }
        Ok(())
    }

    /// The thread-member object.
    pub fn thread_member_json(&self, thread: ChannelId, user: UserId) -> Value {
        let since = self.channels.get(&thread).and_then(|channel| channel.thread.as_ref()).map_or(0, |t| t.created);
        json!({ "id": thread, "user_id": user, "join_timestamp": timestamp(since), "flags": 0 })
    }

    fn members_changed(&mut self, thread: ChannelId, mut payload: Value) {
        let state = self.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        payload["member_count"] = json!(state.map_or(0, |state| state.members.len()));
        payload["id"] = json!(thread);
        payload["guild_id"] = json!(self.guild_of(thread));
        self.emit_channel("THREAD_MEMBERS_UPDATE", thread, Intents::GUILDS, &payload);
    }

    fn thread_mut(&mut self, thread: ChannelId) -> Result<&mut ThreadState, DiscordError> {
        let channel = self.channels.get_mut(&thread).ok_or_else(DiscordError::unknown_channel)?;
        channel.thread.as_mut().ok_or_else(DiscordError::wrong_channel_type)
    }
}
