//! The dashboard in a real browser.

mod analytics;
pub mod browser;
mod every_page;
mod first_run;
mod force_close;
pub mod forms;
mod latency;
mod live;
mod looking;
mod keys;
mod matrix;
mod me;
mod names;
mod overview;
mod pages;
mod service;
mod service_forms;
mod settings;
mod ticket;
mod ticket_forms;
mod ticket_list;
mod ticket_talk;
mod ticket_work;
mod tickets;
mod undo;
mod views;
mod webhooks;
