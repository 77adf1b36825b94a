//! Tickit's own session, the robo's, and a robo that answers what is not its own: one answer each.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::relay::Relay;
use super::robo::is_packed;
use super::stage::Stage;
use crate::api::interactions::each_was_answered_once;

/// Presses that are sent while Tickit gets a session, and go on after it has one.
const PRESSES: u32 = 100;

/// A bot whose handlers answer every button.
async fn a_rude_robo_answers_nothing_of_tickits(rude: &str, options: &str) {
    let stage = Stage::new().await;
    let (world, relay) = (&stage.world, Relay::of(&stage.url).await);
    let project = stage.project(&relay.url, "delegate").set("FIXTURE_RUDE", rude).set("FIXTURE_OPTIONS", options);
    let robo = project.start().await;
    robo.says(r#"{"ready":"#).await;
    world.set_up().await;
    let (alice, panel) = (world.member("alice"), world.panel());
    let before = world.discord.shared().read(|world| world.interactions.len());
    for number in 0..PRESSES {
        let press = json!({ "component_type": 2, "custom_id": format!("tickit:2:close:{number}") });
        let (_, answer) = world.discord.interaction_in(&world.bot, &world.general, &alice, press, Some(&panel));
        tokio::spawn(answer);
        sleep(Duration::from_millis(100)).await;
    }
    robo.until("each was handed over", || relay.handed().len() == before + PRESSES as usize).await;
    each_was_answered_once(world).await;
    let handed = |status| relay.handed().iter().filter(|one| one.status == status).count();
    let (answered, taken) = (handed(202), handed(409));
    assert_eq!(answered + taken, before + PRESSES as usize, "{:?}", relay.handed());
    assert!(
        answered > before && taken > 0,
        "{answered} answered as they were handed over, {taken} by Tickit's session"
    );
    stage.own_things_work(&alice).await;
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_answers_every_button_and_two_sessions_make_one_answer_each() {
    if is_packed() {
        a_rude_robo_answers_nothing_of_tickits("handler", r#"{"strict":false}"#).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_answers_every_button_hears_of_none_of_tickits() {
    if is_packed() {
        a_rude_robo_answers_nothing_of_tickits("listener", "{}").await;
    }
}
