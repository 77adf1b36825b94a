//! A service in which there is one of everything, and those who ask it.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::super::host::{Answer, answer};
use super::super::operations::Ids;
use super::super::receiver::{INSIDE, Receiver};
use super::super::signing_in::House;
use super::bad_input::Asked;
use crate::installation::OPERATOR_KEY;
use crate::support::eventually_async;

/// Limits have tests of their own.
const LIMITS: [(&str, &str); 4] = [
    ("TICKIT_REQUESTS_PER_SECOND", "100000"),
    ("TICKIT_WRITES_PER_SECOND", "100000"),
    ("TICKIT_EXPORTS_PER_MINUTE", "100000"),
    ("TICKIT_SIGN_INS_PER_MINUTE", "1000"),
];

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// With nothing to show.
    Nobody,
    /// With a key that nobody knows.
    Strange,
    /// With a key of the bot for everything.
    Admin,
    /// With a key of the bot's host, which opens no guild.
    Host,
    /// With another bot's key for everything.
    Other,
    Operator,
    /// The guild's owner, signed in.
    Person,
    /// Somebody of staff, signed in.
    Agent,
    /// Somebody else who is signed in, and leaves.
    Leaving,
}

pub struct Stage {
    pub house: House,
    /// Of one of everything.
    pub ids: Ids,
    /// A bot's webhook, and something that it was told.
    pub of_bot: (String, String),
    /// Somebody who is signed in besides, and where.
    pub guest: (String, String),
    /// Where webhooks go.
    pub receiver: Receiver,
    http: Client,
    shown: Vec<(By, String)>,
}

impl Stage {
    pub async fn set_up() -> Self {
        let variables: Vec<_> = LIMITS.into_iter().chain([INSIDE]).collect();
        let (house, receiver) = (House::with(&variables).await, Receiver::new().await);
        let (hosting, world) = (&house.hosting, &house.hosting.world);
        let key = async |bot: &str, may: &[&str]| hosting.has_key(json!({ "name": "x", "bot": bot, "may": may })).await;
        let (bot, other) = (world.bot.id().to_string(), hosting.another_bot().id().to_string());
        let everything = ["register", "forward", "admin"];
        let (owner, bob) = (world.guild.owner(), world.agent("bob"));
        let shown = vec![
            (By::Strange, format!("tickit_0000000000000000_{}", "x".repeat(43))),
            (By::Admin, key(&bot, &everything).await),
            (By::Host, key(&bot, &["register", "forward"]).await),
            (By::Other, key(&other, &everything).await),
            (By::Operator, OPERATOR_KEY.to_owned()),
            (By::Person, house.signs_in(&owner).await.1),
            (By::Agent, house.signs_in(&bob).await.1),
            (By::Leaving, house.signs_in(&world.member("dave")).await.1),
        ];
        house.signs_in(&owner).await;
        let carol = world.member("carol");
        house.signs_in(&carol).await;
        world.has_panel("/type add name:Billing").await;
        let (ids, nothing) = (Ids::new(), (String::new(), String::new()));
        let http = house.browser().http;
        let mut stage = Self { house, ids, of_bot: nothing.clone(), guest: nothing, receiver, http, shown };
        stage.has_one_of_everything().await;
        let sessions = stage.gets(By::Operator, &format!("/api/users/{}/sessions", carol.id())).await;
        stage.guest = (carol.id().to_string(), text(&sessions["sessions"][0]["id"]));
        stage
    }

    async fn has_one_of_everything(&mut self) {
        let world = &self.house.hosting.world;
        let (bot, guild) = (world.bot.id().to_string(), world.guild.id().to_string());
        let (at, of_bot) = (format!("/api/guilds/{guild}"), format!("/api/bots/{bot}/webhooks"));
        let known = [
            ("application_id", bot.clone()),
            ("guild", guild),
            ("ticket", "1".to_owned()),
            ("type", "1".to_owned()),
            ("role", world.staff.id().to_string()),
            ("user", world.member("erin").id().to_string()),
            ("whom", world.member("mallory").id().to_string()),
            ("tag", "hours".to_owned()),
            ("label", "refund".to_owned()),
            ("reason", "limit".to_owned()),
        ];
        self.ids.extend(known);
        self.has_tickets(&at).await;
        self.has_choices(&at).await;
        let hook = json!({ "url": self.receiver.url });
        let webhook = text(&self.makes(Method::POST, &format!("{at}/webhooks"), hook.clone()).await["webhook"]["id"]);
        let delivery =
            self.makes(Method::POST, &format!("{at}/webhooks/{webhook}/test"), json!({})).await["id"].clone();
        let bots = text(&self.makes(Method::POST, &of_bot, hook).await["webhook"]["id"]);
        let told = text(&self.makes(Method::POST, &format!("{of_bot}/{bots}/test"), json!({})).await["id"]);
        self.of_bot = (bots, told);
        self.ids.extend([("webhook", webhook), ("delivery", text(&delivery))]);
        let spare = self.asks_operator("/api/keys", json!({ "name": "spare", "bot": bot })).await["key"]["id"].clone();
        let link = text(&self.asks_operator("/api/auth/links", json!({})).await["url"]);
        let job = self.gets(By::Operator, "/api/jobs?state=done").await["jobs"][0]["id"].clone();
        let sessions = self.gets(By::Person, "/api/auth/sessions").await["sessions"].clone();
        let other = sessions.as_array().unwrap().iter().find(|session| session["current"] == false).unwrap();
        self.ids.extend([
            ("job", text(&job)),
            ("key_id", text(&spare)),
            ("session", text(&other["id"])),
            ("link", link.rsplit('/').next().unwrap().to_owned()),
        ]);
    }

