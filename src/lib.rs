//! Tickit: support tickets for many Discord bots, in one service.

pub mod discord;
pub mod gateway;
pub mod store;
