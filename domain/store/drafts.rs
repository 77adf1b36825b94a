//! What members answered on the pages of forms that they have not sent to the end, for some minutes.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents};
use super::forgetting::forget_older;
use super::{StoreResult, settled};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::form::{Form, Given};
use crate::ids::{BotId, UserId};
use crate::settings::TypeId;

/// How long a draft is kept after its last page came in.
pub const DRAFTS_KEPT: Duration = Duration::from_mins(15);

/// Whose draft, of which type's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftOwner {
    /// The bot.
    pub bot: BotId,
    /// The ticket type.
    pub kind: TypeId,
    /// The member.
    pub user: UserId,
}

/// What a member answered so far to the form of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    of: DraftOwner,
    given: Vec<Given>,
    at: Timestamp,
}

impl Document for Draft {
    const KIND: &'static str = "draft";

    fn id(&self) -> String {
        key(self.of)
    }

    fn owner(&self) -> String {
        self.of.user.to_string()
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

fn key(of: DraftOwner) -> String {
    format!("draft:{}:{}:{}", of.bot, of.user, of.kind.0)
}

/// The drafts in one guild's database.
#[derive(Debug, Clone)]
pub struct Drafts {
    documents: Documents,
}

impl Drafts {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// What a member answered so far; nothing where that is too long ago.
    pub async fn get(&self, of: DraftOwner, now: Timestamp) -> StoreResult<Vec<Given>> {
        let found = self.documents.get::<Draft>(&key(of)).await?;
        let fresh = found.filter(|draft| now <= draft.value.at.plus(DRAFTS_KEPT));
        Ok(fresh.map(|draft| draft.value.given).unwrap_or_default())
    }

    /// Adds what a member answered on a page, in place of what they had answered there; all that there is then, of
    /// questions that the form still has.
    pub async fn put(&self, of: DraftOwner, form: &Form, page: &[Given], now: Timestamp) -> Outcome<Vec<Given>> {
        let new = || Draft { of, given: Vec::new(), at: now };
        let putting = self.documents.update_or_insert(key(of), new, |draft| {
            if now > draft.at.plus(DRAFTS_KEPT) {
                draft.given.clear();
            }
            let stays = |(id, _): &Given| form.question(*id).is_ok() && page.iter().all(|(other, _)| other != id);
            draft.given.retain(stays);
            draft.given.extend(page.iter().cloned());
            draft.at = now;
            Ok(draft.given.clone())
        });
        Ok(putting.await?.1)
    }

    /// Forgets what a member answered so far.
    pub async fn forget(&self, of: DraftOwner) -> StoreResult<()> {
        settled::delete(&**self.documents.store(), &key(of), None).await.map(drop)
    }

    /// Forgets drafts that nobody went on with.
    pub async fn forget_old(&self, now: Timestamp) -> StoreResult<()> {
        forget_older(&self.documents, Draft::KIND, DRAFTS_KEPT, now).await
    }
}
