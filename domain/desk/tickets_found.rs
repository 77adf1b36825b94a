//! The tickets in which a text is found: by words anywhere in them, and the newest also by a part of what they are called.

use std::cmp::Reverse;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::store::search::Searched;
use crate::store::ticket_pages::Wanted;
use crate::ticket::Ticket;

/// Where words are looked for, and what whoever finds them there has to be allowed.
const SEARCHED: [(Searched, Permission); 3] = [
    (Searched::Tickets, Permission::ViewTicket),
    (Searched::Messages, Permission::ViewTicket),
    (Searched::Notes, Permission::NoteTicket),
];

impl Desk {
    /// Those that the actor may see and that have all words of a text, or, of the newest, the text as it is; letters' case
    /// aside, newest first.
    pub(super) async fn tickets_found(&self, at: Place, actor: &Actor, text: &str) -> Outcome<Vec<Ticket>> {
        let text = text.trim().to_lowercase();
        let mut found = self.tickets_seen(at, actor, &Wanted::default()).await?;
        found.retain(|ticket| ticket.has_text(&text));
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        for (searched, permission) in SEARCHED {
            let tickets = repositories.tickets.with_words(searched, &text).await?;
            found.extend(tickets.into_iter().filter(|ticket| {
                let may = |permission| actor.must(permission, &settings, Some(ticket)).is_ok();
                may(Permission::ViewTicket) && may(permission)
            }));
        }
        found.sort_by_key(|ticket| Reverse(ticket.id));
        found.dedup_by_key(|ticket| ticket.id);
        Ok(found)
    }
}
