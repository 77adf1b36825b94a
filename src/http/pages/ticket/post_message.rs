//! Answering in a ticket: what is written here, the bot posts there.

use axum::response::Response;
use serde::Deserialize;
use tickit_commands::tag_in_ticket;
use tickit_domain::error::Outcome;

use super::draft::Draft;
use super::on_ticket::OnTicket;
use super::view;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// An answer that is posted, or that a tag is to stand in first.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct ReplyIn {
    #[serde(default)]
    once: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    tag: String,
    /// There where a tag is to be inserted.
    insert: Option<String>,
}

/// Posts an answer; where a tag is to be inserted, shows the answer with it instead.
pub(in crate::http::pages) async fn reply(on: OnTicket, Sent(form): Sent<ReplyIn>) -> Result<Response, Instead> {
    if form.insert.is_some() {
        let text = form.with_tag(&on).await.map_err(|error| on.instead(error))?;
        return view::page_with(&on, None, Draft::of("reply", text)).await;
    }
    let text = form.text.replace("\r\n", "\n");
    let done = on.desk.post_message(on.at, &on.saying(&form.once, &text), on.id, &text).await;
    if done.is_ok() {
        on.visitor.state.0.known.lookers.has_answered((on.at, on.id), &on.actor.who);
    }
    on.back(done, Draft::of("reply", text)).await
}

impl ReplyIn {
    /// What was written, with the tag's text behind it.
    async fn with_tag(&self, on: &OnTicket) -> Outcome<String> {
        let ticket = on.desk.show_ticket(on.at, &on.actor, on.id).await?;
        let tags = on.desk.list_tags(on.at, &on.actor).await?;
        let found = tags.iter().find(|tag| tag.name == self.tag);
        let said = found.map(|tag| tag_in_ticket(tag, &on.actor.who, &ticket)).unwrap_or_default();
        let written = self.text.replace("\r\n", "\n");
        Ok(if written.trim().is_empty() { said } else { format!("{}\n{said}", written.trim_end()) })
    }
}
