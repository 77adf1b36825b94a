//! A ticket: what it is, and each thing that can become of it.
//!
//! ```text
//! opening ─channel made→ open ─close→ closing ─transcript sealed, channel gone→ closed ─reopen→ opening
//!    └─refused for good→ failed
//! ```

mod live_channel;
mod state;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Refusal;
use crate::event::{EventKind, TicketEvent};
use crate::form::Answer;
use crate::ids::{BotId, ChannelId, InteractionId, MessageId, TicketId, UserId};
use crate::settings::TypeId;

pub use live_channel::LiveChannel;
pub use state::TicketState;

/// The most characters of a reason to close: it stands in an embed's field
/// (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>).
pub const MOST_REASON_CHARACTERS: usize = 1000;

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its number in the guild.
    pub id: TicketId,
    /// The bot that it came through, and the only one that may act on it.
    pub bot: BotId,
    /// Its type.
    pub kind: TypeId,
    /// What its type was called when it was opened.
    pub type_name: String,
    /// Who opened it.
    pub opener: UserId,
    /// The opener's username then.
    pub opener_name: String,
    /// The opener's language then.
    pub locale: String,
    /// The interaction that asked for it.
    pub opened_by: InteractionId,
    /// When it was asked for.
    pub opened_at: Timestamp,
    /// What the opener answered to the type's form.
    pub answers: Vec<Answer>,
    /// Where it is in its life.
    pub state: TicketState,
    /// How often it was opened: 1, and one more at each reopening.
    pub round: u32,
    /// Which of the opener's slots it holds.
    pub slot: Option<u32>,
    /// What its channel shall be called.
    pub name: String,
    /// Who works on it.
    pub claimed_by: Option<UserId>,
    /// Who was added to it, besides opener and staff.
    pub members: BTreeSet<UserId>,
    /// Who closed it, when, and why.
    pub closing: Option<Closing>,
    /// Its channel as Discord was last told to make it; none before it is made and after it is gone.
    pub channel: Option<LiveChannel>,
    /// What happened to it of late, oldest first.
    pub history: Vec<TicketEvent>,
    /// How many older events are kept apart.
    pub archived: usize,
}

/// How a ticket came to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Who closed it.
    pub by: UserId,
    /// Their username then.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Why, in their words; empty where they gave none.
    pub reason: String,
    /// The message with its transcript in the log channel.
    pub posted: Option<MessageId>,
}

/// What a new ticket begins with.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Its number.
    pub id: TicketId,
    /// The bot and the guild.
    pub place: Place,
    /// Its type.
    pub kind: TypeId,
    /// What its type is called.
    pub type_name: String,
    /// The answers to the type's form.
    pub answers: Vec<Answer>,
    /// The slot that it holds.
    pub slot: u32,
    /// What its channel shall be called.
    pub name: String,
}

impl Ticket {
    /// A ticket that an actor asked for.
    pub fn opening(new: NewTicket, actor: &Actor, now: Timestamp) -> Self {
        let mut ticket = Self {
            id: new.id,
            bot: new.place.bot,
            kind: new.kind,
            type_name: new.type_name,
            opener: actor.user,
            opener_name: actor.name.clone(),
            locale: actor.locale.clone(),
            opened_by: actor.interaction,
            opened_at: now,
            answers: new.answers,
            state: TicketState::Opening,
            round: 1,
            slot: Some(new.slot),
            name: new.name,
            claimed_by: None,
            members: BTreeSet::new(),
            closing: None,
            channel: None,
            history: Vec::new(),
            archived: 0,
        };
        let event = TicketEvent::between(EventKind::Opening, actor, now, &ticket, &ticket);
        ticket.history.push(event);
        ticket
    }

    /// What people call it: `Support #0042`.
    pub fn title(&self) -> String {
        format!("{} #{:04}", self.type_name, self.id.get())
    }

    /// What marks this round's channel as this ticket's, in its topic: how a channel is found again whose making was
    /// not answered.
    pub fn marker(&self) -> String {
        format!("tickit-{}-{}", self.opened_by, self.round)
    }

    /// Whether this interaction has changed the ticket already, which makes its redelivery a no-op.
    pub fn knows(&self, interaction: InteractionId) -> bool {
        self.history.iter().any(|event| event.interaction == interaction)
    }

