//! Measures what bots cost that nobody uses: memory, CPU and the time until they are there; and whether memory grows
//! with what was answered.
//!
//! `cargo bench --bench idle -- --help` tells what can be set.

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest of it")]
mod support;
#[path = "../tests/support/tls_gateway.rs"]
mod tls_gateway;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clap::Parser;
use discord_simulator::{Permissions, Simulator};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use support::guilds::{ASKING, BenchGuild, all_ready, open_all};
use support::process::{Api, Engine, Service, load_average, own_binary};
use support::report::{mebibytes, say};
use tls_gateway::TlsGateway;

/// Measures what idle bots cost.
#[derive(Debug, Clone, Parser)]
#[command(name = "idle")]
struct Options {
    /// How many bots there are, one measurement after the other
    #[arg(long, value_delimiter = ',', default_value = "0,1,100,1000,3000")]
    bots: Vec<usize>,
    /// Channels of each bot's guild; 252 make its `GUILD_CREATE` about 75 kB
    #[arg(long, default_value_t = 252)]
    channels: usize,
    /// For how many seconds idle CPU is measured; a heartbeat is due every 41.25
    #[arg(long, default_value_t = 42)]
    window: u64,
    /// After how many seconds that window begins
    #[arg(long, default_value_t = 5)]
    settle: u64,
    /// Has the sessions over TLS
    #[arg(long)]
    tls: bool,
    /// Measures this `tickit` instead of the one that is built; given several times, all of them, in turn
    #[arg(long, value_name = "PATH")]
    service: Vec<PathBuf>,
    /// Watches memory over so many interactions; 0 leaves that out
    #[arg(long, default_value_t = 50_000)]
    interactions: usize,
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

/// Interactions under way at a time, while memory is watched.
const UNDER_WAY: usize = 64;

/// How often memory is looked at, while it is watched.
const LOOKS: usize = 10;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    if options.test || !options.bench {
        options = Options { bots: vec![0, 2], channels: 5, window: 1, settle: 1, interactions: 100, ..options };
    }
    let services = if options.service.is_empty() { vec![own_binary()] } else { options.service.clone() };
    for service in &services {
        say(&format!("\n{}", service.display()));
        all(&options, service).await?;
    }
    Ok(())
}

/// Everything that is measured, of one service.
async fn all(options: &Options, service: &Path) -> anyhow::Result<()> {
    let mut nothing = None;
    for &bots in &options.bots {
        let resident = idle(options, service, bots).await?;
        let (before, count) = (*nothing.get_or_insert(resident), u64::try_from(bots)?);
        if let Some(each) = resident.saturating_sub(before).checked_div(count << 10) {
            say(&format!("  {each} KiB a bot over none"));
        }
    }
    if options.interactions > 0 { growth(options, service).await } else { Ok(()) }
}

/// One number of bots; the resident memory in bytes.
async fn idle(options: &Options, service: &Path, bots: usize) -> anyhow::Result<u64> {
    say(&format!("\n{bots} idle bots, load average {:.1}", load_average()));
    let (discord, authority) = discord(options.tls).await?;
    let guilds: Vec<BenchGuild> = (0..bots).map(|number| BenchGuild::build(&discord, number)).collect();
    for guild in &guilds {
        furnish(guild, options.channels);
    }
    if let Some(guild) = guilds.first() {
        let (guild, bot) = (guild.guild.id(), guild.bot.id());
        let size = discord.shared().read(|world| world.guild_create_json(guild, bot).to_string().len());
        say(&format!("  a GUILD_CREATE has {size} bytes"));
    }
    let tokens: Vec<String> = guilds.iter().map(|guild| guild.bot.token()).collect();
    let began = Instant::now();
    let api = Api { base: discord.api_base(), authority };
    let service = Service::start(service, &api, &tokens, &Engine::Sqlite, &options.directory, &prefix())?;
    let ready = all_ready(&discord, &guilds, began).await?;
    let starting = service.usage();
    sleep(Duration::from_secs(options.settle)).await;
    let before = service.usage();
    sleep(Duration::from_secs(options.window)).await;
    let after = service.usage();
    let cpu = (after.cpu.saturating_sub(before.cpu)).as_secs_f64() * 1000.0 / f64::from(u32::try_from(options.window)?);
    say(&format!(
        "  all ready after {:.1} s and {:.1} s of CPU; {} MiB resident; idle {cpu:.1} ms of CPU a second",
        ready.as_secs_f64(),
        starting.cpu.as_secs_f64(),
        mebibytes(after.resident),
    ));
    let (complaints, last) = service.complaints();
    if let Some(last) = last {
        say(&format!("  {complaints} warnings in the log, the last: {last}"));
    }
    Ok(after.resident)
}

