//! Transcripts written beside the runtime: a long conversation keeps no answer waiting.

use tickit_commands::transcript::LocalScribe;
use tickit_domain::presenter::Scribe;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Excerpt, Outline, Rendered};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// Has the runtime hand its other work to another thread while a page of a transcript is written.
#[derive(Debug)]
pub(super) struct BesideRuntime(pub(super) LocalScribe);

impl Scribe for BesideRuntime {
    fn opening(&self, ticket: &Ticket, outline: &Outline, withheld: bool) -> Rendered {
        self.0.opening(ticket, outline, withheld)
    }

    fn messages(&self, ticket: &Ticket, excerpt: Excerpt<'_>) -> Rendered {
        match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
            Ok(RuntimeFlavor::MultiThread) => block_in_place(|| self.0.messages(ticket, excerpt)),
            _ => self.0.messages(ticket, excerpt),
        }
    }

    fn closing(&self, ticket: &Ticket, empty: bool) -> Rendered {
        self.0.closing(ticket, empty)
    }
}
