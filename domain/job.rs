//! Work that outlives the click that asked for it: each job is written down before its first effect.

mod names;
mod policy;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::policy::{DEAD_KEPT, DONE_KEPT, Policy, UNREADABLE_LEFT};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::{Place, ReplyTo};
use crate::erasure::ErasureStep;
use crate::form::Answer;
use crate::ids::{ChannelId, MessageId, TicketId, UserId};
use crate::panel::{NewPanel, PanelId};
use crate::settings::TypeId;
use crate::ticket::{Opener, Quoted};

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
    /// How many of these ended because it had to wait: they do not count when it is asked how often it failed.
    #[serde(default)]
    pub waits: u32,
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
        /// Who it is for, where that is not simply who asks.
        #[serde(default)]
        opener: Option<Opener>,
        /// The closed ticket that it follows.
        #[serde(default)]
        follows: Option<TicketId>,
        /// The message that it is made from.
        #[serde(default)]
        quoted: Option<Box<Quoted>>,
    },
    /// Post what staff wrote elsewhere in a ticket.
    PostMessage {
        /// The ticket.
        ticket: TicketId,
        /// What they wrote.
        text: String,
        /// When they did.
        at: Timestamp,
        /// The messages that it was posted as.
        posted: Vec<MessageId>,
    },
    /// Publish a panel.
    SendPanel(NewPanel),
    /// Make the messages of panels show what their panels are.
    UpdatePanels,
    /// Have open tickets be seen by who works on them now.
    FollowStaff {
        /// The last ticket that was looked at.
        after: Option<TicketId>,
    },
    /// Have nothing selected in a panel's menu.
    ResetMenu {
        /// The panel.
        panel: PanelId,
        /// The channel of its messages.
        channel: ChannelId,
    },
    /// Make Discord show a ticket as its record says: its channel, who is in it, its name, or that it is closed.
    #[serde(alias = "settle")]
    Sync {
        /// The ticket.
        ticket: TicketId,
    },
    /// Delete a closed ticket with all that is kept of it.
    DeleteTicket {
        /// The ticket.
        ticket: TicketId,
        /// Why.
        #[serde(default)]
        because: Deletion,
    },
    /// Delete the tickets that a guild keeps no longer.
    ApplyRetention,
    /// Erase what a member said in tickets.
    EraseMember {
        /// How far it is.
        step: Box<ErasureStep>,
    },
    /// Say in the log channel that a member asks to have erased what is kept of them.
    TellErasureRequest {
        /// Who.
        user: UserId,
    },
    /// End the request to close a ticket, where nobody has answered it in time.
    EndCloseRequest {
        /// The ticket.
        ticket: TicketId,
    },
    /// Ask who opened a ticket what they think of how it went.
    AskForFeedback {
        /// The ticket.
        ticket: TicketId,
        /// Which of its closings it is about.
        round: u32,
    },
    /// Hand over the transcript of a closed ticket.
    ShowTranscript {
        /// The ticket.
        ticket: TicketId,
        /// Which part of it, from 1: it may be more than a message carries.
        part: usize,
    },
    /// Tell somebody of staff what they want to know of.
    Notify {
        /// Who.
        user: UserId,
    },
    /// Tell staff that a member waits too long.
    RemindStaff {
        /// The ticket.
        ticket: TicketId,
        /// Since when they wait.
        since: Timestamp,
        /// Those who want to know of no longer waits than this were told.
        told: Duration,
    },
    /// Compare all tickets of the bot in the guild with Discord, and set right what differs.
    Reconcile {
        /// Whether the bot may have missed something.
        after_gap: bool,
    },
}

/// Why a ticket is deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deletion {
    /// Somebody asked for it. Nothing remains but that they did.
    #[default]
    Asked,
    /// Its guild keeps it no longer. What was done remains, without what it changed.
    Expired,
}

impl Work {
    /// The ticket that it changes, where that is known already.
    pub const fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Open { ticket, .. } => *ticket,
            Self::Sync { ticket } => Some(*ticket),
            Self::PostMessage { .. }
            | Self::SendPanel(_)
            | Self::UpdatePanels
            | Self::FollowStaff { .. }
            | Self::ResetMenu { .. }
            | Self::DeleteTicket { .. }
            | Self::ApplyRetention
            | Self::EraseMember { .. }
            | Self::TellErasureRequest { .. }
            | Self::EndCloseRequest { .. }
            | Self::AskForFeedback { .. }
            | Self::ShowTranscript { .. }
            | Self::Notify { .. }
            | Self::RemindStaff { .. }
            | Self::Reconcile { .. } => None,
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
    /// Whether it is still to be done, or under way.
    pub const fn lives(&self) -> bool {
        matches!(self.state, JobState::Ready | JobState::Running)
    }

    /// How often it failed: it was begun more often where it had to wait.
    pub const fn failures(&self) -> u32 {
        self.attempts.saturating_sub(self.waits)
    }

    /// Is to be done now, as if it had never failed. It was begun before all the same, and looks for what that left.
    pub fn retry(&mut self, now: Timestamp) {
        (self.state, self.due, self.waits) = (JobState::Ready, now, self.attempts);
        self.worker.clear();
    }

    /// Ends it, as done or as given up. Nobody waits for it any more, and what opens their answers is not kept.
    pub fn end(&mut self, state: JobState, now: Timestamp) {
        (self.state, self.due) = (state, now);
        self.tell.clear();
        // The ticket has what was said.
        match (state, &mut self.work) {
            (JobState::Done, Work::Open { answers, quoted, .. }) => {
                answers.clear();
                *quoted = None;
            }
            (JobState::Done, Work::PostMessage { text, .. }) => text.clear(),
            _ => {}
        }
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

    /// The state of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Ready, Self::Running, Self::Done, Self::Dead].into_iter().find(|state| state.name() == name)
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
        after: Duration,
        /// Why.
        because: String,
    },
    /// It has to wait: nothing failed, and this attempt does not count.
    Wait {
        /// How long.
        after: Duration,
        /// What for.
        because: String,
    },
}
