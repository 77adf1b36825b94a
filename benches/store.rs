//! Measures what a page of tickets costs by any combination of states and facets, in a guild of few tickets and in one of
//! many: in steps of SQLite's machine, which do not depend on how busy the computer is, and in time. And what memory many
//! guilds take that are all written to and read.
//!
//! `cargo bench --bench store -- --help` tells what can be set.

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod support;

use std::time::Duration;

use clap::Parser;
use serde_json::json;
use tempfile::TempDir;
use tickit::store::SqliteStores;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{
    Cursor, DocumentStore, Facets, Filter, List, Order, Record, Selection, StoreResult, Stores, Write,
};
use tokio::time::Instant;

use support::process::own_usage;
use support::report::{mebibytes, say};

/// Measures pages of tickets.
#[derive(Debug, Clone, Parser)]
#[command(name = "store")]
struct Options {
    /// How many tickets a guild has, one guild after the other
    #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
    tickets: Vec<u64>,
    /// How many tickets a page has
    #[arg(long, default_value_t = 50)]
    page: usize,
    /// How often each page is asked for
    #[arg(long, default_value_t = 20)]
    times: u32,
    /// How many guilds are busy while memory is watched; 0 leaves that out
    #[arg(long, default_value_t = 1000)]
    guilds: u64,
    /// A short run that only shows that it works
    #[arg(long)]
    test: bool,
    /// Given by `cargo bench`; without it the run is short as well
    #[arg(long, hide = true)]
    bench: bool,
}

const GUILD: GuildId = GuildId::new(81_384_788_765_712_384);

/// What is asked for: states, and facets.
const COMBINATIONS: [(&[&str], &[&str]); 14] = [
    (&[], &["bot:1"]),
    (&["closed"], &["bot:1"]),
    (&["open"], &["bot:1"]),
    (&["open", "closing"], &["bot:1", "type:3"]),
    (&[], &["bot:1", "type:3"]),
    (&["closed"], &["bot:1", "type:3", "priority:high"]),
    (&[], &["bot:1", "assignee:7"]),
    (&["open"], &["bot:1", "assignee:7"]),
    (&[], &["bot:1", "type:3", "assignee:7"]),
    (&[], &["bot:1", "label:refund"]),
    (&[], &["label:5", "label:6"]),
    (&["closed"], &["type:3", "assignee:7", "label:5", "priority:high"]),
    (&[], &["opener:7"]),
    (&["open", "closed"], &["opener:7", "bot:1"]),
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    if options.test || !options.bench {
        options = Options { tickets: vec![100, 1000], times: 1, guilds: 3, ..options };
    }
    let mut pages: Vec<Vec<Cost>> = Vec::new();
    for &tickets in &options.tickets {
        let directory = TempDir::new()?;
        let stores = SqliteStores::open(directory.path()).await?;
        let guild = stores.guild(GUILD).await?;
        let began = Instant::now();
        fill(&*guild, tickets).await?;
        say(&format!("{tickets} tickets in {:.1?}", began.elapsed()));
        let mut costs = Vec::new();
        for (states, facets) in COMBINATIONS {
            costs.push(measure(&stores, &*guild, &filter(states, facets), &options).await?);
        }
        pages.push(costs);
        stores.close().await;
    }
    report(&options, &pages);
    if options.guilds > 0 { busy_guilds(options.guilds).await } else { Ok(()) }
}

/// Each guild is filled and asked for pages; all of them one after the other, so that every open file has its caches full.
async fn busy_guilds(guilds: u64) -> anyhow::Result<()> {
    let directory = TempDir::new()?;
    let stores = SqliteStores::open(directory.path()).await?;
    let before = own_usage().resident;
    for guild in 1..=guilds {
        let guild = stores.guild(GuildId::new(guild << 22)).await?;
        fill(&*guild, 400).await?;
        for (states, facets) in COMBINATIONS {
            let selection = Selection::Filter(filter(states, facets));
            guild.list(&List { selection, order: Order::Descending, limit: 50, after: None }).await?;
        }
    }
    let (open, grown) = (stores.open_files(), mebibytes(own_usage().resident.saturating_sub(before)));
    say(&format!("\n{guilds} busy guilds of 400 tickets: {open} files open, {grown} MiB more resident"));
    stores.close().await;
    Ok(())
}

