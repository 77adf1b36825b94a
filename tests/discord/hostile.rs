//! What strangers, staff of other types and forged clients try.

use std::time::Duration;

use discord_simulator::Permissions;
use discord_simulator::people::AnswerKind;
use serde_json::json;
use tickit_domain::ticket::TicketState;

use crate::support::{TestGuild, TestService, agrees, eventually, forges, says, tickets, until_idle, welcome};

const STALE: &str = "This button is out of date";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_and_stale_controls_do_nothing() {
    let app = TestService::ready().await;
    let (alice, mallory) = (app.member("alice"), app.member("mallory"));
    let ticket = app.opens(&alice, "Support").await;
    let panel = app.panel();
    for forged in [
        "tickit:1:close:-1",
        "tickit:1:close:99999999999999999999",
        "tickit:1:close:١",
        "tickit:1:close:",
        "tickit:1:close:1:1",
        "tickit:2:close:1:1",
        "tickit:2:close",
        "tickit:3:close:1",
        "tickit:1:burn:1",
        "tickit:1:🦀:1",
        "tickit",
        "tickit:1:open:-1",
        "tickit:1:open:4294967296",
    ] {
        let answer = mallory.press_custom(&panel, forged).await.finished().await;
        assert!(answer.text().contains(STALE) && answer.ephemeral(), "{forged}: {}", answer.text());
    }
    for (forged, refusal) in [
        ("tickit:1:close:2", "There is no such ticket here"),
        ("tickit:1:claim:4294967295", "There is no such ticket here"),
        ("tickit:1:open:7", "no longer exists"),
        ("tickit:1:close:1", "you need to be the one who opened the ticket, or staff"),
        ("tickit:1:claim:1", "you need to be staff"),
        ("tickit:1:unclaim:1", "you need to be"),
        ("tickit:1:reopen:1", "you need to be staff"),
    ] {
        let answer = mallory.press_custom(&panel, forged).await.finished().await;
        assert!(answer.text().contains(refusal) && answer.ephemeral(), "{forged}: {}", answer.text());
    }
    let other = mallory.press_custom(&panel, "other-feature:1").await;
    assert_eq!(other.kind(), AnswerKind::Timeout, "what is not ours is left to the bot's owner");
    assert!(ticket.exists());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tickets_of_another_guild_are_out_of_reach() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    other.set_up().await;
    let ticket = app.opens(&app.member("alice"), "Support").await;
    let admin = other.guild.owner();
    for control in ["close", "claim", "unclaim", "reopen"] {
        let answer = admin.press_custom(&other.panel(), &format!("tickit:1:{control}:1")).await.finished().await;
        assert!(answer.text().contains("There is no such ticket here"), "{control}: {}", answer.text());
    }
    assert!(says(&admin, &other.general, "/ticket reopen ticket:1").await.contains("no such ticket"));
    assert!(ticket.exists() && tickets(app.service.stores(), &other.guild).await.is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_permission_is_refused_everywhere_in_their_language() {
    let app = TestService::ready().await;
    let mallory = app.member("mallory").locale("de");
    let ticket = app.opens(&mallory, "Support").await;
    app.opens(&app.member("alice"), "Support").await;

    for command in ["claim", "unclaim", "add who:@alice", "remove who:@alice"] {
        let refused = says(&mallory, &ticket, &format!("/ticket {command}")).await;
        assert!(refused.contains("Das darf nur"), "{command}: {refused}");
    }
    let refused = says(&mallory, &app.general, "/ticket reopen ticket:2").await;
    assert!(refused.contains("Das darf nur"), "{refused}");
    let refused = says(&mallory, &app.general, "/ticket close").await;
    assert!(refused.contains("im Kanal eines Tickets"), "{refused}");
    for command in ["/setup names:mine", "/type add name:Mine", "/panel send"] {
        assert!(mallory.tries_to_slash(&app.general, command).await.is_err(), "a client does not offer {command}");
    }
    let claim = mallory.press(&welcome(&ticket).button("Übernehmen")).await;
    assert!(claim.text().contains("Das darf nur") && claim.ephemeral(), "{}", claim.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_a_client_would_hide_are_refused_all_the_same() {
    let app = TestService::ready().await;
    let mallory = app.member("mallory");
    let commands = [
        json!({ "id": "1", "name": "setup", "type": 1, "options": [{ "type": 3, "name": "names", "value": "mine" }] }),
        json!({ "id": "1", "name": "type", "type": 1, "options": [
            { "type": 1, "name": "add", "options": [{ "type": 3, "name": "name", "value": "Mine" }] }] }),
        json!({ "id": "1", "name": "panel", "type": 1, "options": [{ "type": 1, "name": "send", "options": [] }] }),
    ];
    for command in commands {
        let (id, first) = app.discord.interaction_in(&app.bot, &app.general, &mallory, command.clone(), None);
        assert_eq!(first.await.unwrap().kind, 4, "{command}");
        let said = app.discord.shared().read(|world| {
            let message = world.interactions[&id].original.unwrap();
            world.message(app.general.id(), message).unwrap().content.clone()
        });
        assert!(said.contains("allowed to manage the server"), "{command}: {said}");
    }
    for strange in [
        json!({ "id": "1", "name": "setup", "type": 1, "options": [{ "type": 4, "name": "names", "value": 7 }] }),
        json!({ "id": "1", "name": "ticket", "type": 1, "options": [{ "type": 1, "name": "burn", "options": [] }] }),
        json!({ "id": "1", "name": "ticket", "type": 1, "options": [] }),
        json!({ "id": "1", "name": "panel", "type": 1, "options": [{ "type": 1, "name": "type", "options": [] }] }),
    ] {
        let (_, first) = app.discord.interaction_in(&app.bot, &app.general, &mallory, strange.clone(), None);
        assert_eq!(first.await.map(|first| first.kind), Ok(4), "{strange} gets an answer");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_direct_message_is_answered_with_where_it_works() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let direct = alice.direct_channel(&app.bot);
    let press = json!({ "component_type": 2, "custom_id": "tickit:1:open:1", "id": 1 });
    let (id, first) = app.discord.interaction_in(&app.bot, &direct, &alice, press, None);
    assert_eq!(first.await.unwrap().kind, 4);
    let said = app.discord.shared().read(|world| {
        let message = world.interactions[&id].original.unwrap();
        world.message(direct.id(), message).unwrap().content.clone()
    });
    assert!(said.contains("works in a server only"), "{said}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_taken_as_it_was_asked_or_not_at_all() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:\"Order number|?Anything else\"").await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    let long = "é".repeat(4001);
    for (texts, refusal) in [
        (&["17"][..], "The form was changed"),
        (&[][..], "The form was changed"),
        (&["17", "", "extra"][..], "The form was changed"),
        (&["", "x"][..], "Please answer “Order number”"),
        (&["   ", "x"][..], "Please answer “Order number”"),
        (&[&long, ""][..], "is too long: 4000 characters at most"),
        (&["17", &long][..], "is too long: 4000 characters at most"),
    ] {
        let answer = forges(&alice, &form, texts).await;
        assert!(answer.text().contains(refusal), "{} texts: {}", texts.len(), answer.text());
    }
    let nonsense = alice.submit_raw(&form, json!([{ "type": 99 }, { "components": "none" }, { "type": 18 }])).await;
    assert!(nonsense.text().contains("The form was changed"), "{}", nonsense.text());
    assert!(app.ticket_channels().is_empty());
    let answer = forges(&alice, &form, &["<#1> 🦀 \u{202e}evil", &"x".repeat(1000)]).await;
    assert!(answer.text().contains("is open"), "{}", answer.text());
    until_idle(&app.service, Duration::from_secs(10)).await;
    let text = welcome(&app.ticket_channels()[0]).text();
    assert!(text.contains("🦀") && text.contains("Order number"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_members_write_pings_anybody() {
    let app = TestService::ready().await;
    let alice = app.member("alice").with_role(&app.guild.role("Loud", Permissions::MENTION_EVERYONE));
    let bait = format!("@everyone @here <@&{}> <@{}>", app.staff.id(), app.guild.owner().id());
    app.has_panel(&format!("/type add name:\"{bait}\" questions:\"@everyone @here\"")).await;
    let button = app.panel().buttons().into_iter().nth(1).unwrap();
    let form = alice.press(&button).await.modal().unwrap();
    let opened = forges(&alice, &form, &[&bait]).await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a welcome message", || !ticket.messages().is_empty()).await;
    let pings = welcome(&ticket).state().unwrap().pings;
    assert_eq!((pings.users.as_slice(), pings.roles.len(), pings.everyone), (&[alice.id()][..], 0, false));

    let asked = alice.press(&welcome(&ticket).button("Close")).await.modal().unwrap();
    let closing = alice.submit(&asked, [("reason", bait.as_str())]).await;
    let silent =
        |pings: discord_simulator::world::Pings| pings.users.is_empty() && pings.roles.is_empty() && !pings.everyone;
    assert!(closing.message().and_then(|message| message.state()).is_none_or(|message| silent(message.pings)));
    eventually("the transcript is posted", || !app.log.messages().is_empty()).await;
    for message in app.log.messages().into_iter().chain(app.general.messages()) {
        assert!(silent(message.state().unwrap().pings), "{}", message.text());
    }
    until_idle(&app.service, Duration::from_secs(10)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_names_get_channels_all_the_same() {
    let app = TestService::ready().await;
    assert!(app.owner_says("/setup names:\"{username}\"").await.contains("Saved"));
    for (number, name) in ["🦀🦀", "مرحبا", "\u{202e}evil", "@everyone", "///", "........", "-"].into_iter().enumerate()
    {
        let member = app.member(name);
        let ticket = app.opens(&member, "Support").await;
        assert!(member.sees(&ticket) && !ticket.name().is_empty(), "{number}: {name}");
    }
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 7);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reasons_may_be_empty_and_no_longer_than_a_thousand() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let close = welcome(&ticket).button("Close");
    let form = alice.press(&close).await.modal().unwrap();
    let reason = |text: &str| json!([{ "type": 18, "id": 1, "component": { "type": 4, "id": 2, "custom_id": "reason", "value": text } }]);
    let refused = alice.submit_raw(&form, reason(&"x".repeat(1001))).await;
    assert!(refused.text().contains("1000 at most"), "{}", refused.text());
    assert!(ticket.exists());
    let taken = alice.submit_raw(&form, reason(&"é".repeat(1000))).await;
    assert!(taken.text().contains("closes this ticket"), "{}", taken.text());
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, Duration::from_secs(10)).await;

    let ticket = app.opens(&alice, "Support").await;
    let form = alice.press(&welcome(&ticket).button("Close")).await.modal().unwrap();
    alice.submit_raw(&form, json!([])).await;
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let closed = tickets(app.service.stores(), &app.guild).await;
    assert!(closed.iter().all(|ticket| ticket.state == TicketState::Closed));
    assert_eq!(closed[1].closing.as_ref().unwrap().reason, "");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_of_one_type_has_no_say_in_another() {
    let app = TestService::ready().await;
    let billing = app.guild.role("Billing", Permissions::empty());
    app.has_panel("/type add name:Billing staff:@Billing").await;
    let clerk = app.member("clerk").with_role(&billing);
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let support = app.opens(&alice, "Support").await;
    let invoice = app.opens(&alice, "Billing").await;
    assert!(clerk.sees(&invoice) && !clerk.sees(&support) && bob.sees(&invoice) && bob.sees(&support));
    for word in ["claim", "close", "unclaim"] {
        let refused = clerk.press_custom(&app.panel(), &format!("tickit:1:{word}:1")).await.finished().await;
        assert!(refused.text().contains("You are not allowed"), "{word}: {}", refused.text());
    }
    let claimed = clerk.press(&welcome(&invoice).button("Claim")).await;
    assert!(claimed.text().contains("takes care"), "{}", claimed.text());
    app.finish().await;
}
