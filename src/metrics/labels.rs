//! What is told apart where it is counted, and the words for it.

use tickit_domain::bot::BotState;
use tickit_domain::webhook::DeliveryState;

/// What kind of interaction came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionKind {
    /// A slash or context-menu command.
    Command,
    /// A button or a select.
    Component,
    /// A form that was sent.
    Modal,
    /// An option that is being typed.
    Autocomplete,
}

/// What became of an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionOutcome {
    /// It was done.
    Done,
    /// The member was told why not.
    Refused,
    /// It went wrong on our side.
    Failed,
    /// It had been handled before.
    Duplicate,
    /// It came through no fault of ours too late, or when too much was under way.
    Dropped,
}

/// What became of a job's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome {
    /// It was done.
    Done,
    /// It will be tried again.
    Retried,
    /// It waits for a limit's end.
    Waited,
    /// It was given up.
    Failed,
}

impl InteractionKind {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Component => "component",
            Self::Modal => "modal",
            Self::Autocomplete => "autocomplete",
        }
    }
}

impl InteractionOutcome {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Duplicate => "duplicate",
            Self::Dropped => "dropped",
        }
    }
}

impl JobOutcome {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retried => "retried",
            Self::Waited => "waited",
            Self::Failed => "failed",
        }
    }
}

pub(super) const fn delivery_label(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Delivered => "done",
        DeliveryState::Pending => "retried",
        DeliveryState::Failed => "failed",
    }
}

pub(super) const fn state_label(state: BotState) -> &'static str {
    match state {
        BotState::Connecting => "connecting",
        BotState::Ready => "ready",
        BotState::Waiting => "waiting",
        BotState::Degraded(_) => "degraded",
        BotState::Stopped(_) => "stopped",
    }
}
