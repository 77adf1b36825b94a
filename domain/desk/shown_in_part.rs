//! The tickets of a guild that Discord shows in part, for whoever looks at the databases and changes nothing.

use std::sync::Arc;

use super::open_guild;
use crate::error::Outcome;
use crate::ids::GuildId;
use crate::store::Stores;
use crate::store::document::WriteTokens;
use crate::store::settings::SettingsOf;
use crate::store::tickets;
use crate::ticket::Ticket;

/// The open tickets of a guild that Discord refuses to show something of, newest first; at most 1,000 a bot.
pub async fn shown_in_part(
    stores: &dyn Stores,
    write_tokens: &Arc<WriteTokens>,
    guild: GuildId,
) -> Outcome<Vec<Ticket>> {
    let documents = open_guild(stores, write_tokens, guild).await?;
    let mut found = Vec::new();
    for bot in SettingsOf::bots(&documents).await? {
        found.extend(tickets::troubled(&documents, bot).await?.into_iter().map(|ticket| ticket.value));
    }
    Ok(found)
}
