//! What a sequence is played on: a desk with its databases in memory, a Discord, a clock, and nobody else.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tickit::store::MemoryStores;
use tickit::store::memory::Faults;
use tickit_commands::presenter::LocalPresenter;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_domain::actor::Actor;
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::desk::{Desk, DeskParts, JobQueue, LEASE, TypeStaffChange};
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::error_log::{ErrorLog, NewError};
use tickit_domain::event::{Event, EventWatcher};
use tickit_domain::ids::{BotId, ChannelId, ErrorNumber, GuildId, InteractionId, MessageId, TicketId};
use tickit_domain::job::{Attempt, Job, JobState};
use tickit_domain::seal::Sealed;
use tickit_domain::settings::{
    Change, ClaimMode, PriorityShown, Rank, SettingsChange, Team, TeamId, TypeChange, TypeId,
};
use tickit_domain::store::document::{Stored, WriteTokens};
use tickit_domain::store::jobs::JobEnd;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::TicketMessage;

use super::discord::{LOG, MemoryDiscord};
use super::people::{BILLING, Person};

/// The bot and the guild.
pub const AT: Place = Place { bot: BotId::new(7), guild: GuildId::new(8) };

/// How many tickets a member may have open where all types together are limited.
pub const LIMIT_OF_ALL: u32 = 3;

/// The ticket types of the guild.
const TYPES: [(&str, TypeId); 2] = [("Support", TypeId(1)), ("Billing", BILLING)];

/// A desk and all around it.
pub struct Stage {
    pub desk: Desk,
    pub discord: MemoryDiscord,
    stores: Arc<MemoryStores>,
    clock: Arc<HeldClock>,
    seed: u64,
    /// How often admins chose other claim modes.
    choices: AtomicU64,
    /// The tickets that were read, each at its revision.
    known: Mutex<BTreeMap<String, (u64, Arc<Ticket>)>>,
}

#[derive(Debug)]
struct HeldClock(AtomicI64);

/// Nobody who begins a job at once, as where a process died: each is found when its lease ends.
#[derive(Debug)]
struct Nobody;

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

impl JobQueue for Nobody {
    fn push(&self, _: Stored<Job>) {}
}

impl EventWatcher for Nobody {
    fn saw(&self, _: Place, _: &Event) {}
}

impl ErrorLog for Nobody {
    fn note(&self, _: NewError) -> ErrorNumber {
        ErrorNumber::new(1)
    }
}

/// The team that some of staff is in.
pub fn team() -> Team {
    Team { id: TeamId(0), name: "Accounts".into() }
}

fn one_of<T: Copy>(all: [T; 3], number: u64) -> T {
    all[usize::try_from(number % 3).unwrap()]
}

/// The category of a ticket type's channels.
pub fn category(kind: TypeId) -> ChannelId {
    ChannelId::new(60 + u64::from(kind.0))
}

/// What somebody writes.
pub fn message(id: MessageId, by: &Actor) -> TicketMessage {
    serde_json::from_value(json!({
        "id": id.to_string(),
        "author": by.user().unwrap().to_string(),
        "author_name": "somebody",
        "by_bot": false,
        "sent_at": "2026-01-01T00:00:00.000Z",
        "content": "words",
        "earlier": [],
        "deleted_at": null,
        "attachments": [],
    }))
    .unwrap()
}

impl Stage {
    /// A guild with two ticket types, of which a member may have two open, and with staff of every rank. In every other guild
    /// they may have three of both types together, and in half of them there is a pause between two of *Billing*.
    pub async fn set(seed: u64, words: &Arc<Words>) -> Self {
        let (stores, discord) = (Arc::<MemoryStores>::default(), MemoryDiscord::new(seed));
        let clock = Arc::new(HeldClock(AtomicI64::new(1_800_000_000_000)));
        let desk = Desk::new(DeskParts {
            stores: stores.clone(),
            discord: Arc::new(discord.clone()),
            presenter: Arc::new(LocalPresenter::new(Arc::clone(words))),
            scribe: Arc::new(LocalScribe::new(Arc::clone(words))),
            clock: clock.clone(),
            write_tokens: Arc::new(WriteTokens::new("node".into())),
            queue: Arc::new(Nobody),
            watcher: Arc::new(Nobody),
            roles: tickit::config::read_roles(None).unwrap(),
            error_log: Arc::new(Nobody),
        });
        let stage = Self { desk, discord, stores, clock, seed, choices: AtomicU64::new(0), known: Mutex::default() };
        stage.has_staff().await;
        for (name, kind) in TYPES {
            stage.has_type(name, kind).await;
        }
        stage.chooses_claim_modes().await;
        stage
    }

