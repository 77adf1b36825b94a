//! A bot without the Message Content intent is told of, since its transcripts lack what members write.

use discord_simulator::{Intents, Simulator};
use serde_json::Value;

use crate::support::{Log, Settings, TestGuild, health};

#[tokio::test]
async fn a_missing_intent_is_in_the_log_once_and_in_health() {
    let (log, _guard) = Log::begin();
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let application = discord.application("Helper");
    let _guild = TestGuild::new(&discord, "Acme", &[&application]);
    let settings = Settings::new(&discord, &[&application]);
    let service = settings.start().await;
    let url = format!("http://{}", service.address());
    assert_eq!(health(&url).await.1["bots"]["list"][0]["message_content"], Value::Bool(false));
    let bot = application.id();
    assert!(reqwest::get(&url).await.is_ok());
    let told = log.lines("the Message Content intent is off");
    assert!(told.len() == 1 && told[0].contains(&format!("/applications/{bot}/bot")), "{told:?}");
    service.stop().await;

    application.grant_intents(Intents::MESSAGE_CONTENT);
    let service = settings.start().await;
    let url = format!("http://{}", service.address());
    assert_eq!(health(&url).await.1["bots"]["list"][0]["message_content"], Value::Bool(true));
    assert_eq!(log.lines("the Message Content intent is off").len(), 1);
    service.stop().await;
    discord.finish().await.unwrap();
}
