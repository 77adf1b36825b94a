//! Measures the API in a guild of few tickets and in one of many: lists, one ticket, new ones, searches in sealed tickets, and what
//! it costs to see who asks.
//!
//! `cargo bench --bench api -- --help` tells what can be set.

#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod support;

mod asking;
mod house;
mod weight;

use clap::Parser;

use asking::{Asked, Cost, measure};
use house::House;
use support::process::{Engine, load_average};
use support::report::say;
use weight::weigh;

/// Measures the API.
#[derive(Debug, Clone, Parser)]
#[command(name = "api")]
pub struct Options {
    /// How many tickets a guild has, one guild after the other
    #[arg(long, value_delimiter = ',', default_value = "100,100000")]
    tickets: Vec<u32>,
    /// How often each request is made
    #[arg(long, default_value_t = 2000)]
    requests: usize,
    /// How many are under way at a time
    #[arg(long, default_value_t = 2)]
    at_once: usize,
    /// Asks only what begins with one of these in the table
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// How many are made a second, whether those before are answered or not; 0: as many as are answered
    #[arg(long, default_value_t = 0)]
    per_second: u32,
    /// A MongoDB server to measure as well
    #[arg(long)]
    mongodb: Option<String>,
    /// Leaves SQLite out
    #[arg(long)]
    without_sqlite: bool,
    /// A short run that only shows that it works
    #[arg(long)]
    test: bool,
    /// Given by `cargo bench`; without it the run is short as well
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    if options.test || !options.bench {
        options = Options { tickets: vec![20, 200], requests: 20, ..options };
    }
    let sqlite = (!options.without_sqlite).then_some(Engine::Sqlite);
    for engine in sqlite.into_iter().chain(options.mongodb.clone().map(Engine::Mongo)) {
        let name = match &engine {
            Engine::Sqlite => "SQLite".to_owned(),
            Engine::Mongo(_) => "MongoDB's protocol".to_owned(),
        };
        let is_wanted = |asked: &Asked| {
            options.only.is_empty() || options.only.iter().any(|only| asked.name().starts_with(only.as_str()))
        };
        let (wanted, mut costs) = (Asked::all().filter(is_wanted).collect::<Vec<_>>(), Vec::new());
        for &tickets in &options.tickets {
            let house = House::build(&engine, tickets).await?;
            say(&format!("\n{name}, {tickets} tickets, sealed; load average {:.1}", load_average()));
            let mut of_this = Vec::new();
            for &asked in &wanted {
                let cost = measure(&house, asked, &options).await?;
                say(&format!("  {:<34} {cost}", asked.name()));
                if let Some(page) = asked.page(&house) {
                    say(&format!("  {:<34} {}", "", weigh(page, &asked.shows()).await?));
                }
                of_this.push(cost);
            }
            costs.push(of_this);
            house.finish().await?;
        }
        compare(&wanted, &costs);
    }
    Ok(())
}

/// How much the last guild costs over the first, request by request.
fn compare(wanted: &[Asked], costs: &[Vec<Cost>]) {
    let (Some(first), Some(last)) = (costs.first(), costs.last()) else { return };
    say("  growth of the median from the first guild to the last");
    for ((asked, before), after) in wanted.iter().zip(first).zip(last) {
        say(&format!("  {:<34} {:.2}", asked.name(), after.median() / before.median()));
    }
}
