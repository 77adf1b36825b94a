//! Finding who opened tickets by what they are called.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::store::ticket_pages::Wanted;

impl Desk {
    /// Whoever is meant by an id, a mention or a name: of that name, who opened the newest ticket that the actor may see.
    pub async fn opener_called(&self, at: Place, actor: &Actor, text: &str) -> Outcome<Option<UserId>> {
        let text = text.trim();
        let id = text.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
        if let Ok(user) = id.parse() {
            return Ok(Some(user));
        }
        let name = text.trim_start_matches('@').to_lowercase();
        let found = self.tickets_found(at, actor, (&name, &Wanted::default()), None).await?;
        Ok(found.into_iter().find(|ticket| ticket.opener_name.to_lowercase() == name).map(|ticket| ticket.opener))
    }
}
