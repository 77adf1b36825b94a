//! What was posted to endpoints, and what became of it.
use std::collections::BTreeMap;

use super::SigningKey;
use crate::{
    DiscordError, Millis, Payload,
    world::{ApplicationId, InteractionId},
};

/// How many deliveries are remembered.
const KEPT: usize = 20_000;

/// An interaction to be posted.
#[derive(Debug, Clone)]
pub(crate) struct Posting {
    pub application: ApplicationId,
    pub interaction: InteractionId,
    pub token: String,
    pub url: String,
    pub key: SigningKey,
    pub at: Millis,
    pub deadline: Millis,
    pub body: Payload,
}

/// One POST of an interaction.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Whose interaction.
    pub application: ApplicationId,
    /// The interaction.
    pub interaction: InteractionId,
    /// Where it was posted to.
    pub url: String,
    /// The body, byte for byte.
    pub body: Payload,
    /// When it was posted, by the simulator's clock.
    pub at: Millis,
    /// The answer's status, once there is one.
    pub status: Option<u16>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing was answered yet.
    Underway,
    /// 200 with a callback, which counted as the first answer.
    Answered,
    /// 202 without a body: the answer comes by the callback route, if at all.
    Accepted,
    /// 200 with a callback that is refused; 40060 if the interaction had its answer.
    Refused(DiscordError),
    /// Anything else, with the reason.
    Failed(String),
}

/// The latest deliveries, by number.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    latest: BTreeMap<u64, Delivery>,
    begun: u64,
}

impl Deliveries {
    /// Remembers a delivery that begins; its number.
    pub(super) fn begin(&mut self, posting: &Posting) -> u64 {
        self.begun += 1;
        let Posting { application, interaction, ref url, at, ref body, .. } = *posting;
        let (url, body) = (url.clone(), body.clone());
        let delivery = Delivery { application, interaction, url, body, at, status: None, outcome: Outcome::Underway };
        self.latest.insert(self.begun, delivery);
        if self.latest.len() > KEPT {
            self.latest.pop_first();
        }
        self.begun
    }

    pub(super) fn settle(&mut self, number: u64, status: Option<u16>, outcome: Outcome) {
        if let Some(delivery) = self.latest.get_mut(&number) {
            delivery.status = status;
            delivery.outcome = outcome;
        }
    }

    /// Those of an application, oldest first.
    pub(super) fn of(&self, application: ApplicationId) -> Vec<Delivery> {
        self.latest.values().filter(|delivery| delivery.application == application).cloned().collect()
    }
}
