//! The programs in `plugins/examples/`, and what they need to run.

use std::fs::{File, read_to_string};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A program that can be started.
pub struct Program {
    name: &'static str,
    command: PathBuf,
    script: PathBuf,
    /// Where it runs, if not where it stands.
    _copy: Option<TempDir>,
}

/// A bot that runs; killed when dropped.
pub struct Running {
    _child: Child,
    log: PathBuf,
    _directory: TempDir,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/examples").join(name)
}

/// The bot on discord.js; `None` where the library is not there, which a run for CI does not accept.
pub fn discord_js() -> Option<Program> {
    let (own, named) = (folder("discordjs"), std::env::var_os("DISCORD_JS_DIR").map(PathBuf::from));
    let modules = |path: &PathBuf| path.join("node_modules/discord.js").is_dir();
    let found = [Some(own.clone()), named].into_iter().flatten().find(modules);
    let node = std::process::Command::new("node").arg("--version").output().is_ok();
    let how = "needs node and `npm ci` in plugins/examples/discordjs (or DISCORD_JS_DIR with node_modules)";
    let Some(found) = found.filter(|_| node) else { return skipped("discordjs", how) };
    let (script, copy) = if found == own { (own.join("bot.mjs"), None) } else { beside(&found, &own) };
    Some(Program { name: "discordjs", command: "node".into(), script, _copy: copy })
}

/// The bot on discord.py; `None` where the library is not there, which a run for CI does not accept.
pub fn discord_py() -> Option<Program> {
    let python = folder("python").join(".venv/bin/python");
    let imports = std::process::Command::new(&python).args(["-c", "import discord"]).output();
    if imports.is_ok_and(|done| done.status.success()) {
        let script = folder("python").join("bot.py");
        return Some(Program { name: "python", command: python, script, _copy: None });
    }
    let how = "needs, in plugins/examples/python, `python3 -m venv .venv` and \
               `.venv/bin/pip install --requirement requirements.txt`";
    skipped("python", how)
}

/// Says that a test was skipped, and how it is run.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "the environment says what a run for CI is")]
pub fn skipped<T>(name: &str, how: &str) -> Option<T> {
    let skipped = format!("SKIPPED examples/{name}: {how}");
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{skipped}");
    eprintln!("{skipped}");
    None
}

/// Node looks for modules beside the script, so it is put beside those that there are.
fn beside(modules: &Path, own: &Path) -> (PathBuf, Option<TempDir>) {
    let directory = TempDir::new().unwrap();
    std::os::unix::fs::symlink(modules.join("node_modules"), directory.path().join("node_modules")).unwrap();
    let script = directory.path().join("bot.mjs");
    std::fs::copy(own.join("bot.mjs"), &script).unwrap();
    (script, Some(directory))
}

impl Program {
    /// Starts it with these variables.
    pub fn start(&self, variables: &[(&str, &str)]) -> Running {
        let directory = TempDir::new().unwrap();
        let log = directory.path().join(self.name);
        let file = File::create(&log).unwrap();
        let mut command = Command::new(&self.command);
        command.arg(&self.script).envs(variables.iter().copied()).env("PYTHONDONTWRITEBYTECODE", "1");
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file).kill_on_drop(true);
        Running { _child: command.spawn().unwrap(), log, _directory: directory }
    }
}

impl Running {
    /// What it logged so far.
    pub fn log(&self) -> String {
        read_to_string(&self.log).unwrap()
    }
}
