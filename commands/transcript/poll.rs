//! Polls with their votes, and what became of them
//! (<https://docs.discord.com/developers/resources/poll#poll-object>).

use serde_json::Value;

use super::cards::emoji;
use super::pieces::{Card, Line, inner, is_set, items, joined, number, string};
use crate::words::Speech;

/// A poll, with the votes as they were when it was kept.
pub fn card(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let poll = raw.get("poll").filter(|poll| poll.is_object())?;
    let results = poll.get("results").unwrap_or(&Value::Null);
    let votes = |answer: &Value| {
        let of_answer = |count: &&Value| count.get("id").is_some() && count.get("id") == answer.get("answer_id");
        items(results, "answer_counts").find(of_answer).map_or(0, |count| number(count, "count"))
    };
    let mut lines = vec![Line::named(inner(poll, "question", "text"), "")];
    let mut all = 0;
    for answer in items(poll, "answers") {
        let media = answer.get("poll_media").unwrap_or(&Value::Null);
        let emoji = media.get("emoji").map(emoji).unwrap_or_default();
        let votes = votes(answer);
        all += votes;
        lines.push(Line::text(format!("{}: {votes}", joined([emoji, string(media, "text")]))));
    }
    let several = is_set(poll, "allow_multiselect").then(|| speech.say("transcript-poll-several"));
    let over = is_set(results, "is_finalized").then(|| speech.say("transcript-poll-ended"));
    let votes = speech.fill("transcript-poll-votes", &[("votes", all.into())]);
    let about = [Some(votes), several, over].into_iter().flatten().collect::<Vec<_>>();
    lines.push(Line::text(about.join(" · ")));
    Some(Card { label: speech.say("transcript-poll"), lines, ..Card::default() })
}

/// What an embed says of a poll that has ended: its fields are for Discord's client and no texts
/// (<https://docs.discord.com/developers/resources/message#embed-fields-by-embed-type-poll-result-embed-fields>).
pub fn result(embed: &Value, speech: Speech<'_>) -> Option<Card> {
    if string(embed, "type") != "poll_result" {
        return None;
    }
    let field = |name: &str| items(embed, "fields").find(|field| string(field, "name") == name);
    let value = |name: &str| field(name).map(|field| string(field, "value")).unwrap_or_default();
    let mut lines = vec![Line::named(value("poll_question_text"), "")];
    let winner = joined([value("victor_answer_emoji_name"), value("victor_answer_text")]);
    if !winner.is_empty() {
        lines.push(Line::text(format!("{winner}: {}", value("victor_answer_votes"))));
    }
    let votes = value("total_votes").parse().unwrap_or(0_u64);
    lines.push(Line::text(speech.fill("transcript-poll-votes", &[("votes", votes.into())])));
    lines.retain(|line| !line.is_empty());
    Some(Card { label: speech.say("transcript-poll"), lines, ..Card::default() })
}
