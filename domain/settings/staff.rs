//! Staff: who works on tickets, in which rank, for all tickets or in a team.

use serde::{Deserialize, Serialize};

use super::{MOST_STAFF, Settings, TypeId};
use crate::error::Refusal;
use crate::ids::{RoleId, UserId};
use crate::text::one_line;
use crate::whom::Whom;

/// The most teams of a guild.
pub const MOST_TEAMS: usize = 25;

/// The most characters of a team's name.
pub const MOST_TEAM_NAME_CHARACTERS: usize = 32;

/// A team's number in its settings, never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamId(pub u16);

/// How far somebody's work on tickets reaches, from least to most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// They read tickets, and write and change nothing.
    Viewer,
    /// They answer and sort tickets, and neither close them nor say who else sees them.
    Trainee,
    /// They do all that staff does.
    #[default]
    Agent,
}

/// Somebody who works on tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Who.
    pub whom: Whom,
    /// How far their work reaches.
    pub rank: Rank,
    /// In which team; none: on tickets of every type.
    pub team: Option<TeamId>,
}

/// Some of staff, whom tickets are handed over to and types name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its number.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

impl Rank {
    /// All ranks, from least to most.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Trainee, Self::Agent];
}

impl Settings {
    /// Everybody who works on tickets of a type that no team or this one has, each with the highest of their ranks.
    pub fn staff_for(&self, kind: TypeId, team: Option<TeamId>) -> Vec<(Whom, Rank)> {
        let kind = self.type_of_ticket(kind);
        let (own, teams) = kind.map_or((&[][..], &[][..]), |kind| (&kind.staff, &kind.teams));
        let own = own.iter().filter(|_| team.is_none());
        let agents = self.staff.iter().chain(own).map(|role| (Whom::Role(*role), Rank::Agent));
        let has = |of: Option<TeamId>| match (of, team) {
            (None, _) => true,
            (Some(of), Some(team)) => of == team,
            (Some(of), None) => teams.contains(&of),
        };
        let ranked = self.ranks.iter().filter(|member| has(member.team)).map(|member| (member.whom, member.rank));
        highest(agents.chain(ranked))
    }

    /// The rank of a member who has these roles, for tickets of a type that no team or this one has.
    pub fn rank_for(&self, kind: TypeId, team: Option<TeamId>, user: Option<UserId>, roles: &[RoleId]) -> Option<Rank> {
        let own = self.staff_for(kind, team).into_iter().filter(|(whom, _)| whom.is_any_of(user, roles));
        own.map(|(_, rank)| rank).max()
    }

    /// The highest rank of a member who has these roles, whatever for.
    pub fn rank_anywhere(&self, user: Option<UserId>, roles: &[RoleId]) -> Option<Rank> {
        let of_types = self.types.iter().flat_map(|kind| &kind.staff);
        let agents = self.staff.iter().chain(of_types).map(|role| (Whom::Role(*role), Rank::Agent));
        let all = agents.chain(self.ranks.iter().map(|member| (member.whom, member.rank)));
        all.filter(|(whom, _)| whom.is_any_of(user, roles)).map(|(_, rank)| rank).max()
    }

    /// The team of this number, as long as somebody is in it.
    pub fn team(&self, id: TeamId) -> Result<&Team, Refusal> {
        self.teams.iter().find(|team| team.id == id).ok_or(Refusal::NoSuchTeam)
    }

    /// The team of this name, letters' case and spaces around it aside.
    pub fn team_called(&self, name: &str) -> Result<&Team, Refusal> {
        let same = |team: &&Team| team.name.to_lowercase() == name.trim().to_lowercase();
        self.teams.iter().find(same).ok_or(Refusal::NoSuchTeam)
    }

    /// Puts somebody on staff, in a team that is made where there is none of that name; their rank there, where they have
    /// one, becomes this one.
    pub fn add_staff(&mut self, whom: Whom, rank: Rank, team: Option<&str>) -> Result<(), Refusal> {
        let team = team.map(|name| self.team_or_new(name)).transpose()?;
        self.ranks.retain(|member| (member.whom, member.team) != (whom, team));
        if team.is_none() {
            self.staff.retain(|role| whom != Whom::Role(*role));
        }
        if self.ranks.len() + self.staff.len() >= MOST_STAFF * 4 {
            return Err(Refusal::TooManyStaff { limit: MOST_STAFF * 4 });
        }
        match (whom, rank, team) {
            (Whom::Role(role), Rank::Agent, None) if self.staff.len() < MOST_STAFF => self.staff.push(role),
            _ => self.ranks.push(StaffMember { whom, rank, team }),
        }
        Ok(())
    }

