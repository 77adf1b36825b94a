//! The two kinds of error: the user's business, and ours.

use crate::guild::BotPermission;
use crate::ids::{ChannelId, RoleId, TicketId, UserId};
use crate::permission::Permission;

/// Why a verb did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user's business: told in their words, never logged as an error.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Ours: logged once at the border with an id that the user is shown.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

/// The result of a verb.
pub type Outcome<T> = Result<T, Error>;

/// A refusal, with a stable code and what its wording needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// The control is forged, or was made by a version that is gone.
    StaleControl,
    /// What was used works in a guild only.
    GuildOnly,
    /// No such ticket here.
    NoSuchTicket,
    /// The command belongs into a ticket's channel.
    NotATicket,
    /// The actor lacks a permission.
    NotAllowed(Permission),
    /// Only a person can do it: a ticket is opened for somebody, and somebody takes it on.
    NeedsPerson,
    /// The member has as many open tickets of this type as they may.
    LimitReached {
        /// How many they may have.
        limit: u32,
        /// The channels of those that have one already.
        channels: Vec<ChannelId>,
    },
    /// Who opened the ticket that is to be reopened has as many open tickets of this type as they may.
    OpenerAtLimit {
        /// Who opened it.
        opener: UserId,
        /// How many they may have.
        limit: u32,
        /// The channels of those that have one already.
        channels: Vec<ChannelId>,
    },
    /// The ticket is still being opened, or closed already.
    NotOpen,
    /// The ticket is not closed.
    NotClosed,
    /// Nothing that was said in the ticket was kept: its channel could not be made.
    NoTranscript,
    /// The transcript has fewer parts.
    NoSuchPart {
        /// How many it has.
        parts: usize,
    },
    /// Discord does not take the answer, whose files may be too large for it.
    AnswerRefused,
    /// Somebody else has claimed the ticket.
    ClaimedBy(UserId),
    /// Nobody has claimed the ticket.
    NotClaimed,
    /// The member is in the ticket already.
    AlreadyMember(UserId),
    /// The member was never added to the ticket.
    NotMember(UserId),
    /// The one who opened the ticket cannot be removed from it.
    OpenerStays,
    /// The ticket type was removed, or there never was one.
    NoSuchType,
    /// The guild has no ticket type yet.
    NoTypes,
    /// A guild has as many ticket types as fit on a panel.
    TooManyTypes {
        /// The most that fit.
        limit: u32,
    },
    /// What was chosen for a button is no emoji.
    NotAnEmoji,
    /// `@everyone` was chosen as staff, which would show every ticket to everybody.
    EveryoneAsStaff,
    /// A role was chosen as staff that belongs to an integration, so that nobody can be given it.
    ManagedRole(RoleId),
    /// The guild has no such role (any more).
    NoSuchRole,
    /// As many roles are staff already as can be.
    TooManyStaff {
        /// The most.
        limit: u32,
    },
    /// The guild has no such channel (any more), whoever else may have it.
    NoSuchChannel,
    /// What was chosen as a category is none.
    NoCategory(ChannelId),
    /// Messages cannot be written in what was chosen: a forum, a category.
    NoMessages(ChannelId),
    /// Discord did not say in time whether what was chosen is there; nothing was changed.
    DiscordAway,
    /// A member cannot be allowed to have so many tickets open.
    LimitRange {
        /// The most that they can be.
        limit: u32,
    },
    /// Discord does not take the emoji of a type's button: it was deleted, or belongs to a guild without the bot.
    EmojiRefused {
        /// The type's name.
        kind: String,
    },
    /// Discord does not take a panel, for another reason than its channel or an emoji.
    PanelRefused,
    /// A required question has no answer.
    AnswerMissing {
        /// The question.
        question: String,
    },
    /// An answer is too long.
    AnswerTooLong {
        /// The question.
        question: String,
        /// The most characters it takes.
        limit: u32,
    },
    /// The form that was sent is not the form of this type (any more).
    FormChanged {
        /// The first question that it did not ask; `None` where it asked more than the type does.
        question: Option<String>,
    },
    /// A form has more questions than fit.
    TooManyQuestions {
        /// The most that fit.
        limit: u32,
    },
    /// A question is empty or too long.
    QuestionLength {
        /// The question.
        question: String,
        /// The most characters of one.
        limit: u32,
    },
    /// A text that was given is empty, or longer than Discord takes.
    TextLength {
        /// The most characters it takes.
        limit: u32,
    },
    /// Discord does not let the bot do it in this channel.
    BotForbidden {
        /// The channel or category; the guild where it is `None`.
        channel: Option<ChannelId>,
        /// What the bot lacks there; empty where that is not known.
        missing: Vec<BotPermission>,
    },
    /// The category holds fifty channels, or the guild five hundred.
    Full,
    /// The ticket's channel is gone, so it was closed.
    ChannelGone(TicketId),
    /// Discord does not take the channel's name.
    NameRefused,
    /// The bot is stopped for good, so that nothing can be done on Discord with it.
    BotStopped,
}

impl Refusal {
    /// The stable code: what interfaces and locale keys name it by.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StaleControl => "stale-control",
            Self::GuildOnly => "guild-only",
            Self::NoSuchTicket => "no-such-ticket",
            Self::NotATicket => "not-a-ticket",
            Self::NotAllowed(_) => "not-allowed",
            Self::NeedsPerson => "needs-person",
            Self::LimitReached { .. } => "limit-reached",
            Self::OpenerAtLimit { .. } => "opener-at-limit",
            Self::NotOpen => "not-open",
            Self::NotClosed => "not-closed",
            Self::NoTranscript => "no-transcript",
            Self::NoSuchPart { .. } => "no-such-part",
            Self::AnswerRefused => "answer-refused",
            Self::ClaimedBy(_) => "claimed-by",
            Self::NotClaimed => "not-claimed",
            Self::AlreadyMember(_) => "already-member",
            Self::NotMember(_) => "not-member",
            Self::OpenerStays => "opener-stays",
            Self::NoSuchType => "no-such-type",
            Self::NoTypes => "no-types",
            Self::TooManyTypes { .. } => "too-many-types",
            Self::NotAnEmoji => "not-an-emoji",
            Self::EveryoneAsStaff => "everyone-as-staff",
            Self::ManagedRole(_) => "managed-role",
            Self::NoSuchRole => "no-such-role",
            Self::TooManyStaff { .. } => "too-many-staff",
            Self::NoSuchChannel => "no-such-channel",
            Self::NoCategory(_) => "no-category",
            Self::NoMessages(_) => "no-messages",
            Self::DiscordAway => "discord-away",
            Self::LimitRange { .. } => "limit-range",
            Self::EmojiRefused { .. } => "emoji-refused",
            Self::PanelRefused => "panel-refused",
            Self::AnswerMissing { .. } => "answer-missing",
            Self::AnswerTooLong { .. } => "answer-too-long",
            Self::FormChanged { .. } => "form-changed",
            Self::TooManyQuestions { .. } => "too-many-questions",
            Self::QuestionLength { .. } => "question-length",
            Self::TextLength { .. } => "text-length",
            Self::BotForbidden { .. } => "bot-forbidden",
            Self::Full => "full",
            Self::ChannelGone(_) => "channel-gone",
            Self::NameRefused => "name-refused",
            Self::BotStopped => "bot-stopped",
        }
    }
}
