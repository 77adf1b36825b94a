//! Who acts in a sequence, and what each of them is to a ticket.

use std::collections::BTreeMap;

use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::audience::Say;
use tickit_domain::ids::{InteractionId, RoleId, UserId};
use tickit_domain::settings::{ClaimMode, TeamId, TypeId};
use tickit_domain::whom::Whom;

use super::seen::Seen;

/// The ticket type that the team works on.
pub const BILLING: TypeId = TypeId(2);

/// Somebody of the guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Alice,
    Bob,
    Stranger,
    Viewer,
    Trainee,
    /// An agent of the team.
    Mate,
    /// An agent for all tickets.
    Agent,
    Admin,
}

/// What somebody is to a ticket, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    None,
    Viewer,
    Trainee,
    Agent,
    Admin,
}

impl Person {
    pub const ALL: [Self; 8] =
        [Self::Alice, Self::Bob, Self::Stranger, Self::Viewer, Self::Trainee, Self::Mate, Self::Agent, Self::Admin];

    pub fn user(self) -> UserId {
        UserId::new(100 + self as u64)
    }

    pub fn of(user: UserId) -> Self {
        Self::ALL.into_iter().find(|person| person.user() == user).expect("somebody of the guild")
    }

    /// The role that staff has its rank by.
    pub fn role(self) -> Option<RoleId> {
        let is_staff = matches!(self, Self::Viewer | Self::Trainee | Self::Mate | Self::Agent);
        is_staff.then(|| RoleId::new(50 + self as u64))
    }

    pub fn rank(self, kind: TypeId, team: Option<TeamId>) -> Rank {
        match self {
            Self::Viewer => Rank::Viewer,
            Self::Trainee => Rank::Trainee,
            Self::Mate if team.is_some() || kind == BILLING => Rank::Agent,
            Self::Alice | Self::Bob | Self::Stranger | Self::Mate => Rank::None,
            Self::Agent => Rank::Agent,
            Self::Admin => Rank::Admin,
        }
    }

    pub fn acting(self, interaction: u64) -> Actor {
        Actor {
            who: Who::Member { user: self.user(), name: format!("{self:?}").to_lowercase() },
            may: Authority::Member {
                roles: self.role().into_iter().collect(),
                manages_guild: self == Self::Admin,
                joined_at: None,
            },
            locale: "en-US".into(),
            door: Door::Command,
            cause: Cause::Interaction(InteractionId::new(interaction)),
        }
    }
}

/// Who has to see the channel of an open ticket, and how far.
pub fn audience(ticket: &Seen, mode: ClaimMode) -> BTreeMap<Whom, Say> {
    let mut all = BTreeMap::new();
    let claimed = ticket.claimed_by.filter(|_| mode != ClaimMode::Write);
    for person in Person::ALL {
        let Some(role) = person.role() else { continue };
        let say = match person.rank(ticket.kind, ticket.team) {
            Rank::None => None,
            _ if claimed.is_some() && mode == ClaimMode::Hidden => None,
            Rank::Viewer => Some(Say::Read),
            _ if claimed.is_some() => Some(Say::Read),
            _ => Some(Say::Write),
        };
        all.extend(say.map(|say| (Whom::Role(role), say)));
    }
    all.extend(ticket.members.iter().map(|whom| (*whom, Say::Write)));
    all.extend(claimed.into_iter().chain([ticket.opener]).map(|user| (user.into(), Say::Write)));
    all
}
