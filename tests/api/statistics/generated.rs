//! Tickets as a year and a half makes them, with what happened to each.

use std::ops::Range;

use serde_json::json;
use tickit::store::memory::MemoryStore;
use tickit_domain::actor::{Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::event::{Event, EventKind, EventLog};
use tickit_domain::ids::{InteractionId, TicketId, UserId};
use tickit_domain::json_text::JsonText;
use tickit_domain::label::Label;
use tickit_domain::settings::TypeId;
use tickit_domain::store::{DocumentStore as _, Record, Write, renewed};
use tickit_domain::ticket::{Closing, Priority, Rating, ReadBack, Stars, Ticket, TicketState, WaitingFor};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const COMMENTS: [&str; 4] = ["So so", "Quick and kind, thank you", "It took a while", ""];
const LABELS: [&str; 5] = ["refund", "Refund", "shipping", "bug", "vip"];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Fills a guild with tickets from number 2, after the first, of which they are copies; these people work on them.
pub async fn fill(store: &MemoryStore, tickets: u32, time: Range<Timestamp>, staff: &[UserId]) {
    let first = store.get("ticket:00000001").await.unwrap().unwrap();
    let (begin, end) = (time.start.as_millis(), time.end.as_millis());
    let days = (end - begin) / DAY;
    let mut dice = Dice(7);
    for number in 2..=tickets {
        let mut ticket: Ticket = first.body.read().unwrap();
        ticket.id = TicketId::new(number);
        // Most come about noon, and few at night.
        let day = begin + days * i64::from(number) / i64::from(tickets) * DAY;
        let opened = (day + dice.below(DAY / 2) + dice.below(DAY / 2)).min(end - dice.below(DAY / 4));
        let staff = staff[usize::try_from(dice.below(staff.len().try_into().unwrap())).unwrap()];
        let mut events = Vec::new();
        lived(&mut ticket, &mut events, opened..end, staff, &mut dice);
        let body = JsonText::of(&ticket).unwrap();
        let state = ticket.state.name().to_owned();
        let record =
            Record { id: format!("ticket:{number:08}"), state, at: ticket.opened_at, body, rev: 0, ..first.clone() };
        let mut writes = vec![Write::Insert(renewed(record).unwrap())];
        writes.extend(events.iter().map(|event| Write::Insert(record_of(event))));
        store.write_all(writes).await.all().unwrap();
    }
    let counter = store.get("sequence:ticket").await.unwrap().unwrap();
    store.delete(&counter.id, None).await.unwrap();
    let body = json!({ "value": tickets }).into();
    store.insert(Record { rev: u64::from(tickets) - 1, body, ..counter }).await.unwrap();
}

fn record_of(event: &Event) -> Record {
    Record {
        id: event.id(),
        kind: "event".into(),
        state: "settled".into(),
        owner: event.actor.key(),
        at: event.at,
        rev: 0,
        write: format!("generated {}", event.id()),
        schema: 1,
        facets: vec![format!("event:{}", event.kind.name())],
        body: JsonText::of(event).unwrap(),
    }
}

/// Gives a ticket a life, and tells what happened in it.
fn lived(ticket: &mut Ticket, events: &mut Vec<Event>, time: Range<i64>, staff: UserId, dice: &mut Dice) {
    let opened = time.start;
    ticket.opened_at = Timestamp::from_millis(opened);
    ticket.kind = TypeId(1 + u16::try_from(dice.below(2)).unwrap());
    ticket.priority = Priority::ALL[usize::try_from(dice.below(4)).unwrap()];
    ticket.labels =
        (0..dice.below(3)).map(|_| Label::parse(LABELS[usize::try_from(dice.below(5)).unwrap()]).unwrap()).collect();
    (ticket.log, ticket.channel, ticket.slot) = (EventLog::default(), None, None);
    (ticket.claimed_by, ticket.closing, ticket.first_response_at) = (None, None, None);
    ticket.round = 1;
    ticket.ratings = Vec::new();
    happened(events, ticket, EventKind::Opening, opened);
    if dice.below(50) == 0 {
        happened(events, ticket, EventKind::Failed, opened + 900);
        ticket.state = TicketState::Failed;
        return;
    }
    if dice.below(10) > 0 {
        ticket.first_response_at = Some(Timestamp::from_millis(opened + dice.below(25) * dice.below(25) * MINUTE));
    }
    ticket.waiting_for = if dice.below(3) == 0 { WaitingFor::Member } else { WaitingFor::Staff };
    let mut at = opened;
    loop {
        ticket.claimed_by = (dice.below(5) > 0).then_some(staff);
        ticket.state = TicketState::Open;
        if dice.below(60) == 0 {
            return;
        }
        at += dice.below(9 * DAY);
        if at >= time.end {
            return;
        }
        closed(events, ticket, at, dice);
        if dice.below(12) > 0 {
            return;
        }
        at += dice.below(5 * DAY);
        happened(events, ticket, EventKind::Reopened, at);
        if dice.below(10) == 0 {
            happened(events, ticket, EventKind::Failed, at + 500);
            // As a reopening leaves it that did not come to anything.
            (ticket.round, ticket.closing, ticket.claimed_by) = (ticket.round + 1, None, None);
            return;
        }
        (ticket.round, ticket.closing, ticket.claimed_by) = (ticket.round + 1, None, None);
    }
}

fn closed(events: &mut Vec<Event>, ticket: &mut Ticket, at: i64, dice: &mut Dice) {
    happened(events, ticket, EventKind::Closing, at);
    ticket.state = TicketState::Closed;
    let by = Who::Member { user: ticket.opener, name: "alice".into() };
    let (at, reason) = (Timestamp::from_millis(at), String::new());
    let closing = Closing {
        by,
        at,
        reason,
        read_back: ReadBack::default(),
        progress: None,
        posted: None,
        summary: None,
        feedback: None,
    };
    ticket.closing = Some(Box::new(closing));
    if dice.below(3) == 0 {
        let stars: Stars = u8::try_from(1 + dice.below(5)).unwrap().try_into().unwrap();
        let at = Timestamp::from_millis(at.as_millis() + dice.below(3 * DAY));
        let said = COMMENTS[usize::try_from(dice.below(4)).unwrap()];
        ticket.ratings.push(Rating { round: ticket.round, stars, comment: said.into(), at, event: 9 });
    }
}

fn happened(events: &mut Vec<Event>, ticket: &Ticket, kind: EventKind, at: i64) {
    let number = u32::try_from(events.len()).unwrap() + 1;
    let mut before = serde_json::Map::new();
    if let Some(user) = ticket.claimed_by.filter(|_| kind == EventKind::Reopened) {
        before.insert("claimed_by".into(), json!(user));
    }
    events.push(Event {
        subject: format!("ticket:{:08}", ticket.id.get()),
        number,
        kind,
        actor: Who::Member { user: ticket.opener, name: "alice".into() },
        door: Door::Command,
        cause: Cause::Interaction(InteractionId::new(u64::from(number))),
        at: Timestamp::from_millis(at),
        before,
        after: serde_json::Map::new(),
        position: Some(1),
        untold: false,
    });
}