/// What a page cost.
struct Cost {
    found: usize,
    steps: u64,
    took: Duration,
}

fn filter(states: &[&str], facets: &[&str]) -> Filter {
    let texts = |texts: &[&str]| texts.iter().copied().map(String::from).collect();
    Filter { kind: "ticket".into(), states: texts(states), facets: texts(facets), ..Filter::default() }
}

/// The newest page, and one from the middle of the guild's life.
async fn measure(
    stores: &SqliteStores,
    guild: &dyn DocumentStore,
    filter: &Filter,
    options: &Options,
) -> StoreResult<Cost> {
    let selection = Selection::Filter(filter.clone());
    let mut cost = Cost { found: 0, steps: 0, took: Duration::ZERO };
    let middle = Cursor { at: Timestamp::from_millis(MIDDLE), id: "ticket:".into() };
    for after in [None, Some(middle)] {
        let list = List { selection: selection.clone(), order: Order::Descending, limit: options.page, after };
        guild.list(&list).await?;
        let (steps, began) = (stores.steps_of_lists(), Instant::now());
        for _ in 0..options.times {
            cost.found = cost.found.max(guild.list(&list).await?.records.len());
        }
        let steps = (stores.steps_of_lists() - steps) / u64::from(options.times);
        cost.steps = cost.steps.max(steps);
        cost.took = cost.took.max(began.elapsed() / options.times);
    }
    Ok(cost)
}

/// Every guild has lived as long.
const LIFE: i64 = 365 * 24 * 3_600_000;
const MIDDLE: i64 = LIFE / 2;

async fn fill(guild: &dyn DocumentStore, tickets: u64) -> StoreResult<()> {
    let mut writes = Vec::new();
    for number in 1..=tickets {
        writes.push(Write::Insert(ticket(number, tickets)));
        if writes.len() == 1000 || number == tickets {
            guild.write_all(std::mem::take(&mut writes)).await.all()?;
        }
    }
    Ok(())
}

/// Some twenty tickets a member; one of a hundred and twenty is not closed yet.
fn ticket(number: u64, tickets: u64) -> Record {
    let chance = |of: u64, salt: u64| scattered(number.wrapping_mul(31).wrapping_add(salt)) % of;
    let state = match chance(120, 1) {
        0 => "open",
        1 if chance(20, 2) == 0 => "closing",
        _ => "closed",
    };
    let labels = [chance(20, 3).to_string(), chance(20, 4).to_string()];
    let facets = Facets::default()
        .with("bot", chance(3, 5))
        .with("type", chance(5, 6))
        .with("opener", chance((tickets / 20).max(1), 7))
        .with("priority", ["low", "normal", "normal", "high"][usize::try_from(chance(4, 8)).unwrap_or(0)])
        .with_each("assignee", (chance(3, 9) > 0).then(|| chance(20, 10)))
        .with_each("label", labels)
        .with_each("label", (chance(50, 11) == 0).then_some("refund"));
    let at = i64::try_from(u128::from(number) * u128::from(LIFE.unsigned_abs()) / u128::from(tickets)).unwrap_or(0);
    Record {
        id: format!("ticket:{number:08}"),
        kind: "ticket".into(),
        state: state.into(),
        owner: String::new(),
        at: Timestamp::from_millis(at),
        rev: 0,
        write: format!("bench-{number}"),
        schema: 1,
        facets: facets.into(),
        body: json!({ "number": number, "history": "x".repeat(1500) }).into(),
    }
}

/// A number that looks like chance, the same every time.
fn scattered(number: u64) -> u64 {
    let mut value = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn report(options: &Options, pages: &[Vec<Cost>]) {
    say(&format!(
        "a page of {}, the newest or one from the middle, whichever costs more: found, steps, time",
        options.page
    ));
    for (index, (states, facets)) in COMBINATIONS.iter().enumerate() {
        let costs: Vec<&Cost> = pages.iter().filter_map(|costs| costs.get(index)).collect();
        let columns: Vec<String> = costs
            .iter()
            .map(|cost| format!("{:>4} {:>8} {:>9}", cost.found, cost.steps, format!("{:.0?}", cost.took)))
            .collect();
        let asked: Vec<&str> = states.iter().chain(facets.iter()).copied().collect();
        say(&format!("{:<52} {}", asked.join(" "), columns.join("  |")));
    }
}
