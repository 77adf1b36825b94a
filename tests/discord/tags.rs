//! Tags: texts that staff keeps, finds by their names and posts.

use discord_simulator::{ChannelHandle, Member};
use futures_util::future::join_all;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, change_body, says};

/// Keeps a tag by the form of `/tags add`; what they read.
async fn keeps(member: &Member, channel: &ChannelHandle, name: &str, text: &str) -> String {
    let asked = member.slash(channel, "/tags add").await;
    let form = asked.modal().unwrap_or_else(|| panic!("{}", asked.text()));
    member.submit(&form, [("name", name), ("text", text)]).await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_posts_a_tag_in_a_ticket_and_elsewhere_and_pings_whom_it_is_for_and_nobody_else() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let text = "Hello {user} ({username}), {staff} has {type} #{number} {other}. @everyone";
    assert!(keeps(&bob, &ticket, " Hello  there ", text).await.contains("“Hello there” is kept"));
    assert!(keeps(&bob, &ticket, "HELLO THERE", "x").await.contains("is a tag “HELLO THERE” already"));

    let posted = bob.slash(&ticket, "/tag name:\"hello there\"").await;
    let (of_alice, of_bob) = (format!("<@{}>", alice.id()), format!("<@{}>", bob.id()));
    let filled = format!("Hello {of_alice} (alice), {of_bob} has Support #0001 {{other}}. @everyone");
    assert!(!posted.ephemeral() && posted.text() == filled, "{}", posted.text());
    let message = ticket.messages().into_iter().last().unwrap().state().unwrap();
    assert!(message.pings.users.is_empty() && !message.pings.everyone, "nobody is pinged");

    let carol = app.member("carol");
    let elsewhere = says(&bob, &app.general, "/tag name:\"hello there\" for:@carol").await;
    let of_carol = format!("<@{}>", carol.id());
    assert!(elsewhere.starts_with(&format!("Hello {of_carol} (carol), {of_bob} has {{type}}")), "{elsewhere}");
    let message = app.general.messages().into_iter().last().unwrap().state().unwrap();
    assert_eq!(message.pings.users.into_iter().collect::<Vec<_>>(), [carol.id()]);

    for command in ["/tag name:\"hello there\"", "/tags add", "/tags edit name:x", "/tags delete name:x", "/tags list"]
    {
        assert!(says(&alice, &ticket, command).await.contains("need to be staff"), "{command}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_is_changed_deleted_and_kept_anew_and_a_form_for_the_one_that_was_deleted_is_refused() {
    let app = TestService::ready().await;
    let bob = app.agent("bob");
    keeps(&bob, &app.general, "Refunds", "Two weeks.").await;
    let form = bob.slash(&app.general, "/tags edit name:refunds").await.modal().unwrap();
    assert!(bob.submit(&form, [("text", " \u{200b} ")]).await.text().contains("empty or too long"));
    assert!(bob.submit(&form, [("text", "Three weeks.")]).await.text().contains("is changed"));
    assert_eq!(says(&bob, &app.general, "/tag name:REFUNDS").await, "Three weeks.");

    let deleted = says(&bob, &app.general, "/tags delete name:refunds").await;
    assert!(deleted.contains("is deleted") && deleted.contains("Three weeks."), "{deleted}");
    let refused = says(&bob, &app.general, "/tag name:refunds").await;
    assert!(refused.contains("There is no tag “refunds” (any more)"), "{refused}");
    assert!(keeps(&bob, &app.general, "refunds", "Anew.").await.contains("is kept"));
    assert!(bob.submit(&form, [("text", "Of the old one.")]).await.text().contains("was deleted"));
    assert_eq!(says(&bob, &app.general, "/tag name:refunds").await, "Anew.");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tags_are_listed_by_pages_and_offered_while_one_is_typed() {
    let app = TestService::ready().await;
    let bob = app.agent("bob");
    for number in 1..=16 {
        keeps(&bob, &app.general, &format!("Tag {number:02}"), "It says\nthis.").await;
    }
    let listed = bob.slash(&app.general, "/tags list").await;
    assert!(listed.text().contains("Page 1 of 2 · 16 of 200 tags"), "{}", listed.text());
    assert!(listed.text().contains("**Tag 15** · It says this.") && !listed.text().contains("Tag 16"));
    let second = bob.press(&listed.button("2")).await.text();
    assert!(second.contains("**Tag 16**") && !second.contains("Tag 15"), "{second}");
    let offered = bob.types(&app.general, "/tag name:\"tag 1\"").await;
    assert_eq!(offered.len(), 7, "{offered:?}");
    assert!(app.member("alice").types(&app.general, "/tag name:\"tag 1\"").await.is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_are_added_at_once_there_are_no_more_tags_than_there_can_be() {
    let (app, stores) = TestService::in_memory().await;
    let bob = app.agent("bob");
    assert!(keeps(&bob, &app.general, "first", "x").await.contains("is kept"));
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (id, first) = guild.contents().into_iter().find(|(id, _)| id.starts_with("tag:")).unwrap();
    for number in 2..=199 {
        let mut tag = first.clone();
        tag.id = id.replace("first", &format!("tag {number}"));
        change_body(&mut tag, |body| (body["id"], body["name"]) = (0.into(), format!("tag {number}").into()));
        guild.insert(tag).await.unwrap();
    }
    let names = (0..6).map(|number| format!("new {number}")).collect::<Vec<_>>();
    let answers = join_all(names.iter().map(|name| keeps(&bob, &app.general, name, "x"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.contains("is kept")).count(), 1, "{answers:?}");
    assert_eq!(guild.contents().into_keys().filter(|id| id.starts_with("tag:")).count(), 200);
    app.finish().await;
}
