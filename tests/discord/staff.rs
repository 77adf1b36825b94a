//! Who works on tickets: ranks, teams, and what a claim means to others.

use std::collections::BTreeSet;
use std::time::Duration;

use discord_simulator::Permissions;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, change_body, eventually, says, until_idle, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_reads_a_trainee_answers_and_an_agent_does_all() {
    let app = TestService::ready().await;
    let (alice, vera, tom) = (app.member("alice"), app.member("vera"), app.member("tom"));
    for (member, rank) in [("vera", "viewer: reads only"), ("tom", "trainee: answers and sorts, closes nothing")] {
        let added = app.owner_says(&format!("/staff add who:@{member} rank:\"{rank}\"")).await;
        assert!(added.contains("They are on staff"), "{added}");
    }
    let ticket = app.opens(&alice, "Support").await;
    assert!(vera.sees(&ticket) && tom.sees(&ticket));
    assert!(!vera.permissions_in(&ticket).contains(Permissions::SEND_MESSAGES), "a viewer writes nothing");
    assert!(tom.permissions_in(&ticket).contains(Permissions::SEND_MESSAGES));
    assert!(says(&vera, &ticket, "/ticket info").await.contains("Priority"));
    assert!(says(&vera, &ticket, "/ticket claim").await.contains("you need to be staff"));
    assert!(says(&tom, &ticket, "/ticket close reason:x").await.contains("not allowed"));
    assert!(says(&tom, &ticket, "/ticket add who:@vera").await.contains("staff, and no trainee"));
    assert!(says(&tom, &ticket, "/ticket claim").await.contains("takes care"));
    assert!(app.owner_says("/staff remove who:@tom").await.contains("no longer on staff"));
    assert!(app.owner_says("/staff remove who:@tom").await.contains("is not on staff there"));
    eventually("who is off staff no longer sees it", || !tom.sees(&ticket)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_a_team_was_handed_is_that_teams() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    let (alice, bob, clerk) = (app.member("alice"), app.agent("bob"), app.member("clerk").with_role(&clerks));
    let bella = app.member("bella");
    app.has_panel("/type add name:Billing staff:@Clerks").await;
    assert!(app.owner_says("/staff add who:@bella team:Refunds").await.contains("**Refunds**"));
    let ticket = app.opens(&alice, "Billing").await;
    assert!(clerk.sees(&ticket) && !bella.sees(&ticket));
    assert!(says(&alice, &ticket, "/ticket transfer team:Refunds").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket transfer team:Nobody").await.contains("There is no such team"));
    says(&clerk, &ticket, "/ticket claim").await;
    assert!(says(&bob, &ticket, "/ticket transfer team:refunds").await.contains("**Refunds**"));
    eventually("the team sees it", || bella.sees(&ticket)).await;
    eventually("others of its type no longer do", || !clerk.sees(&ticket)).await;
    eventually("the first message names the team", || welcome(&ticket).text().contains("Refunds")).await;
    assert!(says(&bella, &ticket, "/ticket claim").await.contains("takes care"), "nobody has it any more");
    let menu =
        bob.select(&welcome(&ticket).select("More …"), ["transfer"]).await.message().unwrap().selects().remove(0);
    assert!(bob.select(&menu, ["none"]).await.text().contains("back with the staff of its type"));
    eventually("the staff of its type sees it again", || clerk.sees(&ticket)).await;
    assert!(says(&bob, &ticket, "/ticket transfer member:@clerk").await.contains("handed over"));
    assert!(says(&bob, &ticket, "/ticket transfer member:@alice").await.contains("is not staff for this ticket"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_keeps_others_of_staff_from_writing_or_seeing_where_the_type_says_so() {
    let app = TestService::ready().await;
    let (alice, bob, carl) = (app.member("alice"), app.agent("bob"), app.agent("carl"));
    let ticket = app.opens(&alice, "Support").await;
    let writes = || carl.permissions_in(&ticket).contains(Permissions::SEND_MESSAGES);
    let saved = app.owner_says("/type staff type:Support claimed:\"read only\"").await;
    assert!(saved.contains("read only"), "{saved}");
    says(&bob, &ticket, "/ticket claim").await;
    eventually("others read only", || carl.sees(&ticket) && !writes()).await;
    assert!(bob.permissions_in(&ticket).contains(Permissions::SEND_MESSAGES), "who claimed it writes");
    app.owner_says("/type staff type:Support claimed:\"do not see it\"").await;
    eventually("others do not see it", || !carl.sees(&ticket)).await;
    says(&bob, &ticket, "/ticket unclaim").await;
    eventually("nobody has it, so all of staff write", writes).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_and_managed_roles_are_no_staff_and_members_change_none() {
    let app = TestService::ready().await;
    app.guild.integration_role("Integration", Permissions::empty());
    assert!(app.owner_says("/staff add who:@everyone").await.contains("@everyone cannot be staff"));
    assert!(app.owner_says("/staff add who:@Integration").await.contains("belongs to an integration"));
    let long = "x".repeat(32);
    assert!(app.owner_says(&format!("/staff add who:@Support team:{long}")).await.contains("on staff"));
    assert!(app.owner_says("/staff list").await.contains(&long));
    assert!(app.owner_says("/type staff type:Support team:Nobody").await.contains("There is no such team"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_tickets_follow_who_is_put_on_staff_and_who_is_taken_off_and_no_others_are_touched() {
    let app = TestService::ready().await;
    let [helpers, clerks] = ["Helpers", "Clerks"].map(|name| app.guild.role(name, Permissions::empty()));
    let (helper, clerk) = (app.member("helper").with_role(&helpers), app.member("clerk").with_role(&clerks));
    app.has_panel("/type add name:Billing").await;
    let mut tickets = Vec::new();
    for (name, kind) in [("alice", "Support"), ("carol", "Support"), ("dave", "Billing")] {
        tickets.push(app.opens(&app.member(name), kind).await);
    }
    let sees =
        |member: &discord_simulator::Member| tickets.iter().map(|ticket| member.sees(ticket)).collect::<Vec<_>>();
    app.owner_says("/setup staff:@Helpers").await;
    eventually("the new role sees all of them", || sees(&helper) == [true; 3]).await;
    until_idle(&app.service, Duration::from_secs(20)).await;
    let before = app.discord.request_count("PUT", "/permissions/");
    app.owner_says("/type edit type:Billing staff:@Clerks").await;
    eventually("the new role of a type sees those of its type", || sees(&clerk) == [false, false, true]).await;
    until_idle(&app.service, Duration::from_secs(20)).await;
    assert_eq!(app.discord.request_count("PUT", "/permissions/"), before + 1, "one channel, one role");
    app.owner_says("/setup remove_staff:@Helpers").await;
    eventually("the role that was taken off sees none", || sees(&helper) == [false; 3]).await;
    app.finish().await;
}

/// Copies of one ticket in its channel, which Discord's limits keep from being synced at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_open_tickets_than_are_walked_at_once_follow_all_the_same() {
    let (app, stores) = TestService::in_memory().await;
    app.guild.role("Helpers", Permissions::empty());
    app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, Duration::from_secs(20)).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, first) = guild.contents().into_iter().find(|(id, _)| id.starts_with("ticket:")).unwrap();
    for number in 2..=70_u32 {
        let mut copy = first.clone();
        copy.id = format!("ticket:{number:08}");
        change_body(&mut copy, |body| body["id"] = number.into());
        guild.insert(copy).await.unwrap();
    }
    app.owner_says("/setup staff:@Helpers").await;
    let (core, mut asked) = (stores.memory_core(), BTreeSet::new());
    eventually("all of them are synced", || {
        asked.extend(core.contents().into_keys().filter(|id| id.starts_with("job:sync:")));
        asked.len() >= 69
    })
    .await;
    app.finish().await;
}
