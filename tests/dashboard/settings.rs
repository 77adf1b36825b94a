//! The pages of settings: what admins change there is what members see, and nobody else gets there.

use discord_simulator::Member;
use serde_json::json;

use super::browser::Browser;
use super::forms::{base, form_named, forms, gets, sends, with};
use crate::api::signing_in::House;
use crate::support::eventually;

/// All routes below `…/settings`, as the service mounts them.
const ROUTES: &str = include_str!("../../src/http/pages/settings/mod.rs");

/// What somebody with bad intentions enters.
const SCRIPT: &str = "<script>alert(1)</script>";

/// The routes of settings with numbers in place of what is named: whether each is read, and whether it is sent to.
fn routes() -> Vec<(String, bool, bool)> {
    let lines = ROUTES.lines().filter_map(|line| line.trim().strip_prefix(".route(&at(\""));
    let route = |line: &str| {
        let (path, rest) = line.split_once('"').unwrap();
        let path = ["{type}", "{question}", "{panel}", "{tag}", "{webhook}", "{delivery}", "{user}"]
            .iter()
            .fold(path.to_owned(), |path, part| path.replace(part, "1"));
        (path, rest.contains("get("), rest.contains("post("))
    };
    let routes: Vec<_> = lines.map(route).collect();
    assert!(routes.len() > 20 && routes.iter().all(|(path, get, post)| !path.contains('{') && (*get || *post)));
    routes
}

