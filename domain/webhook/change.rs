//! What becomes of a webhook, each change with the event that records it.

use super::{
    Confidential, MOST_DESCRIPTION_CHARACTERS, OLD_SECRET_SIGNS, OldSecret, TurnedOff, Webhook, WebhookChange,
    record_id,
};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::EventKind;

impl Webhook {
    /// Is otherwise from now on. Turned on again, it begins anew.
    pub fn change(&mut self, change: &WebhookChange, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        let before = self.clone();
        if let Some(target) = change.target.as_ref().filter(|target| target.url != self.url) {
            (self.url, self.origin) = (target.url.clone(), target.origin.clone());
            self.url_changes += 1;
        }
        if let Some(description) = &change.description {
            self.description = fitting(description)?;
        }
        if let Some(events) = &change.events {
            self.events = each_once(events.clone());
        }
        self.format = change.format.unwrap_or(self.format);
        if let Some(enabled) = change.enabled {
            (self.enabled, self.turned_off) = (enabled, None);
        }
        if *self != before {
            self.record(EventKind::WebhookChanged, actor, now);
        }
        Ok(())
    }

    /// Is signed with another secret from now on; the one before signs beside it for a day.
    pub fn rotate(&mut self, secret: Confidential, actor: &Actor, now: Timestamp) {
        let old = std::mem::replace(&mut self.secret, secret);
        self.old_secret = Some(OldSecret { secret: old, until: now.plus(OLD_SECRET_SIGNS) });
        self.secret_changes += 1;
        self.record(EventKind::WebhookSecretChanged, actor, now);
    }

    /// Is told nothing any more; whether it was until now.
    pub fn turn_off(&mut self, because: TurnedOff, actor: &Actor, now: Timestamp) -> bool {
        if !self.enabled || self.removed {
            return false;
        }
        (self.enabled, self.turned_off) = (false, Some(because));
        self.record(EventKind::WebhookDisabled, actor, now);
        true
    }

    /// Is removed, so that its record can go once its events are records of their own.
    pub fn remove(&mut self, actor: &Actor, now: Timestamp) {
        if !self.removed {
            self.removed = true;
            self.record(EventKind::WebhookRemoved, actor, now);
        }
    }

    /// Records a change that is made in the same breath.
    pub(crate) fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) {
        let subject = record_id(self.owner.bot, &self.id);
        self.log.record(&subject, kind, actor, now);
    }
}

/// What is said about a webhook, as it is kept; refused where it is too much.
pub(super) fn fitting(description: &str) -> Result<String, Refusal> {
    let description = description.trim();
    if description.chars().count() > MOST_DESCRIPTION_CHARACTERS {
        return Err(Refusal::TextLength { limit: MOST_DESCRIPTION_CHARACTERS });
    }
    Ok(description.to_owned())
}

/// Each of these once.
pub(super) fn each_once(events: Vec<EventKind>) -> Vec<EventKind> {
    let mut once = Vec::new();
    for event in events {
        if !once.contains(&event) {
            once.push(event);
        }
    }
    once
}
