//! What operators ask of the bots: how they are doing, and to have sessions made anew.

use std::collections::HashMap;

use async_trait::async_trait;
use tickit_domain::actor::{Actor, Door};
use tickit_domain::bot::BotMode;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::HostedBots;
use super::known_bots::about;
use crate::gateway::Condition;
use crate::http::{BotControl, BotStatus, ReconnectError};

impl HostedBots {
    pub(super) fn status(&self, id: Option<BotId>, name: String, condition: Condition) -> BotStatus {
        let Condition { state, trouble, next_try } = condition;
        let next_try = next_try.map(|at| self.moment(at));
        let message_content = id.and_then(|bot| self.parts.known_bots.contents.of(bot));
        BotStatus { id, name, state, trouble, next_try, message_content }
    }

    pub(super) fn moment(&self, at: Instant) -> Timestamp {
        self.parts.clock.now().plus(at.saturating_duration_since(Instant::now()))
    }
}

#[async_trait]
impl BotControl for HostedBots {
    fn states(&self) -> Vec<BotStatus> {
        let running: HashMap<BotId, Condition> = self.parts.supervisor.conditions().into_iter().collect();
        let mut states: Vec<BotStatus> = self
            .parts
            .known_bots
            .all()
            .into_iter()
            .map(|(id, known)| {
                let condition = known.condition(running.get(&id).copied(), &self.parts.rest);
                self.status(Some(id), known.bot.name, condition)
            })
            .collect();
        states.sort_by_key(|status| status.id);
        let candidates = self.parts.enrolment.conditions().into_iter();
        states.extend(candidates.map(|(name, condition)| self.status(None, name, condition)));
        states
    }

    fn address_banned_until(&self) -> Option<Timestamp> {
        self.parts.rest.banned_for().map(|left| self.parts.clock.now().plus(left))
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        let known = self.parts.known_bots.get(bot).ok_or(ReconnectError::NotFound)?.bot;
        if known.stopped.is_some() {
            let actor = Actor::operator(Door::Api, about(bot));
            self.parts.known_bots.bots.set_stopped(bot, None, &actor, self.parts.clock.now()).await?;
            return Ok(self.catch_up().await?);
        }
        // A bot without a session of ours has nothing to make anew.
        let is_done = known.mode != BotMode::Delegate || self.parts.supervisor.restart(bot);
        if is_done { Ok(()) } else { Err(ReconnectError::NotFound) }
    }

    fn reconnect_all(&self) -> usize {
        self.parts.supervisor.restart_all()
    }
}
