//! Every page and form × everybody who may ask, in their own server and another: who is let in, and who is not; and that no
//! other site's page can send a form in anybody's name.

use std::fmt::Write as _;

use reqwest::header::{COOKIE, HeaderMap, LOCATION};
use serde_json::Value;

use super::pages::{Ids, Page, pages};
use crate::api::matrix::stands_in_the_page;
use crate::api::signing_in::{Browser, House};
use crate::installation::OPERATOR_KEY;

/// Where the table stands.
const OF_PAGES: &str = "<!-- who sees which page: written from what `dashboard::matrix` saw -->\n";

/// What is there for whoever is not signed in.
const OPEN: [&str; 3] = ["/", "/assets/{name}", "/sign-in"];

/// Somebody with a browser.
struct Visitor {
    name: &'static str,
    browser: Browser,
}

async fn visitors(house: &House) -> Vec<Visitor> {
    let world = &house.hosting.world;
    world.member("vera");
    let said = world.owner_says("/staff add who:@vera rank:\"viewer: reads only\"").await;
    assert!(said.contains("on staff"), "{said}");
    let elsewhere = world.discord.guild("Elsewhere");
    let mut visitors = vec![Visitor { name: "nobody", browser: house.browser() }];
    for (name, member) in [
        ("stranger", elsewhere.member("mallory")),
        ("member", world.member("alice")),
        ("viewer", world.member("vera")),
        ("agent", world.agent("bob")),
        ("owner", world.guild.owner()),
    ] {
        visitors.push(Visitor { name, browser: house.signs_in(&member).await.0 });
    }
    visitors.push(Visitor { name: "operator", browser: house.operator_signs_in().await });
    visitors
}

/// What stands for the parts of paths: ticket 1 is alice's.
pub fn ids(house: &House, guild: &str) -> Ids {
    let bot = house.hosting.world.bot.id().to_string();
    let known = [
        ("application", bot.clone()),
        ("bot", bot),
        ("guild", guild.to_owned()),
        ("ticket", "1".into()),
        ("user", house.hosting.world.member("alice").id().to_string()),
        ("type", "1".into()),
        ("panel", "1".into()),
    ];
    // Of these there are none.
    let unknown = [
        ("name", "icon.svg"),
        ("question", "9"),
        ("tag", "none"),
        ("webhook", "0000000000000000"),
        ("delivery", "none"),
        ("file", "1-0"),
        ("job", "none"),
        ("key", "0000000000000000"),
        ("session", "none"),
        ("view", "9"),
        ("table", "none"),
    ];
    known.into_iter().chain(unknown.map(|(name, id)| (name, id.to_owned()))).collect()
}

/// What takes something away that others ask for comes late, and what ends a sign-in last.
fn turn(page: &Page) -> usize {
    let takes_away = ["/close", "/force-close", "/remove", "/revoke", "/delete", "/stop", "/forget"];
    let ends = ["/end", "/end-all", "/sign-out"];
    let last = takes_away.iter().chain(&ends).position(|end| page.path.ends_with(end) && page.method == "post");
    last.map_or(0, |place| place + 1)
}

async fn asks(house: &House, visitor: &Visitor, page: &Page, ids: &Ids) -> &'static str {
    let address = format!("{}{}", house.url, page.filled(ids));
    let http = &visitor.browser.http;
    let request = if page.method == "get" { http.get(address) } else { http.post(address).form(&[("once", "")]) };
    let answer = request.header(COOKIE, visitor.browser.cookie()).send().await.unwrap();
    must_be_closed(page, answer.headers());
    let to_sign_in = |location: &str| location.starts_with("/sign-in?") || location == "/sign-in";
    match answer.status().as_u16() {
        303 if answer.headers().get(LOCATION).is_some_and(|to| to_sign_in(to.to_str().unwrap())) => "–",
        403 => "no",
        404 => "none here",
        status if status >= 500 => panic!("{} {}: {status} for {}", page.method, page.path, visitor.name),
        _ => "yes",
    }
}

/// What a page says runs only what is the dashboard's own, is framed by nobody, and is kept by no cache.
fn must_be_closed(page: &Page, headers: &HeaderMap) {
    let says = |name: &str| headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    let policy = says("content-security-policy");
    // A transcript is a file that a browser shows, and runs nothing at all.
    if says("content-type").starts_with("text/html") && !policy.ends_with("sandbox") {
        for directive in ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.split(';').any(|part| part.trim() == directive), "{page:?}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{page:?}: {policy}");
    }
    assert_eq!((says("x-content-type-options"), says("cache-control")), ("nosniff", "no-store"), "{page:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_lets_in_whom_the_table_says_and_nobody_into_another_guild() {
    let house = House::with(&[("TICKIT_SIGN_INS_PER_MINUTE", "1000"), ("TICKIT_WRITES_PER_SECOND", "1000")]).await;
    let world = &house.hosting.world;
    world.opens(&world.member("alice"), "Support").await;
    let (guild, visitors) = (world.guild.id().to_string(), visitors(&house).await);
    let names: Vec<&str> = visitors.iter().map(|visitor| visitor.name).collect();
    let mut table = format!("| page | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    let mut all = pages();
    all.retain(|page| !OPEN.contains(&page.path.as_str()) && !page.path.ends_with("/events"));
    all.sort_by_key(|page| (turn(page), page.clone()));
    for page in &all {
        let mut row = Vec::new();
        for visitor in &visitors {
            row.push(asks(&house, visitor, page, &ids(&house, &guild)).await);
            if page.is_of_guild() {
                let elsewhere = asks(&house, visitor, page, &ids(&house, "1234567890123456")).await;
                assert!(["–", "none here"].contains(&elsewhere), "{} {page:?}: {elsewhere}", visitor.name);
            }
        }
        assert_eq!(row[0], "–", "{page:?} is open to whoever is not signed in");
        writeln!(table, "| `{} {}` | {} |", page.method.to_uppercase(), page.path, row.join(" | ")).unwrap();
    }
    stands_in_the_page(OF_PAGES, &table);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_is_taken_that_another_sites_page_sends() {
    let house = House::with(&[("TICKIT_SIGN_INS_PER_MINUTE", "1000")]).await;
    let world = &house.hosting.world;
    world.opens(&world.member("alice"), "Support").await;
    let (guild, owner) = (world.guild.id().to_string(), house.signs_in(&world.guild.owner()).await.0);
    let operator = house.operator_signs_in().await;
    let before = house.audit(OPERATOR_KEY).await;
    for page in pages().iter().filter(|page| page.method == "post") {
        for browser in [&owner, &operator] {
            for origin in ["https://evil.example", "null"] {
                let request = browser.http.post(format!("{}{}", house.url, page.filled(&ids(&house, &guild))));
                let request = request.header(COOKIE, browser.cookie()).header("origin", origin).form(&[("once", "1")]);
                assert_eq!(request.send().await.unwrap().status(), 403, "{page:?} from {origin}");
            }
        }
    }
    let after: Value = house.audit(OPERATOR_KEY).await;
    assert_eq!(before, after, "nothing was changed");
    house.hosting.finish().await;
}
