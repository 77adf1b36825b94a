//! The dashboard in a real browser.

mod analytics;
pub mod browser;
mod every_page;
pub mod forms;
mod matrix;
mod overview;
mod pages;
mod settings;
mod ticket;
mod ticket_forms;
mod ticket_list;
mod tickets;
mod undo;
mod webhooks;
