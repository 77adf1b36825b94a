//! *Create ticket from message* and *Open ticket for user*, in the menus of messages and members.

use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::{Answer, MessageHandle, Modal};
use serde_json::json;
use tickit_domain::ticket::MOST_QUOTED_CHARACTERS;

use crate::support::{TestService, eventually, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(10);
const FROM_MESSAGE: &str = "Create ticket from message";
const FOR_USER: &str = "Open ticket for user";

/// The first message of the newest ticket, as soon as it is there.
async fn first_message(app: &TestService) -> MessageHandle {
    let ticket = app.ticket_channels().pop().expect("a ticket");
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    welcome(&ticket)
}

async fn fills_in(member: &Member, page: &Modal) -> Answer {
    member.submit(page, page.fields().into_iter().map(|field| (field.label, "x".to_owned()))).await
}

fn link(app: &TestService, said: &MessageHandle) -> String {
    format!("discord.com/channels/{}/{}/{}", app.guild.id(), said.channel().id(), said.id())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_makes_a_ticket_of_an_own_message_which_is_quoted_and_linked_and_pings_nobody() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let bait = format!("My order @everyone <@{}> <@&{}>", app.guild.owner().id(), app.staff.id());
    let said = alice.says_with_file(&app.general, &bait, "bill[1]`.txt", b"17").await;
    let opened = alice.uses_on_message(FROM_MESSAGE, &said).await.finished().await.text();
    assert!(opened.contains("Your ticket #1 is open"), "{opened}");
    let first = first_message(&app).await;
    let text = first.text();
    assert!(text.contains(&format!("{}) of <@{}>:", link(&app, &said), alice.id())), "{text}");
    assert!(text.contains(&format!(">>> {bait}")) && text.contains("Attached: `bill·1··.txt`"), "{text}");
    let pings = first.state().unwrap().pings;
    assert_eq!((pings.users.as_slice(), pings.roles.len(), pings.everyone), (&[alice.id()][..], 0, false));
    until_idle(&app.service, SOON).await;
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    let quoted = kept.quoted.expect("what is quoted");
    assert_eq!((quoted.message.get(), quoted.author, quoted.text.as_str()), (said.id().0, kept.opener, bait.as_str()));
    assert_eq!((quoted.channel.get(), kept.submitter), (app.general.id().0, None));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_message_is_cut_and_leaves_room_for_all_else_that_a_first_message_says() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let said = alice.says(&app.general, &"é".repeat(2000)).await;
    alice.uses_on_message(FROM_MESSAGE, &said).await.finished().await;
    let text = first_message(&app).await.text();
    let quote = format!(">>> {}…", "é".repeat(MOST_QUOTED_CHARACTERS - 1));
    assert!(text.contains(&quote) && !text.contains(&"é".repeat(MOST_QUOTED_CHARACTERS)), "{text}");
    assert!(text.contains("Thank you for getting in touch") && text.contains("Waiting for"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_makes_a_ticket_for_whoever_wrote_a_message_and_members_do_of_their_own_alone() {
    let app = TestService::ready().await;
    app.owner_says("/type edit type:Support limit:3").await;
    let (alice, bob, mallory) = (app.member("alice"), app.agent("bob"), app.member("mallory").locale("de"));
    let said = alice.says(&app.general, "My order never came").await;
    let refused = mallory.uses_on_message(FROM_MESSAGE, &said).await;
    assert!(refused.ephemeral() && refused.text().contains("aus einer eigenen Nachricht"), "{}", refused.text());
    let refused = bob.uses_on_message(FROM_MESSAGE, &app.panel()).await.text();
    assert!(refused.contains("A bot wrote that"), "{refused}");
    let hooked = alice.says(&app.general, "By a webhook").await;
    hooked.becomes(json!({ "webhook_id": "42" }));
    let refused = bob.uses_on_message(FROM_MESSAGE, &hooked).await.text();
    assert!(refused.contains("A bot wrote that"), "{refused}");
    for number in 1..=2 {
        let opened = bob.uses_on_message(FROM_MESSAGE, &said).await.finished().await.text();
        assert!(opened.contains(&format!("Ticket #{number} of <@{}> is open", alice.id())), "{opened}");
    }
    let text = first_message(&app).await.text();
    assert!(text.contains(">>> My order never came") && text.contains("No form was filled in"), "{text}");
    let opened = bob.uses_on_member(&app.general, FOR_USER, &alice).await.finished().await.text();
    assert!(opened.contains("Ticket #3 of"), "{opened}");
    let refused = bob.uses_on_message(FROM_MESSAGE, &said).await.finished().await.text();
    assert!(refused.contains("has 3 open tickets of this type already"), "the limit is hers: {refused}");
    let refused = mallory.uses_on_member(&app.general, FOR_USER, &alice).await.text();
    assert!(refused.contains("Das darf nur"), "{refused}");
    alice.leaves();
    let refused = bob.uses_on_message(FROM_MESSAGE, &said).await.finished().await.text();
    assert!(refused.contains("They are not in this server"), "{refused}");
    assert_eq!(app.ticket_channels().len(), 3);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_of_types_and_each_page_of_a_form_carry_the_message_over_a_restart_and_after_it_was_deleted() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:1|2|3|4|5|6").await;
    let alice = app.member("alice");
    let said = alice.says(&app.general, "My order never came").await;
    let asked = alice.uses_on_message(FROM_MESSAGE, &said).await;
    assert!(asked.ephemeral() && asked.text().contains("What shall the ticket be about?"), "{}", asked.text());
    let types = asked.message().unwrap().selects().remove(0);
    let first = alice.select(&types, ["2"]).await.modal().expect("the form of the type");
    let world = app.stop_service().await;
    alice.deletes_message(&said);
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let next = fills_in(&alice, &first).await;
    assert!(next.text().contains("page 2"), "{}", next.text());
    let again = alice.select(&types, ["2"]).await;
    assert!(again.text().contains("You began to fill in"), "{}", again.text());
    let anew = alice.press(&again.button("Start again")).await.modal().unwrap();
    let next = fills_in(&alice, &anew).await;
    let second = alice.press(&next.button("Continue")).await.modal().unwrap();
    let opened = fills_in(&alice, &second).await.finished().await.text();
    assert!(opened.contains("is open"), "{opened}");
    let text = first_message(&app).await.text();
    assert!(text.contains(">>> My order never came"), "{text}");
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    assert_eq!((kept.answers.len(), kept.quoted.map(|quoted| quoted.message.get())), (6, Some(said.id().0)));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_ends_before_there_is_a_channel_loses_neither_what_is_quoted_nor_who_asked() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let said = alice.says(&app.general, "My order never came").await;
    let channels = format!("/guilds/{}/channels", app.guild.id());
    let away = app.discord.faults().respond(Match::any().method("POST").path(&channels), Fault::Status(503), 100_000);
    let asked = bob.uses_on_message(FROM_MESSAGE, &said).await;
    eventually("a channel was asked for", || away.happened() > 0).await;
    let world = app.stop_service().await;
    away.cancel();
    let service = world.settings.start().await;
    let app = TestService { world, service };
    let opened = format!("Ticket #1 of <@{}> is open", alice.id());
    eventually("bob is told", || asked.text().contains(&opened)).await;
    let text = first_message(&app).await.text();
    assert!(text.contains(">>> My order never came") && text.contains(&format!("<@{}> for", bob.id())), "{text}");
    app.finish().await;
}
