//! Events come as Discord sent them, and commands leave as Discord takes them.

use std::time::Duration;

use discord_simulator::ApplicationHandle;
use serde_json::json;
use tickit::gateway::{Command, GatewaySettings};
use tokio::time::sleep;

use super::{TestGateway, id, quick};

/// serenity 0.12.5 drops the values of modals with labels, and whole interactions whose type it does not know.
#[tokio::test]
async fn whatever_discord_invents_is_kept_as_it_came() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    let inventions = [
        r#"{"type":5,"data":{"components":[{"type":18,"component":{"type":3,"values":["billing"],"custom_id":"topic"}}]}}"#,
        r#"{"type":99,"data":{"a": 1.50, "z": [null, {"b": "\u00e4"}]}, "id":"18446744073709551615"}"#,
    ];
    for (sequence, data) in (100..).zip(inventions) {
        let raw = format!(r#"{{"t":"INTERACTION_CREATE","s":{sequence},"op":0,"d":{data}}}"#);
        gateway.discord.faults().gateway(&bot).send_text(raw);
        let event = gateway.event(&bot, "INTERACTION_CREATE").await;
        assert_eq!(event.data.get(), data);
        assert!(event.is_interaction() && event.received.elapsed() < Duration::from_secs(5));
    }
    gateway.close().await;
}

#[tokio::test]
async fn only_wanted_events_are_handed_on() {
    let settings = GatewaySettings { wanted: |name| name.starts_with("CHANNEL_"), ..quick() };
    let mut gateway = TestGateway::with(discord_simulator::Simulator::builder(), settings).await;
    let bot = gateway.discord.application("Helper");
    let guild = gateway.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    gateway.start(&bot);
    gateway.until(&bot, tickit_domain::bot::BotState::Ready).await;
    guild.text_channel("general");
    assert_eq!(&*gateway.events.recv().await.unwrap().name, "CHANNEL_CREATE");
    gateway.close().await;
}

#[tokio::test]
async fn commands_are_sent_within_discords_limit() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.discord.application("Helper");
    let guild = gateway.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    gateway.start(&bot);
    gateway.event(&bot, "GUILD_CREATE").await;
    let ask = |bot: &ApplicationHandle| {
        let command = Command { op: 8, d: json!({ "guild_id": guild.id(), "user_ids": [bot.id()] }) };
        gateway.supervisor.send(id(bot), command)
    };
    assert!(ask(&bot));
    let mut sent = 1;
    for _ in 0..400 {
        sent += usize::from(ask(&bot));
        sleep(Duration::from_millis(1)).await;
    }
    assert!((100..=130).contains(&sent), "{sent} commands were taken");
    gateway.discord.faults().gateway(&bot).ask_for_heartbeat();
    gateway.event(&bot, "GUILD_MEMBERS_CHUNK").await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(gateway.discord.resume_count(&bot), 0, "Discord closed with 4008");
    assert!(!gateway.supervisor.send(tickit_domain::ids::BotId::new(1), Command { op: 3, d: json!({}) }));
    gateway.close().await;
}
