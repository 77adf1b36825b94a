//! Bots on Robo.js that have the plugin as users get it, against the real service.

mod client;
mod commands;
mod doors;
mod faults;
mod latency;
mod mixed;
mod relay;
mod robo;
mod stage;
mod words;
