//! The dashboard in a real browser.

pub mod browser;
mod every_page;
mod matrix;
mod pages;
mod tickets;
