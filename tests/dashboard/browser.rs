//! A real browser, as people use it: `dashboard/tests/driver.mjs` drives Chromium by playwright.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use discord_simulator::Member;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::support::skip;

/// What Chromium is called, by distribution.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// A browser with one window.
pub struct Browser {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Browser {
    /// One at a service; none where the machine has no browser or its packages are not installed, which CI does not accept.
    pub async fn at(url: &str) -> Option<Self> {
        let (driver, program) = (driver()?, program()?);
        let mut child = Command::new("node")
            .args([driver.as_os_str(), program.as_os_str(), url.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (orders, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut browser = Self { child, orders, answers: BufReader::new(answers).lines(), url: url.to_owned() };
        assert_eq!(browser.answer("start").await, json!("ready"));
        Some(browser)
    }

    /// Gives an order; what came of it. Fails the test where it cannot be done.
    pub async fn does(&mut self, order: &str, what: Value) -> Value {
        let mut line = what;
        line["order"] = json!(order);
        self.orders.write_all(format!("{line}\n").as_bytes()).await.unwrap();
        let told = line.to_string();
        self.answer(&told).await
    }

    async fn answer(&mut self, order: &str) -> Value {
        let line = self.answers.next_line().await.unwrap().unwrap_or_else(|| panic!("the browser ended at {order}"));
        let mut answer: Value = serde_json::from_str(&line).unwrap();
        assert!(answer.get("error").is_none(), "{order}: {}", answer["error"].as_str().unwrap_or_default());
        answer["ok"].take()
    }

    /// A window of its own kind; who is signed in stays so.
    pub async fn opens(&mut self, how: Value) {
        self.does("open", how).await;
    }

    /// Goes to a page of the service; the status of the answer.
    pub async fn goes_to(&mut self, path: &str) -> u64 {
        let address = if path.starts_with('/') { format!("{}{path}", self.url) } else { path.to_owned() };
        self.does("goto", json!({ "address": address })).await["status"].as_u64().unwrap_or_default()
    }

    /// Presses a button.
    pub async fn presses(&mut self, name: &str) {
        self.does("click", json!({ "name": name })).await;
    }

    /// Follows a link.
    pub async fn follows(&mut self, name: &str) {
        self.does("click", json!({ "role": "link", "name": name })).await;
    }

    /// Fills in a field.
    pub async fn fills(&mut self, label: &str, value: &str) {
        self.does("fill", json!({ "label": label, "value": value })).await;
    }

    /// Chooses from a list.
    pub async fn chooses(&mut self, label: &str, value: &str) {
        self.does("choose", json!({ "label": label, "value": value })).await;
    }

    /// Waits until a text can be seen.
    pub async fn sees(&mut self, text: &str) {
        self.does("see", json!({ "text": text })).await;
    }

    /// Waits until a text cannot be seen any more.
    pub async fn misses(&mut self, text: &str) {
        self.does("gone", json!({ "text": text })).await;
    }

    /// What the page says.
    pub async fn reads(&mut self) -> String {
        self.does("text", json!({})).await.as_str().unwrap_or_default().to_owned()
    }

    /// The path of the page.
    pub async fn path(&mut self) -> String {
        let address = self.does("address", json!({})).await;
        address.as_str().unwrap_or_default().trim_start_matches(self.url.as_str()).to_owned()
    }

    /// Signs in as whoever runs the service, by a link.
    pub async fn signs_in_by(&mut self, link: &str) {
        self.goes_to(link).await;
        self.presses("Sign in").await;
        self.sees("Sign out").await;
    }

    /// Signs in as a member of the simulated Discord.
    pub async fn signs_in(&mut self, member: &Member) {
        self.goes_to("/sign-in").await;
        self.follows("Sign in with Discord").await;
        self.follows(&member.name).await;
        self.sees("Sign out").await;
    }

    /// Fails where a page did what it should not: errors in the console, what its policy forbids, requests elsewhere.
    pub async fn did_no_wrong(&mut self) {
        let problems = self.does("problems", json!({})).await;
        assert_eq!(problems, json!([]), "what pages did that they should not");
    }

    /// Fails where the page as it is shown is not for everybody by WCAG 2.2 AA, or is wider than its window.
    pub async fn is_accessible(&mut self, page: &str) {
        let found = self.does("audit", json!({})).await;
        assert_eq!(found, json!([]), "{page}: what axe-core finds");
        assert_eq!(self.does("overflow", json!({})).await, json!(0), "{page}: it is wider than the window");
    }

    /// Closes it.
    pub async fn closes(self) {
        let Self { mut child, orders, .. } = self;
        drop(orders);
        child.wait().await.unwrap();
    }
}

/// Where the driver is, once its packages are installed.
fn driver() -> Option<PathBuf> {
    let dashboard = Path::new(env!("CARGO_MANIFEST_DIR")).join("dashboard");
    found(dashboard.join("node_modules/playwright-core").is_dir(), "run npm ci in dashboard/")?;
    Some(dashboard.join("tests/driver.mjs"))
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).flat_map(|folder| PROGRAMS.map(|name| folder.join(name)));
    let program = places.find(|program| program.is_file());
    found(program.is_some(), "install Chromium")?;
    program
}

#[expect(clippy::disallowed_methods, reason = "CI says that it is CI")]
fn found(is_there: bool, else_do: &str) -> Option<()> {
    if is_there {
        return Some(());
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "CI has to test with a browser: {else_do}");
    skip(&format!("to run it, {else_do}"));
    None
}
