//! What somebody may be allowed to do: one permission for each verb of the desk.

use serde::{Deserialize, Serialize};

/// What an actor may be allowed to do, one for each verb of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Open a ticket.
    OpenTicket,
    /// Open a ticket for somebody else.
    OpenForOthers,
    /// Claim a ticket, and give up one's claim.
    ClaimTicket,
    /// Give up somebody else's claim.
    UnclaimTicket,
    /// Close a ticket.
    CloseTicket,
    /// Close a ticket from anywhere, whatever its type asks of a closing.
    ForceClose,
    /// Ask the other side to close a ticket.
    RequestClose,
    /// Say whether a ticket is closed whose closing was asked for.
    AnswerCloseRequest,
    /// Say what one thinks of how one's own ticket went.
    RateTicket,
    /// Reopen a ticket.
    ReopenTicket,
    /// Delete a closed ticket with all that is kept of it.
    DeleteTicket,
    /// Open a ticket that follows a closed one.
    FollowUp,
    /// Read the transcript of a closed ticket.
    ReadTranscript,
    /// Add a member to a ticket.
    AddMember,
    /// Remove a member from a ticket.
    RemoveMember,
    /// Give a ticket's channel another name.
    RenameTicket,
    /// Say how urgent a ticket is.
    SetPriority,
    /// Give a ticket to somebody of staff.
    AssignTicket,
    /// Hand a ticket over to somebody of staff, or to a team.
    TransferTicket,
    /// Change a ticket's labels.
    LabelTicket,
    /// Say what a ticket is about.
    SetTopic,
    /// Pin messages in a ticket.
    PinMessage,
    /// Move a ticket to another type.
    MoveTicket,
    /// Write and read the notes on a ticket.
    NoteTicket,
    /// Have the bot post messages in a ticket.
    PostMessage,
    /// Look up how a ticket stands, and which others there are.
    ViewTicket,
    /// Post tags, and look up which there are.
    UseTag,
    /// Be told of what becomes of tickets.
    BeNotified,
    /// Add, change and delete tags.
    ChangeTags,
    /// Keep somebody from opening tickets, and let them again.
    ChangeBlacklist,
    /// Publish panels.
    SendPanel,
    /// Change settings and ticket types.
    ChangeSettings,
    /// Export what is kept of a member, and have it erased.
    ManageMemberData,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 33] = [
        Self::OpenTicket,
        Self::OpenForOthers,
        Self::ClaimTicket,
        Self::UnclaimTicket,
        Self::CloseTicket,
        Self::ForceClose,
        Self::RequestClose,
        Self::AnswerCloseRequest,
        Self::RateTicket,
        Self::ReopenTicket,
        Self::DeleteTicket,
        Self::FollowUp,
        Self::ReadTranscript,
        Self::AddMember,
        Self::RemoveMember,
        Self::RenameTicket,
        Self::SetPriority,
        Self::AssignTicket,
        Self::TransferTicket,
        Self::LabelTicket,
        Self::SetTopic,
        Self::PinMessage,
        Self::MoveTicket,
        Self::NoteTicket,
        Self::PostMessage,
        Self::ViewTicket,
        Self::UseTag,
        Self::BeNotified,
        Self::ChangeTags,
        Self::ChangeBlacklist,
        Self::SendPanel,
        Self::ChangeSettings,
        Self::ManageMemberData,
    ];
}
