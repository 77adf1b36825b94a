//! What the opener of a closed ticket is asked, and what they said: stars, each a button, and a comment.

use tickit_domain::discord::Place;
use tickit_domain::ticket::{Rating, Stars, Ticket};

use crate::mention::{Mention, moment};
use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::rate::custom_id;
use crate::words::Speech;

/// The message that asks, or, once there are stars, says which and lets them be changed.
pub fn message(at: Place, ticket: &Ticket, speech: Speech<'_>) -> Message {
    let mood = if ticket.rating().is_some() { Colour::Good } else { Colour::Calm };
    let mut embed = Embed::titled(ticket.title(), mood)
        .describing(question(ticket, speech))
        .inline_field(&speech.say("rate-server"), ticket.feedback().map_or("", |request| &request.guild_name));
    if let Some(closing) = &ticket.closing {
        embed = embed
            .inline_field(&speech.say("log-closed-by"), &closing.by.mention())
            .field(&speech.say("log-reason"), &closing.reason);
    }
    let embed = embed.field(&speech.say("rate-yours"), &ticket.rating().map(said).unwrap_or_default());
    Message::embed(embed).buttons(&buttons(at, ticket, speech))
}

/// What is asked, and until when it can be answered.
pub fn question(ticket: &Ticket, speech: Speech<'_>) -> String {
    let key = if ticket.rating().is_some() { "rate-given" } else { "rate-asked" };
    let until = ticket.feedback().map(|request| moment(request.until)).unwrap_or_default();
    speech.fill(key, &[("until", until.into())])
}

/// A rating as it is read: the stars, and the comment below.
pub fn said(rating: &Rating) -> String {
    let (given, most) = (rating.stars.get(), Stars::MOST);
    format!("{} {given}/{most}\n{}", "⭐".repeat(given.into()), rating.comment).trim_end().to_owned()
}

/// A button a number of stars, five a row; below them, once there are some, the one that
/// asks for a comment.
pub fn buttons(at: Place, ticket: &Ticket, speech: Speech<'_>) -> Vec<Button> {
    let rating = ticket.rating();
    let given = rating.map(|rating| rating.stars);
    let star = |stars: Stars| Button {
        label: stars.get().to_string(),
        custom_id: custom_id(at, ticket).about(stars.get()).to_string(),
        style: if given == Some(stars) { ButtonStyle::Success } else { ButtonStyle::Secondary },
        emoji: Some("⭐".into()),
    };
    let comment = rating.map(|rating| Button {
        label: speech.say(if rating.comment.is_empty() { "rate-button" } else { "rate-change" }),
        custom_id: custom_id(at, ticket).to_string(),
        style: ButtonStyle::Secondary,
        emoji: Some("💬".into()),
    });
    Stars::all().map(star).chain(comment).collect()
}
