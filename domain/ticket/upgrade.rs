//! Tickets as earlier versions wrote them.

use serde_json::{Map, Value, json};

use super::record_id;
use crate::actor::{Cause, Who};
use crate::event::{Event, EventLog};
use crate::ids::{TicketId, UserId};

/// Brings the body of a ticket of version `from` to the version after it.
pub(crate) fn upgrade(from: u16, body: Value) -> Value {
    match (from, body) {
        (1, Value::Object(fields)) => Value::Object(from_first(fields)),
        (2, Value::Object(fields)) => Value::Object(from_second(fields)),
        (_, body) => body,
    }
}

/// Version 1 kept up to a hundred events in the ticket, and what Discord was told in its channel.
fn from_first(mut fields: Map<String, Value>) -> Map<String, Value> {
    let shown = match fields.remove("channel") {
        Some(Value::Object(channel)) => {
            fields.insert("channel".into(), channel.get("id").cloned().unwrap_or_default());
            shown_in_first(&channel)
        }
        _ => shown_in_first(&Map::new()),
    };
    fields.insert("shown".into(), shown);
    if let Some(closing) = fields.get_mut("closing").and_then(Value::as_object_mut) {
        let name = closing.remove("by_name").unwrap_or_else(|| "".into());
        let by = closing.remove("by").unwrap_or_default();
        closing.insert("by".into(), json!({ "kind": "member", "user": by, "name": name }));
    }
    let log = log_of_first(&fields);
    fields.retain(|field, _| field != "history" && field != "archived");
    fields.insert("log".into(), serde_json::to_value(log).unwrap_or_default());
    fields
}

/// Version 2 knew which added members see the channel. Its opener does too; staff is let in once more.
fn from_second(mut fields: Map<String, Value>) -> Map<String, Value> {
    let opener = fields.get("opener").cloned();
    if let Some(shown) = fields.get_mut("shown").and_then(Value::as_object_mut) {
        let members = shown.remove("members").unwrap_or_default();
        let users = members.as_array().into_iter().flatten().chain(&opener).filter_map(Value::as_str);
        let audience: Vec<Value> = users.map(|user| json!([user, "write"])).collect();
        shown.insert("audience".into(), audience.into());
    }
    fields
}

fn shown_in_first(channel: &Map<String, Value>) -> Value {
    let welcome = channel.get("welcome").cloned().unwrap_or_default();
    let posts = u32::from(!welcome.is_null());
    json!({
        "name": channel.get("name").cloned().unwrap_or_else(|| "".into()),
        "members": channel.get("members").cloned().unwrap_or_else(|| json!([])),
        "first_message": { "id": welcome, "digest": "", "posts": posts },
    })
}

/// The events that the ticket carried become records with its next change. One that cannot be read is let go.
fn log_of_first(fields: &Map<String, Value>) -> EventLog {
    let id = fields.get("id").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()).unwrap_or_default();
    let archived = fields.get("archived").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
    let mut changes = archived.unwrap_or_default();
    let history = fields.get("history").and_then(Value::as_array).into_iter().flatten();
    let pending = history.filter_map(|event| {
        changes += 1;
        event_of_first(event, TicketId::new(id), changes)
    });
    let pending: Vec<Event> = pending.collect();
    EventLog::resumed(changes, pending)
}

/// An event as version 1 had it, under the number that it has among its ticket's.
pub(crate) fn event_of_first(event: &Value, ticket: TicketId, number: u32) -> Option<Event> {
    let field = |name: &str| event.get(name).cloned().unwrap_or_default();
    let user: UserId = serde_json::from_value(field("actor")).ok()?;
    Some(Event {
        subject: record_id(ticket),
        number,
        kind: serde_json::from_value(field("kind")).ok()?,
        actor: Who::Member { user, name: String::new() },
        door: serde_json::from_value(field("door")).ok()?,
        cause: Cause::Interaction(serde_json::from_value(field("interaction")).ok()?),
        at: serde_json::from_value(field("at")).ok()?,
        before: field("before").as_object().cloned().unwrap_or_default(),
        after: field("after").as_object().cloned().unwrap_or_default(),
        position: None,
        untold: false,
    })
}
