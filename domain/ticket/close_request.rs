//! Asking the other side to close a ticket: what was asked for, and each way in which that ends.

use serde::{Deserialize, Serialize};

use super::changes::close_reason;
use super::{Ticket, WaitingFor};
use crate::actor::{Actor, Who};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::EventKind;

/// That somebody asked the other side to close a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseRequest {
    /// Who asked.
    pub by: Who,
    /// When.
    pub at: Timestamp,
    /// Why it shall be closed, in their words; empty where they gave no reason.
    pub reason: String,
    /// The side that may accept.
    pub awaits: WaitingFor,
    /// When it ends without an answer.
    pub until: Timestamp,
    /// What happens then.
    pub at_deadline: AtDeadline,
}

/// What becomes of a ticket whose closing was asked for, where nobody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtDeadline {
    /// It is closed.
    Close,
    /// It stays open.
    Lapse,
}

impl Ticket {
    /// The other side is asked to close it.
    pub fn request_close(
        &mut self,
        reason: &str,
        (until, at_deadline): (Timestamp, AtDeadline),
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.must_be_open()?;
        if self.close_request.is_some() {
            return Err(Refusal::CloseRequested);
        }
        let (by, reason) = (actor.who.clone(), close_reason(reason)?);
        let awaits = match self.side_of(actor) {
            WaitingFor::Staff => WaitingFor::Member,
            WaitingFor::Member => WaitingFor::Staff,
        };
        self.record(EventKind::CloseRequested, actor, now);
        let request = CloseRequest { by, at: now, reason, awaits, until, at_deadline };
        self.close_request = Some(Box::new(request));
        Ok(())
    }

    /// The other side has it closed, as it was asked to at this moment.
    pub fn accept_close(&mut self, asked_at: Timestamp, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        let request = self.close_request_of(asked_at)?;
        if request.awaits != self.side_of(actor) {
            return Err(Refusal::OwnCloseRequest);
        }
        let reason = request.reason.clone();
        self.close(&reason, actor, now)
    }

    /// It stays open, although it was asked at this moment that it be closed.
    pub fn keep_open(&mut self, asked_at: Timestamp, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.close_request_of(asked_at)?;
        self.record(EventKind::KeptOpen, actor, now);
        self.close_request = None;
        Ok(())
    }

    /// Nobody answered in time to what was asked at this moment.
    pub fn end_close_request(&mut self, asked_at: Timestamp, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        let request = self.close_request_of(asked_at)?;
        match request.at_deadline {
            AtDeadline::Close => {
                let reason = request.reason.clone();
                self.close(&reason, actor, now)
            }
            AtDeadline::Lapse => self.keep_open(asked_at, actor, now),
        }
    }

    /// What was asked for at this moment, as long as that stands.
    pub fn close_request_of(&self, asked_at: Timestamp) -> Result<&CloseRequest, Refusal> {
        self.must_be_open()?;
        self.close_request.as_deref().filter(|request| request.at == asked_at).ok_or(Refusal::NoCloseRequest)
    }

    /// The side on which somebody is: who opened it and who was added, or staff.
    fn side_of(&self, actor: &Actor) -> WaitingFor {
        let is_members = actor.who.user().is_some_and(|user| self.is_members(user));
        if is_members { WaitingFor::Member } else { WaitingFor::Staff }
    }
}
