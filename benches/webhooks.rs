//! Tells receivers what becomes of a ticket that fail every so often, and counts what came: whether anything was lost, was not
//! signed, came otherwise than before, or went where it may not.
//!
//! `cargo bench --bench webhooks -- --help` tells what can be set.

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod support;

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser;
use discord_simulator::Simulator;
use ring::hmac;
use serde_json::{Value, json};
use tempfile::TempDir;
use tickit::app::Service;
use tickit::clock::SystemClock;
use tickit::config::{Config, Inputs};
use tickit::foundation::Foundation;
use tickit_domain::clock::{Clock, Timestamp};
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

use support::guilds::{AT_ONCE, BenchGuild, OpenGuild, all_ready};
use support::process::{OPERATOR_KEY, load_average, own_usage};
use support::report::say;

/// Tells receivers that fail what becomes of a ticket.
#[derive(Debug, Clone, Parser)]
#[command(name = "webhooks")]
struct Options {
    /// How many webhooks there are, ten at most
    #[arg(long, default_value_t = 10)]
    webhooks: usize,
    /// How often the ticket is changed, of which each webhook is told
    #[arg(long, default_value_t = 1000)]
    changes: usize,
    /// Of how many requests one fails
    #[arg(long, default_value_t = 3)]
    fails: u64,
    /// A short run that only shows that it works
    #[arg(long)]
    test: bool,
    /// Given by `cargo bench`; without it the run is short as well
    #[arg(long, hide = true)]
    bench: bool,
}

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_mins(20);

/// How far the service's clock is moved on at a time, once all was tried: pauses between tries are minutes and hours.
const STEP: Duration = Duration::from_mins(20);

/// The system's clock, moved on.
#[derive(Debug, Default)]
struct MovedClock(AtomicU64);

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(Duration::from_millis(self.0.load(Ordering::Relaxed)))
    }
}

/// What came to the receivers.
#[derive(Default)]
struct Came {
    /// The keys of the webhooks.
    keys: Vec<hmac::Key>,
    requests: u64,
    failed: u64,
    unsigned: u64,
    changed: u64,
    /// How often each was taken, and what it was, by webhook and id.
    deliveries: HashMap<(usize, String), (u64, Bytes)>,
}

struct Receivers {
    came: Mutex<Came>,
    fails: u64,
    /// Where a redirect leads, which nobody may follow.
    elsewhere: String,
    followed: AtomicU64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    if options.test || !options.bench {
        options = Options { webhooks: 2, changes: 10, ..options };
    }
    let (discord, directory) = (Simulator::builder().seed(7).start().await?, TempDir::new()?);
    let guild = BenchGuild::build(&discord, 0);
    let clock = Arc::new(MovedClock::default());
    let service = start(&discord, &guild, directory.path(), clock.clone()).await?;
    all_ready(&discord, std::slice::from_ref(&guild), Instant::now()).await?;
    let open = guild.open().await?;
    open.member(1).press(&open.panel.button(AT_ONCE)).await.finished().await;
    let (receivers, url) = receive(options.fails).await?;
    let api = Api::of(&service, &open);
    for number in 0..options.webhooks {
        let made = api.posts("/webhooks", json!({ "url": format!("{url}/{number}") })).await?;
        let secret = made["secret"].as_str().and_then(|secret| secret.strip_prefix("whsec_")).context("no secret")?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(secret)?);
        receivers.came.lock().unwrap_or_else(PoisonError::into_inner).keys.push(key);
    }
    let told = tell(&options, &api, &receivers, &clock).await;
    service.stop().await;
    told
}

/// Changes the ticket, and waits until everything is told.
async fn tell(options: &Options, api: &Api, receivers: &Receivers, clock: &MovedClock) -> anyhow::Result<()> {
    let wanted = options.webhooks * options.changes;
    say(&format!("\n{wanted} webhooks, one request in {} fails, load average {:.1}", options.fails, load_average()));
    let (began, cpu) = (Instant::now(), own_usage().cpu);
    for change in 0..options.changes {
        let priority = if change % 2 == 0 { "high" } else { "low" };
        api.patches("/tickets/1", json!({ "priority": priority })).await?;
    }
    let changed = began.elapsed();
    let mut tried = None;
    while receivers.taken() < wanted {
        anyhow::ensure!(began.elapsed() < PATIENCE, "{} of {wanted} were taken", receivers.taken());
        sleep(Duration::from_millis(50)).await;
        if receivers.seen() == wanted {
            tried.get_or_insert_with(|| began.elapsed());
            clock.0.fetch_add(u64::try_from(STEP.as_millis())?, Ordering::Relaxed);
            sleep(Duration::from_secs(2)).await;
        }
    }
    let (all, cpu) = (began.elapsed(), own_usage().cpu.saturating_sub(cpu));
    // What comes late would be too much.
    sleep(Duration::from_secs(3)).await;
    receivers.report(wanted, options.webhooks);
    say(&format!(
        "  changes made after {:.1} s, each told or tried after {:.1} s, all taken after {:.1} s and some hours of the service's \
         clock; {:.1} s of CPU with Discord, receivers and generator",
        changed.as_secs_f64(),
        tried.unwrap_or(all).as_secs_f64(),
        all.as_secs_f64(),
        cpu.as_secs_f64(),
    ));
    Ok(())
}

impl Receivers {
    /// How many were taken.
    fn taken(&self) -> usize {
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        came.deliveries.values().filter(|(taken, _)| *taken > 0).count()
    }

