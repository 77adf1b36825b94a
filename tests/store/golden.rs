//! Golden records: each kind as each version so far has written it is read by the version of today, from every engine.

use std::sync::Arc;

use serde_json::Value;
use tickit::clock::SystemClock;
use tickit_domain::api_key::KeyId;
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, TicketId};
use tickit_domain::job::Job;
use tickit_domain::panel::{Panel, Shows};
use tickit_domain::roles::Roles;
use tickit_domain::store::api_keys::ApiKeys;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::claims::Claims;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::earlier_events;
use tickit_domain::store::events::Events;
use tickit_domain::store::messages::{Messages, TicketChannel};
use tickit_domain::store::recent_settings::RecentSettings;
use tickit_domain::store::settings::SettingsOf;
use tickit_domain::store::slots::Slot;
use tickit_domain::store::transcripts::Transcripts;
use tickit_domain::store::{DocumentStore, Record, Stores};
use tickit_domain::ticket::Ticket;

use super::contract::GUILD;

/// Written by the first version.
const FIRST: &str = include_str!("../fixtures/8bdd27c/records.jsonl");

/// Each file a kind in a version of its shape, which the fixture of the first version does not have.
const LATER: [&str; 7] = [
    include_str!("../fixtures/golden/bot-2.jsonl"),
    include_str!("../fixtures/golden/bot-3.jsonl"),
    include_str!("../fixtures/golden/claim-1.jsonl"),
    include_str!("../fixtures/golden/history-1.jsonl"),
    include_str!("../fixtures/golden/key-1.jsonl"),
    include_str!("../fixtures/golden/settings-2.jsonl"),
    include_str!("../fixtures/golden/panel-1.jsonl"),
];

pub(super) async fn records_of_every_version_are_read(stores: &dyn Stores) {
    let golden: Vec<Value> =
        [FIRST].into_iter().chain(LATER).flat_map(str::lines).map(|line| serde_json::from_str(line).unwrap()).collect();
    let (core, guild) = (stores.core(), stores.guild(GUILD).await.unwrap());
    for line in &golden {
        let store = if line["database"] == "core" { &core } else { &guild };
        store.insert(record(line)).await.unwrap();
    }
    let (core, guild) = (documents(core), documents(guild));
    let bot = golden.iter().find(|line| line["kind"] == "bot").unwrap();
    let bot = BotId::new(text(bot, "id").trim_start_matches("bot:").parse().unwrap());
    for line in &golden {
        let (kind, id) = (text(line, "kind"), text(line, "id"));
        match kind {
            "ticket" => {
                let ticket = guild.get::<Ticket>(id).await.unwrap().unwrap().value;
                assert_eq!((ticket.state.name(), ticket.bot), (text(line, "state"), bot));
            }
            "bot" | "claim" | "job" | "key" => core_record_is_read(&core, line).await,
            "slot" => assert!(guild.get::<Slot>(id).await.unwrap().unwrap().value.ticket.is_some(), "{id}"),
            "channel" => assert_eq!(guild.get::<TicketChannel>(id).await.unwrap().unwrap().value.bot, bot),
            "settings" => settings_are_read(&guild, line).await,
            "panel" => {
                let panel = guild.get::<Panel>(id).await.unwrap().unwrap().value;
                assert_eq!((panel.name.as_str(), panel.shows, panel.published.len()), ("Shop", Shows::Menu, 1));
            }
            "history" => history_becomes_events(&guild, id).await,
            "message" => assert!(!messages(&guild, line).await.is_empty()),
            "transcript" => {
                let (ticket, transcripts) = (ticket_of(line), Transcripts::new(guild.clone()));
                let transcript = transcripts.newest(ticket, 1).await.unwrap().unwrap();
                assert_eq!(transcript.ticket, ticket);
                let written: Value = serde_json::from_str(text(&line["body"], "json")).unwrap();
                for (portion, name) in transcript.messages_to_carry_it()[0].iter().zip(["html", "text"]) {
                    let file = transcripts.open(&transcript, portion).await.unwrap();
                    assert_eq!(*file.content, *text(&written, name));
                }
            }
            // Read without a type: the engines and the keys have tests of their own.
            "directory" | "seal" | "sequence" | "session" | "identifies" => {}
            other => panic!("a golden {other} is not read"),
        }
    }
}

