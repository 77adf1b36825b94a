//! What lets somebody in stands in no database, and neither does where webhooks go: whoever has a copy without the keys
//! gets in nowhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::clock::Timestamp;
use tickit_domain::error_log::{ErrorKind, NewError};
use tickit_domain::ids::{BotId, ErrorNumber};
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::sign_in_application::SignInApplications;

use super::receiver::INSIDE;
use super::signing_in::{House, SECRET};
use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::store::mongo_server::{ANY, Mongo};
use crate::support::files;

/// What a service has from its start.
const GIVEN: [(&str, &str); 3] = [("ENCRYPTION_KEY", ENCRYPTION_KEY), ("ENCRYPTION_IV", ENCRYPTION_IV), INSIDE];

/// What stands in a webhook's address and description, and in a failure.
const HOOK: &str = "canary-in-an-address";
const DESCRIPTION: &str = "canary-in-a-description";
const FAILURE: &str = "canary-in-a-failure";
const SUBJECT: &str = "canary-in-a-subject";

/// The secret of an application that was entered for sign-in.
const CLIENT_SECRET: &str = "canary-in-a-client-secret";

type Secrets = BTreeMap<&'static str, String>;

/// The part of a secret that is one: what stands before it is its name.
fn secret_part(text: &str) -> String {
    let after_its_id = |text: &str| text.rsplit(['.', '/', '=']).next().unwrap().to_owned();
    match text.split_once('_') {
        Some(("tk", key)) => key.split('_').nth(1).unwrap().to_owned(),
        Some(("whsec", secret)) => secret.to_owned(),
        _ => after_its_id(text),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

impl House {
    /// Has one of each secret that comes up while the service runs.
    async fn makes_secrets(&self) -> Secrets {
        let hosting = &self.hosting;
        let key = hosting.admin_key().await;
        let revoked = hosting.has_key(json!({ "name": "Acme", "bot": hosting.world.bot.id().to_string() })).await;
        let id = revoked.split('_').nth(1).unwrap();
        assert_eq!(hosting.asks(Method::DELETE, &format!("/api/keys/{id}"), OPERATOR_KEY, None).await.status, 200);
        let [secret, old_secret] = self.has_webhook(&key).await;

        let link = self.makes_link().await;
        let alice = hosting.world.member("alice");
        let (mut browser, access) = self.signs_in(&alice).await;
        let before = browser.cookie();
        let renewed = text(&browser.refreshes().await.body["access_token"]);
        assert_ne!(before, browser.cookie(), "another secret renews it the next time");

        let application = SignInApplications::new(Documents::new(
            hosting.service.stores().core(),
            Arc::new(WriteTokens::new("sealed".into())),
        ));
        let actor = Actor::operator(Door::Dashboard, Cause::Request("sealed".to_owned()));
        application.put(BotId::new(81), CLIENT_SECRET.to_owned().into(), &actor, Timestamp::default()).await.unwrap();

        let failure = NewError::new(ErrorKind::Event, FAILURE);
        let failure =
            NewError { subject: SUBJECT.to_owned(), ..failure }.logged(ErrorNumber::new(7), Timestamp::default());
        hosting.service.desk().errors().keep(&[failure]).await.unwrap();
        [
            ("an API key", secret_part(&key)),
            ("an API key that was revoked", secret_part(&revoked)),
            ("a webhook's secret", secret_part(&secret)),
            ("a webhook's secret before that", secret_part(&old_secret)),
            ("a login link", secret_part(&link)),
            ("what renews a sign-in", secret_part(&browser.cookie())),
            ("what renewed a sign-in", secret_part(&before)),
            ("an access token", secret_part(&access)),
            ("an access token that was renewed", secret_part(&renewed)),
            ("the bot's token", secret_part(&hosting.world.bot.token())),
            ("the client secret", hosting.world.bot.client_secret()),
        ]
        .into()
    }

    /// A webhook is made by a request that may be sent again, and given another secret; both secrets.
    async fn has_webhook(&self, key: &str) -> [String; 2] {
        let hosting = &self.hosting;
        let path = format!("/api/guilds/{}/webhooks", hosting.world.guild.id());
        let url = format!("http://127.0.0.1:9/{HOOK}?key={HOOK}");
        let made = || async {
            let body = json!({ "url": url, "description": DESCRIPTION });
            let post = hosting.http.post(format!("{}{path}", self.url)).bearer_auth(key).json(&body);
            let made: Value = post.header("idempotency-key", "once").send().await.unwrap().json().await.unwrap();
            made
        };
        let (first, again) = (made().await, made().await);
        assert_eq!(first, again, "it is kept");
        let id = text(&first["webhook"]["id"]);
        let rotated = hosting.asks(Method::POST, &format!("{path}/{id}/secret"), key, None).await;
        // What happens is written down for it.
        let (alice, world) = (hosting.world.member("alice"), &hosting.world);
        world.opens(&alice, "Support").await;
        [text(&rotated.body["secret"]), text(&first["secret"])]
    }
}

/// What is found of all of it.
fn found(secrets: &Secrets, stored: &[u8]) -> Vec<&'static str> {
    let given = [
        ("the encryption key", ENCRYPTION_KEY),
        ("the salt", ENCRYPTION_IV),
        ("the operator's key", OPERATOR_KEY),
        ("the secret of access tokens", SECRET),
        ("a webhook's address", HOOK),
        ("a webhook's description", DESCRIPTION),
        ("the secret of an application that was entered", CLIENT_SECRET),
        ("a failure", FAILURE),
        ("what a failure happened to", SUBJECT),
        ("a database's address", "mongodb://"),
    ];
    let secrets = secrets.iter().map(|(kind, secret)| (*kind, &**secret)).chain(given);
    let is_there = |secret: &str| stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
    secrets.filter(|(_, secret)| secret.len() < 10 || is_there(secret)).map(|(kind, _)| kind).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_that_comes_up_while_a_service_runs_stands_in_a_file() {
    let house = House::with(&GIVEN).await;
    let secrets = house.makes_secrets().await;
    let data = house.hosting.world.settings.data();
    let while_it_runs = files(&data);
    assert!(while_it_runs.windows(12).any(|bytes| bytes == b"ticket:00000"), "there is something in it");
    assert_eq!(found(&secrets, &while_it_runs), [""; 0]);
    let hosting = house.hosting;
    hosting.service.stop().await;
    assert_eq!(found(&secrets, &files(&data)), [""; 0]);
    hosting.world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_that_comes_up_while_a_service_runs_stands_in_a_mongodb() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let engine = [("MONGODB_URI", &*mongo.address), ("TICKIT_DATABASE_PREFIX", &*mongo.prefix)];
    let house = House::with(&[&GIVEN[..], &engine].concat()).await;
    let secrets = house.makes_secrets().await;
    let hosting = house.hosting;
    hosting.service.stop().await;
    let stored = mongo.dump().await;
    for kind in [
        "key:",
        "webhook:",
        "delivery:",
        "login_link:",
        "sign_in:",
        "error:",
        "error_group:",
        "request:",
        "bot:",
        "sign_in_application:",
    ] {
        assert!(stored.contains(&format!("\"{kind}")), "{kind} is not looked through");
    }
    assert_eq!(found(&secrets, stored.as_bytes()), [""; 0]);
    mongo.drop_databases().await;
    hosting.world.discord.finish().await.unwrap();
}
