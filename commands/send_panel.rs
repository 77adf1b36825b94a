//! `/panel send`: publishes a message with a button for each ticket type.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::ChannelId;
use tickit_domain::panel::NewPanel;

use crate::Action;
use crate::context::{Context, Visit};
use crate::reply::Reply;

pub(crate) const ACTION: Action =
    Action { word: "send_panel", parent: Some("panel"), slash: Some(send_panel), press: None, submit: None };

#[poise::command(slash_command, guild_only, rename = "send")]
async fn send_panel(
    ctx: Context<'_>,
    #[max_length = 256] title: Option<String>,
    #[max_length = 2000] text: Option<String>,
    #[channel_types("Text", "News")] channel: Option<serenity::all::PartialChannel>,
) -> Result<(), Error> {
    let visit = ctx.data();
    let channel = channel.map_or(visit.channel, |channel| ChannelId::new(channel.id.get()));
    visit.answer(send(visit, channel, title, text).await);
    Ok(())
}

async fn send(visit: &Visit, channel: ChannelId, title: Option<String>, text: Option<String>) -> Outcome<Reply> {
    let speech = visit.speech();
    let title = title.unwrap_or_else(|| speech.say("panel-title"));
    let text = text.unwrap_or_else(|| speech.say("panel-text"));
    let wanted = NewPanel { channel, title, text };
    visit.desk.send_panel(visit.at, &visit.actor, wanted, Some(visit.reply_to.clone())).await?;
    Ok(Reply::Later)
}
