//! That a member asks to have erased what is kept of them, and what whoever runs the server answers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::{EventKind, EventLog};
use crate::ids::{BotId, UserId};

/// The most characters of a reason for which it is declined.
pub const MOST_DECLINE_CHARACTERS: usize = 1000;

/// How long the log channel is told nothing again of one member's, who may take it back and ask again.
const QUIET: Duration = Duration::from_hours(24);

/// What a member asked for last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureRequest {
    /// The bot whose tickets it is about.
    pub bot: BotId,
    /// Who asks.
    pub user: UserId,
    /// When.
    pub asked_at: Timestamp,
    /// What became of it.
    pub status: RequestStatus,
    /// When that was; none as long as it is open.
    pub answered_at: Option<Timestamp>,
    /// Why it was declined; empty where it was not.
    pub reason: String,
    /// When the log channel was told.
    pub told_at: Option<Timestamp>,
    /// Its events.
    pub(crate) log: EventLog,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// Nobody has answered it yet.
    Open,
    /// Whoever asked took it back.
    TakenBack,
    /// It was declined, for a reason.
    Declined,
    /// What they said is erased, or will be.
    Granted,
}

impl RequestStatus {
    /// Its name, as it is stored and told.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::TakenBack => "taken_back",
            Self::Declined => "declined",
            Self::Granted => "granted",
        }
    }
}

impl ErasureRequest {
    /// One that is nothing yet.
    pub(crate) fn new(bot: BotId, user: UserId) -> Self {
        let (asked_at, answered_at, reason, told_at, log) = Default::default();
        Self { bot, user, asked_at, status: RequestStatus::TakenBack, answered_at, reason, told_at, log }
    }

    /// Whether nobody has answered it yet.
    pub fn is_open(&self) -> bool {
        self.status == RequestStatus::Open
    }

    /// Whether the log channel has to be told of it.
    pub(crate) fn is_to_be_told(&self, now: Timestamp) -> bool {
        self.is_open() && self.told_at.is_none_or(|told_at| told_at < self.asked_at && now.since(told_at) >= QUIET)
    }

    /// They ask; once at a time. The same cause again changes nothing.
    pub(crate) fn ask(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        if self.log.knows(&actor.cause) {
            return Ok(());
        }
        if self.is_open() {
            return Err(Refusal::ErasureRequested);
        }
        (self.asked_at, self.status, self.answered_at) = (now, RequestStatus::Open, None);
        self.reason.clear();
        self.record(EventKind::ErasureRequested, actor, now);
        Ok(())
    }

    /// They take it back.
    pub(crate) fn take_back(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.answer((RequestStatus::TakenBack, EventKind::ErasureTakenBack), "", actor, now)
    }

    /// It is declined.
    pub(crate) fn decline(&mut self, reason: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.answer((RequestStatus::Declined, EventKind::ErasureDeclined), reason, actor, now)
    }

    /// What they said will be erased in all tickets that were opened before a moment; what was asked for after that stays
    /// open.
    pub(crate) fn grant(&mut self, asked_before: Timestamp, actor: &Actor, now: Timestamp) {
        if self.is_open() && self.asked_at <= asked_before {
            (self.status, self.answered_at) = (RequestStatus::Granted, Some(now));
            self.record(EventKind::ErasureGranted, actor, now);
        }
    }

    /// What was said of it goes.
    pub(crate) fn forget(&mut self) {
        self.reason.clear();
    }

    fn answer(
        &mut self,
        (status, kind): (RequestStatus, EventKind),
        reason: &str,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if self.log.knows(&actor.cause) {
            return Ok(());
        }
        if !self.is_open() {
            return Err(Refusal::NoErasureRequest);
        }
        (self.status, self.answered_at) = (status, Some(now));
        reason.clone_into(&mut self.reason);
        self.record(kind, actor, now);
        Ok(())
    }

    fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) {
        self.log.record(&record_id(self.bot, self.user), kind, actor, now);
    }
}

/// The id of its record, which is also what its events name it by.
pub(crate) fn record_id(bot: BotId, user: UserId) -> String {
    format!("erasure_request:{bot}:{user}")
}
