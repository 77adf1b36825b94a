//! A bot without the Message Content intent is told of, since its transcripts lack what members write.

use std::time::Duration;

use discord_simulator::{Intents, Simulator};
use serde_json::Value;

use crate::support::{Log, Settings, TestGuild, health, until_idle};

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

#[tokio::test]
async fn a_transcript_and_its_summary_say_that_what_was_written_was_kept_from_the_bot() {
    const SAID: &str = "The bot may not read what members write";
    // Whether a line is logged at all is decided once, where it comes first: there is a log here too.
    let (_log, _guard) = Log::begin();
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let bot = discord.application("Helper");
    let home = TestGuild::new(&discord, "Acme", &[&bot]);
    let settings = Settings::new(&discord, &[&bot]);
    for (granted, times) in [(false, 1), (true, 0)] {
        if granted {
            bot.grant_intents(Intents::MESSAGE_CONTENT);
        }
        let service = settings.start().await;
        if !granted {
            home.set_up().await;
        }
        let alice = home.member("alice");
        let ticket = home.opens(&alice, "Support").await;
        alice.says(&ticket, "My order never came").await;
        home.closes(&home.agent("bob"), &ticket, "").await;
        until_idle(&service, Duration::from_secs(20)).await;
        let (summary, text) = home.transcripts().pop().unwrap();
        let page = summary.attachments().into_iter().find(|file| file.filename.contains(".html")).unwrap();
        let page = String::from_utf8(summary.file(&page.filename).unwrap()).unwrap();
        for (what, said) in [("the summary", summary.text()), ("the page", page), ("the text", text)] {
            assert_eq!(said.matches(SAID).count(), times, "{what} says: {said}");
        }
        service.stop().await;
    }
    discord.finish().await.unwrap();
}
