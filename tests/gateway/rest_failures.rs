//! What the REST client says when something goes wrong, and what it does not try again.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use secrecy::SecretString;
use serde_json::json;
use tickit::discord::{Request, Rest, RestError, RestSettings};
use tokio::time::Instant;

use super::id;
use super::rest::{Place, soon};

#[tokio::test]
async fn what_may_have_been_applied_is_not_sent_again() {
    let place = Place::new().await;
    for fault in [Fault::CutAfter, Fault::CutBefore, Fault::Status(500), Fault::Status(502)] {
        let asked = place.discord.request_count("POST", "messages");
        place.discord.faults().respond(Match::any().method("POST"), fault.clone(), 1);
        let failed = place.ask(Request::post(place.messages(), json!({ "content": "once" }))).await.unwrap_err();
        assert!(failed.may_have_been_applied() && failed.is_temporary(), "{fault:?}: {failed}");
        assert_eq!(place.discord.request_count("POST", "messages"), asked + 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_changes_nothing_is_asked_again() {
    let place = Place::new().await;
    for fault in [Fault::CutBefore, Fault::Status(500), Fault::Status(502), Fault::Status(503)] {
        place.discord.faults().respond(Match::any(), fault, 2);
        place.ask(Request::get("/users/@me")).await.unwrap();
    }
    place.discord.faults().respond(Match::any().method("POST"), Fault::Status(503), 1);
    place.ask(Request::post(place.messages(), json!({ "content": "once" }))).await.unwrap();
    let messages = place.ask(Request::get(place.messages())).await.unwrap();
    assert_eq!(messages.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn no_answer_in_time_is_ambiguous_and_no_connection_is_not() {
    let place = Place::new().await;
    place.discord.faults().respond(Match::any(), Fault::Delay(Duration::from_secs(30)), 1);
    let began = Instant::now();
    let request = Request::post(place.messages(), json!({ "content": "slow" }));
    let failed = place.rest.request(place.bot, &request, Instant::now() + Duration::from_millis(200)).await;
    assert!(matches!(failed, Err(RestError::Ambiguous(_))), "{failed:?}");
    assert!(began.elapsed() < Duration::from_secs(1));

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let rest =
        Rest::new(RestSettings { base: format!("http://{nobody}/api/v10"), ..RestSettings::default() }, Arc::new(()))
            .unwrap();
    rest.register(place.bot, SecretString::from("token"));
    let failed = rest.request(place.bot, &request, soon(1)).await;
    assert!(matches!(failed, Err(RestError::Unavailable(_))), "{failed:?}");
}

#[tokio::test]
async fn a_refused_token_is_not_used_again_until_it_is_registered_anew() {
    let place = Place::new().await;
    let token = place.app.reset_token();
    for _ in 0..5 {
        let failed = place.ask(Request::get("/users/@me")).await;
        assert!(matches!(failed, Err(RestError::Unauthorized)), "{failed:?}");
    }
    assert_eq!((place.discord.requests().len(), place.rest.invalid_requests()), (1, 1));
    place.rest.register(place.bot, SecretString::from(token));
    place.ask(Request::get("/users/@me")).await.unwrap();
    place.rest.unregister(place.bot);
    assert!(matches!(place.ask(Request::get("/users/@me")).await, Err(RestError::Unauthorized)));
}

#[tokio::test]
async fn a_bot_that_is_refused_too_often_is_held_back_alone_and_too_many_hold_back_all() {
    let place =
        Place::with(|settings| RestSettings { invalid_limit: 30, invalid_limit_of_a_bot: 20, ..settings }).await;
    let (other, third) = (place.discord.application("Other"), place.discord.application("Third"));
    for app in [&other, &third] {
        place.rest.register(id(app), SecretString::from(app.token()));
    }
    place.discord.faults().respond(Match::any(), Fault::Forbidden, 1000);
    let ask = async |bot| place.rest.request(bot, &Request::get("/users/@me"), soon(5)).await.unwrap_err();
    for _ in 0..20 {
        assert!(ask(place.bot).await.is_forbidden());
    }
    assert_eq!(ask(place.bot).await, RestError::BreakerOpen);
    for _ in 0..10 {
        assert!(ask(id(&other)).await.is_forbidden());
    }
    for bot in [place.bot, id(&other), id(&third)] {
        assert_eq!(ask(bot).await, RestError::BreakerOpen);
    }
    assert_eq!((place.discord.requests().len(), place.rest.invalid_requests()), (30, 30));
    // An interaction's answer is worth its risk: nobody is refused there for lack of a permission.
    place.discord.faults().clear();
    let answer = place.ask(Request::post("/interactions/1/token/callback", json!({ "type": 6 }))).await;
    assert!(answer.unwrap_err().is_unknown(10062));
}

#[tokio::test]
async fn shared_limits_do_not_count_as_refused() {
    let place = Place::new().await;
    let shared = Fault::RateLimited { scope: "shared", retry_after: Duration::from_millis(50) };
    place.discord.faults().respond(Match::any(), shared, 2);
    place.ask(Request::get("/users/@me")).await.unwrap();
    assert_eq!(place.rest.invalid_requests(), 0);
}

#[tokio::test]
async fn no_error_and_no_debug_output_holds_a_token() {
    let place = Place::new().await;
    place.discord.faults().respond(Match::any(), Fault::CutBefore, 5);
    let path = "/webhooks/1/very-secret/messages/@original";
    let failed = place.ask(Request::patch(path, json!({}))).await.unwrap_err();
    let said = format!("{failed} {failed:?} {:?}", place.rest);
    assert!(!said.contains("very-secret") && !said.contains(&place.app.token()), "{said}");
}

#[test]
fn tokens_are_only_sent_where_nobody_listens() {
    for base in ["http://discord.com/api/v10", "http://10.0.0.1/api", "ftp://discord.com", "nonsense", ""] {
        assert!(
            Rest::new(RestSettings { base: base.into(), ..RestSettings::default() }, Arc::new(())).is_err(),
            "{base:?}"
        );
    }
    assert!(Rest::new(RestSettings::default(), Arc::new(())).is_ok());
}
