//! The error log: where failures are noted, and what a guild's admins read of theirs.

use std::sync::Arc;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::error_log::NewError;
use crate::ids::ErrorNumber;
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::document::Documents;
use crate::store::errors::{ErrorPage, Errors, WantedErrors};

impl Desk {
    /// Keeps a failure in the error log; its number.
    pub fn note_error(&self, error: NewError) -> ErrorNumber {
        self.error_log.note(error)
    }

    /// The error log of the service.
    pub fn errors(&self) -> Errors {
        Errors::new(Documents::new(self.stores.core(), Arc::clone(&self.write_tokens)))
    }

    /// The failures of this bot's in a guild, newest first, at most `limit`.
    pub async fn list_errors(
        &self,
        at: Place,
        actor: &Actor,
        wanted: WantedErrors,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<ErrorPage> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let wanted = WantedErrors { bot: Some(at.bot), guild: Some(at.guild), ..wanted };
        Ok(self.errors().page(&wanted, limit, after).await?)
    }
}