/// What is asked, in its order.
async fn questions(browser: &mut Browser) -> serde_json::Value {
    let script = "[...document.querySelectorAll('.rows .name')].map((name) => name.textContent)";
    browser.does("evaluate", json!({ "script": script })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_admin_changes_is_what_members_see() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let owner = world.guild.owner();

    browser.goes_to("/dashboard").await;
    browser.signs_in(&owner).await;
    browser.follows("Settings").await;
    browser.fills("Names of ticket channels", "help-{number}").await;
    browser.chooses("Channel for transcripts", "#general").await;
    browser.chooses("Time zone", "Europe/Berlin").await;
    browser.presses("Save").await;
    browser.sees("Saved.").await;
    browser.follows("Analytics").await;
    browser.sees("Europe/Berlin").await;
    browser.follows("Settings").await;
    browser.follows("Ticket types").await;
    browser.follows("Support").await;
    browser.fills("Name", "Help desk").await;
    browser.fills("Emoji", "🎫").await;
    browser.chooses("Colour of its button", "Green").await;
    browser.presses("Save").await;
    browser.sees("Saved.").await;
    let shown = || world.panel().buttons().iter().any(|button| button.label() == "Help desk");
    eventually("the published panel follows", shown).await;
    browser.follows("Add a question").await;
    browser.fills("Question", "What is it about?").await;
    browser.presses("Add a question").await;
    browser.sees("What is it about?").await;
    browser.follows("Add a question").await;
    browser.fills("Question", "Since when?").await;
    browser.presses("Add a question").await;
    browser.sees("Since when?").await;
    browser.presses("Up: Since when?").await;
    assert_eq!(questions(&mut browser).await, json!(["Since when?", "What is it about?"]));
    browser.does("drag", json!({ "from": "Since when?", "to": "What is it about?" })).await;
    browser.does("appear", json!({ "selector": ".row:first-child a:text-is(\"What is it about?\")" })).await;
    assert_eq!(questions(&mut browser).await, json!(["What is it about?", "Since when?"]));
    browser.follows("Panels").await;
    browser.follows("How can we help?").await;
    browser.fills("Title", "We are here for you").await;
    browser.presses("Save").await;
    browser.sees("Saved.").await;
    let titled = || world.panel().text().contains("We are here for you");
    eventually("its title follows", titled).await;
    browser.chooses("Channel", "#ticket-log").await;
    browser.presses("Send to this channel").await;
    eventually("it is published", || world.log.messages().iter().any(|message| !message.buttons().is_empty())).await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_admins_at_once_the_second_sees_what_changed_and_keeps_what_they_entered() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut first, _) = house.signs_in(&world.guild.owner()).await;
    let (mut second, _) = house.signs_in(&world.guild.owner()).await;
    let path = format!("{}/settings", base(&house));
    let theirs = form_named(&gets(&mut first, &path).await.1, "who");
    let ours = form_named(&gets(&mut second, &path).await.1, "who");

    let entered = with(&theirs, &[("limit", "3"), ("account_days", "1"), ("member_days", "0")]);
    let saved = sends(&first, &path, &entered, &house.url).await;
    assert_eq!((saved.status, saved.to), (303, format!("{path}?saved")));
    let again = sends(&first, &path, &entered, &house.url).await;
    assert_eq!((again.status, again.to), (303, format!("{path}?saved")), "a form that is sent twice is saved once");

    let entered = with(&ours, &[("limit", "7"), ("account_days", "1"), ("member_days", "0")]);
    let refused = sends(&second, &path, &entered, &house.url).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let form = form_named(&refused.text, "who");
    assert!(refused.text.contains("Saved meanwhile: 3") && refused.text.contains("value=\"7\""), "{}", refused.text);
    assert_eq!(refused.text.matches("Saved meanwhile").count(), 1, "what is the same is not said");
    let saved = sends(&second, &path, &with(&form, &[("limit", "7"), ("account_days", "1")]), &house.url).await;
    assert_eq!(saved.status, 303);
    assert!(gets(&mut first, &path).await.1.contains("value=\"7\""));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_members_nor_agents_nor_strangers_reach_any_page_or_form() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut alice, _) = house.signs_in(&world.member("alice")).await;
    let (mut bob, _) = house.signs_in(&world.agent("bob")).await;
    let (mut owner, _) = house.signs_in(&world.guild.owner()).await;
    let elsewhere = world.discord.guild("Elsewhere");
    let foreign = format!("/dashboard/{}/{}", world.bot.id(), elsewhere.id());
    let base = base(&house);
    let before = gets(&mut owner, &format!("{base}/settings/types")).await.1;
    let foreign_origin = house.url.replace("http://", "https://");
    for (path, is_read, is_sent) in routes() {
        let address = format!("{base}/settings{path}");
        for (who, browser) in [("a member", &mut alice), ("an agent", &mut bob)] {
            if is_read {
                assert_eq!(gets(browser, &address).await.0, 403, "{who} at {path}");
            }
            if is_sent {
                assert_eq!(sends(browser, &address, &[], &house.url).await.status, 403, "{who} to {path}");
            }
        }
        let nobody = house.browser();
        if is_sent {
            let sent = sends(&nobody, &address, &[], &house.url).await;
            assert!(sent.status == 303 && sent.to.starts_with("/sign-in"), "{path}: {sent:?}");
            assert_eq!(sends(&owner, &address, &[], &foreign_origin).await.status, 403, "{path}");
        }
        let foreign = format!("{foreign}/settings{path}");
        let there = if is_read {
            gets(&mut owner, &foreign).await.0
        } else {
            sends(&owner, &foreign, &[], &house.url).await.status
        };
        assert_eq!(there, 404, "{path} of another server");
    }
    let listed =
        |page: &str| page.split("<ul class=\"rows\">").nth(1).map(|rest| rest.matches("class=\"name\"").count());
    assert_eq!(listed(&gets(&mut owner, &format!("{base}/settings/types")).await.1), listed(&before));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_entered_is_text_or_refused() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut owner, _) = house.signs_in(&world.guild.owner()).await;
    let base = base(&house);
    let pages: Vec<String> = routes().into_iter().filter(|(_, get, _)| *get).map(|(path, ..)| path).collect();
    let mut tried = 0;
    for path in &pages {
        let address = format!("{base}/settings{path}");
        let (status, page) = gets(&mut owner, &address).await;
        assert!([200, 303, 404].contains(&status), "{path}: {status}");
        for form in forms(&page).iter().filter(|form| !form.texts.is_empty()) {
            for hostile in [SCRIPT.to_owned(), "x".repeat(5000), String::new(), "\u{202e}𝕏\0".to_owned()] {
                let entered: Vec<(&str, &str)> =
                    form.texts.iter().map(|name| (name.as_str(), hostile.as_str())).collect();
                let sent = sends(&owner, &form.action, &with(form, &entered), &house.url).await;
                assert!([303, 422].contains(&sent.status), "{}: {} {}", form.action, sent.status, sent.text);
                assert!(!sent.text.contains(SCRIPT), "{}", form.action);
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "only {tried} forms were tried");
    for path in &pages {
        assert!(!gets(&mut owner, &format!("{base}/settings{path}")).await.1.contains(SCRIPT), "{path}");
    }
    house.hosting.finish().await;
}

/// Somebody of staff has their own right taken away between opening a form and sending it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_manages_the_server_no_longer_saves_nothing() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let admins = world.guild.role("Admins", discord_simulator::Permissions::MANAGE_GUILD);
    let carol: Member = world.member("carol").with_role(&admins);
    let (mut browser, _) = house.signs_in(&carol).await;
    let path = format!("{}/settings", base(&house));
    let form = form_named(&gets(&mut browser, &path).await.1, "who");
    carol.loses_role(&admins);
    house.clock.moves_on(std::time::Duration::from_secs(61));
    assert_eq!(gets(&mut browser, &path).await.0, 403);
    assert_eq!(sends(&browser, &path, &with(&form, &[("limit", "2")]), &house.url).await.status, 403);
    house.hosting.finish().await;
}
