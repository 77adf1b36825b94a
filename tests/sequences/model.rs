//! What people do, and what has to come of it: the small model that the desk is held against.

use rand::RngExt;
use rand::rngs::StdRng;
use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::error::Outcome;
use tickit_domain::ids::TicketId;
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::priority::Priority;
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Ticket, TicketState};
use tickit_domain::whom::Whom;

use super::stage::{AT, Person};

/// What every note holds, and nothing that a member reads.
pub const SECRET: &str = "secret-of-staff";

/// What somebody does to a ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    Claim,
    Unclaim,
    Priority(Priority),
    Topic(String),
    Rename(String),
    Label(Label),
    Add(Whom),
    Remove(Whom),
    Note,
    ReadNotes,
    Move(TypeId),
    Close,
    Reopen,
}

impl Deed {
    /// Something that may well be done to a ticket as it is.
    pub fn by_chance(ticket: &Ticket, chance: &mut StdRng) -> Self {
        if ticket.state == TicketState::Closed && chance.random_bool(0.5) {
            return Self::Reopen;
        }
        let member = ticket.members.iter().next().copied();
        let (number, whom) = (chance.random_range(0..4_u8), Person::ALL[chance.random_range(0..5)].user().into());
        match chance.random_range(0..16) {
            0 => Self::Claim,
            1 => Self::Unclaim,
            2 => Self::Priority(Priority::ALL[usize::from(number)]),
            3 => Self::Topic(format!("topic {number}")),
            4 => Self::Rename(format!("name-{number}")),
            5 => Self::Label(Label::parse(&format!("label{number}")).unwrap()),
            6 | 7 => Self::Add(whom),
            8 => Self::Remove(member.unwrap_or(whom)),
            9 => Self::Note,
            10 => Self::ReadNotes,
            11 => Self::Move(TypeId(1 + u16::from(number % 2))),
            12 | 13 => Self::Close,
            14 => Self::Reopen,
            _ if ticket.claimed_by.is_some() => Self::Unclaim,
            _ => Self::Claim,
        }
    }

    /// Does it at the desk.
    pub async fn perform(&self, desk: &Desk, actor: &Actor, id: TicketId) -> Outcome<()> {
        match self {
            Self::Claim => desk.claim(AT, actor, id).await.map(drop),
            Self::Unclaim => desk.unclaim(AT, actor, id).await.map(drop),
            Self::Priority(priority) => desk.priority(AT, actor, id, *priority).await.map(drop),
            Self::Topic(text) => desk.set_topic(AT, actor, id, text).await.map(drop),
            Self::Rename(name) => desk.rename(AT, actor, id, name).await.map(drop),
            Self::Label(label) => {
                let change = LabelChange::Some { added: vec![label.clone()], removed: Vec::new() };
                desk.label(AT, actor, id, &change).await.map(drop)
            }
            Self::Add(whom) => desk.add_member(AT, actor, id, *whom).await.map(drop),
            Self::Remove(whom) => desk.remove_member(AT, actor, id, *whom).await.map(drop),
            Self::Note => desk.add_note(AT, actor, id, SECRET).await.map(drop),
            Self::ReadNotes => desk.list_notes(AT, actor, id, 10).await.map(drop),
            Self::Move(kind) => desk.move_ticket(AT, actor, id, *kind).await.map(drop),
            Self::Close => desk.close(AT, actor, id, "done").await.map(drop),
            Self::Reopen => desk.reopen(AT, actor, id, None).await,
        }
    }

    /// Whether they may do it to this ticket.
    pub fn may(&self, who: Person, ticket: &Ticket) -> bool {
        let own_claim = ticket.claimed_by.is_none_or(|user| user == who.user());
        match self {
            Self::Close => who.works() || ticket.opener == who.user(),
            Self::Unclaim => who == Person::Admin || (who.works() && own_claim),
            _ => who.works(),
        }
    }

    /// Whether it can be done to this ticket now, by anybody.
    pub fn can(&self, who: Person, ticket: &Ticket) -> bool {
        let open = ticket.state == TicketState::Open;
        let is_opener = |whom: &Whom| *whom == ticket.opener.into();
        match self {
            Self::Claim => open && ticket.claimed_by.is_none_or(|user| user == who.user()),
            Self::Unclaim => open && ticket.claimed_by.is_some(),
            Self::Add(whom) => open && !is_opener(whom) && !ticket.members.contains(whom),
            Self::Remove(whom) => open && !is_opener(whom) && ticket.members.contains(whom),
            Self::Move(kind) => open && ticket.kind != *kind,
            Self::Note | Self::ReadNotes => true,
            Self::Reopen => ticket.state == TicketState::Closed,
            _ => open,
        }
    }

    /// Whether a ticket is as it has to be after it was done to what it was before.
    pub fn shows(&self, who: Person, before: &Ticket, after: &Ticket) -> bool {
        match self {
            Self::Claim => after.claimed_by == Some(who.user()),
            Self::Unclaim => after.claimed_by.is_none(),
            Self::Priority(priority) => after.priority == *priority,
            Self::Topic(text) => after.topic == *text,
            Self::Rename(name) => after.name == *name,
            Self::Label(label) => after.labels.contains(label),
            Self::Add(whom) => after.members.contains(whom),
            Self::Remove(whom) => !after.members.contains(whom),
            Self::Note => after.notes == before.notes + 1,
            Self::ReadNotes => same(before, after),
            Self::Move(kind) => after.kind == *kind,
            Self::Close => after.state == TicketState::Closing,
            Self::Reopen => after.state == TicketState::Opening && after.round == before.round + 1,
        }
    }
}

/// Whether nothing became of a ticket, apart from which of its events are records.
pub fn same(before: &Ticket, after: &Ticket) -> bool {
    before.log.changes() == after.log.changes() && Ticket { log: before.log.clone(), ..after.clone() } == *before
}
