//! Tickit: support tickets for many Discord bots, in one service.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod discord;
pub mod entropy;
pub mod foundation;
pub mod gateway;
pub mod guild_events;
pub mod http;
pub mod interactions;
pub mod jobs;
pub mod metrics;
pub mod shutdown;
pub mod store;
pub mod telemetry;
pub mod watchdog;
pub mod webhooks;
