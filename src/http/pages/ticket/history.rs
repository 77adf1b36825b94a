//! What became of a ticket, as its page tells it: who did what, by which door, and what that changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use tickit_domain::actor::{Door, Who};
use tickit_domain::error::Outcome;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::ids::UserId;

use super::offers::Offers;
use super::on_ticket::OnTicket;
use super::people;
use crate::http::pages::frame::Frame;
use crate::http::pages::moment::Moment;

/// The fields that are told of, by what they are called where they are stored. The others are how Tickit does it.
const TOLD: [&str; 9] =
    ["name", "topic", "type_name", "priority", "claimed_by", "team", "labels", "waiting_for", "closing"];

/// Something that happened.
pub(super) struct HappenedOut {
    pub(super) by: String,
    pub(super) what: String,
    pub(super) door: String,
    pub(super) at: Moment,
    pub(super) changes: Vec<ChangeOut>,
}

/// A field that changed. A text is empty where there was nothing, or is not any more.
pub(super) struct ChangeOut {
    pub(super) field: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// All of it, newest first, for staff: whoever opened it sees what was said, and not what staff made of it.
pub(super) async fn of(on: &OnTicket, frame: &Frame, offers: &Offers) -> Outcome<Vec<HappenedOut>> {
    if !offers.is_staffs() {
        return Ok(Vec::new());
    }
    let events = on.desk.ticket_events(on.at, &on.actor, on.id).await?;
    let mut users = BTreeSet::new();
    for event in &events {
        users.extend(claimed(&event.before).into_iter().chain(claimed(&event.after)));
    }
    let names = people::names(on, users).await;
    Ok(events.iter().rev().map(|event| HappenedOut::of(event, frame, &names)).collect())
}

impl HappenedOut {
    fn of(event: &Event, frame: &Frame, names: &BTreeMap<UserId, String>) -> Self {
        let begins = matches!(event.kind, EventKind::Opening | EventKind::Reopened);
        let told = TOLD.into_iter().filter(|_| !begins).filter_map(|field| {
            let text = |fields: &Map<String, Value>| fields.get(field).map(|value| text(frame, names, (field, value)));
            let (before, after) = (text(&event.before), text(&event.after));
            (before != after).then(|| ChangeOut {
                field: frame.say(&format!("page-ticket-field-{}", field.replace('_', "-"))),
                before: before.unwrap_or_default(),
                after: after.unwrap_or_default(),
            })
        });
        let kind = event.kind.name().trim_start_matches("ticket.").replace('_', "-");
        Self {
            by: by(frame, &event.actor),
            what: frame.say(&format!("page-ticket-event-{kind}")),
            door: frame.say(&format!("page-ticket-door-{}", door(event.door))),
            at: Moment(event.at),
            changes: told.collect(),
        }
    }
}

fn claimed(fields: &Map<String, Value>) -> Option<UserId> {
    fields.get("claimed_by")?.as_str()?.parse().ok()
}

/// A value as it is read.
fn text(frame: &Frame, names: &BTreeMap<UserId, String>, (field, value): (&str, &Value)) -> String {
    let plain = || value.as_str().unwrap_or_default().to_owned();
    match field {
        "priority" => frame.say(&format!("page-priority-{}", plain())),
        "waiting_for" => frame.say(&format!("page-waiting-{}", plain())),
        "claimed_by" => plain().parse().ok().and_then(|user: UserId| names.get(&user).cloned()).unwrap_or_else(plain),
        "team" => value["name"].as_str().unwrap_or_default().to_owned(),
        "closing" => value["reason"].as_str().unwrap_or_default().to_owned(),
        "labels" => {
            let labels = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            labels.collect::<Vec<_>>().join(", ")
        }
        _ => plain(),
    }
}

/// Who did it.
fn by(frame: &Frame, who: &Who) -> String {
    match who {
        Who::Operator => frame.say("page-operator"),
        _ if who.name().is_empty() => frame.say("page-ticket-somebody"),
        _ => who.name().to_owned(),
    }
}

const fn door(door: Door) -> &'static str {
    match door {
        Door::Command => "command",
        Door::Component => "component",
        Door::Api => "api",
        Door::Dashboard => "dashboard",
        Door::Gateway => "gateway",
        Door::Job => "job",
        Door::CommandLine => "command-line",
        Door::Start => "start",
    }
}
