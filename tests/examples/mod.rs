//! What owners of bots begin with: the bots in `plugins/examples/`, the commands in `docs/BOTS.md` and
//! `docs/API.md`, and the program in `docs/WEBHOOKS.md`, against the real service.

mod api;
mod bots;
mod document;
mod owner;
mod page;
mod program;
mod proxy;
mod shell;
mod webhooks;
