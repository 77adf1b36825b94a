//! Each change is one event, and each event a record of its own.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tickit_domain::actor::{Actor, Cause, Door, Who};
use tickit_domain::bot::{Application, Bot};
use tickit_domain::clock::Timestamp;
use tickit_domain::event::Event;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::seal::Sealed;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::events::Events;
use tickit_domain::store::{DocumentStore as _, Record, Stores as _};
use tokio::time::{Instant, sleep};

use crate::support::{TestService, eventually, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

async fn events(app: &TestService, subject: &str) -> Vec<Event> {
    let store = app.service.stores().guild(GuildId::new(app.guild.id().0)).await.unwrap();
    Events::new(Documents::new(store, Arc::new(WriteTokens::new("reader".into())))).of(subject).await.unwrap()
}

fn kinds(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.kind.name()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_leaves_one_event_for_each_thing_that_became_of_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket claim").await;
    app.closes(&bob, &ticket, "solved").await;
    until_idle(&app.service, SOON).await;

    let events = events(&app, "ticket:00000001").await;
    let expected = ["ticket.opening", "ticket.opened", "ticket.claimed", "ticket.closing", "ticket.closed"];
    assert_eq!(kinds(&events), expected);
    let numbers: Vec<u32> = events.iter().map(|event| event.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let is = |who: &Who, name: &str| matches!(who, Who::Member { name: named, .. } if named == name);
    assert!(is(&events[0].actor, "alice") && is(&events[2].actor, "bob") && is(&events[3].actor, "bob"));
    assert_eq!(events[1].actor, Who::Tickit);
    assert_eq!(events[0].after["type_name"], "Support", "opening tells what the ticket began with");
    assert!(events[2].before.is_empty() && events[2].after.len() == 1, "{:?}", events[2]);
    assert_eq!(events[2].after["claimed_by"], bob.id().to_string());
    assert_eq!((&events[3].before["state"], &events[3].after["state"]), (&"open".into(), &"closing".into()));
    assert_eq!(events[3].after["closing"]["reason"], "solved");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_response_of_staff_is_timed_once_and_is_neither_a_note_nor_what_the_opener_writes() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.agent("carol"));
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "My order never came").await;
    says(&bob, &ticket, "/ticket note text:\"Ask the courier\"").await;
    for (member, said) in [(&bob, "I am on it"), (&alice, "Thank you"), (&carol, "It is here")] {
        let by_staff = member.id() != alice.id();
        member.says(&ticket, said).await;
        let waits_for_the_member = || welcome(&ticket).text().contains("the member");
        eventually("the first message says whose turn it is", || waits_for_the_member() == by_staff).await;
    }
    until_idle(&app.service, SOON).await;
    let events = events(&app, "ticket:00000001").await;
    let responses: Vec<_> = events.iter().filter(|event| event.kind.name() == "ticket.first_response").collect();
    let [response] = responses[..] else { panic!("{:?}", kinds(&events)) };
    assert!(matches!(&response.actor, Who::Member { name, .. } if name == "bob"), "{:?}", response.actor);
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    assert_eq!(kept.first_response_at, Some(response.at));
    assert!(kept.opened_at < response.at && kept.notes == 1, "{:?}", kept.opened_at);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tickets_record_stays_small_however_long_it_lives() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    for _ in 0..40 {
        says(&bob, &ticket, "/ticket claim").await;
        says(&bob, &ticket, "/ticket unclaim").await;
    }
    until_idle(&app.service, SOON).await;
    assert_eq!(events(&app, "ticket:00000001").await.len(), 82);
    let store = app.service.stores().guild(GuildId::new(app.guild.id().0)).await.unwrap();
    let record = store.get("ticket:00000001").await.unwrap().unwrap();
    let bytes = record.body.text().len();
    assert!(bytes < 4096, "{bytes} bytes: {}", record.body);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_types_and_panels_leave_events_of_their_own() {
    let app = TestService::ready().await;
    app.owner_says("/type add name:Billing limit:2").await;
    app.owner_says("/type edit type:Billing limit:3").await;
    let bot = app.bot.id();
    let settings = events(&app, &format!("settings:{bot}")).await;
    assert_eq!(kinds(&settings), ["settings.changed"]);
    assert_eq!(settings[0].after["staff"][0], app.staff.id().to_string());
    let billing = events(&app, &format!("type:{bot}:2")).await;
    assert_eq!(kinds(&billing), ["type.added", "type.changed"]);
    assert_eq!(billing[0].after["name"], "Billing");
    let only_limit = [&billing[1].before, &billing[1].after].map(|fields| serde_json::json!(fields));
    assert_eq!(only_limit, [serde_json::json!({ "limit": 2 }), serde_json::json!({ "limit": 3 })]);
    let panel = events(&app, &format!("panel:{bot}:000001")).await;
    assert_eq!(kinds(&panel), ["panel.created", "panel.sent"]);
    assert_eq!(
        (&panel[0].after["name"], &panel[1].after["message"]),
        (&"How can we help?".into(), &app.panel().id().to_string().into())
    );
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_leaves_events_under_its_number_also_after_it_was_deleted() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    let asked = owner.slash(&app.general, "/tags add").await.modal().unwrap();
    for text in ["One.", "Two."] {
        owner.submit(&asked, [("name", "Refunds"), ("text", text)]).await;
        app.owner_says("/tags delete name:refunds").await;
    }
    for (number, text) in [(1, "One."), (2, "Two.")] {
        let events = events(&app, &format!("tag:{}:00000{number}", app.bot.id())).await;
        assert_eq!(kinds(&events), ["tag.added", "tag.removed"]);
        assert_eq!((&events[0].after["text"], &events[1].before["text"]), (&text.into(), &text.into()));
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_registered_and_loses_its_token_leaves_events_in_the_services_own_database() {
    let app = TestService::without_setup(7).await;
    let subject = format!("bot:{}", app.bot.id());
    let core = Documents::new(app.service.stores().core(), Arc::new(WriteTokens::new("reader".into())));
    let events = Events::new(core);
    let added = events.of(&subject).await.unwrap();
    assert_eq!((kinds(&added), &added[0].actor), (vec!["bot.added"], &Who::Operator));
    assert_eq!(added[0].after["name"], "Helper");
    app.bot.reset_token();
    let deadline = Instant::now() + SOON;
    let stopped = loop {
        let found = events.of(&subject).await.unwrap();
        if found.len() > 1 {
            break found;
        }
        assert!(Instant::now() < deadline, "nothing says that it was stopped");
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!((kinds(&stopped), &stopped[1].actor), (vec!["bot.added", "bot.stopped"], &Who::Tickit));
    assert_eq!(stopped[1].after["stopped"], "token_revoked");
    app.finish().await;
}

/// A process may die between a change and its event's record, and the first version kept a ticket's older events together.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_that_are_no_records_yet_become_records_after_the_next_start() {
    let (app, stores) = TestService::in_memory().await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let world = app.stop_service().await;
    let panel = format!("event:panel:{}:000001:0000002", world.bot.id());
    assert!(guild.delete(&panel, None).await.unwrap(), "{:?}", guild.contents().keys());
    let golden: Value = serde_json::from_str(include_str!("../fixtures/golden/history-1.jsonl")).unwrap();
    let history = Record {
        id: "history:00000009:00000050".into(),
        kind: "history".into(),
        state: String::new(),
        owner: String::new(),
        at: Timestamp::default(),
        rev: 0,
        write: "earlier".into(),
        schema: 1,
        facets: Vec::new(),
        body: golden["body"].clone().into(),
    };
    guild.insert(history.clone()).await.unwrap();
    let service = world.settings.start_on(stores.clone()).await;
    eventually("they are records", || {
        let there = guild.contents();
        let events = ["51", "52", "53"].map(|number| format!("event:ticket:00000009:00000{number}"));
        there.contains_key(&panel)
            && events.iter().all(|event| there.contains_key(event))
            && !there.contains_key(&history.id)
    })
    .await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_does_not_get_past_its_trouble_leaves_an_event_that_says_why() {
    let (app, stores) = TestService::in_memory().await;
    let core = || Documents::new(stores.core(), Arc::new(WriteTokens::new("other".into())));
    let application = Application { id: BotId::new(7), name: "Sealed elsewhere".into(), verify_key: String::new() };
    let bot = Bot::registered(None, application, Sealed::from_ciphertext("nonsense".into()), Timestamp::default());
    let operator = Actor::operator(Door::CommandLine, Cause::Request("run".into()));
    Bots::new(core()).put(bot, &operator, Timestamp::default()).await.unwrap();
    for _ in 0..2 {
        app.service.look_for_bots().await.unwrap();
    }
    let events = Events::new(core()).of("bot:7").await.unwrap();
    assert_eq!(kinds(&events), ["bot.added", "bot.degraded"]);
    assert_eq!(events[1].after["degraded"], "token_unreadable");
    app.finish().await;
}

/// The job that renames waits for minutes until Discord takes another name, and closes the ticket when it is asked to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_said_to_have_closed_a_ticket_but_who_did() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    for name in ["one", "two", "three"] {
        says(&bob, &ticket, &format!("/ticket rename name:{name}")).await;
    }
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    let events = events(&app, "ticket:00000001").await;
    let by = |kind: &str| events.iter().find(|event| event.kind.name() == kind).map(|event| &event.actor);
    assert!(matches!(by("ticket.closing"), Some(Who::Member { name, .. }) if name == "alice"), "{events:?}");
    assert_eq!(by("ticket.closed"), Some(&Who::Tickit));
    app.finish().await;
}
