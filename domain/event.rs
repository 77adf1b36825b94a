//! The one record of what happened to a ticket: audit log, webhooks, statistics and metrics only read it.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::actor::{Actor, Door};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::ids::{InteractionId, UserId};
use crate::ticket::Ticket;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// It was asked for, and has a number.
    #[serde(rename = "ticket.opening")]
    Opening,
    /// It has its channel.
    #[serde(rename = "ticket.opened")]
    Opened,
    /// It could not be opened.
    #[serde(rename = "ticket.failed")]
    Failed,
    /// Somebody took it on.
    #[serde(rename = "ticket.claimed")]
    Claimed,
    /// It is nobody's again.
    #[serde(rename = "ticket.unclaimed")]
    Unclaimed,
    /// A member was added.
    #[serde(rename = "ticket.member_added")]
    MemberAdded,
    /// A member was removed.
    #[serde(rename = "ticket.member_removed")]
    MemberRemoved,
    /// Its channel got another name.
    #[serde(rename = "ticket.renamed")]
    Renamed,
    /// Its closing began.
    #[serde(rename = "ticket.closing")]
    Closing,
    /// Its transcript is sealed and its channel is gone.
    #[serde(rename = "ticket.closed")]
    Closed,
    /// It was asked for again.
    #[serde(rename = "ticket.reopened")]
    Reopened,
}

/// One change of one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEvent {
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub actor: UserId,
    /// Through which door.
    pub door: Door,
    /// By which interaction.
    pub interaction: InteractionId,
    /// When.
    pub at: Timestamp,
    /// The fields that changed, as they were.
    pub before: Map<String, Value>,
    /// The same fields, as they are.
    pub after: Map<String, Value>,
}

/// The port of those who follow what happens as it happens. They may miss what happened while they were away: the
/// record of it is in the ticket.
pub trait EventWatcher: Send + Sync + Debug {
    /// Something happened, and is saved.
    fn saw(&self, at: Place, event: &TicketEvent);
}

impl TicketEvent {
    /// The event that led from one state of a ticket to another.
    pub fn between(kind: EventKind, actor: &Actor, at: Timestamp, before: &Ticket, after: &Ticket) -> Self {
        let (mut was, mut is) = (before.facts(), after.facts());
        is.retain(|field, value| was.get(field) != Some(value));
        was.retain(|field, _| is.contains_key(field));
        let (user, door, interaction) = (actor.user, actor.door, actor.interaction);
        Self { kind, actor: user, door, interaction, at, before: was, after: is }
    }
}
