//! What owners of bots begin with: the bots in `plugins/examples/`, and the commands in `docs/BOTS.md`, against the real
//! service.

mod bots;
mod document;
mod owner;
mod program;
mod proxy;
mod shell;
