//! Closing a ticket, and opening it again.

use std::collections::BTreeSet;
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::MessageHandle;
use futures_util::future::join_all;
use tickit::store::memory::Faults;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tickit_domain::store::DocumentStore as _;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, agrees, eventually, kept_message, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slash_command_closes_with_the_reason_that_it_was_given() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&bob, &app.general, "/ticket close").await.contains("Use this in a ticket's channel"));
    let form = bob.slash(&ticket, "/ticket close reason:\"  \"").await.modal().unwrap();
    assert_eq!(form.title(), "Close ticket #1?", "without a reason it is asked for");
    let closing = bob.slash(&ticket, "/ticket close reason:\"all done\"").await;
    assert!(closing.text().contains("closes this ticket: all done"), "it asks no second time: {}", closing.text());
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, SOON).await;
    let (_, text) = app.transcripts().remove(0);
    assert!(text.contains("all done") && text.contains("bob"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reasons_are_offered_while_one_is_typed_the_most_used_first_and_only_of_tickets_that_one_may_see() {
    let app = TestService::ready().await;
    let (alice, carol, bob) = (app.member("alice"), app.member("carol"), app.agent("bob"));
    for (member, reason) in [(&carol, "Duplicate"), (&alice, "Solved by phone"), (&carol, "solved by phone")] {
        let ticket = app.opens(member, "Support").await;
        app.closes(&bob, &ticket, reason).await;
        until_idle(&app.service, SOON).await;
    }
    let ticket = app.opens(&alice, "Support").await;
    let offered = async |member: &discord_simulator::Member, command: &str| {
        let choices = member.types(&ticket, command).await;
        choices.into_iter().map(|choice| choice.name).collect::<Vec<_>>()
    };
    assert_eq!(offered(&bob, "/ticket close reason:").await, ["solved by phone", "Duplicate"]);
    assert_eq!(offered(&bob, "/ticket request-close reason:DUP").await, ["Duplicate"]);
    assert_eq!(offered(&alice, "/ticket close reason:").await, ["Solved by phone"], "her own ticket's");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_several_close_at_once_is_closed_once() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let close = welcome(&ticket).button("Close");
    let forms: Vec<_> = [&alice, &bob, &alice, &bob].into_iter().collect();
    let forms =
        join_all(forms.into_iter().map(async |member| (member, member.press(&close).await.modal().unwrap()))).await;
    let answers = join_all(forms.iter().map(|(member, form)| member.submit(form, [("reason", "twice")]))).await;
    let closed = answers.iter().filter(|answer| !answer.text().contains("not open")).count();
    assert!(closed >= 1, "{answers:?}");
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, SOON).await;
    assert_eq!(app.transcripts().len(), 1);
    let late = bob.press_custom(&app.panel(), "tickit:1:close:1").await;
    assert!(late.text().contains("This ticket is not open"), "{}", late.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reopened_ticket_keeps_its_number_and_its_conversation() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    alice.says(&ticket, "the first thing").await;
    assert!(says(&bob, &app.general, "/ticket reopen ticket:1").await.contains("This ticket is not closed"));
    assert!(says(&bob, &app.general, "/ticket reopen ticket:9").await.contains("no such ticket"));
    app.closes(&bob, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    assert!(says(&alice, &app.general, "/ticket reopen ticket:1").await.contains("are reopened by staff"));
    assert!(says(&bob, &app.general, "/ticket reopen ticket:1").await.contains("is open"));
    until_idle(&app.service, SOON).await;
    let again = app.ticket_channels().remove(0);
    assert!(again.name() == "support-0001" && alice.sees(&again));
    alice.says(&again, "the second thing").await;
    app.closes(&bob, &again, "").await;
    until_idle(&app.service, SOON).await;
    let (_, text) = app.transcripts().pop().unwrap();
    assert!(text.contains("the first thing") && text.contains("the second thing"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reopening_needs_a_free_slot_and_happens_once() {
    let app = TestService::ready().await;
    let (alice, bob, eve) = (app.member("alice"), app.agent("bob"), app.agent("eve"));
    let first = app.opens(&alice, "Support").await;
    app.closes(&bob, &first, "").await;
    until_idle(&app.service, SOON).await;
    let second = app.opens(&alice, "Support").await;
    let refused = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    assert!(refused.contains("open ticket of this type already"), "{refused}");
    app.closes(&bob, &second, "").await;
    until_idle(&app.service, SOON).await;
    let reopen = app.transcripts()[0].0.button("Reopen");
    let answers = join_all([&bob, &eve, &bob, &eve].map(|agent| agent.press(&reopen))).await;
    for answer in answers {
        let text = answer.finished().await.text();
        assert!(text.contains("is open") || text.contains("not closed"), "{text}");
    }
    until_idle(&app.service, SOON).await;
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1);
    app.finish().await;
}

/// More than one attempt may read, while no session listened.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_conversation_that_nobody_heard_is_in_the_transcript_whole() {
    const LINES: usize = 620;
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    let world = app.stop_service().await;
    for number in 0..LINES {
        alice.says(&ticket, &format!("line {number}.")).await;
    }
    world.discord.faults().gateway(&world.bot).forget_sessions();
    let service = world.settings.start().await;
    world.closes(&alice, &ticket, "").await;
    until_idle(&service, SOON).await;
    let (_, text) = world.transcripts().remove(0);
    assert!((0..LINES).all(|number| text.contains(&format!("line {number}."))), "{text}");
    assert_eq!(world.transcripts().len(), 1);
    let pages = world.discord.request_count("GET", &format!("/channels/{}/messages", ticket.id()));
    assert_eq!(pages, 7, "pages are read once");
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transcript_that_is_too_large_for_the_log_leaves_its_summary_there() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    app.guild.limit_files(200);
    app.closes(&alice, &ticket, "done").await;
    until_idle(&app.service, SOON).await;
    let summary = app.log.messages().pop().expect("a summary");
    assert!(summary.text().contains("too large to be posted here"), "{}", summary.text());
    assert!(summary.attachments().is_empty() && summary.find_button("Reopen").is_some());
    app.finish().await;
}

/// The process dies twice: while it reads the conversation for names, and while it writes the transcript.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_of_thousands_is_written_in_several_attempts_and_each_goes_on_where_the_last_was() {
    const LINES: u64 = 4_300;
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
    for number in 0..LINES {
        // Its author is called otherwise in the last one.
        let name = if number + 1 == LINES { "carol" } else { "caroline" };
        let said = kept_message(ticket.id().0 + 1_000_000 + number, name, format!("line {number}. <@777>"));
        app.service.desk().message_sent(at, TicketId::new(1), said).await.unwrap();
    }
    let guild = stores.memory_guild(at.guild);
    let delay = Duration::from_millis(20);
    guild.set_faults(Faults { delay, ..Faults::default() });
    let form = bob.press(&welcome(&ticket).button("Close")).await.modal().unwrap();
    bob.submit(&form, [("reason", "")]).await;
    let TestService { world, mut service } = app;
    for record in ["transcript_names:00000001:0001", "transcript:00000001:0001:html:000002"] {
        let deadline = Instant::now() + SOON;
        while guild.get(record).await.unwrap_or_default().is_none() {
            assert!(Instant::now() < deadline, "there never was a {record}");
        }
        guild.set_faults(Faults { away: true, ..Faults::default() });
        service.stop().await;
        assert!(world.transcripts().is_empty() && ticket.exists(), "it was closed before the process died");
        guild.set_faults(Faults { delay, ..Faults::default() });
        service = world.settings.start_on(stores.clone()).await;
    }
    until_idle(&service, Duration::from_mins(1)).await;
    assert!(!ticket.exists());
    let (_, text) = world.transcripts().pop().unwrap();
    let numbers: Vec<u64> = text.split(": line ").skip(1).map(|line| until_dot(line).parse().unwrap()).collect();
    assert_eq!(numbers, (0..LINES).collect::<Vec<_>>());
    assert!(text.contains("caroline: line 0. @carol\n"), "somebody is named as they are called in the end");
    // What the second process wrote is as it was.
    let writer = async |record: &str| {
        let record = guild.get(record).await.unwrap().unwrap();
        record.write.split_once('-').unwrap().0.to_owned()
    };
    let parts = [writer("transcript:00000001:0001:html:000000").await, writer("transcript_head:00000001:0001").await];
    assert_ne!(parts[0], parts[1]);
    assert_eq!(guild.get("transcript_names:00000001:0001").await, Ok(None));
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_closes_a_long_ticket_reads_how_far_its_transcript_is() {
    const LINES: u64 = 4_300;
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
    for number in 0..LINES {
        let said = kept_message(ticket.id().0 + 1_000_000 + number, "carol", format!("line {number}."));
        app.service.desk().message_sent(at, TicketId::new(1), said).await.unwrap();
    }
    stores.memory_guild(at.guild).set_faults(Faults { delay: Duration::from_millis(15), ..Faults::default() });
    let form = bob.press(&welcome(&ticket).button("Close")).await.modal().unwrap();
    bob.submit(&form, [("reason", "")]).await;
    let (mut said, mut most, deadline) = (BTreeSet::new(), 0, Instant::now() + Duration::from_mins(1));
    while ticket.exists() {
        assert!(Instant::now() < deadline, "it was never closed; said: {said:?}");
        let progress: Vec<String> = ticket.messages().iter().map(MessageHandle::text).collect();
        let progress: Vec<String> = progress.into_iter().filter(|text| text.contains("is being kept: ")).collect();
        most = most.max(progress.len());
        said.extend(progress);
        sleep(Duration::from_millis(5)).await;
    }
    until_idle(&app.service, SOON).await;
    assert_eq!(most, 1, "it is one message: {said:?}");
    assert!(said.iter().any(|text| text.contains("messages were read so far")), "{said:?}");
    assert!(said.iter().any(|text| text.contains(" of 43")), "{said:?}");
    let (_, text) = app.transcripts().pop().unwrap();
    assert!(!text.contains("is being kept: ") && text.contains("carol: line 4299."), "it is no part of what was said");
    app.finish().await;
}

fn until_dot(line: &str) -> &str {
    line.split('.').next().unwrap_or_default()
}

/// As it is where Discord lets no answer be changed for a while.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_could_not_be_told_that_their_ticket_is_open_is_told_that_somebody_closed_it_and_not_that_its_channel_is_gone()
 {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let answers = Match::any().method("PATCH").path("/webhooks/");
    let limited = Fault::RateLimited { scope: "user", retry_after: Duration::from_secs(8) };
    app.discord.faults().respond(answers, limited, 1);
    let answer = alice.press(&app.panel().button("Support")).await;
    eventually("the ticket has its channel", || app.ticket_channels().len() == 1).await;
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a welcome message", || !ticket.messages().is_empty()).await;
    app.closes(&bob, &ticket, "done").await;
    eventually("alice is told", || answer.text().contains("Ticket #1 was open and is closed already")).await;
    app.finish().await;
}
