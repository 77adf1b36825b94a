//! The service as it is shipped, in a process of its own, so that its CPU and memory are told apart from Discord's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// The operator's key of every service that is measured.
pub const OPERATOR_KEY: &str = "bench-8f1c2d3e4a5b6978a0b1c2d3e4f5a6b7";

/// The service, killed when it is dropped.
pub struct Service {
    child: Child,
    directory: PathBuf,
}

/// What a process has used so far, and what it holds now.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// CPU time of all its threads, in steps of 10 ms on Linux.
    pub cpu: Duration,
    /// Resident memory in bytes.
    pub resident: u64,
}

/// Where the service keeps its documents.
#[derive(Debug, Clone)]
pub enum Engine {
    /// In files of its own.
    Sqlite,
    /// On a server, at this address.
    Mongo(String),
}

/// The service of this build.
pub fn own_binary() -> PathBuf {
    env!("CARGO_BIN_EXE_tickit").into()
}

/// Where a service finds Discord.
#[derive(Debug, Clone)]
pub struct Api {
    /// The base of the API.
    pub base: String,
    /// The file of an authority to trust besides the public ones.
    pub authority: Option<PathBuf>,
}

impl Service {
    /// Starts this binary, of this build or of an earlier version, with a Discord, bots' tokens and an engine, in a directory of its own under `parent`. `prefix` begins
    /// the names of MongoDB's databases.
    pub fn start(
        binary: &Path,
        api: &Api,
        tokens: &[String],
        engine: &Engine,
        parent: &Path,
        prefix: &str,
    ) -> anyhow::Result<Self> {
        let directory = parent.join(format!("tickit-bench-{prefix}"));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).context("making the service's directory")?;
        let file = configuration(&directory, tokens)?;
        let mut variables = BTreeMap::from([
            ("DISCORD_API_BASE", api.base.clone()),
            ("TICKIT_DATA_DIR", directory.join("data").display().to_string()),
            ("TICKIT_HTTP_ADDRESS", "127.0.0.1:0".to_owned()),
            ("TICKIT_DATABASE_PREFIX", prefix.to_owned()),
            ("TICKIT_LOG", "info".to_owned()),
            ("TICKIT_OPERATOR_KEY", OPERATOR_KEY.to_owned()),
            ("TICKIT_INTERACTIONS_PER_SECOND", "100000".to_owned()),
        ]);
        if let Some(authority) = &api.authority {
            variables.insert("DISCORD_CA_FILE", authority.display().to_string());
        }
        if let Engine::Mongo(uri) = engine {
            variables.insert("MONGODB_URI", uri.clone());
        }
        let log = File::create(directory.join("log")).context("making the service's log")?;
        let child = Command::new(binary)
            .arg("--config")
            .arg(&file)
            .arg("serve")
            .env_clear()
            .envs(variables)
            .current_dir(&directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("starting the service")?;
        Ok(Self { child, directory })
    }

    /// What it has used.
    pub fn usage(&self) -> Usage {
        usage_of(self.child.id())
    }

    /// Where it listens; none where it does not within ten seconds.
    pub async fn url(&self) -> Option<String> {
        for _ in 0..200 {
            let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
            if let Some((_, rest)) = log.rsplit_once("listening on ") {
                return rest.split([' ', '"', '\n']).next().map(str::to_owned);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        None
    }

    /// How many lines of its log are warnings or worse, and the last of them.
    pub fn complaints(&self) -> (usize, Option<String>) {
        let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        let complaints = log.lines().filter(|line| line.contains(" WARN ") || line.contains(" ERROR "));
        complaints.fold((0, None), |(count, _), line| (count + 1, Some(line.to_owned())))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// What this process has used: the simulator's part, and the generator's.
pub fn own_usage() -> Usage {
    usage_of(std::process::id())
}

/// The load of the machine over the last minute.
pub fn load_average() -> f64 {
    System::load_average().map_or(0.0, |load| load.one)
}

fn usage_of(pid: u32) -> Usage {
    let pid = Pid::from_u32(pid);
    let Ok(mut system) = System::new() else { return Usage::default() };
    let wanted = ProcessRefreshKind::nothing().with_cpu().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, wanted);
    system.process(pid).map_or_else(Usage::default, |process| Usage {
        cpu: Duration::from_millis(process.accumulated_cpu_time()),
        resident: process.memory(),
    })
}

fn configuration(directory: &Path, tokens: &[String]) -> anyhow::Result<PathBuf> {
    let mut bots = String::new();
    for (index, token) in tokens.iter().enumerate() {
        write!(bots, "[[bots]]\nname = \"bot {index}\"\ntoken = \"{token}\"\n")?;
    }
    let file = directory.join("tickit.toml");
    fs::write(&file, bots).context("writing the configuration")?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).context("keeping the configuration to ourselves")?;
    Ok(file)
}
