//! From an interaction to its endpoint, and back with the first answer.
use std::sync::{Arc, Weak};

use tokio::task::{JoinHandle, JoinSet};

use super::{
    Outcome, Posting, Queue,
    post::{NoReply, Reply, Signed},
};
use crate::{Shared, rest, world::World};

/// The task that posts. Dropped or stopped, it gives up what is under way.
#[derive(Debug)]
pub(crate) struct Deliverer {
    running: JoinHandle<()>,
}

impl Deliverer {
    pub(crate) fn start(shared: &Arc<Shared>, postings: Queue) -> Self {
        Self { running: tokio::spawn(run(Arc::downgrade(shared), postings)) }
    }

    pub(crate) fn stop(&self) {
        self.running.abort();
    }
}

impl Drop for Deliverer {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn run(shared: Weak<Shared>, mut postings: Queue) {
    let mut underway = JoinSet::new();
    loop {
        tokio::select! {
            posting = postings.recv() => {
                let Some((number, posting)) = posting else { return };
                let Some(shared) = shared.upgrade() else { return };
                underway.spawn(deliver(shared, number, posting));
            }
            Some(_) = underway.join_next() => {}
        }
    }
}

async fn deliver(shared: Arc<Shared>, number: u64, posting: Posting) {
    let Posting { interaction, ref token, ref url, ref key, deadline, ref body, .. } = posting;
    let signed = Signed::properly(key, shared.clock.now(), body.get().to_owned());
    let reply = shared.endpoints.poster.post(&shared.clock, deadline, url, signed).await;
    let status = reply.as_ref().ok().map(|reply| reply.status);
    let callback = match &reply {
        Ok(Reply { status: 200, headers, body }) => {
            Some(rest::read_callback(&shared, interaction, token, headers, body).await)
        }
        _ => None,
    };
    shared.change(|world| {
        let outcome = match &callback {
            Some(sent) => taken(world, &posting, sent),
            None => without_callback(reply),
        };
        if matches!(outcome, Outcome::Refused(_) | Outcome::Failed(_)) {
            world.fail_interaction(interaction);
        }
        // Under the lock that the answer was taken under: whoever waited for that finds this settled.
        shared.endpoints.settle(number, status, outcome);
    });
}

fn taken(world: &mut World, posting: &Posting, sent: &rest::Sent) -> Outcome {
    match rest::take_callback(world, posting.interaction, &posting.token, sent) {
        Ok(_) => Outcome::Answered,
        Err(error) => Outcome::Refused(error),
    }
}

fn without_callback(reply: Result<Reply, NoReply>) -> Outcome {
    match reply {
        Ok(reply) if reply.status == 202 && reply.body.is_empty() => Outcome::Accepted,
        Ok(reply) if reply.status == 202 => Outcome::Failed("202 with a body".to_owned()),
        Ok(reply) => Outcome::Failed(format!("{} is no answer", reply.status)),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}
