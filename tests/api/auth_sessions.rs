//! Where people are signed in, and how they sign out there.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Answer;
use super::signing_in::House;
use crate::installation::OPERATOR_KEY;

const OWN: &str = "/api/auth/sessions";

impl House {
    async fn asks(&self, method: Method, path: &str, access: &str) -> Answer {
        self.hosting.asks(method, path, access, None).await
    }

    async fn sessions(&self, path: &str, access: &str) -> Vec<Value> {
        let listed = self.asks(Method::GET, path, access).await;
        assert_eq!(listed.status, 200, "{listed:?}");
        listed.body["sessions"].as_array().unwrap().clone()
    }
}

fn id(sessions: &[Value], current: bool) -> String {
    let found = sessions.iter().find(|session| session["current"] == current).expect("a session");
    found["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_sees_where_they_are_signed_in_and_signs_out_in_one_place_or_everywhere() {
    let house = House::set_up().await;
    let (alice, bob) = (house.hosting.world.member("alice"), house.hosting.world.member("bob"));
    let (mut desk, at_desk) = house.signs_in(&alice).await;
    let (mut phone, on_phone) = house.signs_in(&alice).await;
    let (_, of_bob) = house.signs_in(&bob).await;
    let sessions = house.sessions(OWN, &at_desk).await;
    assert_eq!(sessions.len(), 2, "{sessions:?}");
    assert!(sessions.iter().all(|session| session["expires_at"].as_str() > session["renewed_at"].as_str()));
    let (desk_id, phone_id) = (id(&sessions, true), id(&sessions, false));
    let first = house.asks(Method::GET, &format!("{OWN}?limit=1"), &at_desk).await.body;
    let after = first["next"].as_str().unwrap();
    let second = house.sessions(&format!("{OWN}?limit=1&after={after}"), &at_desk).await;
    assert_ne!(first["sessions"][0]["id"], second[0]["id"]);

    let phones = format!("{OWN}/{phone_id}");
    assert_eq!(house.asks(Method::DELETE, &phones, &of_bob).await.problem(), (404, "no_such_session"), "not his");
    assert_eq!(house.asks(Method::DELETE, &phones, &at_desk).await.status, 204);
    assert_eq!(house.me(&on_phone).await.problem(), (401, "signed_out"), "at once");
    assert_eq!(phone.refreshes().await.problem(), (401, "signed_out"));
    assert_eq!(house.asks(Method::DELETE, &phones, &at_desk).await.problem(), (404, "no_such_session"), "twice");
    let left = house.sessions(OWN, &at_desk).await;
    assert_eq!((left.len(), id(&left, true)), (1, desk_id));

    house.signs_in(&alice).await;
    let everywhere = desk.deletes(OWN, &at_desk).await;
    assert_eq!((everywhere.status, &everywhere.body), (200, &json!({ "ended": 2 })));
    assert!(desk.cookies.is_empty(), "{:?}", desk.cookies);
    assert_eq!(house.me(&at_desk).await.problem(), (401, "signed_out"));
    assert_eq!(house.me(&of_bob).await.status, 200, "others are left alone");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_signs_others_out_and_nobody_else_does() {
    let house = House::set_up().await;
    let alice = house.hosting.world.member("alice");
    let (_, one) = house.signs_in(&alice).await;
    let (_, other) = house.signs_in(&alice).await;
    let of_alice = format!("/api/users/{}/sessions", alice.id());
    let sessions = house.sessions(&of_alice, OPERATOR_KEY).await;
    assert_eq!((sessions.len(), &sessions[0]["current"]), (2, &json!(false)));
    let ended = format!("{of_alice}/{}", sessions[0]["id"].as_str().unwrap());
    assert_eq!(house.asks(Method::DELETE, &ended, &one).await.problem(), (403, "forbidden"));
    assert_eq!(house.asks(Method::DELETE, &ended, OPERATOR_KEY).await.status, 204);
    assert_eq!(house.asks(Method::DELETE, &ended, OPERATOR_KEY).await.problem(), (404, "no_such_session"));
    let all = house.asks(Method::DELETE, &of_alice, OPERATOR_KEY).await;
    assert_eq!((all.status, all.body), (200, json!({ "ended": 1 })));
    for access in [&one, &other] {
        assert_eq!(house.me(access).await.problem(), (401, "signed_out"));
    }
    assert_eq!(house.sessions("/api/users/operator/sessions", OPERATOR_KEY).await, Vec::<Value>::new());
    for user in ["nobody", "0", "007", "%00", "Operator"] {
        let path = format!("/api/users/{user}/sessions");
        assert_eq!(house.asks(Method::GET, &path, OPERATOR_KEY).await.problem(), (400, "invalid_query"), "{user}");
    }
    let key = house.hosting.bot_key().await;
    for (path, with, problem) in [
        (OWN, "", (401, "signed_out")),
        (OWN, &*key, (403, "forbidden")),
        (OWN, OPERATOR_KEY, (403, "forbidden")),
        (&of_alice, &key, (403, "forbidden")),
        (&of_alice, "", (401, "unauthenticated")),
    ] {
        assert_eq!(house.asks(Method::GET, path, with).await.problem(), problem, "{path}");
    }
    house.hosting.finish().await;
}
