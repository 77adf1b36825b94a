//! What somebody is told after the first answer.

use crate::error::Refusal;
use crate::ids::{ChannelId, GuildId, TicketId, UserId};
use crate::settings::{NotificationKind, TicketType};
use crate::ticket::{Aspect, Problem};
use crate::transcript::{AttachmentFile, TranscriptFile};
use crate::webhook::TurnedOff;

/// What a member is told after the first answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Their ticket is open.
    Opened {
        /// The ticket.
        ticket: TicketId,
        /// Its channel.
        channel: ChannelId,
    },
    /// A ticket is open that they opened for somebody else.
    OpenedFor {
        /// The ticket.
        ticket: TicketId,
        /// Its channel.
        channel: ChannelId,
        /// Whose it is.
        opener: UserId,
    },
    /// A ticket is open again.
    Reopened {
        /// The ticket.
        ticket: TicketId,
        /// Its channel.
        channel: ChannelId,
        /// Whose it is, who may be somebody else than who reopened it.
        opener: UserId,
    },
    /// Their panel is published.
    PanelSent {
        /// Where.
        channel: ChannelId,
    },
    /// What was changed is saved, and the messages of panels follow it.
    PanelsUpdated {
        /// How many messages were changed or deleted.
        updated: u32,
        /// The channels of messages that somebody has deleted.
        gone: Vec<ChannelId>,
    },
    /// A ticket type was changed, and messages of panels that were to show it are gone.
    TypeEdited {
        /// The type as it is now.
        kind: Box<TicketType>,
        /// Its guild.
        guild: GuildId,
        /// The channels of messages that somebody has deleted.
        gone: Vec<ChannelId>,
    },
    /// Here is the transcript of a closed ticket, or as much of it as a message carries.
    Transcript {
        /// The ticket.
        ticket: TicketId,
        /// Which part this is, from 1.
        part: usize,
        /// How many there are.
        parts: usize,
        /// Its files.
        files: Vec<TranscriptFile>,
        /// Files that were sent in the ticket and are kept with it.
        attachments: Vec<AttachmentFile>,
    },
    /// The transcript of a ticket that is closing is written.
    Closing {
        /// How many messages were read, or written where all were read.
        done: usize,
        /// How many there are, once that is known.
        all: Option<usize>,
    },
    /// Discord does not show something of a ticket.
    NotShown {
        /// The ticket.
        ticket: TicketId,
        /// Its channel.
        channel: ChannelId,
        /// What is not shown.
        aspect: Aspect,
        /// Why.
        problem: Problem,
    },
    /// Things became of tickets that somebody of staff wants to know of.
    Told {
        /// What.
        items: Vec<ToldOf>,
        /// How much more there is.
        more: u32,
        /// Whom it pings, where it is no direct message.
        ping: Option<UserId>,
    },
    /// Who opened the ticket has left the guild.
    OpenerLeft {
        /// Who opened it.
        opener: UserId,
    },
    /// A member asks that what is kept of them be erased.
    ErasureRequested {
        /// Who.
        user: UserId,
    },
    /// A webhook was turned off.
    WebhookOff {
        /// What its owner says about it, or where it goes.
        webhook: String,
        /// Why.
        because: TurnedOff,
    },
    /// It cannot be done.
    Refused(Refusal),
    /// It cannot be done, and the guild has its own words for that.
    RefusedInWords {
        /// Why not.
        refusal: Refusal,
        /// The guild's words, with placeholders.
        text: String,
        /// Who is refused.
        user: UserId,
        /// Their username.
        name: String,
    },
    /// It failed for a reason of ours, and is tried again.
    Delayed,
    /// It failed and will not be tried again.
    Failed,
}

/// Something that became of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldOf {
    /// What.
    pub kind: NotificationKind,
    /// What the ticket is called.
    pub title: String,
    /// Who opened it.
    pub opener: UserId,
    /// Its channel.
    pub channel: ChannelId,
}
