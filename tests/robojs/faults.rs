//! Whatever is wrong with the service: members have an honest answer in time, the owner has one line, and the bot runs on.

use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::{AnswerKind, Button};
use tokio::time::sleep;

use super::relay::Relay;
use super::robo::{Robo, is_packed};
use super::stage::Stage;
use crate::api::interactions::each_was_answered_once;
use crate::support::says;

/// What members read where nothing happened, and where it may have.
const NOTHING_WAS_CHANGED: &str = "nothing was changed";
const MAY_STILL_HAPPEN: &str = "it may still happen";

/// What a member reads and the owner is told while the service is not as it should be.
struct Trouble<'a> {
    stage: &'a Stage,
    robo: &'a Robo,
    alice: &'a Member,
    support: &'a Button,
    lines_before: usize,
}

impl<'a> Trouble<'a> {
    fn begins(stage: &'a Stage, (robo, alice, support): &'a (Robo, Member, Button)) -> Self {
        Self { stage, robo, alice, support, lines_before: robo.lines().len() }
    }

    /// A press has this answer before Discord gives it up, and nobody else sees it.
    async fn members_read(&self, text: &str) {
        let answer = self.alice.press(self.support).await;
        assert!(answer.text().contains(text) && answer.ephemeral(), "{}\n{}", answer.text(), self.robo.log());
        let after = answer.acknowledged_after();
        assert!(after < Duration::from_millis(2_800), "after {after:?}");
        self.stage.own_command_works(self.alice).await;
    }

    /// However often it is met, the owner is told once.
    async fn owner_is_told_once(&self, text: &str) {
        sleep(Duration::from_secs(3)).await;
        let lines = &self.robo.lines()[self.lines_before..];
        assert!(lines.len() == 1 && lines[0].contains(text), "{lines:#?}");
    }
}

/// A bot that forwards to this address, in a guild that is set up.
async fn ready(stage: &Stage, url: &str) -> (Robo, Member, Button) {
    let robo = stage.robo(url, "forward").await;
    stage.world.set_up().await;
    (robo, stage.world.member("alice"), stage.world.panel().button("Support"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_is_down_is_told_of_and_found_again_when_it_has_restarted() {
    if !is_packed() {
        return;
    }
    let mut stage = Stage::new().await;
    let ready = ready(&stage, &stage.url).await;
    let (robo, alice, support) = &ready;
    stage.dies().await;
    let trouble = Trouble::begins(&stage, &ready);
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    let offered = alice.types(&stage.world.general, "/ticket reopen ticket:1").await;
    assert!(offered.is_empty());
    trouble.owner_is_told_once("cannot be reached (ECONNREFUSED)").await;
    let lines = robo.lines().len();
    stage.serves().await;
    robo.until("the service is found again", || robo.lines().len() == lines + 1).await;
    assert!(robo.lines()[lines].contains("mode forward: ready"), "{}", robo.log());
    let opened = alice.press(support).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    each_was_answered_once(&stage.world).await;
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_hangs_is_not_waited_for_longer_than_discord_waits() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let ready = ready(&stage, &stage.url).await;
    let (robo, alice, _) = &ready;
    stage.service().signal("-STOP").await;
    let trouble = Trouble::begins(&stage, &ready);
    trouble.members_read(MAY_STILL_HAPPEN).await;
    trouble.members_read(MAY_STILL_HAPPEN).await;
    trouble.owner_is_told_once("does not answer in time").await;
    let lines = robo.lines().len();
    stage.service().signal("-CONT").await;
    robo.until("the service is found again", || robo.lines().len() > lines).await;
    let claimed = says(alice, &stage.world.general, "/ticket claim").await;
    assert!(!claimed.contains(MAY_STILL_HAPPEN) && !claimed.contains(NOTHING_WAS_CHANGED), "{claimed}");
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_is_slow_or_speaks_another_protocol_is_no_reason_to_crash() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let relay = Relay::of(&stage.url).await;
    let ready = ready(&stage, &relay.url).await;
    let (robo, alice, support) = &ready;
    let lines = robo.lines().len();
    relay.slows_down_by(Duration::from_millis(1_500));
    let answer = alice.press(support).await;
    let after = answer.acknowledged_after();
    assert!((1_500..2_000).contains(&after.as_millis()), "after {after:?}");
    assert!(answer.finished().await.text().contains("is open"), "Tickit itself answered");
    assert_eq!(robo.lines().len(), lines, "{}", robo.log());
    relay.recovers();
    relay.refuses(400, "protocol_too_old", "Protocol 1 is not spoken any more: update @tickit/robojs.");
    let trouble = Trouble::begins(&stage, &ready);
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    trouble.owner_is_told_once("This @tickit/robojs is too old for Tickit").await;
    relay.recovers();
    each_was_answered_once(&stage.world).await;
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_was_revoked_is_named_to_the_owner() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let ready = ready(&stage, &stage.url).await;
    stage.revokes_the_key().await;
    let trouble = Trouble::begins(&stage, &ready);
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    trouble.owner_is_told_once("does not take TICKIT_KEY").await;
    each_was_answered_once(&stage.world).await;
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_discord_takes_no_longer_is_told_to_member_and_owner() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let (world, relay) = (&stage.world, Relay::of(&stage.url).await);
    let ready = ready(&stage, &relay.url).await;
    let (robo, alice, support) = &ready;
    let trouble = Trouble::begins(&stage, &ready);
    // The bot's own session lives on, as when Tickit alone has the old token.
    let refused = world.discord.faults().respond(Match::any().path("/guilds/"), Fault::Status(401), 1_000);
    let answer = alice.press(support).await;
    // Nobody knows of it yet: the ticket waits for a token.
    assert_eq!(answer.kind(), AnswerKind::Deferred);
    robo.until("Discord refuses", || refused.happened() > 0).await;
    trouble.members_read(NOTHING_WAS_CHANGED).await;
    robo.until("the owner is told", || robo.lines().len() > trouble.lines_before).await;
    trouble.owner_is_told_once("token_revoked").await;
    each_was_answered_once(world).await;
    stage.finish().await;
}
