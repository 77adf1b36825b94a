//! The chain that a database's events stand in, so that it shows where one was changed, removed, added or moved.
//!
//! Each event gets a link some seconds after it became a record: a record of its own, `audit:<position>`, that names the
//! event, what it said, and the link before. Its code is made with a key that is not in the database. The unique id of a
//! link decides which event is next, whoever appends: there is no lock. The event then says where it stands, which takes
//! it off the list of those that have no link. A process that dies between these two leaves the event on that list; that
//! it has a link is seen among the newest ones, which are read before any is appended.
//!
//! How far the chain goes is noted in the service's own database as well (`audit_head:<chain>`), so that it shows where a
//! guild's chain was cut at its end.

mod append;
mod follow;
mod head;
mod link;
mod verify;

pub use self::append::AuditChain;
pub(super) use self::follow::{events_after, length};
pub use self::head::Heads;
pub use self::link::ChainSeal;
pub use self::verify::{Checked, Misfit, Verdict};
