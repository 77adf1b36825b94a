//! The desk: one verb a file, and every door calls the same one.
//!
//! A verb loads what it needs from the guild's own store, asks [`Actor::must`](crate::actor::Actor::must), lets the
//! ticket decide, and saves once. What must then happen on Discord is a job, written down before its first effect.

mod accept_close;
mod add_member;
mod add_note;
mod add_question;
mod add_staff;
mod add_tag;
mod add_to_blacklist;
mod add_type;
mod ask_for_feedback;
mod aspects;
mod assign;
mod attempt;
mod attempt_job;
mod audit;
mod audit_chain;
mod authority_of;
mod change;
mod change_form;
mod channel_gone;
mod claim;
mod claim_interaction;
mod close;
mod close_reasons;
mod conversation;
mod cooldown;
mod create_panel;
mod decline_erasure;
mod delete_panel;
mod delete_tag;
mod delete_ticket;
mod digest;
mod discard_job;
mod edit_panel;
mod edit_question;
mod edit_tag;
mod edit_type;
mod edit_type_staff;
mod erase_in_ticket;
mod erase_member;
mod export_member;
mod fill_in;
mod follow_staff;
mod follow_ticket;
mod follow_up;
mod forbidden;
mod force_close;
mod guild_choices;
mod history;
mod jobs;
mod keep_attachments;
mod keep_open;
mod known_requests;
mod known_staff;
mod label;
mod limit_role;
mod list_blacklist;
mod list_errors;
mod list_notes;
mod list_panels;
mod list_removed;
mod list_staff;
mod list_tags;
mod list_tickets;
mod list_types;
mod make_channel;
mod member_left;
mod missing_choices;
mod move_question;
mod move_ticket;
mod my_tickets;
mod names;
mod newest;
mod notify;
mod open;
mod opener_called;
mod other_opener;
mod permissions_changed;
mod pin;
mod post_message;
mod priority;
mod quote;
mod rate;
mod read_attachment;
mod read_conversation;
mod reconcile;
mod refusal_text;
mod remove_from_blacklist;
mod remove_member;
mod remove_question;
mod remove_staff;
mod remove_type;
mod rename;
mod reopen;
mod repositories;
mod request_close;
mod request_erasure;
mod request_sync;
mod reset_menu;
mod restore_panel;
mod restore_tag;
mod restore_type;
mod retention;
mod retry_job;
mod seal_transcript;
mod search_tickets;
mod seen;
mod send_panel;
mod set_topic;
mod set_up;
mod show_conversation;
mod show_form;
mod show_ticket;
mod show_transcript;
mod shown_in_part;
mod slot;
mod slot_of_all;
mod statistics;
mod sync;
mod tell;
mod tell_progress;
mod tell_staff;
mod tell_webhooks;
mod ticket_counts;
mod ticket_events;
mod ticket_page;
mod ticket_queue;
mod tickets_found;
mod tickets_meant;
mod transcript_so_far;
mod transfer;
mod types_to_open;
mod unclaim;
mod update_panels;
mod update_summary;
mod use_tag;
mod views;
mod webhook_deliveries;
mod webhooks;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use self::attempt::{Unfinished, is_unfinished};
pub use self::audit_chain::{Appending, AuditChains};
use self::digest::{digest, nonce};
pub use self::edit_type_staff::TypeStaffChange;
pub use self::export_member::{KeptOfMember, MemberExport};
pub use self::fill_in::{Asking, Filled};
pub use self::follow_ticket::TicketFollower;
use self::jobs::itself;
pub use self::list_removed::Removed;
pub use self::list_tickets::TicketFilter;
pub use self::missing_choices::{missing, settings_of_bots};
pub use self::newest::{GuildNews, Newest};
pub use self::post_message::Posting;
pub use self::read_attachment::AttachmentReader;
pub use self::read_conversation::TranscriptReader;
use self::repositories::GuildRepositories;
pub use self::retention::{Expiring, RetentionShown};
pub use self::retry_job::JobChange;
pub use self::seen::SeenTicket;
pub use self::show_conversation::Conversation;
pub use self::shown_in_part::shown_in_part;
pub use self::statistics::{Comment, Overview};
pub use self::ticket_counts::TicketCounts;
pub use self::types_to_open::TypesToOpen;
use crate::clock::{Clock, Timestamp};
use crate::discord::{Discord, WorkPermit};
use crate::error::Outcome;
use crate::error_log::ErrorLog;
use crate::event::EventWatcher;
use crate::ids::GuildId;
use crate::job::Job;
use crate::presenter::{Presenter, Scribe};
use crate::roles::Roles;
use crate::store::document::{Documents, Stored, WriteTokens};
use crate::store::numbers::Numbers;
use crate::store::recent_settings::RecentSettings;
use crate::store::{StoreResult, Stores};

