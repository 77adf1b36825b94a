//! Transcripts written beside the runtime: a long conversation keeps no answer waiting.

use tickit_commands::transcript::LocalScribe;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{GuildNames, Scribe, TicketMessage, Transcript};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// Has the runtime hand its other work to another thread while a transcript is written.
#[derive(Debug)]
pub(super) struct BesideRuntime(pub(super) LocalScribe);

impl Scribe for BesideRuntime {
    fn transcript(&self, ticket: &Ticket, messages: &[TicketMessage], guild: &GuildNames) -> Transcript {
        match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
            Ok(RuntimeFlavor::MultiThread) => block_in_place(|| self.0.transcript(ticket, messages, guild)),
            _ => self.0.transcript(ticket, messages, guild),
        }
    }
}
