//! `tickit login-link`: signs the operator in on the machine that the service runs on, also where Discord cannot.

use anyhow::Context as _;
use secrecy::ExposeSecret as _;

use super::key_access::RunningService;
use super::{Shared, runtime};
use crate::app::OperatorLinks;
use crate::config::Config;
use crate::foundation::Foundation;
use crate::http::login_link;
use crate::store::OpenError;

pub(super) fn run(shared: &Shared) -> anyhow::Result<()> {
    let config = shared.load()?;
    let url = runtime()?.block_on(make(&config)).context("making the link")?;
    println!("{url}");
    eprintln!("Open it in your browser within ten minutes. It signs you in as the operator, once: show it to nobody.");
    Ok(())
}

async fn make(config: &Config) -> anyhow::Result<String> {
    let public_url = config.http.reached_at(config.http.address);
    let public_url = public_url.context("set http.public_url: it is where the link leads")?;
    match Foundation::lay(config).await {
        Ok(foundation) => {
            let made = OperatorLinks::of(&foundation).make().await;
            foundation.stores.close().await;
            Ok(login_link(&public_url, made?.expose_secret()))
        }
        // A service that runs has the databases to itself, and does the same for its operator.
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse { .. })) => {
            RunningService::of(config)?.login_link().await
        }
        Err(error) => Err(error),
    }
}
