//! The dashboard in a real browser.

pub mod browser;
mod tickets;
