//! What owners of bots begin with: the bots in `plugins/examples/`, against the real service.

mod bots;
mod program;
mod proxy;