    /// How many came at least once.
    fn seen(&self) -> usize {
        self.came.lock().unwrap_or_else(PoisonError::into_inner).deliveries.len()
    }

    fn report(&self, wanted: usize, webhooks: usize) {
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        let twice: u64 = came.deliveries.values().map(|(taken, _)| taken.saturating_sub(1)).sum();
        let taken = came.deliveries.values().filter(|(taken, _)| *taken > 0).count();
        let strangers = came.deliveries.keys().filter(|(webhook, _)| *webhook >= webhooks).count();
        say("  | wanted | lost | requests | failed | not signed | changed | where they may not | taken twice |");
        say("  |---|---|---|---|---|---|---|---|");
        let followed = self.followed.load(Ordering::Relaxed);
        say(&format!(
            "  | {wanted} | {} | {} | {} | {} | {} | {} | {twice} |",
            wanted.saturating_sub(taken),
            came.requests,
            came.failed,
            came.unsigned,
            came.changed,
            followed + strangers as u64,
        ));
    }
}

/// Takes what comes, or fails: by an error, or by a redirect to where nobody may go.
async fn take(
    State(receivers): State<Arc<Receivers>>,
    UrlPath(webhook): UrlPath<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (id, timestamp, signature) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
    let mut came = receivers.came.lock().unwrap_or_else(PoisonError::into_inner);
    came.requests += 1;
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", &body].concat();
    let given = signature.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
    let is_signed = came.keys.get(webhook).is_some_and(|key| hmac::verify(key, &signed, &given).is_ok());
    came.unsigned += u64::from(!is_signed);
    let fails = came.requests % receivers.fails == 0;
    came.failed += u64::from(fails);
    let is_redirect = came.failed % 2 == 0;
    let (taken, first) = came.deliveries.entry((webhook, id)).or_insert_with(|| (0, body.clone()));
    let is_changed = *first != body;
    *taken += u64::from(!fails);
    came.changed += u64::from(is_changed);
    match (fails, is_redirect) {
        (false, _) => StatusCode::NO_CONTENT.into_response(),
        (true, false) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        (true, true) => (StatusCode::TEMPORARY_REDIRECT, [("location", receivers.elsewhere.clone())]).into_response(),
    }
}

/// Receivers, and where they are.
async fn receive(fails: u64) -> anyhow::Result<(Arc<Receivers>, String)> {
    let (listener, forbidden) = (TcpListener::bind("127.0.0.1:0").await?, TcpListener::bind("127.0.0.2:0").await?);
    let elsewhere = format!("http://{}/", forbidden.local_addr()?);
    let (came, followed) = (Mutex::default(), AtomicU64::new(0));
    let receivers = Arc::new(Receivers { came, fails, elsewhere, followed });
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/{webhook}", post(take)).with_state(Arc::clone(&receivers));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let followed = Arc::clone(&receivers);
    tokio::spawn(async move {
        while forbidden.accept().await.is_ok() {
            followed.followed.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok((receivers, url))
}

/// The API, as the operator asks it about one guild.
struct Api {
    http: reqwest::Client,
    guild: String,
    bot: String,
}

impl Api {
    fn of(service: &Service, open: &OpenGuild) -> Self {
        let guild = format!("http://{}/api/guilds/{}", service.address(), open.guild.guild.id());
        Self { http: reqwest::Client::new(), guild, bot: open.guild.bot.id().to_string() }
    }

    async fn posts(&self, rest: &str, body: Value) -> anyhow::Result<Value> {
        self.sends(self.http.post(self.url(rest)), body).await
    }

    async fn patches(&self, rest: &str, body: Value) -> anyhow::Result<Value> {
        self.sends(self.http.patch(self.url(rest)), body).await
    }

    fn url(&self, rest: &str) -> String {
        format!("{}{rest}?bot={}", self.guild, self.bot)
    }

    async fn sends(&self, request: reqwest::RequestBuilder, body: Value) -> anyhow::Result<Value> {
        let answer = request.bearer_auth(OPERATOR_KEY).json(&body).send().await?;
        let (status, body) = (answer.status(), answer.json().await?);
        anyhow::ensure!(status.is_success(), "{status}: {body}");
        Ok(body)
    }
}

/// The service in this process, by a clock that can be moved on.
async fn start(
    discord: &Simulator,
    guild: &BenchGuild,
    directory: &Path,
    clock: Arc<MovedClock>,
) -> anyhow::Result<Service> {
    let file = directory.join("tickit.toml");
    fs::write(&file, format!("[[bots]]\nname = \"bot\"\ntoken = \"{}\"\n", guild.bot.token()))?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    let variables = [
        ("DISCORD_API_BASE", discord.api_base()),
        ("TICKIT_DATA_DIR", directory.join("data").display().to_string()),
        ("TICKIT_HTTP_ADDRESS", "127.0.0.1:0".to_owned()),
        ("TICKIT_OPERATOR_KEY", OPERATOR_KEY.to_owned()),
        ("TICKIT_WEBHOOK_NETWORKS", "127.0.0.1".to_owned()),
        ("TICKIT_REQUESTS_PER_SECOND", "100000".to_owned()),
        ("TICKIT_WRITES_PER_SECOND", "100000".to_owned()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
    let config = Config::load(&Inputs { file: Some(file), variables, ..Inputs::default() })?;
    let foundation = Foundation::lay(&config).await?;
    Service::start_on(&config, Foundation { clock, ..foundation }).await
}