    async fn has_staff(&self) {
        let owner = Person::Admin.acting(1);
        let log_channel = Change::Set(LOG);
        let shown = [PriorityShown::Nowhere, PriorityShown::Name, PriorityShown::Topic];
        let priority_shown = Change::Set(one_of(shown, self.seed));
        let limit = if self.limits_all() { Change::Set(LIMIT_OF_ALL) } else { Change::Keep };
        let change = SettingsChange { log_channel, priority_shown, limit, ..SettingsChange::default() };
        self.desk.set_up(AT, &owner, &change).await.unwrap();
        for (person, rank) in
            [(Person::Viewer, Rank::Viewer), (Person::Trainee, Rank::Trainee), (Person::Agent, Rank::Agent)]
        {
            self.desk.add_staff(AT, &owner, person.role().unwrap().into(), rank, None).await.unwrap();
        }
        let mate = Person::Mate.role().unwrap().into();
        self.desk.add_staff(AT, &owner, mate, Rank::Agent, Some(&team().name)).await.unwrap();
    }

    async fn has_type(&self, name: &str, kind: TypeId) {
        let owner = Person::Admin.acting(2 + u64::from(kind.0));
        let (limit, category) = (Change::Set(2), Change::Set(category(kind)));
        let cooldown = Change::Set(if kind == BILLING { self.pause() } else { 0 });
        let change = TypeChange { name: Some(name.into()), limit, cooldown, category, ..TypeChange::default() };
        self.desk.add_type(AT, &owner, &change).await.unwrap();
    }

    /// An admin has the team work on *Billing*, and chooses what others of staff may do in tickets that are claimed.
    pub async fn chooses_claim_modes(&self) {
        let choice = self.choices.fetch_add(1, Ordering::Relaxed);
        for (name, kind) in TYPES {
            let owner = Person::Admin.acting(100 + 2 * choice + u64::from(kind.0));
            let added = (kind == BILLING).then(|| team().name);
            let change = TypeStaffChange { added, removed: None, claim_mode: Some(self.claim_mode(kind)) };
            self.desk.edit_type_staff(AT, &owner, name, &change).await.unwrap();
        }
    }

    /// Whether there is a limit for both types together.
    pub fn limits_all(&self) -> bool {
        self.seed.is_multiple_of(2)
    }

    /// How many seconds a member waits between two tickets of *Billing*.
    pub fn pause(&self) -> u32 {
        if self.seed % 4 < 2 { 0 } else { 90 }
    }

    /// What others of staff may do in tickets of a type that one of them has claimed.
    pub fn claim_mode(&self, kind: TypeId) -> ClaimMode {
        let number = self.seed / 3 + u64::from(kind.0) + self.choices.load(Ordering::Relaxed);
        one_of([ClaimMode::Write, ClaimMode::Read, ClaimMode::Hidden], number)
    }

    pub fn now(&self) -> Timestamp {
        self.desk.now()
    }

