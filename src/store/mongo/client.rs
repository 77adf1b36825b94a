//! How the driver is set up: majority writes, reads from the primary, and bounded waiting.

use mongodb::options::{Acknowledgment, ClientOptions, ReadConcern, ReadPreference, SelectionCriteria, WriteConcern};
use mongodb::{Client, error::Error};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

use super::MongoLimits;
use crate::store::OpenError;

/// How long the driver looks for a primary: less than the deadline, so that a write that was never sent is known to be so.
const SELECTION_SHARE: f64 = 0.75;

/// Connects in the background: nothing here waits for a server, but for the DNS records of a `mongodb+srv` address.
pub(super) async fn connect(uri: &SecretString, limits: &MongoLimits) -> Result<Client, OpenError> {
    let mut options = ClientOptions::parse(uri.expose_secret()).await.map_err(|error| refused(uri, &error))?;
    options.app_name.get_or_insert_with(|| "tickit".into());
    options.max_pool_size = Some(limits.connections);
    options.max_connecting = Some(8);
    options.connect_timeout = Some(limits.deadline);
    options.heartbeat_freq = Some(Duration::from_secs(5));
    options.server_selection_timeout = Some(limits.deadline.mul_f64(SELECTION_SHARE));
    options.write_concern = Some(confirmed(limits));
    // What is read was acknowledged by a majority, so that settling a write by reading it cannot be undone by a failover.
    options.read_concern = Some(ReadConcern::majority());
    options.selection_criteria = Some(SelectionCriteria::ReadPreference(ReadPreference::Primary));
    Client::with_options(options).map_err(|error| refused(uri, &error))
}

/// On the disks of a majority. A standalone's own disk is one.
fn confirmed(limits: &MongoLimits) -> WriteConcern {
    WriteConcern::builder().w(Acknowledgment::Majority).journal(true).w_timeout(limits.deadline).build()
}

/// The driver's words, unless the address holds a password that they might repeat.
fn refused(uri: &SecretString, error: &Error) -> OpenError {
    if uri.expose_secret().contains('@') {
        return OpenError::Uri("what is wrong is not shown, as it may hold the password".into());
    }
    OpenError::Uri(error.to_string())
}
