//! A transcript for programs: the ticket, and all its messages, a page of them at a time.

use axum::body::Bytes;
use serde::Serialize;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::MessageId;

use super::messages::MessageOut;
use super::ticket_out::TicketOut;
use super::transcript::Reading;

/// A transcript that is read page by page, so that none is in memory as a whole.
#[derive(Debug)]
pub(super) struct JsonTranscript {
    of: Reading,
    /// What was read and is not told yet.
    read: Option<String>,
    /// Behind which message the next page begins; none at the end.
    after: Option<MessageId>,
}

impl JsonTranscript {
    /// Begins to read the transcript of a ticket, as it is now.
    pub(super) async fn begin(of: Reading) -> Outcome<Self> {
        let ticket = of.desk.show_ticket(of.at, &of.actor, of.id).await?;
        let seen = of.desk.seen(of.at, &of.actor, vec![ticket]).await?.into_iter().next();
        let begins = format!("{{\"ticket\":{},\"messages\":[", json(&seen.map(TicketOut::from))?);
        let (messages, after) = page(&of, None).await?;
        Ok(Self { of, read: Some(begins + &messages), after })
    }

    /// The next part, and how to go on.
    pub(super) async fn part(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if let (None, Some(after)) = (&self.read, self.after) {
            let read = page(&self.of, Some(after)).await;
            let (messages, after) = read.inspect_err(|error| tracing::error!(%error, "a transcript breaks off"))?;
            (self.read, self.after) = (Some(messages), after);
        }
        Ok(self.read.take().map(|text| (Bytes::from(text), self)))
    }
}

/// The messages behind one, or the first, and behind which the next page begins.
async fn page(of: &Reading, after: Option<MessageId>) -> Outcome<(String, Option<MessageId>)> {
    let page = of.desk.read_messages(of.at, &of.actor, of.id, after).await?;
    let next = page.messages.last().map(|message| message.id).filter(|_| page.more);
    let messages = page.messages.into_iter().map(|message| json(&MessageOut::from(message)));
    let messages = messages.collect::<Result<Vec<_>, _>>()?.join(",");
    let before = if after.is_some() && !messages.is_empty() { "," } else { "" };
    let behind = if next.is_none() { "]}" } else { "" };
    Ok((format!("{before}{messages}{behind}"), next))
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Failed(error.into()))
}
