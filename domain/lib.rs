//! What a ticket is and may do.
//!
//! Nouns and rules only: no Discord library, no HTTP, no database driver, no clock or randomness of its own. What it
//! needs from outside it asks for through ports: [`store`], [`clock`] and [`discord`].

pub mod bot;
pub mod clock;
pub mod ids;
pub mod seal;
pub mod store;
