//! REST as a bare HTTP client sees it.
mod channels;
pub mod client;
mod commands;
mod conformance;
mod content;
mod emoji;
mod guilds;
mod interactions;
mod lengths;
mod limits;
mod messages;
mod openapi;
mod overwrites;
mod threads;
