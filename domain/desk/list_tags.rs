//! The tags of a guild.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::store::tags::Tags;
use crate::tag::Tag;

impl Desk {
    /// All tags, in the order of their names.
    pub async fn list_tags(&self, at: Place, actor: &Actor) -> Outcome<Vec<Tag>> {
        let tags = self.tags_for(at, actor, Permission::UseTag).await?;
        Ok(tags.all().await?.into_iter().map(|tag| tag.value).collect())
    }

    /// The names of the tags that somebody may mean by what they typed so far.
    pub async fn tags_called(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<String>> {
        let typed = typed.trim().to_lowercase();
        let names = self.list_tags(at, actor).await?.into_iter().map(|tag| tag.name);
        Ok(names.filter(|name| name.to_lowercase().contains(&typed)).collect())
    }

    /// The tags, as long as the actor may do this.
    pub(super) async fn tags_for(&self, at: Place, actor: &Actor, permission: Permission) -> Outcome<Tags> {
        let repositories = self.repositories(at).await?;
        actor.must(permission, &*repositories.settings.get().await?, None)?;
        Ok(repositories.tags)
    }
}
