//! The guide for admins, tried step by step: each command in it is typed as it stands there.

use discord_simulator::{ChannelHandle, Member};

use crate::support::{TestWorld, eventually, says};

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

async fn types(who: &Member, channel: &ChannelHandle, command: &str) {
    let answer = who.slash(channel, command).await;
    if let Some(form) = answer.modal() {
        // Texts that may stay empty stay empty.
        let sent = who.submit(&form, std::iter::empty::<(&str, &str)>()).await;
        assert!(sent.text().contains('✅'), "{command}: {}", sent.text());
        return;
    }
    let said = answer.finished().await.text();
    assert!(!said.is_empty() && !WRONG.iter().any(|wrong| said.starts_with(wrong)), "{command}: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_gets_from_nothing_to_a_full_desk_by_the_guide() {
    let world = TestWorld::seeded(7).await;
    let service = world.settings.start().await;
    world.has_commands().await;
    let (owner, alice) = (world.guild.owner(), world.member("alice"));
    let bob = world.agent("bob");
    for name in ["carol", "tim"] {
        world.member(name);
    }
    let commands = commands();
    assert!(commands.len() > 20, "only {} commands", commands.len());
    for (_, command) in commands.iter().filter(|(by, _)| by == "admin") {
        types(&owner, &world.general, command).await;
    }
    let panel = world.general.messages().into_iter().rev().find(|message| !message.selects().is_empty()).unwrap();
    let menu = panel.selects().remove(0);
    let opened = alice.select(&menu, ["Support"]).await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let ticket = world.ticket_channels().remove(0);
    for (_, command) in commands.iter().filter(|(by, command)| by == "staff" && !command.starts_with("/ticket close")) {
        types(&bob, &ticket, command).await;
    }
    assert!(says(&bob, &ticket, "/ticket close reason:\"Refunded\"").await.contains("Refunded"));
    eventually("it is closed", || !ticket.exists()).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}
