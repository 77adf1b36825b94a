//! Whose pages follow what, and through which processes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use discord_simulator::Member;
use reqwest::header::COOKIE;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tickit::store::memory::Faults;
use tickit_domain::ids::GuildId;
use tokio::time::{sleep, timeout};

use super::browser::Browser;
use super::ticket::base;
use crate::api::host::{Host, Hosting};
use crate::api::signing_in::{self, House};
use crate::installation::OPERATOR_KEY;
use crate::support::{MovedClock, eventually_async, free_address, says};

/// Longer than it takes until somebody is told what happened in their own process.
const QUIET: Duration = Duration::from_millis(700);

async fn follows(browser: &signing_in::Browser, path: &str) -> Response {
    let get = browser.http.get(format!("{}{path}", browser.url)).header(COOKIE, browser.cookie());
    get.send().await.unwrap()
}

/// What a stream says until it has this in it, or until it is quiet for a while.
async fn hears(stream: &mut Response, wanted: Option<&str>) -> String {
    let (mut heard, patience) = (String::new(), if wanted.is_some() { Duration::from_secs(10) } else { QUIET });
    while !wanted.is_some_and(|wanted| heard.contains(wanted)) {
        let Ok(more) = timeout(patience, stream.chunk()).await else {
            assert!(wanted.is_none(), "it says {heard:?}, and never {wanted:?}");
            break;
        };
        heard.push_str(std::str::from_utf8(&more.unwrap().expect("it goes on")).unwrap());
    }
    heard
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_opened_a_ticket_is_told_of_it_and_of_no_other_and_nothing_of_staffs() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice, carol) = (world.agent("bob"), world.member("alice"), world.member("carol"));
    let own = world.opens(&alice, "Support").await;
    let other = world.opens(&carol, "Support").await;
    let (staff, _) = house.signs_in(&bob).await;
    let (member, _) = house.signs_in(&alice).await;
    let events = format!("{}/events", base(&house));
    for (path, status) in [
        (events.clone(), 403),
        (format!("{events}?ticket=2"), 403),
        (format!("{events}?ticket=99"), 404),
        (format!("{events}?ticket=x"), 404),
        (format!("{events}?ticket="), 404),
        (format!("/dashboard/{}/1/events?ticket=1", world.bot.id()), 404),
    ] {
        assert_eq!(follows(&member, &path).await.status(), status, "{path}");
    }
    assert_eq!(follows(&house.browser(), &format!("{events}?ticket=1")).await.status(), 303);

    let mut of_alice = follows(&member, &format!("{events}?ticket=1")).await;
    assert_eq!(of_alice.headers()["content-type"], "text/event-stream");
    let mut of_ticket = follows(&staff, &format!("{events}?ticket=1")).await;
    let mut of_guild = follows(&staff, &events).await;
    for stream in [&mut of_alice, &mut of_ticket, &mut of_guild] {
        hears(stream, None).await;
    }
    carol.says(&other, "Where is it?").await;
    says(&bob, &other, "/ticket priority level:Urgent").await;
    hears(&mut of_guild, Some("data: changed")).await;
    assert_eq!(hears(&mut of_alice, None).await, "", "of another's ticket");
    assert_eq!(hears(&mut of_ticket, None).await, "", "of another ticket");
    says(&bob, &own, "/ticket note text:\"She is a VIP\"").await;
    hears(&mut of_ticket, Some("data: changed")).await;
    let looking = staff.http.post(format!("{}{}/tickets/1/looking", house.url, base(&house)));
    assert_eq!(
        looking.header(COOKIE, staff.cookie()).form(&[("doing", "writing")]).send().await.unwrap().status(),
        200
    );
    hears(&mut of_ticket, Some("event: looking\ndata: looking")).await;
    assert_eq!(hears(&mut of_alice, None).await, "", "of a note, and of who looks");
    bob.says(&own, "It comes tomorrow").await;
    let heard = hears(&mut of_alice, Some("data: changed")).await;
    assert!(!heard.contains("tomorrow") && !heard.contains("event:"), "only that there is something: {heard}");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_pages_of_their_ticket_follow_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My parcel never came").await;
    browser.signs_in(&alice).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    bob.says(&channel, "It comes tomorrow").await;
    browser.sees("It comes tomorrow").await;
    let own = format!("/dashboard/me/{}/{}/1", world.bot.id(), world.guild.id());
    browser.goes_to(&own).await;
    browser.sees("Open").await;
    says(&bob, &channel, "/ticket rename name:parcel").await;
    browser.sees("parcel").await;
    world.closes(&bob, &channel, "It came").await;
    browser.sees("It came").await;
    browser.sees("How did it go?").await;

    // What is being said of it stays, whatever happens meanwhile.
    browser.fills("What do you want to say?", "Quick and kind.").await;
    browser.does("evaluate", json!({ "script": "document.activeElement.blur()" })).await;
    let reopen = format!("/api/guilds/{}/tickets/1/reopen?bot={}", world.guild.id(), world.bot.id());
    assert_eq!(house.hosting.asks(Method::POST, &reopen, OPERATOR_KEY, Some(json!({}))).await.status, 200);
    browser.does("appear", json!({ "selector": ".state-open" })).await;
    let script = json!({ "script": "document.querySelector('textarea').value" });
    assert_eq!(browser.does("evaluate", script).await, json!("Quick and kind."));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

