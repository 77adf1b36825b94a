//! Deleting a tag.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::tag::Tag;

impl Desk {
    /// Deletes the tag of a name; what it was. Its name is free again at once, and until it is taken this can be taken back.
    pub async fn delete_tag(&self, at: Place, actor: &Actor, name: &str) -> Outcome<Tag> {
        let tags = self.tags_for(at, actor, Permission::ChangeTags).await?;
        let (known, now) = (tags.called(name).await?, self.clock.now());
        let was = known.value.clone();
        let deleting = tags.update(known, |tag| {
            tag.delete(actor, now);
            Ok(())
        });
        deleting.await?;
        if let Err(error) = tags.relay(now).await {
            tracing::warn!(%error, "tags that were deleted long ago stay for a while");
        }
        Ok(was)
    }
}
