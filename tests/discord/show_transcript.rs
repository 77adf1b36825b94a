//! Reading the transcript of a closed ticket, where the log channel did not take it.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::MessageHandle;
use tickit::store::memory::Faults;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::discord::Place;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestGuild, TestService, eventually_async, kept_message, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

/// The files of a message, each with its name and its text.
fn files(message: &MessageHandle) -> Vec<(String, String)> {
    let names = message.attachments().into_iter().map(|file| file.filename);
    names.map(|name| (name.clone(), String::from_utf8(message.file(&name).unwrap()).unwrap())).collect()
}

/// Where the service is in its guild.
fn place(app: &TestService) -> Place {
    Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_read_the_transcript_that_the_log_channel_refused() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob").locale("de"));
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "My order never came").await;
    app.guild.limit_files(200);
    app.closes(&alice, &ticket, "done").await;
    until_idle(&app.service, SOON).await;
    let summary = app.log.messages().pop().unwrap();
    assert!(summary.text().contains("`/ticket transcript ticket:1`") && summary.attachments().is_empty());

    let answer = bob.slash(&app.general, "/ticket transcript ticket:1").await.finished().await;
    assert!(answer.ephemeral() && answer.text().contains("Das Transkript von Ticket #1"), "{}", answer.text());
    let [(page_name, page), (text_name, text)] = files(&answer.message().unwrap()).try_into().unwrap();
    assert_eq!([page_name, text_name], ["ticket-0001.html", "ticket-0001.txt"]);
    assert!(text.contains("alice: My order never came\n") && page.contains("My order never came"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_so_far_is_handed_over_while_the_ticket_is_open() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    for number in 0..120 {
        alice.says(&ticket, &format!("line {number}")).await;
    }
    let said = async || {
        let answer = bob.select(&welcome(&ticket).select("More …"), ["show_transcript"]).await.finished().await;
        assert!(answer.ephemeral(), "nobody else sees it");
        let [(_, page), (_, text)] = files(&answer.message().unwrap()).try_into().unwrap();
        (page.contains("line 0") && page.contains("line 119"), text.contains("alice: line 119\n"))
    };
    for _ in 0..50 {
        if said().await == (true, true) {
            break;
        }
    }
    assert_eq!(said().await, (true, true));
    bob.slash(&ticket, "/ticket note text:\"a secret\"").await;
    assert!(ticket.exists(), "it is open as before");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_read_a_transcript_or_asks_for_none_reads_why() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    other.set_up().await;
    let first = app.opens(&alice, "Support").await;
    let read = async |command: &str| says(&bob, &app.general, command).await;
    assert!(read("/ticket transcript ticket:9").await.contains("There is no such ticket"));
    assert!(read("/ticket transcript").await.contains("Use this in a ticket's channel"));
    assert!(says(&alice, &first, "/ticket transcript").await.contains("you need to be staff"));
    app.closes(&bob, &first, "").await;
    until_idle(&app.service, SOON).await;
    assert!(says(&alice, &app.general, "/ticket transcript ticket:1").await.contains("you need to be staff"));
    let elsewhere = says(&other.agent("eve"), &other.general, "/ticket transcript ticket:1").await;
    assert!(elsewhere.contains("There is no such ticket"), "{elsewhere}");
    let stranger = Place { bot: BotId::new(1), ..place(&app) };
    let tickit = Actor::tickit(Door::Job, Cause::Job("a test".into()));
    let refused = app.service.desk().show_transcript(stranger, &tickit, TicketId::new(1), 1, None).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NoSuchTicket))), "{refused:?}");
    assert!(read("/ticket transcript ticket:1 part:2").await.contains("in one piece"));

    // The first answer is there before the transcript is read.
    let guild = stores.memory_guild(place(&app).guild);
    guild.set_faults(Faults { delay: Duration::from_millis(200), ..Faults::default() });
    let too_large = Fault::Refused { status: 413, code: 40_005, message: "Request entity too large" };
    app.discord.faults().respond(Match::any().method("PATCH").path("/webhooks/"), too_large, 1);
    let refused = read("/ticket transcript ticket:1").await;
    assert!(refused.contains("Discord does not take the answer"), "{refused}");
    assert!(read("/ticket transcript ticket:1").await.contains("The transcript of ticket #1"));
    let head = "transcript_head:00000001:0001";
    assert_eq!(guild.delete(head, None).await, Ok(true));
    assert!(read("/ticket transcript ticket:1").await.contains("there is no transcript of it"));
    app.finish().await;
}

