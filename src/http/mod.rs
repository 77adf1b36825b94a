//! The HTTP door: health, metrics, and what an operator may do.

mod access;
mod bots;
mod connections;
mod error;
mod health;
mod limits;
mod measurements;
mod memory;
mod reconnect;
mod router;
mod server;
mod state;

pub use bots::{BotControl, BotStatus, ReconnectError};
pub use health::Database;
pub use router::router;
pub use server::{ServerError, accepting, listen, serve};
pub use state::{HttpPorts, HttpState};
