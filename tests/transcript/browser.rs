//! A real browser without a window, driven by the `DevTools` protocol (<https://chromedevtools.github.io/devtools-protocol/>).

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// What the browser may be called.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const PATIENCE: Duration = Duration::from_secs(30);

/// A running browser; it ends with the value.
pub struct Browser {
    _process: Child,
    _profile: TempDir,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// What the browser told that was no answer.
    told: Vec<Value>,
}

/// What a page did when it was opened.
#[derive(Debug)]
pub struct Opened {
    /// Its title then.
    pub title: String,
    /// The addresses that it asked for, besides its own.
    pub requests: Vec<String>,
    /// The scripts that were compiled.
    pub scripts: usize,
}

impl Browser {
    /// Starts a browser; `None`, and a word about it, where none is installed.
    pub async fn start() -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let Some(mut process) = PROGRAMS.iter().find_map(|program| spawn(program, profile.path())) else {
            return skipped();
        };
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = timeout(PATIENCE, async {
            loop {
                let line = lines.next_line().await.unwrap().expect("the browser ended");
                if let Some(address) = line.strip_prefix("DevTools listening on ") {
                    return address.trim().to_owned();
                }
            }
        });
        let address = address.await.expect("the browser listens");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let (socket, _) = connect_async(address).await.unwrap();
        Some(Self { _process: process, _profile: profile, socket, last: 0, told: Vec::new() })
    }

    /// Opens a page and waits until it has loaded and had a while for more.
    pub async fn open(&mut self, page: &Path) -> Opened {
        let target = self.ask("", "Target.createTarget", json!({ "url": "about:blank" })).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.ask("", "Target.attachToTarget", attach).await["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Network", "Debugger"] {
            self.ask(&session, &format!("{domain}.enable"), json!({})).await;
        }
        self.told.clear();
        let address = format!("file://{}", page.display());
        self.ask(&session, "Page.navigate", json!({ "url": address })).await;
        while !self.told.iter().any(|told| told["method"] == "Page.loadEventFired") {
            self.hear().await;
        }
        // Whatever was compiled until here was compiled for the page.
        let scripts = self.told.iter().filter(|told| told["method"] == "Debugger.scriptParsed").count();
        // Each link is touched as a reader's mouse would, so that handlers in attributes would run.
        let touch = "document.querySelectorAll('*').forEach(it => { it.dispatchEvent(new MouseEvent('mouseover')); }); \
                     document.title";
        let evaluate = json!({ "expression": touch, "returnByValue": true });
        let title = self.ask(&session, "Runtime.evaluate", evaluate).await["result"]["value"].clone();
        let asked = self.told.iter().filter(|told| told["method"] == "Network.requestWillBeSent");
        let addresses = asked.filter_map(|told| told["params"]["request"]["url"].as_str());
        let others = addresses.filter(|url| *url != address && !url.starts_with("data:"));
        let requests = others.map(str::to_owned).collect();
        Opened { title: title.as_str().unwrap_or_default().to_owned(), requests, scripts }
    }

    async fn ask(&mut self, session: &str, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut request = json!({ "id": self.last, "method": method, "params": params });
        if !session.is_empty() {
            request["sessionId"] = session.into();
        }
        self.socket.send(Message::text(request.to_string())).await.unwrap();
        loop {
            if let Some(answer) = self.hear().await {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// The answer to the last request, or nothing where the browser said something else.
    async fn hear(&mut self) -> Option<Value> {
        let said = timeout(PATIENCE, self.socket.next()).await.expect("the browser answers").unwrap().unwrap();
        let Message::Text(text) = said else { return None };
        let said: Value = serde_json::from_str(&text).unwrap();
        if said["id"] == self.last {
            return Some(said);
        }
        self.told.push(said);
        None
    }
}

/// Says that a test was skipped, and how it is run.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "the environment says what a run for CI is")]
fn skipped<T>() -> Option<T> {
    let skipped = "SKIPPED transcript/browser: needs Chromium";
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{skipped}");
    eprintln!("{skipped}");
    None
}

fn spawn(program: &str, profile: &Path) -> Option<Child> {
    Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-dev-shm-usage", "--remote-debugging-port=0"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .ok()
}
