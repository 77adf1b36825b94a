//! Nonces of the last minutes: a message that is sent with one again is not sent again, even where it was deleted since.
//!
//! "Create Message" says of `enforce_nonce` that the message which has the nonce is returned, and nothing of messages
//! that are gone. Whoever posts anew has to take another nonce, so the simulator answers with the one that is gone.
use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::{ChannelId, Message, MessageId, UserId, World};
use crate::Millis;

/// How long Discord remembers a nonce: "the past few minutes".
const REMEMBERED: Millis = 5 * 60_000;

/// What was sent with a nonce that is to be unique.
#[derive(Debug, Default)]
pub(super) struct Nonces {
    sent: HashMap<Key, MessageId>,
    expiring: VecDeque<(Millis, Key)>,
    deleted: HashMap<MessageId, Message>,
}

/// The author, the channel, and the nonce as it was sent.
type Key = (UserId, ChannelId, String);

impl World {
    /// The message of the last minutes with this nonce.
    pub(super) fn sent_with_nonce(&mut self, author: UserId, channel: ChannelId, nonce: &Value) -> Option<MessageId> {
        let now = self.now();
        let nonces = &mut self.nonces;
        while let Some((_, key)) = nonces.expiring.pop_front_if(|(at, _)| *at + REMEMBERED < now) {
            if let Some(id) = nonces.sent.remove(&key) {
                nonces.deleted.remove(&id);
            }
        }
        nonces.sent.get(&(author, channel, nonce.to_string())).copied()
    }

    /// Remembers what was sent with a nonce.
    pub(super) fn remember_nonce(&mut self, author: UserId, channel: ChannelId, nonce: &Value, id: MessageId) {
        let key = (author, channel, nonce.to_string());
        self.nonces.sent.insert(key.clone(), id);
        self.nonces.expiring.push_back((self.now(), key));
    }

    /// Keeps a message that is deleted while its nonce is remembered.
    pub(super) fn keep_for_nonce(&mut self, message: &Message) {
        let Some(nonce) = &message.nonce else { return };
        let key = (message.author, message.channel, nonce.to_string());
        if self.nonces.sent.get(&key) == Some(&message.id) {
            self.nonces.deleted.insert(message.id, message.clone());
        }
    }

    /// A message that is there, or was deleted while its nonce is remembered.
    pub(crate) fn sent_message(&self, channel: ChannelId, id: MessageId) -> Option<&Message> {
        self.message(channel, id).or_else(|| self.nonces.deleted.get(&id))
    }
}
