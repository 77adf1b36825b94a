//! The HTTP API as those use it whose bots are hosted: keys, registrations, interactions and events.

mod audit;
mod bots;
mod commands;
mod config;
mod events;
mod guild_resources;
mod host;
pub mod interactions;
mod keys;
mod login_link;
mod matrix;
mod members;
mod openapi;
mod rates;
pub mod receiver;
mod schemathesis;
mod search;
pub mod sessions;
mod sign_in;
mod signed;
mod signing_in;
mod ticket_work;
mod tickets;
mod webhook_deliveries;
mod webhook_losses;
mod webhook_targets;
mod webhooks;
