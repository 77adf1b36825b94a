//! A ticket as callers read it.

use serde::Serialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::SeenTicket;
use tickit_domain::ids::{BotId, ChannelId, TicketId, UserId};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Closing, Ticket};
use utoipa::ToSchema;

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(in crate::http) struct TicketOut {
    #[serde(flatten)]
    heading: HeadingOut,
    #[serde(flatten)]
    standing: StandingOut,
}

/// What a ticket is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketHeading)]
struct HeadingOut {
    /// Its number in the guild.
    number: u32,
    /// The bot that it came through.
    #[schema(value_type = String)]
    bot: BotId,
    /// Its type's number.
    #[serde(rename = "type")]
    #[schema(value_type = u16)]
    kind: TypeId,
    /// What its type was called when it was opened.
    type_name: String,
    #[schema(value_type = String)]
    opener: UserId,
    /// The opener's username then.
    opener_name: String,
    /// The closed ticket that it follows.
    follows: Option<u32>,
    opened_at: String,
    /// How often it was opened.
    round: u32,
    /// What its channel is called.
    name: String,
    /// Its channel, as long as it has one.
    #[schema(value_type = Option<String>)]
    channel: Option<ChannelId>,
}

/// How a ticket stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketStanding)]
struct StandingOut {
    /// `opening`, `open`, `closing`, `closed`, `deleting` or `failed`.
    status: &'static str,
    /// `low`, `normal`, `high` or `urgent`.
    priority: &'static str,
    /// Who has claimed it, or was given it.
    #[schema(value_type = Option<String>)]
    assignee: Option<UserId>,
    team: Option<String>,
    labels: Vec<String>,
    topic: String,
    /// Whose turn it is: `staff` or `member`.
    waiting_for: &'static str,
    /// How many notes there are on it; `null` for those who may not read them.
    notes: Option<u32>,
    first_response_at: Option<String>,
    /// How it was closed; none while it is open.
    closing: Option<ClosingOut>,
    /// One to five, what its opener said of its last closing.
    stars: Option<u8>,
}

/// How a ticket was closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketClosing)]
struct ClosingOut {
    at: String,
    /// `user:` and an id, `key:` and an id, `operator` or `tickit`.
    by: String,
    /// In their words; empty where they gave none.
    reason: String,
}

impl From<SeenTicket> for TicketOut {
    fn from(SeenTicket { ticket, notes }: SeenTicket) -> Self {
        Self { heading: HeadingOut::of(&ticket), standing: StandingOut::of(&ticket, notes) }
    }
}

impl HeadingOut {
    fn of(ticket: &Ticket) -> Self {
        Self {
            number: ticket.id.get(),
            bot: ticket.bot,
            kind: ticket.kind,
            type_name: ticket.type_name.clone(),
            opener: ticket.opener,
            opener_name: ticket.opener_name.clone(),
            follows: ticket.follows.map(TicketId::get),
            opened_at: ticket.opened_at.to_rfc3339(),
            round: ticket.round,
            name: ticket.name.clone(),
            channel: ticket.channel,
        }
    }
}

impl StandingOut {
    fn of(ticket: &Ticket, notes: Option<u32>) -> Self {
        Self {
            status: ticket.state.name(),
            priority: ticket.priority.name(),
            assignee: ticket.claimed_by,
            team: ticket.team.as_ref().map(|team| team.name.clone()),
            labels: ticket.labels.iter().map(ToString::to_string).collect(),
            topic: ticket.topic.clone(),
            waiting_for: ticket.waiting_for.name(),
            notes,
            first_response_at: ticket.first_response_at.map(Timestamp::to_rfc3339),
            closing: ticket.closing.as_deref().map(ClosingOut::of),
            stars: ticket.rating().map(|rating| rating.stars.get()),
        }
    }
}

impl ClosingOut {
    fn of(closing: &Closing) -> Self {
        Self { at: closing.at.to_rfc3339(), by: closing.by.key(), reason: closing.reason.clone() }
    }
}
