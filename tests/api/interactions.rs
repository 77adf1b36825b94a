//! Interactions that a bot's host hands over.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{StreamExt as _, stream};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::host::{Answer, Host, Hosting, answer};
use super::sessions::HostSession;
use crate::support::{TestWorld, eventually, says, welcome};

impl Hosting {
    /// Hands bytes over as they are.
    pub async fn hands_over(&self, key: &str, body: impl Into<reqwest::Body>, answer_by: &str) -> Answer {
        let request = self.http.post(format!("{}{}", self.url(), self.bot_path("/interactions"))).bearer_auth(key);
        answer(request.header("x-tickit-answer", answer_by).body(body).send().await.unwrap()).await
    }

    /// An interaction of the world's bot as Discord writes it, of nobody in particular.
    pub fn interaction(&self, kind: u8, data: &Value) -> Value {
        let id = self.world.discord.shared().change(discord_simulator::world::World::next_id);
        let (bot, guild, channel) = (self.world.bot.id(), self.world.guild.id(), self.world.general.id());
        json!({
            "id": id.to_string(), "application_id": bot.to_string(), "type": kind, "token": "secret", "version": 1,
            "guild_id": guild.to_string(), "channel_id": channel.to_string(), "locale": "en-US", "data": data,
            "member": { "user": { "id": "4", "username": "somebody" }, "roles": [], "permissions": "0" },
        })
    }
}

/// A ticket from its opening to its closing, through whatever door the bot has.
pub async fn a_whole_ticket(world: &TestWorld) {
    let (alice, sam) = (world.member("alice"), world.agent("sam"));
    let ticket = world.opens(&alice, "Support").await;
    let claimed = sam.press(&welcome(&ticket).button("Claim")).await.finished().await;
    assert!(claimed.text().contains("takes care"), "{}", claimed.text());
    world.closes(&sam, &ticket, "Solved").await;
}

