//! The REST client keeps Discord's limits, for each bot and for the address.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::{ApplicationHandle, ChannelHandle, Permissions, Simulator};
use secrecy::SecretString;
use serde_json::{Value, json};
use tickit::discord::{File, Request, Rest, RestError, RestSettings};
use tickit_domain::ids::BotId;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{id, rest_settings};

/// A Discord with a channel, and a client that knows a bot in it.
pub(super) struct Place {
    pub discord: Simulator,
    pub rest: Rest,
    pub app: ApplicationHandle,
    pub bot: BotId,
    pub channel: ChannelHandle,
}

impl Place {
    pub async fn new() -> Self {
        Self::with(|settings| settings).await
    }

    pub async fn with(change: fn(RestSettings) -> RestSettings) -> Self {
        let discord = Simulator::builder().seed(7).start().await.unwrap();
        let (app, guild) = (discord.application("Helper"), discord.guild("Acme"));
        guild.invite(&app, Permissions::ADMINISTRATOR);
        let (channel, rest) =
            (guild.text_channel("general"), Rest::new(change(rest_settings(&discord)), Arc::new(())).unwrap());
        let bot = id(&app);
        rest.register(bot, SecretString::from(app.token()));
        Self { discord, rest, app, bot, channel }
    }

    pub async fn ask(&self, request: Request) -> Result<Value, RestError> {
        self.rest.request(self.bot, &request, soon(5)).await
    }

    pub fn messages(&self) -> String {
        format!("/channels/{}/messages", self.channel.id())
    }

    fn answered(&self, status: u16) -> usize {
        self.discord.requests().iter().filter(|request| request.status == status).count()
    }
}

pub(super) fn soon(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

#[tokio::test]
async fn requests_say_what_they_should() {
    let place = Place::new().await;
    let file = File { name: "log.txt".into(), content_type: "text/plain".into(), content: "hello".into() };
    let sent = place.ask(Request::post(place.messages(), json!({ "content": "see" })).files(vec![file])).await.unwrap();
    assert_eq!((&sent["content"], &sent["attachments"][0]["filename"]), (&json!("see"), &json!("log.txt")));
    let rename = Request::patch(format!("/channels/{}", place.channel.id()), json!({ "topic": "now" }));
    place.ask(rename.reason("Zoë says so")).await.unwrap();
    let me: Value = place
        .rest
        .try_token(SecretString::from(place.app.token()), &Request::get("/users/@me"), soon(5))
        .await
        .unwrap();
    assert_eq!(me["id"], json!(place.bot.to_string()));
    let gone = place.ask(Request::delete(format!("{}/{}", place.messages(), sent["id"].as_str().unwrap()))).await;
    assert_eq!(gone.unwrap(), Value::Null);
    place.discord.finish().await.unwrap();
}

/// 250 at once made serenity's client collect 997 429s in six seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_and_fifty_requests_at_once_are_never_refused() {
    let place = Arc::new(Place::new().await);
    let began = Instant::now();
    asks_at_once(&place, 250).await;
    assert_eq!((place.answered(429), place.answered(200)), (0, 250));
    assert!(began.elapsed() < Duration::from_secs(8), "it took {:?}", began.elapsed());
}

