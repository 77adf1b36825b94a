//! Measures how fast members are answered, with the service in a process of its own and a simulated Discord in this one.
//!
//! `cargo bench --bench load -- --help` tells what can be set. Presses come at a fixed rate, whether or not earlier ones
//! were answered, and each counts from the moment it was due: a service that stalls is not measured less often.

mod burst;
mod clicks;
mod doors;
mod engine;
mod finish;
mod mix;
mod neighbour;
mod rates;
mod service;
mod stand_in;
#[path = "../support/mod.rs"]
mod support;

use std::path::PathBuf;

use clap::Parser;

use engine::EngineUnderTest;
use support::report::say;

/// Measures how fast members are answered.
#[derive(Debug, Clone, Parser)]
#[command(name = "load")]
struct Options {
    /// Which scenarios to play, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "steady,ramp,burst,mix")]
    scenarios: Vec<String>,
    /// Measures on this MongoDB as well; may be given several times
    #[arg(long, value_name = "URI")]
    mongodb: Vec<String>,
    /// Leaves SQLite out
    #[arg(long)]
    without_sqlite: bool,
    /// Measures this `tickit` instead of the one that is built; given several times, all of them, in turn
    #[arg(long, value_name = "PATH")]
    service: Vec<PathBuf>,
    /// How many bots there are, each with a guild of its own
    #[arg(long, default_value_t = 100)]
    bots: usize,
    /// What is pressed: `open` makes a ticket, `ask` brings a form
    #[arg(long, default_value = "open")]
    press: String,
    /// steady: presses a second
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// steady: for so many seconds
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,
    /// ramp: presses a second, step by step
    #[arg(long, value_delimiter = ',', default_value = "250,500,1000,1500,2000,2500,3000,4000")]
    steps: Vec<u32>,
    /// ramp: seconds a step
    #[arg(long, default_value_t = 4.0)]
    step_seconds: f64,
    /// burst: so many members of one guild at once
    #[arg(long, default_value_t = 200)]
    members: usize,
    /// mix: members that come a second
    #[arg(long, default_value_t = 10)]
    visitors: u32,
    /// Plays each scenario so often
    #[arg(long, default_value_t = 1)]
    repeat: usize,
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

impl Options {
    /// Small numbers, where nobody asked for figures.
    fn settled(self) -> Self {
        if self.bench && !self.test {
            return self;
        }
        Self { bots: 2, rate: 20, seconds: 0.5, steps: vec![20], step_seconds: 0.5, members: 5, visitors: 4, ..self }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse().settled();
    let engines = engine::all(&options.mongodb, options.without_sqlite).await?;
    let services =
        if options.service.is_empty() { vec![support::process::own_binary()] } else { options.service.clone() };
    for scenario in &options.scenarios {
        for round in 0..options.repeat.max(1) {
            for (engine, service) in
                engines.iter().flat_map(|engine| services.iter().map(move |service| (engine, service)))
            {
                let load = support::process::load_average();
                let disk = support::disk::speed(&options.directory)?;
                say(&format!("\n{scenario} on {}, round {}; load average {load:.1}, {disk}", engine.name, round + 1));
                say(&format!("  {}", service.display()));
                let options = Options { service: vec![service.clone()], ..options.clone() };
                play(scenario, engine, &options).await?;
            }
        }
    }
    Ok(())
}

async fn play(scenario: &str, engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    match scenario {
        "steady" => rates::steady(engine, options).await,
        "ramp" => rates::ramp(engine, options).await,
        "burst" => burst::at_once(engine, options).await,
        "mix" => mix::visits(engine, options).await,
        "neighbour" => neighbour::beside_a_bad_one(engine, options).await,
        "alone" => finish::alone(engine, options).await,
        "distance" => finish::far_away(engine, options).await,
        "doors" => doors::each(engine, options).await,
        other => {
            anyhow::bail!("there is no scenario {other:?}: steady, ramp, burst, mix, neighbour, alone, distance, doors")
        }
    }
}
