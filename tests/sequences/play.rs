//! One sequence: its steps, and what each has to leave behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tickit_commands::ACTIONS;
use tickit_commands::words::Words;
use tickit_domain::actor::Cause;
use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::{ChannelId, TicketId};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{OpenRequest, Origin, TicketState};

use super::deed::Deed;
use super::people::{BILLING, Person, Rank};
use super::seen::Seen;
use super::stage::{AT, LIMIT_OF_ALL, Stage};

/// How many calls fail, in steps in which any do.
const SHARE: f64 = 0.06;

/// How many tickets of a type a member may have.
const LIMIT: usize = 2;

/// A sequence under way.
pub struct Play {
    pub seed: u64,
    pub stage: Stage,
    /// Openings that were acknowledged.
    pub opened: BTreeSet<u64>,
    /// What each ticket was opened by that there ever was.
    pub causes: BTreeMap<TicketId, Cause>,
    /// Tickets that were moved, which no limit holds for.
    moved: BTreeSet<TicketId>,
    /// The tickets as they were seen last.
    pub seen: BTreeMap<TicketId, Seen>,
    /// Channels that somebody deleted by hand.
    deleted: BTreeSet<ChannelId>,
    chance: StdRng,
    interaction: u64,
}

/// What somebody did, and what they were told.
#[derive(Debug)]
struct Done {
    who: Person,
    deed: Deed,
    outcome: Outcome<()>,
}

impl Play {
    pub async fn begin(seed: u64, words: &Arc<Words>) -> Self {
        let (stage, chance) = (Stage::set(seed, words).await, StdRng::seed_from_u64(seed));
        Self {
            seed,
            stage,
            opened: BTreeSet::new(),
            causes: BTreeMap::new(),
            moved: BTreeSet::new(),
            seen: BTreeMap::new(),
            deleted: BTreeSet::new(),
            chance,
            interaction: 1000,
        }
    }

    /// Plays all steps, and lets everything come to its end.
    pub async fn through(mut self, steps: u64) {
        self.open(false).await;
        for step in 0..steps {
            let fails = self.chance.random_bool(0.5);
            self.stage.fails(if fails { SHARE } else { 0.0 }, step + 1);
            match self.chance.random_range(0..20) {
                0 => self.open(fails).await,
                1..4 => drop(self.stage.works(2).await),
                4 => self.stage.passes(Duration::from_hours(self.chance.random_range(1..200))),
                5 => self.channel_goes().await,
                6 => {
                    self.stage.fails(0.0, step + 1);
                    self.stage.chooses_claim_modes().await;
                }
                7..10 => self.act(3, fails).await,
                _ => self.act(1, fails).await,
            }
            self.look();
        }
        self.stage.fails(0.0, 0);
        // What was asked of people has come to its deadline by then.
        self.stage.passes(Duration::from_hours(200));
        self.stage.desk.reconcile_after_gap(AT).await.unwrap();
        assert!(self.stage.works(60).await, "seed {}: jobs are never done", self.seed);
        self.look();
        self.must_have_ended();
    }

    fn anybody(&mut self) -> Person {
        Person::ALL[self.chance.random_range(0..8)]
    }

    /// Some people open tickets at once, for themselves or for others, and now and then Discord delivers what they pressed
    /// twice.
    async fn open(&mut self, fails: bool) {
        let kind = TypeId(self.chance.random_range(1..=2));
        let (first, second) = (self.anybody(), self.anybody());
        let mut presses = Vec::new();
        for who in [first, first, second] {
            self.interaction += 1;
            let whom = if self.chance.random_bool(0.7) { who } else { self.anybody() };
            presses.extend(vec![(who, whom, self.interaction); self.chance.random_range(1..=2)]);
        }
        let mut acts = Vec::new();
        for (who, whom, interaction) in &presses {
            let (desk, tell) = (&self.stage.desk, Some(self.stage.waiting(*interaction)));
            let actor = who.acting(*interaction);
            let request = OpenRequest { kind, origin: Origin::User(whom.user()) };
            acts.push(async move { desk.open(AT, &actor, request, &[], tell).await });
        }
        let outcomes = join_all(acts).await;
        for ((who, whom, interaction), outcome) in presses.into_iter().zip(outcomes) {
            let may = who == whom || who.rank(kind, None) >= Rank::Agent;
            match outcome {
                Ok(()) if may => drop(self.opened.insert(interaction)),
                Err(Error::Refused(Refusal::NotAllowed { .. })) if !may => {}
                Err(Error::Refused(Refusal::CoolingDown { .. })) if kind == BILLING && self.stage.pause() > 0 => {}
                outcome => assert!(
                    fails && matches!(outcome, Err(Error::Failed(_))),
                    "seed {}: {who:?} opens for {whom:?}: {outcome:?}",
                    self.seed
                ),
            }
        }
    }

