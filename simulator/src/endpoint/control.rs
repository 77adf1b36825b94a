//! What tests set and ask about endpoints.
use super::{
    Delivery,
    verify::{Signature, ping},
};
use crate::{ApplicationHandle, world::InteractionId};

impl ApplicationHandle {
    /// Where its interactions are posted to, if not to the gateway.
    pub fn interactions_endpoint(&self) -> Option<String> {
        self.shared.read(|world| world.applications.get(&self.id)?.interactions_endpoint.clone())
    }

    /// Has its interactions posted to this address from now on, without asking there first. One that is not http on
    /// loopback is never contacted: each delivery fails.
    pub fn set_interactions_endpoint(&self, url: &str) {
        self.shared.change(|world| world.set_interactions_endpoint(self.id, Some(url.to_owned())));
    }

    /// Has its interactions sent to the gateway again.
    pub fn clear_interactions_endpoint(&self) {
        self.shared.change(|world| world.set_interactions_endpoint(self.id, None));
    }

    /// `X-Signature-Ed25519` of these bytes with this `X-Signature-Timestamp`, for tests that post for themselves.
    pub fn sign(&self, timestamp: &str, body: impl AsRef<[u8]>) -> String {
        let key = self.shared.read(|world| world.applications.get(&self.id).map(|found| found.key.clone()));
        key.map(|key| key.sign(timestamp, body.as_ref())).unwrap_or_default()
    }

    /// Posts a PING to its endpoint; the status of the answer, if there is an endpoint and an answer within 3 s.
    pub async fn pings_endpoint(&self) -> Option<u16> {
        self.probe(Signature::Good).await
    }

    /// Posts a PING whose signature is not its own, as Discord does now and then: it must be answered with 401.
    pub async fn pings_endpoint_with_bad_signature(&self) -> Option<u16> {
        self.probe(Signature::Bad).await
    }

    /// The latest POSTs of its interactions, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        // Under the world's lock, so that an answer that somebody was already given is among them.
        self.shared.read(|_| self.shared.endpoints.of(self.id))
    }

    /// The POSTs of one interaction.
    pub fn deliveries_of(&self, interaction: InteractionId) -> Vec<Delivery> {
        let mut deliveries = self.deliveries();
        deliveries.retain(|delivery| delivery.interaction == interaction);
        deliveries
    }

    async fn probe(&self, signature: Signature) -> Option<u16> {
        let url = self.interactions_endpoint()?;
        Some(ping(&self.shared, self.id, &url, signature).await.ok()?.status)
    }
}
