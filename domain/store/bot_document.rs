//! A bot's record, and the events that its changes make.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::Document;
use super::events::Recorded;
use crate::actor::Actor;
use crate::api_key::KeyId;
use crate::bot::{Bot, BotMode, StopReason, Trouble};
use crate::clock::Timestamp;
use crate::event::{EventKind, EventLog};
use crate::ids::BotId;
use crate::seal::Sealed;

/// A bot that is registered, or was: its record stays when it is removed, so that no two of its events have one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BotDocument {
    bot: BotId,
    name: String,
    /// None once the bot is removed.
    token: Option<Sealed>,
    added_at: Timestamp,
    stopped: Option<StopReason>,
    degraded: Option<Trouble>,
    commands: Option<String>,
    mode: BotMode,
    verify_key: Option<String>,
    takes_over: Option<BTreeSet<String>>,
    registered_by: Option<KeyId>,
    log: EventLog,
}

impl Document for BotDocument {
    const KIND: &'static str = "bot";
    const VERSION: u16 = 3;

    /// Version 1 had no events, and its record went with the bot. Version 2 knew one mode.
    fn upgrade(from: u16, mut body: Value) -> Value {
        let Some(fields) = body.as_object_mut() else { return body };
        if from == 1 {
            fields.insert("degraded".into(), Value::Null);
            fields.insert("log".into(), serde_json::to_value(EventLog::default()).unwrap_or_default());
            fields.entry("commands").or_insert(Value::Null);
        }
        if from == 2 {
            fields.insert("mode".into(), serde_json::to_value(BotMode::Delegate).unwrap_or_default());
            for none in ["verify_key", "takes_over", "registered_by"] {
                fields.insert(none.into(), Value::Null);
            }
        }
        body
    }

    fn id(&self) -> String {
        key(self.bot)
    }

    fn state(&self) -> &'static str {
        match (&self.token, self.stopped) {
            (None, _) => "removed",
            (Some(_), Some(_)) => "stopped",
            (Some(_), None) => "active",
        }
    }

    fn at(&self) -> Timestamp {
        self.added_at
    }
}

impl Recorded for BotDocument {
    const UNTOLD: &'static [&'static str] = &["token", "commands", "verify_key"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl BotDocument {
    /// A bot of which there is no record.
    pub(super) fn of(bot: Bot, actor: &Actor, now: Timestamp) -> Self {
        let mut document = Self::with(bot, EventLog::default());
        document.record(EventKind::BotAdded, actor, now);
        document
    }

    fn with(bot: Bot, log: EventLog) -> Self {
        let Bot { id, name, token, added_at, stopped, degraded, commands, .. } = bot;
        let Bot { mode, verify_key, takes_over, registered_by, .. } = bot;
        let (bot, token) = (id, Some(token));
        Self {
            bot,
            name,
            token,
            added_at,
            stopped,
            degraded,
            commands,
            mode,
            verify_key,
            takes_over,
            registered_by,
            log,
        }
    }

    /// The bot, where it is registered.
    pub(super) fn registered(self) -> Option<Bot> {
        let Self { bot: id, name, token, added_at, stopped, degraded, commands, .. } = self;
        let Self { mode, verify_key, takes_over, registered_by, .. } = self;
        token.map(|token| Bot {
            id,
            name,
            token,
            added_at,
            stopped,
            degraded,
            commands,
            mode,
            verify_key,
            takes_over,
            registered_by,
        })
    }

    pub(super) const fn is_registered(&self) -> bool {
        self.token.is_some()
    }

    /// It is registered over whatever was known of it.
    pub(super) fn put(&mut self, bot: &Bot, actor: &Actor, now: Timestamp) {
        let new = Self::with(bot.clone(), self.log.clone());
        let kind = match &self.token {
            None => EventKind::BotAdded,
            Some(token) if *token != bot.token => EventKind::BotTokenChanged,
            Some(_) => EventKind::BotChanged,
        };
        if new != *self {
            *self = new;
            self.record(kind, actor, now);
        }
    }

    /// Its token is forgotten.
    pub(super) fn remove(&mut self, actor: &Actor, now: Timestamp) {
        if self.is_registered() {
            (self.token, self.stopped, self.degraded, self.commands) = (None, None, None, None);
            (self.verify_key, self.registered_by) = (None, None);
            self.record(EventKind::BotRemoved, actor, now);
        }
    }

    /// It was stopped for good, or may start again.
    pub(super) fn set_stopped(&mut self, stopped: Option<StopReason>, actor: &Actor, now: Timestamp) {
        if self.stopped != stopped {
            self.stopped = stopped;
            let kind = if stopped.is_some() { EventKind::BotStopped } else { EventKind::BotStarted };
            self.record(kind, actor, now);
        }
    }

    /// It does not get past its trouble, or did.
    pub(super) fn set_degraded(&mut self, degraded: Option<Trouble>, actor: &Actor, now: Timestamp) {
        if self.degraded != degraded {
            self.degraded = degraded;
            let kind = if degraded.is_some() { EventKind::BotDegraded } else { EventKind::BotRecovered };
            self.record(kind, actor, now);
        }
    }

    /// The same token under another key, where it is still the token that was read.
    pub(super) fn seal_token_anew(&mut self, before: &Sealed, anew: &Sealed) {
        if self.token.as_ref() == Some(before) {
            self.token = Some(anew.clone());
        }
    }

    pub(super) fn set_commands(&mut self, digest: &str) {
        self.commands = Some(digest.to_owned());
    }

    fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) {
        self.log.record(&key(self.bot), kind, actor, now);
    }
}

/// The id of a bot's record.
pub(super) fn key(bot: BotId) -> String {
    format!("{}{bot}", key_prefix())
}

/// What the ids of all bots' records begin with.
pub(super) fn key_prefix() -> String {
    format!("{}:", BotDocument::KIND)
}
