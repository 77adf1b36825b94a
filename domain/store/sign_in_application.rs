//! The application by which people sign in, in the core database.

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored};
use super::events::Recorded;
use super::{StoreError, StoreResult};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::event::{EventKind, EventLog};
use crate::ids::BotId;
use crate::sign_in_application::SignInApplication;
use crate::webhook::Confidential;

/// The one record: its id never is another's.
const ID: &str = "sign_in_application:discord";

/// The application by which people sign in, where somebody entered one. Each change of it makes an event in the core database.
#[derive(Debug, Clone)]
pub struct SignInApplications {
    documents: Documents,
}

/// It and its events. Its record stays when it is removed, so that no two of its events have one number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct ApplicationDocument {
    /// None once it is removed.
    client_id: Option<BotId>,
    secret: Option<Confidential>,
    /// How often the secret was changed: what events tell in its place.
    secret_changes: u32,
    since: Timestamp,
    log: EventLog,
}

impl Document for ApplicationDocument {
    const KIND: &'static str = "sign_in_application";

    fn id(&self) -> String {
        ID.to_owned()
    }

    fn at(&self) -> Timestamp {
        self.since
    }
}

impl Recorded for ApplicationDocument {
    const UNTOLD: &'static [&'static str] = &["secret", "since"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl SignInApplications {
    /// That of the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// The application; `None` where none was entered, or it was removed.
    pub async fn get(&self) -> StoreResult<Option<SignInApplication>> {
        Ok(self.stored().await?.and_then(|stored| stored.value.application()))
    }

    /// Has people sign in by this application from now on. Where they do already, nothing is changed.
    pub async fn put(&self, client_id: BotId, secret: Confidential, actor: &Actor, now: Timestamp) -> Outcome<()> {
        loop {
            let put = self.change(|document| document.put(client_id, &secret, actor, now)).await?;
            if put.is_some() {
                return Ok(());
            }
            let mut new = ApplicationDocument::default();
            new.put(client_id, &secret, actor, now);
            match self.documents.insert_recorded(new).await {
                Ok(_) => return Ok(()),
                // Another process was first.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Forgets it, with its secret; whether there was one.
    pub async fn remove(&self, actor: &Actor, now: Timestamp) -> Outcome<bool> {
        let mut was_there = false;
        let removing = self.change(|document| {
            was_there = document.client_id.is_some();
            document.remove(actor, now);
        });
        removing.await?;
        Ok(was_there)
    }

    /// Makes records of events where a process died before it could. To be done once after a start.
    pub async fn relay(&self) -> StoreResult<()> {
        if let Some(mut stored) = self.stored().await? {
            self.documents.relay(&mut stored.value).await?;
        }
        Ok(())
    }

    async fn stored(&self) -> StoreResult<Option<Stored<ApplicationDocument>>> {
        self.documents.get(ID).await
    }

    /// Changes what is known of it; `None` where that is nothing.
    async fn change(&self, mut change: impl FnMut(&mut ApplicationDocument) + Send) -> Outcome<Option<()>> {
        let Some(mut known) = self.stored().await? else { return Ok(None) };
        self.documents.relay(&mut known.value).await?;
        let changing = self.documents.update_recorded(known, |document| {
            change(document);
            Ok(())
        });
        Ok(changing.await?.map(drop))
    }
}

impl ApplicationDocument {
    fn application(self) -> Option<SignInApplication> {
        let (client_id, secret) = self.client_id.zip(self.secret)?;
        Some(SignInApplication { client_id, secret, since: self.since })
    }

    fn put(&mut self, client_id: BotId, secret: &Confidential, actor: &Actor, now: Timestamp) {
        if self.client_id == Some(client_id) && self.secret.as_ref() == Some(secret) {
            return;
        }
        if self.secret.as_ref() != Some(secret) {
            self.secret_changes = self.secret_changes.saturating_add(1);
        }
        (self.client_id, self.secret, self.since) = (Some(client_id), Some(secret.clone()), now);
        self.log.record(ID, EventKind::SignInApplicationSet, actor, now);
    }

    fn remove(&mut self, actor: &Actor, now: Timestamp) {
        if self.client_id.is_some() {
            (self.client_id, self.secret) = (None, None);
            self.log.record(ID, EventKind::SignInApplicationRemoved, actor, now);
        }
    }
}
