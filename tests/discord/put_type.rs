//! `/panel type`: the ticket types of a guild, and the questions that they ask.

use discord_simulator::Permissions;

use crate::support::TestService;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_holds_twenty_five_types_and_no_more() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let saved = app.owner_says(&format!("/panel type name:\"Type {number}\" emoji:🎫")).await;
        assert!(saved.contains("is saved"), "{saved}");
    }
    let refused = app.owner_says("/panel type name:\"Type 26\"").await;
    assert!(refused.contains("at most 25 ticket types"), "{refused}");
    let changed = app.owner_says("/panel type name:\"tYPE 25\" limit:2").await;
    assert!(changed.contains("is saved"), "the same name changes the type: {changed}");
    assert!(app.owner_says("/panel send").await.contains("is published"));
    assert_eq!(app.panel().buttons().len(), 25);
    app.opens(&app.member("alice"), "tYPE 25").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn types_that_make_no_sense_are_refused() {
    let app = TestService::ready().await;
    for (command, refusal) in [
        ("/panel type name:\"   \"", "That is empty or too long"),
        (&*format!("/panel type name:A questions:{}", ["x"; 26].join("|")), "25 at most"),
        ("/panel type name:A questions:?", "45 at most"),
        (&*format!("/panel type name:A questions:{}", "x".repeat(46)), "45 at most"),
    ] {
        let refused = app.owner_says(command).await;
        assert!(refused.contains(refusal), "{command}: {refused}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emoji_that_is_none_is_refused_when_it_is_chosen() {
    let app = TestService::ready().await;
    for strange in ["🎫🎫", "🇩🇪🇫🇷", "hello", "<:broken>", "<:name:words>", ":smile:", "<>", "7"] {
        let said = app.owner_says(&format!("/panel type name:Other emoji:\"{strange}\"")).await;
        assert!(said.contains("is no emoji"), "{strange}: {said}");
    }
    for emoji in ["🎫", "<:ticket:123456789012345678>", "<a:ticket:123456789012345678>", "👩‍💻", "7️⃣"] {
        let said = app.owner_says(&format!("/panel type name:Other emoji:\"{emoji}\"")).await;
        assert!(said.contains("is saved"), "{emoji}: {said}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_out_of_a_type_stays_and_what_is_cleared_goes() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.owner_says("/panel type name:Billing staff:@Clerks emoji:🎫 questions:\"Order number\" mention:True").await;
    let all = [format!("<@&{}>", clerks.id()), "🎫".to_owned(), "Order number".to_owned(), "staff: yes".to_owned()];
    let changed = app.owner_says("/panel type name:billing limit:3").await;
    assert!(all.iter().all(|part| changed.contains(part)) && changed.contains("at once: 3"), "{changed}");
    for (choice, gone) in
        [("Emoji: none", &all[1]), ("Staff: only the server's", &all[0]), ("Questions: none", &all[2])]
    {
        let cleared = app.owner_says(&format!("/panel type name:billing clear:\"{choice}\"")).await;
        assert!(cleared.contains("is saved") && !cleared.contains(gone), "{choice}: {cleared}");
    }
    let cleared = app.owner_says("/panel type name:billing clear:\"Limit: 1\" mention:False").await;
    assert!(cleared.contains("at once: 1") && cleared.contains("staff: no"), "{cleared}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_long_the_list_of_types_is_it_is_answered() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let name = format!("{number} {}", "é".repeat(77));
        let saved = app.owner_says(&format!("/panel type name:\"{name}\"")).await;
        assert!(saved.contains("is saved") && saved.contains(&name), "{number}: {saved}");
    }
    let shown = app.owner_says("/setup").await;
    assert!(shown.contains("Types: Support") && shown.contains("25 é"), "{shown}");
    assert!(app.owner_says("/panel send").await.contains("is published"));
    assert_eq!(app.panel().buttons().len(), 25);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_a_type_with_a_long_name_is_asked_for() {
    let app = TestService::ready().await;
    app.has_panel(&format!("/panel type name:\"{}\" questions:Why", "x".repeat(80))).await;
    let button = app.panel().buttons().into_iter().nth(1).unwrap();
    let form = app.member("alice").press(&button).await.modal().unwrap();
    assert_eq!(form.title(), format!("{}…", "x".repeat(44)));
    app.finish().await;
}
