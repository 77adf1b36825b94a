//! From an empty folder to a ticket by the commands in the plugin's README, under two package managers. All packages come
//! from a registry on loopback, and whatever leads elsewhere ends at a proxy that counts.

use std::fs::{File, read_to_string};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::robo::{is_packed, plugin};
use super::stage::Stage;
use crate::api::interactions::each_was_answered_once;

/// For all of an installation, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// What has to be typed, in a shell or on Discord, in this order.
fn commands(manager: &str) -> Vec<String> {
    let readme = read_to_string(plugin().join("README.md")).unwrap();
    let (_, section) = readme.split_once("## From an empty folder to a ticket button").unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.map(cells).collect();
    let column = rows[0].iter().position(|cell| cell == manager).expect("a column for it");
    let code = |row: &Vec<String>| row[column..].iter().chain(&row[2..]).find_map(|cell| in_code(cell)).unwrap();
    rows[2..].iter().map(code).collect()
}

/// What stands between backticks; “the same” has none.
fn in_code(cell: &str) -> Option<String> {
    cell.split('`').nth(1).map(str::to_owned)
}

/// An empty folder, and a home in which nothing is cached or configured.
struct Newcomer {
    home: TempDir,
    variables: Vec<(&'static str, String)>,
    _registry: Child,
    strayed: Arc<AtomicUsize>,
}

impl Newcomer {
    async fn of(stage: &Stage) -> Self {
        let home = TempDir::new().unwrap();
        std::fs::create_dir_all(home.path().join("my-bot")).unwrap();
        let tools = home.path().join("bin");
        std::fs::create_dir_all(&tools).unwrap();
        std::os::unix::fs::symlink(plugin().join("node_modules/pnpm/bin/pnpm.cjs"), tools.join("pnpm")).unwrap();
        let (registry, address) = registry().await;
        let (proxy, strayed) = counts_strangers().await;
        let redirect = format!("--import file://{}", plugin().join("tests/redirect.mjs").display());
        let variables = vec![
            ("HOME", home.path().display().to_string()),
            ("PATH", format!("{}:{}", tools.display(), path())),
            ("NO_PROXY", "127.0.0.1,localhost".to_owned()),
            ("HTTP_PROXY", proxy.clone()),
            ("HTTPS_PROXY", proxy),
            ("npm_config_registry", address),
            ("NODE_OPTIONS", redirect),
            ("DISCORD_API", stage.discord_api()),
            ("DISCORD_TOKEN", stage.world.bot.token()),
            ("TICKIT_URL", stage.url.clone()),
            ("TICKIT_KEY", stage.key.clone()),
        ];
        Self { home, variables, _registry: registry, strayed }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("my-bot")
    }

    fn log(&self) -> String {
        read_to_string(self.home.path().join("log")).unwrap()
    }

    /// Types a command into a shell, which is a process group of its own.
    fn types(&self, line: &str) -> Shell {
        let log = File::options().create(true).append(true).open(self.home.path().join("log")).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.folder()).env_clear().envs(self.variables.iter().cloned());
        shell.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).process_group(0);
        let child = shell.spawn().unwrap();
        Shell { group: format!("-{}", child.id().unwrap()), child }
    }

    async fn runs(&self, line: &str) {
        let ended = timeout(PATIENCE, self.types(line).child.wait()).await;
        assert!(ended.is_ok_and(|status| status.unwrap().success()), "`{line}` failed:\n{}", self.log());
    }
}

/// A shell and whatever it has started; killed when dropped.
struct Shell {
    child: Child,
    group: String,
}

impl Drop for Shell {
    fn drop(&mut self) {
        let kill = std::process::Command::new("kill").args(["-KILL", "--", &self.group]).stderr(Stdio::null()).status();
        drop(kill);
    }
}

/// Where node and the shell's own commands are.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where programs are")]
fn path() -> String {
    std::env::var("PATH").unwrap()
}

async fn registry() -> (Child, String) {
    let mut node = Command::new("node");
    node.arg(plugin().join("tests/registry.mjs")).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = node.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap().expect("an address");
    (child, address)
}

/// A proxy that lets nobody through; its address, and how many asked.
async fn counts_strangers() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::<AtomicUsize>::default());
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    (format!("http://{address}"), count)
}

async fn leads_to_a_ticket(manager: &str) {
    if !is_packed() {
        return;
    }
    let commands = commands(manager);
    assert!(commands.len() <= 5, "{commands:?}");
    let (in_shell, on_discord): (Vec<_>, Vec<_>) = commands.iter().partition(|command| !command.starts_with('/'));
    let (start, before) = in_shell.split_last().expect("a command that starts the bot");
    let stage = Stage::new().await;
    let newcomer = Newcomer::of(&stage).await;
    for line in before {
        newcomer.runs(line).await;
    }
    let bot = newcomer.types(start);
    let world = &stage.world;
    let runs = || newcomer.log().contains("is registered with Tickit, mode forward: ready");
    assert!(world.discord.until(PATIENCE, runs).await, "the bot did not start:\n{}", newcomer.log());
    assert!(world.discord.connected(&world.bot, PATIENCE).await, "the bot has no session:\n{}", newcomer.log());
    for command in on_discord {
        let said = world.owner_says(command).await;
        assert!(["is saved", "is published"].iter().any(|done| said.contains(done)), "{command}: {said}");
    }
    world.opens(&world.member("alice"), "Support").await;
    each_was_answered_once(world).await;
    assert!(newcomer.folder().join(".env").is_file(), "the id of the bot is kept");
    assert_eq!(newcomer.strayed.load(Ordering::Relaxed), 0, "somebody else was asked for something");
    drop(bot);
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_commands_lead_from_an_empty_folder_to_a_ticket_with_npm() {
    leads_to_a_ticket("npm").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_commands_lead_from_an_empty_folder_to_a_ticket_with_pnpm() {
    leads_to_a_ticket("pnpm").await;
}
