//! What each role may: the table that every question of access is answered by, as the service's configuration has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::permission::Permission;

/// What somebody is to a guild's tickets, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A member of the guild.
    Member,
    /// Who reads tickets of its type, and no more than that.
    Viewer,
    /// Who answers and sorts tickets of its type.
    Trainee,
    /// Who works on tickets of its type.
    #[serde(rename = "agent")]
    Staff,
    /// Who may manage the guild.
    Admin,
}

/// What somebody has to be at least to be allowed each permission. Where nothing is said, admins may and nobody else:
/// the default says nothing. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles(Arc<BTreeMap<Permission, Standing>>);

/// What somebody who was refused would have had to be allowed, and who is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The permission.
    pub permission: Permission,
    /// What they would have to be at least.
    pub least: Standing,
}

impl Standing {
    /// All of them, from least to most.
    pub const ALL: [Self; 5] = [Self::Member, Self::Viewer, Self::Trainee, Self::Staff, Self::Admin];

    /// What a configuration calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Viewer => "viewer",
            Self::Trainee => "trainee",
            Self::Staff => "agent",
            Self::Admin => "admin",
        }
    }
}

impl Roles {
    /// By this table.
    pub fn new(least: BTreeMap<Permission, Standing>) -> Self {
        Self(Arc::new(least))
    }

    /// What somebody has to be at least to be allowed it, unless it [is the opener's](Permission::is_openers).
    pub fn least(&self, permission: Permission) -> Standing {
        self.0.get(&permission).copied().unwrap_or(Standing::Admin)
    }

    /// What somebody may who is this much, less what every member may.
    pub fn beyond_members(&self, standing: Standing) -> impl Iterator<Item = Permission> {
        let reaches = move |permission: &Permission| (Standing::Viewer..=standing).contains(&self.least(*permission));
        Permission::ALL.into_iter().filter(reaches)
    }
}
