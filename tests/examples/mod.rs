//! What owners of bots begin with: the bots in `plugins/examples/`, and the commands in `docs/BOTS.md` and `docs/API.md`, against the real
//! service.

mod api;
mod bots;
mod document;
mod owner;
mod page;
mod program;
mod proxy;
mod shell;
