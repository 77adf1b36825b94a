//! What an earlier version left behind: tickets in every state, which go on with this one.

use std::fs;
use std::time::Duration;

use discord_simulator::{ChannelHandle, Member};
use mongodb::Client;
use mongodb::bson::{Bson, DateTime, Document};
use serde_json::Value;
use tickit::app::Service;
use tickit_domain::ids::GuildId;
use tickit_domain::store::Selection;
use tickit_domain::ticket::TicketState;

use crate::store::mongo_server::{ANY, Mongo};
use crate::support::{TestWorld, agrees, copy, earlier_world, eventually, fixture, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_directory_of_an_earlier_version_opens_and_each_ticket_goes_on() {
    let (world, members, bob) = earlier_world("sqlite/discord.json").await;
    copy(&fixture("sqlite/data"), &world.settings.data());
    let service = world.settings.start().await;
    every_ticket_goes_on(&world, &service, &members, &bob).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mongodb_of_an_earlier_version_opens_and_each_ticket_goes_on() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let (mut world, members, bob) = earlier_world("mongodb/discord.json").await;
    let guild = world.guild.id();
    load(&mongo.admin, "mongodb/core.jsonl", &mongo.prefix).await;
    load(&mongo.admin, "mongodb/guild.jsonl", &format!("{}-guild-{guild}", mongo.prefix)).await;
    world.settings =
        world.settings.with("MONGODB_URI", mongo.address.clone()).with("TICKIT_DATABASE_PREFIX", mongo.prefix.clone());
    let service = world.settings.start().await;
    every_ticket_goes_on(&world, &service, &members, &bob).await;
    service.stop().await;
    mongo.drop_databases().await;
    world.discord.finish().await.unwrap();
}

/// 1 was closed; 2, 3 and 5 were open, 2 claimed and 3 for the second time; 4 failed; 6 was closing and 7 opening.
async fn every_ticket_goes_on(world: &TestWorld, service: &Service, members: &[Member], bob: &Member) {
    use TicketState::{Closed, Failed, Open};
    let stores = service.stores();
    until_idle(service, SOON).await;
    let now = async || tickets(stores, &world.guild).await.iter().map(|ticket| ticket.state).collect::<Vec<_>>();
    assert_eq!(now().await, [Closed, Open, Open, Failed, Open, Closed, Open]);
    assert_eq!(agrees(stores, &world.home).await.len(), 4);
    let by_facet = Selection::with_facet("ticket", format!("bot:{}", world.bot.id()));
    let guild = stores.guild(GuildId::new(world.guild.id().0)).await.unwrap();
    assert_eq!(guild.count(&by_facet).await, Ok(7), "lists find the tickets by their facets");

    // Each open ticket is worked on, and closed.
    for (channel, button, next) in [
        ("refund", "Give up", "Claim"),
        ("billing-0003", "Claim", "Give up"),
        ("support-0005", "Claim", "Give up"),
        ("billing-0007", "Claim", "Give up"),
    ] {
        let ticket = channel_named(world, channel);
        bob.press(&welcome(&ticket).button(button)).await;
        eventually("the welcome message follows", || welcome(&ticket).find_button(next).is_some()).await;
        bob.says(&ticket, "Bye").await;
        world.closes(bob, &ticket, "done").await;
    }
    // The closed ones are opened again from their transcripts, and closed.
    until_idle(service, SOON).await;
    for number in [1, 6] {
        let file = format!("ticket-{number:04}.html");
        let has_file = |names: Vec<String>| names.contains(&file);
        let posted = world.log.messages().into_iter().find(|message| {
            has_file(message.attachments().into_iter().map(|attachment| attachment.filename).collect())
        });
        let reopened = bob.press(&posted.unwrap().button("Reopen")).await.finished().await;
        assert!(reopened.text().contains("is open"), "{}", reopened.text());
        until_idle(service, SOON).await;
        let ticket = world.ticket_channels().remove(0);
        world.closes(bob, &ticket, "again").await;
        until_idle(service, SOON).await;
    }
    // Whose ticket failed can open another.
    let erin = &members[3];
    let ticket = world.opens(erin, "Support").await;
    world.closes(erin, &ticket, "").await;
    until_idle(service, SOON).await;
    assert_eq!(now().await, [Closed, Closed, Closed, Failed, Closed, Closed, Closed, Closed]);
    assert!(world.ticket_channels().is_empty());
}

fn channel_named(world: &TestWorld, name: &str) -> ChannelHandle {
    let channels = world.ticket_channels();
    let names: Vec<_> = channels.iter().map(ChannelHandle::name).collect();
    channels.into_iter().find(|channel| channel.name() == name).unwrap_or_else(|| panic!("no #{name} in {names:?}"))
}

/// Fills a database with records, one a line of extended JSON.
async fn load(client: &Client, lines: &str, database: &str) {
    let lines = fs::read_to_string(fixture(lines)).unwrap();
    let documents = lines.lines().map(|line| match bson(serde_json::from_str(line).unwrap()) {
        Bson::Document(document) => document,
        other => panic!("{other:?} is no record"),
    });
    client.database(database).collection::<Document>("records").insert_many(documents).await.unwrap();
}

/// Extended JSON, as far as records go.
fn bson(value: Value) -> Bson {
    match value {
        Value::Null => Bson::Null,
        Value::Bool(flag) => Bson::Boolean(flag),
        Value::Number(number) => panic!("{number} has no type"),
        Value::String(text) => Bson::String(text),
        Value::Array(items) => Bson::Array(items.into_iter().map(bson).collect()),
        Value::Object(fields) => {
            let typed = |name: &str| fields.get(name).filter(|_| fields.len() == 1);
            let number = |value: &Value| value.as_str().unwrap().parse().unwrap();
            if let Some(whole) = typed("$numberLong") {
                Bson::Int64(number(whole))
            } else if let Some(whole) = typed("$numberInt") {
                Bson::Int32(i32::try_from(number(whole)).unwrap())
            } else if let Some(at) = typed("$date") {
                Bson::DateTime(DateTime::from_millis(number(&at["$numberLong"])))
            } else {
                Bson::Document(fields.into_iter().map(|(key, field)| (key, bson(field))).collect())
            }
        }
    }
}
