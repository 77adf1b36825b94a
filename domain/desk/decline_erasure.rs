//! What members asked to have erased, for whoever answers: looked at, and declined for a reason that the member reads. An
//! erasure grants it.

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::erasure_request::{ErasureRequest, MOST_DECLINE_CHARACTERS};
use crate::error::{Outcome, Refusal};
use crate::ids::UserId;
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::erasure_requests::{ErasureRequestPage, ErasureRequests};

impl Desk {
    /// Declines what a member asked for.
    pub async fn decline_erasure(
        &self,
        at: Place,
        actor: &Actor,
        user: UserId,
        reason: &str,
    ) -> Outcome<ErasureRequest> {
        let (requests, now) = (self.erasure_requests_for(at, actor).await?, self.clock.now());
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MOST_DECLINE_CHARACTERS {
            return Err(Refusal::TextLength { limit: MOST_DECLINE_CHARACTERS }.into());
        }
        requests.answer(user, |request| Ok(request.decline(reason, actor, now)?)).await
    }

    /// A page of the requests that nobody has answered yet, the one first that waits longest.
    pub async fn erasure_requests(
        &self,
        at: Place,
        actor: &Actor,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<ErasureRequestPage> {
        Ok(self.erasure_requests_for(at, actor).await?.open(limit, after).await?)
    }

    /// The request of a member, where nobody has answered it yet.
    pub async fn erasure_request_of(&self, at: Place, actor: &Actor, user: UserId) -> Outcome<ErasureRequest> {
        let request = self.erasure_requests_for(at, actor).await?.of(user).await?;
        Ok(request.filter(ErasureRequest::is_open).ok_or(Refusal::NoErasureRequest)?)
    }

    /// How many requests nobody has answered yet.
    pub async fn count_erasure_requests(&self, at: Place, actor: &Actor) -> Outcome<u64> {
        Ok(self.erasure_requests_for(at, actor).await?.count_open().await?)
    }

    /// What a member asked for is granted: what they said will be erased.
    pub(super) async fn grant_erasure(
        &self,
        at: Place,
        actor: &Actor,
        user: UserId,
        asked_before: Timestamp,
    ) -> Outcome<()> {
        let (requests, now) = (self.erasure_requests_at(at).await?, self.clock.now());
        let granting = requests.change(user, |request| {
            request.grant(asked_before, actor, now);
            Ok(())
        });
        granting.await.map(drop)
    }

    async fn erasure_requests_for(&self, at: Place, actor: &Actor) -> Outcome<ErasureRequests> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ManageMemberData, &settings, None)?;
        Ok(self.erasure_requests_at(at).await?)
    }
}
