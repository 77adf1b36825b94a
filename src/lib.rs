//! Tickit: support tickets for many Discord bots, in one service.

pub mod clock;
pub mod config;
pub mod crypto;
pub mod http;
pub mod metrics;
pub mod store;
pub mod telemetry;
