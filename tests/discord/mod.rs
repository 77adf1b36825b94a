//! What members do on Discord, and what they see.

mod whole_ticket;
