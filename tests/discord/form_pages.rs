//! Forms of more than five questions: page by page, with what was answered kept for those who stop in the middle.

use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::people::{Answer, Button, MessageHandle, Modal};
use tickit::store::memory::MemoryStore;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore as _, Record};

use crate::support::{TestGuild, TestService, change_body, eventually, forges, tickets, welcome};

const ELEVEN: &str = "/type add name:Billing questions:1|2|3|4|5|6|7|8|9|10|11";

async fn begins(home: &TestGuild, member: &Member) -> Modal {
    member.press(&home.panel().button("Billing")).await.modal().expect("a form")
}

/// Fills in a page with the names of its questions; what comes then.
async fn fills_in(member: &Member, page: &Modal) -> Answer {
    let fields = page.fields();
    member.submit(page, fields.iter().map(|field| (field.label.clone(), format!("answer {}", field.label)))).await
}

fn labels(page: &Modal) -> Vec<String> {
    page.fields().into_iter().map(|field| field.label).collect()
}

fn button(answer: &Answer, label: &str) -> Button {
    answer.message().as_ref().map(|message: &MessageHandle| message.button(label)).expect("a message")
}

async fn answers(app: &TestService) -> Vec<String> {
    let ticket = tickets(app.service.stores(), &app.guild).await.pop().expect("a ticket");
    ticket.answers.iter().map(|answer| answer.answer.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eleven_questions_are_asked_on_three_pages() {
    let app = TestService::ready().await;
    app.has_panel(ELEVEN).await;
    let alice = app.member("alice");
    let first = begins(&app, &alice).await;
    assert_eq!((first.title(), labels(&first).join(" ")), ("Billing (1/3)".into(), "1 2 3 4 5".into()));
    let said = fills_in(&alice, &first).await;
    assert!(said.ephemeral() && said.text().contains("kept for 15 minutes") && said.text().contains("page 2"));
    let second = alice.press(&button(&said, "Continue")).await.modal().unwrap();
    let said = fills_in(&alice, &second).await;
    let third = alice.press(&button(&said, "Continue")).await.modal().unwrap();
    assert_eq!((third.title(), labels(&third).join(" ")), ("Billing (3/3)".into(), "11".into()));
    let opened = fills_in(&alice, &third).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    assert_eq!(answers(&app).await, (1..=11).map(|number| format!("answer {number}")).collect::<Vec<_>>());
    let again = begins(&app, &alice).await;
    assert!(again.fields().iter().all(|field| field.value().is_empty()), "nothing is kept of what was sent");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_in_the_middle_goes_on_or_begins_anew() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let (alice, bob) = (app.member("alice"), app.member("bob"));
    fills_in(&alice, &begins(&app, &alice).await).await;
    let asked = alice.press(&app.panel().button("Billing")).await;
    assert!(
        asked.ephemeral() && asked.text().contains("You began to fill in the form of “Billing”"),
        "{}",
        asked.text()
    );
    assert_eq!(labels(&begins(&app, &bob).await).len(), 5, "it is hers alone");
    let second = alice.press(&button(&asked, "Continue")).await.modal().unwrap();
    assert_eq!(labels(&second), ["6"]);
    let anew = alice.press(&button(&asked, "Start again")).await.modal().unwrap();
    assert!(anew.fields().iter().all(|field| field.value().is_empty()));
    let gone = forges(&alice, &second, &["six"]).await;
    assert!(gone.text().contains("page 1"), "the first page is missing now: {}", gone.text());
    let opened = fills_in(&alice, &anew).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    assert_eq!(answers(&app).await.last().unwrap(), "six");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_ends_between_two_pages_loses_nothing() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let alice = app.member("alice");
    let said = fills_in(&alice, &begins(&app, &alice).await).await;
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let second = alice.press(&button(&said, "Continue")).await.modal().unwrap();
    assert!(fills_in(&alice, &second).await.finished().await.text().contains("is open"));
    assert_eq!(answers(&app).await, (1..=6).map(|number| format!("answer {number}")).collect::<Vec<_>>());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_answer_is_corrected_on_its_page_with_what_was_typed() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing").await;
    let options = [("Options", "Red\nGreen\nBlue")];
    app.owner_asks("/form add type:Billing kind:Number label:Age min:18", &[]).await;
    app.owner_asks("/form add type:Billing kind:\"Menu of options\" label:Colours max:3", &options).await;
    app.owner_asks("/form add type:Billing kind:Users label:Who", &[]).await;
    app.owner_asks("/form add type:Billing kind:\"Yes or no (one checkbox)\" label:Agreed", &[]).await;
    let alice = app.member("alice");
    let form = begins(&app, &alice).await;
    let given = [("Colours", "Red"), ("Colours", "Blue"), ("Who", "@alice"), ("Agreed", "true")];
    for (age, refusal) in [("=1+1", "“Age” with a number"), ("17", "“Age” with a number: ≥ 18")] {
        let refused = alice.submit(&form, given.iter().copied().chain([("Age", age)])).await;
        assert!(refused.ephemeral() && refused.text().contains(refusal), "{}", refused.text());
        let again = alice.press(&button(&refused, "Fill in again")).await.modal().unwrap();
        assert_eq!(again.field("Age").unwrap().value(), age);
    }
    let again = alice.press_custom(&app.panel(), "tickit:2:open:2:0").await.modal().unwrap();
    let opened = alice.submit(&again, [("Age", "18")]).await.finished().await;
    assert!(opened.text().contains("is open"), "what was chosen, picked and ticked is still: {}", opened.text());
    assert_eq!(answers(&app).await, ["18", "Red, Blue", "@alice", "☑"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_changed_while_it_is_filled_in_keeps_what_still_answers_it() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let alice = app.member("alice");
    let said = fills_in(&alice, &begins(&app, &alice).await).await;
    let second = alice.press(&button(&said, "Continue")).await.modal().unwrap();
    app.owner_asks("/form edit question:\"6 · Billing\"", &[("Question", "Password")]).await;
    let refused = fills_in(&alice, &second).await;
    assert!(refused.text().contains("it asks for “Password” now"), "{}", refused.text());
    let asked = alice.press(&app.panel().button("Billing")).await;
    let second = alice.press(&button(&asked, "Continue")).await.modal().unwrap();
    app.owner_asks("/form edit question:\"3 · Billing\"", &[("Question", "Third")]).await;
    let missing = fills_in(&alice, &second).await;
    assert!(missing.text().contains("page 1"), "{}", missing.text());
    let first = alice.press(&button(&missing, "Continue")).await.modal().unwrap();
    let values: Vec<String> = first.fields().into_iter().map(|field| field.value()).collect();
    assert_eq!(values, ["answer 1", "answer 2", "", "answer 4", "answer 5"]);
    let opened = alice.submit(&first, [("Third", "3")]).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let third = alice.press_custom(&app.panel(), "tickit:2:open:2:7").await;
    assert!(third.text().contains("The form was changed"), "{}", third.text());
    app.finish().await;
}

/// Has what members answered so far be as old as this.
async fn age(guild: &MemoryStore, by: Duration) -> Option<String> {
    let (id, mut draft): (String, Record) = guild.contents().into_iter().find(|(id, _)| id.starts_with("draft:"))?;
    let (rev, by) = (draft.rev, i64::try_from(by.as_millis()).unwrap());
    draft.at = Timestamp::from_millis(draft.at.as_millis() - by);
    let at = serde_json::to_value(draft.at).unwrap();
    change_body(&mut draft, |body| body["at"] = at);
    guild.replace(draft, rev).await.unwrap();
    Some(id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_is_kept_for_fifteen_minutes_and_then_forgotten() {
    let (app, stores) = TestService::in_memory().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let alice = app.member("alice");
    let said = fills_in(&alice, &begins(&app, &alice).await).await;
    age(&guild, Duration::from_mins(14)).await.expect("a draft");
    assert!(alice.press(&app.panel().button("Billing")).await.modal().is_none(), "it is still there");
    age(&guild, Duration::from_mins(2)).await.expect("a draft");
    assert!(begins(&app, &alice).await.fields().iter().all(|field| field.value().is_empty()));
    let second = alice.press(&button(&said, "Continue")).await.modal().unwrap();
    assert!(fills_in(&alice, &second).await.text().contains("page 1"), "the first page is asked for again");
    age(&guild, Duration::from_mins(16)).await.expect("a draft");
    app.service.desk().reconcile_guild(GuildId::new(app.guild.id().0), false).await.unwrap();
    assert!(age(&guild, Duration::ZERO).await.is_none());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_of_five_full_pages_is_read_in_the_ticket() {
    let app = TestService::ready().await;
    let questions: Vec<String> = (1..=25).map(|number| number.to_string()).collect();
    app.has_panel(&format!("/type add name:Billing questions:{}", questions.join("|"))).await;
    let (alice, answer) =
        (app.member("alice"), |label: &str| format!("{label}:{}", "é".repeat(4000 - label.len() - 1)));
    let mut page = begins(&app, &alice).await;
    let opened = loop {
        let said = alice.submit(&page, labels(&page).iter().map(|label| (label.clone(), answer(label)))).await;
        match said.message().and_then(|message| message.find_button("Continue")) {
            Some(next) => page = alice.press(&next).await.modal().unwrap(),
            None => break said.finished().await,
        }
    };
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    let file = String::from_utf8(welcome(&ticket).file("answers.txt").expect("the answers")).unwrap();
    assert!(questions.iter().all(|label| file.contains(&answer(label))), "{} characters", file.len());
    assert!(welcome(&ticket).text().contains("Priority"), "what else is said has room: {}", welcome(&ticket).text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_of_eighty_emoji_opens_on_pages_with_its_name_cut() {
    let app = TestService::ready().await;
    app.has_panel(&format!("/type add name:\"{}\" questions:1|2|3|4|5|6", "🦀".repeat(80))).await;
    let button = app.panel().buttons().into_iter().nth(1).unwrap();
    let form = app.member("alice").press(&button).await.modal().unwrap();
    assert_eq!(form.title(), format!("{}… (1/2)", "🦀".repeat(38)));
    app.finish().await;
}
