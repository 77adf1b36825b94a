//! Whoever opened a ticket says what they think of how it went.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::{AnswerKind, MessageHandle};
use discord_simulator::{ChannelHandle, Member};
use tickit::store::memory::Faults;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tickit_domain::ticket::{Ticket, TicketState};

use crate::support::{TestService, eventually, kept_message, says, tickets, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// The requests for feedback that a member got in direct messages, oldest first.
fn asked(app: &TestService, member: &Member) -> Vec<MessageHandle> {
    let asks = |message: &MessageHandle| message.find_button("5").is_some();
    member.direct_channel(&app.bot).messages().into_iter().filter(asks).collect()
}

/// A member opens a ticket, writes in it, and somebody closes it.
async fn is_served(app: &TestService, member: &Member, by: &Member) {
    let ticket = opens_and_writes(app, member).await;
    app.closes(by, &ticket, "solved by phone").await;
    until_idle(&app.service, SOON).await;
}

async fn opens_and_writes(app: &TestService, member: &Member) -> ChannelHandle {
    let ticket = app.opens(member, "Support").await;
    member.says(&ticket, "my parcel is lost").await;
    ticket
}

/// The tickets as they are kept.
async fn kept(app: &TestService) -> Vec<Ticket> {
    tickets(app.service.stores(), &app.guild).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opened_a_ticket_is_asked_once_it_is_closed_and_gives_it_stars_and_a_comment() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    is_served(&app, &alice, &bob).await;
    let request = asked(&app, &alice).remove(0);
    let text = request.text();
    for part in ["Support #0001", "Acme", &format!("<@{}>", bob.id()), "solved by phone"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(request.find_button("Add a comment").is_none(), "there is nothing to comment on");

    let given = alice.press(&request.button("2")).await;
    assert_eq!(given.kind(), AnswerKind::Update, "the message itself shows it");
    assert!(request.text().contains("⭐⭐ 2/5"), "{}", request.text());
    let form = alice.press(&request.button("Add a comment")).await.modal().unwrap();
    alice.submit(&form, [("comment", "It took long, and was nice.")]).await;
    assert!(request.text().contains("⭐⭐ 2/5\nIt took long, and was nice."), "{}", request.text());
    alice.press(&request.button("4")).await;
    assert!(request.text().contains("⭐⭐⭐⭐ 4/5\nIt took long, and was nice."), "{}", request.text());
    let ticket = kept(&app).await.remove(0);
    let rating = ticket.rating().unwrap();
    assert_eq!((ticket.ratings.len(), rating.stars.get(), rating.round), (1, 4, 1));
    assert_eq!(rating.comment, "It took long, and was nice.");
    let again = alice.press(&request.button("Change the comment")).await.modal().unwrap();
    assert_eq!(again.fields()[0].value(), "It took long, and was nice.", "what was written is there to be changed");
    alice.submit(&again, [("comment", " \u{200b}\u{2060} ")]).await;
    assert_eq!(kept(&app).await[0].rating().unwrap().comment, "", "what shows nothing takes it back");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_who_never_wrote_or_left_or_where_the_guild_does_not_want_it() {
    let app = TestService::ready().await;
    let (alice, carol, dave) = (app.member("alice"), app.member("carol"), app.member("dave"));
    let bob = app.agent("bob");
    let silent = app.opens(&alice, "Support").await;
    bob.says(&silent, "is anybody there?").await;
    app.closes(&bob, &silent, "").await;
    let left = opens_and_writes(&app, &carol).await;
    app.discord.shared().change(|world| world.remove_member(app.guild.id(), carol.id()));
    app.closes(&bob, &left, "").await;
    until_idle(&app.service, SOON).await;
    let shown = app.owner_says("/setup feedback:off").await;
    assert!(shown.contains("Feedback after closing: off"), "{shown}");
    is_served(&app, &dave, &bob).await;
    for member in [&alice, &carol, &dave] {
        assert_eq!(asked(&app, member), [], "{} was asked", member.name);
    }
    let shown = app.owner_says("/setup clear:\"Feedback: on\"").await;
    assert!(shown.contains("Feedback after closing: on"), "{shown}");
    is_served(&app, &dave, &bob).await;
    assert_eq!(asked(&app, &dave).len(), 1);
    app.finish().await;
}

/// The log channel is slow, so that there is time to press.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_no_direct_messages_is_asked_in_the_channel_as_long_as_that_is_there() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    alice.closes_direct_messages();
    let ticket = opens_and_writes(&app, &alice).await;
    let log = Match::any().method("POST").path(&format!("/channels/{}/messages", app.log.id()));
    app.discord.faults().respond(log, Fault::Delay(Duration::from_secs(3)), 1);
    says(&bob, &ticket, "/ticket close reason:done").await;
    let stars = || ticket.messages().into_iter().find(|message| message.find_button("5").is_some());
    eventually("the stars are in the channel", || stars().is_some()).await;
    let request = stars().unwrap();
    let refused = bob.press(&request.button("5")).await;
    assert!(refused.text().contains("Only who opened this ticket") && refused.ephemeral(), "{}", refused.text());
    alice.press(&request.button("3")).await;
    assert!(request.text().contains("⭐⭐⭐ 3/5"), "{}", request.text());
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, SOON).await;
    assert_eq!(kept(&app).await[0].rating().unwrap().stars.get(), 3);
    assert_eq!(asked(&app, &alice), []);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_closing_waits_for_the_request_and_that_is_made_once_discord_takes_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = opens_and_writes(&app, &alice).await;
    let direct = Match::any().method("POST").path("/users/@me/channels");
    let away = app.discord.faults().respond(direct, Fault::Status(503), 100_000);
    app.closes(&bob, &ticket, "").await;
    eventually("it is closed and posted", || app.transcripts().len() == 1).await;
    eventually("it was tried several times", || away.happened() >= 3).await;
    assert_eq!(kept(&app).await[0].state, TicketState::Closed);
    assert_eq!(asked(&app, &alice), []);
    app.discord.faults().clear();
    until_idle(&app.service, SOON).await;
    assert_eq!((asked(&app, &alice).len(), app.transcripts().len()), (1, 1));
    app.finish().await;
}

/// The answer to what asks is lost, the process dies, and the next one goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_asked_is_asked_once_whatever_becomes_of_the_process() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = opens_and_writes(&app, &alice).await;
    let direct = format!("/channels/{}/messages", alice.direct_channel(&app.bot).id());
    let lost = app.discord.faults().respond(Match::any().method("POST").path(&direct), Fault::CutAfter, 100_000);
    app.closes(&bob, &ticket, "").await;
    eventually("it was sent", || lost.happened() >= 1).await;
    let world = app.stop_service().await;
    world.discord.faults().clear();
    let app = TestService { service: world.settings.start().await, world };
    until_idle(&app.service, SOON).await;
    assert_eq!(asked(&app, &alice).len(), 1);
    alice.press(&asked(&app, &alice)[0].button("5")).await;
    assert_eq!(kept(&app).await[0].rating().unwrap().stars.get(), 5);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_closing_has_a_rating_of_its_own_and_an_earlier_one_stands() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    is_served(&app, &alice, &bob).await;
    let first = asked(&app, &alice).remove(0);
    alice.press(&first.button("1")).await;
    assert!(says(&bob, &app.general, "/ticket reopen ticket:1").await.contains("is open"));
    until_idle(&app.service, SOON).await;
    let late = alice.press(&first.button("5")).await;
    assert!(late.text().contains("the ticket was opened again since"), "{}", late.text());
    app.closes(&bob, &app.ticket_channels()[0], "").await;
    until_idle(&app.service, SOON).await;
    let late = alice.press(&first.button("5")).await;
    assert!(late.text().contains("the ticket was opened again since"), "{}", late.text());
    let second = asked(&app, &alice).pop().unwrap();
    assert_ne!(first, second);
    assert!(second.find_button("Add a comment").is_none());
    alice.press(&second.button("4")).await;
    let ratings = kept(&app).await.remove(0).ratings;
    assert_eq!(ratings.iter().map(|rating| (rating.round, rating.stars.get())).collect::<Vec<_>>(), [(1, 1), (2, 4)]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_summary_in_the_log_channel_and_the_tickets_info_show_the_rating_as_it_comes_and_changes() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    is_served(&app, &alice, &bob).await;
    let summary = || app.transcripts().remove(0).0;
    assert!(!summary().text().contains("Rating"), "{}", summary().text());
    let request = asked(&app, &alice).remove(0);
    alice.press(&request.button("1")).await;
    eventually("the summary shows it", || summary().text().contains("⭐ 1/5")).await;
    let form = alice.press(&request.button("Add a comment")).await.modal().unwrap();
    alice.submit(&form, [("comment", "@everyone, it was nice")]).await;
    alice.press(&request.button("5")).await;
    eventually("it follows", || summary().text().contains("⭐⭐⭐⭐⭐ 5/5\n@everyone, it was nice")).await;
    assert_eq!(summary().attachments().len(), 2, "it keeps its files");
    assert!(summary().find_button("Reopen").is_some() && !summary().state().unwrap().pings.everyone);
    let info = says(&bob, &app.general, "/ticket info ticket:1").await;
    assert!(info.contains("⭐⭐⭐⭐⭐ 5/5\n@everyone, it was nice"), "{info}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_no_direct_messages_finds_the_stars_below_the_tickets_info_when_its_channel_is_gone() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    alice.closes_direct_messages();
    is_served(&app, &alice, &bob).await;
    assert_eq!((asked(&app, &alice), app.transcripts().len()), (vec![], 1));
    let of_staff = bob.slash(&app.general, "/ticket info ticket:1").await;
    assert!(of_staff.message().unwrap().find_button("5").is_none(), "staff does not rate");
    let info = alice.slash(&app.general, "/ticket info ticket:1").await;
    assert!(info.text().contains("How did it go?"), "{}", info.text());
    let rated = alice.press(&info.button("4")).await;
    assert!(rated.ephemeral() && rated.text().contains("⭐⭐⭐⭐ 4/5"), "{}", rated.text());
    eventually("the summary shows it", || app.transcripts()[0].0.text().contains("⭐⭐⭐⭐ 4/5")).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opened_a_ticket_is_asked_in_their_own_language() {
    let app = TestService::ready().await;
    let (bernd, bob) = (app.member("bernd").locale("de"), app.agent("bob"));
    let ticket = opens_and_writes(&app, &bernd).await;
    says(&bob, &ticket, "/ticket close reason:erledigt").await;
    eventually("it is closed", || !ticket.exists()).await;
    until_idle(&app.service, SOON).await;
    let request = asked(&app, &bernd).remove(0);
    assert!(request.text().contains("Dein Ticket wurde geschlossen. Wie lief es?"), "{}", request.text());
    bernd.press(&request.button("5")).await;
    assert!(request.text().contains("Deine Bewertung\n⭐⭐⭐⭐⭐ 5/5"), "{}", request.text());
    assert!(request.find_button("Kommentar hinzufügen").is_some());
    app.finish().await;
}

/// Their channel stands for as long as that takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_long_transcript_is_written_its_opener_is_asked_already() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    alice.closes_direct_messages();
    let ticket = opens_and_writes(&app, &alice).await;
    until_idle(&app.service, SOON).await;
    let at = Place { bot: BotId::new(app.bot.id().0), guild: GuildId::new(app.guild.id().0) };
    for number in 0..4_300 {
        let said = kept_message(ticket.id().0 + 1_000_000 + number, "carol", format!("line {number}."));
        app.service.desk().message_sent(at, TicketId::new(1), said).await.unwrap();
    }
    let delay = Duration::from_millis(20);
    stores.memory_guild(at.guild).set_faults(Faults { delay, ..Faults::default() });
    says(&bob, &ticket, "/ticket close reason:done").await;
    let stars = || ticket.messages().into_iter().find(|message| message.find_button("5").is_some());
    eventually("the stars are in the channel", || stars().is_some()).await;
    alice.press(&stars().unwrap().button("5")).await;
    assert!(app.transcripts().is_empty(), "it is written still");
    until_idle(&app.service, Duration::from_mins(1)).await;
    assert!(app.transcripts()[0].0.text().contains("5/5") && !ticket.exists());
    app.finish().await;
}
