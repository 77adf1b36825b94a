//! Deleting a tag.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::tag::Tag;

impl Desk {
    /// Deletes the tag of a name; what it was. Its name is free again at once.
    pub async fn delete_tag(&self, at: Place, actor: &Actor, name: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let (known, now) = (tags.called(name).await?, self.clock.now());
        let was = known.value.clone();
        let deleting = tags.update(known, |tag| {
            tag.delete(actor, now);
            Ok(())
        });
        let deleted = deleting.await?;
        if let Err(error) = tags.forget(deleted).await {
            tracing::warn!(%error, "the record of a tag that was deleted stays until its name is taken again");
        }
        Ok(was)
    }
}
