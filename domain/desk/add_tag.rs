//! Adding a tag.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::permission::Permission;
use crate::tag::{MOST_TAGS, Tag};

impl Desk {
    /// Adds a tag; refused where there is one of that name, or no room for another.
    pub async fn add_tag(&self, at: Place, actor: &Actor, name: &str, text: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let mut tag = Tag::new(at.bot, name, text)?;
        let all = tags.all().await?;
        if let Some(added) = all.iter().find(|tag| tag.value.log.knows(&actor.cause)) {
            return Ok(added.value.clone());
        }
        if all.len() >= MOST_TAGS {
            return Err(Refusal::TooManyTags { limit: MOST_TAGS }.into());
        }
        tag.id = tags.next_number().await?;
        tag.record(EventKind::TagAdded, actor, self.clock.now());
        tags.insert(tag).await
    }

    /// Refuses unless the actor could add a tag; asked before they are asked what it says.
    pub async fn may_add_tag(&self, at: Place, actor: &Actor) -> Outcome<()> {
        self.tags_for(at, actor, Permission::ChangeTags).await.map(drop)
    }
}
