//! The kinds of event: the one table of what can happen, each with the name by which it is stored and told.

use serde::{Deserialize, Serialize};

/// Makes `EventKind` of a table with a line a kind.
macro_rules! event_kinds {
    ($($(#[$about:meta])* $kind:ident = $name:literal,)+) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $($(#[$about])* #[serde(rename = $name)] $kind,)+
        }

        impl EventKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Its name, as it is stored and as webhooks say it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

impl EventKind {
    /// Whether what was kept of its subject goes with it, what earlier events tell among it.
    pub const fn takes_contents(self) -> bool {
        matches!(self, Self::Deleted | Self::ErasureAsked)
    }
}

event_kinds! {
    /// It was asked for, and has a number.
    Opening = "ticket.opening",
    /// It has its channel.
    Opened = "ticket.opened",
    /// It could not be opened.
    Failed = "ticket.failed",
    /// Somebody took it on.
    Claimed = "ticket.claimed",
    /// It is nobody's again.
    Unclaimed = "ticket.unclaimed",
    /// A member was added.
    MemberAdded = "ticket.member_added",
    /// A member was removed.
    MemberRemoved = "ticket.member_removed",
    /// Its channel got another name.
    Renamed = "ticket.renamed",
    /// How urgent it is was changed.
    PriorityChanged = "ticket.priority_changed",
    /// Somebody of staff was given it.
    Assigned = "ticket.assigned",
    /// It was handed over to somebody of staff, or to a team.
    Transferred = "ticket.transferred",
    /// Its labels were changed.
    Labelled = "ticket.labelled",
    /// What it is about was said anew.
    TopicChanged = "ticket.topic_changed",
    /// A message was pinned in its channel.
    Pinned = "ticket.pinned",
    /// A message is no longer pinned in its channel.
    Unpinned = "ticket.unpinned",
    /// It is of another type.
    Moved = "ticket.moved",
    /// Staff wrote a note on it.
    NoteAdded = "ticket.note_added",
    /// Somebody had the bot post a message of theirs in it.
    MessagePosted = "ticket.message_posted",
    /// A message that somebody was to have posted in it never will be: Discord or the ticket does not take it.
    MessageRefused = "ticket.message_refused",
    /// Staff wrote in it for the first time.
    FirstResponse = "ticket.first_response",
    /// Who opened it has left the guild.
    OpenerLeft = "ticket.opener_left",
    /// The other side was asked to close it.
    CloseRequested = "ticket.close_requested",
    /// It stays open, although it was asked that it be closed.
    KeptOpen = "ticket.kept_open",
    /// Its closing began.
    Closing = "ticket.closing",
    /// Its transcript is sealed and its channel is gone.
    Closed = "ticket.closed",
    /// Who opened it said what they think of how it went, or something else than before.
    Rated = "ticket.rated",
    /// It was asked for again.
    Reopened = "ticket.reopened",
    /// It and all that was kept of it were deleted: by somebody, and it is the only event of it that stays, or by the timer
    /// `retention`, and the others stay without what they changed.
    Deleted = "ticket.deleted",
    /// A guild's settings were changed.
    SettingsChanged = "settings.changed",
    /// There is one more ticket type.
    TypeAdded = "type.added",
    /// A ticket type was changed.
    TypeChanged = "type.changed",
    /// A ticket type was removed.
    TypeRemoved = "type.removed",
    /// It was taken back that a ticket type was removed.
    TypeRestored = "type.restored",
    /// There is one more panel.
    PanelCreated = "panel.created",
    /// A panel was changed.
    PanelChanged = "panel.changed",
    /// A panel and its messages were deleted.
    PanelDeleted = "panel.deleted",
    /// It was taken back that a panel was deleted.
    PanelRestored = "panel.restored",
    /// A panel was published.
    PanelSent = "panel.sent",
    /// There is one more tag.
    TagAdded = "tag.added",
    /// A tag says something else.
    TagChanged = "tag.changed",
    /// A tag was deleted.
    TagRemoved = "tag.removed",
    /// It was taken back that a tag was deleted.
    TagRestored = "tag.restored",
    /// Somebody was put on the blacklist, or is on it for another reason or time.
    BlacklistAdded = "blacklist.added",
    /// Somebody was taken off the blacklist.
    BlacklistRemoved = "blacklist.removed",
    /// A member asks that what is kept of them be erased.
    ErasureRequested = "erasure.requested",
    /// A member took that back.
    ErasureTakenBack = "erasure.taken_back",
    /// What a member asked for was declined, for a reason that only the member is told.
    ErasureDeclined = "erasure.declined",
    /// What a member asked for was granted.
    ErasureGranted = "erasure.granted",
    /// It was asked that what a member said be erased.
    ErasureAsked = "erasure.asked",
    /// What a member said is erased.
    Erased = "erasure.done",
    /// A bot was registered.
    BotAdded = "bot.added",
    /// A bot was registered again, with another token.
    BotTokenChanged = "bot.token_changed",
    /// A bot was registered with another mode, or leaves other commands to Tickit.
    BotChanged = "bot.changed",
    /// A bot and its token were forgotten.
    BotRemoved = "bot.removed",
    /// A bot was stopped for good.
    BotStopped = "bot.stopped",
    /// A bot that was stopped may start again.
    BotStarted = "bot.started",
    /// A bot does not get past its trouble.
    BotDegraded = "bot.degraded",
    /// A bot got past it.
    BotRecovered = "bot.recovered",
    /// A job that waited or was given up is to be done at once.
    JobRetried = "job.retried",
    /// A job that waited or was given up was thrown away.
    JobDiscarded = "job.discarded",
    /// An API key was made.
    KeyCreated = "key.created",
    /// An invitation became the key of the bot that was registered with it.
    KeyBound = "key.bound",
    /// An API key opens nothing any more.
    KeyRevoked = "key.revoked",
    /// Keys were shown that open nothing: so many, of one kind and from one address.
    KeyRefused = "key.refused",
    /// Somebody signed in.
    SignedIn = "sign_in.begun",
    /// Somebody signed out.
    SignedOut = "sign_in.ended",
    /// A sign-in was ended, because a secret of it was used twice.
    SignInStolen = "sign_in.stolen",
    /// Sign-ins failed, or tokens of sign-ins were shown that nobody was given: so many, of one kind and from one address.
    SignInFailed = "sign_in.failed",
    /// People sign in by an application that somebody entered, or by another one, or with another secret of it.
    SignInApplicationSet = "sign_in.application_set",
    /// The application that somebody entered for sign-in was forgotten.
    SignInApplicationRemoved = "sign_in.application_removed",
    /// There is one more webhook.
    WebhookAdded = "webhook.added",
    /// A webhook was changed.
    WebhookChanged = "webhook.changed",
    /// A webhook is signed with another secret.
    WebhookSecretChanged = "webhook.secret_changed",
    /// A webhook was turned off by Tickit: its receiver is gone, or was not reached for days.
    WebhookDisabled = "webhook.disabled",
    /// A webhook was removed.
    WebhookRemoved = "webhook.removed",
}
