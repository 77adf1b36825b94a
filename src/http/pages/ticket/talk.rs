//! The conversation on a ticket's page.

use askama::filters::Safe;
use tickit_commands::transcript::conversation;
use tickit_domain::error::Outcome;
use tickit_domain::ids::MessageId;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Excerpt, Outline, Pictures};

use super::on_ticket::OnTicket;

/// What was said, as the page shows it.
pub(super) struct Talk {
    /// The messages, as items of a list; empty where there are none.
    pub(super) html: Safe<String>,
    /// Where what was said before them is.
    pub(super) earlier: Option<String>,
    /// Whether more was said after them.
    pub(super) is_earlier: bool,
    pub(super) is_empty: bool,
}

impl Talk {
    /// The end of the conversation, or what stands before a message.
    pub(super) async fn of(on: &OnTicket, ticket: &Ticket, before: Option<MessageId>) -> Outcome<Self> {
        let mut said = on.desk.show_conversation(on.at, &on.actor, on.id, before).await?;
        if said.messages.iter().any(tickit_domain::transcript::TicketMessage::names_guild_parts) {
            said.names.guild = (*on.guild_names().await).clone();
        }
        let (mut outline, pictures) = (Outline::default(), Pictures::default());
        for message in &said.messages {
            outline.learn_from(message);
        }
        let (messages, names, attachments) = (said.messages.as_slice(), &said.names, &said.attachments);
        let excerpt = Excerpt { messages, names, outline: &outline, attachments, pictures: &pictures };
        let (address, reader) = (on.address(), &on.visitor.reader);
        let html = conversation(ticket, &excerpt, &format!("{address}/files"), reader.words().speak(reader.locale()));
        Ok(Self {
            html: Safe(html),
            earlier: said.earlier.map(|before| format!("{address}?before={before}")),
            is_earlier: before.is_some(),
            is_empty: said.messages.is_empty(),
        })
    }
}
