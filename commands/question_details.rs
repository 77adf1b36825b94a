//! The form in which admins write what a question says and takes, of each kind what it has, and how it is read.

use std::str::FromStr;

use serde_json::json;
use tickit_domain::error::Refusal;
use tickit_domain::form::{Pattern, Question, QuestionKind, QuestionOption};

use crate::limits::{self, cut};
use crate::reply::{Control, Input, Modal};
use crate::submission::Submission;
use crate::words::Speech;

/// What is chosen of a question in the command, and goes along in the form's custom id: `1,0,25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Whether it must be answered.
    pub required: bool,
    /// The least of an answer.
    pub least: Option<i64>,
    /// The most of an answer.
    pub most: Option<i64>,
}

impl Bounds {
    /// Those of a question but for what is chosen; 0 takes a bound back that counts something.
    pub fn but(question: &Question, required: Option<bool>, least: Option<i64>, most: Option<i64>) -> Self {
        let takes_back = |bound: &i64| *bound == 0 && question.kind != QuestionKind::Number;
        let chosen =
            |chosen: Option<i64>, now| chosen.map_or(now, |bound| Some(bound).filter(|bound| !takes_back(bound)));
        Self {
            required: required.unwrap_or(question.required),
            least: chosen(least, question.least),
            most: chosen(most, question.most),
        }
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bound = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        write!(f, "{},{},{}", u8::from(self.required), bound(self.least), bound(self.most))
    }
}

impl FromStr for Bounds {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let bound = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Refusal::StaleControl),
        };
        match text.split(',').collect::<Vec<_>>()[..] {
            [required @ ("0" | "1"), least, most] => {
                Ok(Self { required: required == "1", least: bound(least)?, most: bound(most)? })
            }
            _ => Err(Refusal::StaleControl),
        }
    }
}

/// The form for a question, as it is.
pub(crate) fn modal(custom_id: String, question: &Question, speech: Speech<'_>) -> Modal {
    let title = speech.fill("question-title", &[("label", question.label.as_str().into())]);
    Modal { custom_id, title, inputs: inputs(question, speech) }
}

/// What came back, as a question of this kind.
pub(crate) fn read(kind: QuestionKind, bounds: Bounds, submission: &Submission) -> Question {
    let text = |id: &str| submission.text(id).trim().to_owned();
    let pattern = text("pattern");
    let (first, message) = pattern.split_once('\n').unwrap_or((&pattern, ""));
    let message = Some(message.trim().to_owned()).filter(|message| !message.is_empty());
    let ticked = if submission.is_ticked("ticked") { "yes" } else { "" };
    Question {
        description: text("description"),
        required: bounds.required,
        least: bounds.least,
        most: bounds.most,
        placeholder: text("placeholder"),
        text: if kind == QuestionKind::Checkbox { ticked.to_owned() } else { text("text") },
        pattern: Some(Pattern { text: first.trim().to_owned(), message }).filter(|pattern| !pattern.text.is_empty()),
        options: submission.text("options").lines().filter_map(option).collect(),
        ..Question::new(kind, text("label"))
    }
}

fn inputs(question: &Question, speech: Speech<'_>) -> Vec<Input> {
    let takes = question.kind.takes();
    let label = |key: &str| speech.say(key);
    let mut inputs = vec![line("label", label("question-label"), &question.label, true, limits::INPUT_LABEL)];
    if question.asks() {
        let description = label("question-description");
        inputs.push(line("description", description, &question.description, false, limits::INPUT_DESCRIPTION));
    }
    if takes.options.is_some() {
        let (options, about) = (label("question-options"), label("question-options-about"));
        inputs.push(lines("options", options, about, &written(&question.options), true, limits::INPUT_TEXT));
    }
    if takes.placeholder > 0 {
        let placeholder = label("question-placeholder");
        inputs.push(line("placeholder", placeholder, &question.placeholder, false, takes.placeholder));
    }
    inputs.extend(text(question, speech));
    if takes.pattern {
        let pattern = question.pattern.as_ref().map(in_lines).unwrap_or_default();
        let (label, about) = (label("question-pattern"), label("question-pattern-about"));
        inputs.push(lines("pattern", label, about, &pattern, false, limits::INPUT_PATTERN));
    }
    inputs
}

/// What it holds at first, or says.
fn text(question: &Question, speech: Speech<'_>) -> Option<Input> {
    let most = question.kind.takes().text;
    let (key, required) = if question.asks() { ("question-default", false) } else { ("question-text", true) };
    match question.kind {
        QuestionKind::Checkbox => {
            let component = json!({ "type": 23, "default": !question.text.is_empty() });
            let control = Control::Component(String::new(), component);
            Some(Input { custom_id: "ticked".into(), label: speech.say("question-ticked"), control })
        }
        QuestionKind::Paragraph | QuestionKind::Display => {
            Some(lines("text", speech.say(key), String::new(), &question.text, required, most))
        }
        _ if most > 0 => Some(line("text", speech.say(key), &question.text, required, most)),
        _ => None,
    }
}

