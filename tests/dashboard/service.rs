//! The pages of whoever runs the service, in a browser.

use serde_json::json;

use super::browser::Browser;
use super::every_page::is_for_everybody;
use crate::api::errors::{Breakable, number_in};
use crate::support::{eventually_async, says};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_sees_what_failed_and_has_it_done_again() {
    let broken = Breakable::signing_in().await;
    let Some(mut browser) = Browser::at(&broken.hosting.url()).await else { return };
    let job = broken.opens_in_vain().await;
    broken.gives_up(&job).await;
    let world = &broken.hosting.world;
    world.discord.faults().clear();
    let channel = broken.has_broken("carol", 2).await;
    let number = number_in(&says(&world.agent("bob"), &channel, "/ticket claim").await);
    eventually_async("it is in the error log", async || {
        let listed = broken.operator(&format!("/api/errors?number={number}")).await;
        listed.body["errors"].as_array().is_some_and(|errors| errors.len() == 1)
    })
    .await;

    browser.signs_in_by(&broken.hosting.operators_link().await).await;
    browser.follows("Health").await;
    browser.sees("All are ready").await;
    browser.sees("1 given up").await;
    browser.follows("1 given up").await;
    assert_eq!(browser.path().await, "/dashboard/jobs?state=failed");
    is_for_everybody(&mut browser, "/dashboard/jobs?state=failed", "Given up").await;
    browser.presses("Try again now").await;
    browser.sees("No jobs").await;
    assert_eq!(browser.path().await, "/dashboard/jobs?state=failed", "as it was filtered");

    browser.follows("Errors").await;
    browser.fills("Number", &number).await;
    browser.presses("Filter").await;
    browser.sees("ticket:00000002").await;
    browser.follows("Same cause").await;
    browser.sees("First seen").await;
    browser.sees("By day").await;
    let causes = browser.path().await;
    is_for_everybody(&mut browser, &causes, "First seen").await;
    browser.follows("Show all").await;
    browser.follows("By cause").await;
    browser.sees("Causes of errors").await;
    is_for_everybody(&mut browser, "/dashboard/errors/causes", "How often").await;
    is_for_everybody(&mut browser, "/dashboard/audit", "bot.added").await;
    browser.chooses("What was done", "job.retried").await;
    browser.presses("Filter").await;
    browser.sees(&job).await;
    is_for_everybody(&mut browser, "/dashboard/health", "Database").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    broken.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_stops_and_starts_a_bot_adds_another_and_sees_where_they_are_signed_in() {
    let broken = Breakable::signing_in().await;
    let hosting = &broken.hosting;
    let Some(mut browser) = Browser::at(&hosting.url()).await else { return };
    browser.signs_in_by(&hosting.operators_link().await).await;
    browser.follows("Bots").await;
    browser.sees("Ready").await;
    is_for_everybody(&mut browser, "/dashboard/bots", "Ready").await;
    let page = format!("/dashboard/bots/{}", hosting.world.bot.id());
    is_for_everybody(&mut browser, &page, "Shard 0 / 1").await;
    browser.presses("Stop").await;
    browser.sees("Somebody stopped it.").await;
    assert_eq!(hosting.bot().await["reason"], "by_hand");
    browser.presses("Start").await;
    eventually_async("it is ready", async || hosting.bot().await["state"] == "ready").await;
    // It follows by itself.
    browser.sees("Reconnect").await;
    browser.misses("Somebody stopped it.").await;
    browser.fills("New token", "nothing like it").await;
    browser.presses("Check and save").await;
    browser.sees("This is no bot token.").await;
    is_for_everybody(&mut browser, &page, "Ready").await;

    let other = hosting.another_bot();
    browser.follows("Bots").await;
    browser.fills("Token", &other.token()).await;
    browser.presses("Check and add").await;
    browser.sees("Invite it to a server").await;
    assert_eq!(browser.path().await, format!("/dashboard/bots/{}", other.id()));
    let page = browser.does("evaluate", json!({ "script": "document.documentElement.outerHTML" })).await.to_string();
    assert!(!page.contains(&other.token()), "the token is shown again");
    browser.does("click", json!({ "role": "link", "name": "What is new" })).await;
    browser.sees("Unreleased").await;
    is_for_everybody(&mut browser, "/dashboard/changelog", "Unreleased").await;
    is_for_everybody(&mut browser, "/dashboard/sessions", "This one").await;
    browser.presses("Sign out everywhere").await;
    browser.sees("Sign in to Tickit").await;
    browser.goes_to("/dashboard/health").await;
    browser.sees("Sign in to Tickit").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    broken.hosting.finish().await;
}
