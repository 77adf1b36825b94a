//! Changing what a tag says.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::tag::{Tag, TagId};

impl Desk {
    /// Has a tag say something else.
    pub async fn edit_tag(&self, at: Place, actor: &Actor, id: TagId, text: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let (known, now) = (tags.numbered(id).await?, self.clock.now());
        Ok(tags.update(known, |tag| Ok(tag.edit(text, actor, now)?)).await?.value)
    }

    /// The tag of a name, for whoever may change it.
    pub async fn tag_to_edit(&self, at: Place, actor: &Actor, name: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        Ok(tags.called(name).await?.value)
    }
}
