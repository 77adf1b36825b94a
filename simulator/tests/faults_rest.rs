//! REST requests that go wrong on demand.
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use discord_simulator::{
    Simulator,
    faults::{Fault, Match},
};

use crate::bot::{Bot, acme};

async fn request(bot: &Bot, discord: &Simulator, name: &str) -> Result<(u16, Value), reqwest::Error> {
    let guild = discord.sessions(&bot.application).len();
    assert_eq!(guild, 1);
    let url = format!("{}/users/@me/guilds?{name}", discord.api_base());
    let authorization = format!("Bot {}", bot.application.token());
    let response = reqwest::Client::new().get(url).header("Authorization", authorization).send().await?;
    let status = response.status().as_u16();
    Ok((status, response.json().await.unwrap_or_default()))
}

#[tokio::test]
async fn faults_happen_to_matching_requests_as_often_as_planned() {
    let (discord, _guild, bot) = acme(json!([])).await;
    let faults = discord.faults();
    let guilds = Match::any().method("GET").path("/users/@me/guilds").bot(bot.application.id());
    let plan = faults.respond(guilds.clone(), Fault::Status(503), 2);
    assert_eq!(bot.request(Method::GET, "/users/@me", json!(null)).await.0, 200);
    let statuses =
        [request(&bot, &discord, "").await, request(&bot, &discord, "").await, request(&bot, &discord, "").await];
    assert_eq!(statuses.map(|result| result.unwrap().0), [503, 503, 200]);
    assert_eq!(plan.happened(), 2);
    faults.respond(guilds.clone(), Fault::Forbidden, 1);
    let (status, body) = request(&bot, &discord, "").await.unwrap();
    assert_eq!((status, &body["code"]), (403, &json!(50013)));
    faults.respond(guilds, Fault::Status(500), 1).cancel();
    assert_eq!(request(&bot, &discord, "").await.unwrap().0, 200);
}

#[tokio::test]
async fn a_limited_request_says_for_how_long() {
    let (discord, _guild, bot) = acme(json!([])).await;
    let limited = Fault::RateLimited { scope: "shared", retry_after: Duration::from_millis(1500) };
    discord.faults().respond(Match::any(), limited, 1);
    let (status, body) = request(&bot, &discord, "").await.unwrap();
    assert_eq!((status, &body["retry_after"]), (429, &json!(1.5)));
}

#[tokio::test]
async fn a_cut_request_is_applied_or_not() {
    let (discord, guild, bot) = acme(json!([])).await;
    let general = guild.channels()[0].clone();
    let http = reqwest::Client::new();
    for (fault, messages) in [(Fault::CutBefore, 0), (Fault::CutAfter, 1)] {
        discord.faults().respond(Match::any().path("/messages"), fault, 1);
        let url = format!("{}/channels/{}/messages", discord.api_base(), general.id());
        let authorization = format!("Bot {}", bot.application.token());
        let sent = http.post(url).header("Authorization", authorization).json(&json!({ "content": "once" })).send();
        assert!(sent.await.is_err());
        assert_eq!(general.messages().len(), messages);
    }
}

#[tokio::test]
async fn a_delayed_request_comes_late_and_chance_is_bounded() {
    let (discord, _guild, bot) = acme(json!([])).await;
    discord.faults().respond(Match::any(), Fault::Delay(Duration::from_millis(80)), 1);
    let begun = Instant::now();
    assert_eq!(request(&bot, &discord, "").await.unwrap().0, 200);
    assert!(begun.elapsed() >= Duration::from_millis(80));
    let plan = discord.faults().respond_sometimes(Match::any(), Fault::Status(500), 0.5, 3);
    let mut failed = 0;
    for _ in 0..40 {
        failed += u32::from(request(&bot, &discord, "").await.unwrap().0 == 500);
    }
    assert_eq!((failed, plan.happened()), (3, 3));
}

/// Which of thirty requests in a row fail by chance.
async fn failures(seed: u64) -> Vec<bool> {
    let discord = Simulator::builder().seed(seed).start().await.unwrap();
    let bot = discord.application("Helper");
    discord.faults().respond_sometimes(Match::any(), Fault::Status(500), 0.5, 100);
    let http = reqwest::Client::new();
    let mut failed = Vec::new();
    for _ in 0..30 {
        let request = http.get(format!("{}/users/@me", discord.api_base()));
        let response = request.header("Authorization", format!("Bot {}", bot.token())).send().await.unwrap();
        failed.push(response.status() == 500);
    }
    failed
}

#[tokio::test]
async fn the_same_seed_fails_the_same_requests() {
    let first = failures(7).await;
    assert_eq!(first, failures(7).await);
    assert_ne!(first, failures(8).await);
    assert!(first.contains(&true) && first.contains(&false));
}
