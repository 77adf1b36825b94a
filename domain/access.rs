//! Who may do what: the one question that every verb asks. Which role may what is said by the configuration.

use std::time::Duration;

use crate::actor::{Actor, Authority};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::ids::UserId;
use crate::permission::Permission;
use crate::roles::Standing;
use crate::settings::{Rank, Settings, TeamId, TypeId, WhoCloses};
use crate::ticket::Ticket;

impl Permission {
    /// Whether who opened a ticket may do it to that one, whatever they are besides.
    pub const fn is_openers(self) -> bool {
        matches!(
            self,
            Self::CloseTicket | Self::RequestClose | Self::AnswerCloseRequest | Self::FollowUp | Self::ViewTicket
        )
    }

    /// Whether who was added to a ticket may do it to that one, whatever they are besides.
    pub const fn is_added_members(self) -> bool {
        matches!(self, Self::AnswerCloseRequest)
    }
}

impl Actor {
    /// Refuses with [`Refusal::NotAllowed`] unless the actor may do this, to this ticket where it is about one.
    pub fn must(&self, permission: Permission, settings: &Settings, ticket: Option<&Ticket>) -> Result<(), Refusal> {
        self.must_have(permission, settings, || {
            let is = |of: fn(&Ticket, UserId) -> bool| {
                ticket.zip(self.who.user()).is_some_and(|(ticket, user)| of(ticket, user))
            };
            (permission.is_openers() && is(|ticket, user| ticket.opener == user))
                || (permission.is_added_members() && is(|ticket, user| ticket.members.contains(&user.into())))
                || self.standing(settings, ticket) >= settings.least(permission)
        })?;
        match ticket {
            Some(ticket) if permission == Permission::CloseTicket => self.must_close(settings, ticket),
            _ => Ok(()),
        }
    }

    /// Refuses with [`Refusal::NotAllowed`] unless the actor may do this to every ticket of a type.
    pub fn must_for_type(&self, permission: Permission, settings: &Settings, kind: TypeId) -> Result<(), Refusal> {
        self.must_for(permission, settings, kind, None)
    }

    /// The same of a type's tickets that a team has.
    pub fn must_for(
        &self,
        permission: Permission,
        settings: &Settings,
        kind: TypeId,
        team: Option<TeamId>,
    ) -> Result<(), Refusal> {
        let reaches = || self.standing_for(settings, Some((kind, team))) >= settings.least(permission);
        self.must_have(permission, settings, reaches)
    }

    /// Refuses unless the actor has a permission, which of members this says.
    fn must_have(
        &self,
        permission: Permission,
        settings: &Settings,
        may_as_member: impl FnOnce() -> bool,
    ) -> Result<(), Refusal> {
        let may = match &self.may {
            Authority::Member { .. } => may_as_member(),
            Authority::Granted { permissions } => settings.grants(permissions, permission),
            Authority::Everything => true,
        };
        if may { Ok(()) } else { Err(Refusal::NotAllowed { needs: settings.needs(permission) }) }
    }

    /// Refuses who opened a ticket where its type leaves closing to staff.
    fn must_close(&self, settings: &Settings, ticket: &Ticket) -> Result<(), Refusal> {
        let rules = settings.type_of_ticket(ticket.kind).map(|kind| kind.close).unwrap_or_default();
        let is_member = matches!(self.may, Authority::Member { .. });
        if rules.who == WhoCloses::Staff && is_member && self.standing(settings, Some(ticket)) < Standing::Staff {
            return Err(Refusal::StaffCloses);
        }
        Ok(())
    }

    /// Refuses a member whose account was made, or who joined, too short a while ago to open tickets. Staff never is.
    pub fn must_be_here_for_long(&self, settings: &Settings, now: Timestamp) -> Result<(), Refusal> {
        let Authority::Member { joined_at, .. } = &self.may else { return Ok(()) };
        if self.standing(settings, None) > Standing::Member {
            return Ok(());
        }
        let after = |since: Timestamp, days: u32| {
            Some(since.plus(Duration::from_hours(u64::from(days) * 24))).filter(|until| days > 0 && now < *until)
        };
        if let Some(until) = after(self.user()?.made_at(), settings.account_days) {
            return Err(Refusal::AccountTooYoung { until });
        }
        match joined_at.and_then(|joined| after(joined, settings.member_days)) {
            Some(until) => Err(Refusal::MemberTooNew { until }),
            None => Ok(()),
        }
    }

    /// What a member is to a ticket, or to tickets in general.
    fn standing(&self, settings: &Settings, ticket: Option<&Ticket>) -> Standing {
        self.standing_for(settings, ticket.map(|ticket| (ticket.kind, ticket.team_id())))
    }

    /// What a member is to tickets of a type that a team or no team has, or to tickets in general.
    fn standing_for(&self, settings: &Settings, of: Option<(TypeId, Option<TeamId>)>) -> Standing {
        let Authority::Member { roles, manages_guild, .. } = &self.may else { return Standing::Member };
        let user = self.who.user();
        let rank = match of {
            Some((kind, team)) => settings.rank_for(kind, team, user, roles),
            None => settings.rank_anywhere(user, roles),
        };
        match rank {
            _ if *manages_guild => Standing::Admin,
            Some(Rank::Agent) => Standing::Staff,
            Some(Rank::Trainee) => Standing::Trainee,
            Some(Rank::Viewer) => Standing::Viewer,
            None => Standing::Member,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Cause, Door, Who};
    use crate::ids::{InteractionId, RoleId, UserId};

    const DAY: u64 = 24 * 60 * 60;

    fn member(user: u64, roles: &[RoleId], joined_at: Timestamp) -> Actor {
        Actor {
            who: Who::Member { user: UserId::new(user), name: "alice".into() },
            may: Authority::Member { roles: roles.to_vec(), manages_guild: false, joined_at: Some(joined_at) },
            locale: "de".into(),
            door: Door::Component,
            cause: Cause::Interaction(InteractionId::new(1)),
        }
    }

    #[test]
    fn an_account_and_a_membership_have_to_be_so_many_days_old_and_not_those_of_staff() {
        let staff = RoleId::new(3);
        let settings = Settings { staff: vec![staff], account_days: 30, member_days: 2, ..Settings::default() };
        let user = 175_928_847_299_117_063;
        let made = UserId::new(user).made_at();
        let days = |days: u64| made.plus(Duration::from_secs(days * DAY));
        let alice = member(user, &[], days(29));
        let too_young = Err(Refusal::AccountTooYoung { until: days(30) });
        assert_eq!(alice.must_be_here_for_long(&settings, days(29)), too_young);
        let too_new = Err(Refusal::MemberTooNew { until: days(31) });
        assert_eq!(alice.must_be_here_for_long(&settings, days(30)), too_new);
        assert_eq!(alice.must_be_here_for_long(&settings, days(31)), Ok(()));
        assert_eq!(alice.must_be_here_for_long(&Settings::default(), made), Ok(()));
        assert_eq!(member(user, &[staff], made).must_be_here_for_long(&settings, made), Ok(()));
    }
}