    /// So much time goes by.
    pub fn passes(&self, time: Duration) {
        self.clock.0.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    /// From now on so many calls of the databases fail, and so much of what Discord is asked is lost, or refused. Every
    /// call takes a while, so that what is done at once is done in any order.
    pub fn fails(&self, share: f64, turn: u64) {
        let faults = |seed| {
            let delay = Duration::from_millis(10);
            Faults { seed, unavailable: share, answer_lost: share, request_lost: share, delay, ..Faults::default() }
        };
        self.stores.memory_core().set_faults(faults(self.seed ^ turn));
        self.stores.memory_guild(AT.guild).set_faults(faults(self.seed ^ turn ^ 0xff));
        let mut guild = self.discord.guild();
        (guild.lost, guild.refused) = (share, share / 2.0);
    }

    /// Where whoever pressed waits, for as long as it takes.
    pub fn waiting(&self, interaction: u64) -> ReplyTo {
        ReplyTo {
            interaction: InteractionId::new(interaction),
            token: Sealed::from_ciphertext("sealed".into()),
            until: self.clock.now().plus(Duration::from_hours(24 * 365)),
            locale: "en-US".into(),
            told_of_delay: false,
            shows: None,
        }
    }

    /// Has jobs attempted whose leases have ended, all of them at once, in so many rounds at most; whether none is left.
    pub async fn works(&self, rounds: usize) -> bool {
        for _ in 0..rounds {
            self.passes(LEASE * 2);
            let jobs = self.desk.jobs();
            let Ok(claimed) = jobs.claim(self.now(), LEASE, 64).await else { continue };
            if claimed.jobs.is_empty() {
                return true;
            }
            join_all(claimed.jobs.into_iter().map(|job| Box::pin(self.attempts(job)))).await;
        }
        false
    }

    async fn attempts(&self, mut job: Stored<Job>) {
        if let Ok(Attempt::Done) = self.desk.attempt(&mut job).await {
            self.ends(job).await;
        }
    }

    async fn ends(&self, mut job: Stored<Job>) {
        let end = if job.value.work.policy().kept {
            job.value.end(JobState::Done, self.desk.now());
            JobEnd::Kept(Box::new(job))
        } else {
            JobEnd::Removed { id: job.value.id.clone(), rev: job.rev }
        };
        // Where this fails it is attempted once more.
        self.desk.jobs().end_all(&[end]).await;
    }

    /// All tickets, whatever the faults. Those that were read before are read again only where they changed.
    pub fn tickets(&self) -> BTreeMap<TicketId, Arc<Ticket>> {
        let mut known = self.known.lock().unwrap();
        let records = self.stores.memory_guild(AT.guild).beginning_with("ticket:");
        let now = records.into_iter().map(|record| match known.remove(&record.id) {
            Some((rev, ticket)) if rev == record.rev => (record.id, (rev, ticket)),
            _ => (record.id, (record.rev, Arc::new(record.body.read::<Ticket>().unwrap()))),
        });
        *known = now.collect();
        known.values().map(|(_, ticket)| (ticket.id, Arc::clone(ticket))).collect()
    }

    /// One of them, unless it is deleted.
    pub fn ticket(&self, id: TicketId) -> Option<Arc<Ticket>> {
        self.tickets().remove(&id)
    }

    /// The ids of all records that are about a ticket.
    pub fn records_of(&self, id: TicketId) -> Vec<String> {
        let number = format!(":{:08}:", id.get());
        let ids = self.stores.memory_guild(AT.guild).contents().into_keys();
        ids.filter(|id| format!("{id}:").contains(&number)).collect()
    }

    /// How many notes are kept on a ticket.
    pub fn notes(&self, id: TicketId) -> usize {
        self.stores.memory_guild(AT.guild).beginning_with(&format!("note:{:08}:", id.get())).len()
    }

    /// The events of a ticket in their order, whether they are records by now or still with it.
    pub fn events(&self, ticket: &Ticket) -> Vec<Event> {
        let pending = ticket.log.pending().iter().cloned();
        let records =
            self.stores.memory_guild(AT.guild).beginning_with(&format!("event:ticket:{:08}:", ticket.id.get()));
        let records = records.into_iter().map(|record| record.body.read::<Event>().unwrap());
        let events: BTreeMap<u32, Event> = pending.chain(records).map(|event| (event.number, event)).collect();
        events.into_values().collect()
    }
}
