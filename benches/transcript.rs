//! Measures what closing a long ticket costs: memory, CPU and time, from the press to the end of the channel.
//!
//! `cargo bench --bench transcript -- --help` tells what can be set.

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod support;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use discord_simulator::{ChannelHandle, Intents, Member, Simulator};
use tokio::time::{Instant, sleep};

use support::guilds::{AT_ONCE, BenchGuild, OpenGuild, all_ready};
use support::process::{Api, Engine, Service, Usage, load_average, own_binary};
use support::report::{mebibytes, say};

/// Measures what closing a long ticket costs.
#[derive(Debug, Clone, Parser)]
#[command(name = "transcript")]
struct Options {
    /// How many messages the ticket has, one measurement after the other
    #[arg(long, value_delimiter = ',', default_value = "100,20000")]
    messages: Vec<usize>,
    /// How many of them have a file of one MiB
    #[arg(long, default_value_t = 32)]
    files: usize,
    /// Where the service keeps its files; each run removes its own
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    directory: PathBuf,
    /// A short run that only shows that it works
    #[arg(long)]
    test: bool,
    /// Given by `cargo bench`; without it the run is short as well
    #[arg(long, hide = true)]
    bench: bool,
}

/// How long a ticket may take to close: Discord lets a bot read about a hundred messages a second.
const PATIENCE: Duration = Duration::from_mins(20);

/// How often the service's memory is looked at.
const LOOK: Duration = Duration::from_millis(20);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    if options.test || !options.bench {
        options = Options { messages: vec![250], files: 2, ..options };
    }
    for &messages in &options.messages {
        say(&format!("\n{messages} messages, {} files, load average {:.1}", options.files, load_average()));
        measure(&options, messages).await?;
    }
    Ok(())
}

async fn measure(options: &Options, messages: usize) -> anyhow::Result<()> {
    let discord = Simulator::builder().seed(7).start().await?;
    let guild = BenchGuild::build(&discord, 0);
    guild.bot.grant_intents(Intents::MESSAGE_CONTENT);
    let log = guild.guild.text_channel("ticket-log");
    let tokens = [guild.bot.token()];
    let api = Api { base: discord.api_base(), authority: None };
    let prefix = format!("transcript-{}", std::process::id());
    let service = Service::start(&own_binary(), &api, &tokens, &Engine::Sqlite, &options.directory, &prefix)?;
    all_ready(&discord, std::slice::from_ref(&guild), Instant::now()).await?;
    let open = guild.open().await?;
    open.guild.guild.owner().slash(&open.guild.general, "/setup log:#ticket-log").await.finished().await;
    let (alice, ticket) = open_ticket(&open).await?;
    for number in 0..messages {
        let text =
            format!("Message {number} of a **long** conversation, in which somebody asks where their parcel is.");
        if number < options.files {
            alice.says_with_file(&ticket, &text, "scan.pdf", &vec![7; 1 << 20]).await;
        } else {
            alice.says(&ticket, &text).await;
        }
        if number % 200 == 0 {
            // As fast as nobody types, and no faster than a session hands over.
            sleep(Duration::from_millis(100)).await;
        }
    }
    sleep(Duration::from_secs(5)).await;
    let before = service.usage();
    let (took, most, edits) = close(&open, &discord, &ticket, &service).await?;
    let after = service.usage();
    say(&format!(
        "  {} MiB resident before, {} at most, {} after; closed after {:.1} s with {:.1} s of CPU; {edits} words of how far",
        mebibytes(before.resident),
        mebibytes(most),
        mebibytes(after.resident),
        took.as_secs_f64(),
        after.cpu.saturating_sub(before.cpu).as_secs_f64(),
    ));
    let summary = log.messages().pop().context("there is no summary")?;
    say(&format!("  the log channel has {} files", summary.attachments().len()));
    if let (complaints, Some(last)) = service.complaints() {
        say(&format!("  {complaints} warnings in the log, the last: {last}"));
    }
    discord.finish().await.map_err(|error| anyhow::anyhow!("{error}"))
}

/// A ticket, and who opened it.
async fn open_ticket(open: &OpenGuild) -> anyhow::Result<(Member, ChannelHandle)> {
    let alice = open.member(1);
    let before = open.guild.guild.channels().len();
    alice.press(&open.panel.button(AT_ONCE)).await.finished().await;
    let new = open.guild.guild.channels().into_iter().nth(before);
    Ok((alice, new.context("there is no ticket")?))
}

/// Closes a ticket: how long that took, the most memory meanwhile, and how often its progress was said.
async fn close(
    open: &OpenGuild,
    discord: &Simulator,
    ticket: &ChannelHandle,
    service: &Service,
) -> anyhow::Result<(Duration, u64, usize)> {
    let began = Instant::now();
    open.guild.guild.owner().slash(ticket, "/ticket close reason:done").await;
    let (mut most, patch) = (0, format!("/channels/{}/messages/", ticket.id()));
    let before = discord.request_count("PATCH", &patch);
    while ticket.exists() {
        anyhow::ensure!(began.elapsed() < PATIENCE, "the ticket is not closed after {PATIENCE:?}");
        let Usage { resident, .. } = service.usage();
        most = most.max(resident);
        sleep(LOOK).await;
    }
    Ok((began.elapsed(), most, discord.request_count("PATCH", &patch) - before))
}
