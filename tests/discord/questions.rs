//! `/form`: questions are added, changed, moved, removed and shown, within what Discord takes, and each kind of them is
//! answered.

use discord_simulator::people::Modal;
use discord_simulator::{Member, Permissions};
use serde_json::json;
use tickit_domain::form::AnswerValue;
use tickit_domain::whom::Whom;

use crate::support::{TestService, eventually, forges, says, tickets, welcome};

/// A kind of question as it is chosen, what it is called, and the details that its form asks for.
type Asked<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

const OF_EVERY_KIND: [Asked<'_>; 13] = [
    ("Text to read, no question", "Rules", &[("Text", "Please be **kind**.")]),
    (
        "Short text",
        "Order",
        &[("Pattern", "[A-Z]{2}-[0-9]+\nTwo letters, please."), ("Below the question", "On the bill")],
    ),
    ("Paragraph", "Why", &[("Shown while it is empty", "Tell us"), ("Filled in at first", "Because")]),
    ("Number", "Age", &[]),
    ("Menu of options", "Plan", &[("Options", "Free | costs nothing\n* Paid | costs something")]),
    ("One of some options (radio buttons)", "Size", &[("Options", "Small\nLarge")]),
    ("Any of some options (checkboxes)", "Colours", &[("Options", "Red\n*Green\nBlue")]),
    ("Yes or no (one checkbox)", "I agree", &[]),
    ("Users", "Who", &[]),
    ("Roles", "Team", &[]),
    ("Users and roles", "Whom to ask", &[]),
    ("Channels", "Where", &[]),
    ("Files", "Proof", &[]),
];

async fn press(member: &Member, app: &TestService, button: &str) -> Modal {
    member.press(&app.panel().button(button)).await.modal().expect("a form")
}

