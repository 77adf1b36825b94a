//! What people do to tickets: each verb of the desk, with what chance makes of it.

use rand::RngExt;
use rand::rngs::StdRng;
use tickit_domain::actor::Actor;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Desk;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{MessageId, TicketId, UserId};
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::priority::Priority;
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Stars, Ticket, TicketState, Transfer};
use tickit_domain::whom::Whom;

use super::people::Person;
use super::stage::{AT, message, team};

/// What every note holds, and nothing that a member reads.
pub const SECRET: &str = "secret-of-staff";

/// What somebody does to a ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    Claim,
    Unclaim,
    Assign(UserId),
    Transfer(Transfer),
    Priority(Priority),
    Topic(String),
    Rename(String),
    Label(Label),
    Unlabel(Label),
    Add(Whom),
    Remove(Whom),
    Pin(MessageId),
    Note,
    ReadNotes,
    Move(TypeId),
    Write(MessageId),
    RequestClose(Option<u32>),
    AcceptClose(Timestamp),
    KeepOpen(Timestamp),
    Close,
    ForceClose,
    Reopen,
    FollowUp,
    /// So many stars for the closing of a round.
    Rate(u32, u8),
    Delete,
}

impl Deed {
    /// Something that somebody may well do to a ticket as it is.
    pub fn by_chance(who: Person, ticket: &Ticket, chance: &mut StdRng) -> Self {
        let asked_at = ticket.close_request.as_ref().map(|request| request.at);
        let is_own = ticket.opener == who.user() && chance.random_bool(0.5);
        match ticket.state {
            TicketState::Open if is_own => Self::Write(MessageId::new(chance.random_range(1..1 << 40))),
            TicketState::Closed if is_own => Self::Rate(ticket.round, chance.random_range(1..=5)),
            TicketState::Closed if chance.random_bool(0.7) => Self::to_a_closed_one(ticket, chance),
            TicketState::Open
                if let Some(at) = asked_at
                    && chance.random_bool(0.5) =>
            {
                Self::to_what_is_asked(at, chance)
            }
            _ => Self::of_a_day(ticket, chance),
        }
    }

    fn to_a_closed_one(ticket: &Ticket, chance: &mut StdRng) -> Self {
        match chance.random_range(0..8) {
            0 => Self::Delete,
            1 => Self::FollowUp,
            3..5 => Self::Rate(ticket.round, chance.random_range(1..=5)),
            2 => Self::Note,
            _ => Self::Reopen,
        }
    }

    fn to_what_is_asked(at: Timestamp, chance: &mut StdRng) -> Self {
        match chance.random_range(0..3) {
            0 => Self::AcceptClose(at),
            1 => Self::KeepOpen(at),
            _ => Self::Write(MessageId::new(chance.random_range(1..1 << 40))),
        }
    }

    fn of_a_day(ticket: &Ticket, chance: &mut StdRng) -> Self {
        let number = chance.random_range(0..4_u8);
        let user = Person::ALL[chance.random_range(0..8)].user();
        let label = Label::parse(["label", "LABEL", "vip", "refund"][usize::from(number)]).unwrap();
        match chance.random_range(0..27) {
            0 | 1 => Self::Claim,
            2 if ticket.claimed_by.is_none() => Self::Claim,
            2 | 3 => Self::Unclaim,
            4 => Self::Assign(user),
            5 => Self::Transfer(Transfer::Member(user)),
            6 => Self::Transfer(Transfer::Team(team())),
            7 => Self::Transfer(Transfer::Type),
            8 => Self::Priority(Priority::ALL[usize::from(number)]),
            9 => Self::Topic(if number == 0 { String::new() } else { format!("topic {number}") }),
            10 => Self::Rename(format!("name-{number}")),
            11 | 12 => Self::Label(label),
            13 => Self::Unlabel(ticket.labels.first().cloned().unwrap_or(label)),
            14 => Self::Add(user.into()),
            15 => Self::Add(Person::Mate.role().unwrap().into()),
            16 => Self::Remove(ticket.members.first().copied().unwrap_or_else(|| user.into())),
            17 => Self::Pin(MessageId::new(1 + u64::from(number))),
            18 => Self::Note,
            19 => Self::ReadNotes,
            20 => Self::Move(TypeId(1 + u16::from(number % 2))),
            21 | 22 => Self::Write(MessageId::new(chance.random_range(1..1 << 40))),
            23 => Self::RequestClose((number % 2 == 0).then_some(number.into())),
            24 => Self::ForceClose,
            25 => Self::to_a_closed_one(ticket, chance),
            _ => Self::Close,
        }
    }

