//! Whose turn it is in a ticket.

use serde::{Deserialize, Serialize};

/// Whose turn it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// Staff: who opened it wrote last, or nobody did yet.
    #[default]
    Staff,
    /// Who opened it, or somebody who was added: staff wrote last.
    Member,
}

impl WaitingFor {
    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Member => "member",
        }
    }
}