/// One of the service's own.
async fn core_record_is_read(core: &Documents, line: &Value) {
    match text(line, "kind") {
        "job" => assert_eq!(core.get::<Job>(text(line, "id")).await.unwrap().unwrap().value.id, text(line, "id")),
        "bot" => {
            let found = Bots::new(core.clone()).get(text(line, "id")[4..].parse().unwrap()).await.unwrap();
            let expected = Some(text(&line["body"], "name")).filter(|_| text(line, "state") != "removed");
            assert_eq!(found.as_ref().map(|bot| bot.name.as_str()), expected);
        }
        "key" => {
            let id = KeyId::new(text(&line["body"], "id")).unwrap();
            let key = ApiKeys::new(core.clone()).get(&id).await.unwrap().unwrap();
            assert_eq!(
                (key.name.as_str(), key.digest.as_str()),
                (text(&line["body"], "name"), text(&line["body"], "digest"))
            );
        }
        "claim" => {
            let interaction = text(&line["body"], "interaction").parse().unwrap();
            assert!(!Claims::new(core.clone()).take(interaction, Timestamp::default()).await.unwrap());
        }
        other => panic!("{other}"),
    }
}

/// With the forms of its types.
async fn settings_are_read(guild: &Documents, line: &Value) {
    let id = text(line, "id");
    let bot = id.trim_start_matches("settings:").parse().unwrap();
    let (at, recent) = (Place { bot, guild: GUILD }, RecentSettings::new(Arc::new(SystemClock), Roles::default()));
    let settings = SettingsOf::new(guild.clone(), at, Arc::new(recent)).get().await.unwrap();
    let forms: Vec<_> = settings.types.iter().map(|kind| kind.form.questions().len()).collect();
    let written = line["body"]["settings"]["types"].as_array().unwrap().iter();
    let written: Vec<_> = written.map(|kind| kind["form"].as_array().unwrap().len()).collect();
    assert_eq!((forms.len(), forms), (2, written));
}

/// Once, however often they are met.
async fn history_becomes_events(guild: &Documents, id: &str) {
    for _ in 0..2 {
        earlier_events::adopt(guild).await.unwrap();
    }
    assert!(guild.store().get(id).await.unwrap().is_none());
    let events = Events::new(guild.clone()).of("ticket:00000009").await.unwrap();
    let found: Vec<_> = events.iter().map(|event| (event.number, event.kind.name())).collect();
    assert_eq!(found, [(51, "ticket.claimed"), (52, "ticket.unclaimed"), (53, "ticket.renamed")]);
}

fn documents(store: Arc<dyn DocumentStore>) -> Documents {
    Documents::new(store, Arc::new(WriteTokens::new("golden".into())))
}

async fn messages(guild: &Documents, line: &Value) -> Vec<tickit_domain::transcript::TicketMessage> {
    Messages::new(guild.clone()).page(ticket_of(line), None).await.unwrap().messages
}

fn record(line: &Value) -> Record {
    Record {
        id: text(line, "id").to_owned(),
        kind: text(line, "kind").to_owned(),
        state: text(line, "state").to_owned(),
        owner: text(line, "owner").to_owned(),
        at: Timestamp::from_millis(line["at"].as_i64().unwrap()),
        rev: 0,
        write: text(line, "write").to_owned(),
        schema: u16::try_from(line["schema"].as_u64().unwrap()).unwrap(),
        facets: Vec::new(),
        body: line["body"].clone().into(),
    }
}

/// `message:00000001:…` and `transcript:00000001:…` are of ticket 1.
fn ticket_of(line: &Value) -> TicketId {
    TicketId::new(text(line, "id").split(':').nth(1).unwrap().parse().unwrap())
}

fn text<'a>(line: &'a Value, field: &str) -> &'a str {
    line[field].as_str().unwrap()
}