    /// The word of the action that it is; writing is none.
    pub const fn word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Claim => "claim",
            Self::Unclaim => "unclaim",
            Self::Assign(_) => "assign",
            Self::Transfer(_) => "transfer",
            Self::Priority(_) => "priority",
            Self::Topic(_) => "set_topic",
            Self::Rename(_) => "rename",
            Self::Label(_) | Self::Unlabel(_) => "label",
            Self::Add(_) => "add_member",
            Self::Remove(_) => "remove_member",
            Self::Pin(_) => "pin",
            Self::Note => "add_note",
            Self::ReadNotes => "list_notes",
            Self::Move(_) => "move_ticket",
            Self::Write(_) => return None,
            Self::RequestClose(_) => "request_close",
            Self::AcceptClose(_) => "accept_close",
            Self::KeepOpen(_) => "keep_open",
            Self::Close => "close",
            Self::ForceClose => "force_close",
            Self::Reopen => "reopen",
            Self::FollowUp => "follow_up",
            Self::Rate(..) => "rate",
            Self::Delete => "delete_ticket",
        })
    }

    /// Does it at the desk.
    pub async fn perform(&self, desk: &Desk, actor: &Actor, id: TicketId) -> Outcome<()> {
        match self {
            Self::Claim => desk.claim(AT, actor, id).await.map(drop),
            Self::Unclaim => desk.unclaim(AT, actor, id).await.map(drop),
            Self::Assign(to) => desk.assign(AT, actor, id, *to).await.map(drop),
            Self::Transfer(to) => desk.transfer(AT, actor, id, to).await.map(drop),
            Self::Priority(priority) => desk.priority(AT, actor, id, *priority).await.map(drop),
            Self::Topic(text) => desk.set_topic(AT, actor, id, text).await.map(drop),
            Self::Rename(name) => desk.rename(AT, actor, id, name).await.map(drop),
            Self::Label(label) => desk
                .label(AT, actor, id, &LabelChange::Some { added: vec![label.clone()], removed: Vec::new() })
                .await
                .map(drop),
            Self::Unlabel(label) => desk
                .label(AT, actor, id, &LabelChange::Some { added: Vec::new(), removed: vec![label.clone()] })
                .await
                .map(drop),
            Self::Add(whom) => desk.add_member(AT, actor, id, *whom).await.map(drop),
            Self::Remove(whom) => desk.remove_member(AT, actor, id, *whom).await.map(drop),
            Self::Pin(message) => desk.pin(AT, actor, id, Some(*message)).await.map(drop),
            Self::Note => desk.add_note(AT, actor, id, SECRET).await.map(drop),
            Self::ReadNotes => desk.list_notes(AT, actor, id, 10).await.map(drop),
            Self::Move(kind) => desk.move_ticket(AT, actor, id, *kind).await.map(drop),
            Self::Write(sent) => desk.message_sent(AT, id, message(*sent, actor)).await,
            Self::RequestClose(hours) => desk.request_close(AT, actor, id, "asked", *hours).await.map(drop),
            Self::AcceptClose(at) => desk.accept_close(AT, actor, id, *at).await.map(drop),
            Self::KeepOpen(at) => desk.keep_open(AT, actor, id, *at).await.map(drop),
            Self::Close => desk.close(AT, actor, id, "done").await.map(drop),
            Self::ForceClose => desk.force_close(AT, actor, id, "").await.map(drop),
            Self::Reopen => Box::pin(desk.reopen(AT, actor, id, None)).await,
            Self::FollowUp => desk.follow_up(AT, actor, id, None).await,
            Self::Rate(round, stars) => {
                desk.rate(AT, actor, id, *round, Stars::try_from(*stars).unwrap()).await.map(drop)
            }
            Self::Delete => desk.delete_ticket(AT, actor, id).await.map(drop),
        }
    }
}
