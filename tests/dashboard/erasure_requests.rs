//! Members ask to have erased what they said, and admins answer, on pages.

use std::time::Duration;

use discord_simulator::Member;
use serde_json::json;

use super::browser::Browser;
use super::every_page::is_for_everybody;
use super::forms::{base, form_named, forms, gets, sends, with};
use crate::api::signing_in::House;
use crate::installation::OPERATOR_KEY;
use crate::support::until_idle;

const SOON: Duration = Duration::from_secs(20);

const SCRIPT: &str = "<script>alert(1)</script>";

/// Signs out, and in as somebody else.
async fn becomes(browser: &mut Browser, member: &Member) {
    browser.presses("Sign out").await;
    browser.signs_in(member).await;
}

/// Alice has a ticket that is closed, in which she said something.
async fn says_something(house: &House) -> Member {
    let world = &house.hosting.world;
    let alice = world.member("alice");
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My parcel never came.").await;
    world.closes(&world.agent("bob"), &channel, "it came").await;
    until_idle(&house.hosting.service, SOON).await;
    alice
}

/// Where a member asks in the world's guild, and where they are answered.
fn addresses(house: &House, member: &Member) -> (String, String) {
    let world = &house.hosting.world;
    let own = format!("/dashboard/me/{}/{}", world.bot.id(), world.guild.id());
    (own, format!("{}/settings/erasure-requests/{}", base(house), member.id()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_asks_is_declined_with_a_reason_asks_again_and_is_erased() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (alice, owner) = (says_something(&house).await, world.guild.owner());

    browser.signs_in(&alice).await;
    browser.goes_to("/dashboard/me").await;
    browser.presses("Ask to have it erased").await;
    browser.sees("Nobody has answered yet.").await;
    let own = browser.path().await;
    is_for_everybody(&mut browser, &own, "Nobody has answered yet.").await;
    is_for_everybody(&mut browser, "/dashboard/me", "Nobody has answered yet.").await;

    becomes(&mut browser, &owner).await;
    browser.goes_to(&base(&house)).await;
    browser.sees("A member asks to have erased what they said.").await;
    is_for_everybody(&mut browser, &base(&house), "A member asks").await;
    browser.follows("A member asks to have erased what they said.").await;
    let list = browser.path().await;
    is_for_everybody(&mut browser, &list, "Asked on").await;
    browser.follows("alice").await;
    let page = browser.path().await;
    is_for_everybody(&mut browser, &page, "alice asks for erasure").await;
    browser.fills("Reason", "Your dispute is not over.").await;
    browser.presses("Decline").await;
    browser.sees("Saved.").await;
    browser.sees("Nobody asks for it.").await;
    is_for_everybody(&mut browser, &list, "Nobody asks for it.").await;

    becomes(&mut browser, &alice).await;
    browser.goes_to("/dashboard/me").await;
    browser.sees("Your dispute is not over.").await;
    is_for_everybody(&mut browser, "/dashboard/me", "It was declined").await;
    browser.presses("Ask to have it erased").await;
    browser.sees("Nobody has answered yet.").await;

    becomes(&mut browser, &owner).await;
    browser.goes_to(&page).await;
    browser.presses("Erase for good").await;
    browser.sees("This cannot be taken back: confirm that you mean it.").await;
    browser.does("check", json!({ "label": "Yes, erase for good what alice said" })).await;
    browser.presses("Erase for good").await;
    browser.sees("Saved.").await;
    until_idle(&house.hosting.service, SOON).await;
    becomes(&mut browser, &alice).await;
    browser.goes_to(&own).await;
    browser.sees("It was granted").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    let (mut of_alice, _) = house.signs_in(&alice).await;
    let transcript = of_alice.reads(&format!("{own}/1/transcript")).await.1;
    assert!(!transcript.contains("never came") && transcript.contains("[…]"), "{transcript}");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_asks_or_answers_in_another_members_name() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, carol) = (world.member("alice"), world.member("carol"));
    let ((own, page), list) = (addresses(&house, &alice), format!("{}/settings/erasure-requests", base(&house)));
    let (ask, back) = (format!("{own}/erasure"), format!("{own}/erasure/take-back"));
    let (decline, erase) = (format!("{page}/decline"), format!("{page}/erase"));
    let (of_alice, of_carol) = (house.signs_in(&alice).await.0, house.signs_in(&carol).await.0);
    let (mut owner, mut agent) =
        (house.signs_in(&world.guild.owner()).await.0, house.signs_in(&world.agent("bob")).await.0);

    for twice in 0..2 {
        let sent = of_alice.sends(&ask, &house.url, &[("once", "a")]).await;
        assert_eq!(sent.status(), 303, "{twice}: a form that is sent twice is one");
    }
    let again = of_alice.sends(&ask, &house.url, &[("once", "b")]).await;
    assert_eq!(again.status(), 422);
    assert!(again.text().await.unwrap().contains("You ask for that already."));
    let before = house.audit(OPERATOR_KEY).await;
    for form in [&ask, &back, &decline, &erase] {
        let fields = [("reason", "no"), ("confirm", "on")];
        for browser in [&of_alice, &owner] {
            assert_eq!(browser.sends(form, "https://evil.example", &fields).await.status(), 403, "{form}");
        }
        assert_eq!(house.browser().sends(form, &house.url, &fields).await.status(), 303, "{form}: to sign in");
    }
    assert_eq!(of_carol.sends(&back, &house.url, &[]).await.status(), 422, "she asked for nothing");
    for form in [&decline, &erase] {
        let fields = [("reason", "no"), ("confirm", "on")];
        assert_eq!(agent.sends(form, &house.url, &fields).await.status(), 403, "{form}");
        assert_eq!(of_alice.sends(form, &house.url, &fields).await.status(), 403, "{form}: not even her own");
    }
    assert_eq!(agent.reads(&list).await.0, 403);
    assert!(!agent.reads(&base(&house)).await.1.contains("erasure-requests"));
    let elsewhere = format!("/dashboard/me/{}/5/erasure", world.bot.id());
    assert_eq!(of_alice.sends(&elsewhere, &house.url, &[]).await.status(), 404);
    assert_eq!(owner.sends(&erase, &house.url, &[]).await.status(), 422, "it is not confirmed");
    for user in ["5", "nobody"] {
        assert_eq!(owner.reads(&format!("{list}/{user}")).await.0, 303, "to those that there are");
        assert_eq!(owner.sends(&format!("{list}/{user}/erase"), &house.url, &[("confirm", "on")]).await.status(), 303);
    }
    assert_eq!(house.audit(OPERATOR_KEY).await, before, "nothing was changed");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_entered_is_text_an_answer_that_is_sent_twice_is_one_and_without_the_bot_nobody_asks() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let alice = world.member("alice");
    let (own, page) = addresses(&house, &alice);
    let (ask, decline) = (format!("{own}/erasure"), format!("{page}/decline"));
    let (mut of_alice, mut owner) = (house.signs_in(&alice).await.0, house.signs_in(&world.guild.owner()).await.0);
    assert_eq!(of_alice.sends(&ask, &house.url, &[("once", "a")]).await.status(), 303);
    let form = form_named(&gets(&mut owner, &page).await.1, "decline");
    let long = "é".repeat(5_000);
    let refused = sends(&owner, &decline, &with(&form, &[("reason", &long)]), &house.url).await;
    assert!(refused.status == 422 && refused.text.contains(&long), "{}", refused.status);
    for _ in 0..2 {
        let declined = sends(&owner, &decline, &with(&form, &[("reason", SCRIPT)]), &house.url).await;
        assert_eq!(declined.status, 303, "{}", declined.text);
        assert!(declined.to.contains("/settings/erasure-requests"), "{}", declined.to);
    }
    for page in ["/dashboard/me", &own] {
        let text = of_alice.reads(page).await.1;
        assert!(page == "/dashboard/me" || text.contains("&#60;script&#62;alert(1)"), "{page}: {text}");
        assert!(!text.contains(SCRIPT), "{page}: {text}");
        assert!(forms(&text).iter().all(|form| !form.action.ends_with("take-back")), "{page}: {text}");
    }

    world.guild.kick(&world.bot);
    house.clock.moves_on(Duration::from_mins(1));
    let (mut of_alice, _) = house.signs_in(&alice).await;
    assert!(matches!(of_alice.reads(&own).await.0, 404 | 503), "nobody says that she is a member");
    assert!(matches!(of_alice.sends(&ask, &house.url, &[]).await.status().as_u16(), 404 | 503));
    house.hosting.finish().await;
}
