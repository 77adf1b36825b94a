//! A member's own request that what is kept of them be erased: asked for once at a time, taken back, and told in the log
//! channel. It is answered by whoever runs the server (`decline_erasure`, `erase_member`).

use std::sync::Arc;

use super::attempt::is_over;
use super::{Desk, nonce};
use crate::actor::Actor;
use crate::discord::Place;
use crate::erasure_request::ErasureRequest;
use crate::error::{Outcome, Refusal};
use crate::ids::UserId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::store::StoreResult;
use crate::store::erasure_requests::ErasureRequests;

impl Desk {
    /// Asks for whoever acts that what is kept of them be erased: what is kept of oneself is one's own. Refused as long as
    /// nobody has answered what they asked for before.
    pub async fn request_erasure(&self, at: Place, actor: &Actor) -> Outcome<ErasureRequest> {
        let user = actor.user()?;
        let (requests, now) = (self.erasure_requests_at(at).await?, self.clock.now());
        if let Some(known) = requests.of(user).await?.filter(ErasureRequest::is_open) {
            return if known.log.knows(&actor.cause) { Ok(known) } else { Err(Refusal::ErasureRequested.into()) };
        }
        let key = format!("job:tell_erasure_request:{}:{}:{user}", at.bot, at.guild);
        let telling = self.ask(self.new_job(key, at, actor, Work::TellErasureRequest { user }, None)).await?;
        let asking = requests.ask(user, |request| Ok(request.ask(actor, now)?));
        let asked = asking.await;
        self.start_sync(telling).await;
        asked
    }

    /// Takes back what whoever acts asked for.
    pub async fn take_back_erasure_request(&self, at: Place, actor: &Actor) -> Outcome<ErasureRequest> {
        let (user, now) = (actor.user()?, self.clock.now());
        let requests = self.erasure_requests_at(at).await?;
        requests.answer(user, |request| Ok(request.take_back(actor, now)?)).await
    }

    /// What whoever acts asked for last, with what became of it.
    pub async fn show_erasure_request(&self, at: Place, actor: &Actor) -> Outcome<ErasureRequest> {
        let user = actor.user()?;
        let request = self.erasure_requests_at(at).await?.of(user).await?;
        Ok(request.ok_or(Refusal::NoErasureRequest)?)
    }

    /// Says in the log channel that somebody asks, where there is one that takes it: the dashboard tells too.
    pub(super) async fn attempt_tell_erasure_request(&self, job: &Job, user: UserId) -> Outcome<Option<Notice>> {
        let (at, now) = (job.place, self.clock.now());
        let requests = self.erasure_requests_at(at).await?;
        let Some(request) = requests.of(user).await?.filter(|request| request.is_to_be_told(now)) else {
            return Ok(None);
        };
        let Some(channel) = self.repositories(at).await?.settings.get().await?.log_channel else { return Ok(None) };
        let message = self.presenter.notice(&Notice::ErasureRequested { user }, &job.actor.locale);
        let nonce = nonce(("erasure_request", user, request.asked_at.as_millis()));
        match self.discord.post_message(at, channel, &message, &nonce).await {
            Err(error) if !is_over(&error) => return Err(error.into()),
            Err(error) => tracing::info!(guild = %at.guild, %error, "the log channel cannot be told of a request"),
            Ok(_) => {}
        }
        let noting = requests.change(user, |request| {
            request.told_at = Some(now);
            Ok(())
        });
        noting.await.map(|_| None)
    }

    /// The requests to a bot in a guild.
    pub(super) async fn erasure_requests_at(&self, at: Place) -> StoreResult<ErasureRequests> {
        Ok(ErasureRequests::new(self.documents(at.guild).await?, at, Arc::clone(&self.watcher)))
    }
}
