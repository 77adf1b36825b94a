//! The answers to a form in the first message of a ticket: as fields, as far as those take them, and in full as a file
//! where they take less.

use std::fmt::Display;

use tickit_domain::discord::OutgoingFile;
use tickit_domain::form::{Answer, AnswerValue, AnsweredFile, Picked};

use crate::limits::{self, cut};
use crate::message::Embed;

/// The most answers that are shown as fields; what else is said of a ticket has fields beside them.
const FIELDS: usize = 20;

/// The most characters of these fields together; what else is said of a ticket has room beside them.
const TOGETHER: usize = 2200;

/// With a field for each answer, as far as there is room, of which something else has taken so many characters.
pub(crate) fn with_fields(embed: Embed, answers: &[Answer], taken: usize) -> Embed {
    let add = |embed: Embed, (question, shown): (String, String)| embed.field(&question, &shown);
    fields(answers, taken).0.into_iter().fold(embed, add)
}

/// All answers in full, where the fields show less.
pub(crate) fn file(answers: &[Answer], taken: usize) -> Option<OutgoingFile> {
    if fields(answers, taken).1 {
        return None;
    }
    let whole = answers.iter().map(|answer| format!("{}\n\n{}\n", answer.question, answer.answer));
    let content = whole.collect::<Vec<_>>().join("\n").into_bytes().into();
    Some(OutgoingFile { name: "answers.txt".into(), content_type: "text/plain", content })
}

/// The fields, and whether they show every character of the answers.
fn fields(answers: &[Answer], taken: usize) -> (Vec<(String, String)>, bool) {
    let (mut fields, mut room, mut all) = (Vec::new(), TOGETHER.saturating_sub(taken), true);
    for answer in answers.iter().filter(|answer| !answer.answer.is_empty()) {
        let most = limits::FIELD_VALUE.min(room.saturating_sub(answer.question.chars().count()));
        if fields.len() == FIELDS || most == 0 {
            return (fields, false);
        }
        let (shown, whole) = fitting(&answer.answer, most);
        room -= answer.question.chars().count() + shown.chars().count();
        all &= whole;
        fields.push((answer.question.clone(), shown));
    }
    (fields, all)
}

/// As many of the things that were answered as fit, none of them in part but the only one; and whether those are all.
fn fitting(answer: &AnswerValue, most: usize) -> (String, bool) {
    let things = shown(answer);
    let between = if matches!(answer, AnswerValue::Files(_)) { "\n" } else { ", " };
    let whole = things.join(between);
    if whole.chars().count() <= most {
        return (whole, true);
    }
    if things.len() < 2 {
        return (cut(&whole, most), false);
    }
    let mut fitting = String::new();
    for thing in &things {
        if fitting.chars().count() + between.chars().count() + thing.chars().count() + 1 > most {
            break;
        }
        fitting.extend([thing, between]);
    }
    (format!("{fitting}…"), false)
}

/// What was answered, each thing by itself, as Discord shows it.
fn shown(answer: &AnswerValue) -> Vec<String> {
    fn mentions<Id: Display>(all: &[Picked<Id>], sign: &str) -> Vec<String> {
        all.iter().map(|picked| format!("<{sign}{}>", picked.id)).collect()
    }
    match answer {
        AnswerValue::Users(users) => mentions(users, "@"),
        AnswerValue::Roles(roles) => mentions(roles, "@&"),
        AnswerValue::Channels(channels) => mentions(channels, "#"),
        AnswerValue::Mentionables(all) => mentions(all, "@"),
        AnswerValue::Files(files) => files.iter().map(link).collect(),
        _ => answer.names(),
    }
}

/// A file's name as a link, in which the name can end nothing.
fn link(file: &AnsweredFile) -> String {
    format!("[{}](<{}>) ({})", without_markdown(&file.name), file.url, size(file.bytes))
}

/// A file's name without what means something in Discord's Markdown.
pub(crate) fn without_markdown(name: &str) -> String {
    name.chars().map(|letter| if "[]()<>`*_|~\\\n\r".contains(letter) { '·' } else { letter }).collect()
}

/// A size to be read, by the thousand.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::UserId;

    use super::*;

    fn answer(text: impl Into<AnswerValue>) -> Answer {
        Answer { question: "Why".into(), answer: text.into() }
    }

    #[test]
    fn what_fits_into_fields_needs_no_file() {
        assert!(file(&[], 0).is_none() && file(&[answer(""), answer("x".repeat(1024))], 0).is_none());
        assert!(file(&[answer("x".repeat(1025))], 0).is_some());
        assert!(file(&vec![answer("x".repeat(1000)); 2], 0).is_none());
        assert!(file(&vec![answer("x".repeat(1000)); 2], 1000).is_some(), "a quote takes room");
        assert!(file(&vec![answer("x".repeat(1000)); 5], 0).is_some(), "together they are too long");
        assert!(file(&vec![answer("x"); 21], 0).is_some(), "there are too many");
        let (fields, _) = fields(&vec![answer("é".repeat(4000)); 25], 0);
        let together: usize = fields.iter().map(|(name, value)| name.chars().count() + value.chars().count()).sum();
        assert!((TOGETHER - 100..=TOGETHER).contains(&together), "{together}");
    }

    #[test]
    fn of_things_that_do_not_fit_none_is_shown_in_part() {
        let user = |id: u64| Picked { id: UserId::new(u64::MAX - id), name: String::new() };
        let many = AnswerValue::Users((0..60).map(user).collect());
        let (shown, whole) = fitting(&many, 1024);
        assert!(!whole && shown.ends_with("…") && shown.chars().count() <= 1024, "{shown}");
        assert!(shown.trim_end_matches('…').trim_end_matches(", ").split(", ").all(|one| one.ends_with('>')));
        let named =
            |name: &str| AnsweredFile { name: name.into(), url: "https://cdn.example/a".into(), bytes: 1_234_567 };
        let forged = AnswerValue::Files(vec![named("a](https://evil.example) **b"), named("b")]);
        let (shown, whole) = fitting(&forged, 1024);
        assert!(whole && shown.contains("(<https://cdn.example/a>) (1.2 MB)") && !shown.contains("](https"), "{shown}");
    }
}
