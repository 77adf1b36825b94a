//! `tickit config`: what is set, and where.

use clap::Args;

use super::Shared;
use crate::config::Config;

/// What `tickit config` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Prints the defaults with an explanation of each key instead, as a file to start from
    #[arg(long)]
    defaults: bool,
}

pub(super) fn run(shared: &Shared, options: &Options) -> anyhow::Result<()> {
    if options.defaults {
        print!("{}", include_str!("../../config/default.toml"));
        return Ok(());
    }
    let listing = Config::list(&shared.inputs())?;
    let key_width = listing.settings.iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    let value_width = listing.settings.iter().map(|setting| setting.value.len()).max().unwrap_or(0).min(40);
    for setting in &listing.settings {
        let source = setting.source.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("{:key_width$}  {:value_width$}  {source}", setting.key, setting.value);
    }
    Ok(())
}
