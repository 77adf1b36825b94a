//! How urgent a ticket is.

use serde::{Deserialize, Serialize};

/// How urgent a ticket is, from least to most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It can wait.
    Low,
    /// As most are.
    #[default]
    Normal,
    /// Before others.
    High,
    /// At once.
    Urgent,
}

impl Priority {
    /// All of them, from least to most.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// The emoji that makes it stand out in lists, and in names and topics of channels; none for what most are.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Low => "🔵",
            Self::Normal => "",
            Self::High => "🟠",
            Self::Urgent => "🔴",
        }
    }

    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}
