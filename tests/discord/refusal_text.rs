//! `/refusal-text`: what members read in the guild's own words who may not open a ticket.

use discord_simulator::Permissions;

use crate::support::TestService;

const LIMIT: &str = "/refusal-text about:\"They have as many open as they may\"";
const ROLES: &str = "/refusal-text about:\"Their roles do not let them\"";

/// Saves a text by the form.
async fn save(app: &TestService, command: &str, text: &str) -> String {
    let owner = app.guild.owner();
    let form = owner.slash(&app.general, command).await.modal().unwrap();
    owner.submit(&form, [("text", text)]).await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_at_the_limit_reads_the_guilds_own_words_and_what_these_leave_out_in_small() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let button = app.panel().button("Support");
    let saved = save(&app, LIMIT, "@everyone, {user} has enough.").await;
    assert!(saved.contains("members read this from now on"), "{saved}");
    let refused = alice.press(&button).await.finished().await;
    let link = format!("<#{}>", ticket.id());
    let own =
        format!("@everyone, <@{}> has enough.\n-# You have an open ticket of this type already: {link}.", alice.id());
    assert!(refused.text().starts_with(&own) && refused.ephemeral(), "{}", refused.text());
    let pings = refused.message().unwrap().state().unwrap().pings;
    assert!(pings.users.is_empty() && !pings.everyone, "nobody is pinged");
    save(&app, LIMIT, "{limit} of {username} at {channels}").await;
    let refused = alice.press(&button).await.finished().await.text();
    assert_eq!(refused, format!("1 of alice at {link}"));
    let cleared = app.owner_says(&format!("{LIMIT} clear:True")).await;
    assert!(cleared.contains("own words again"), "{cleared}");
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.starts_with("You have an open ticket of this type already"), "{refused}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_refused_at_once_reads_them_as_well_and_an_empty_form_takes_them_back() {
    let app = TestService::ready().await;
    app.guild.role("VIP", Permissions::empty());
    app.has_panel("/type add name:Billing required:@VIP").await;
    save(&app, ROLES, "For VIPs only.").await;
    let (alice, button) = (app.member("alice"), app.panel().button("Billing"));
    assert_eq!(alice.press(&button).await.finished().await.text(), "For VIPs only.");
    save(&app, ROLES, " ").await;
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.contains("is not open to you"), "{refused}");
    app.finish().await;
}