    /// Takes somebody off staff: out of one team, or out of all and off the guild's. A team without members goes, and
    /// leaves the types that named it.
    pub fn remove_staff(&mut self, whom: Whom, team: Option<&str>) -> Result<(), Refusal> {
        let team = team.map(|name| self.team_called(name).map(|team| team.id)).transpose()?;
        let goes = |member: &StaffMember| member.whom == whom && (team.is_none() || member.team == team);
        let is_agent = team.is_none() && self.staff.iter().any(|role| whom == Whom::Role(*role));
        if !is_agent && !self.ranks.iter().any(goes) {
            return Err(Refusal::NotOnStaff { whom });
        }
        self.ranks.retain(|member| !goes(member));
        if is_agent {
            self.staff.retain(|role| whom != Whom::Role(*role));
        }
        let ranks = &self.ranks;
        self.teams.retain(|team| ranks.iter().any(|member| member.team == Some(team.id)));
        let teams = &self.teams;
        for kind in &mut self.types {
            kind.teams.retain(|of| teams.iter().any(|team| team.id == *of));
        }
        Ok(())
    }

    fn team_or_new(&mut self, name: &str) -> Result<TeamId, Refusal> {
        if let Ok(team) = self.team_called(name) {
            return Ok(team.id);
        }
        let name = one_line(name, MOST_TEAM_NAME_CHARACTERS)?;
        if self.teams.len() >= MOST_TEAMS {
            return Err(Refusal::TooManyTeams { limit: MOST_TEAMS });
        }
        let id = TeamId(self.next_team);
        self.next_team = self.next_team.saturating_add(1);
        self.teams.push(Team { id, name });
        Ok(id)
    }
}

/// Each once, with their highest rank.
fn highest(all: impl Iterator<Item = (Whom, Rank)>) -> Vec<(Whom, Rank)> {
    let mut each: Vec<(Whom, Rank)> = Vec::new();
    for (whom, rank) in all {
        match each.iter_mut().find(|(known, _)| *known == whom) {
            Some((_, known)) => *known = rank.max(*known),
            None => each.push((whom, rank)),
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TicketType;

    const KIND: TypeId = TypeId(1);
    const ROLE: RoleId = RoleId::new(5);

    fn settings() -> Settings {
        Settings { types: vec![TicketType::numbered(KIND)], ..Settings::default() }
    }

    #[test]
    fn a_team_works_on_what_it_was_handed_and_on_types_that_name_it() {
        let (mut settings, user) = (settings(), UserId::new(7));
        settings.add_staff(user.into(), Rank::Trainee, Some("Billing")).unwrap();
        let team = settings.team_called(" billing").unwrap().id;
        assert_eq!(settings.rank_for(KIND, None, Some(user), &[]), None);
        assert_eq!(settings.rank_for(KIND, Some(team), Some(user), &[]), Some(Rank::Trainee));
        settings.types[0].teams.push(team);
        assert_eq!(settings.rank_for(KIND, None, Some(user), &[]), Some(Rank::Trainee));
        settings.remove_staff(user.into(), None).unwrap();
        assert_eq!((settings.teams.len(), settings.types[0].teams.len()), (0, 0), "nobody is in it");
        assert_eq!(settings.remove_staff(user.into(), None), Err(Refusal::NotOnStaff { whom: user.into() }));
    }

    #[test]
    fn the_staff_of_a_type_does_not_see_what_a_team_was_handed() {
        let mut settings = settings();
        settings.types[0].staff.push(ROLE);
        assert_eq!(settings.rank_for(KIND, None, None, &[ROLE]), Some(Rank::Agent));
        assert_eq!(settings.rank_for(KIND, Some(TeamId(9)), None, &[ROLE]), None);
        settings.add_staff(ROLE.into(), Rank::Agent, None).unwrap();
        assert_eq!(settings.rank_for(KIND, Some(TeamId(9)), None, &[ROLE]), Some(Rank::Agent));
    }

    #[test]
    fn a_rank_that_is_given_anew_takes_the_place_of_the_one_before() {
        let mut settings = settings();
        settings.add_staff(ROLE.into(), Rank::Agent, None).unwrap();
        settings.add_staff(ROLE.into(), Rank::Viewer, None).unwrap();
        assert_eq!((settings.staff.len(), settings.rank_anywhere(None, &[ROLE])), (0, Some(Rank::Viewer)));
        for number in 0..25 {
            settings.add_staff(ROLE.into(), Rank::Agent, Some(&format!("Team {number}"))).unwrap();
        }
        let refused = settings.add_staff(ROLE.into(), Rank::Agent, Some("One more"));
        assert_eq!(refused, Err(Refusal::TooManyTeams { limit: 25 }));
    }
}
