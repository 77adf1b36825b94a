//! The audit log shows tampering: as an operator finds out who looks through it.

use std::time::Duration;

use tickit::store::memory::Faults;
use tickit::store::{MemoryStores, SqliteStores};
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, UserId};
use tickit_domain::store::Stores;
use tokio::time::sleep;

use crate::store::mongo_server::{ANY, Mongo};
use crate::support::{TestService, TestWorld, eventually, says, until_idle};

async fn verifies(world: &TestWorld, arguments: &[&str]) -> crate::installation::Said {
    world.settings.installation().run(&[&["audit", "verify"], arguments].concat()).await
}

/// A ticket is opened and closed, and the service stops.
async fn a_ticket_is_over(app: TestService) -> TestWorld {
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "Solved").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    app.stop_service().await
}

/// All is in the chain, and an end of it that somebody noted is found again.
async fn is_whole(world: &TestWorld) {
    let id = world.guild.id().to_string();
    let said = verifies(world, &[]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(
        said.stdout.contains("the service's own: ") && !said.stdout.contains("not in the chain"),
        "{}",
        said.stdout
    );
    let line = said.stdout.lines().find(|line| line.starts_with(&format!("guild {id}: "))).unwrap().to_owned();
    let end = line.split("it ends with ").nth(1).unwrap().to_owned();
    let said = verifies(world, &["--guild", &id, "--noted", &end]).await;
    assert_eq!((said.code, said.stdout.trim()), (Some(0), &*line), "{}", said.all());
    for wrong in [&["--guild", "5"][..], &["--noted", &end], &["--guild", &id, "--noted", "5"], &["--guild", "x"]] {
        assert_ne!(verifies(world, wrong).await.code, Some(0), "{wrong:?}");
    }
}

/// Somebody removes an entry from the database itself, and it is named.
async fn a_removal_is_named(world: &TestWorld, stores: &dyn Stores) {
    let removed = "event:ticket:00000001:0000002";
    let guild = stores.guild(GuildId::new(world.guild.id().0)).await.unwrap();
    assert!(guild.delete(removed, None).await.unwrap());
    drop(guild);
    stores.close().await;
    let said = verifies(world, &[]).await;
    assert_eq!(said.code, Some(1), "{}", said.all());
    assert!(said.stdout.contains(&format!(": {removed} was removed")), "{}", said.stdout);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_somebody_removes_from_the_database_is_named() {
    let world = a_ticket_is_over(TestService::ready().await).await;
    is_whole(&world).await;
    a_removal_is_named(&world, &SqliteStores::open(&world.settings.data()).await.unwrap()).await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_somebody_removes_from_mongodb_is_named() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let mut world = TestWorld::seeded(7).await;
    let (address, prefix) = (mongo.address.clone(), mongo.prefix.clone());
    world.settings = world.settings.with("MONGODB_URI", address).with("TICKIT_DATABASE_PREFIX", prefix);
    let service = world.settings.start().await;
    world.set_up().await;
    let world = a_ticket_is_over(TestService { world, service }).await;
    is_whole(&world).await;
    a_removal_is_named(&world, &*mongo.stores).await;
    mongo.drop_databases().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_deleted_leaves_the_audit_log_whole() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "Solved").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    // What happened is in the chain before it goes.
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let (owner, general) = (app.guild.owner(), &app.general);
    let asked = owner.slash(general, "/ticket delete ticket:1").await;
    owner.press(&asked.button("Delete for good")).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let world = app.stop_service().await;
    let said = verifies(&world, &[]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.stdout.contains("of them deleted with their ticket"), "{}", said.stdout);
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_member_said_that_is_erased_leaves_the_audit_log_whole() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    for member in [&alice, &carol] {
        let ticket = app.opens(member, "Support").await;
        member.says(&ticket, "where is it?").await;
        says(&bob, &ticket, "/ticket topic text:theirs").await;
        app.closes(&bob, &ticket, "Solved").await;
    }
    eventually("both transcripts are posted", || app.transcripts().len() == 2).await;
    let user = UserId::new(alice.id().0);
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
    let (who, may) = (Who::Person { user, name: "alice".into() }, Authority::Everything);
    let cause = Cause::Request("ask".into());
    let herself = Actor { who, may, locale: "en-US".into(), door: Door::Dashboard, cause };
    app.service.desk().request_erasure(at, &herself).await.unwrap();
    until_idle(&app.service, Duration::from_secs(10)).await;
    // What happened is in the chain before it is erased.
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let actor = Actor::operator(Door::Api, Cause::Request("erase".into()));
    app.service.desk().erase_member(at, &actor, user).await.unwrap();
    until_idle(&app.service, Duration::from_secs(10)).await;
    let world = app.stop_service().await;
    let said = verifies(&world, &[]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.stdout.contains("of them emptied with their ticket, or erased"), "{}", said.stdout);
    world.discord.finish().await.unwrap();
}

/// How many events of a guild say where they stand, and how many there are.
fn linked(stores: &MemoryStores, guild: GuildId) -> (usize, usize) {
    let events = stores.memory_guild(guild).contents();
    let events: Vec<_> = events.into_iter().filter(|(id, _)| id.starts_with("event:")).collect();
    (events.iter().filter(|(_, record)| record.state == "settled").count(), events.len())
}

/// What is counted begins once the opening is done, within the two seconds in which what happens is gathered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_together_is_appended_and_counted_with_ten_calls_of_the_guilds_store() {
    let (app, stores) = TestService::in_memory().await;
    let guild = GuildId::new(app.guild.id().0);
    let all = |stores: &MemoryStores| {
        let (linked, events) = linked(stores, guild);
        events > 0 && linked == events
    };
    eventually("all is in the chain", || all(&stores)).await;
    let mut fewest = u64::MAX;
    for number in 0..3 {
        app.opens(&app.member(&format!("member-{number}")), "Support").await;
        sleep(Duration::from_millis(200)).await;
        stores.memory_guild(guild).set_faults(Faults::default());
        eventually("all is in the chain", || all(&stores)).await;
        sleep(Duration::from_millis(100)).await;
        fewest = fewest.min(stores.memory_guild(guild).calls());
    }
    // Three for the chain: its end, what is new, and both written. Seven for the figures that follow it: how far they are, what is new
    // there, the ticket, its events and its sheet, and the sheet and how far it is written.
    assert_eq!(fewest, 10, "calls of the guild's database");
    app.finish().await;
}
