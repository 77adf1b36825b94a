//! `/setup`: who works on tickets, and where they go.

use discord_simulator::Permissions;
use discord_simulator::faults::{Fault, Match};
use discord_simulator::world::ChannelKind;
use serde_json::json;
use tickit_domain::ids::GuildId;
use tickit_domain::store::Record;

use crate::support::{TestGuild, TestService, change_body, replace_settings, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_set_up_is_shown_and_left_alone_where_it_is_not_named() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    let first = app.owner_says("/setup").await;
    assert_eq!(first.matches("not set").count(), 4, "{first}");
    app.owner_says("/setup staff:@Support category:#Tickets").await;
    let second = app.owner_says("/setup log:#ticket-log names:\"{type}-{username}-{number}\"").await;
    for part in [
        format!("<@&{}>", app.staff.id()),
        format!("<#{}>", app.category.id()),
        format!("<#{}>", app.log.id()),
        "{type}-{username}-{number}".to_owned(),
    ] {
        assert!(second.contains(&part), "{part} in {second}");
    }
    app.has_panel("/type add name:Support").await;
    assert_eq!(app.opens(&app.member("alice"), "Support").await.name(), "support-alice-0001");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_that_chose_nothing_has_working_tickets() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    app.has_panel("/type add name:Support").await;
    let alice = app.member("alice").locale("de");
    let ticket = app.opens(&alice, "Support").await;
    assert!(welcome(&ticket).text().contains("Danke"), "{}", welcome(&ticket).text());
    let owner = app.guild.owner();
    assert!(says(&owner, &ticket, "/ticket claim").await.contains("takes care"));
    welcome(&ticket);
    let close = ticket.messages().into_iter().find_map(|message| message.find_button("Schließen")).unwrap();
    let form = alice.press(&close).await.modal().unwrap();
    let closing = alice.submit(&form, [] as [(&str, &str); 0]).await;
    assert_eq!(closing.kind(), discord_simulator::people::AnswerKind::Message);
    crate::support::eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_set_can_be_taken_back() {
    let app = TestService::ready().await;
    app.guild.role("Helpers", Permissions::empty());
    let (support, helpers) =
        (format!("<@&{}>", app.staff.id()), format!("<@&{}>", app.guild.role("Helpers", Permissions::empty()).id()));
    let both = app.owner_says("/setup staff:@Helpers").await;
    assert!(both.contains(&support) && both.contains(&helpers), "{both}");
    let one = app.owner_says("/setup remove_staff:@Support").await;
    assert!(!one.contains(&support) && one.contains(&helpers), "{one}");
    let replaced = app.owner_says("/setup clear:\"Staff: nobody\" staff:@Support").await;
    assert!(replaced.contains(&support) && !replaced.contains(&helpers), "{replaced}");
    for choice in ["Staff: nobody", "Category: none", "Transcripts: nowhere", "Names: {type}-{number}"] {
        let said = app.owner_says(&format!("/setup clear:\"{choice}\"")).await;
        assert!(said.contains("Saved"), "{choice}: {said}");
    }
    let shown = app.owner_says("/setup").await;
    assert_eq!(shown.matches("not set").count(), 3, "{shown}");
    assert!(shown.contains("`{type}-{number}`"), "{shown}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_and_roles_of_integrations_are_no_staff() {
    let app = TestService::ready().await;
    for command in ["/setup staff:@everyone", "/type edit type:Support staff:@everyone"] {
        let refused = app.owner_says(command).await;
        assert!(refused.contains("@everyone cannot be staff"), "{command}: {refused}");
    }
    for command in ["/setup staff:@Helper", "/type edit type:Support staff:@Helper"] {
        let refused = app.owner_says(command).await;
        assert!(refused.contains("belongs to an integration"), "{command}: {refused}");
    }
    let ticket = app.opens(&app.member("alice"), "Support").await;
    assert!(!app.member("mallory").sees(&ticket));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_zone_is_chosen_by_its_name_offered_while_it_is_typed_and_taken_back() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    assert!(app.owner_says("/setup").await.contains("Time zone: UTC"));
    for (typed, first) in [("berl", "Europe/Berlin"), ("los ang", "America/Los_Angeles"), ("Asia/Kol", "Asia/Kolkata")]
    {
        let offered = owner.types(&app.general, &format!("/setup time_zone:\"{typed}\"")).await;
        assert!(offered.len() <= 25 && offered[0].name == first, "{typed}: {offered:?}");
    }
    assert_eq!(owner.types(&app.general, "/setup time_zone:a").await.len(), 25);
    assert!(owner.types(&app.general, "/setup time_zone:Mars").await.is_empty());
    let saved = app.owner_says("/setup time_zone:europe/berlin").await;
    assert!(saved.contains("Saved") && saved.contains("Time zone: Europe/Berlin"), "{saved}");
    let longest = format!("/setup names:x time_zone:\"{}\"", "Ä".repeat(64));
    for refused in ["/setup names:x time_zone:Mars/Base", &longest, "/setup time_zone:\"../../etc/passwd\""] {
        let told = app.owner_says(refused).await;
        assert!(told.contains("There is no time zone of this name"), "{refused}: {told}");
    }
    let german = says(&owner.locale("de"), &app.general, "/setup time_zone:MEZ").await;
    assert!(german.contains("Eine Zeitzone dieses Namens gibt es nicht"), "{german}");
    let _ = app.guild.owner().locale("en-US");
    let shown = app.owner_says("/setup").await;
    assert!(shown.contains("Time zone: Europe/Berlin") && !shown.contains("`x`"), "nothing was changed: {shown}");
    let cleared = app.owner_says("/setup clear:\"Time zone: UTC\"").await;
    assert!(cleared.contains("Time zone: UTC"), "{cleared}");
    app.finish().await;
}

/// As 8bdd27c stored it, which took `@everyone` for staff.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_as_staff_in_an_old_record_shows_no_ticket_to_everybody() {
    let (app, stores) = TestService::in_memory().await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let everyone = json!(app.guild.id().to_string());
    let with_everyone = |record: &mut Record| {
        change_body(record, |body| {
            body["settings"]["staff"].as_array_mut().unwrap().push(everyone.clone());
            body["settings"]["types"][0]["staff"].as_array_mut().unwrap().push(everyone);
        });
    };
    replace_settings(&guild, with_everyone).await;

    let ticket = app.opens(&app.member("alice"), "Support").await;
    let mallory = app.member("mallory");
    assert!(!mallory.sees(&ticket) && app.agent("bob").sees(&ticket));
    assert!(app.owner_says("/setup").await.contains("@everyone was chosen as staff"));
    assert!(app.owner_says("/setup names:{number}").await.contains("@everyone was chosen as staff"));
    assert!(!app.owner_says("/setup").await.contains("@everyone"), "it is gone with the next change");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn setup_alone_shows_what_is_set_and_writes_nothing() {
    let (app, stores) = TestService::in_memory().await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let revision = || guild.contents().into_iter().find(|(id, _)| id.starts_with("settings:")).unwrap().1.rev;
    let before = revision();
    let shown = app.owner_says("/setup").await;
    assert!(shown.contains("Nothing was changed") && shown.contains(&app.staff.id().to_string()), "{shown}");
    assert_eq!(revision(), before);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_of_another_guild_or_of_the_wrong_kind_is_refused() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    let forum = app.guild.channel("forum", ChannelKind::FORUM);
    let elsewhere = [
        ("log", other.log.id(), 7, "There is no such channel in this server"),
        ("category", other.category.id(), 7, "There is no such channel in this server"),
        ("log", forum.id(), 7, "Nobody can write in"),
        ("log", app.category.id(), 7, "Nobody can write in"),
        ("category", app.log.id(), 7, "is no category"),
    ];
    for (option, channel, kind, refusal) in elsewhere {
        let value = channel.to_string();
        let data = json!({ "id": "1", "name": "setup", "type": 1,
            "options": [{ "type": kind, "name": option, "value": value }],
            "resolved": { "channels": { &value: { "id": value, "name": "x", "type": 0, "permissions": "0" } } } });
        let said = app.owner_sends(data).await;
        assert!(said.contains(refusal), "{option}: {said}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_that_discord_cannot_vouch_for_are_not_saved() {
    let app = TestService::ready().await;
    app.guild.role("Helpers", Permissions::empty());
    app.discord.faults().respond(Match::any().method("GET").path("/roles"), Fault::Status(503), 1000);
    let refused = app.owner_says("/setup staff:@Helpers names:x").await;
    assert!(refused.contains("Discord does not answer right now"), "{refused}");
    app.discord.faults().clear();
    let shown = app.owner_says("/setup").await;
    assert!(shown.contains("`{type}-{number}`"), "{shown}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_five_types_with_the_longest_names_break_no_answer() {
    let app = TestService::ready().await;
    for number in 2..=25 {
        let saved = app.owner_says(&format!("/type add name:\"{number:02}{}\"", "x".repeat(78))).await;
        assert!(saved.contains("is saved"), "{saved}");
    }
    let shown = app.owner_says("/setup").await;
    assert!((2..=25).all(|number| shown.contains(&format!("{number:02}xx"))), "{shown}");
    app.finish().await;
}