/// How long a worker has a job before another may take it. An attempt ends well before that.
pub const LEASE: Duration = Duration::from_secs(20);

/// Where jobs go that were just written down, to be begun at once. One that is not taken in is found when its lease ends.
pub trait JobQueue: Send + Sync + Debug {
    /// Takes a job in.
    fn push(&self, job: Stored<Job>);
}

/// What the desk works with.
#[derive(Debug)]
pub struct DeskParts {
    /// Every guild's database, and the service's own.
    pub stores: Arc<dyn Stores>,
    /// Discord.
    pub discord: Arc<dyn Discord>,
    /// Who renders messages.
    pub presenter: Arc<dyn Presenter>,
    /// Who writes transcripts.
    pub scribe: Arc<dyn Scribe>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Marks this node's writes.
    pub write_tokens: Arc<WriteTokens>,
    /// Where new jobs go.
    pub queue: Arc<dyn JobQueue>,
    /// Who follows what happens.
    pub watcher: Arc<dyn EventWatcher>,
    /// Which role may what.
    pub roles: Roles,
    /// Where failures are noted.
    pub error_log: Arc<dyn ErrorLog>,
}

/// Where every door enters. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    stores: Arc<dyn Stores>,
    discord: Arc<dyn Discord>,
    presenter: Arc<dyn Presenter>,
    scribe: Arc<dyn Scribe>,
    clock: Arc<dyn Clock>,
    write_tokens: Arc<WriteTokens>,
    queue: Arc<dyn JobQueue>,
    watcher: Arc<dyn EventWatcher>,
    error_log: Arc<dyn ErrorLog>,
    recent: Arc<RecentSettings>,
    numbers: Arc<Numbers>,
}

impl Desk {
    /// A desk that works with these.
    pub fn new(parts: DeskParts) -> Self {
        let DeskParts { stores, discord, presenter, scribe, clock, write_tokens, queue, watcher, .. } = parts;
        let (roles, error_log) = (parts.roles, parts.error_log);
        let recent = Arc::new(RecentSettings::new(Arc::clone(&clock), roles));
        let numbers = Arc::default();
        Self { stores, discord, presenter, scribe, clock, write_tokens, queue, watcher, error_log, recent, numbers }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock that it works by.
    pub const fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Which role may what.
    pub fn roles(&self) -> &Roles {
        self.recent.roles()
    }

    /// Whether no other process can be at this one's jobs.
    pub fn is_alone(&self) -> bool {
        self.stores.is_exclusive()
    }

    /// The same desk for a job, which lays its permit down for as long as it waits for Discord.
    #[must_use]
    pub fn under(&self, permit: Arc<dyn WorkPermit>) -> Self {
        Self { discord: self.discord.under(permit), ..self.clone() }
    }

    /// Whether a guild has anything here. Makes and opens nothing, so that it may be asked of any id that came in.
    pub async fn has_guild(&self, guild: GuildId) -> Outcome<bool> {
        Ok(self.stores.has_guild(guild).await?)
    }

    /// The service's own database.
    fn own_documents(&self) -> Documents {
        Documents::new(self.stores.core(), Arc::clone(&self.write_tokens))
    }

    async fn documents(&self, guild: GuildId) -> StoreResult<Documents> {
        open_guild(&*self.stores, &self.write_tokens, guild).await
    }
}

/// The one way to a guild's data.
async fn open_guild(stores: &dyn Stores, write_tokens: &Arc<WriteTokens>, guild: GuildId) -> StoreResult<Documents> {
    Ok(Documents::new(stores.guild(guild).await?, Arc::clone(write_tokens)))
}
