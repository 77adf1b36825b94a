//! How a wish is asked of Discord: with a deadline, in its guild's line, with the job's permit laid down meanwhile, and
//! told from a removal of the bot.

use std::time::Duration;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use tickit_domain::discord::{DiscordError, Place};
use tokio::time::{Instant, sleep};

use super::api::DiscordApi;
use super::membership::Membership;
use super::{Patience, Request, RestError, meaning};

/// How long one wish may take, limits waited for included. Well below a job's lease.
const DEADLINE: Duration = Duration::from_secs(8);

/// How long a job waits in the queue of a limit. For longer ones it gives its place to others and comes back.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

impl DiscordApi {
    pub(super) async fn ask<T>(&self, at: Place, request: &Request) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        let deadline = Instant::now() + DEADLINE;
        self.ask_with(at, request, Patience { deadline, longest_wait: Some(LONGEST_WAIT), line: at.guild.get() }).await
    }

    /// What somebody waits for is asked in a line beside that of the guild's jobs, which can be long.
    pub(super) async fn ask_until(
        &self,
        at: Place,
        request: &Request,
        deadline: Instant,
    ) -> Result<Value, DiscordError> {
        self.ask_with(at, request, Patience { deadline, longest_wait: None, line: !at.guild.get() }).await
    }

    /// Asks for something in a guild, and reads no more of the answer than `T` has. Nothing is asked of a guild that the
    /// bot is known not to be in, and a removal is taken neither for a refusal nor for the end of what is in the guild.
    async fn ask_with<T>(&self, at: Place, request: &Request, patience: Patience) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        // An interaction's answer is changed by the interaction's own token, wherever the bot is.
        if request.path.starts_with("/webhooks/") {
            return self.send(at, request, patience).await.map_err(|error| meaning::of(request, error));
        }
        if self.memberships.of(at) == Some(Membership::Left) {
            return Err(DiscordError::NotInGuild);
        }
        let answer = self.send(at, request, patience).await.map_err(|error| meaning::of(request, error));
        let doubtful = matches!(answer, Err(DiscordError::Gone | DiscordError::Forbidden | DiscordError::NotInGuild));
        if doubtful && !self.is_in_guild(at).await? { Err(DiscordError::NotInGuild) } else { answer }
    }

    /// Whether the bot is in a guild, as Discord says, unless it said so just now.
    async fn is_in_guild(&self, at: Place) -> Result<bool, DiscordError> {
        if self.memberships.of(at) == Some(Membership::In) {
            return Ok(true);
        }
        let request = Request::get(format!("/guilds/{}", at.guild));
        let deadline = Instant::now() + DEADLINE;
        let patience = Patience { deadline, longest_wait: Some(LONGEST_WAIT), line: at.guild.get() };
        match self.send::<IgnoredAny>(at, &request, patience).await {
            Ok(_) => self.memberships.note(at, Membership::In),
            Err(RestError::Refused { code: 10004 | 50001, .. }) => {
                self.memberships.note(at, Membership::Left);
                return Ok(false);
            }
            // Whatever else it is, it is no removal.
            Err(RestError::Refused { .. }) => {}
            Err(error) => return Err(meaning::of(&request, error)),
        }
        Ok(true)
    }

    async fn send<T>(&self, at: Place, request: &Request, patience: Patience) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        self.waiting(self.rest.request_with(at.bot, request, patience)).await
    }

    /// Waits for something, and lets another job work meanwhile.
    pub(super) async fn waiting<T>(&self, something: impl Future<Output = T> + Send) -> T {
        let Some(permit) = &self.permit else { return something.await };
        permit.lay_down();
        let come = something.await;
        permit.take_up().await;
        come
    }

    /// Pauses, and lets another job work meanwhile.
    pub(super) async fn pause(&self, pause: Duration) {
        self.waiting(sleep(pause)).await;
    }

    /// Asks for something of which only its id matters.
    pub(super) async fn create<T>(&self, at: Place, request: &Request) -> Result<T, DiscordError>
    where
        T: DeserializeOwned,
    {
        self.ask(at, request).await.map(|Created { id }| id)
    }

    /// Asks for something whose answer says nothing but that it was done.
    pub(super) async fn change(&self, at: Place, request: &Request) -> Result<(), DiscordError> {
        self.ask(at, request).await.map(|IgnoredAny| ())
    }
}

/// Something that has an id.
#[derive(Deserialize)]
struct Created<Id> {
    id: Id,
}
