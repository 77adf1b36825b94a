//! `tickit demo`: Tickit at work with a pretended Discord.

use clap::Args;

use super::Shared;

/// What `tickit demo` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Plays one ticket from opening to closing, prints what happened, and ends
    #[arg(long)]
    once: bool,
    /// The port that the pretended Discord's page listens on; any free one where it is not given
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

pub(super) fn run(_shared: &Shared, options: &Options) -> anyhow::Result<()> {
    let _ = (options.once, options.port);
    anyhow::bail!("the demo is not part of this build yet")
}
