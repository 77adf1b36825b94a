//! The doors besides commands and buttons: the menu of a user, select menus, choices while typing, direct messages.

use discord_simulator::Member;
use serde_json::{Value, json};

use crate::support::{TestService, eventually, says};

/// The text of the first answer to an interaction of a member, in a channel.
async fn said(app: &TestService, channel: &discord_simulator::ChannelHandle, member: &Member, data: Value) -> String {
    let (id, first) = app.discord.interaction_in(&app.bot, channel, member, data.clone(), None);
    assert!(first.await.is_ok(), "{data} is answered");
    let original = |world: &discord_simulator::world::World| {
        let message = world.interactions[&id].original?;
        Some(world.message(channel.id(), message)?.content.clone())
    };
    app.discord.shared().read(original).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_added_by_their_own_menu() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let ticket = app.opens(&alice, "Support").await;
    let refused = alice.uses_on_member(&ticket, "Add to ticket", &carol).await;
    assert!(refused.text().contains("you need to be staff"), "{}", refused.text());
    let elsewhere = bob.uses_on_member(&app.general, "Add to ticket", &carol).await;
    assert!(elsewhere.text().contains("Use this in a ticket's channel"), "{}", elsewhere.text());
    let added = bob.uses_on_member(&ticket, "Add to ticket", &carol).await;
    assert!(added.text().contains("was added"), "{}", added.text());
    eventually("carol sees it", || carol.sees(&ticket)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_chosen_in_a_menu_reaches_its_action() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let types = json!({ "component_type": 3, "custom_id": "tickit:2:open:1", "values": ["1"] });
    said(&app, &app.general, &alice, types).await;
    eventually("alice has a ticket", || app.ticket_channels().len() == 1).await;
    let ticket = app.ticket_channels().remove(0);
    eventually("it is open", || !ticket.messages().is_empty()).await;

    let resolved = json!({ "users": { carol.id().to_string(): {} } });
    let custom_id = "tickit:2:add_member:1";
    let users =
        |chosen: Value| json!({ "component_type": 7, "custom_id": custom_id, "values": chosen, "resolved": resolved });
    for forged in [json!([]), json!(["me"]), json!([carol.id().to_string(), alice.id().to_string()]), json!("me")] {
        let refused = said(&app, &ticket, &bob, users(forged.clone())).await;
        assert!(refused.contains("out of date"), "{forged}: {refused}");
    }
    let unknown = json!({ "component_type": 3, "custom_id": "tickit:2:claim:1", "values": ["1"] });
    assert!(said(&app, &ticket, &bob, unknown).await.contains("out of date"), "claim has no menu");
    let added = said(&app, &ticket, &bob, users(json!([carol.id().to_string()]))).await;
    assert!(added.contains("was added"), "{added}");
    eventually("carol sees it", || carol.sees(&ticket)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_tickets_are_offered_while_their_number_is_typed() {
    let app = TestService::ready().await;
    let (alice, dora, bob) = (app.member("alice"), app.member("dora"), app.agent("bob"));
    for member in [&alice, &dora, &alice] {
        let ticket = app.opens(member, "Support").await;
        app.closes(&bob, &ticket, "").await;
    }
    app.opens(&alice, "Support").await;
    let offered = |member: Member, typed: &'static str| {
        let general = app.general.clone();
        async move {
            let choices = member.types(&general, &format!("/ticket reopen ticket:{typed}")).await;
            choices.into_iter().map(|choice| (choice.name, choice.value)).collect::<Vec<_>>()
        }
    };
    let all = offered(bob.clone(), "").await;
    assert_eq!(
        all,
        [
            ("Support #0003 · alice".to_owned(), json!(3)),
            ("Support #0002 · dora".to_owned(), json!(2)),
            ("Support #0001 · alice".to_owned(), json!(1)),
        ]
    );
    assert_eq!(offered(bob.clone(), "2").await, [("Support #0002 · dora".to_owned(), json!(2))]);
    assert_eq!(offered(bob.clone(), "DORA").await.len(), 1);
    assert!(offered(bob.clone(), "4").await.is_empty(), "4 is open");
    assert!(offered(bob.clone(), "nobody").await.is_empty());
    assert!(offered(alice.clone(), "dora").await.is_empty(), "alice may neither reopen hers nor follow it up");
    assert_eq!(offered(alice.clone(), "").await.len(), 2);
    assert!(says(&bob, &app.general, "/ticket reopen ticket:2").await.contains("is open"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_in_direct_messages_reaches_the_actions_that_allow_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let here = format!("@{}@{}", app.bot.id(), app.guild.id());
    let press = |custom_id: String| json!({ "component_type": 2, "custom_id": custom_id, "id": 1 });
    let (with_alice, with_bob) = (alice.direct_channel(&app.bot), bob.direct_channel(&app.bot));
    let strange = app.discord.guild("Elsewhere").id();
    for (custom_id, refusal) in [
        ("tickit:2:close:1".to_owned(), "works in a server only"),
        ("tickit:1:close:1".to_owned(), "works in a server only"),
        (format!("tickit:2:claim:1{here}"), "works in a server only"),
        (format!("tickit:2:open:1{here}"), "works in a server only"),
        (format!("tickit:2:close:2{here}"), "no such ticket"),
        (format!("tickit:2:close:1@{}@{strange}", app.bot.id()), "no such ticket"),
        (format!("tickit:2:close:1@7@{}", app.guild.id()), "out of date"),
        ("tickit:2:close:1@@".to_owned(), "out of date"),
    ] {
        let refused = said(&app, &with_alice, &alice, press(custom_id.clone())).await;
        assert!(refused.contains(refusal), "{custom_id}: {refused}");
    }
    let opened = app.service.desk().has_guild(strange.to_string().parse().unwrap()).await.unwrap();
    assert!(!opened, "nothing is made for a guild that only a custom id names");
    let refused = said(&app, &with_bob, &bob, press(format!("tickit:2:close:1{here}"))).await;
    assert!(refused.contains("you need to be the one who opened"), "nobody has roles there: {refused}");

    let (id, first) =
        app.discord.interaction_in(&app.bot, &with_alice, &alice, press(format!("tickit:2:close:1{here}")), None);
    assert_eq!(first.await.map(|first| first.kind), Ok(9), "alice is asked for a reason");
    let form = app.discord.shared().read(|world| world.interactions[&id].modal.clone()).unwrap();
    let sent = json!({ "custom_id": form["custom_id"], "components": [
        { "type": 18, "component": { "type": 4, "custom_id": "reason", "value": "solved" } }] });
    let closing = said(&app, &with_alice, &alice, sent).await;
    assert!(closing.contains("closes this ticket: solved"), "{closing}");
    eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}
