//! The form of a question, and what question it makes.

use tickit_domain::form::{MOST_LABEL_CHARACTERS, Pattern, Question, QuestionKind, QuestionOption};

use super::super::entered::Entered;
use super::super::form::{Field, Input};
use super::super::in_settings::InSettings;
use crate::http::pages::choice::Choice;

/// The most characters of a description, a placeholder, a pattern and what is said where an answer does not match it.
const MOST_DESCRIPTION: usize = 100;
const MOST_PLACEHOLDER: usize = 150;
const MOST_PATTERN: usize = 200;

/// The most characters of all options with their descriptions.
const MOST_OPTIONS: usize = 6000;

/// The most characters of a number, and of what stands in an input at first.
const MOST_DIGITS: usize = 14;
const MOST_TEXT: usize = 4000;

/// The question that was entered. What its kind does not take is left out where it stands in no field.
pub(super) fn question(entered: &Entered, known: Option<&Question>) -> Question {
    let kind = entered.named("kind").or(known.map(|known| known.kind)).unwrap_or(QuestionKind::Short);
    let some = |name: &str| Some(entered.text(name)).filter(|text| !text.is_empty());
    let new = Question::new(kind, entered.text("label"));
    Question {
        id: known.map_or(new.id, |known| known.id),
        description: entered.text("description"),
        required: entered.is_on("required"),
        least: entered.text("least").parse().ok(),
        most: entered.text("most").parse().ok(),
        placeholder: entered.text("placeholder"),
        text: entered.text("text"),
        pattern: some("pattern").map(|text| Pattern { text, message: some("pattern_message") }),
        options: entered.text("options").lines().filter_map(option).collect(),
        ..new
    }
}

/// An option as a line: `*` in front of one that is chosen at first, and a description behind `|`.
fn option(line: &str) -> Option<QuestionOption> {
    let line = line.trim();
    let (default, line) = line.strip_prefix('*').map_or((false, line), |rest| (true, rest));
    let (label, description) = line.split_once('|').unwrap_or((line, ""));
    let (label, description) = (label.trim().to_owned(), description.trim().to_owned());
    (!label.is_empty()).then_some(QuestionOption { label, description, default })
}

fn line(option: &QuestionOption) -> String {
    let mark = if option.default { "* " } else { "" };
    let about = if option.description.is_empty() { String::new() } else { format!(" | {}", option.description) };
    format!("{mark}{}{about}", option.label)
}

/// The fields of a question.
pub(super) fn fields(on: &InSettings, question: &Question) -> Vec<Field> {
    let kinds = QuestionKind::ALL.map(|kind| (kind.name(), on.say(&format!("page-question-{}", kind.name()))));
    let kind = Input::One(Choice::among(kinds, question.kind.name()));
    let options = question.options.iter().map(line).collect::<Vec<_>>().join("\n");
    let options = Field::lines("options", on.say("page-form-options"), options, MOST_OPTIONS);
    let mut fields = vec![
        Field::new("kind", on.say("page-form-kind"), kind),
        Field::line("label", on.say("page-form-label"), &question.label, MOST_LABEL_CHARACTERS),
        Field::line("description", on.say("page-form-description"), &question.description, MOST_DESCRIPTION),
        Field::new("required", on.say("page-form-required"), Input::Box(question.required)),
        options.hint(on.say("page-form-options-hint")),
    ];
    fields.extend(of_answers(on, question));
    fields
}

/// What an answer is held to, and what stands in its input at first.
fn of_answers(on: &InSettings, question: &Question) -> [Field; 6] {
    let pattern = question.pattern.as_ref().map(|pattern| pattern.text.clone()).unwrap_or_default();
    let message = question.pattern.as_ref().and_then(|pattern| pattern.message.clone()).unwrap_or_default();
    let number = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let bound = |name, key, value| Field::line(name, on.say(key), number(value), MOST_DIGITS);
    let text = Field::lines("text", on.say("page-form-text"), &question.text, MOST_TEXT);
    [
        bound("least", "page-form-least", question.least).hint(on.say("page-form-bounds-hint")),
        bound("most", "page-form-most", question.most),
        Field::line("placeholder", on.say("page-form-placeholder"), &question.placeholder, MOST_PLACEHOLDER),
        text.hint(on.say("page-form-text-hint")),
        Field::line("pattern", on.say("page-form-pattern"), pattern, MOST_PATTERN),
        Field::line("pattern_message", on.say("page-form-message"), message, MOST_PATTERN),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_the_line_that_it_was() {
        for text in ["Red", "* Red", "Red | as a rose", "* Red | as a rose | or blood"] {
            assert_eq!(option(text).map(|option| line(&option)).as_deref(), Some(text));
        }
        for nothing in ["", "  ", "*", "| about"] {
            assert_eq!(option(nothing), None);
        }
    }
}
