//! The pages of whoever runs the service, asked by those who may not, and with what nobody should send.

use reqwest::header::{COOKIE, ORIGIN};
use reqwest::{Method, Response};
use serde_json::json;

use crate::api::signing_in::{Browser, House, location};
use crate::support::eventually_async;

/// What only whoever runs the service sees.
const PAGES: [&str; 9] = [
    "/dashboard/health",
    "/dashboard/errors",
    "/dashboard/errors/causes",
    "/dashboard/jobs",
    "/dashboard/audit",
    "/dashboard/audit/export",
    "/dashboard/bots",
    "/dashboard/keys",
    "/dashboard/sign-in",
];

const SCRIPT: &str = "<script>alert(1)</script>";

impl Browser {
    /// Sends a form from a page of an origin.
    pub async fn sends(&self, path: &str, origin: &str, fields: &[(&str, &str)]) -> Response {
        let post = self.http.post(format!("{}{path}", self.url)).header(COOKIE, self.cookie()).header(ORIGIN, origin);
        post.form(fields).send().await.unwrap()
    }

    /// A page; its status and text.
    pub async fn reads(&mut self, path: &str) -> (u16, String) {
        let got = self.gets(&format!("{}{path}", self.url)).await;
        (got.status().as_u16(), got.text().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_about_the_service_are_for_whoever_runs_it() {
    let house = House::set_up().await;
    let bot = house.hosting.world.bot.id().to_string();
    let page = format!("/dashboard/bots/{bot}");
    let forms = [
        "/dashboard/bots".to_owned(),
        format!("{page}/stop"),
        format!("{page}/reconnect"),
        format!("{page}/register"),
        format!("{page}/forget"),
        "/dashboard/jobs/job:sync:1/discard".to_owned(),
    ];
    let (mut owner, _) = house.signs_in(&house.hosting.world.guild.owner()).await;
    let (mut operator, mut nobody) = (house.operator_signs_in().await, house.browser());
    for path in PAGES.into_iter().chain([&*page]) {
        let asked = nobody.gets(&format!("{}{path}", house.url)).await;
        assert_eq!((asked.status().as_u16(), location(&asked).starts_with("/sign-in?to=")), (303, true), "{path}");
        let (status, text) = owner.reads(path).await;
        assert!(status == 403 && text.contains("This is not for you"), "{path}: {status}");
        assert_eq!(operator.reads(path).await.0, 200, "{path}");
    }
    for form in &forms {
        assert_eq!(nobody.sends(form, &house.url, &[]).await.status(), 303, "{form}: to where they sign in");
        assert_eq!(owner.sends(form, &house.url, &[]).await.status(), 403, "{form}");
        assert_eq!(operator.sends(form, "http://127.0.0.1:1", &[]).await.status(), 403, "{form}: another site");
    }
    assert_eq!(house.hosting.bot().await["state"], "ready", "nothing was changed");

    let world = &house.hosting.world;
    let errors = format!("/dashboard/{bot}/{}/errors", world.guild.id());
    let (status, text) = owner.reads(&errors).await;
    assert!(status == 200 && text.contains("No errors") && !text.contains("By cause"), "{text}");
    let (mut agent, _) = house.signs_in(&world.agent("bob")).await;
    assert_eq!(agent.reads(&errors).await.0, 403);
    assert_eq!(owner.reads(&format!("/dashboard/{bot}/5/errors")).await.0, 404);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_should_send_is_refused_with_its_reason_and_never_becomes_a_script() {
    let house = House::set_up().await;
    let mut operator = house.operator_signs_in().await;
    let (long, bot) = ("é".repeat(5_000), house.hosting.world.bot.id());
    let page = format!("/dashboard/bots/{bot}");
    for path in PAGES {
        for field in ["number", "text", "kind", "cause", "bot", "guild", "from", "until", "after", "state", "actor"] {
            for value in [SCRIPT, &long[..4_000], "'\"&\u{0}"] {
                let query = encoded(field, value);
                let (status, text) = operator.reads(&format!("{path}?{query}")).await;
                assert!(matches!(status, 200 | 414 | 422), "{path}?{field}: {status}");
                assert!(!text.contains(SCRIPT), "{path}?{field}");
            }
        }
    }
    for (fields, refusal) in [
        (&[("token", SCRIPT), ("mode", "forward")][..], "This is no bot token."),
        (&[("token", &*long)], "This is no bot token."),
        (&[("token", "")], "This is no bot token."),
        (&[("token", "MTIz.abc.def")], "Discord does not know this token."),
        (&[], "This is no bot token."),
    ] {
        let sent = operator.sends("/dashboard/bots", &house.url, fields).await;
        assert_eq!(sent.status(), 422, "{fields:?}");
        let text = sent.text().await.unwrap();
        assert!(text.contains(refusal) && !text.contains(SCRIPT), "{fields:?}: {text}");
    }
    let kept = operator.sends(&format!("{page}/register"), &house.url, &[("token", "?"), ("mode", "forward")]).await;
    let text = kept.text().await.unwrap();
    assert!(text.contains("<option value=\"forward\" selected>"), "what was chosen is chosen still: {text}");
    let other = house.hosting.another_bot();
    let token = other.token();
    let of_another = [("token", &*token), ("mode", "delegate")];
    let refused = operator.sends(&format!("{page}/register"), &house.url, &of_another).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("belongs to another application"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_twice_or_about_what_is_not_there_changes_nothing_more() {
    let house = House::set_up().await;
    let (operator, other) = (house.operator_signs_in().await, house.hosting.another_bot());
    let (page, token) = (format!("/dashboard/bots/{}", house.hosting.world.bot.id()), other.token());
    let of_another = [("token", &*token), ("mode", "delegate")];
    for _ in 0..2 {
        let added = operator.sends("/dashboard/bots", &house.url, &of_another).await;
        assert_eq!((added.status().as_u16(), location(&added)), (303, format!("/dashboard/bots/{}", other.id())));
        let stopped = operator.sends(&format!("{page}/stop"), &house.url, &[]).await;
        assert_eq!((stopped.status().as_u16(), location(&stopped)), (303, page.clone()));
    }
    assert_eq!(house.hosting.bot().await["reason"], json!("by_hand"));
    for _ in 0..2 {
        let forgotten = operator.sends(&format!("/dashboard/bots/{}/forget", other.id()), &house.url, &[]).await;
        assert_eq!(location(&forgotten), "/dashboard/bots");
    }
    for gone in ["/dashboard/bots/5/stop", "/dashboard/bots/5/reconnect", "/dashboard/bots/x/stop"] {
        assert_eq!(operator.sends(gone, &house.url, &[]).await.status(), 404, "{gone}");
    }
    for gone in ["/dashboard/jobs/job:sync:1/retry", "/dashboard/jobs/bot:5/discard"] {
        assert_eq!(operator.sends(gone, &house.url, &[]).await.status(), 404, "{gone}");
    }
    let started = operator.sends(&format!("{page}/start"), &house.url, &[]).await;
    assert_eq!(started.status(), 303);
    eventually_async("it is ready again", async || house.hosting.bot().await["state"] == "ready").await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_ends_one_of_their_sign_ins_and_nobody_elses() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut here, access) = house.signs_in(&world.agent("bob")).await;
    let (mut there, _) = house.signs_in(&world.agent("bob")).await;
    let (stranger, _) = house.signs_in(&world.guild.owner()).await;
    let sessions = house.hosting.asks(Method::GET, "/api/auth/sessions", &access, None).await.body;
    let of_there = sessions["sessions"].as_array().unwrap().iter().find(|one| one["current"] == json!(false)).unwrap();
    let end = format!("/dashboard/sessions/{}/end", of_there["id"].as_str().unwrap());
    assert!(here.reads("/dashboard/sessions").await.1.contains(&end));
    assert_eq!(stranger.sends(&end, &house.url, &[]).await.status(), 303);
    assert_eq!(here.sends(&end, "http://127.0.0.1:1", &[]).await.status(), 403);
    assert_eq!(there.reads("/dashboard/sessions").await.0, 200, "it holds still");
    for _ in 0..2 {
        assert_eq!(location(&here.sends(&end, &house.url, &[]).await), "/dashboard/sessions");
    }
    assert_eq!(there.reads("/dashboard/sessions").await.0, 303, "it is over");
    assert_eq!(here.reads("/dashboard/sessions").await.0, 200);
    let over = here.sends("/dashboard/sessions/end-all", &house.url, &[]).await;
    assert_eq!(location(&over), "/sign-in");
    assert_eq!(here.reads("/dashboard/sessions").await.0, 303);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_and_a_channel_that_are_gone_are_named_with_what_they_were_chosen_for() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut operator, mut owner) = (house.operator_signs_in().await, house.signs_in(&world.guild.owner()).await.0);
    let gone = world.guild.role("Nightshift", discord_simulator::Permissions::empty());
    let unseen = world.guild.role("Unseen", discord_simulator::Permissions::empty());
    world.owner_says("/type edit type:Support staff:@Nightshift").await;
    world.owner_says("/role-limit role:@Unseen limit:2").await;
    unseen.delete();
    let settings = format!("/dashboard/{}/{}/settings", world.bot.id(), world.guild.id());
    assert_eq!(owner.reads(&settings).await.0, 200, "what roles and channels are called is seen there");
    gone.delete();
    world.guild.owner().deletes(&world.log);
    world.owner_says("/setup").await;
    let text = operator.reads(&format!("/dashboard/bots/{}", world.bot.id())).await.1;
    let unseen = format!("one that nobody knows by name here ({}) (for all tickets)", unseen.id());
    for named in ["@Nightshift (for “Support”)", "#ticket-log (for all tickets)", &unseen] {
        assert!(text.contains(named), "{named} in {text}");
    }
    house.hosting.finish().await;
}

fn encoded(field: &str, value: &str) -> String {
    let mut address = reqwest::Url::parse("http://localhost").unwrap();
    address.query_pairs_mut().append_pair(field, value);
    address.query().unwrap().to_owned()
}
