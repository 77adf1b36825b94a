//! The audit log shows tampering: as an operator finds out who looks through it.

use std::time::Duration;

use tickit::store::memory::Faults;
use tickit::store::{MemoryStores, SqliteStores};
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, UserId};
use tickit_domain::store::Stores as _;
use tokio::time::sleep;

use crate::support::{TestService, TestWorld, eventually, says, until_idle};

async fn verifies(world: &TestWorld, arguments: &[&str]) -> crate::installation::Said {
    world.settings.installation().run(&[&["audit", "verify"], arguments].concat()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_somebody_removes_from_the_database_is_named() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "Solved").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let world = app.stop_service().await;
    let (id, guild) = (world.guild.id().to_string(), GuildId::new(world.guild.id().0));

    let said = verifies(&world, &[]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(
        said.stdout.contains("the service's own: ") && !said.stdout.contains("not in the chain"),
        "{}",
        said.stdout
    );
    let line = said.stdout.lines().find(|line| line.starts_with(&format!("guild {id}: "))).unwrap().to_owned();
    let end = line.split("it ends with ").nth(1).unwrap().to_owned();
    let said = verifies(&world, &["--guild", &id, "--noted", &end]).await;
    assert_eq!((said.code, said.stdout.trim()), (Some(0), &*line), "{}", said.all());
    for wrong in [&["--guild", "5"][..], &["--noted", &end], &["--guild", &id, "--noted", "5"], &["--guild", "x"]] {
        assert_ne!(verifies(&world, wrong).await.code, Some(0), "{wrong:?}");
    }

    let removed = "event:ticket:00000001:0000002";
    let stores = SqliteStores::open(&world.settings.data()).await.unwrap();
    assert!(stores.guild(guild).await.unwrap().delete(removed, None).await.unwrap());
    stores.close().await;
    let said = verifies(&world, &[]).await;
    assert_eq!(said.code, Some(1), "{}", said.all());
    assert!(said.stdout.contains(&format!(": {removed} was removed")), "{}", said.stdout);
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
    until_idle(&app.service, Duration::from_secs(10)).await;
    // What happened is in the chain before it is erased.
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let (user, actor) = (UserId::new(alice.id().0), Actor::operator(Door::Api, Cause::Request("erase".into())));
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
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
    (events.iter().filter(|(_, record)| record.state.is_empty()).count(), events.len())
}

/// What is counted begins once the opening is done, within the two seconds in which what happens is gathered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_together_is_appended_with_three_calls_of_the_guilds_store() {
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
    // The end of the chain, what is new, and both written.
    assert_eq!(fewest, 3, "calls of the guild's database");
    app.finish().await;
}
