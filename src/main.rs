//! The `tickit` command.

fn main() {}
