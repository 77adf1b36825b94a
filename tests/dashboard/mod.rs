//! The dashboard in a real browser.

mod analytics;
pub mod browser;
mod every_page;
mod matrix;
mod pages;
mod overview;
mod tickets;
