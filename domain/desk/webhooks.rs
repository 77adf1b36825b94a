//! Webhooks: made, listed, changed and removed by admins of a guild, and by whoever has a bot hosted.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::permission::Permission;
use crate::store::document::Stored;
use crate::store::webhook_queues::WebhookQueues;
use crate::store::webhooks::Webhooks;
use crate::store::{StoreError, StoreResult};
use crate::webhook::{
    Confidential, MOST_WEBHOOKS, NewWebhook, Webhook, WebhookChange, WebhookId, WebhookOwner, WebhookQueue,
};

/// How often it is looked again whether there is room, where others add webhooks at the same time.
const MOST_TRIES: usize = 20;

impl Desk {
    /// All webhooks of an owner, in the order in which they were made.
    pub async fn list_webhooks(&self, of: WebhookOwner, actor: &Actor) -> Outcome<Vec<Webhook>> {
        let webhooks = self.webhooks_for(of, actor).await?;
        Ok(webhooks.all().await?.into_iter().map(|webhook| webhook.value).collect())
    }

    /// Refuses unless the actor may look after them.
    pub async fn may_change_webhooks(&self, of: WebhookOwner, actor: &Actor) -> Outcome<()> {
        self.webhooks_for(of, actor).await.map(drop)
    }

    /// One webhook.
    pub async fn show_webhook(&self, of: WebhookOwner, actor: &Actor, id: &WebhookId) -> Outcome<Webhook> {
        Ok(self.webhook_for(of, actor, id).await?.1.value)
    }

    /// Adds a webhook; refused where there is no room for another. It is told of all that happens from now on.
    pub async fn add_webhook(&self, of: WebhookOwner, actor: &Actor, new: NewWebhook) -> Outcome<Webhook> {
        let webhooks = self.webhooks_for(of, actor).await?;
        let now = self.clock.now();
        let mut webhook = Webhook::new(of, new, &actor.locale, now)?;
        for _ in 0..MOST_TRIES {
            webhook.number = webhooks.next_number().await?;
            let all = webhooks.all().await?;
            if let Some(added) = all.iter().find(|webhook| webhook.value.log.knows(&actor.cause)) {
                return Ok(added.value.clone());
            }
            if !Webhooks::has_room(&all) {
                return Err(Refusal::TooManyWebhooks { limit: MOST_WEBHOOKS }.into());
            }
            // Before the webhook, so that there is none without.
            self.webhook_queues().make(&WebhookQueue::new(webhook.id.clone(), of, now)).await?;
            self.watcher.follows(of.bot, of.guild);
            let mut wanted = webhook.clone();
            wanted.record(EventKind::WebhookAdded, actor, now);
            if let Some(added) = webhooks.insert(wanted).await? {
                return Ok(added);
            }
        }
        Err(StoreError::Unavailable("webhooks are added by too many at once".into()).into())
    }

    /// Changes a webhook. One that is turned on again goes on with what waits for it.
    pub async fn edit_webhook(
        &self,
        of: WebhookOwner,
        actor: &Actor,
        id: &WebhookId,
        change: &WebhookChange,
    ) -> Outcome<Webhook> {
        let edited =
            self.change_webhook(of, actor, id, |webhook| Ok(webhook.change(change, actor, self.clock.now())?));
        let edited = edited.await?;
        if edited.enabled {
            self.webhook_queues().wake(id, self.clock.now()).await?;
        }
        Ok(edited)
    }

    /// Has a webhook be signed with another secret; the one before signs beside it for a day.
    pub async fn rotate_webhook(
        &self,
        of: WebhookOwner,
        actor: &Actor,
        id: &WebhookId,
        secret: &Confidential,
    ) -> Outcome<Webhook> {
        let rotating = self.change_webhook(of, actor, id, |webhook| {
            webhook.rotate(secret.clone(), actor, self.clock.now());
            Ok(())
        });
        rotating.await
    }

    /// Removes a webhook, with what waits for it; what it was.
    pub async fn remove_webhook(&self, of: WebhookOwner, actor: &Actor, id: &WebhookId) -> Outcome<Webhook> {
        let (webhooks, known) = self.webhook_for(of, actor, id).await?;
        let (was, now) = (known.value.clone(), self.clock.now());
        let removing = webhooks.update(known, |webhook| {
            webhook.remove(actor, now);
            Ok(())
        });
        let removed = removing.await?;
        if let Err(error) = webhooks.forget(removed).await {
            tracing::warn!(%error, "the record of a webhook that was removed stays for a while");
        }
        // Whoever looks after its queue removes its deliveries.
        self.webhook_queues().wake(id, now).await?;
        Ok(was)
    }

    async fn change_webhook(
        &self,
        of: WebhookOwner,
        actor: &Actor,
        id: &WebhookId,
        change: impl Fn(&mut Webhook) -> Outcome<()> + Send + Sync,
    ) -> Outcome<Webhook> {
        let (webhooks, known) = self.webhook_for(of, actor, id).await?;
        let changing =
            webhooks.update(known, |webhook| if webhook.log.knows(&actor.cause) { Ok(()) } else { change(webhook) });
        Ok(changing.await?.value)
    }

    /// A webhook and those beside it, as long as the actor may change them.
    pub(super) async fn webhook_for(
        &self,
        of: WebhookOwner,
        actor: &Actor,
        id: &WebhookId,
    ) -> Outcome<(Webhooks, Stored<Webhook>)> {
        let webhooks = self.webhooks_for(of, actor).await?;
        let webhook = webhooks.get(id).await?.ok_or(Refusal::NoSuchWebhook)?;
        Ok((webhooks, webhook))
    }

    /// The webhooks of an owner, as long as the actor may change them. Who may change a bot's is asked where they come in.
    async fn webhooks_for(&self, of: WebhookOwner, actor: &Actor) -> Outcome<Webhooks> {
        if let Some(guild) = of.guild {
            let settings = self.repositories(Place { bot: of.bot, guild }).await?.settings;
            actor.must(Permission::ChangeSettings, &*settings.get().await?, None)?;
        }
        Ok(self.webhooks_of(of).await?)
    }

    /// The webhooks of an owner, where their records stand.
    pub(super) async fn webhooks_of(&self, of: WebhookOwner) -> StoreResult<Webhooks> {
        let documents = match of.guild {
            Some(guild) => self.documents(guild).await?,
            None => self.own_documents(),
        };
        Ok(Webhooks::new(documents, of))
    }

    /// The queues of all webhooks.
    pub fn webhook_queues(&self) -> WebhookQueues {
        WebhookQueues::new(self.own_documents(), self.write_tokens.node().to_owned())
    }
}
