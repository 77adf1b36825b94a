//! The demo's story: one ticket from the panel to the transcript, told step by step.

use std::time::Instant;

use anyhow::Context as _;
use discord_simulator::people::Answer;
use discord_simulator::{ChannelHandle, Member};

use super::scene::Scene;

/// Tells the story's steps, numbered and timed.
struct Narrator {
    step: u32,
    began: Instant,
}

/// Plays the story.
pub(super) async fn play(scene: &Scene) -> anyhow::Result<()> {
    let mut told = Narrator { step: 0, began: Instant::now() };
    told.step("The owner sets the server up", &set_up(scene).await?);
    let (alice, bob) = (scene.member("alice"), scene.agent("bob"));
    let ticket = open(scene, &alice, &mut told).await?;
    talk(&alice, &bob, &ticket, &mut told).await;
    claim(scene, &bob, &ticket, &mut told).await?;
    close(scene, &bob, &ticket, &mut told).await?;
    println!("\nOne ticket, opened, answered and closed, in {:.1} s.", told.began.elapsed().as_secs_f64());
    Ok(())
}

async fn set_up(scene: &Scene) -> anyhow::Result<String> {
    let owner = scene.guild.owner();
    for command in [
        "/setup staff:@Support category:#Tickets log:#ticket-log",
        "/type add name:Support emoji:💬 questions:\"What do you need help with? | ?Order number\"",
        "/type add name:\"Report a problem\" emoji:🐛",
        "/panel send title:\"How can we help?\" text:\"Press a button and we will talk in a channel of your own.\"",
    ] {
        let answer = owner.slash(&scene.help, command).await.finished().await;
        anyhow::ensure!(answer.text().contains('✅'), "{command}: {}", answer.text());
    }
    Ok("a panel with two buttons is in #get-help".to_owned())
}

async fn open(scene: &Scene, alice: &Member, told: &mut Narrator) -> anyhow::Result<ChannelHandle> {
    let panel = scene.help.messages().into_iter().rev().find(|message| !message.buttons().is_empty());
    let pressed = alice.press(&panel.context("the panel is not there")?.button("Support")).await;
    let form = pressed.modal().context("the form did not open")?;
    told.answer("alice presses “Support”", &pressed, &format!("a form asks {} questions", form.fields().len()));
    let answers = [("What do you need help with?", "My parcel never arrived"), ("Order number", "17")];
    let sent = alice.submit(&form, answers).await;
    let word = sent.finished().await.text();
    let opened = || alice.channels().into_iter().find(|channel| channel.name().starts_with("support-"));
    let ticket = scene.until("alice sees her ticket", opened).await?;
    let named = word.replace(&format!("<#{}>", ticket.id()), &format!("#{}", ticket.name()));
    told.answer("alice sends the form", &sent, &named);
    scene.until("the welcome message is there", || ticket.last_message()).await?;
    told.step("Only alice and the staff see it", "carol, of the same server, does not");
    anyhow::ensure!(!scene.member("carol").sees(&ticket), "carol sees a ticket that is not hers");
    Ok(ticket)
}

/// Leaves some tickets open, for whoever looks at the dashboard.
pub(super) async fn leave_some(scene: &Scene) -> anyhow::Result<()> {
    let bob = scene.agent("bob");
    for (name, kind, said) in [
        ("dave", "Report a problem", "The checkout does nothing when I press “Pay”."),
        ("erin", "Report a problem", "The app closes itself after the last update."),
        ("frank", "Report a problem", "I was charged twice for one order."),
    ] {
        let member = scene.member(name);
        let panel = scene.help.messages().into_iter().rev().find(|message| !message.buttons().is_empty());
        member.press(&panel.context("the panel is not there")?.button(kind)).await.finished().await;
        let opened = || member.channels().into_iter().find(|channel| channel.name().starts_with("report"));
        let ticket = scene.until("the ticket is there", opened).await?;
        member.says(&ticket, said).await;
        if name == "erin" {
            bob.slash(&ticket, "/ticket claim").await.finished().await;
            bob.says(&ticket, "Thank you for telling us. Which phone do you use?").await;
        }
    }
    Ok(())
}

async fn talk(alice: &Member, bob: &Member, ticket: &ChannelHandle, told: &mut Narrator) {
    let asked = alice.says(ticket, "It should have been here on Mnday.").await;
    alice.edits(&asked, "It should have been here on Monday.");
    bob.says(ticket, "I am sorry! A new one leaves today.").await;
    told.step("alice and bob talk", "messages, edits and deletions are kept");
}

async fn claim(scene: &Scene, bob: &Member, ticket: &ChannelHandle, told: &mut Narrator) -> anyhow::Result<()> {
    let welcome = ticket.messages().into_iter().find(|message| message.find_button("Claim").is_some());
    let welcome = welcome.context("the welcome message is not there")?;
    let claimed = bob.press(&welcome.button("Claim")).await;
    told.answer("bob, of the staff, presses “Claim”", &claimed, "everybody sees who takes care of it");
    scene.until("the welcome message says so", || welcome.find_button("Give up")).await.map(drop)
}

async fn close(scene: &Scene, bob: &Member, ticket: &ChannelHandle, told: &mut Narrator) -> anyhow::Result<()> {
    let asked = bob.slash(ticket, "/ticket close").await;
    let form = asked.modal().context("the form did not open")?;
    told.answer("bob types /ticket close", &asked, &form.title());
    let confirmed = bob.submit(&form, [("reason", "A new parcel is on its way")]).await;
    told.answer("bob gives the reason", &confirmed, "the transcript is sealed, then the channel goes");
    scene.until("the channel is gone", || (!ticket.exists()).then_some(())).await?;
    let posted = scene.until("the transcript is posted", || scene.log.last_message()).await?;
    let files: Vec<String> = posted.attachments().into_iter().map(|file| file.filename).collect();
    told.step("The transcript is in #ticket-log", &files.join(", "));
    Ok(())
}

impl Narrator {
    fn step(&mut self, what: &str, outcome: &str) {
        self.step += 1;
        println!("{:>3}  {what:<38} {outcome}", self.step);
    }

    fn answer(&mut self, what: &str, answer: &Answer, outcome: &str) {
        let millis = answer.acknowledged_after().as_secs_f64() * 1000.0;
        self.step(what, &format!("{outcome}  ({millis:.1} ms)"));
    }
}
