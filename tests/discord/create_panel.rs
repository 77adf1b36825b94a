//! `/panel create`: up to twenty-five panels, each by a name of its own, as buttons or as a select menu.

use futures_util::future::join_all;

use crate::support::{TestService, eventually, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_select_menu_opens_tickets_and_works_again_after_use() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    app.owner_says("/type add name:Billing emoji:💶 limit:2").await;
    let form = owner.slash(&app.general, "/type edit type:Billing").await.modal().unwrap();
    owner.submit(&form, [("description", "Invoices and refunds")]).await;
    app.owner_says("/panel create name:Menu shows:\"Select menu\"").await;
    app.owner_says("/panel send panel:Menu").await;
    let panel = app.general.messages().into_iter().last().unwrap();
    let menu = panel.select("Choose what it is about");
    assert_eq!(menu.options(), ["Support", "Billing"]);
    let option = panel.components()[0]["components"][1]["components"][0]["options"][1].clone();
    assert_eq!((&option["description"], &option["emoji"]["name"]), (&"Invoices and refunds".into(), &"💶".into()));

    let edits =
        || app.discord.request_count("PATCH", &format!("/channels/{}/messages/{}", app.general.id(), panel.id()));
    let alice = app.member("alice");
    for number in 1..=2 {
        let answer = alice.select(&menu, ["Billing"]).await.finished().await.text();
        assert!(answer.contains("is open"), "{answer}");
        eventually("nothing is selected in it", || edits() == number).await;
    }
    let refused = alice.select(&menu, ["Billing"]).await.finished().await.text();
    assert!(refused.contains("You have 2 open tickets"), "{refused}");
    eventually("nothing is selected after a refusal", || edits() == 3).await;
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_has_twenty_five_panels_at_most_each_by_its_own_name() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let made = app.owner_says(&format!("/panel create name:\"Panel {number}\"")).await;
        assert!(made.contains("is made"), "{made}");
    }
    let refused = app.owner_says("/panel create name:\"Panel 26\"").await;
    assert!(refused.contains("at most 25 panels"), "{refused}");
    let refused = app.owner_says("/panel edit panel:\"Panel 3\" name:\"pANEL 4\"").await;
    assert!(refused.contains("There is a panel “pANEL 4” already"), "{refused}");
    for (command, refusal) in [
        ("/panel edit panel:\"Panel 3\" types:Nothing", "There is no ticket type “Nothing”"),
        ("/panel edit panel:\"Panel 3\" name:\" \"", "That is empty or too long"),
        ("/panel edit panel:\"Panel 3\" colour:rainbow", "That is no colour"),
        ("/panel edit panel:Shop title:x", "There is no panel “Shop”"),
    ] {
        let said = app.owner_says(command).await;
        assert!(said.contains(refusal), "{command}: {said}");
    }
    let offered = app.guild.owner().types(&app.general, "/panel edit panel:\"panel 2\"").await;
    assert_eq!(offered.len(), 7, "{offered:?}");
    let listed = app.owner_says("/panel list").await;
    assert!(listed.contains("25 of 25 panels") && listed.contains("Panel 25"), "{listed}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_are_made_at_once_there_are_no_more_panels_than_there_can_be_and_no_two_of_a_name() {
    let app = TestService::ready().await;
    for number in 2..=23 {
        app.owner_says(&format!("/panel create name:\"Panel {number}\"")).await;
    }
    let same = join_all((0..4).map(|_| app.owner_says("/panel create name:Same"))).await;
    assert_eq!(same.iter().filter(|answer| answer.contains("is made")).count(), 1, "{same:?}");
    let commands = (0..5).map(|number| format!("/panel create name:\"New {number}\"")).collect::<Vec<_>>();
    let answers = join_all(commands.iter().map(|command| app.owner_says(command))).await;
    assert_eq!(answers.iter().filter(|answer| answer.contains("is made")).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.contains("at most 25 panels")).count(), 4, "{answers:?}");
    app.finish().await;
}
