//! `discord-simulator`: a Discord on loopback to point a bot at, with a page to play its people on.
use std::path::PathBuf;

use clap::Parser;
use discord_simulator::{ApplicationHandle, Intents, Permissions, Simulator};

/// A Discord on 127.0.0.1. Point a bot at the API, and open the page to be the people that it serves.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The guild's name.
    #[arg(long, value_name = "NAME", default_value = "Acme")]
    guild: String,
    /// How many bots are in the guild, as administrators and with all intents.
    #[arg(long, value_name = "N", default_value_t = 1)]
    bots: u32,
    /// Discord's OpenAPI document: requests that it does not allow are listed at the end, and fail the command.
    #[arg(long, value_name = "PATH")]
    openapi: Option<PathBuf>,
    /// What tokens are drawn from: the same seed gives the same.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    let mut builder = Simulator::builder().port(arguments.port).seed(arguments.seed);
    if let Some(path) = &arguments.openapi {
        builder = builder.openapi(path);
    }
    let discord = builder.start().await?;
    let bots: Vec<_> = (1..=arguments.bots).map(|number| discord.application(&name(number))).collect();
    furnish(&discord, &arguments.guild, &bots);
    announce(&discord, &bots);
    tokio::signal::ctrl_c().await?;
    discord.finish().await
}

fn name(number: u32) -> String {
    if number == 1 { "Helper".to_owned() } else { format!("Helper {number}") }
}

/// A guild with people, a role, channels and the bots.
fn furnish(discord: &Simulator, name: &str, bots: &[ApplicationHandle]) {
    let guild = discord.guild(name);
    let support = guild.role("Support", Permissions::empty());
    for channel in ["general", "support"] {
        guild.text_channel(channel);
    }
    guild.category("Tickets");
    for person in ["alice", "bob"] {
        guild.member(person);
    }
    let _agent = guild.member("sam").with_role(&support);
    for bot in bots {
        bot.grant_intents(Intents::PRIVILEGED);
        guild.invite(bot, Permissions::ADMINISTRATOR);
    }
}

#[expect(clippy::print_stdout, reason = "this is what the command is asked for")]
fn announce(discord: &Simulator, bots: &[ApplicationHandle]) {
    println!("API    {}", discord.api_base());
    println!("Page   {}", discord.page_url());
    for (bot, number) in bots.iter().zip(1..) {
        println!("Token  {}   ({}, application {})", bot.token(), name(number), bot.id());
    }
    println!("Ctrl-C stops it.");
}
