//! What webhooks were told, and will be: looked at, asked for again, and sent by whoever does that.

use super::{Desk, nonce};
use crate::actor::{Actor, Cause, Door};
use crate::discord::Place;
use crate::error::{Error, Outcome, Refusal};
use crate::notice::Notice;
use crate::store::deliveries::{Deliveries, DeliveryPage};
use crate::store::document::Stored;
use crate::store::{Cursor, StoreError};
use crate::webhook::{
    Delivery, DeliveryState, TurnedOff, Webhook, WebhookId, WebhookOwner, WebhookQueue, test_payload,
};

impl Desk {
    /// A page of what a webhook was told, newest first, at most `limit`.
    pub async fn list_deliveries(
        &self,
        (of, id): (WebhookOwner, &WebhookId),
        actor: &Actor,
        state: Option<DeliveryState>,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<DeliveryPage> {
        self.webhook_for(of, actor, id).await?;
        Ok(self.deliveries().page(id, state, limit, after).await?)
    }

    /// Has a webhook be sent something to try it out.
    pub async fn test_webhook(&self, of: WebhookOwner, actor: &Actor, id: &WebhookId) -> Outcome<Delivery> {
        let webhook = self.webhook_that_is_on(of, actor, id).await?;
        let now = self.clock.now();
        let (event, body) = test_payload(&webhook, now);
        let name = format!("msg_{:014}_test", now.as_millis());
        let delivery = Delivery::new(&webhook, name, event, body, now);
        self.deliveries().add(std::slice::from_ref(&delivery)).await?;
        self.webhook_queues().wake(id, now).await?;
        Ok(delivery)
    }

    /// Has something be sent once more that came to its end, or at once what waits.
    pub async fn redeliver(
        &self,
        of: WebhookOwner,
        actor: &Actor,
        id: &WebhookId,
        delivery: &str,
    ) -> Outcome<Delivery> {
        self.webhook_that_is_on(of, actor, id).await?;
        let (deliveries, now) = (self.deliveries(), self.clock.now());
        loop {
            let found = deliveries.get(id, delivery).await?.ok_or(Refusal::NoSuchDelivery)?;
            let Stored { value: mut again, rev } = found;
            again.again(now);
            match deliveries.save(&again, rev).await {
                // Whoever sends it was faster.
                Err(StoreError::Conflict) => {}
                Err(StoreError::NotFound) => return Err(Refusal::NoSuchDelivery.into()),
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    self.webhook_queues().wake(id, now).await?;
                    return Ok(again);
                }
            }
        }
    }

    /// What webhooks are told.
    pub fn deliveries(&self) -> Deliveries {
        Deliveries::new(self.own_documents())
    }

    /// The webhook of a queue, for whoever sends what is in it; `None` where it was removed.
    pub async fn webhook_of(&self, queue: &WebhookQueue) -> Outcome<Option<Webhook>> {
        let found = self.webhooks_of(queue.owner).await?.get(&queue.webhook).await?;
        Ok(found.map(|webhook| webhook.value))
    }

    /// Turns a webhook off, for whoever found that its receiver is gone, and says so in its guild's log channel.
    pub async fn turn_webhook_off(&self, webhook: &Webhook, because: TurnedOff) -> Outcome<()> {
        let (webhooks, now) = (self.webhooks_of(webhook.owner).await?, self.clock.now());
        let Some(known) = webhooks.get(&webhook.id).await? else { return Ok(()) };
        let actor = Actor::tickit(Door::Job, Cause::Job(format!("webhook:{}:{}", webhook.id, now.as_millis())));
        let turning_off = webhooks.update(known, |there| {
            // Nothing is known of an address that was given since.
            if there.url_changes == webhook.url_changes {
                there.turn_off(because, &actor, now);
            }
            Ok(())
        });
        match turning_off.await {
            Ok(off) if off.value.log.knows(&actor.cause) => self.tell_of_webhook(&off.value, because).await,
            Ok(_) | Err(Error::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Says in a guild's log channel that a webhook was turned off, where there is one that takes it: the audit log tells too.
    async fn tell_of_webhook(&self, webhook: &Webhook, because: TurnedOff) -> Outcome<()> {
        let WebhookOwner { bot, guild: Some(guild) } = webhook.owner else { return Ok(()) };
        let at = Place { bot, guild };
        let Some(channel) = self.repositories(at).await?.settings.get().await?.log_channel else { return Ok(()) };
        let named = if webhook.description.is_empty() { &webhook.origin } else { &webhook.description };
        let notice = Notice::WebhookOff { webhook: named.clone(), because };
        let message = self.presenter.notice(&notice, &webhook.locale);
        let nonce = nonce(("webhook", &webhook.id, webhook.log.changes()));
        if let Err(error) = self.discord.post_message(at, channel, &message, &nonce).await {
            tracing::info!(%guild, webhook = %webhook.id, %error, "nobody can be told that a webhook is off");
        }
        Ok(())
    }

    async fn webhook_that_is_on(&self, of: WebhookOwner, actor: &Actor, id: &WebhookId) -> Outcome<Webhook> {
        let webhook = self.webhook_for(of, actor, id).await?.1.value;
        if webhook.enabled { Ok(webhook) } else { Err(Refusal::WebhookOff.into()) }
    }
}
