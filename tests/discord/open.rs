//! `/open`: a member opens a ticket by command, and staff opens one for somebody else.

use std::time::Duration;

use discord_simulator::people::Select;
use discord_simulator::{Member, Permissions};
use tickit_domain::ids::UserId;

use crate::support::{TestGuild, TestService, eventually, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(10);

async fn offered(app: &TestService, member: &Member, typed: &str) -> Vec<String> {
    member.types(&app.general, typed).await.into_iter().map(|choice| choice.name).collect()
}

/// The menu of types that a command answers with.
async fn menu(app: &TestService, member: &Member, command: &str) -> Select {
    let asked = member.slash(&app.general, command).await;
    let message = asked.message().unwrap_or_else(|| panic!("{}", asked.text()));
    assert!(asked.ephemeral() && !message.selects().is_empty(), "{}", asked.text());
    message.selects().remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_opens_a_ticket_by_command_as_by_a_button() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.member("bob"), app.member("carol"));
    let opened = says(&alice, &app.general, "/open").await;
    assert!(opened.contains("Your ticket #1 is open"), "there is nothing to ask: {opened}");
    let again = says(&alice, &app.general, "/open type:support").await;
    assert!(again.contains("You have an open ticket of this type already"), "{again}");
    app.has_panel("/type add name:Billing questions:\"Order number\"").await;
    let form = bob.slash(&app.general, "/open type:Billing user:@bob").await.modal().expect("the form of the type");
    let opened = bob.submit(&form, [("Order number", "17")]).await.finished().await.text();
    assert!(opened.contains("Your ticket #2 is open"), "{opened}");

    let types = menu(&app, &carol, "/open").await;
    assert_eq!(types.options(), ["Support", "Billing"]);
    let form = carol.select(&types, ["2"]).await.modal().expect("the form of the type");
    assert_eq!(form.title(), "Billing");
    let opened = carol.select(&types, ["1"]).await.finished().await.text();
    assert!(opened.contains("Your ticket #3 is open"), "{opened}");
    let tickets = tickets(app.service.stores(), &app.guild).await;
    assert!(tickets.iter().all(|ticket| ticket.submitter.is_none()));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_types_that_somebody_may_open_are_offered_and_any_other_is_refused() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.owner_says("/type add name:Appeals required:@Support").await;
    app.owner_says("/type add name:Billing staff:@Clerks").await;
    let (alice, bob) = (app.member("alice").locale("de"), app.agent("bob"));
    let clerk = app.member("clerk").with_role(&clerks);
    assert_eq!(offered(&app, &alice, "/open type:").await, ["Support", "Billing"]);
    assert_eq!(offered(&app, &bob, "/open type:PPEA").await, ["Appeals"]);
    assert_eq!(offered(&app, &bob, "/open user:@alice type:").await, ["Support", "Appeals", "Billing"]);
    assert_eq!(offered(&app, &clerk, "/open user:@alice type:").await, ["Billing"], "they are staff of that one");
    assert!(offered(&app, &alice, "/open user:@bob type:").await.is_empty());
    assert_eq!(menu(&app, &alice, "/open").await.options(), ["Support", "Billing"]);
    assert_eq!(menu(&app, &bob, "/open user:@alice").await.options(), ["Support", "Billing"], "by her roles");
    let refused = says(&alice, &app.general, "/open type:Appeals").await;
    assert!(refused.contains("„Appeals“ steht dir nicht offen"), "{refused}");
    let refused = says(&alice, &app.general, "/open type:Nothing").await;
    assert!(refused.contains("Es gibt keine Ticketart „Nothing“"), "{refused}");
    let refused = says(&bob, &app.general, "/open type:Appeals user:@alice").await;
    assert!(refused.contains(&format!("“Appeals” is not open to <@{}>", alice.id())), "{refused}");
    app.owner_says("/type edit type:Support required:@Clerks").await;
    app.owner_says("/type edit type:Billing required:@Clerks").await;
    let refused = says(&alice, &app.general, "/open").await;
    assert!(refused.contains("Dir steht hier keine Ticketart offen"), "{refused}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_opens_a_ticket_for_a_member_without_the_form_and_its_first_message_says_so() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:\"Order number\" cooldown:60 limit:3").await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    app.owner_says("/setup member_days:30").await;
    let opened = says(&bob, &app.general, "/open type:Billing user:@alice").await;
    let ticket = app.ticket_channels().remove(0);
    let (hers, his) = (format!("<@{}>", alice.id()), format!("<@{}>", bob.id()));
    assert_eq!(opened, format!("✅ Ticket #1 of {hers} is open: <#{}>", ticket.id()));
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    let first = welcome(&ticket);
    assert!(first.text().contains(&format!("Opened by {his} for {hers}. No form was filled in.")), "{}", first.text());
    assert_eq!(first.state().unwrap().pings.users, [alice.id()], "she is called, as for her own");
    assert!(alice.sees(&ticket) && ticket.name() == "billing-0001");
    let again = says(&bob, &app.general, "/open type:Billing user:@alice").await;
    assert!(again.contains("is open"), "neither the pause holds nor how new she is: {again}");
    until_idle(&app.service, SOON).await;
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    let user = |member: &Member| UserId::new(member.id().0);
    assert_eq!((kept.opener, kept.submitter), (user(&alice), Some(user(&bob))));
    assert_eq!((kept.opener_name.as_str(), kept.answers.len()), ("alice", 0));
    let opened = app.owner_says("/open type:Billing user:@bob").await;
    assert!(opened.contains("is open"), "who manages the server may, too: {opened}");
    let standing = says(&bob, &ticket, "/ticket info").await;
    assert!(standing.contains("On behalf"), "{standing}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_and_the_blacklist_hold_for_whoever_a_ticket_is_opened_for_and_say_that_it_is_them() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob").locale("de"));
    let hers = format!("<@{}>", alice.id());
    app.opens(&alice, "Support").await;
    let refused = says(&bob, &app.general, "/open user:@alice").await;
    assert!(refused.contains(&format!("{hers} hat schon ein offenes Ticket dieser Art: <#")), "{refused}");
    app.owner_says("/blacklist add who:@alice reason:Spam duration:7d").await;
    let refused = says(&bob, &app.general, "/open type:Support user:@alice").await;
    assert!(refused.contains(&format!("{hers} steht auf der Sperrliste")) && refused.contains("Spam"), "{refused}");
    assert_eq!(app.ticket_channels().len(), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_for_somebody_else_speaks_their_language_as_far_as_that_is_known() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:3").await;
    let (alice, bob) = (app.member("alice").locale("de"), app.agent("bob"));
    let first_said = async |number: usize| {
        let ticket = app.ticket_channels().remove(number - 1);
        eventually("there is a first message", || !ticket.messages().is_empty()).await;
        welcome(&ticket).text()
    };
    says(&bob, &app.general, "/open type:Billing user:@alice").await;
    assert!(first_said(1).await.contains("Thank you"), "nothing is known of her yet but by bob");
    app.opens(&alice, "Support").await;
    says(&bob, &app.general, "/open type:Billing user:@alice").await;
    let said = first_said(3).await;
    assert!(said.contains(&format!("Von <@{}> für <@{}> geöffnet", bob.id(), alice.id())), "{said}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_viewers_and_trainees_open_none_for_others_and_none_is_opened_for_bots_and_strangers() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    let stranger = other.member("eve");
    let (mallory, bob) = (app.member("mallory").locale("de"), app.agent("bob"));
    let (vera, tom) = (app.member("vera"), app.member("tom"));
    app.member("alice");
    app.owner_says("/staff add who:@vera rank:\"viewer: reads only\"").await;
    app.owner_says("/staff add who:@tom rank:\"trainee: answers and sorts, closes nothing\"").await;
    let strange = format!("user:@{}", stranger.id());
    for (member, refusal) in [(&mallory, "Das darf nur"), (&vera, "and no trainee"), (&tom, "and no trainee")] {
        for command in ["/open type:Support user:@alice", "/open user:@alice", &format!("/open {strange}")] {
            let refused = says(member, &app.general, command).await;
            assert!(refused.contains(refusal), "{command}: {refused}");
        }
    }
    for command in [format!("/open {strange}"), format!("/open type:Support {strange}")] {
        let refused = says(&bob, &app.general, &command).await;
        assert!(refused.contains("They are not in this server"), "{command}: {refused}");
    }
    let refused = says(&bob, &app.general, "/open user:@Helper").await;
    assert!(refused.contains("That is a bot"), "{refused}");
    assert!(app.ticket_channels().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_without_types_says_what_to_do() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    let refused = says(&app.member("alice"), &app.general, "/open").await;
    assert!(refused.contains("Somebody who manages the server has to add one with /type add first"), "{refused}");
    let refused = app.owner_says("/open user:@alice").await;
    assert!(refused.contains("There is no ticket type yet"), "{refused}");
    let alice = app.member("alice");
    let said = alice.says(&app.general, "Help!").await;
    let refused = alice.uses_on_message("Create ticket from message", &said).await.text();
    assert!(refused.contains("There is no ticket type yet"), "{refused}");
    app.finish().await;
}
