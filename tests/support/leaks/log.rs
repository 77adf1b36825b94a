//! What this process logs, at the most talkative level that there is: each line goes to the test that it is of.

use std::io::{self, Write};
use std::sync::{Arc, Once};

use tickit::config::{LogFormat, LogSettings};
use tickit::telemetry;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::secrets::Secrets;
use super::{RUNS, Run, here};

/// Where lines go.
struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        logged(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Has all be logged that this process can log, from now on.
pub(super) fn begin() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let settings = LogSettings { format: LogFormat::Pretty, level: "trace".to_owned() };
        telemetry::subscriber(&settings, || Lines).unwrap().try_init().unwrap();
    });
}

/// A line was logged on this thread. What a thread logs that works for no runtime may be any test's.
pub fn logged(line: &[u8]) {
    let here = here();
    let runs: Vec<Arc<Run>> = {
        let runs = RUNS.lock().unwrap();
        let ours = runs.iter().filter(|(id, _)| here.is_none() || *id == here);
        ours.filter_map(|(_, run)| run.upgrade()).collect()
    };
    for run in &runs {
        run.logged(line);
    }
    if runs.is_empty() {
        for (kind, _) in Secrets::default().found_in(line) {
            tell(&format!("SECRETS LEAKED: {kind} in the log of no test that is watched"));
        }
    }
}

/// Says something past the test harness, which keeps what passing tests print.
pub(super) fn tell(what: &str) {
    let _ = io::stderr().write_all(format!("{what}\n").as_bytes());
}
