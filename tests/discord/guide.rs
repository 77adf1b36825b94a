//! The guide for admins, tried step by step: each command in it is typed as it stands there.

use discord_simulator::people::Modal;
use discord_simulator::{ChannelHandle, Member};
use tickit_domain::ticket::TicketState;

use crate::support::{TestService, eventually_async, tickets};

/// What a refusal or a failure begins with, in English.
const WRONG: [&str; 6] = ["❌", "⏳", "There is no", "You are not", "That is", "Use this"];

/// The commands in the guide, each with who types it.
fn commands() -> Vec<(String, String)> {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/GUIDE.md")).unwrap();
    let (mut found, mut by) = (Vec::new(), String::new());
    for line in guide.lines() {
        match line.strip_prefix("```") {
            Some(fence) => fence.clone_into(&mut by),
            None if !by.is_empty() => found.push((by.clone(), line.to_owned())),
            None => {}
        }
    }
    found
}

/// Types a command, and fills in or confirms what it asks for.
async fn types(who: &Member, channel: &ChannelHandle, command: &str) {
    let answer = who.slash(channel, command).await;
    if let Some(form) = answer.modal() {
        let sent = who.submit(&form, must_be_filled_in(&form)).await;
        assert!(sent.text().contains('✅'), "{command}: {}", sent.text());
        return;
    }
    let said = answer.finished().await.text();
    assert!(!said.is_empty() && !WRONG.iter().any(|wrong| said.starts_with(wrong)), "{command}: {said}");
    if let Some(confirm) = answer.message().and_then(|message| message.find_button("Delete for good")) {
        assert!(who.press(&confirm).await.text().contains("is being deleted"));
    }
}

/// Texts that may stay empty stay empty.
fn must_be_filled_in(form: &Modal) -> Vec<(String, String)> {
    let empty = form.fields().into_iter().filter(|field| field.is_required() && field.value().is_empty());
    empty.map(|field| (field.label, "It is on its way.".to_owned())).collect()
}

/// The tickets that are kept.
async fn kept(app: &TestService) -> Vec<(u32, TicketState)> {
    let tickets = tickets(app.service.stores(), &app.guild).await;
    tickets.into_iter().map(|ticket| (ticket.id.get(), ticket.state)).collect()
}

/// Staff types in the ticket as long as it is open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_gets_from_nothing_to_a_full_desk_by_the_guide() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    let (owner, alice, bob) = (app.guild.owner(), app.member("alice"), app.agent("bob"));
    for name in ["carol", "dave", "mallory", "tim"] {
        app.member(name);
    }
    let commands = commands();
    assert!(commands.len() > 45, "only {} commands", commands.len());
    for (by, command) in &commands {
        let ticket = app.ticket_channels().into_iter().find(|channel| alice.sees(channel));
        match by.as_str() {
            "admin" => types(&owner, &app.general, command).await,
            "member" => types(&alice, &app.general, command).await,
            "staff" => types(&bob, ticket.as_ref().unwrap_or(&app.general), command).await,
            other => panic!("who is {other}?"),
        }
        if ["/ticket close", "/ticket force-close"].iter().any(|closing| command.starts_with(closing)) {
            eventually_async("it is closed", async || kept(&app).await.contains(&(1, TicketState::Closed))).await;
        }
    }
    eventually_async("the first is deleted", async || kept(&app).await == [(2, TicketState::Open)]).await;
    let panel = app.general.messages().into_iter().rev().find(|message| !message.selects().is_empty()).unwrap();
    let opened = alice.select(&panel.selects().remove(0), ["Support"]).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    app.finish().await;
}
