//! The tickets in which a text is found: by words anywhere in them, and the newest also by a part of what they are called.

use std::cmp::Reverse;

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::search::Searched;
use crate::store::ticket_pages::Wanted;
use crate::ticket::Ticket;

/// So many of the newest are looked into for a part of a word.
const LOOKED_INTO: usize = 200;

/// Where words are looked for, and what whoever finds them there has to be allowed.
const SEARCHED: [(Searched, Permission); 3] = [
    (Searched::Tickets, Permission::ViewTicket),
    (Searched::Messages, Permission::ViewTicket),
    (Searched::Notes, Permission::NoteTicket),
];

impl Desk {
    /// Those that are wanted, come after a place in their list, and that the actor may see: the newest that have all words of a
    /// text, letters' case aside, and of the newest of all those that have the text as it is; newest first.
    pub(super) async fn tickets_found(
        &self,
        at: Place,
        actor: &Actor,
        (text, wanted): (&str, &Wanted),
        after: Option<&Cursor>,
    ) -> Outcome<Vec<Ticket>> {
        let text = text.trim().to_lowercase();
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let may = |permission, ticket: &Ticket| actor.must(permission, &settings, Some(ticket)).is_ok();
        let mut found = tickets.page(wanted, LOOKED_INTO, after.cloned()).await?.tickets;
        found.retain(|ticket| ticket.has_text(&text));
        for (searched, permission) in SEARCHED {
            let with_words = tickets.with_words(searched, &text, wanted, after).await?;
            found.extend(with_words.into_iter().filter(|ticket| may(permission, ticket)));
        }
        found.retain(|ticket| wanted.takes(ticket) && may(Permission::ViewTicket, ticket));
        found.sort_by_key(|ticket| Reverse((ticket.opened_at, ticket.id)));
        found.dedup_by_key(|ticket| ticket.id);
        Ok(found)
    }
}
