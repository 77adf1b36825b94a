//! Every integration test, in one binary.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod gateway;
mod store;
