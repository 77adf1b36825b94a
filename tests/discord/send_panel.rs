//! `/panel send`: the message with a button for each ticket type.

use discord_simulator::Permissions;
use discord_simulator::faults::{Fault, Match};
use discord_simulator::world::{ChannelKind, IS_COMPONENTS_V2};
use serde_json::json;

use crate::support::{TestGuild, TestService, says, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_needs_a_type_and_a_channel_that_the_bot_may_write_in() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    assert!(app.owner_says("/panel send").await.contains("There is no ticket type yet"));
    app.owner_says("/type add name:Support").await;
    let secret = app.guild.text_channel("secret");
    app.discord.shared().change(|world| {
        world.edit_channel(secret.id(), |channel| {
            channel.overwrites.push(discord_simulator::world::Overwrite {
                id: app.guild.id(),
                kind: discord_simulator::world::OverwriteKind::Role,
                allow: Permissions::empty(),
                deny: Permissions::VIEW_CHANNEL,
            });
        });
    });
    let refused = says(&app.guild.owner(), &app.general, "/panel send channel:#secret").await;
    assert!(refused.contains("The bot lacks permissions in"), "{refused}");
    assert!(app.owner_says("/panel send title:Hello text:\"Press here\"").await.contains("is published"));
    let text = app.panel().text();
    assert!(text.contains("Hello") && text.contains("Press here"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_is_made_of_components_v2_with_buttons_as_with_a_select_menu() {
    let app = TestService::ready().await;
    for (shows, control) in [("Buttons", 2), ("Select menu", 3)] {
        app.owner_says(&format!("/panel create name:\"{shows}\" shows:\"{shows}\" text:\"Press here\"")).await;
        app.owner_says(&format!("/panel send panel:\"{shows}\"")).await;
        let panel = app.general.messages().pop().unwrap().state().unwrap();
        assert!(panel.flags & IS_COMPONENTS_V2 != 0 && panel.content.is_empty() && panel.embeds.is_empty());
        let frame = &panel.components[0];
        let [text, row] = [&frame["components"][0], &frame["components"][1]];
        assert_eq!((&frame["type"], &text["type"], &row["type"]), (&17.into(), &10.into(), &1.into()), "{frame}");
        assert!(text["content"].as_str().unwrap().contains("Press here"), "{text}");
        assert_eq!(row["components"][0]["type"], control, "{row}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_whose_answer_is_lost_is_published_once() {
    let app = TestService::ready().await;
    let panels = || app.general.messages().iter().filter(|message| !message.buttons().is_empty()).count();
    let before = panels();
    app.discord.faults().respond(Match::any().method("POST").path("/messages"), Fault::CutAfter, 1);
    let said = app.owner_says("/panel send title:Again").await;
    assert!(said.contains("is published"), "{said}");
    assert_eq!(panels(), before + 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_for_where_nobody_can_write_or_for_another_guild_is_refused_at_once() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    let forum = app.guild.channel("forum", ChannelKind::FORUM);
    for (channel, refusal) in [
        (other.general.id(), "There is no such channel in this server"),
        (forum.id(), "Nobody can write in"),
        (app.category.id(), "Nobody can write in"),
    ] {
        let value = channel.to_string();
        let said = app.owner_sends(json!({ "id": "1", "name": "panel", "type": 1,
            "options": [{ "type": 1, "name": "send", "options": [{ "type": 7, "name": "channel", "value": value }] }],
            "resolved": { "channels": { &value: { "id": value, "name": "x", "type": 0, "permissions": "0" } } } }));
        let said = said.await;
        assert!(said.contains(refusal), "{said}");
    }
    assert!(other.general.messages().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_with_an_emoji_that_was_deleted_says_whose_it_was() {
    let app = TestService::ready().await;
    let emoji = app.discord.shared().change(|world| world.create_emoji(app.guild.id(), "invoice"));
    for name in ["A", "B", "C", "D"] {
        app.owner_says(&format!("/type add name:{name}")).await;
    }
    app.owner_says(&format!("/type add name:Billing emoji:<:invoice:{emoji}>")).await;
    assert!(app.owner_says("/panel send").await.contains("is published"));
    app.discord.shared().change(|world| world.delete_emoji(app.guild.id(), emoji));
    let refused = app.owner_says("/panel send").await;
    assert!(refused.contains("the emoji of the type “Billing”"), "{refused}");
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    app.owner_says("/type edit type:Billing clear:\"Emoji: none\"").await;
    assert!(app.owner_says("/panel send").await.contains("is published"));
    app.finish().await;
}

/// As where the channel became another between the question and the message.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_for_good_ends_the_job_and_is_told() {
    let app = TestService::ready().await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("POST").path("/messages"), Fault::Status(400), 1000);
    let refused = app.owner_says("/panel send").await;
    assert!(refused.contains("Discord does not take this panel"), "{refused}");
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    assert_eq!(app.discord.request_count("POST", &format!("/channels/{}/messages", app.general.id())), 2);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_has_ten_messages_at_most_and_those_that_were_deleted_count_no_more() {
    let app = TestService::ready().await;
    for number in 2..=10 {
        let said = app.owner_says("/panel send title:\"How can we help?\"").await;
        assert!(said.contains("is published"), "{number}: {said}");
    }
    let refused = app.owner_says("/panel send title:\"How can we help?\"").await;
    assert!(refused.contains("at most 10 messages"), "{refused}");
    app.guild.owner().deletes_message(&app.panel());
    let said = app.owner_says("/panel send title:\"How can we help?\"").await;
    assert!(said.contains("is published"), "{said}");
    app.finish().await;
}
