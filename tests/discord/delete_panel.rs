//! `/panel delete`: the panel and all of its messages go.

use discord_simulator::people::MessageHandle;

use crate::support::{TestService, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_is_deleted_with_its_messages_once_that_is_confirmed() {
    let app = TestService::ready().await;
    let help = app.guild.text_channel("help");
    app.owner_says("/panel create name:Shop").await;
    app.owner_says("/panel send panel:Shop channel:#help").await;
    app.owner_says("/panel send panel:Shop").await;
    let messages = [app.panel(), help.messages().into_iter().last().unwrap()];

    let owner = app.guild.owner();
    let asked = owner.slash(&app.general, "/panel delete panel:Shop").await;
    assert!(asked.text().contains("with its messages (2)"), "{}", asked.text());
    assert!(messages.iter().all(MessageHandle::exists), "nothing is deleted before it is confirmed");
    let done = owner.press(&asked.button("Delete it")).await.finished().await.text();
    assert!(done.contains("Messages that were changed: 2"), "{done}");
    assert!(messages.iter().all(|message| !message.exists()));
    let listed = app.owner_says("/panel list").await;
    assert!(!listed.contains("Shop") && listed.contains("How can we help?"), "{listed}");
    let again = owner.press(&asked.button("Delete it")).await.finished().await.text();
    assert!(again.contains("This panel was deleted"), "{again}");
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    app.finish().await;
}
