//! The API: one resource a file. `docs/ADDING-A-ROUTE.md` tells how to add one.

mod advice;
pub mod audit;
pub mod auth;
pub mod blacklist;
pub mod bot_events;
pub mod bot_interactions;
mod bot_out;
pub mod bot_ready;
pub mod bots;
pub mod config;
pub mod discord_interactions;
pub mod errors;
pub mod health;
pub mod jobs;
pub mod keys;
pub mod measurements;
pub mod members;
pub mod reconnect;
pub mod reference;
pub mod sessions;
pub mod staff;
pub mod statistics;
pub mod tags;
pub mod tickets;
pub mod webhooks;