    /// Somebody deletes a ticket's channel by hand, and Discord says so or not.
    async fn channel_goes(&mut self) {
        let channels: Vec<_> = self.stage.discord.guild().channels.keys().copied().collect();
        let Some(channel) = channels.get(self.chance.random_range(0..channels.len().max(1))).copied() else { return };
        self.stage.discord.guild().channels.remove(&channel);
        self.deleted.insert(channel);
        if self.chance.random_bool(0.5) {
            // Where this fails, it is found out later.
            drop(self.stage.desk.channel_gone(AT, channel).await);
        }
    }

    /// Some people do something to one ticket at once: what becomes of it has to be what would have become of it had they
    /// done it one after the other. Now and then Discord delivers what one alone did twice.
    async fn act(&mut self, people: usize, fails: bool) {
        let tickets = self.stage.tickets();
        // Much is done to few of them.
        let most = if self.chance.random_bool(0.8) { 2 } else { tickets.len().max(1) };
        let Some(id) = tickets.keys().nth(self.chance.random_range(0..most)).copied() else { return };
        self.stage.passes(Duration::from_millis(1));
        let mut acts = Vec::new();
        for _ in 0..people {
            let who = match self.chance.random_range(0..4) {
                0 | 1 => Person::Agent,
                2 => Person::of(tickets[&id].opener),
                _ => self.anybody(),
            };
            self.interaction += 1;
            acts.push((who, Deed::by_chance(who, &tickets[&id], &mut self.chance), who.acting(self.interaction)));
        }
        let desk = &self.stage.desk;
        let outcomes = join_all(acts.iter().map(|(_, deed, actor)| Box::pin(deed.perform(desk, actor, id)))).await;
        let done =
            acts.iter().zip(outcomes).map(|((who, deed, _), outcome)| Done { who: *who, deed: deed.clone(), outcome });
        let done: Vec<_> = done.collect();
        let (before, after) = (Seen::from(&*tickets[&id]), self.stage.ticket(id).as_deref().map(Seen::from));
        let (seed, after) = (self.seed, after.expect("it is deleted by a job"));
        assert!(
            fails || done.iter().all(|done| !matches!(done.outcome, Err(Error::Failed(_)))),
            "seed {seed}: {done:?}"
        );
        let explained = self.explains(&before, &done.iter().collect::<Vec<_>>(), &after);
        assert!(explained, "seed {seed}: {done:?} on {id} made of\n{before:?}\nthis:\n{after:?}");
        if after.kind != before.kind {
            self.moved.insert(id);
        }
        self.seen.insert(id, after.clone());
        for (_, deed, actor) in &acts {
            self.must_be_told(id, deed, &actor.cause);
        }
        if let [(_, deed, actor)] = &acts[..]
            && done[0].outcome.is_ok()
            && self.chance.random_bool(0.3)
        {
            let again = Box::pin(deed.perform(desk, actor, id)).await;
            let now = self.stage.ticket(id).as_deref().map(Seen::from);
            assert_eq!(now, Some(after), "seed {seed}: {done:?} on {id}, and again: {again:?}");
        }
    }

    /// Fails unless what somebody did made only events that its action says it makes.
    fn must_be_told(&self, id: TicketId, deed: &Deed, cause: &Cause) {
        let Some(word) = deed.word() else { return };
        let action = ACTIONS.iter().find(|action| action.word == word).expect("an action of this word");
        for event in self.stage.events(&self.stage.tickets()[&id]).iter().filter(|event| event.cause == *cause) {
            assert!(action.records.contains(&event.kind), "seed {}: {word} made {:?}", self.seed, event.kind);
        }
    }

