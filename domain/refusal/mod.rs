//! Why a verb did not do what it was asked: the one table of refusals, each with a stable code and the facts that its
//! wording needs. What members read of one is the text `refused-<code>`, with a variable for each fact.

mod fact;

pub use fact::Fact;

use fact::{Stated, refusals};

use crate::clock::Timestamp;
use crate::guild::BotPermission;
use crate::ids::{ChannelId, RoleId, TicketId, UserId};
use crate::permission::Permission;
use crate::whom::Whom;

refusals! {
    /// The control is forged, or was made by a version that is gone.
    StaleControl = "stale-control",
    /// What was used works in a guild only.
    GuildOnly = "guild-only",
    /// No such ticket here.
    NoSuchTicket = "no-such-ticket",
    /// The command belongs into a ticket's channel.
    NotATicket = "not-a-ticket",
    /// The actor lacks a permission.
    NotAllowed = "not-allowed" {
        /// The permission.
        needs: Permission,
    },
    /// Only a person can do it: a ticket is opened for somebody, and somebody takes it on.
    NeedsPerson = "needs-person",
    /// The member has as many open tickets of this type as they may.
    LimitReached = "limit-reached" {
        /// How many they may have.
        limit: u32,
        /// The channels of those that have one already.
        channels: Vec<ChannelId>,
    },
    /// Who opened the ticket that is to be reopened has as many open tickets of this type as they may.
    OpenerAtLimit = "opener-at-limit" {
        /// Who opened it.
        opener: UserId,
        /// How many they may have.
        limit: u32,
        /// The channels of those that have one already.
        channels: Vec<ChannelId>,
    },
    /// The ticket is still being opened, or closed already.
    NotOpen = "not-open",
    /// The ticket is not closed.
    NotClosed = "not-closed",
    /// Nothing that was said in the ticket was kept: its channel could not be made.
    NoTranscript = "no-transcript",
    /// The transcript has fewer parts.
    NoSuchPart = "no-such-part" {
        /// How many it has.
        parts: usize,
    },
    /// Discord does not take the answer, whose files may be too large for it.
    AnswerRefused = "answer-refused",
    /// Somebody else has claimed the ticket.
    ClaimedBy = "claimed-by" {
        /// Who.
        user: UserId,
    },
    /// Nobody has claimed the ticket.
    NotClaimed = "not-claimed",
    /// The member is in the ticket already.
    AlreadyMember = "already-member" {
        /// Who.
        whom: Whom,
    },
    /// The member was never added to the ticket.
    NotMember = "not-member" {
        /// Who.
        whom: Whom,
    },
    /// The one who opened the ticket cannot be removed from it.
    OpenerStays = "opener-stays",
    /// A ticket has as many labels as it can have.
    TooManyLabels = "too-many-labels" {
        /// The most.
        limit: usize,
    },
    /// As many messages are pinned in a ticket as can be.
    TooManyPins = "too-many-pins" {
        /// The most.
        limit: usize,
    },
    /// A ticket has as many notes as it can have.
    TooManyNotes = "too-many-notes" {
        /// The most.
        limit: u32,
    },
    /// Who was chosen to work on a ticket is not staff for it.
    NotStaff = "not-staff" {
        /// Who.
        user: UserId,
    },
    /// Who was chosen is not in the guild (any more).
    NoSuchMember = "no-such-member",
    /// The ticket is of this type already.
    SameType = "same-type" {
        /// The type's name.
        kind: String,
    },
    /// The ticket type was removed, or there never was one.
    NoSuchType = "no-such-type",
    /// No ticket type has this name.
    UnknownType = "unknown-type" {
        /// The name.
        kind: String,
    },
    /// Another ticket type has this name.
    TypeExists = "type-exists" {
        /// What it is called.
        kind: String,
    },
    /// The type's rules do not let a member with these roles open a ticket.
    TypeNotAllowed = "type-not-allowed" {
        /// The type's name.
        kind: String,
    },
    /// The member opened one of this type just now, and has to wait for the next one.
    CoolingDown = "cooling-down" {
        /// Until when.
        until: Timestamp,
    },
    /// The type's tickets are closed by staff only.
    StaffCloses = "staff-closes",
    /// The type's tickets are closed with a reason only.
    ReasonRequired = "reason-required",
    /// The ticket was closed too long ago to be reopened, or its type's tickets never are.
    NotReopened = "not-reopened" {
        /// For how many hours they are.
        hours: u32,
    },
    /// No panel has this name.
    UnknownPanel = "unknown-panel" {
        /// The name.
        name: String,
    },
    /// Another panel has this name.
    PanelExists = "panel-exists" {
        /// What it is called.
        name: String,
    },
    /// The panel was deleted.
    PanelGone = "panel-gone",
    /// A guild has as many panels as it may.
    TooManyPanels = "too-many-panels" {
        /// The most.
        limit: u32,
    },
    /// A panel is published as often as it may be.
    TooManyMessages = "too-many-messages" {
        /// The most messages of one.
        limit: u32,
    },
    /// The guild has no ticket type yet.
    NoTypes = "no-types",
    /// A guild has as many ticket types as fit on a panel.
    TooManyTypes = "too-many-types" {
        /// The most that fit.
        limit: u32,
    },
    /// What was chosen for a button is no emoji.
    NotAnEmoji = "not-an-emoji",
    /// What was given is no colour.
    NotAColour = "not-a-colour",
    /// What was given is no address of an image.
    NotAnImage = "not-an-image" {
        /// The most characters of one.
        limit: u32,
    },
    /// `@everyone` was chosen as staff, which would show every ticket to everybody.
    EveryoneAsStaff = "everyone-as-staff",
    /// A role was chosen as staff that belongs to an integration, so that nobody can be given it.
    ManagedRole = "managed-role" {
        /// The role.
        role: RoleId,
    },
    /// The guild has no such role (any more).
    NoSuchRole = "no-such-role",
    /// As many roles are staff already as can be.
    TooManyStaff = "too-many-staff" {
        /// The most.
        limit: u32,
    },
    /// The guild has no such channel (any more), whoever else may have it.
    NoSuchChannel = "no-such-channel",
    /// What was chosen as a category is none.
    NoCategory = "no-category" {
        /// The channel.
        channel: ChannelId,
    },
    /// Messages cannot be written in what was chosen: a forum, a category.
    NoMessages = "no-messages" {
        /// The channel.
        channel: ChannelId,
    },
    /// Discord did not say in time whether what was chosen is there; nothing was changed.
    DiscordAway = "discord-away",
    /// A member cannot be allowed to have so many tickets open.
    LimitRange = "limit-range" {
        /// The most that they can be.
        limit: u32,
    },
    /// A number is higher than it may be.
    TooHigh = "too-high" {
        /// The most that it may be.
        limit: u32,
    },
    /// As many roles or channels are chosen already as can be.
    TooManyChosen = "too-many-chosen" {
        /// The most.
        limit: u32,
    },
    /// `@everyone` was chosen to be pinged.
    EveryonePinged = "everyone-pinged",
    /// Discord does not take the emoji of a type's button: it was deleted, or belongs to a guild without the bot.
    EmojiRefused = "emoji-refused" {
        /// The type's name.
        kind: String,
    },
    /// Discord does not take a panel, for another reason than its channel or an emoji.
    PanelRefused = "panel-refused",
    /// A required question has no answer.
    AnswerMissing = "answer-missing" {
        /// The question.
        question: String,
    },
    /// An answer is too long.
    AnswerTooLong = "answer-too-long" {
        /// The question.
        question: String,
        /// The most characters it takes.
        limit: u32,
    },
    /// The form that was sent is not the form of this type (any more).
    FormChanged = "form-changed" {
        /// The first question that it did not ask; `None` where it asked more than the type does.
        question: Option<String>,
    },
    /// A form has more questions than fit.
    TooManyQuestions = "too-many-questions" {
        /// The most that fit.
        limit: u32,
    },
    /// A question is empty or too long.
    QuestionLength = "question-length" {
        /// The question.
        question: String,
        /// The most characters of one.
        limit: u32,
    },
    /// A text that was given is empty, or longer than Discord takes.
    TextLength = "text-length" {
        /// The most characters it takes.
        limit: u32,
    },
    /// Discord does not let the bot do it in this channel.
    BotForbidden = "bot-forbidden" {
        /// The channel or category; the guild where it is `None`.
        channel: Option<ChannelId>,
        /// What the bot lacks there; empty where that is not known.
        missing: Vec<BotPermission>,
    },
    /// The category holds fifty channels, or the guild five hundred.
    Full = "full",
    /// The ticket's channel is gone, so it was closed.
    ChannelGone = "channel-gone" {
        /// The ticket.
        ticket: TicketId,
    },
    /// Discord does not take the channel's name.
    NameRefused = "name-refused",
    /// The bot is stopped for good, so that nothing can be done on Discord with it.
    BotStopped = "bot-stopped",
}
