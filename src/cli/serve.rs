//! `tickit serve`: the service in the foreground.

use super::{Shared, runtime};
use crate::{app, telemetry};

pub(super) fn run(shared: &Shared) -> anyhow::Result<()> {
    let config = shared.load()?;
    telemetry::start(&config.log)?;
    runtime()?.block_on(app::serve(config))
}
