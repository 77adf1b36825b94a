//! Taking back that a tag was deleted.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::permission::Permission;
use crate::tag::{MOST_TAGS, Tag, TagId};

impl Desk {
    /// The tags that were deleted and can be taken back, in the order of their names.
    pub async fn restorable_tags(&self, at: Place, actor: &Actor) -> Outcome<Vec<Tag>> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let (former, now) = (tags.former().await?, self.clock.now());
        Ok(former.into_iter().map(|tag| tag.value).filter(|tag| tag.is_restorable(now)).collect())
    }

    /// The one of them that has a name.
    pub async fn tag_to_restore(&self, at: Place, actor: &Actor, name: &str) -> Outcome<Tag> {
        let (wanted, tags) = (name.trim().to_lowercase(), self.restorable_tags(at, actor).await?);
        let found = tags.into_iter().find(|tag| tag.name.to_lowercase() == wanted);
        Ok(found.ok_or_else(|| Refusal::UnknownTag { name: name.trim().to_owned() })?)
    }

    /// Takes back that a tag was deleted; the tag.
    pub async fn restore_tag(&self, at: Place, actor: &Actor, id: TagId) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let all = tags.all().await?;
        if let Some(restored) = all.iter().find(|tag| tag.value.id == id && tag.value.log.knows(&actor.cause)) {
            return Ok(restored.value.clone());
        }
        if all.len() >= MOST_TAGS {
            return Err(Refusal::TooManyTags { limit: MOST_TAGS }.into());
        }
        let known = tags.former().await?.into_iter().find(|tag| tag.value.id == id).ok_or(Refusal::TagGone)?;
        let now = self.clock.now();
        Ok(tags.restore(known, |tag| Ok(tag.restore(actor, now)?)).await?.value)
    }
}
