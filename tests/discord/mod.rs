//! What members do on Discord, and what they see.

mod add;
mod claim;
mod close;
mod hostile;
mod limits;
mod many_bots;
mod panel;
mod rename;
mod secrets;
mod setup;
mod survival;
mod troubled_discord;
mod troubled_store;
mod two_processes;
mod whole_ticket;
