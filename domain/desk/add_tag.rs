//! Adding a tag.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::permission::Permission;
use crate::store::StoreError;
use crate::tag::{MOST_TAGS, Tag};

/// How often it is looked again whether there is room, where others add tags at the same time.
const MOST_TRIES: usize = 20;

impl Desk {
    /// Adds a tag; refused where there is one of that name, or no room for another.
    pub async fn add_tag(&self, at: Place, actor: &Actor, name: &str, text: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let mut tag = Tag::new(at.bot, name, text)?;
        for _ in 0..MOST_TRIES {
            tag.id = tags.next_number().await?;
            let all = tags.all().await?;
            if let Some(added) = all.iter().find(|tag| tag.value.log.knows(&actor.cause)) {
                return Ok(added.value.clone());
            }
            if all.len() >= MOST_TAGS {
                return Err(Refusal::TooManyTags { limit: MOST_TAGS }.into());
            }
            let mut wanted = tag.clone();
            wanted.record(EventKind::TagAdded, actor, self.clock.now());
            if let Some(added) = tags.insert(wanted).await? {
                return Ok(added);
            }
        }
        Err(StoreError::Unavailable("tags are added by too many at once".into()).into())
    }

    /// Refuses unless the actor could add a tag; asked before they are asked what it says.
    pub async fn may_add_tag(&self, at: Place, actor: &Actor) -> Outcome<()> {
        self.tags_for(at, actor, Permission::ChangeTags).await.map(drop)
    }
}