/// A Discord whose gateway is over TLS, or plain; and the authority to be trusted.
async fn discord(tls: bool) -> anyhow::Result<(Simulator, Option<PathBuf>)> {
    let discord = Simulator::builder().seed(7);
    if !tls {
        return Ok((discord.start().await?, None));
    }
    let gateway = TlsGateway::bind().await?;
    let discord = discord.gateway_url(gateway.url()?).start().await?;
    gateway.serve(discord.shared().address);
    Ok((discord, Some(TlsGateway::authority())))
}

/// Makes a guild as large as many are.
fn furnish(guild: &BenchGuild, channels: usize) {
    for number in 1..channels {
        guild.guild.text_channel(&format!("channel-{number}"));
    }
    for number in 0..channels / 5 {
        guild.guild.role(&format!("Role {number}"), Permissions::empty());
    }
}

/// Memory over many interactions that leave nothing behind.
async fn growth(options: &Options, service: &Path) -> anyhow::Result<()> {
    say(&format!("\n{} interactions, load average {:.1}", options.interactions, load_average()));
    let discord = Arc::new(Simulator::builder().seed(7).start().await?);
    let guilds: Vec<BenchGuild> = (0..10).map(|number| BenchGuild::build(&discord, number)).collect();
    let tokens: Vec<String> = guilds.iter().map(|guild| guild.bot.token()).collect();
    let api = Api { base: discord.api_base(), authority: None };
    let service = Service::start(service, &api, &tokens, &Engine::Sqlite, &options.directory, &prefix())?;
    all_ready(&discord, &guilds, Instant::now()).await?;
    let guilds = Arc::new(open_all(guilds).await?);
    say(&format!("  before: {} MiB resident", mebibytes(service.usage().resident)));
    for look in 1..=LOOKS {
        let (began, unanswered) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
        let mut under_way = JoinSet::new();
        for lane in 0..UNDER_WAY {
            let (discord, guilds, unanswered) = (Arc::clone(&discord), Arc::clone(&guilds), Arc::clone(&unanswered));
            let count = options.interactions / LOOKS / UNDER_WAY + 1;
            under_way.spawn(async move {
                let Some(guild) = guilds.get(lane % guilds.len()) else { return };
                let (member, data) = (guild.member(lane), guild.press(ASKING));
                for _ in 0..count {
                    let (bot, general) = (&guild.guild.bot, &guild.guild.general);
                    let (_, answer) = discord.interaction_in(bot, general, &member, data.clone(), Some(&guild.panel));
                    let answered = tokio::time::timeout(Duration::from_secs(3), answer).await;
                    unanswered.fetch_add(usize::from(!matches!(answered, Ok(Ok(_)))), Ordering::Relaxed);
                }
            });
        }
        under_way.join_all().await;
        // The simulator remembers interactions for half an hour; memory here is not what is measured.
        discord.shared().change(|world| (world.interactions.clear(), world.interaction_tokens.clear()));
        say(&format!(
            "  after {}: {} MiB resident; {:.1} s; {} unanswered",
            look * (options.interactions / LOOKS / UNDER_WAY + 1) * UNDER_WAY,
            mebibytes(service.usage().resident),
            began.elapsed().as_secs_f64(),
            unanswered.load(Ordering::Relaxed),
        ));
    }
    Ok(())
}

fn prefix() -> String {
    static SERVICES: AtomicUsize = AtomicUsize::new(0);
    format!("idle-{}-{}", std::process::id(), SERVICES.fetch_add(1, Ordering::Relaxed))
}
