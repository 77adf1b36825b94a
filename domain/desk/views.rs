//! Views of tickets: each is its owner's alone, and whoever looks at the list may have some.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::store::StoreResult;
use crate::store::views::SavedViews;
use crate::view::{View, ViewId, Views};

impl Desk {
    /// The actor's own views; `None` of whoever is no user of Discord, and has none.
    pub async fn list_views(&self, at: Place, actor: &Actor) -> Outcome<Option<Views>> {
        match actor.who.user() {
            Some(user) => Ok(Some(self.saved_views(at).await?.of(user).await?)),
            None => Ok(None),
        }
    }

    /// Saves what the list is filtered by under a name; refused where the actor has a view of that name.
    pub async fn save_view(&self, at: Place, actor: &Actor, name: &str, query: &str) -> Outcome<View> {
        let user = actor.user()?;
        self.saved_views(at).await?.change(user, |views| views.save(&actor.cause, name, query)).await
    }

    /// Gives one of the actor's views another name.
    pub async fn rename_view(&self, at: Place, actor: &Actor, id: ViewId, name: &str) -> Outcome<View> {
        let user = actor.user()?;
        self.saved_views(at).await?.change(user, |views| views.rename(id, name)).await
    }

    /// Has one of the actor's views filter by something else.
    pub async fn replace_view(&self, at: Place, actor: &Actor, id: ViewId, query: &str) -> Outcome<View> {
        let user = actor.user()?;
        self.saved_views(at).await?.change(user, |views| views.replace(id, query)).await
    }

    /// Removes one of the actor's views; the view as it was.
    pub async fn remove_view(&self, at: Place, actor: &Actor, id: ViewId) -> Outcome<View> {
        let user = actor.user()?;
        self.saved_views(at).await?.change(user, |views| views.remove(id)).await
    }

    pub(super) async fn saved_views(&self, at: Place) -> StoreResult<SavedViews> {
        Ok(SavedViews::new(self.documents(at.guild).await?, at))
    }
}
