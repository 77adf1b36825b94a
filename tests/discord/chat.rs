//! What is said where no tickets are.

use std::time::Duration;

use tickit_domain::ids::GuildId;
use tickit_domain::store::{List, Order, Selection};
use tokio::time::sleep;

use crate::support::{TestService, until_idle};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chat_in_a_guild_without_tickets_writes_and_opens_nothing() {
    let app = TestService::without_setup(7).await;
    let alice = app.member("alice");
    let said = alice.says(&app.general, "hello").await;
    alice.edits(&said, "hello all");
    alice.deletes_message(&said);
    app.guild.owner().deletes(&app.guild.text_channel("short-lived"));
    sleep(Duration::from_millis(700)).await;
    let stores = app.service.stores();
    let directory =
        List { selection: Selection::Prefix("directory:".into()), order: Order::Ascending, limit: 10, after: None };
    assert_eq!(stores.core().list(&directory).await.unwrap().records, []);
    assert!(!app.settings.data().join("guilds").exists(), "a guild's file was made");
    assert!(!stores.has_guild(GuildId::new(app.guild.id().0)).await.unwrap());

    app.set_up().await;
    let ticket = app.opens(&alice, "Support").await;
    let typo = alice.says(&ticket, "asdf").await;
    alice.deletes_message(&typo);
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    let (_, text) = app.transcripts().remove(0);
    assert!(text.contains("asdf"), "the guild's first ticket is heard at once: {text}");
    app.finish().await;
}
