//! What members do on Discord, and what they see.

mod limits;
mod survival;
mod whole_ticket;
