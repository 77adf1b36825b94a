//! The life of a ticket, from opening to closing and back: whether it may, what changes, and the event that records it.

use super::{Closing, MOST_REASON_CHARACTERS, ReadBack, Shown, Ticket, TicketState, record_id};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::{Event, EventKind};
use crate::ids::ChannelId;
use crate::settings::Settings;

impl Ticket {
    /// Its channel was made, and shows this.
    pub fn opened(&mut self, channel: ChannelId, shown: Shown, actor: &Actor, now: Timestamp) {
        self.record(EventKind::Opened, actor, now);
        self.state = TicketState::Open;
        self.channel = Some(channel);
        self.shown = shown;
    }

    /// What a channel shows that was made for it as it is now, in a guild with these settings.
    pub fn shown_by_new_channel(&self, settings: &Settings) -> Shown {
        Shown {
            name: self.channel_name(settings),
            topic: Some(self.channel_topic(settings)),
            kind: Some(self.kind),
            audience: self.audience(settings),
            ..Shown::default()
        }
    }

    /// Its channel could not be made. One that was open before is closed again, and may be reopened another time.
    pub fn failed(&mut self, actor: &Actor, now: Timestamp) {
        let state = if self.round > 1 { TicketState::Closed } else { TicketState::Failed };
        self.record(EventKind::Failed, actor, now);
        self.state = state;
        self.failed_at = Some(now);
    }

    /// Who opened it has left the guild. One that is not open any more is left as it is.
    pub fn opener_left(&mut self, actor: &Actor, now: Timestamp) {
        if self.must_be_open().is_ok() && !self.knows(&actor.cause) {
            self.record(EventKind::OpenerLeft, actor, now);
        }
    }

    /// Its closing begins.
    pub fn close(&mut self, reason: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let reason = close_reason(reason)?;
        let closing = Closing {
            by: actor.who.clone(),
            at: now,
            reason,
            read_back: ReadBack::default(),
            progress: None,
            posted: None,
            summary: None,
            feedback: None,
        };
        self.record(EventKind::Closing, actor, now);
        self.state = TicketState::Closing;
        self.closing = Some(Box::new(closing));
        self.close_request = None;
        Ok(())
    }

    /// Its transcript is sealed and its channel is gone.
    pub fn closed(&mut self, actor: &Actor, now: Timestamp) {
        self.record(EventKind::Closed, actor, now);
        self.state = TicketState::Closed;
        self.channel = None;
        self.shown = Shown::default();
    }

    /// It is opened once more, with a channel of its own again.
    pub fn reopen(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_closed()?;
        self.record(EventKind::Reopened, actor, now);
        self.state = TicketState::Opening;
        self.round += 1;
        self.closing = None;
        self.failed_at = None;
        self.turned_at = Some(now);
        self.claimed_by = None;
        self.pins.clear();
        Ok(())
    }

    /// It is deleted for good, with all that is kept of it.
    pub fn delete(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_closed()?;
        self.record(EventKind::Deleted, actor, now);
        self.state = TicketState::Deleting;
        Ok(())
    }

    /// It is deleted where it was over before a moment: its guild keeps it no longer.
    pub fn expire(&mut self, before: Timestamp, actor: &Actor, now: Timestamp) {
        if self.is_over_before(before) {
            self.record(EventKind::Deleted, actor, now);
            self.state = TicketState::Deleting;
        }
    }

    /// Whether it was closed, or could not be opened, before a moment. One that was opened again since is not over.
    pub fn is_over_before(&self, moment: Timestamp) -> bool {
        let closed_at = self.closing.as_ref().map(|closing| closing.at);
        let since = self.failed_at.or(closed_at).unwrap_or(self.opened_at);
        matches!(self.state, TicketState::Closed | TicketState::Failed) && since < moment
    }

    /// Refuses unless it is closed.
    pub fn must_be_closed(&self) -> Result<(), Refusal> {
        match self.state {
            TicketState::Closed => Ok(()),
            TicketState::Deleting => Err(Refusal::BeingDeleted),
            _ => Err(Refusal::NotClosed),
        }
    }

    /// Refuses where it is being deleted.
    pub fn must_stay(&self) -> Result<(), Refusal> {
        if self.state == TicketState::Deleting { Err(Refusal::BeingDeleted) } else { Ok(()) }
    }

    /// Records a change that is made in the same breath.
    pub(super) fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) -> &mut Event {
        self.log.record(&record_id(self.id), kind, actor, now)
    }
}

/// A reason to close as it is kept; refused where it is longer than is shown.
pub(super) fn close_reason(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.chars().count() > MOST_REASON_CHARACTERS {
        return Err(Refusal::TextLength { limit: MOST_REASON_CHARACTERS });
    }
    Ok(reason.to_owned())
}
