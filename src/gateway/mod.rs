//! The bots' own sessions with Discord's gateway: one task a shard, resumed rather than begun anew, supervised so that
//! no bot can disturb another.
//!
//! Events leave as raw JSON through an [`EventQueue`]; [`Supervisor`] starts and stops bots.

mod address;
mod board;
mod bot;
mod close;
mod connection;
mod counters;
mod event;
mod failures;
mod gate;
mod heart;
mod hold;
mod hosting;
mod identifies;
mod keeper;
mod memory;
mod outbound;
mod payload;
mod session;
mod settings;
mod socket;
mod supervisor;

pub use board::Condition;
pub use close::{Ending, Next, after_close};
pub use counters::Counters;
pub use event::{Event, EventPermit, EventQueue, QueueLimits};
pub use hosting::{Parts, StopListener};
pub use memory::{Held, Seal, SessionMemory, Shard, StoredMemory};
pub use outbound::Command;
pub use settings::GatewaySettings;
pub use supervisor::Supervisor;
