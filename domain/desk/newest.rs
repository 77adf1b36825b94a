//! The newest of what happened and was said in a guild: by comparing it with what was the newest before, a process notices
//! what another one did there.

use std::collections::{BTreeMap, BTreeSet};

use super::Desk;
use crate::error::Outcome;
use crate::event::{Event, EventKind};
use crate::ids::{GuildId, TicketId};
use crate::store::events::Events;
use crate::store::messages::{Messages, NewestMessage};

/// So many events are compared, and so many messages.
const EVENTS: usize = 20;
const MESSAGES: usize = 30;

/// The newest of what happened and was said in a guild.
#[derive(Debug, Clone, Default)]
pub struct Newest {
    /// By the id of its record.
    events: BTreeMap<String, GuildNews>,
    messages: BTreeMap<String, NewestMessage>,
}

/// Something that happened: to a ticket where it was one, and of which kind where more than something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GuildNews {
    /// The ticket.
    pub ticket: Option<TicketId>,
    /// What happened.
    pub kind: Option<EventKind>,
}

impl Desk {
    /// The newest there are, in two calls of the store's.
    pub async fn newest(&self, guild: GuildId) -> Outcome<Newest> {
        let documents = self.documents(guild).await?;
        let events = Events::new(documents.clone()).newest(EVENTS).await?;
        let messages = Messages::new(documents).newest(MESSAGES, &self.write_tokens).await?;
        let events = events.iter().map(|event| (event.id(), GuildNews::of(event)));
        let messages = messages.into_iter().map(|message| (message.id.clone(), message));
        Ok(Newest { events: events.collect(), messages: messages.collect() })
    }
}

impl GuildNews {
    fn of(event: &Event) -> Self {
        Self { ticket: event.ticket(), kind: Some(event.kind) }
    }
}

impl Newest {
    /// What others did since: events that were not there and that this process does not know of, and messages that another
    /// one kept, or changed. Each once.
    pub fn since(&self, before: &Self, is_known: impl Fn(&str) -> bool) -> BTreeSet<GuildNews> {
        let is_new = |id: &String| !before.events.contains_key(id) && !is_known(id);
        let happened = self.events.iter().filter(|(id, _)| is_new(id)).map(|(_, news)| *news);
        let changed =
            |message: &NewestMessage| before.messages.get(&message.id).is_none_or(|was| was.rev != message.rev);
        let said = self.messages.values().filter(|message| !message.is_own && changed(message));
        happened.chain(said.map(|message| GuildNews { ticket: Some(message.ticket), kind: None })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, ticket: u32) -> (String, GuildNews) {
        (id.to_owned(), GuildNews { ticket: Some(TicketId::new(ticket)), kind: Some(EventKind::Claimed) })
    }

    fn message(id: &str, rev: u64, is_own: bool) -> (String, NewestMessage) {
        (id.to_owned(), NewestMessage { id: id.to_owned(), ticket: TicketId::new(7), rev, is_own })
    }

    #[test]
    fn what_others_did_is_told_once_and_not_what_is_known_or_was_there() {
        let before = Newest {
            events: [event("event:a", 1), event("event:b", 2)].into(),
            messages: [message("message:a", 3, false), message("message:b", 3, true)].into(),
        };
        let now = Newest {
            events: [event("event:b", 2), event("event:c", 3), event("event:d", 3), event("event:own", 4)].into(),
            messages: [message("message:a", 3, false), message("message:b", 4, true), message("message:c", 1, true)]
                .into(),
        };
        let told = now.since(&before, |id| id == "event:own");
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [event("", 3).1]);
        assert!(now.since(&now, |_| false).is_empty());
        let edited = Newest { messages: [message("message:a", 4, false)].into(), ..Newest::default() };
        let told = edited.since(&now, |_| false);
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [GuildNews { ticket: Some(TicketId::new(7)), kind: None }]);
    }
}
