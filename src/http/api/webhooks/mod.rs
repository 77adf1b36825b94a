//! Webhooks: of a guild, and of a bot for all its guilds.

pub(in crate::http) mod of_bots;
pub(in crate::http) mod of_guilds;
mod shapes;
mod verbs;
