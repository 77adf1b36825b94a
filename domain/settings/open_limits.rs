//! How many tickets a member may have open in a guild, of all types together.

use serde::{Deserialize, Serialize};

use super::Change;
use crate::error::Refusal;
use crate::ids::RoleId;

/// The most that a member may be allowed to have open, of all types together.
pub const MOST_OPEN_OF_ALL: u32 = 50;

/// The most roles whose members have a limit of their own.
pub const MOST_ROLE_LIMITS: usize = 25;

/// How many tickets a member may have open, of all types together. Read at opening and reopening.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenLimits {
    /// How many each; none: as many as the types let.
    #[serde(default)]
    pub each: Option<u32>,
    /// How many members of roles instead.
    #[serde(default)]
    pub roles: Vec<RoleLimit>,
    /// Whether it was ever limited, so that tickets may hold slots for it.
    #[serde(default)]
    pub counted: bool,
}

/// How many tickets members of a role may have open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLimit {
    /// The role.
    pub role: RoleId,
    /// How many; 0: none.
    pub limit: u32,
}

impl OpenLimits {
    /// Whether only the types limit how many tickets a member may have open.
    pub fn is_unlimited(&self) -> bool {
        self.each.is_none() && self.roles.is_empty()
    }

    /// How many a member with these roles may have open: as many as the most generous of their roles lets, or else as many
    /// as each; none: as many as the types let.
    pub fn of(&self, roles: &[RoleId]) -> Option<u32> {
        let own = self.roles.iter().filter(|limited| roles.contains(&limited.role));
        own.map(|limited| limited.limit).max().or(self.each)
    }

    /// Says how many members of a role may have open; where nothing is said they have no limit of their own any more.
    pub fn limit_role(&mut self, role: RoleId, limit: Option<u32>) -> Result<(), Refusal> {
        self.roles.retain(|limited| limited.role != role);
        let Some(limit) = limit else { return Ok(()) };
        if limit > MOST_OPEN_OF_ALL {
            return Err(Refusal::TooHigh { limit: MOST_OPEN_OF_ALL });
        }
        if self.roles.len() >= MOST_ROLE_LIMITS {
            return Err(Refusal::TooManyChosen { limit: MOST_ROLE_LIMITS });
        }
        self.roles.push(RoleLimit { role, limit });
        self.counted = true;
        Ok(())
    }

    pub(super) fn change(&mut self, each: &Change<u32>) -> Result<(), Refusal> {
        if each.value().is_some_and(|limit| !(1..=MOST_OPEN_OF_ALL).contains(limit)) {
            return Err(Refusal::LimitRange { limit: MOST_OPEN_OF_ALL });
        }
        self.each = each.after(self.each);
        self.counted |= self.each.is_some();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_generous_of_a_members_roles_counts_and_where_none_says_what_holds_for_each() {
        let [vip, guest, other] = [1, 2, 3].map(RoleId::new);
        let mut limits = OpenLimits { each: Some(2), ..OpenLimits::default() };
        for (role, limit) in [(vip, 5), (guest, 0), (vip, 4)] {
            limits.limit_role(role, Some(limit)).unwrap();
        }
        assert_eq!([&[vip, guest][..], &[guest], &[other], &[]].map(|roles| limits.of(roles)), [4, 0, 2, 2].map(Some));
        limits.limit_role(guest, None).unwrap();
        assert_eq!(limits.of(&[guest]), Some(2));
        assert_eq!(OpenLimits { each: None, ..limits }.of(&[other]), None);
    }

    #[test]
    fn no_more_roles_are_limited_and_no_higher_than_can_be() {
        let mut limits = OpenLimits::default();
        assert_eq!(limits.limit_role(RoleId::new(1), Some(51)), Err(Refusal::TooHigh { limit: 50 }));
        (1..=25).for_each(|role| limits.limit_role(RoleId::new(role), Some(1)).unwrap());
        let refused = Err(Refusal::TooManyChosen { limit: 25 });
        assert_eq!(limits.limit_role(RoleId::new(26), Some(1)), refused);
        assert_eq!(limits.limit_role(RoleId::new(25), Some(2)), Ok(()));
    }
}
