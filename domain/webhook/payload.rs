//! What is sent: one event as Standard Webhooks has it, or as a message that Discord shows.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Webhook, WebhookFormat};
use crate::actor::{Door, Who};
use crate::clock::Timestamp;
use crate::event::Event;
use crate::ids::{BotId, GuildId};

/// The most characters of a name or a reason in a message for Discord.
const MOST_SHOWN: usize = 200;

/// What a test delivery says it tells of.
const TEST: &str = "webhook.test";

/// An event, with where it happened.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Through which bot.
    pub bot: BotId,
    /// In which guild.
    pub guild: GuildId,
    /// What happened.
    pub event: &'a Event,
}

#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    timestamp: Timestamp,
    data: &'a Value,
}

#[derive(Serialize)]
struct EventData<'a> {
    id: String,
    bot: BotId,
    guild: GuildId,
    ticket: Option<u32>,
    number: u32,
    actor: &'a Who,
    door: Door,
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
}

/// What a webhook is sent of an event.
pub fn payload(format: WebhookFormat, told: &Told<'_>) -> String {
    let Event { kind, number, actor, door, at, before, after, .. } = told.event;
    let ticket = told.event.subject.strip_prefix("ticket:").and_then(|number| number.parse().ok());
    if format == WebhookFormat::Discord {
        let title = ticket.map_or_else(|| kind.name().to_owned(), |ticket| title(ticket, kind.name()));
        return in_discord(&title, &what_was_done(actor, after), kind.name(), *at);
    }
    let (id, bot, guild) = (told.event.id(), told.bot, told.guild);
    let data = EventData { id, bot, guild, ticket, number: *number, actor, door: *door, before, after };
    standard(kind.name(), *at, &serde_json::to_value(data).unwrap_or_default())
}

/// What a webhook is sent to try it out; and what that says it tells of.
pub fn test_payload(webhook: &Webhook, now: Timestamp) -> (&'static str, String) {
    let body = match webhook.format {
        WebhookFormat::Discord => in_discord("It works", "This is where Tickit will tell of tickets.", TEST, now),
        WebhookFormat::Standard => {
            let (id, owner) = (&webhook.id, webhook.owner);
            standard(TEST, now, &json!({ "webhook": id, "bot": owner.bot, "guild": owner.guild }))
        }
    };
    (TEST, body)
}

fn standard(kind: &str, timestamp: Timestamp, data: &Value) -> String {
    // A struct rather than a map, so that the fields stand in this order.
    serde_json::to_string(&Message { kind, timestamp, data }).unwrap_or_default()
}

/// `Ticket #42: member added`
fn title(ticket: u32, kind: &str) -> String {
    let what = kind.split_once('.').map_or(kind, |(_, what)| what).replace('_', " ");
    format!("Ticket #{ticket}: {what}")
}

fn what_was_done(actor: &Who, after: &Map<String, Value>) -> String {
    let by = format!("by {}", shown(actor.name()));
    let reason = after.get("closing").and_then(|closing| closing.get("reason")).and_then(Value::as_str);
    match reason.filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("{by}\n{}", shown(reason)),
        None => by,
    }
}

/// A message in which nobody is mentioned.
fn in_discord(title: &str, description: &str, kind: &str, at: Timestamp) -> String {
    let embed = json!({ "title": title, "description": description, "timestamp": at, "footer": { "text": kind } });
    json!({ "embeds": [embed], "allowed_mentions": { "parse": [] } }).to_string()
}

/// What people wrote, shortened, and without what Discord would make of its signs.
fn shown(text: &str) -> String {
    let plain = |letter: char| {
        let is_sign =
            matches!(letter, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '#' | '[' | ']' | '(' | ')' | '<' | '-');
        is_sign.then_some('\\').into_iter().chain([letter])
    };
    text.chars().take(MOST_SHOWN).flat_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Actor, Cause};
    use crate::event::{EventKind, EventLog};
    use crate::ids::InteractionId;

    fn event() -> Event {
        let mut log = EventLog::default();
        let actor = Actor::tickit(Door::Job, Cause::Interaction(InteractionId::new(5)));
        let event =
            log.record("ticket:00000042", EventKind::Closing, &actor, Timestamp::from_millis(1_795_694_400_000));
        event.after = serde_json::from_value(json!({ "closing": { "reason": "**sent** @everyone" } })).unwrap();
        event.clone()
    }

    #[test]
    fn an_event_is_told_with_ids_as_texts_and_its_fields_in_order() {
        let event = event();
        let told = Told {
            bot: BotId::new(81_384_788_765_712_384),
            guild: GuildId::new(290_926_798_626_357_999),
            event: &event,
        };
        let text = payload(WebhookFormat::Standard, &told);
        assert!(text.starts_with(r#"{"type":"ticket.closing","timestamp":"2026-11-26T12:00:00Z","data":{"#), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["data"]["guild"], "290926798626357999");
        assert_eq!((&read["data"]["ticket"], &read["data"]["number"]), (&json!(42), &json!(1)));
        assert_eq!(read["data"]["after"]["closing"]["reason"], "**sent** @everyone");
    }

    #[test]
    fn a_message_for_discord_mentions_nobody_and_formats_nothing_that_people_wrote() {
        let event = event();
        let told = Told { bot: BotId::new(1), guild: GuildId::new(2), event: &event };
        let read: Value = serde_json::from_str(&payload(WebhookFormat::Discord, &told)).unwrap();
        assert_eq!(read["embeds"][0]["title"], "Ticket #42: closing");
        assert!(read["embeds"][0]["description"].as_str().unwrap().contains(r"\*\*sent\*\*"), "{read}");
        assert_eq!(read["allowed_mentions"], json!({ "parse": [] }));
    }
}
