//! How jobs are attempted, kind by kind, and how long their records are kept.

use std::time::Duration;

use super::Work;

/// How jobs of one kind are attempted, and what is kept of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How long one attempt may take. It ends before the lease does, so that nobody else has begun meanwhile.
    pub attempt: Duration,
    /// How often it may fail before it is given up.
    pub failures: u32,
    /// The pause after the first failure; each is twice the one before …
    pub first_pause: Duration,
    /// … and none is longer.
    pub longest_pause: Duration,
    /// Whether its record is kept for a while once it is done: it is how a click that comes again is known.
    pub kept: bool,
}

/// How long a job that is done is kept, where it is. An interaction is delivered again within minutes, if at all.
pub const DONE_KEPT: Duration = Duration::from_hours(24);

/// How long a job that was given up is kept, for somebody to look at.
pub const DEAD_KEPT: Duration = Duration::from_hours(30 * 24);

/// How long a job is left alone that this version cannot read.
pub const UNREADABLE_LEFT: Duration = Duration::from_mins(10);

impl Policy {
    /// Some two days: so long may Discord or a database be away, or a bot be without a token that is valid.
    const PATIENT: Self = Self {
        attempt: Duration::from_secs(12),
        failures: 100,
        first_pause: Duration::from_millis(200),
        longest_pause: Duration::from_mins(30),
        kept: true,
    };
}

impl Work {
    /// How it is attempted: the one table.
    pub const fn policy(&self) -> Policy {
        match self {
            Self::Open { .. } | Self::PostMessage { .. } => Policy::PATIENT,
            Self::Sync { .. }
            | Self::DeleteTicket { .. }
            | Self::EraseMember { .. }
            | Self::TellErasureRequest { .. }
            | Self::EndCloseRequest { .. }
            | Self::AskForFeedback { .. }
            | Self::UpdatePanels
            | Self::Notify { .. }
            | Self::RemindStaff { .. }
            | Self::FollowStaff { .. } => Policy { kept: false, ..Policy::PATIENT },
            // Whoever chooses next resets it too.
            Self::ResetMenu { .. } => Policy { failures: 5, kept: false, ..Policy::PATIENT },
            // There is a next time.
            Self::Reconcile { .. } | Self::ApplyRetention => Policy { failures: 12, kept: false, ..Policy::PATIENT },
            // Whoever asked can be told how it went for 15 minutes, and asks again after that.
            Self::SendPanel(_) | Self::ShowTranscript { .. } => {
                Policy { failures: 15, longest_pause: Duration::from_mins(2), ..Policy::PATIENT }
            }
        }
    }
}