    /// Its channel was made.
    pub fn opened(&mut self, channel: ChannelId, actor: &Actor, now: Timestamp) {
        let live = LiveChannel {
            id: channel,
            welcome: None,
            name: self.name.clone(),
            members: self.members.clone(),
            claimed_by: None,
        };
        self.change(EventKind::Opened, actor, now, |ticket| {
            ticket.state = TicketState::Open;
            ticket.channel = Some(live);
        });
    }

    /// Its channel could not be made. One that was open before is closed again, and may be reopened another time.
    pub fn failed(&mut self, actor: &Actor, now: Timestamp) {
        let state = if self.round > 1 { TicketState::Closed } else { TicketState::Failed };
        self.change(EventKind::Failed, actor, now, |ticket| ticket.state = state);
    }

    /// The actor takes it on.
    pub fn claim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        match self.claimed_by {
            Some(other) if other != actor.user => Err(Refusal::ClaimedBy(other)),
            Some(_) => Ok(()),
            None => {
                self.change(EventKind::Claimed, actor, now, |ticket| ticket.claimed_by = Some(actor.user));
                Ok(())
            }
        }
    }

    /// It is nobody's again.
    pub fn unclaim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        self.claimed_by.ok_or(Refusal::NotClaimed)?;
        self.change(EventKind::Unclaimed, actor, now, |ticket| ticket.claimed_by = None);
        Ok(())
    }

    /// A member may see it and write in it.
    pub fn add_member(&mut self, user: UserId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if user == self.opener || self.members.contains(&user) {
            return Err(Refusal::AlreadyMember(user));
        }
        self.change(EventKind::MemberAdded, actor, now, |ticket| {
            ticket.members.insert(user);
        });
        Ok(())
    }

    /// A member who was added may no longer see it.
    pub fn remove_member(&mut self, user: UserId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if user == self.opener {
            return Err(Refusal::OpenerStays);
        }
        if !self.members.contains(&user) {
            return Err(Refusal::NotMember(user));
        }
        self.change(EventKind::MemberRemoved, actor, now, |ticket| {
            ticket.members.remove(&user);
        });
        Ok(())
    }

    /// Its closing begins.
    pub fn close(&mut self, reason: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let reason = reason.trim();
        if reason.chars().count() > MOST_REASON_CHARACTERS {
            return Err(Refusal::TextLength { limit: u32::try_from(MOST_REASON_CHARACTERS).unwrap_or(u32::MAX) });
        }
        let closing =
            Closing { by: actor.user, by_name: actor.name.clone(), at: now, reason: reason.to_owned(), posted: None };
        self.change(EventKind::Closing, actor, now, |ticket| {
            ticket.state = TicketState::Closing;
            ticket.closing = Some(closing);
        });
        Ok(())
    }

    /// Its transcript is sealed and its channel is gone.
    pub fn closed(&mut self, actor: &Actor, now: Timestamp) {
        self.change(EventKind::Closed, actor, now, |ticket| {
            ticket.state = TicketState::Closed;
            ticket.channel = None;
        });
    }

    /// It is opened once more, with a channel of its own again.
    pub fn reopen(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        if self.state != TicketState::Closed {
            return Err(Refusal::NotClosed);
        }
        self.change(EventKind::Reopened, actor, now, |ticket| {
            ticket.state = TicketState::Opening;
            ticket.round += 1;
            ticket.closing = None;
            ticket.claimed_by = None;
        });
        Ok(())
    }

    /// Refuses unless it can be worked on.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.state == TicketState::Open { Ok(()) } else { Err(Refusal::NotOpen) }
    }

    /// What events say about a ticket: each field that a person would notice.
    pub fn facts(&self) -> Map<String, Value> {
        let facts = serde_json::json!({
            "state": self.state,
            "name": self.name,
            "claimed_by": self.claimed_by,
            "members": self.members,
            "closing": self.closing,
            "channel": self.channel.as_ref().map(|channel| channel.id),
        });
        match facts {
            Value::Object(facts) => facts,
            _ => Map::new(),
        }
    }

    /// Applies a change and records it.
    fn change(&mut self, kind: EventKind, actor: &Actor, now: Timestamp, change: impl FnOnce(&mut Self)) {
        let before = self.clone();
        change(self);
        let event = TicketEvent::between(kind, actor, now, &before, self);
        self.history.push(event);
    }
}
