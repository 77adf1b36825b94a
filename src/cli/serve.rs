//! `tickit serve`: the service in the foreground.

use std::io::Write as _;
use std::time::Duration;

use anyhow::Context as _;

use clap::Args;

use super::{Shared, runtime};
use crate::watchdog::Watchdog;
use crate::{app, telemetry};

/// How often it is looked whether the runtime still turns.
const LOOK: Duration = Duration::from_secs(1);

/// After so many looks in vain the process ends itself: whoever supervises it starts the next one, which resumes the
/// sessions and takes the jobs over.
const LOOKS: u32 = 30;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Where Discord and bots' hosts reach this service, such as <https://tickit.example.org>
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

pub(super) fn run(shared: &Shared, options: &Options) -> anyhow::Result<()> {
    let config = shared.load_with(options.public_url.iter().map(|url| ("TICKIT_PUBLIC_URL", url.clone())))?;
    telemetry::start(&config.log)?;
    runtime()?.block_on(async {
        let _watchdog = Watchdog::watch(LOOK, LOOKS, give_up).context("starting the watchdog")?;
        app::serve(config, welcome).await
    })
}

/// What whoever runs the service sees on their first run, and nowhere else: the link is good once.
fn welcome(link: &str) {
    let text = format!(
        "\nWelcome! Open this link in your browser within ten minutes to set Tickit up:\n\n    {link}\n\nIt signs you in as the \
         operator, once: show it to nobody. `tickit login-link` makes another.\n"
    );
    // Where nobody reads it, the service runs all the same.
    if let Err(error) = std::io::stdout().write_all(text.as_bytes()) {
        tracing::debug!(%error, "nobody is welcomed");
    }
}

fn give_up() {
    tracing::error!("nothing has moved for {} seconds: the process ends itself", (LOOK * LOOKS).as_secs());
    std::process::abort();
}
