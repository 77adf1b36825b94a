//! Where Discord posts a bot's interactions to, as the application's settings say
//! (<https://docs.discord.com/developers/resources/application#edit-current-application>).

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::HostedBots;
use crate::discord::{Request, RestError};
use crate::http::RegisterError;

/// Discord tries the address before it answers.
const DEADLINE: Duration = Duration::from_secs(8);

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    interactions_endpoint_url: Option<String>,
}

impl HostedBots {
    /// Where Discord may post a bot's interactions to, if this service has a public address.
    pub(super) fn endpoint_url(&self, bot: BotId) -> Option<String> {
        self.parts.public_url.as_ref().map(|public_url| format!("{public_url}/discord/{bot}"))
    }

    /// Has Discord post a bot's interactions here. The bot's key has to be known by then: Discord tries it at once.
    pub(super) async fn point_here(&self, bot: BotId) -> Result<(), RegisterError> {
        let url = self.endpoint_url(bot).ok_or(RegisterError::PublicUrlMissing)?;
        if self.pointed_at(bot).await?.as_ref() == Some(&url) {
            return Ok(());
        }
        let request = Request::patch("/applications/@me", json!({ "interactions_endpoint_url": url }));
        match self.parts.rest.request(bot, &request, Instant::now() + DEADLINE).await {
            Ok(_) => Ok(()),
            Err(error @ RestError::Refused { .. }) => Err(RegisterError::EndpointRefused(format!("{url}: {error}"))),
            Err(error) => Err(error.into()),
        }
    }

    /// Has Discord send a bot's interactions over the gateway again, if it posts them here.
    pub(super) async fn point_away(&self, bot: BotId) -> Result<(), RegisterError> {
        let pointed_at = self.pointed_at(bot).await?;
        if pointed_at.is_none() || pointed_at != self.endpoint_url(bot) {
            return Ok(());
        }
        let request = Request::patch("/applications/@me", json!({ "interactions_endpoint_url": null }));
        Ok(self.parts.rest.request(bot, &request, Instant::now() + DEADLINE).await.map(drop)?)
    }

    async fn pointed_at(&self, bot: BotId) -> Result<Option<String>, RestError> {
        let request = Request::get("/applications/@me");
        let answer: Answer = self.parts.rest.request_as(bot, &request, Instant::now() + DEADLINE).await?;
        Ok(answer.interactions_endpoint_url.filter(|url| !url.is_empty()))
    }
}

impl From<RestError> for RegisterError {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Unauthorized => Self::TokenRefused,
            RestError::RateLimited { retry_after } => Self::Busy(retry_after),
            error => Self::DiscordUnavailable(error.retry_after().max(Duration::from_secs(5))),
        }
    }
}
