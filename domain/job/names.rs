//! What jobs are called where they are listed, and which ticket each is about.

use super::Work;
use crate::ids::TicketId;

impl Work {
    /// The names of what jobs do, as they are listed.
    pub const NAMES: [&str; 17] = [
        "open",
        "send_panel",
        "update_panels",
        "follow_staff",
        "reset_menu",
        "sync",
        "post_message",
        "delete_ticket",
        "apply_retention",
        "erase_member",
        "tell_erasure_request",
        "end_close_request",
        "ask_for_feedback",
        "show_transcript",
        "notify",
        "remind_staff",
        "reconcile",
    ];

    /// What it does, by its name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::SendPanel(_) => "send_panel",
            Self::UpdatePanels => "update_panels",
            Self::FollowStaff { .. } => "follow_staff",
            Self::ResetMenu { .. } => "reset_menu",
            Self::Sync { .. } => "sync",
            Self::PostMessage { .. } => "post_message",
            Self::DeleteTicket { .. } => "delete_ticket",
            Self::ApplyRetention => "apply_retention",
            Self::EraseMember { .. } => "erase_member",
            Self::TellErasureRequest { .. } => "tell_erasure_request",
            Self::EndCloseRequest { .. } => "end_close_request",
            Self::AskForFeedback { .. } => "ask_for_feedback",
            Self::ShowTranscript { .. } => "show_transcript",
            Self::Notify { .. } => "notify",
            Self::RemindStaff { .. } => "remind_staff",
            Self::Reconcile { .. } => "reconcile",
        }
    }

    /// The ticket that it is about, whether it changes it or not.
    pub const fn subject(&self) -> Option<TicketId> {
        match self {
            Self::DeleteTicket { ticket, .. }
            | Self::RemindStaff { ticket, .. }
            | Self::PostMessage { ticket, .. }
            | Self::EndCloseRequest { ticket }
            | Self::AskForFeedback { ticket, .. }
            | Self::ShowTranscript { ticket, .. } => Some(*ticket),
            other => other.ticket(),
        }
    }
}
