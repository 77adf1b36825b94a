//! Every integration app, in one binary.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod api;
mod architecture;
mod bots;
mod cli;
mod config;
mod dashboard;
mod discord;
mod examples;
mod gateway;
mod http;
mod installation;
mod key_access;
mod leaks;
mod robojs;
mod sequences;
mod store;
mod support;
mod tokens;
mod transcript;
mod variables;
