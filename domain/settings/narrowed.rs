//! What a guild keeps for those who are more than the service's configuration asks for. It can take away and never give.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Settings};
use crate::error::Refusal;
use crate::permission::Permission;
use crate::roles::{Needs, Standing};

impl Settings {
    /// What somebody has to be at least in this guild to be allowed it, unless it [is the
    /// opener's](Permission::is_openers).
    pub fn least(&self, permission: Permission) -> Standing {
        let usual = self.roles.least(permission);
        self.narrowed.get(&permission).map_or(usual, |narrowed| usual.max(*narrowed))
    }

    /// The same, for whoever was refused.
    pub fn needs(&self, permission: Permission) -> Needs {
        Needs { permission, least: self.least(permission) }
    }

    /// Whether a program with these permissions has one of them here: its standing is that of the highest of them.
    pub fn grants(&self, permissions: &BTreeSet<Permission>, permission: Permission) -> bool {
        let standing = || permissions.iter().map(|granted| self.roles.least(*granted)).max();
        permissions.contains(&permission)
            && (!self.narrowed.contains_key(&permission) || standing() >= Some(self.least(permission)))
    }

    /// Changes what is kept for whom: what is left out stays, and what is given to nobody in particular is as usual.
    pub(super) fn narrow(&mut self, change: &Change<BTreeMap<Permission, Option<Standing>>>) -> Result<(), Refusal> {
        if *change == Change::Clear {
            self.narrowed.clear();
        }
        for (permission, least) in change.value().into_iter().flatten() {
            match least {
                Some(least) if *least < self.roles.least(*permission) => {
                    return Err(Refusal::RoleWidened {
                        needs: Needs { permission: *permission, least: self.roles.least(*permission) },
                    });
                }
                Some(least) => drop(self.narrowed.insert(*permission, *least)),
                None => drop(self.narrowed.remove(permission)),
            }
        }
        Ok(())
    }
}
