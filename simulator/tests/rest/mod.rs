//! REST as a bare HTTP client sees it.
mod channels;
mod client;
mod commands;
mod conformance;
mod content;
mod guilds;
mod interactions;
mod lengths;
mod limits;
mod messages;
mod openapi;
mod threads;
