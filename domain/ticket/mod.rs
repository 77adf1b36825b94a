//! A ticket: what it is, and each thing that can become of it.
//!
//! ```text
//! opening ─channel made→ open ─close→ closing ─transcript sealed, channel gone→ closed ─reopen→ opening
//!    └─refused for good→ failed
//! ```

mod changes;
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
    /// How far its channel was read back, for what was written while nobody listened.
    #[serde(default)]
    pub read_back: ReadBack,
    /// The message with its transcript in the log channel.
    pub posted: Option<MessageId>,
}

/// How far a channel was read back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBack {
    /// The oldest message that was read; the next page is older.
    pub before: Option<MessageId>,
    /// How many pages were read.
    pub pages: u32,
    /// Whether all was read.
    pub done: bool,
}

/// What Discord was last told about a ticket's channel. Where it differs from the ticket, there is work to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveChannel {
    /// The channel.
    pub id: ChannelId,
    /// The welcome message with the ticket's buttons.
    pub welcome: Option<MessageId>,
    /// The name that it has.
    pub name: String,
    /// Who was let in, besides opener and staff.
    pub members: BTreeSet<UserId>,
    /// Whose claim the welcome message shows.
    pub claimed_by: Option<UserId>,
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
}
