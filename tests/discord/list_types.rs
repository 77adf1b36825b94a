//! `/type list`: all ticket types, and all that is chosen of one.

use crate::support::TestService;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_types_are_listed_offered_while_one_types_and_shown_in_full() {
    let app = TestService::ready().await;
    app.owner_says("/type add name:Billing emoji:💶 limit:3 questions:\"Order number\"").await;
    let list = app.owner_says("/type list").await;
    assert!(list.contains("2 of 25") && list.contains("💶 **Billing** · open at once: 3 · questions: 1"), "{list}");
    let offered = app.guild.owner().types(&app.general, "/type edit type:bil").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Billing"]);
    let full = app.owner_says("/type list type:billing").await;
    assert!(full.contains("Order number") && full.contains("Priority: Normal"), "{full}");
    let mallory = app.member("mallory");
    for command in ["/type list", "/type add name:Mine", "/type edit type:Billing limit:2", "/type remove type:Billing"]
    {
        assert!(mallory.tries_to_slash(&app.general, command).await.is_err(), "a client does not offer {command}");
    }
    for forged in ["tickit:2:edit_type:1", "tickit:2:remove_type:1"] {
        let refused = mallory.press_custom(&app.panel(), forged).await.text();
        assert!(refused.contains("You are not allowed"), "{forged}: {refused}");
    }
    app.finish().await;
}
