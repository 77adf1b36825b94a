//! Tickit's commands beside those that a bot's host registers.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::host::Hosting;
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_showed_our_commands_to_everybody_has_them_for_managers_again_when_it_starts() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    world.has_commands().await;
    let (alice, general) = (world.member("alice"), &world.general);
    let sees_panel = || alice.commands(general).iter().any(|(name, _)| name.contains("panel"));
    assert!(!sees_panel());
    // As frameworks write a command for which they cannot say who may use it.
    let url = format!("{}/applications/{}/commands", world.discord.api_base(), world.bot.id());
    let send = json!({ "name": "send", "description": "Publish the panel", "type": 1 });
    let open = json!({ "name": "panel", "description": "The panel", "type": 1, "contexts": [0], "options": [send] });
    let post = hosting.http.post(url).header("authorization", format!("Bot {}", world.bot.token())).json(&open);
    // Discord takes five in twenty seconds, which ours were.
    world.discord.clock().advance(Duration::from_secs(20));
    assert!(post.send().await.unwrap().status().is_success());
    assert!(sees_panel());
    hosting.registers(&key, "forward").await;
    eventually("only managers see it", || !sees_panel()).await;
    let commands = world.guild.owner().commands(general);
    assert!(commands.iter().any(|(_, about)| about.contains("define ticket types")), "{commands:?}");
    // A host that starts again and again has nothing written anew.
    let written = || world.discord.request_count("POST", "/commands");
    sleep(Duration::from_millis(500)).await;
    let before = written();
    hosting.registers(&key, "forward").await;
    sleep(Duration::from_millis(500)).await;
    assert_eq!(written(), before);
    hosting.finish().await;
}
