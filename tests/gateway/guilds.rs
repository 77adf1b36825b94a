//! Guilds that come and go are handed on without what they carry.

use tickit::gateway::GatewaySettings;

use super::{TestGateway, quick};

#[tokio::test]
async fn of_a_guild_that_comes_only_its_id_is_handed_on() {
    let settings = GatewaySettings { brief: |name| name.starts_with("GUILD_"), ..quick() };
    let mut gateway = TestGateway::with(discord_simulator::Simulator::builder(), settings).await;
    let bot = gateway.discord.application("Helper");
    let guild = gateway.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    gateway.start(&bot);
    let event = gateway.event(&bot, "GUILD_CREATE").await;
    let brief: serde_json::Value = serde_json::from_str(event.data.get()).unwrap();
    assert_eq!(brief.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "unavailable"]);
    assert_eq!(brief["id"], guild.id().to_string());
    gateway.discord.faults().gateway(&bot).outage(&guild);
    let event = gateway.event(&bot, "GUILD_DELETE").await;
    assert_eq!(event.data.get(), format!(r#"{{"id":"{}","unavailable":true}}"#, guild.id()));
    let raw = |data: &str| format!(r#"{{"t":"GUILD_DELETE","s":100,"op":0,"d":{data}}}"#);
    for (data, brief) in [("[]", "null"), ("{\"id\":[7]}", "{\"id\":[7],\"unavailable\":null}")] {
        gateway.discord.faults().gateway(&bot).send_text(raw(data));
        assert_eq!(gateway.event(&bot, "GUILD_DELETE").await.data.get(), brief);
    }
    gateway.close().await;
}
