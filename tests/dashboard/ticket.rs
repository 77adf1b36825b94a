//! A ticket's page: what was said, and what staff does there.

use serde_json::json;

use super::browser::Browser;
use crate::api::signing_in::House;
use crate::support::eventually;

/// Where pages about a house's guild are.
pub fn base(house: &House) -> String {
    let world = &house.hosting.world;
    format!("/dashboard/{}/{}", world.bot.id(), world.guild.id())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_presses_in_discord_staff_answer_from_the_dashboard_and_the_member_reads_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My order is **late**").await;
    browser.signs_in(&bob).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    browser.sees("My order is late").await;

    // What is being written stays while the page follows what is said.
    browser.fills("Your answer", "It comes tomorrow").await;
    let message = alice.says(&channel, "Where is it?").await;
    browser.sees("Where is it?").await;
    alice.edits(&message, "Where is my order?");
    browser.sees("Where is my order?").await;
    let gone = alice.says(&channel, "Hello??").await;
    browser.sees("Hello??").await;
    alice.deletes_message(&gone);
    browser.sees("Deleted").await;
    assert!(browser.reads().await.contains("Hello??"), "what was deleted can be read");
    let draft = browser.does("evaluate", json!({ "script": "document.getElementById('reply-text').value" })).await;
    assert_eq!(draft, "It comes tomorrow");
    browser.presses("Send").await;
    browser.sees("answered through the bot").await;
    eventually("alice reads it", || channel.messages().iter().any(|one| one.content().contains("It comes tomorrow")))
        .await;
    let message = channel.messages().into_iter().find(|one| one.content().contains("It comes")).unwrap();
    assert_eq!(message.content(), "**bob**\nIt comes tomorrow");
    browser.sees("Waiting for the member").await;

    browser.fills("New note", "Refund if it is not there on Friday").await;
    browser.presses("Add note").await;
    browser.sees("added a note").await;
    assert!(browser.reads().await.contains("Refund if it is not there on Friday"));
    browser.presses("Claim").await;
    browser.sees("Give up").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
        browser.sees("It comes tomorrow").await;
        browser.is_accessible(&format!("a ticket, {how}")).await;
    }
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_sorts_closes_and_deletes_a_ticket_without_scripts() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let alice = world.member("alice");
    world.owner_says("/type add name:Billing").await;
    world.owner_asks("/tags add", &[("name", "hello"), ("text", "Hello {username}, this is ticket {number}.")]).await;
    let channel = world.opens(&alice, "Support").await;
    browser.opens(json!({ "scripts": false })).await;
    browser.signs_in(&world.guild.owner()).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;

    browser.fills("Your answer", "First").await;
    browser.chooses("Canned reply", "hello").await;
    browser.presses("Insert").await;
    browser.presses("Send").await;
    let text = "First\nHello alice, this is ticket 0001.";
    let said = || channel.messages().iter().any(|one| one.content().ends_with(text));
    eventually("the answer is posted with the tag in it", said).await;

    opens_and(&mut browser, "Priority", "Urgent").await;
    browser.sees("changed its priority").await;
    opens_and(&mut browser, "Move to another type", "Billing").await;
    browser.sees("moved it to another type").await;
    opens(&mut browser, "Topic").await;
    browser.fills("Topic", "A parcel that never came").await;
    browser.presses("Save").await;
    browser.sees("changed its topic").await;
    opens(&mut browser, "Labels").await;
    browser.fills("New labels", "refund, vip").await;
    browser.presses("Add").await;
    browser.sees("refund, vip").await;
    browser.presses("Remove the label vip").await;
    browser.sees("changed its labels").await;
    opens(&mut browser, "Close").await;
    browser.fills("Reason", "Solved").await;
    browser.presses("Close").await;
    eventually("the channel is gone", || !channel.exists()).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    browser.sees("sealed the transcript").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_ticket_is_reopened_and_deleted_once_its_number_was_typed() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (owner, page) = (world.guild.owner(), format!("{}/tickets/1", base(&house)));
    let channel = world.opens(&world.member("alice"), "Support").await;
    world.closes(&owner, &channel, "Solved").await;
    browser.signs_in(&owner).await;
    browser.goes_to(&page).await;
    browser.presses("Reopen").await;
    browser.sees("reopened it").await;
    eventually("there is a channel again", || world.ticket_channels().len() == 1).await;
    let again = world.ticket_channels().pop().unwrap();
    eventually("there is a welcome message", || !again.messages().is_empty()).await;
    world.closes(&owner, &again, "Really").await;
    browser.goes_to(&page).await;
    opens(&mut browser, "Delete").await;
    browser.fills("Type the ticket’s number to delete it", "2").await;
    browser.presses("Delete for good").await;
    browser.sees("The ticket goes with").await;
    browser.fills("Type the ticket’s number to delete it", "1").await;
    browser.presses("Delete for good").await;
    browser.sees("No tickets").await;
    assert_eq!(browser.goes_to(&page).await, 404);
    browser.does("problems", json!({})).await;
    browser.closes().await;
    house.hosting.finish().await;
}

/// Opens what is folded up.
pub async fn opens(browser: &mut Browser, name: &str) {
    browser.does("unfold", json!({ "name": name })).await;
}

/// Opens a form with one list, chooses from it, and sends it.
pub async fn opens_and(browser: &mut Browser, form: &str, choice: &str) {
    opens(browser, form).await;
    browser.does("send", json!({ "form": form, "choice": choice })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_opened_a_ticket_reads_it_and_closes_it_and_sees_nothing_of_staffs() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My order is late").await;
    crate::support::says(&bob, &channel, "/ticket note text:\"She is a VIP\"").await;
    browser.signs_in(&alice).await;
    assert_eq!(browser.goes_to(&format!("{}/tickets/1", base(&house))).await, 200);
    browser.sees("My order is late").await;
    let page = browser.reads().await;
    for hidden in ["VIP", "Notes", "History", "Claim", "Assign\n", "Labels", "Transcript", "Your answer", "Delete"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    opens(&mut browser, "Close").await;
    browser.is_accessible("a ticket, its opener's").await;
    browser.fills("Reason", "It came").await;
    browser.presses("Close").await;
    eventually("the channel is gone", || !channel.exists()).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    browser.sees("It came").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}