/// What was answered, kind by kind, with a role that was picked.
fn is_kept(values: &[AnswerValue], role: u64) {
    let choices = |labels: &[&str]| AnswerValue::Choices(labels.iter().map(ToString::to_string).collect());
    assert_eq!(values[..2], ["AB-12".into(), "Because".into()]);
    assert!(matches!(values[2], AnswerValue::Number(number) if number.to_string() == "17.5"), "{values:?}");
    assert_eq!(values[3..6], [choices(&["Paid"]), choices(&["Large"]), choices(&["Red", "Blue"])]);
    assert_eq!(values[6], AnswerValue::Checked(true));
    assert!(matches!(&values[7], AnswerValue::Users(users) if users[0].name == "alice"), "{values:?}");
    assert!(matches!(&values[8], AnswerValue::Roles(roles) if roles[0].id.get() == role), "{values:?}");
    assert!(matches!(&values[9], AnswerValue::Mentionables(all) if matches!(all[0].id, Whom::Role(_))), "{values:?}");
    assert!(matches!(&values[10], AnswerValue::Channels(channels) if channels[0].name == "general"), "{values:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_component_is_asked_for_and_its_answer_is_in_the_ticket() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing").await;
    for (kind, label, details) in OF_EVERY_KIND {
        let max = if label == "Proof" { " max:2" } else { "" };
        let said =
            app.owner_asks(&format!("/form add type:Billing kind:\"{kind}\" label:\"{label}\"{max}"), details).await;
        assert!(said.contains("is added") && said.contains(label), "{kind}: {said}");
    }
    let (alice, clerks) = (app.member("alice"), app.guild.role("Clerks", Permissions::empty()));
    let first = press(&alice, &app, "Billing").await;
    assert_eq!(first.title(), "Billing (1/3)");
    assert!(first.text().contains("Please be **kind**.") && first.text().contains("On the bill"), "{}", first.text());
    assert_eq!((first.field("Why").unwrap().value(), first.fields().len()), ("Because".into(), 4));
    let next = alice.submit(&first, [("Order", "AB-12"), ("Age", "17,5")]).await.message().unwrap();
    let second = alice.press(&next.button("Continue")).await.modal().unwrap();
    let answers = [
        ("Size", "Large"),
        ("Colours", "Red"),
        ("Colours", "Blue"),
        ("I agree", "true"),
        ("Who", "@alice"),
        ("Team", "@Clerks"),
    ];
    let next = alice.submit(&second, answers).await.message().unwrap();
    let third = alice.press(&next.button("Continue")).await.modal().unwrap();
    let answers = [("Whom to ask", "@Support"), ("Where", "#general"), ("Proof", "a.png"), ("Proof", "b[1].txt")];
    let opened = alice.submit(&third, answers).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());

    let ticket = tickets(app.service.stores(), &app.guild).await.remove(0);
    let values: Vec<AnswerValue> = ticket.answers.into_iter().map(|answer| answer.answer).collect();
    is_kept(&values, clerks.id().0);
    let AnswerValue::Files(files) = &values[11] else { panic!("{values:?}") };
    assert_eq!((files.len(), files[0].name.as_str(), files[0].bytes), (2, "a.png", 20));
    assert_eq!(reqwest::get(&files[0].url).await.unwrap().text().await.unwrap(), "The content of a.png");

    let channel = app.ticket_channels().remove(0);
    eventually("there is a first message", || !channel.messages().is_empty()).await;
    let (text, pings) = (welcome(&channel).text(), welcome(&channel).state().unwrap().pings);
    let shown =
        ["17.5", "Red, Blue", "☑", &format!("<@&{}>", clerks.id()), "[a.png](<http", "[b·1·.txt](<http", "(20 B)"];
    assert!(shown.iter().all(|part| text.contains(part)), "{text}");
    assert_eq!((pings.users.as_slice(), pings.roles.len(), pings.everyone), (&[alice.id()][..], 0, false));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transcript_names_what_was_picked() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing").await;
    for (kind, label) in [("Users", "Who"), ("Roles", "Team"), ("Channels", "Where"), ("Files", "Proof")] {
        app.owner_asks(&format!("/form add type:Billing kind:{kind} label:{label}"), &[]).await;
    }
    let alice = app.member("alice");
    let form = press(&alice, &app, "Billing").await;
    let answers = [("Who", "@alice"), ("Team", "@Support"), ("Where", "#general"), ("Proof", "a.png")];
    assert!(alice.submit(&form, answers).await.finished().await.text().contains("is open"));
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    app.closes(&alice, &ticket, "").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    let (_, text) = app.transcripts().remove(0);
    for part in ["Who: @alice", "Team: @Support", "Where: #general", "Proof: a.png (20 B) http"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_changed_moved_and_removed() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:\"One|?Two|Three\"").await;
    let shown = app.owner_says("/form show type:Billing").await;
    assert!(shown.contains("1. **One** · Paragraph\n2. **Two** · Paragraph · optional\n3. **Three**"), "{shown}");
    let offered = app.guild.owner().types(&app.general, "/form edit question:tw").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Two · Billing"]);
    let key = offered[0].value.as_str().unwrap().to_owned();
    let details = [("Question", "Second"), ("Below the question", "Of all"), ("Filled in at first", "2")];
    let changed = app.owner_asks(&format!("/form edit question:{key} required:True min:1 max:5"), &details).await;
    assert!(changed.contains("is changed") && changed.contains("2. **Second** · Paragraph\n"), "{changed}");
    let moved = app.owner_says("/form move question:\"Second · Billing\" place:1").await;
    assert!(moved.contains("1. **Second** · Paragraph\n2. **One**"), "{moved}");
    let form = press(&app.member("alice"), &app, "Billing").await;
    let second = form.field("Second").unwrap();
    assert_eq!((second.value(), &second.component["max_length"]), ("2".to_owned(), &5.into()));
    let back = [("Below the question", ""), ("Filled in at first", "")];
    let taken_back = app.owner_asks("/form edit question:\"second · billing\" min:0 max:0 required:False", &back).await;
    assert!(taken_back.contains("1. **Second** · Paragraph · optional"), "{taken_back}");
    let form = press(&app.member("alice"), &app, "Billing").await;
    let second = form.field("Second").unwrap();
    assert!(second.value().is_empty() && second.component["max_length"] == 4000 && !form.text().contains("Of all"));
    let removed = app.owner_says("/form remove question:\"One · Billing\"").await;
    assert!(removed.contains("is removed") && !removed.contains("One"), "{removed}");
    for command in
        ["/form remove question:\"One · Billing\"", "/form move question:1:99 place:1", "/form edit question:x"]
    {
        assert!(app.owner_asks(command, &[]).await.contains("no such question"), "{command}");
    }
    assert!(app.owner_asks("/form add type:Nope kind:Number label:x", &[]).await.contains("no ticket type “Nope”"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_tried_as_members_get_it_and_nothing_is_opened() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let owner = app.guild.owner();
    let shown = owner.slash(&app.general, "/form show type:billing").await.message().unwrap();
    assert!(shown.text().contains("What “Billing” asks") && shown.is_ephemeral(), "{}", shown.text());
    let first = owner.press(&shown.button("Try it")).await.modal().unwrap();
    let next = owner.submit(&first, ["1", "2", "3", "4", "5"].map(|label| (label, "x"))).await.message().unwrap();
    let second = owner.press(&next.button("Continue")).await.modal().unwrap();
    assert_eq!(second.title(), "Billing (2/2)");
    let refused = forges(&owner, &second, &[" "]).await;
    assert!(
        refused.text().contains("Please answer “6”")
            && refused.message().unwrap().find_button("Fill in again").is_some()
    );
    let tried = owner.submit(&second, [("6", "x")]).await;
    assert!(tried.text().contains("nothing was opened"), "{}", tried.text());
    let mallory = app.member("mallory");
    let forged = mallory.press_custom(&app.panel(), "tickit:2:show_form:2:0").await;
    assert!(forged.text().contains("allowed to manage the server"), "{}", forged.text());
    assert!(app.ticket_channels().is_empty() && tickets(app.service.stores(), &app.guild).await.is_empty());
    let empty = owner.slash(&app.general, "/form show type:Support").await.message().unwrap();
    assert!(empty.text().contains("/form add") && empty.buttons().is_empty(), "{}", empty.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_would_not_take_is_refused_when_it_is_saved_with_the_field_and_the_limit() {
    let app = TestService::ready().await;
    let (many, long) = ((0..26).map(|number| number.to_string()).collect::<Vec<_>>().join("\n"), "x".repeat(101));
    for (of, details, refusal) in [
        ("Number label:A", &[("Question", "\u{200b}")][..], "“Question” takes 1 to 45 characters"),
        ("\"Menu of options\" label:A", &[("Options", &*many)], "“Options” has to be 1 to 25"),
        ("\"Menu of options\" label:A", &[("Options", "a\na")], "more than one option “a”"),
        ("\"Menu of options\" label:A", &[("Options", &long)], "“Option” takes 1 to 100 characters"),
        ("\"Menu of options\" label:A max:3", &[("Options", "a\nb")], "“max” has to be 1 to 2"),
        ("\"One of some options (radio buttons)\" label:A", &[("Options", "a")], "“Options” has to be 2 to 10"),
        ("\"Short text\" label:A max:4001", &[], "“max” has to be 1 to 4000"),
        ("\"Short text\" label:A min:9 max:3", &[], "`min` is more than `max`"),
        ("\"Short text\" label:A", &[("Pattern", "(a")], "cannot be used: unclosed group"),
        ("\"Short text\" label:A", &[("Pattern", "a{1000}{1000}")], "cannot be used"),
        ("Files label:A max:11", &[], "“max” has to be 1 to 10"),
    ] {
        let refused = app.owner_asks(&format!("/form add type:Support kind:{of}"), details).await;
        assert!(refused.contains(refusal), "{of}: {refused}");
    }
    let name = "👩‍💻 مرحبا Z̸a̸l̸g̸o̸";
    let taken = app.owner_asks(&format!("/form add type:Support kind:\"Short text\" label:\"{name}\""), &[]).await;
    assert!(taken.contains(name), "{taken}");
    for number in 1..25 {
        app.owner_asks(&format!("/form add type:Support kind:\"Short text\" label:{number}"), &[]).await;
    }
    let refused = app.owner_asks("/form add type:Support kind:Number label:more", &[]).await;
    assert!(refused.contains("25 at most"), "{refused}");
    assert!(says(&app.guild.owner(), &app.general, "/form show type:Support").await.contains("25. **24**"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_with_fewer_characters_than_its_question_asks_for_is_refused() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing").await;
    app.owner_asks("/form add type:Billing kind:Paragraph label:Why min:20", &[]).await;
    let alice = app.member("alice");
    let form = press(&alice, &app, "Billing").await;
    assert_eq!(form.field("Why").unwrap().component["min_length"], 20);
    let refused = forges(&alice, &form, &["It is broken."]).await;
    assert!(refused.text().contains("“Why” is too short: 20 characters at least"), "{}", refused.text());
    assert!(app.ticket_channels().is_empty());
    let opened = alice.submit(&form, [("Why", "The lid of it is broken.")]).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_pattern_is_answered_as_fast_as_any() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing").await;
    let pattern = [("Pattern", "(a+)+$\nOnly a, please.")];
    app.owner_asks("/form add type:Billing kind:\"Short text\" label:Why", &pattern).await;
    let alice = app.member("alice");
    let form = press(&alice, &app, "Billing").await;
    let refused = alice.submit(&form, [("Why", format!("{}!", "a".repeat(3999)))]).await;
    assert!(refused.text().contains("does not look as it should: Only a, please."), "{}", refused.text());
    let again = alice.press(&refused.message().unwrap().button("Fill in again")).await.modal().unwrap();
    assert_eq!(again.field("Why").unwrap().value().len(), 4000, "what was typed is kept");
    let opened = alice.submit(&again, [("Why", "a".repeat(4000))]).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_a_client_would_hide_change_no_form() {
    let app = TestService::ready().await;
    let mallory = app.member("mallory");
    for command in ["/form add type:Support kind:Number label:x", "/form show type:Support"] {
        assert!(mallory.tries_to_slash(&app.general, command).await.is_err(), "a client does not offer {command}");
    }
    for forged in ["add_question:1:short:1,,", "edit_question:1:1:short:1,,", "show_form:1:0"] {
        let sent = json!({ "custom_id": format!("tickit:2:{forged}"), "components": [] });
        let (id, first) = app.discord.interaction_in(&app.bot, &app.general, &mallory, sent, None);
        assert_eq!(first.await.unwrap().kind, 4, "{forged}");
        let said = app.discord.shared().read(|world| {
            let message = world.interactions[&id].original.unwrap();
            world.message(app.general.id(), message).unwrap().content.clone()
        });
        assert!(said.contains("allowed to manage the server"), "{forged}: {said}");
    }
    app.finish().await;
}