fn line(id: &str, label: String, value: &str, required: bool, most: usize) -> Input {
    written_in(id, label, String::new(), (1, value, required, most))
}

fn lines(id: &str, label: String, about: String, value: &str, required: bool, most: usize) -> Input {
    written_in(id, label, about, (2, value, required, most))
}

/// A text input of a style: one line (1) or several (2).
fn written_in(id: &str, label: String, about: String, of: (u8, &str, bool, usize)) -> Input {
    let (style, value, required, most) = of;
    let mut component = json!({ "type": 4, "style": style, "required": required, "max_length": most });
    if !value.is_empty() {
        component["value"] = cut(value, most).into();
    }
    Input { custom_id: id.into(), label, control: Control::Component(about, component) }
}

/// One option a line: a `*` at the start of those that are chosen at first, and `|` before the description.
fn written(options: &[QuestionOption]) -> String {
    let line = |option: &QuestionOption| {
        let default = if option.default { "* " } else { "" };
        let between = if option.description.is_empty() { "" } else { " | " };
        format!("{default}{}{between}{}", option.label, option.description)
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn option(line: &str) -> Option<QuestionOption> {
    let line = line.trim();
    let (default, line) = line.strip_prefix('*').map_or((false, line), |rest| (true, rest));
    let (label, description) = line.split_once('|').unwrap_or((line, ""));
    let option = QuestionOption { label: label.trim().to_owned(), description: description.trim().to_owned(), default };
    (!line.trim().is_empty()).then_some(option)
}

fn in_lines(pattern: &Pattern) -> String {
    let message = pattern.message.as_ref().map(|message| format!("\n{message}")).unwrap_or_default();
    format!("{}{message}", pattern.text)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::reply::Reply;
    use crate::words::Words;

    /// What a client sends of a modal in which nothing was changed.
    fn sent_unchanged(modal: &Modal) -> Submission {
        let body = Reply::Ask(modal.clone()).to_json();
        let mut components = body["data"]["components"].clone();
        for label in components.as_array_mut().unwrap() {
            let component = &mut label["component"];
            let value = if component["type"] == 23 { &component["default"] } else { &component["value"] };
            component["value"] = if value.is_null() { Value::from("") } else { value.clone() };
        }
        Submission::from_data(&json!({ "components": components }))
    }

    #[test]
    fn each_kind_of_question_comes_back_as_it_was_shown() {
        let words = Words::load().unwrap();
        let pattern = Some(Pattern { text: "[0-9]+".into(), message: Some("Digits, please.".into()) });
        for kind in QuestionKind::ALL {
            let takes = kind.takes();
            let option = |label: &str, description: &str, default| QuestionOption {
                label: label.into(),
                description: description.into(),
                default,
            };
            let options = vec![option("Red", "like blood", true), option("Green", "", false)];
            let question = Question {
                description: if kind == QuestionKind::Display { String::new() } else { "below".into() },
                least: takes.bounds.map(|_| 1),
                most: takes.bounds.map(|_| 2),
                placeholder: if takes.placeholder > 0 { "like this".into() } else { String::new() },
                text: if takes.text > 0 { "yes".into() } else { String::new() },
                pattern: pattern.clone().filter(|_| takes.pattern),
                options: options.into_iter().filter(|_| takes.options.is_some()).collect(),
                ..Question::new(kind, "Label")
            };
            let modal = modal("tickit:2:edit_question:1".into(), &question, words.speak("en-US"));
            assert!((1..=5).contains(&modal.inputs.len()), "{kind:?} has {} inputs", modal.inputs.len());
            let bounds: Bounds = Bounds::but(&question, None, None, None).to_string().parse().unwrap();
            assert_eq!(read(kind, bounds, &sent_unchanged(&modal)), question);
        }
    }

    #[test]
    fn forged_bounds_are_stale() {
        for forged in ["", "1", "1,2", "2,,", "1,x,", "1,,,", "1,,99999999999999999999"] {
            assert_eq!(forged.parse::<Bounds>(), Err(Refusal::StaleControl), "{forged}");
        }
        let bounds = Bounds { required: true, least: Some(-5), most: None };
        assert_eq!(bounds.to_string().parse(), Ok(bounds));
        for (kind, least) in [(QuestionKind::Short, None), (QuestionKind::Number, Some(0))] {
            let changed = Bounds::but(&Question::new(kind, "x"), Some(false), Some(0), Some(7));
            assert_eq!(changed, Bounds { required: false, least, most: Some(7) });
        }
    }
}
