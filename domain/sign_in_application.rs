//! By which application of Discord's people sign in, as whoever runs the service entered it.

use crate::clock::Timestamp;
use crate::ids::BotId;
use crate::webhook::Confidential;

/// The most characters of a client secret.
pub const MOST_SECRET_CHARACTERS: usize = 200;

/// An application by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInApplication {
    /// Its id at Discord, which may be a bot's.
    pub client_id: BotId,
    /// Its client secret.
    pub secret: Confidential,
    /// Since when people sign in by it and with this secret.
    pub since: Timestamp,
}
