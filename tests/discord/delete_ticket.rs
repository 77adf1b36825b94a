//! Deleting a closed ticket for good.

use std::time::Duration;

use serde_json::Value;
use tickit::store::memory::{Faults, MemoryStore};
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tokio::time::{Instant, sleep};

use crate::support::{TestService, kept_message, says, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// The records that name ticket 1.
fn records(guild: &MemoryStore) -> Vec<String> {
    let ids = guild.contents().into_keys();
    ids.filter(|id| id.split(':').any(|part| part == "00000001")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_closed_is_kept_with_all_that_was_said_until_an_admin_deletes_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "My order never came").await;
    says(&bob, &ticket, "/ticket note text:\"Ask the courier\"").await;
    app.closes(&bob, &ticket, "solved").await;
    until_idle(&app.service, SOON).await;
    let reads = async |command: &str| says(&bob, &app.general, command).await;
    assert!(reads("/tickets list state:closed").await.contains("#0001"));
    assert!(reads("/ticket info ticket:1").await.contains("Support #0001"));
    assert!(reads("/ticket notes ticket:1").await.contains("Ask the courier"));
    let transcript = bob.slash(&app.general, "/ticket transcript ticket:1").await.finished().await;
    let text = transcript.message().unwrap().file("ticket-0001.txt").unwrap();
    assert!(String::from_utf8(text).unwrap().contains("alice: My order never came"));
    let owner = app.guild.owner();
    let asked = owner.slash(&app.general, "/ticket delete ticket:1").await;
    owner.press(&asked.button("Delete for good")).await;
    until_idle(&app.service, SOON).await;
    for command in ["info ticket:1", "notes ticket:1", "transcript ticket:1", "reopen ticket:1"] {
        let gone = reads(&format!("/ticket {command}")).await;
        assert!(gone.contains("There is no such ticket"), "{command}: {gone}");
    }
    app.finish().await;
}

/// The process dies while messages are deleted, of which there are more than one attempt takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_deleted_ticket_nothing_is_left_but_that_it_was_wherever_the_process_dies() {
    const LINES: u64 = 2_500;
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket note text:\"a secret\"").await;
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
    for number in 0..LINES {
        let said = kept_message(ticket.id().0 + 1_000_000 + number, "carol", format!("line {number}."));
        app.service.desk().message_sent(at, TicketId::new(1), said).await.unwrap();
    }
    let owner = app.guild.owner();
    let open = app.owner_says("/ticket delete ticket:1").await;
    assert!(open.contains("This ticket is not closed"), "{open}");
    app.closes(&bob, &ticket, "a secret too").await;
    until_idle(&app.service, SOON).await;
    assert!(says(&bob, &app.general, "/ticket delete ticket:1").await.contains("You are not allowed"));
    let offered = owner.types(&app.general, "/ticket delete ticket:").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Support #0001 · alice"]);
    let asked = owner.slash(&app.general, "/ticket delete ticket:1").await;
    assert!(asked.text().contains("Support #0001"), "{}", asked.text());

    let guild = stores.memory_guild(at.guild);
    let before = records(&guild).len();
    guild.set_faults(Faults { delay: Duration::from_millis(20), ..Faults::default() });
    let confirm = asked.button("Delete for good");
    let begun = owner.press(&confirm).await.text();
    assert!(begun.contains("#1 is being deleted"), "{begun}");
    let again = owner.press(&confirm).await.text();
    assert!(again.contains("is being deleted already"), "{again}");
    let deadline = Instant::now() + SOON;
    while records(&guild).len() >= before {
        assert!(Instant::now() < deadline, "nothing is deleted");
        sleep(Duration::from_millis(2)).await;
    }
    guild.set_faults(Faults { away: true, ..Faults::default() });
    let TestService { world, service } = app;
    service.stop().await;
    assert!(records(&guild).len() > 1, "all was deleted before the process died");
    guild.set_faults(Faults::default());
    let service = world.settings.start_on(stores.clone()).await;
    until_idle(&service, SOON).await;

    let left = records(&guild);
    assert!(matches!(&left[..], [event] if event.starts_with("event:ticket:00000001:")), "{left:?}");
    let event: Value = guild.contents()[&left[0]].body.read().unwrap();
    assert_eq!((&event["kind"], &event["actor"]["user"]), (&"ticket.deleted".into(), &owner.id().to_string().into()));
    assert!(!event.to_string().contains("secret"), "{event}");
    let gone = says(&owner, &world.general, "/ticket delete ticket:1").await;
    assert!(gone.contains("no such ticket"), "{gone}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}
