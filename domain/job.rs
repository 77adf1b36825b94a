//! Work that outlives the click that asked for it: each job is written down before its first effect.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::{NewPanel, Place, ReplyTo};
use crate::form::Answer;
use crate::ids::TicketId;
use crate::settings::TypeId;

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its key. What must happen once has one key: an opening has its interaction's, a ticket's upkeep its ticket's.
    pub id: String,
    /// The bot and the guild that it works in.
    pub place: Place,
    /// Who asked for it.
    pub actor: Actor,
    /// What is to be done.
    pub work: Work,
    /// Who waits to hear of it.
    pub tell: Vec<ReplyTo>,
    /// How often it was begun.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Where it is in its life.
    pub state: JobState,
    /// Who works on it; empty while nobody does.
    pub worker: String,
    /// When it is due: to begin, or to be taken from a worker who was not heard of.
    pub due: Timestamp,
    /// One more each time that somebody asked for the same job while it was under way.
    pub asked: u32,
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Open a new ticket.
    Open {
        /// Its type.
        kind: TypeId,
        /// The answers to the type's form.
        answers: Vec<Answer>,
        /// Its number, once it has one.
        ticket: Option<TicketId>,
    },
    /// Publish a panel.
    SendPanel(NewPanel),
    /// Make Discord show a ticket as its record says: its channel, who is in it, its name, or that it is closed.
    #[serde(alias = "settle")]
    Sync {
        /// The ticket.
        ticket: TicketId,
    },
}

impl Work {
    /// The ticket that it is about, where that is known already.
    pub const fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Open { ticket, .. } => *ticket,
            Self::Sync { ticket } => Some(*ticket),
            Self::SendPanel(_) => None,
        }
    }
}

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits until it is due.
    Ready,
    /// A worker has it until it is due again.
    Running,
    /// Done; kept for a while, so that the same click is known when it comes again.
    Done,
    /// Given up. Kept, so that somebody can look.
    Dead,
}

impl Job {
    /// Whether its record must be kept once it is done: it is how a click that comes again is known.
    pub const fn keeps(&self) -> bool {
        matches!(self.work, Work::Open { .. } | Work::SendPanel(_))
    }
}

impl JobState {
    /// The state's name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It is done.
    Done,
    /// It got further, and has more to do than one attempt may take.
    More,
    /// Not yet: again after a while, which is longer after each attempt.
    Again {
        /// How long at least.
        after: std::time::Duration,
        /// Why.
        because: String,
    },
}