    /// Of what admins choose.
    async fn has_choices(&mut self, at: &str) {
        let (whom, role) = (self.ids["whom"].clone(), self.ids["role"].clone());
        for (method, rest, body) in [
            (Method::POST, "/tags", json!({ "name": "hours", "text": "Nine to five" })),
            (Method::PUT, &*format!("/blacklist/{whom}"), json!({})),
            (Method::PUT, &format!("/staff/{whom}"), json!({ "team": "Night" })),
            (Method::PUT, &format!("/limits/{role}"), json!({ "limit": 9 })),
            (Method::PUT, "/texts/limit", json!({ "text": "Enough" })),
            (Method::POST, "/tickets/1/labels", json!({ "label": "refund" })),
        ] {
            self.makes(method, &format!("{at}{rest}"), body).await;
        }
        let asks = json!({ "kind": "short", "label": "Order" });
        let asked = self.makes(Method::POST, &format!("{at}/types/1/questions"), asks).await;
        let panels = self.gets(By::Admin, &format!("{at}/panels")).await;
        let files = self.gets(By::Admin, &format!("{at}/tickets/2/attachments")).await;
        self.ids.extend([
            ("question", asked["questions"][0]["number"].to_string()),
            ("panel", panels["panels"][0]["number"].to_string()),
            ("attachment", text(&files["attachments"][0]["id"])),
        ]);
    }

    /// An open ticket, and a closed one in which there was a file.
    async fn has_tickets(&self, at: &str) {
        let world = &self.house.hosting.world;
        world.opens(&world.member("alice"), "Support").await;
        let frank = world.member("frank");
        let channel = world.opens(&frank, "Billing").await;
        frank.says_with_file(&channel, "See this", "page.html", b"<p>").await;
        world.closes(&world.agent("grace"), &channel, "").await;
        let path = format!("{at}/tickets/2");
        eventually_async("it is closed", async || self.gets(By::Admin, &path).await["status"] == "closed").await;
    }

    async fn makes(&self, method: Method, path: &str, body: Value) -> Value {
        did(self.asks(&Asked::of(method, path, Some(&body)), By::Admin).await, path)
    }

    async fn asks_operator(&self, path: &str, body: Value) -> Value {
        let asked = Asked::of(Method::POST, path, Some(&body));
        did(self.asks(&asked, By::Operator).await, path)
    }

    pub async fn gets(&self, by: By, path: &str) -> Value {
        let answered = self.asks(&Asked::of(Method::GET, path, None), by).await;
        if answered.status >= 500 {
            let logged = Asked::of(Method::GET, "/api/errors?limit=1", None);
            panic!("{path}: {answered:?}: {:?}", self.asks(&logged, By::Operator).await.body);
        }
        did(answered, path)
    }

    /// Asks the service something.
    pub async fn asks(&self, asked: &Asked, by: By) -> Answer {
        let url = format!("{}{}", self.house.url, asked.address);
        let mut request = self.http.request(asked.method.clone(), url);
        if let Some((_, shown)) = self.shown.iter().find(|(who, _)| *who == by) {
            request = request.bearer_auth(shown);
        }
        if let Some(body) = &asked.body {
            request = request.header("content-type", asked.content_type).body(body.clone());
        }
        if let Some(tag) = &asked.if_match {
            request = request.header("if-match", tag.clone());
        }
        answer(request.send().await.unwrap()).await
    }

    /// What was done last through the API, in the guild and in the service. That something was shown which opens nothing is
    /// noted a while later, and changes nothing.
    pub async fn latest(&self) -> Vec<Value> {
        let of_guild = format!("/api/guilds/{}/audit?limit=100", self.ids["guild"]);
        let mut latest = Vec::new();
        for (by, path) in [(By::Admin, of_guild.as_str()), (By::Operator, "/api/audit?limit=100")] {
            let entries = self.gets(by, path).await["entries"].clone();
            let last = entries.as_array().unwrap().iter().find(|entry| {
                entry["door"] == "api" && !["key.refused", "sign_in.failed"].iter().any(|kind| entry["kind"] == *kind)
            });
            latest.extend(last.map(|entry| json!([entry["id"], entry["kind"]])));
        }
        latest
    }

    /// What is stored of all that can be looked at.
    pub async fn stored(&self) -> Value {
        let (guild, bot) = (&self.ids["guild"], &self.ids["application_id"]);
        let mut stored = vec![json!(self.latest().await)];
        for rest in
            ["blacklist", "config", "limits", "panels", "staff", "tags", "texts", "types", "tickets", "webhooks"]
        {
            stored.push(self.gets(By::Admin, &format!("/api/guilds/{guild}/{rest}")).await);
        }
        for rest in ["tickets/1/notes", "tickets/1/messages", "tickets/2/attachments", "types/1/questions"] {
            stored.push(self.gets(By::Admin, &format!("/api/guilds/{guild}/{rest}")).await);
        }
        stored.push(self.gets(By::Admin, &format!("/api/bots/{bot}/webhooks")).await);
        stored.push(self.gets(By::Person, "/api/auth/sessions").await);
        let mut keys = self.gets(By::Operator, "/api/keys").await;
        for key in keys["keys"].as_array_mut().unwrap() {
            key["last_used_at"] = Value::Null;
        }
        stored.push(keys);
        json!(stored)
    }
}

fn did(answered: Answer, path: &str) -> Value {
    assert!(answered.status < 300, "{path}: {answered:?}");
    answered.body
}

impl Asked {
    fn of(method: Method, path: &str, body: Option<&Value>) -> Self {
        let body = body.map(|body| body.to_string().into_bytes());
        let (what, address) = (String::new(), path.to_owned());
        Self { what, method, address, body, content_type: "application/json", if_match: None, field: None }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
