//! A service in which people sign in, and their browsers.

use std::sync::Arc;

use discord_simulator::Member;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;

use super::host::{Answer, Hosting, answer};
use crate::support::{MovedClock, eventually_async};

/// What sign-ins are signed with in these tests.
pub const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// A guild that is set up, with a service in which people sign in.
pub struct House {
    pub hosting: Hosting,
    pub url: String,
    pub clock: Arc<MovedClock>,
}

/// Somebody's browser: it keeps cookies, and follows no redirect by itself.
pub struct Browser {
    pub http: Client,
    pub url: String,
    pub cookies: Vec<(String, String)>,
}

impl House {
    pub async fn set_up() -> Self {
        Self::with(&[]).await
    }

    /// With these variables besides.
    pub async fn with(variables: &[(&str, &str)]) -> Self {
        let clock = Arc::new(MovedClock::default());
        let hosting = Hosting::signing_in(clock.clone(), variables).await;
        let url = hosting.url();
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
        hosting.world.set_up().await;
        Self { hosting, url, clock }
    }

    pub fn browser(&self) -> Browser {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Browser { http, url: self.url.clone(), cookies: Vec::new() }
    }

    /// Somebody signs in; their browser, and their access.
    pub async fn signs_in(&self, member: &Member) -> (Browser, String) {
        let mut browser = self.browser();
        let back = browser.consents(member).await;
        let came = browser.gets(&back).await;
        assert_eq!((came.status().as_u16(), location(&came)), (303, "/dashboard".into()));
        let access = browser.refreshes().await;
        assert_eq!(access.status, 200, "{access:?}");
        (browser, access.body["access_token"].as_str().unwrap().to_owned())
    }

    /// Whoever runs the service signs in by a link; their browser.
    pub async fn operator_signs_in(&self) -> Browser {
        let mut browser = self.browser();
        assert_eq!(browser.opens(&self.hosting.operators_link().await).await.status(), 303);
        browser
    }

    /// What was done in the world's guild, as the operator reads it.
    pub async fn audit(&self, key: &str) -> Value {
        let world = &self.hosting.world;
        let address = format!("{}/api/guilds/{}/audit?bot={}", self.url, world.guild.id(), world.bot.id());
        answer(self.hosting.http.get(address).bearer_auth(key).send().await.unwrap()).await.body
    }

    pub async fn tickets(&self, access: &str) -> Answer {
        let path = format!("{}/api/guilds/{}/tickets", self.url, self.hosting.world.guild.id());
        answer(self.hosting.http.get(path).bearer_auth(access).send().await.unwrap()).await
    }

    /// What somebody reads there who is signed in.
    pub async fn asks_as(&self, access: &str, path: &str) -> Answer {
        self.hosting.asks(Method::GET, path, access, None).await
    }

    pub async fn me(&self, access: &str) -> Answer {
        let me = self.hosting.http.get(format!("{}/api/auth/me", self.url)).bearer_auth(access);
        answer(me.send().await.unwrap()).await
    }
}

impl Browser {
    pub async fn gets(&mut self, url: &str) -> Response {
        let got = self.http.get(url).header(COOKIE, self.cookie()).send().await.unwrap();
        self.keeps(&got);
        got
    }

    pub async fn posts(&mut self, path: &str, origin: &str, access: &str) -> Answer {
        let post = self.http.post(format!("{}{path}", self.url)).header(COOKIE, self.cookie()).header("origin", origin);
        let got = post.bearer_auth(access).send().await.unwrap();
        self.keeps(&got);
        answer(got).await
    }

    pub async fn deletes(&mut self, path: &str, access: &str) -> Answer {
        let delete = self.http.delete(format!("{}{path}", self.url)).header(COOKIE, self.cookie());
        let got = delete.bearer_auth(access).send().await.unwrap();
        self.keeps(&got);
        answer(got).await
    }

    /// Opens a login link and presses its button.
    pub async fn opens(&mut self, link: &str) -> Response {
        let page = self.gets(link).await;
        assert_eq!(page.status(), 200, "{page:?}");
        assert!(page.text().await.unwrap().contains("<form method=\"post\"><button>"), "it has a button");
        let post = self.http.post(link).header(COOKIE, self.cookie()).header("origin", &self.url);
        let got = post.send().await.unwrap();
        self.keeps(&got);
        got
    }

    /// Asks for access.
    pub async fn refreshes(&mut self) -> Answer {
        let post = self.http.post(format!("{}/api/auth/refresh", self.url)).header(COOKIE, self.cookie());
        let got = post.send().await.unwrap();
        self.keeps(&got);
        answer(got).await
    }

    /// Begins to sign in, and consents at Discord as somebody; where Discord sends them back to.
    pub async fn consents(&mut self, member: &Member) -> String {
        let begun = self.gets(&format!("{}/api/auth/login", self.url)).await;
        assert_eq!(begun.status(), 303, "{begun:?}");
        let consented = self.gets(&format!("{}&as={}", location(&begun), member.id())).await;
        location(&consented)
    }

    pub fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keeps(&mut self, response: &Response) {
        for set in response.headers().get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=") && set.contains("Path=/"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !set.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

pub fn location(response: &Response) -> String {
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}