/// So many requests of a bot at once, over two routes.
async fn asks_at_once(place: &Arc<Place>, count: usize) {
    let mut requests = JoinSet::new();
    for number in 0..count {
        let place = Arc::clone(place);
        requests.spawn(async move {
            let path =
                if number % 2 == 0 { "/users/@me".to_owned() } else { format!("/channels/{}", place.channel.id()) };
            place.rest.request(place.bot, &Request::get(path), soon(20)).await.unwrap();
        });
    }
    requests.join_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_asked_nothing_spends_its_second_at_once() {
    let place = Arc::new(Place::new().await);
    asks_at_once(&place, 2).await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let before = place.discord.requests().len();
    asks_at_once(&place, 44).await;
    let at: Vec<_> = place.discord.requests()[before..].iter().map(|request| request.at).collect();
    let spread = at.iter().max().unwrap() - at.iter().min().unwrap();
    assert!(spread < 600, "44 requests were spread over {spread} ms");
    assert_eq!(place.answered(429), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_to_a_discord_that_is_far_away_are_never_refused_either() {
    let place = Arc::new(Place::new().await);
    place.discord.faults().distance(Duration::from_millis(150));
    let began = Instant::now();
    asks_at_once(&place, 150).await;
    assert_eq!((place.answered(429), place.answered(200)), (0, 150));
    assert!(began.elapsed() < Duration::from_secs(6), "it took {:?}", began.elapsed());
}

#[tokio::test]
async fn limits_that_are_over_are_forgotten() {
    let place = Place::with(|settings| RestSettings { forget_every: Duration::from_millis(50), ..settings }).await;
    place.ask(Request::get("/users/@me")).await.unwrap();
    assert!(place.rest.remembered_limits() > 0);
    assert!(super::eventually(|| place.rest.remembered_limits() == 0).await);
}

#[tokio::test]
async fn a_bucket_is_learnt_and_waited_for() {
    let place = Place::new().await;
    let (mut sent, began) = (JoinSet::new(), Instant::now());
    let place = Arc::new(place);
    for number in 0..8 {
        let place = Arc::clone(&place);
        sent.spawn(async move {
            let request = Request::post(place.messages(), json!({ "content": number.to_string() }));
            place.rest.request(place.bot, &request, soon(1)).await
        });
    }
    let sent = sent.join_all().await;
    let limited = sent.iter().filter(|sent| matches!(sent, Err(RestError::RateLimited { .. }))).count();
    assert_eq!((limited, place.answered(200), place.answered(429)), (3, 5, 0));
    // The window is five seconds long, and the callers' patience one.
    assert!(began.elapsed() < Duration::from_millis(1500));
}

#[tokio::test]
async fn a_global_429_stops_the_whole_bot_and_no_other() {
    let place = Place::new().await;
    let other = place.discord.application("Other");
    place.rest.register(id(&other), SecretString::from(other.token()));
    let refused = Fault::RateLimited { scope: "global", retry_after: Duration::from_millis(700) };
    place.discord.faults().respond(Match::any().bot(place.app.id()), refused, 1);
    let began = Instant::now();
    let first = place.ask(Request::get("/users/@me"));
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        place.ask(Request::get(format!("/channels/{}", place.channel.id()))).await.unwrap();
        began.elapsed()
    };
    let stranger = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        place.rest.request(id(&other), &Request::get("/users/@me"), soon(5)).await.unwrap();
        began.elapsed()
    };
    let (first, second, stranger) = tokio::join!(first, second, stranger);
    first.unwrap();
    assert!(second >= Duration::from_millis(700), "another route went on after {second:?}");
    assert!(stranger < Duration::from_millis(600), "another bot waited {stranger:?}");
    assert_eq!(place.answered(429), 1);
}

#[tokio::test]
async fn a_channel_that_cannot_be_renamed_now_can_still_be_moved() {
    let place = Place::new().await;
    let path = format!("/channels/{}", place.channel.id());
    let rename = |name: &str| Request::patch(path.clone(), json!({ "name": name }));
    for name in ["one", "two"] {
        place.ask(rename(name)).await.unwrap();
    }
    for _ in 0..5 {
        let began = Instant::now();
        let refused = place.ask(rename("three")).await.unwrap_err();
        assert!(matches!(refused, RestError::RateLimited { retry_after } if retry_after > Duration::from_mins(5)));
        assert!(began.elapsed() < Duration::from_secs(1), "waited for what cannot be");
    }
    assert_eq!(place.answered(429), 1, "asked again although it was known to be in vain");
    place.ask(Request::patch(path.clone(), json!({ "rate_limit_per_user": 5 }))).await.unwrap();
}

#[tokio::test]
async fn answers_to_interactions_pass_every_limit_and_leave_nothing_behind() {
    let place = Place::new().await;
    place.ask(Request::get("/users/@me")).await.unwrap();
    let before = place.rest.remembered_limits();
    let began = Instant::now();
    for number in 1..=600_u64 {
        let path = format!("/interactions/{number}/token-{number}/callback");
        let answer = place.ask(Request::post(path, json!({ "type": 6 }))).await;
        assert!(answer.unwrap_err().is_unknown(10062));
    }
    assert!(began.elapsed() < Duration::from_secs(6), "they were held back");
    assert_eq!(place.rest.remembered_limits(), before);
    assert_eq!(place.rest.invalid_requests(), 0);
}