    /// Whether some order of what was done makes this of a ticket. What failed may have been done or not.
    fn explains(&self, before: &Seen, done: &[&Done], after: &Seen) -> bool {
        if done.is_empty() {
            return before == after;
        }
        (0..done.len()).any(|index| {
            let mut others = done.to_vec();
            let Done { who, deed, outcome } = others.remove(index);
            let made = deed.becomes(*who, before, self.stage.now());
            let does = |made: &Seen| self.explains(made, &others, after);
            let nothing = || self.explains(before, &others, after);
            match (outcome, made) {
                (Ok(()), made) => made.is_some_and(|made| does(&made)),
                // There may be no room for it.
                (Err(Error::Refused(_)), made) => (made.is_none() || *deed == Deed::Reopen) && nothing(),
                (Err(Error::Failed(_)), made) => nothing() || made.is_some_and(|made| does(&made)),
            }
        })
    }

    /// What has to hold after every step: nothing became of a ticket by itself but what may, each press made one ticket,
    /// and nobody has more than they may.
    fn look(&mut self) {
        let (seed, time, tickets) = (self.seed, self.stage.now(), self.stage.tickets());
        for (id, ticket) in &tickets {
            let now = Seen::from(&**ticket);
            if let Some(before) = self.seen.get(id) {
                let channel_deleted = before.channel.is_some_and(|channel| self.deleted.contains(&channel));
                let may = before.may_become(&now, time, channel_deleted);
                assert!(may, "seed {seed}: at {time:?} {id} became of\n{before:?}\nthis:\n{now:?}");
            }
            self.causes.insert(*id, ticket.opened_by.clone());
        }
        let causes: BTreeSet<_> = self.causes.values().collect();
        assert_eq!(causes.len(), self.causes.len(), "seed {seed}: one press made two tickets");
        for (id, before) in self.seen.iter().filter(|(id, _)| !tickets.contains_key(id)) {
            assert_eq!(before.state, TicketState::Deleting, "seed {seed}: {id} is gone");
        }
        self.seen = tickets.iter().map(|(id, ticket)| (*id, Seen::from(&**ticket))).collect();
        self.must_be_within_limits();
    }

    fn must_be_within_limits(&self) {
        let mut live: BTreeMap<_, usize> = BTreeMap::new();
        for (_, ticket) in self.seen.iter().filter(|(id, ticket)| ticket.is_live() && !self.moved.contains(id)) {
            let count = live.entry((ticket.opener, ticket.kind.0)).or_default();
            *count += 1;
            assert!(*count <= LIMIT, "seed {}: {} has too many tickets", self.seed, ticket.opener);
        }
        let tickets = self.stage.tickets();
        for opener in Person::ALL.map(Person::user) {
            let own: Vec<_> = tickets.values().filter(|ticket| ticket.opener == opener).collect();
            let open = [TicketState::Opening, TicketState::Open];
            let count = own.iter().filter(|ticket| open.contains(&ticket.state)).count();
            let within = !self.stage.limits_all() || count <= LIMIT_OF_ALL as usize;
            assert!(within, "seed {}: {opener} has {count} open tickets", self.seed);
            let paused = own.iter().filter(|ticket| ticket.kind == BILLING && !self.moved.contains(&ticket.id));
            let paused = paused.filter(|ticket| ticket.submitter.is_none());
            let mut opened: Vec<_> = paused
                .filter(|ticket| ticket.state != TicketState::Failed)
                .map(|ticket| (ticket.opened_at, ticket.follows.is_some()))
                .collect();
            opened.sort();
            // What follows a closed ticket waits for nobody, and may come at the instant of one that was first.
            let apart = |two: &[(Timestamp, bool)]| {
                let [(before, _), (after, follows)] = [two[0], two[1]];
                follows || after.since(before).as_secs() >= self.stage.pause().into()
            };
            assert!(opened.windows(2).all(apart), "seed {}: {opener} opened two too soon", self.seed);
        }
    }
}