/// A message that a bot's host saw.
fn message(hosting: &Hosting, event: &str, channel: &str, text: &str) -> Value {
    let id = hosting.world.discord.shared().change(discord_simulator::world::World::next_id);
    message_with(hosting, (event, &id.0.to_string()), channel, text)
}

fn message_with(hosting: &Hosting, (event, id): (&str, &str), channel: &str, text: &str) -> Value {
    json!({ "events": [{ "name": event, "data": {
        "id": id, "channel_id": channel, "guild_id": hosting.world.guild.id().to_string(), "type": 0, "content": text,
        "timestamp": "2026-11-26T12:00:00.000000+00:00", "edited_timestamp": (event == "MESSAGE_UPDATE").then_some("2026-11-26T12:01:00.000000+00:00"), "attachments": [], "embeds": [],
        "mentions": [], "author": { "id": "5", "username": "carol", "discriminator": "0" },
    }}] })
}

/// Somebody looks at a ticket's page while the other process hears of an edit, and has another priority set.
async fn looks_on(mut browser: Browser, (hosting, who, page): (&Hosting, &Member, &str), (key, edited): (&str, Value)) {
    browser.signs_in(who).await;
    browser.goes_to(page).await;
    browser.sees("My order is late").await;
    assert_eq!(hosting.asks(Method::POST, &hosting.bot_path("/events"), key, Some(edited)).await.status, 200);
    browser.sees("My order is very late").await;
    let patch = format!("/api/guilds/{}/tickets/1?bot={}", hosting.world.guild.id(), hosting.world.bot.id());
    let done = hosting.asks(Method::PATCH, &patch, OPERATOR_KEY, Some(json!({ "priority": "urgent" }))).await;
    assert_eq!(done.status, 200, "{done:?}");
    browser.sees("changed its priority").await;
    browser.did_no_wrong().await;
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_follows_what_another_process_does_and_a_guild_that_nobody_looks_at_costs_nothing() {
    let (mut hosting, stores) = Hosting::in_memory_signing_in().await;
    let key = hosting.bot_key().await;
    assert_eq!(hosting.registers(&key, "forward").await.status, 200);
    let _host = Host::of(&hosting, &key, false).await;
    hosting.world.set_up().await;
    let ticket = hosting.world.opens(&hosting.world.member("alice"), "Support").await;
    let bob = hosting.world.agent("bob");

    // Interactions and events come to the first process. People look at pages of the second.
    let (address, first) = (free_address().await, hosting.url());
    hosting.world.settings.set("TICKIT_HTTP_ADDRESS", &address);
    hosting.world.settings.set("TICKIT_PUBLIC_URL", &format!("http://{address}"));
    let second = hosting.world.settings.start_on(stores.clone()).await;
    let url = format!("http://{address}");
    assert_ne!(first, url);
    let guild = stores.memory_guild(GuildId::new(hosting.world.guild.id().0));
    let is_left_alone = async || {
        guild.set_faults(Faults::default());
        sleep(Duration::from_secs(5)).await;
        guild.calls() == 0
    };
    eventually_async("nobody asks the guild's database anything", is_left_alone).await;

    let house = House { hosting, url: url.clone(), clock: Arc::new(MovedClock::default()) };
    let (hosting, page) = (&house.hosting, base(&house));
    let (staff, _) = house.signs_in(&bob).await;
    let mut of_guild = follows(&staff, &format!("{page}/events")).await;
    let mut of_ticket = follows(&staff, &format!("{page}/events?ticket=1")).await;
    for stream in [&mut of_guild, &mut of_ticket] {
        hears(stream, None).await;
    }
    let (begun, calls) = (Instant::now(), guild.calls());
    sleep(Duration::from_secs(6)).await;
    let (looks, asked) = (begun.elapsed().as_secs() / 2 + 1, guild.calls() - calls);
    assert!((2..=2 * looks).contains(&asked), "however many look: {asked} calls in {looks} looks");

    let channel = ticket.id().to_string();
    let (bot, seen) = (hosting.bot_path("/events"), message(hosting, "MESSAGE_CREATE", &channel, "My order is late"));
    assert_eq!(hosting.asks(Method::POST, &bot, &key, Some(seen.clone())).await.status, 200);
    for stream in [&mut of_guild, &mut of_ticket] {
        hears(stream, Some("data: changed")).await;
    }
    if let Some(browser) = Browser::at(&url).await {
        let id = seen["events"][0]["data"]["id"].as_str().unwrap();
        let edited = message_with(hosting, ("MESSAGE_UPDATE", id), &channel, "My order is very late");
        looks_on(browser, (hosting, &bob, &format!("{page}/tickets/1")), (&key, edited)).await;
    }
    drop((of_guild, of_ticket));
    eventually_async("nothing is looked for any more", is_left_alone).await;
    second.stop().await;
    house.hosting.finish().await;
}
