//! One sequence: its steps, what each has to leave behind, and what has to hold when all is done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value};
use tickit_commands::words::Words;
use tickit_domain::actor::Cause;
use tickit_domain::error::Error;
use tickit_domain::event::Event;
use tickit_domain::ids::{InteractionId, TicketId};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Ticket, TicketState};

use super::model::{Deed, SECRET, same};
use super::stage::{AT, Person, Stage};

/// How many calls fail, in steps in which any do.
const SHARE: f64 = 0.06;

/// How many tickets of a type a member may have.
const LIMIT: usize = 2;

/// A sequence under way.
pub struct Play {
    seed: u64,
    stage: Stage,
    chance: StdRng,
    interaction: u64,
    /// Openings that were acknowledged.
    opened: BTreeSet<u64>,
    /// Tickets that were moved, which no limit holds for.
    moved: BTreeSet<TicketId>,
}

impl Play {
    pub async fn begin(seed: u64, words: &Arc<Words>) -> Self {
        let (stage, chance) = (Stage::set(seed, words).await, StdRng::seed_from_u64(seed));
        Self { seed, stage, chance, interaction: 1000, opened: BTreeSet::new(), moved: BTreeSet::new() }
    }

    /// Plays all steps, and lets everything come to its end.
    pub async fn through(mut self, steps: u64) {
        for step in 0..steps {
            let fails = self.chance.random_bool(0.5);
            self.stage.fails(if fails { SHARE } else { 0.0 }, step + 1);
            match self.chance.random_range(0..10) {
                0 => self.opens(fails).await,
                1 | 2 => drop(self.stage.works(2).await),
                _ => self.does(fails).await,
            }
            self.holds();
        }
        self.stage.fails(0.0, 0);
        assert!(self.stage.works(60).await, "seed {}: jobs are never done", self.seed);
        self.holds();
        self.ends();
    }

    /// Somebody opens a ticket, and now and then Discord delivers that twice.
    async fn opens(&mut self, fails: bool) {
        let (who, kind) = (Person::ALL[self.chance.random_range(0..5)], TypeId(self.chance.random_range(1..=2)));
        self.interaction += 1;
        let (interaction, actor) = (self.interaction, who.acting(self.interaction));
        for _ in 0..self.chance.random_range(1..=2) {
            let tell = Some(self.stage.waiting(interaction));
            match self.stage.desk.open(AT, &actor, kind, &[], tell).await {
                Ok(()) => drop(self.opened.insert(interaction)),
                Err(error) => assert!(fails, "seed {}: {who:?} cannot open: {error}", self.seed),
            }
        }
    }

    /// Somebody does something to a ticket, and now and then Discord delivers that twice.
    async fn does(&mut self, fails: bool) {
        let tickets = self.stage.tickets();
        let Some(id) = tickets.keys().nth(self.chance.random_range(0..tickets.len().max(1))).copied() else { return };
        let who = Person::ALL[self.chance.random_range(0..5)];
        // Staff does most of it.
        let who = if self.chance.random_bool(0.5) { Person::Staff } else { who };
        let before = tickets[&id].clone();
        let deed = Deed::by_chance(&before, &mut self.chance);
        self.interaction += 1;
        let actor = who.acting(self.interaction);
        let outcome = Box::pin(deed.perform(&self.stage.desk, &actor, id)).await;
        let after = self.stage.ticket(id);
        if after.kind != before.kind {
            self.moved.insert(id);
        }
        let about = format!("seed {}: {who:?} {deed:?} on {id}: {outcome:?}", self.seed);
        let should = deed.may(who, &before) && deed.can(who, &before);
        match &outcome {
            Ok(()) => assert!(should && deed.shows(who, &before, &after), "{about}"),
            Err(Error::Refused(_)) => {
                let at_limit = matches!(deed, Deed::Reopen);
                assert!(same(&before, &after) && (!should || at_limit), "{about}");
            }
            Err(Error::Failed(_)) => {
                assert!(fails && (same(&before, &after) || (should && deed.shows(who, &before, &after))), "{about}");
            }
        }
        if outcome.is_ok() && self.chance.random_bool(0.3) {
            let again = Box::pin(deed.perform(&self.stage.desk, &actor, id)).await;
            let now = self.stage.ticket(id);
            assert!(same(&after, &now), "{about}, and again: {again:?}");
        }
    }

    /// What has to hold at any time.
    fn holds(&self) {
        let (seed, tickets) = (self.seed, self.stage.tickets());
        let causes: BTreeSet<&Cause> = tickets.values().map(|ticket| &ticket.opened_by).collect();
        assert_eq!(causes.len(), tickets.len(), "seed {seed}: one press made two tickets");
        let mut live: BTreeMap<_, usize> = BTreeMap::new();
        for ticket in tickets.values().filter(|ticket| is_live(ticket) && !self.moved.contains(&ticket.id)) {
            let count = live.entry((ticket.opener, ticket.kind.0)).or_default();
            *count += 1;
            assert!(*count <= LIMIT, "seed {seed}: {} has too many tickets", ticket.opener);
        }
    }

    /// What has to hold when nothing is left to be done.
    fn ends(&self) {
        let (seed, tickets, guild) = (self.seed, self.stage.tickets(), self.stage.discord.guild());
        let mut channels: BTreeSet<_> = guild.channels.keys().copied().collect();
        for ticket in tickets.values() {
            chains(seed, ticket, &self.stage.events(ticket));
            assert!(
                self.stage.notes(ticket.id) >= ticket.notes as usize,
                "seed {seed}: a note on {} is lost",
                ticket.id
            );
            match ticket.state {
                TicketState::Open => {
                    let channel = ticket.channel.expect("an open ticket's channel");
                    assert!(channels.remove(&channel), "seed {seed}: {} has no channel of its own", ticket.id);
                    assert!(guild.channels[&channel].ends_with(&ticket.marker()), "seed {seed}: {}", ticket.id);
                }
                TicketState::Closed => assert_eq!(ticket.channel, None, "seed {seed}"),
                state => panic!("seed {seed}: {} stays {state:?}", ticket.id),
            }
        }
        assert!(channels.is_empty(), "seed {seed}: {channels:?} are nobody's");
        for interaction in &self.opened {
            let cause = Cause::Interaction(InteractionId::new(*interaction));
            let there = tickets.values().any(|ticket| ticket.opened_by == cause);
            let told = guild.told.get(&InteractionId::new(*interaction)).map_or("", String::as_str);
            assert!(there != told.contains("You have"), "seed {seed}: {interaction} was told {told:?}");
        }
        assert!(guild.said.iter().all(|said| !said.contains(SECRET)), "seed {seed}: a note was shown");
    }
}

fn is_live(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::Opening | TicketState::Open | TicketState::Closing)
}

/// Fails unless the events of a ticket follow each other, and each begins with what the ones before left. How far a
/// closing is changes without an event.
fn chains(seed: u64, ticket: &Ticket, events: &[Event]) {
    let mut fields = Map::<String, Value>::new();
    let (id, numbers) = (ticket.id, events.iter().map(|event| event.number));
    assert!(numbers.eq(1..=ticket.log.changes()), "seed {seed}: the events of {id} do not follow each other");
    for event in events {
        for field in event.before.keys().chain(event.after.keys()).filter(|field| *field != "closing") {
            let (was, said) = (fields.get(field), event.before.get(field));
            assert_eq!(was, said, "seed {seed}: {field} of {id} before {:?}", event.kind);
        }
        fields.retain(|field, _| !event.before.contains_key(field));
        fields.extend(event.after.clone());
    }
}
