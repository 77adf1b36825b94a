//! Two processes with one MongoDB and the same bot: whatever comes to both is done once.

use std::time::Duration;

use futures_util::future::join_all;

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY};
use crate::store::mongo_server::Mongo;
use crate::support::{TestWorld, agrees, eventually, tickets, until_idle};

async fn world(mongo: &Mongo) -> TestWorld {
    let mut world = TestWorld::seeded(7).await;
    world.settings = world
        .settings
        .with("MONGODB_URI", mongo.address.clone())
        .with("TICKIT_DATABASE_PREFIX", mongo.prefix.clone())
        .with("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .with("ENCRYPTION_IV", ENCRYPTION_IV);
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_presses_through_two_processes_make_one_ticket() {
    let Some(mongo) = Mongo::at(crate::store::mongo_server::ANY).await else { return };
    let world = world(&mongo).await;
    let (first, second) = (world.settings.start().await, world.settings.start().await);
    world.set_up().await;

    let alice = world.member("alice");
    let button = world.panel().button("Support");
    let answers = join_all((0..50).map(|_| alice.press(&button))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;
    let opened = answers.iter().filter(|answer| answer.text().contains("is open")).count();
    let refused = answers.iter().filter(|answer| answer.text().contains("an open ticket of this type already")).count();
    assert_eq!((opened, refused), (1, 49));
    until_idle(&first, Duration::from_secs(20)).await;
    let stores = second.stores();
    assert_eq!(tickets(stores, &world.guild).await.len(), 1);
    assert_eq!(agrees(stores, &world.home).await.len(), 1);

    let (ticket, bob) = (world.ticket_channels().remove(0), world.agent("bob"));
    world.closes(&bob, &ticket, "done").await;
    eventually("the transcript is posted", || !world.transcripts().is_empty()).await;
    until_idle(&second, Duration::from_secs(20)).await;
    assert_eq!(world.transcripts().len(), 1);
    first.stop().await;
    second.stop().await;
    mongo.drop_databases().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_of_the_guild_holds_for_presses_through_two_processes() {
    let Some(mongo) = Mongo::at(crate::store::mongo_server::ANY).await else { return };
    let world = world(&mongo).await;
    let (first, second) = (world.settings.start().await, world.settings.start().await);
    world.set_up().await;
    world.home.has_panel("/type add name:Billing limit:5").await;
    world.home.owner_says("/setup limit:2").await;
    // What another process chose is seen a second later.
    tokio::time::sleep(Duration::from_millis(1_100)).await;

    let (alice, buttons) = (world.member("alice"), ["Billing", "Support"].map(|kind| world.panel().button(kind)));
    let answers = join_all((0..20).map(|number| alice.press(&buttons[number % 2]))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;
    let opened = answers.iter().filter(|answer| answer.text().contains("is open")).count();
    assert_eq!(opened, 2);
    until_idle(&first, Duration::from_secs(20)).await;
    assert_eq!(agrees(second.stores(), &world.home).await.len(), 2);
    first.stop().await;
    second.stop().await;
    mongo.drop_databases().await;
    world.discord.finish().await.unwrap();
}
