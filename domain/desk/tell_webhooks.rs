//! Telling webhooks: a delivery is written down for each that wants an event, and only then the event counts as told.
//!
//! It may stop anywhere and be done again, by several at once: a delivery is named after its event, so that it is written
//! down once.

use std::collections::HashMap;

use super::Desk;
use crate::discord::Place;
use crate::error::Outcome;
use crate::event::Event;
use crate::ids::{BotId, GuildId};
use crate::store::Record;
use crate::store::document::{Documents, Stored};
use crate::store::events::Events;
use crate::ticket::Ticket;
use crate::webhook::{Delivery, Told, Webhook, WebhookOwner, payload};

/// How many events are looked at in one go.
const PAGE: usize = 100;

/// How many deliveries are written down in one call.
const AT_ONCE: usize = 200;

/// What is known of one guild while its events are told.
struct Telling<'a> {
    desk: &'a Desk,
    guild: GuildId,
    documents: Documents,
    bots: HashMap<String, Option<BotId>>,
    webhooks: HashMap<BotId, Vec<Webhook>>,
}

impl Desk {
    /// Writes down what webhooks are to be told of what happened in a guild; whether that was anything.
    pub async fn tell_webhooks(&self, guild: GuildId) -> Outcome<bool> {
        let documents = self.documents(guild).await?;
        let events = Events::new(documents.clone());
        let (bots, webhooks) = Default::default();
        let mut telling = Telling { desk: self, guild, documents, bots, webhooks };
        let mut any = false;
        loop {
            let untold = events.untold(PAGE).await?;
            let is_last = untold.len() < PAGE;
            any |= telling.write_down(&untold).await?;
            for (_, record) in untold {
                events.told(record).await?;
            }
            if is_last {
                return Ok(any);
            }
        }
    }
}

impl Telling<'_> {
    /// Writes deliveries down and has their webhooks' queues be looked after.
    async fn write_down(&mut self, untold: &[(Option<Event>, Record)]) -> Outcome<bool> {
        let mut deliveries = Vec::new();
        for event in untold.iter().filter_map(|(event, _)| event.as_ref()) {
            deliveries.extend(self.deliveries_of(event).await?);
        }
        for some in deliveries.chunks(AT_ONCE) {
            self.desk.deliveries().add(some).await?;
        }
        let mut woken: Vec<_> = deliveries.iter().map(|delivery| &delivery.webhook).collect();
        woken.sort_unstable();
        woken.dedup();
        for webhook in woken {
            self.desk.webhook_queues().wake(webhook, self.desk.now()).await?;
        }
        Ok(!deliveries.is_empty())
    }

    async fn deliveries_of(&mut self, event: &Event) -> Outcome<Vec<Delivery>> {
        let Some(bot) = self.bot_of(event).await? else { return Ok(Vec::new()) };
        let (guild, now) = (self.guild, self.desk.now());
        let wanting = self.webhooks_of(bot).await?.iter().filter(|webhook| webhook.wants(event));
        let deliver = |webhook: &Webhook| {
            let body = payload(webhook.format, &Told { bot, guild, event });
            Delivery::new(webhook, name(guild, event), event.kind.name(), body, now)
        };
        Ok(wanting.map(deliver).collect())
    }

    /// Through which bot the ticket came that an event is about.
    async fn bot_of(&mut self, event: &Event) -> Outcome<Option<BotId>> {
        if let Some(known) = self.bots.get(&event.subject) {
            return Ok(*known);
        }
        let ticket: Option<Stored<Ticket>> = self.documents.get(&event.subject).await?;
        let bot = ticket.map(|ticket| ticket.value.bot);
        self.bots.insert(event.subject.clone(), bot);
        Ok(bot)
    }

    /// The webhooks that follow a bot here: this guild's, and its owner's.
    async fn webhooks_of(&mut self, bot: BotId) -> Outcome<&[Webhook]> {
        if !self.webhooks.contains_key(&bot) {
            let mut found = Vec::new();
            for owner in [Place { bot, guild: self.guild }.into(), WebhookOwner { bot, guild: None }] {
                found.extend(self.desk.webhooks_of(owner).await?.all().await?.into_iter().map(|webhook| webhook.value));
            }
            self.webhooks.insert(bot, found);
        }
        Ok(self.webhooks.get(&bot).map(Vec::as_slice).unwrap_or_default())
    }
}

/// What receivers know an event by: unique, and in the order of what happened.
fn name(guild: GuildId, event: &Event) -> String {
    let subject = event.subject.replace(':', "_");
    format!("msg_{:014}_{guild}_{subject}_{:07}", event.at.as_millis(), event.number)
}
