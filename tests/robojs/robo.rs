//! The bot in `plugins/robojs/tests/fixture`, with the packed plugin installed, built and started in a folder of its own.

use std::fs::{File, read_to_string};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::support::copy;

/// Longer than anything here takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);
const ROBO: &str = "node_modules/robo.js/dist/cli/index.js";

/// A folder with the bot's sources, and variables.
pub struct Project {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The bot, running; killed when dropped.
pub struct Robo {
    _child: Child,
    project: Project,
}

/// Where the plugin's sources are.
pub fn plugin() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/robojs")
}

/// Where the bot is that the plugin is installed into.
fn fixture() -> PathBuf {
    plugin().join("tests/fixture")
}

/// Whether the plugin is packed and installed; a run for CI does not accept that it is not.
#[expect(clippy::disallowed_methods, reason = "whether this is a run for CI is told by the environment")]
pub fn is_packed() -> bool {
    let node = std::process::Command::new("node").arg("--version").output().is_ok();
    let installed = fixture().join("node_modules/@tickit/robojs/.robo/build").is_dir();
    if node && installed && plugin().join("node_modules/pnpm").is_dir() {
        return true;
    }
    let how = "SKIPPED robojs: needs node, and `npm ci` and `npm run pack:fixture` in plugins/robojs";
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{how}");
    // Said aloud, not among what tests print only where they fail.
    std::io::stderr().write_all(format!("{how}\n").as_bytes()).unwrap();
    false
}

impl Project {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (from, to) = (fixture(), folder.path());
        for part in ["config", "src"] {
            copy(&from.join(part), &to.join(part));
        }
        std::fs::copy(from.join("package.json"), to.join("package.json")).unwrap();
        std::os::unix::fs::symlink(from.join("node_modules"), to.join("node_modules")).unwrap();
        Self { folder, variables: vec![("NODE_ENV".to_owned(), "production".to_owned())] }
    }

    pub fn set(mut self, variable: &str, value: impl Into<String>) -> Self {
        self.variables.push((variable.to_owned(), value.into()));
        self
    }

    /// Without any command of the bot's own.
    pub fn without_commands(self) -> Self {
        std::fs::remove_dir_all(self.folder.path().join("src/commands")).unwrap();
        self
    }

    /// Builds it, which tells Discord of its commands, and starts it.
    pub async fn start(self) -> Robo {
        let built = timeout(PATIENCE, self.command("build").output()).await.unwrap().unwrap();
        let Output { status, stdout, stderr } = &built;
        let said = [stdout, stderr].map(|bytes| String::from_utf8_lossy(bytes));
        assert!(status.success(), "it was not built: {said:?}");
        let log = File::create(self.log()).unwrap();
        let mut command = self.command("start");
        command.stdout(log.try_clone().unwrap()).stderr(log);
        Robo { _child: command.spawn().unwrap(), project: self }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new("node");
        command.args([ROBO, what]).current_dir(self.folder.path());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).kill_on_drop(true);
        command
    }
}

impl Robo {
    /// Everything that it wrote so far.
    pub fn log(&self) -> String {
        read_to_string(self.project.log()).unwrap()
    }

    /// What the plugin has told the owner so far.
    pub fn lines(&self) -> Vec<String> {
        self.log().lines().filter(|line| line.contains("[tickit]")).map(str::to_owned).collect()
    }

    /// Waits until it has written something.
    pub async fn says(&self, part: &str) {
        self.until(part, || self.log().contains(part)).await;
    }

    /// Waits until something holds; fails with the bot's log.
    pub async fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < deadline, "it never came that {what}:\n{}", self.log());
            sleep(Duration::from_millis(10)).await;
        }
    }
}
