//! The rules of this codebase, proven by reading it: what `docs/ARCHITECTURE.md` calls an invariant stands here as a app.

mod action_list;
mod actions;
mod addresses;
mod documents;
mod features;
mod generated;
mod layers;
mod packages;
mod sources;
mod texts;
