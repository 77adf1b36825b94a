//! What has to hold of a sequence when nothing is left to be done: everything is kept, and Discord shows it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tickit_domain::actor::Cause;
use tickit_domain::event::Event;
use tickit_domain::ids::InteractionId;
use tickit_domain::ticket::{Ticket, TicketState};

use super::deed::SECRET;
use super::discord::Channel;
use super::people::audience;
use super::play::Play;
use super::seen::Seen;
use super::stage::category;

impl Play {
    /// Fails unless all of it came to its end.
    pub fn must_have_ended(&self) {
        let (seed, guild) = (self.seed, self.stage.discord.guild());
        let mut channels: BTreeSet<_> = guild.channels.keys().copied().collect();
        for ticket in self.stage.tickets().values() {
            self.must_be_kept(ticket);
            match ticket.state {
                TicketState::Open => {
                    let channel = ticket.channel.expect("an open ticket's channel");
                    assert!(channels.remove(&channel), "seed {seed}: {} has no channel of its own", ticket.id);
                    self.must_show(ticket, &guild.channels[&channel]);
                }
                TicketState::Closed | TicketState::Failed => assert_eq!(ticket.channel, None, "seed {seed}"),
                state => panic!("seed {seed}: {} stays {state:?}", ticket.id),
            }
        }
        assert!(channels.is_empty(), "seed {seed}: {channels:?} are nobody's");
        assert!(guild.said.iter().all(|said| !said.contains(SECRET)), "seed {seed}: a note was shown");
        for interaction in &self.opened {
            let there =
                self.causes.values().any(|cause| *cause == Cause::Interaction(InteractionId::new(*interaction)));
            let told = guild.told.get(&InteractionId::new(*interaction)).map_or("", String::as_str);
            let refused = ["You have", "You opened", "> has "].iter().any(|refusal| told.contains(refusal));
            assert!(there != refused, "seed {seed}: {interaction} was told {told:?}");
        }
        for id in self.causes.keys().filter(|id| !self.seen.contains_key(id)) {
            let left = self.stage.records_of(*id);
            assert!(left.len() == 1 && left[0].starts_with("event:"), "seed {seed}: of {id} is left {left:?}");
        }
    }

    fn must_be_kept(&self, ticket: &Ticket) {
        let (seed, id) = (self.seed, ticket.id);
        must_follow_each_other(seed, ticket, &self.stage.events(ticket));
        assert!(self.stage.notes(id) >= ticket.notes as usize, "seed {seed}: a note on {id} is lost");
        if let Some(request) = &ticket.close_request {
            assert!(request.until > self.stage.now(), "seed {seed}: {id} was to be closed, or not");
        }
    }

    /// Fails unless an open ticket's channel is as it has to be.
    fn must_show(&self, ticket: &Ticket, channel: &Channel) {
        let (about, seen) = (format!("seed {}: {} shows {channel:?}", self.seed, ticket.id), Seen::from(ticket));
        assert!(channel.topic.ends_with(&ticket.marker()) && channel.topic.contains(&seen.topic), "{about}");
        assert!(channel.name.ends_with(&seen.name), "{about}, not {}", seen.name);
        assert_eq!(channel.category, Some(category(seen.kind)), "{about}");
        assert_eq!(channel.pins, seen.pins, "{about}");
        assert_eq!(channel.audience, audience(&seen, self.stage.claim_mode(seen.kind)), "{about}");
        let troubles = &ticket.shown.troubles;
        assert!(troubles.is_empty(), "{about}: {troubles:?}");
    }
}

/// What changes without an event: how far a closing is, and whose turn it is once somebody wrote.
const UNTOLD: [&str; 2] = ["closing", "waiting_for"];

/// Fails unless the events of a ticket follow each other, and each begins with what the ones before left.
fn must_follow_each_other(seed: u64, ticket: &Ticket, events: &[Event]) {
    let mut fields = Map::<String, Value>::new();
    let (id, numbers) = (ticket.id, events.iter().map(|event| event.number));
    assert!(numbers.eq(1..=ticket.log.changes()), "seed {seed}: the events of {id} do not follow each other");
    for event in events {
        for field in event.before.keys().chain(event.after.keys()).filter(|field| !UNTOLD.contains(&field.as_str())) {
            let (was, said) = (fields.get(field), event.before.get(field));
            assert_eq!(was, said, "seed {seed}: {field} of {id} before {:?}", event.kind);
        }
        fields.retain(|field, _| !event.before.contains_key(field));
        fields.extend(event.after.clone());
    }
}
