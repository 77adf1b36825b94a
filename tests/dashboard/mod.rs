//! The dashboard in a real browser.

mod analytics;
pub mod browser;
mod every_page;
mod matrix;
mod pages;
mod overview;
pub mod forms;
mod settings;
mod ticket;
mod ticket_forms;
mod ticket_list;
mod tickets;
mod undo;
mod webhooks;
