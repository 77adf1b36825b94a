//! What a sequence is played on: a desk with its databases in memory, a Discord, a clock, and nobody else.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tickit::store::MemoryStores;
use tickit::store::memory::Faults;
use tickit_commands::presenter::LocalPresenter;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::desk::{Desk, DeskParts, JobQueue, LEASE};
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::event::{Event, EventWatcher};
use tickit_domain::ids::{BotId, ChannelId, GuildId, InteractionId, RoleId, TicketId, UserId};
use tickit_domain::job::{Attempt, Job, JobState};
use tickit_domain::seal::Sealed;
use tickit_domain::settings::{Change, RolesChange, SettingsChange, TypeChange};
use tickit_domain::store::document::{Stored, WriteTokens};
use tickit_domain::store::jobs::JobEnd;
use tickit_domain::ticket::Ticket;

use super::discord::MemoryDiscord;

/// The role that works on tickets.
pub const STAFF: RoleId = RoleId::new(50);

/// The bot and the guild.
pub const AT: Place = Place { bot: BotId::new(7), guild: GuildId::new(8) };

/// Somebody of the guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Alice,
    Bob,
    Stranger,
    Staff,
    Admin,
}

/// A desk and all around it.
pub struct Stage {
    pub desk: Desk,
    pub discord: MemoryDiscord,
    stores: Arc<MemoryStores>,
    clock: Arc<HeldClock>,
    seed: u64,
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

impl Person {
    pub const ALL: [Self; 5] = [Self::Alice, Self::Bob, Self::Stranger, Self::Staff, Self::Admin];

    pub fn user(self) -> UserId {
        UserId::new(100 + self as u64)
    }

    pub fn works(self) -> bool {
        matches!(self, Self::Staff | Self::Admin)
    }

    pub fn acting(self, interaction: u64) -> Actor {
        let roles = if self == Self::Staff { vec![STAFF] } else { Vec::new() };
        Actor {
            who: Who::Member { user: self.user(), name: format!("{self:?}").to_lowercase() },
            may: Authority::Member { roles, manages_guild: self == Self::Admin, joined_at: None },
            locale: "en-US".into(),
            door: Door::Command,
            cause: Cause::Interaction(InteractionId::new(interaction)),
        }
    }
}

impl Stage {
    /// A guild with two ticket types, of which a member may have two open.
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
        });
        let owner = Person::Admin.acting(1);
        let staff = RolesChange { added: vec![STAFF], ..RolesChange::default() };
        let log_channel = Change::Set(ChannelId::new(60));
        let change = SettingsChange { staff, log_channel, ..SettingsChange::default() };
        desk.set_up(AT, &owner, &change).await.unwrap();
        for (cause, name) in [(2, "Support"), (3, "Billing")] {
            let change = TypeChange { name: Some(name.into()), limit: Change::Set(2), ..TypeChange::default() };
            desk.add_type(AT, &Person::Admin.acting(cause), &change).await.unwrap();
        }
        Self { desk, discord, stores, clock, seed }
    }

    /// From now on so many calls of the databases fail, and so many answers of Discord's are lost.
    pub fn fails(&self, share: f64, turn: u64) {
        let faults =
            |seed| Faults { seed, unavailable: share, answer_lost: share, request_lost: share, ..Faults::default() };
        self.stores.memory_core().set_faults(faults(self.seed ^ turn));
        self.stores.memory_guild(AT.guild).set_faults(faults(self.seed ^ turn ^ 0xff));
        self.discord.guild().lost = share;
    }

    /// Where whoever pressed waits, for as long as it takes.
    pub fn waiting(&self, interaction: u64) -> ReplyTo {
        ReplyTo {
            interaction: InteractionId::new(interaction),
            token: Sealed::from_ciphertext("sealed".into()),
            until: self.clock.now().plus(Duration::from_hours(24 * 365)),
            locale: "en-US".into(),
            told_of_delay: false,
        }
    }

    /// Has jobs attempted whose leases have ended, in so many rounds at most; whether none is left.
    pub async fn works(&self, rounds: usize) -> bool {
        for _ in 0..rounds {
            let later = i64::try_from((LEASE * 2).as_millis()).unwrap();
            self.clock.0.fetch_add(later, Ordering::Relaxed);
            let jobs = self.desk.jobs();
            let Ok(claimed) = jobs.claim(self.desk.now(), LEASE, 64).await else { continue };
            if claimed.jobs.is_empty() {
                return true;
            }
            for mut job in claimed.jobs {
                if let Ok(Attempt::Done) = Box::pin(self.desk.attempt(&mut job)).await {
                    self.ends(job).await;
                }
            }
        }
        false
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

    /// All tickets, whatever the faults.
    pub fn tickets(&self) -> BTreeMap<TicketId, Ticket> {
        let contents = self.stores.memory_guild(AT.guild).contents();
        let records = contents.into_iter().filter(|(id, _)| id.starts_with("ticket:"));
        let tickets = records.map(|(_, record)| record.body.read::<Ticket>().unwrap());
        tickets.map(|ticket| (ticket.id, ticket)).collect()
    }

    /// One of them.
    pub fn ticket(&self, id: TicketId) -> Ticket {
        let contents = self.stores.memory_guild(AT.guild).contents();
        contents[&format!("ticket:{:08}", id.get())].body.read().unwrap()
    }

    /// How many notes are kept on a ticket.
    pub fn notes(&self, id: TicketId) -> usize {
        let begins = format!("note:{:08}:", id.get());
        self.stores.memory_guild(AT.guild).contents().keys().filter(|key| key.starts_with(&begins)).count()
    }

    /// The events of a ticket in their order, whether they are records by now or still with it.
    pub fn events(&self, ticket: &Ticket) -> Vec<Event> {
        let begins = format!("event:ticket:{:08}:", ticket.id.get());
        let contents = self.stores.memory_guild(AT.guild).contents();
        let records = contents.into_iter().filter(|(id, _)| id.starts_with(&begins));
        let mut events: BTreeMap<u32, Event> =
            ticket.log.pending().iter().map(|event| (event.number, event.clone())).collect();
        events
            .extend(records.map(|(_, record)| record.body.read::<Event>().unwrap()).map(|event| (event.number, event)));
        events.into_values().collect()
    }
}
