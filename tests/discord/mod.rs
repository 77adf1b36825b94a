//! What members do on Discord, and what they see.

mod add_member;
mod chat;
mod claim;
mod close;
mod doors;
mod events;
mod fairness;
mod hostile;
mod interactions;
mod jobs;
mod limits;
mod many_bots;
mod not_shown;
mod old_controls;
mod permissions;
mod priority;
mod put_type;
mod rename;
mod secrets;
mod send_panel;
mod set_up;
mod survival;
mod troubled_discord;
mod troubled_store;
mod two_processes;
mod whole_ticket;
