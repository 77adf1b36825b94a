//! The HTTP API as those use it whose bots are hosted: keys, registrations, interactions and events.

mod bots;
mod events;
mod host;
mod interactions;
mod keys;
mod openapi;
mod sessions;
mod signed;
