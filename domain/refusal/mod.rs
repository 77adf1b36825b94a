//! Why a verb did not do what it was asked: the one table of refusals, each with a stable code and the facts that its
//! wording needs. What members read of one is the text `refused-<code>`, with a variable for each fact.

mod fact;
mod field;

pub use fact::Fact;
pub use field::Field;

use fact::{Stated, refusals};

use crate::clock::Timestamp;
use crate::guild::BotPermission;
use crate::ids::{ChannelId, RoleId, TicketId, UserId};
use crate::roles::Needs;
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
    NotAllowed { needs: Needs } = "not-allowed",
    /// Only a person can do it: a ticket is opened for somebody, and somebody takes it on.
    NeedsPerson = "needs-person",
    /// The member has as many open tickets of this type as they may.
    LimitReached { limit: u32, channels: Vec<ChannelId> } = "limit-reached",
    /// Who opened the ticket that is to be reopened has as many open tickets of this type as they may.
    OpenerAtLimit { opener: UserId, limit: u32, channels: Vec<ChannelId> } = "opener-at-limit",
    /// The member has as many open tickets as they may, of all types together.
    LimitOfAllReached { limit: u32, open: usize, channels: Vec<ChannelId> } = "limit-of-all-reached",
    /// Who opened the ticket that is to be reopened has as many open tickets as they may, of all types together.
    OpenerAtLimitOfAll { opener: UserId, limit: u32, open: usize, channels: Vec<ChannelId> } = "opener-at-limit-of-all",
    /// The ticket is still being opened: it has no channel yet.
    BeingOpened = "being-opened",
    /// The ticket is not open (any more).
    NotOpen = "not-open",
    /// Somebody asks already that the ticket be closed.
    CloseRequested = "close-requested",
    /// Nobody asks (any more) that the ticket be closed.
    NoCloseRequest = "no-close-request",
    /// Who asks that a ticket be closed does not accept it themselves.
    OwnCloseRequest = "own-close-request",
    /// The ticket is not closed.
    NotClosed = "not-closed",
    /// All that is kept of the ticket is being deleted already.
    BeingDeleted = "being-deleted",
    /// Nothing that was said in the ticket was kept: its channel could not be made.
    NoTranscript = "no-transcript",
    /// The transcript has fewer parts.
    NoSuchPart { parts: usize } = "no-such-part",
    /// No such file is kept with the ticket.
    NoSuchFile = "no-such-file",
    /// Discord does not take the answer, whose files may be too large for it.
    AnswerRefused = "answer-refused",
    /// Somebody else has claimed the ticket.
    ClaimedBy { user: UserId } = "claimed-by",
    /// Nobody has claimed the ticket.
    NotClaimed = "not-claimed",
    /// The member is in the ticket already.
    AlreadyMember { whom: Whom } = "already-member",
    /// The member was never added to the ticket.
    NotMember { whom: Whom } = "not-member",
    /// The one who opened the ticket cannot be removed from it.
    OpenerStays = "opener-stays",
    /// A ticket has as many labels as it can have.
    TooManyLabels { limit: usize } = "too-many-labels",
    /// As many messages are pinned in a ticket as can be.
    TooManyPins { limit: usize } = "too-many-pins",
    /// A ticket has as many notes as it can have.
    TooManyNotes { limit: u32 } = "too-many-notes",
    /// Who was chosen to work on a ticket is not staff for it.
    NotStaff { user: UserId } = "not-staff",
    /// Who was chosen is not on staff, or not in that team.
    NotOnStaff { whom: Whom } = "not-on-staff",
    /// No team has this name.
    NoSuchTeam = "no-such-team",
    /// A guild has as many teams as it may.
    TooManyTeams { limit: usize } = "too-many-teams",
    /// Who was chosen is not in the guild (any more).
    NoSuchMember = "no-such-member",
    /// The ticket is of this type already.
    SameType { kind: String } = "same-type",
    /// The ticket type was removed, or there never was one.
    NoSuchType = "no-such-type",
    /// No ticket type has this name.
    UnknownType { kind: String } = "unknown-type",
    /// Another ticket type has this name.
    TypeExists { kind: String } = "type-exists",
    /// No ticket type that the actor may open is called so; where no name was given, there is none at all.
    NoTypeToOpen { kind: Option<String> } = "no-type-to-open",
    /// The type's rules do not let a member with these roles open a ticket.
    TypeNotAllowed { kind: String } = "type-not-allowed",
    /// The type's rules do not let whoever a ticket was to be opened for have one.
    OpenerNotAllowed { opener: UserId, kind: String } = "opener-not-allowed",
    /// Whoever a ticket was to be opened for is on the blacklist, or has a role that is.
    OpenerBlacklisted { opener: UserId, reason: Option<String>, until: Option<Timestamp> } = "opener-blacklisted",
    /// A bot or a webhook wrote the message that a ticket was to be made from.
    MessageOfBot = "message-of-bot",
    /// Somebody else wrote the message that a member chose to make a ticket from.
    NotYourMessage = "not-your-message",
    /// The message to make a ticket from was chosen too long ago, or by somebody else.
    MessageForgotten = "message-forgotten",
    /// Whoever a ticket was to be opened for is a bot.
    OpenerIsBot = "opener-is-bot",
    /// The member opened one of this type just now, and has to wait for the next one.
    CoolingDown { until: Timestamp } = "cooling-down",
    /// The member is on the blacklist, or has a role that is.
    Blacklisted { reason: Option<String>, until: Option<Timestamp> } = "blacklisted",
    /// The member's account was made too short a while ago.
    AccountTooYoung { until: Timestamp } = "account-too-young",
    /// The member joined the guild too short a while ago.
    MemberTooNew { until: Timestamp } = "member-too-new",
    /// Who was to be taken off the blacklist is not on it.
    NotBlacklisted { whom: Whom } = "not-blacklisted",
    /// `@everyone` was to be put on the blacklist.
    EveryoneBlacklisted = "everyone-blacklisted",
    /// As many are on the blacklist as can be.
    BlacklistFull { limit: usize } = "blacklist-full",
    /// What was given does not say how long somebody is to be on the blacklist, or is too short or too long.
    BlacklistDuration { limit: u32 } = "blacklist-duration",
    /// The type's tickets are closed by staff only.
    StaffCloses = "staff-closes",
    /// The type's tickets are closed with a reason only.
    ReasonRequired = "reason-required",
    /// The ticket was closed too long ago to be reopened, or its type's tickets never are.
    NotReopened { hours: u32 } = "not-reopened",
    /// Whoever opened a ticket does not reopen it: staff does.
    StaffReopens = "staff-reopens",
    /// Only who opened a ticket says what they think of it.
    OpenerRates = "opener-rates",
    /// The ticket was opened again since, or nobody asked what its opener thinks of it.
    NotToBeRated = "not-to-be-rated",
    /// The time to rate a ticket is over.
    RatingOver { until: Timestamp } = "rating-over",
    /// No panel has this name.
    UnknownPanel { name: String } = "unknown-panel",
    /// Another panel has this name.
    PanelExists { name: String } = "panel-exists",
    /// The panel was deleted.
    PanelGone = "panel-gone",
    /// A guild has as many panels as it may.
    TooManyPanels { limit: usize } = "too-many-panels",
    /// A panel is published as often as it may be.
    TooManyMessages { limit: usize } = "too-many-messages",
    /// No tag has this name.
    UnknownTag { name: String } = "unknown-tag",
    /// Another tag has this name.
    TagExists { name: String } = "tag-exists",
    /// The tag was deleted.
    TagGone = "tag-gone",
    /// A guild has as many tags as it may.
    TooManyTags { limit: usize } = "too-many-tags",
    /// The guild has no ticket type yet.
    NoTypes = "no-types",
    /// A guild has as many ticket types as fit on a panel.
    TooManyTypes { limit: usize } = "too-many-types",
    /// What was chosen for a button is no emoji.
    NotAnEmoji = "not-an-emoji",
    /// What was given is no colour.
    NotAColour = "not-a-colour",
    /// What was given is no address of an image.
    NotAnImage { limit: usize } = "not-an-image",
    /// `@everyone` was chosen as staff, which would show every ticket to everybody.
    EveryoneAsStaff = "everyone-as-staff",
    /// A role was chosen as staff that belongs to an integration, so that nobody can be given it.
    ManagedRole { role: RoleId } = "managed-role",
    /// The guild has no such role (any more).
    NoSuchRole = "no-such-role",
    /// As many roles are staff already as can be.
    TooManyStaff { limit: usize } = "too-many-staff",
    /// The guild has no such channel (any more), whoever else may have it.
    NoSuchChannel = "no-such-channel",
    /// What was chosen as a category is none.
    NoCategory { channel: ChannelId } = "no-category",
    /// Messages cannot be written in what was chosen: a forum, a category.
    NoMessages { channel: ChannelId } = "no-messages",
    /// Discord did not say in time whether what was chosen is there; nothing was changed.
    DiscordAway = "discord-away",
    /// A member cannot be allowed to have so many tickets open.
    LimitRange { limit: u32 } = "limit-range",
    /// Tickets cannot be kept for so many days.
    RetentionRange { limit: u32 } = "retention-range",
    /// There is no time zone of this name.
    NoTimeZone = "no-time-zone",
    /// Nobody asked that what the member said be erased.
    NoErasure = "no-erasure",
    /// The member asks already that what is kept of them be erased.
    ErasureRequested = "erasure-requested",
    /// Nobody asks (any more) that what is kept of this member be erased.
    NoErasureRequest = "no-erasure-request",
    /// What cannot be taken back was not confirmed.
    NotConfirmed = "not-confirmed",
    /// As many people are told of what becomes of tickets as can be.
    TooManyNotified { limit: usize } = "too-many-notified",
    /// `@everyone` was chosen to have a limit of its own.
    EveryoneLimited = "everyone-limited",
    /// What was to be changed is not as it was when it was read: these fields were changed since.
    ChangedMeanwhile { fields: String } = "changed-meanwhile",
    /// A permission was to be somebody's who is less than the service's configuration asks for.
    RoleWidened { needs: Needs } = "role-widened",
    /// A number is higher than it may be.
    TooHigh { limit: u32 } = "too-high",
    /// As many roles or channels are chosen already as can be.
    TooManyChosen { limit: usize } = "too-many-chosen",
    /// A part of a list of rules is none: neither a word that allows or denies, nor a role.
    NoRule { rule: String } = "no-rule",
    /// Two rules of a list are about one role.
    RoleTwice { role: RoleId } = "role-twice",
    /// `@everyone` was chosen to be pinged.
    EveryonePinged = "everyone-pinged",
    /// Discord does not take the emoji of a type's button: it was deleted, or belongs to a guild without the bot.
    EmojiRefused { kind: String } = "emoji-refused",
    /// Discord does not take a panel, for another reason than its channel or an emoji.
    PanelRefused = "panel-refused",
    /// Discord does not take a message that the bot is to post in a ticket.
    MessageRefused = "message-refused",
    /// A required question has no answer.
    AnswerMissing { question: String } = "answer-missing",
    /// An answer is too long.
    AnswerTooLong { question: String, limit: u32 } = "answer-too-long",
    /// An answer is too short.
    AnswerTooShort { question: String, limit: u32 } = "answer-too-short",
    /// An answer does not look as it has to.
    AnswerUnfit { question: String, message: Option<String> } = "answer-unfit",
    /// A number was asked for, and the answer is none.
    AnswerNoNumber { question: String } = "answer-no-number",
    /// A number is too small or too large.
    AnswerRange { question: String, range: String } = "answer-range",
    /// Too few or too many were chosen.
    AnswerCount { question: String, least: u32, limit: u32 } = "answer-count",
    /// The form that was sent is not the form of this type (any more).
    FormChanged { question: Option<String> } = "form-changed",
    /// A form has more questions than fit.
    TooManyQuestions { limit: usize } = "too-many-questions",
    /// A question is empty or too long.
    QuestionLength { question: String, limit: usize } = "question-length",
    /// A form has no such question (any more).
    NoSuchQuestion = "no-such-question",
    /// A part of a question is shorter or longer than Discord takes.
    FieldLength { field: Field, least: usize, limit: usize } = "field-length",
    /// A number in a question is too small or too large, or there are too few or too many of something.
    FieldRange { field: Field, least: i64, limit: i64 } = "field-range",
    /// All texts of a form are more than is kept of one.
    FormTooLong { limit: usize } = "form-too-long",
    /// The least of an answer is more than the most.
    BoundsCrossed = "bounds-crossed",
    /// Two options of a question are called the same.
    OptionTwice { option: String } = "option-twice",
    /// A pattern cannot be understood, or is too much work.
    PatternRefused { reason: String } = "pattern-refused",
    /// A text that was given is empty, or longer than Discord takes.
    TextLength { limit: usize } = "text-length",
    /// Discord does not let the bot do it in this channel.
    BotForbidden { channel: Option<ChannelId>, missing: Vec<BotPermission> } = "bot-forbidden",
    /// The category holds fifty channels, or the guild five hundred.
    Full = "full",
    /// The ticket's channel is gone, so it was closed.
    ChannelGone { ticket: TicketId } = "channel-gone",
    /// The ticket was opened, and somebody closed it before whoever waits for it was told.
    ClosedMeanwhile { ticket: TicketId } = "closed-meanwhile",
    /// Discord does not take the channel's name.
    NameRefused = "name-refused",
    /// There is no such webhook (any more).
    NoSuchWebhook = "no-such-webhook",
    /// There are as many webhooks as there may be.
    TooManyWebhooks { limit: usize } = "too-many-webhooks",
    /// The webhook is turned off, so that nothing can be sent to it.
    WebhookOff = "webhook-off",
    /// There is no such delivery (any more).
    NoSuchDelivery = "no-such-delivery",
    /// The actor has another view of this name.
    ViewExists { name: String } = "view-exists",
    /// The actor has as many views as they can have.
    TooManyViews { limit: usize } = "too-many-views",
    /// The actor has no such view (any more).
    NoSuchView = "no-such-view",
    /// A view was to be saved of a list that is filtered by nothing.
    NoFilter = "no-filter",
    /// The bot is stopped for good, so that nothing can be done on Discord with it.
    BotStopped = "bot-stopped",
}
