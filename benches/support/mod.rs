//! What the benchmarks stand on: the service in a process of its own, and guilds that are set up.

pub mod disk;
pub mod guilds;
pub mod process;
pub mod report;
