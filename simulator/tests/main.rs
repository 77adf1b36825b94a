//! The simulator, tested from outside: by its REST and gateway, and by what people do.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a panic is how a test fails, in what tests share too; skipped ones say so"
)]

mod bot;
mod discordjs;
mod endpoint;
mod faults_gateway;
mod faults_rest;
mod gateway;
mod kinds;
mod page;
mod people;
mod rest;
mod sharding;
mod wire;
