//! Tickit as an operator has it: the real binary in a directory of its own, with nothing but what a test sets.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::support::leaks::Watch;

/// Longer than anything here takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub const ENCRYPTION_KEY: &str = "9f1c2ab7d0e3445566778899aabbccddeeff00112233a4b5c6d7e8f901234567";
pub const ENCRYPTION_IV: &str = "00112233445566778899aabbccddeeff";
pub const OPERATOR_KEY: &str = "op-1e4b7c9d2f6a8035b1c3d5e7f9a0b2c4";

/// A directory, variables, and the binary.
#[derive(Debug)]
pub struct Installation {
    program: PathBuf,
    directory: TempDir,
    variables: Vec<(String, String)>,
    watch: Watch,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A running service; killed when dropped.
#[derive(Debug)]
pub struct Service {
    child: Child,
    pub url: String,
    log: tokio::task::JoinHandle<String>,
    operator_key: Option<String>,
    watch: Watch,
}

/// Commands whose standard output is a secret, for whoever runs them.
const HAND_OVER: [&[&str]; 2] = [&["keys", "create"], &["login-link"]];

impl Installation {
    pub fn new() -> Self {
        let variables = vec![("TICKIT_HTTP_ADDRESS".to_owned(), "127.0.0.1:0".to_owned())];
        let program = PathBuf::from(env!("CARGO_BIN_EXE_tickit"));
        Self { program, directory: TempDir::new().unwrap(), variables, watch: Watch::begin() }
    }

    /// Another build of it.
    pub fn with_program(mut self, program: PathBuf) -> Self {
        self.program = program;
        self
    }

    /// With the secrets that production demands.
    pub fn in_production() -> Self {
        Self::new()
            .set("TICKIT_ENV", "production")
            .set("ENCRYPTION_KEY", ENCRYPTION_KEY)
            .set("ENCRYPTION_IV", ENCRYPTION_IV)
            .set("TICKIT_OPERATOR_KEY", OPERATOR_KEY)
    }

    pub fn set(mut self, variable: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.watch.know_variable(variable, &value);
        self.variables.retain(|(name, _)| name != variable);
        self.variables.push((variable.to_owned(), value));
        self
    }

    pub fn write(self, file: &str, text: &str) -> Self {
        std::fs::write(self.path(file), text).unwrap();
        self
    }

    pub fn path(&self, file: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join(file)
    }

    pub async fn run(&self, arguments: &[&str]) -> Said {
        self.run_with_input(arguments, "").await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Said {
        self.run_with_bytes(arguments, input.as_bytes()).await
    }

    pub async fn run_with_bytes(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A command that wants no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input).await;
        let Output { status, stdout, stderr } = timeout(PATIENCE, child.wait_with_output()).await.unwrap().unwrap();
        self.watch.know_generated(&self.data());
        self.watch.look("standard error", &stderr);
        if !HAND_OVER.iter().any(|command| arguments.starts_with(command)) {
            self.watch.look("standard output", &stdout);
        }
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Starts the service, as talkative as it can be unless something else is set, and waits until it listens.
    pub async fn serve(&self) -> Service {
        let mut command = self.command(&["serve"]);
        if self.value("TICKIT_LOG").is_none() {
            command.env("TICKIT_LOG", "trace");
        }
        let mut child = command.stdin(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let (mut log, run) = (String::new(), self.watch.run());
        let listening = timeout(PATIENCE, async {
            while !log.contains("listening on ") {
                let before = log.len();
                assert_ne!(lines.read_line(&mut log).await.unwrap(), 0, "it did not start:\n{log}");
                run.logged(&log.as_bytes()[before..]);
            }
        });
        listening.await.unwrap();
        let (_, url) = log.rsplit_once("listening on ").unwrap();
        let url = url.split([' ', '"', '\n']).next().unwrap().to_owned();
        self.watch.know_generated(&self.data());
        let log = tokio::spawn(async move {
            let mut before = log.len();
            while lines.read_line(&mut log).await.unwrap() > 0 {
                run.logged(&log.as_bytes()[before..]);
                before = log.len();
            }
            log
        });
        let operator_key = self.value("TICKIT_OPERATOR_KEY").map(str::to_owned);
        Service { child, url, log, operator_key, watch: Watch::begin() }
    }

    fn value(&self, variable: &str) -> Option<&str> {
        self.variables.iter().find(|(name, _)| name == variable).map(|(_, value)| &**value)
    }

    /// Where its databases and generated secrets are.
    fn data(&self) -> PathBuf {
        self.path(self.value("TICKIT_DATA_DIR").unwrap_or("data"))
    }

    /// A shell in its directory, with its variables, in which `tickit` is the binary.
    pub fn shell(&self) -> Command {
        let binary = self.program.parent().unwrap();
        let mut command = self.process("bash");
        command.arg("-eu").env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", binary.display()));
        command
    }

    fn command(&self, arguments: &[&str]) -> Command {
        // Anybody on the machine sees what a program is started with.
        self.watch.look("the list of processes", arguments.join(" "));
        let mut command = self.process(&self.program);
        command.args(arguments);
        command
    }

    fn process(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.directory.path()).env_clear();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }
}

/// What it left in its databases is looked through for secrets at the end of the test.
impl Drop for Installation {
    fn drop(&mut self) {
        self.watch.know_generated(&self.data());
        self.watch.look_at_databases(&self.data());
    }
}

impl Service {
    /// Ends it as a crash does.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Sends it a signal, `-STOP`.
    pub async fn signal(&self, signal: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
    }

    /// What it prints until this is in it.
    pub async fn said_until(&mut self, text: &str) -> String {
        let (mut lines, mut said) = (BufReader::new(self.child.stdout.take().unwrap()), String::new());
        let saying = timeout(PATIENCE, async {
            while !said.contains(text) {
                assert_ne!(lines.read_line(&mut said).await.unwrap(), 0, "it did not say {text}:\n{said}");
            }
        });
        saying.await.unwrap();
        said
    }

    /// What anybody on the machine sees of how it was started.
    pub fn command_lines(&self) -> String {
        let path = format!("/proc/{}/cmdline", self.child.id().unwrap());
        String::from_utf8_lossy(&std::fs::read(path).unwrap()).replace('\0', " ")
    }

    /// Asks it to stop, as a supervisor does, and looks for secrets in what it tells before; how it ended, and its whole log.
    pub async fn stop(mut self) -> (Option<i32>, String) {
        if let Some(key) = &self.operator_key {
            for path in ["/metrics", "/api/audit", "/api/errors"] {
                let asking = reqwest::Client::new().get(format!("{}{path}", self.url)).bearer_auth(key);
                // One that a test keeps from answering is left alone.
                if let Ok(answer) = asking.timeout(Duration::from_secs(2)).send().await {
                    self.watch.look(path, answer.text().await.unwrap_or_default());
                }
            }
        }
        self.signal("-TERM").await;
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        (status.code(), self.log.await.unwrap())
    }
}

impl Said {
    /// Everything that was printed.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}