/// Each interaction of the bot has one answer, and nobody was refused a second one. The last may still be on its way:
/// whoever hands one over is told that it was taken before it is answered.
pub async fn each_was_answered_once(world: &TestWorld) {
    let all_answered =
        || world.discord.shared().read(|world| world.interactions.values().all(|one| one.answered.is_some()));
    eventually("each interaction has an answer", all_answered).await;
    assert_eq!(world.discord.refused_answers(&world.bot), 0, "somebody answered twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_goes_from_press_to_transcript_though_the_host_hands_everything_over() {
    for inline in [false, true] {
        let hosting = Hosting::usual().await;
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "forward").await.status, 200);
        let host = Host::of(&hosting, &key, inline).await;
        hosting.world.set_up().await;
        a_whole_ticket(&hosting.world).await;
        let problems = host.problems();
        assert!(problems.is_empty(), "{problems:?}");
        assert!(host.handed() >= 5);
        each_was_answered_once(&hosting.world).await;
        assert_eq!(hosting.world.discord.identify_count(&hosting.world.bot), 0);
        hosting.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_answered_is_refused_with_its_reason() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    hosting.registers(&key, "forward").await;
    let press = hosting.interaction(3, &json!({ "component_type": 2, "custom_id": "tickit:2:open:1" }));
    let other = json!({ "application_id": "1", "id": "5", "token": "x", "type": 3, "data": press["data"] });
    let own = hosting.interaction(3, &json!({ "component_type": 2, "custom_id": "shop:buy" }));
    for (body, problem) in [
        (String::new(), (400, "invalid_interaction")),
        ("nonsense".to_owned(), (400, "invalid_interaction")),
        ("{}".to_owned(), (400, "invalid_interaction")),
        ("[]".to_owned(), (400, "invalid_interaction")),
        (other.to_string(), (403, "other_application")),
        (own.to_string(), (404, "not_hosted")),
        (format!("{{\"x\":\"{}\"}}", "x".repeat(1 << 20)), (413, "body_too_large")),
    ] {
        for how in ["token", "inline"] {
            let refused = hosting.hands_over(&key, body.clone(), how).await;
            assert_eq!(refused.problem(), problem, "{}", &body[..body.len().min(200)]);
        }
    }
    let not_text = hosting.hands_over(&key, vec![0xff, 0xfe, b'{'], "token").await;
    assert_eq!(not_text.problem(), (400, "invalid_interaction"));
    // Without a guild, and with more options than there are: answered, as the same through the gateway is.
    let mut outside = press.clone();
    outside.as_object_mut().unwrap().remove("guild_id");
    let answered = hosting.hands_over(&key, outside.to_string(), "inline").await;
    assert_eq!((answered.status, &answered.body["type"]), (200, &json!(4)), "{answered:?}");
    let options: Vec<Value> = (0..26).map(|n| json!({ "name": format!("o{n}"), "type": 3, "value": "x" })).collect();
    let close = json!({ "name": "ticket", "type": 1, "options": [{ "name": "close", "type": 1, "options": options }] });
    let answered = hosting.hands_over(&key, hosting.interaction(2, &close).to_string(), "inline").await;
    assert_eq!((answered.status, &answered.body["type"]), (200, &json!(4)), "{answered:?}");
    // Discord does not know this one, so the answer reaches nobody.
    let press = hosting.interaction(3, &press["data"]);
    let lost = hosting.hands_over(&key, press.to_string(), "token").await;
    assert_eq!(lost.problem(), (502, "answer_not_taken"));
    let again = hosting.hands_over(&key, press.to_string(), "token").await;
    assert_eq!(again.problem(), (409, "interaction_taken"));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_keeps_the_commands_that_its_owner_does_not_leave_to_tickit() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    let body = json!({ "mode": "forward", "token": hosting.world.bot.token(), "commands": ["ticket"] });
    let registered = hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body)).await;
    assert_eq!(registered.body["commands"], json!([{ "name": "ticket", "type": 1 }]));
    let (general, owner) = (&hosting.world.general, hosting.world.guild.owner());
    eventually("one command is registered", || !owner.commands(general).is_empty()).await;
    sleep(Duration::from_millis(300)).await;
    assert!(owner.commands(general).iter().all(|(name, _)| name.contains("ticket")), "{:?}", owner.commands(general));
    for (command, status) in [("setup", 404), ("ticket", 200)] {
        let data = json!({ "name": command, "type": 1, "options": [{ "name": "claim", "type": 1 }] });
        let answered = hosting.hands_over(&key, hosting.interaction(2, &data).to_string(), "inline").await;
        assert_eq!(answered.status, status, "{command}");
    }
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_wrote_over_our_commands_has_them_again_when_it_starts() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    world.has_commands().await;
    let url = format!("{}/applications/{}/commands", world.discord.api_base(), world.bot.id());
    let own = json!([{ "name": "ping", "description": "Pong", "type": 1 }]);
    let put = hosting.http.put(url).header("authorization", format!("Bot {}", world.bot.token())).json(&own);
    assert!(put.send().await.unwrap().status().is_success());
    let names =
        || -> Vec<String> { world.guild.owner().commands(&world.general).into_iter().map(|(name, _)| name).collect() };
    assert!(names().iter().all(|name| name.contains("ping")), "{:?}", names());
    hosting.registers(&key, "forward").await;
    eventually("ours are there again", || names().len() > 3).await;
    assert!(names().iter().any(|name| name.contains("ping")), "{:?}", names());
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_flooded_keeps_no_other_waiting() {
    let hosting = Hosting::usual().await;
    let (key, quiet) = (hosting.bot_key().await, hosting.another_bot());
    hosting.registers(&key, "forward").await;
    let quiet_key = hosting.has_key(json!({ "name": "quiet", "bot": quiet.id().to_string() })).await;
    let path = format!("/api/bots/{}", quiet.id());
    let body = json!({ "mode": "forward", "token": quiet.token() });
    assert_eq!(hosting.asks(Method::PUT, &path, &quiet_key, Some(body)).await.status, 200);
    let began = Instant::now();
    // As a host does it, over some connections that it keeps.
    let flood = async {
        let hand = |number: u64| {
            let press = json!({ "component_type": 2, "custom_id": format!("tickit:2:close:{number}") });
            let body = hosting.interaction(3, &press).to_string();
            let (hosting, key) = (&hosting, &key);
            async move {
                sleep_until(began + Duration::from_millis(number)).await;
                hosting.hands_over(key, body, "inline").await
            }
        };
        stream::iter((0..1_000).map(hand)).buffer_unordered(64).collect::<Vec<_>>().await
    };
    let calm = async {
        let mut slowest = Duration::ZERO;
        for number in 0..10 {
            sleep(Duration::from_millis(80)).await;
            let press = json!({ "component_type": 2, "custom_id": format!("tickit:2:close:{number}") });
            let mut body = hosting.interaction(3, &press);
            body["application_id"] = quiet.id().to_string().into();
            let asked = Instant::now();
            let request = hosting.http.post(format!("{}{path}/interactions", hosting.url())).bearer_auth(&quiet_key);
            let answered =
                answer(request.header("x-tickit-answer", "inline").body(body.to_string()).send().await.unwrap()).await;
            assert_eq!(answered.status, 200, "{answered:?}");
            slowest = slowest.max(asked.elapsed());
        }
        slowest
    };
    let (flooded, slowest) = tokio::join!(flood, calm);
    let refused: Vec<&Answer> = flooded.iter().filter(|answered| answered.status == 429).collect();
    assert!(!refused.is_empty() && flooded.iter().all(|one| matches!(one.status, 200 | 429)));
    assert!(
        refused.iter().all(|one| one.headers.contains_key("retry-after") && one.problem().1 == "too_many_requests")
    );
    // Twice two hundred at once and two hundred a second of the time that it took.
    let most = 400 + 200 * usize::try_from(began.elapsed().as_secs() + 1).unwrap();
    assert!(flooded.len() - refused.len() <= most, "{} were let through", flooded.len() - refused.len());
    assert!(slowest < Duration::from_millis(1_500), "a quiet bot waited {slowest:?}");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sessions_and_a_host_that_hands_over_make_one_answer() {
    let hosting = Hosting::with(&[("TICKIT_INTERACTIONS_PER_SECOND", "5000")]).await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "delegate").await;
    world.set_up().await;
    // The host hears of each interaction by a session of its own, and hands it over though Tickit may hear of it too.
    let (mut session, stop) = (HostSession::of(world).await, CancellationToken::new());
    let (http, url) = (hosting.http.clone(), format!("{}{}", hosting.url(), hosting.bot_path("/interactions")));
    let handing = tokio::spawn({
        let (stop, key) = (stop.clone(), key.clone());
        async move {
            let mut handed = JoinSet::new();
            while let Some(Some(interaction)) = stop.run_until_cancelled(session.next_interaction()).await {
                let request = http.post(&url).bearer_auth(&key).body(interaction);
                handed.spawn(async move { answer(request.send().await.unwrap()).await });
            }
            handed.join_all().await
        }
    });
    let owner = world.guild.owner();
    for round in 0..104 {
        if round == 52 {
            // From now on Tickit has no session, and then it has one again.
            assert_eq!(hosting.registers(&key, "forward").await.status, 200);
        } else if round == 78 {
            assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        }
        join_all((0..10).map(|_| says(&owner, &world.general, "/ticket claim"))).await;
    }
    sleep(Duration::from_millis(500)).await;
    stop.cancel();
    let told = handing.await.unwrap();
    let count = |problem: (u16, &str)| told.iter().filter(|one| one.problem() == problem).count();
    let (answered, taken) = (count((202, "")), count((409, "interaction_taken")));
    let others = told.iter().filter(|one| !matches!(one.problem(), (202, _) | (409, "interaction_taken")));
    assert!(answered + taken == told.len() && told.len() >= 1_000, "{:?}", others.collect::<Vec<_>>());
    each_was_answered_once(world).await;
    assert!(answered >= 200 && taken >= 200, "{answered} were answered for the host, {taken} were taken before");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_are_handed_an_interaction_one_answers_it() {
    let (one, stores) = Hosting::in_memory().await;
    let key = one.bot_key().await;
    assert_eq!(one.registers(&key, "forward").await.status, 200);
    let two = one.beside(stores).await;
    two.service.look_for_bots().await.unwrap();
    let mut answered = [0, 0];
    for number in 0..40 {
        let press = json!({ "component_type": 2, "custom_id": format!("tickit:2:close:{number}") });
        let body = one.interaction(3, &press).to_string();
        let (first, second) =
            tokio::join!(one.hands_over(&key, body.clone(), "inline"), two.hands_over(&key, body, "inline"));
        let mut problems = [first.problem(), second.problem()];
        answered[usize::from(second.status == 200)] += 1;
        problems.sort_unstable();
        assert_eq!(problems, [(200, ""), (409, "interaction_taken")]);
    }
    println!("of forty the first process answered {}, the second {}", answered[0], answered[1]);
    two.service.stop().await;
    one.finish().await;
}
