//! Interactions over HTTP: endpoints that applications name, which get signed POSTs in place of their gateway sessions.
mod control;
mod deliver;
mod delivery;
mod key;
mod post;
mod verify;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

pub(crate) use deliver::Deliverer;
pub(crate) use delivery::Posting;
pub use delivery::{Delivery, Outcome};
pub use key::SigningKey;
pub(crate) use verify::verify;

use crate::world::ApplicationId;
use delivery::Deliveries;
use post::Poster;

/// Postings on their way to the deliverer, each with its delivery's number.
type Queue = mpsc::UnboundedReceiver<(u64, Posting)>;

/// What is posted, and what was.
#[derive(Debug)]
pub struct Endpoints {
    queue: mpsc::UnboundedSender<(u64, Posting)>,
    deliveries: Mutex<Deliveries>,
    poster: Poster,
}

impl Endpoints {
    pub(crate) fn new() -> (Self, Queue) {
        let (queue, postings) = mpsc::unbounded_channel();
        (Self { queue, deliveries: Mutex::default(), poster: Poster::new() }, postings)
    }

    /// Has an interaction posted. Never waits.
    pub(crate) fn deliver(&self, posting: Posting) {
        let number = self.lock().begin(&posting);
        if self.queue.send((number, posting)).is_err() {
            self.settle(number, None, Outcome::Failed("the simulator has stopped".to_owned()));
        }
    }

    fn settle(&self, number: u64, status: Option<u16>, outcome: Outcome) {
        self.lock().settle(number, status, outcome);
    }

    fn of(&self, application: ApplicationId) -> Vec<Delivery> {
        self.lock().of(application)
    }

    fn lock(&self) -> MutexGuard<'_, Deliveries> {
        self.deliveries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