/// Twelve megabytes: more than a message carries.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transcript_that_no_message_carries_is_not_uploaded_and_read_in_parts() {
    const MESSAGES: u64 = 300;
    let (app, _stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let line = "x".repeat(4_000);
    for number in 0..MESSAGES {
        let content = format!("message {number}.{}", format!("\n{line}").repeat(10));
        let said = kept_message(ticket.id().0 + 1_000_000 + number, "carol", content);
        app.service.desk().message_sent(place(&app), TicketId::new(1), said).await.unwrap();
    }
    let posts = || app.discord.request_count("POST", &format!("/channels/{}/messages", app.log.id()));
    let before = posts();
    app.closes(&bob, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    assert_eq!(posts() - before, 1, "nothing is uploaded in vain");
    let summary = app.log.messages().pop().unwrap();
    assert!(summary.text().contains("too large to be posted here") && summary.attachments().is_empty());

    let mut whole = String::new();
    for (part, says) in [(1, "Part 1 of 2"), (2, "The last of 2 parts")] {
        let command = format!("/ticket transcript ticket:1 part:{part}");
        let answer = bob.slash(&app.general, &command).await.finished().await;
        assert!(answer.text().contains(says), "{}", answer.text());
        let [(name, text)] = files(&answer.message().unwrap()).try_into().unwrap();
        assert_eq!(name, format!("ticket-0001-{part}.txt"));
        assert!(whole.is_empty() || whole.ends_with('\n'), "parts end behind a line");
        whole.push_str(&text);
    }
    let numbers: Vec<u64> =
        whole.split(": message ").skip(1).map(|said| said.split('.').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (0..MESSAGES).collect::<Vec<_>>());
    assert_eq!(whole.matches(&line).count(), 3_000);
    assert!(says(&bob, &app.general, "/ticket transcript ticket:1 part:3").await.contains("has 2 parts only"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_summary_says_who_when_and_how_long_and_its_button_shows_the_transcript() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "My order never came").await;
    alice.says(&ticket, "Nobody answers").await;
    bob.says(&ticket, "I am on it").await;
    eventually_async("staff is heard", async || {
        tickets(app.service.stores(), &app.guild).await[0].first_response_at.is_some()
    })
    .await;
    says(&bob, &ticket, "/ticket claim").await;
    app.closes(&bob, &ticket, "It came").await;
    until_idle(&app.service, SOON).await;
    let summary = app.log.messages().pop().unwrap();
    let embed = summary.embeds().pop().unwrap();
    let field = |name: &str| {
        let fields = embed["fields"].as_array().unwrap().iter();
        let found = fields.clone().find(|field| field["name"] == name);
        found.unwrap_or_else(|| panic!("no {name} in {embed}"))["value"].as_str().unwrap().to_owned()
    };
    let (alice_id, bob_id) = (format!("<@{}>", alice.id()), format!("<@{}>", bob.id()));
    for (name, value) in [
        ("Opened by", alice_id.clone()),
        ("Closed by", bob_id.clone()),
        ("Taken on by", bob_id.clone()),
        ("Open for", "less than a minute".into()),
        ("Time to first response", "less than a minute".into()),
        ("Who wrote", format!("{alice_id} {bob_id}")),
        ("Reason", "It came".into()),
    ] {
        assert_eq!(field(name), value, "{name}");
    }
    assert!(field("Opened").starts_with("<t:"), "{embed}");
    let answer = bob.press(&summary.button("Transcript")).await.finished().await;
    assert!(answer.ephemeral() && answer.text().contains("The transcript of ticket #1"), "{}", answer.text());
    let [(_, page), (_, text)] = files(&answer.message().unwrap()).try_into().unwrap();
    assert!(text.contains("alice: My order never came\n") && page.contains("I am on it"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_channel_that_takes_the_text_only_gets_that() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "My order never came").await;
    app.guild.limit_files(3_000);
    app.closes(&alice, &ticket, "done").await;
    until_idle(&app.service, SOON).await;
    let summary = app.log.messages().pop().unwrap();
    assert!(summary.text().contains("A file of the transcript is too large"), "{}", summary.text());
    let [(name, text)] = files(&summary).try_into().unwrap();
    assert_eq!(name, "ticket-0001.txt");
    assert!(text.contains("alice: My order never came\n"), "{text}");
    app.finish().await;
}
