//! Logs: for people, or one JSON object a line; always to stderr, so that stdout is the commands' own.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tracing::level_filters::LevelFilter;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::{LogFormat, LogSettings};

/// Libraries that log what goes over the wire, tokens and documents with it, below these levels.
const WIRE: [(&str, LevelFilter); 8] = [
    ("mongodb::command", LevelFilter::OFF),
    ("tungstenite", LevelFilter::INFO),
    ("tokio_tungstenite", LevelFilter::INFO),
    ("hyper", LevelFilter::INFO),
    ("h2", LevelFilter::INFO),
    ("reqwest", LevelFilter::INFO),
    ("rustls", LevelFilter::INFO),
    ("serenity", LevelFilter::INFO),
];

/// Sends this process's logs to stderr from now on.
pub fn start(settings: &LogSettings) -> anyhow::Result<()> {
    subscriber(settings, std::io::stderr)?.try_init().context("starting the logs")
}

/// What `start` installs, with a writer to choose.
pub fn subscriber<W>(settings: &LogSettings, writer: W) -> anyhow::Result<impl Subscriber + Send + Sync + use<W>>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&settings.level).context("reading log.level")?;
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(std::io::stderr().is_terminal());
    let lines = match settings.format {
        LogFormat::Pretty => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(tracing_subscriber::registry().with(filter).with(lines.with_filter(filter_fn(shows_no_secret))))
}

/// Whether a line may be written, whatever the operator's filter says.
fn shows_no_secret(line: &Metadata<'_>) -> bool {
    WIRE.iter().all(|(library, most)| !is_within(line.target(), library) || line.level() <= most)
}

fn is_within(target: &str, module: &str) -> bool {
    target.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::") || rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(format: LogFormat, level: &str, work: impl FnOnce()) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let settings = LogSettings { format, level: level.to_owned() };
        tracing::subscriber::with_default(subscriber(&settings, move || writer.clone()).unwrap(), work);
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_is_one_object_a_line() {
        let text = logged(LogFormat::Json, "info", || {
            tracing::info!(bot = 7, "ready");
            tracing::debug!("not asked for");
        });
        let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
        assert_eq!((&line["message"], &line["bot"], &line["level"]), (&"ready".into(), &7.into(), &"INFO".into()));
    }

    #[test]
    fn what_goes_over_the_wire_is_never_logged() {
        let text = logged(LogFormat::Pretty, "trace", || {
            tracing::error!(target: "mongodb::command", "canary");
            tracing::trace!(target: "tungstenite::protocol", "canary");
            tracing::debug!(target: "hyper_util::client", "canary");
            tracing::debug!(target: "hyperspace", "shown");
            tracing::warn!(target: "tungstenite::protocol", "shown as well");
        });
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains("shown as well") && text.lines().count() == 2, "{text}");
    }
}
