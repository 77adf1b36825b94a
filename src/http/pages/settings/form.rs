//! Forms of settings: what is asked, and what is in it already. A form that was refused is shown again with what was entered.

use std::borrow::Cow;

use super::entered::Entered;
use crate::http::pages::choice::Choice;

/// A form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// What it is known by among those of its page.
    pub(super) name: &'static str,
    /// Where it goes.
    pub(super) action: String,
    /// What is above it; may be empty.
    pub(super) title: String,
    /// What is said about it; may be empty.
    pub(super) about: String,
    pub(super) fields: Vec<Field>,
    /// What its button says.
    pub(super) submit: String,
    /// What it sends besides.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// Why it was refused.
    pub(super) refused: Option<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: Cow<'static, str>,
    pub(super) label: String,
    /// What helps to fill it in; may be empty.
    pub(super) hint: String,
    /// What is saved by now, where somebody else saved something.
    pub(super) saved: Option<String>,
    pub(super) input: Input,
}

/// How a field is filled in, and with what it is.
#[derive(Debug, Clone)]
pub(super) enum Input {
    /// A line.
    Line { value: String, most: usize },
    /// A number.
    Number { value: String, most: u32 },
    /// Several lines.
    Lines { value: String, most: usize },
    /// One of several.
    One(Vec<Choice>),
    /// Any of several.
    Any(Vec<Choice>),
    /// Yes or no.
    Box(bool),
}

impl Form {
    /// One of these fields, which goes to this address.
    pub(super) fn new(name: &'static str, action: String, submit: String, fields: Vec<Field>) -> Self {
        let (title, about) = (String::new(), String::new());
        Self { name, action, title, about, fields, submit, hidden: Vec::new(), refused: None }
    }

    /// The same with what is above it.
    pub(super) fn titled(self, title: String, about: String) -> Self {
        Self { title, about, ..self }
    }

    /// The same, which sends this besides.
    pub(super) fn sending(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// The same with what somebody entered, and why it was refused. Where somebody else was faster, each field says what is
    /// saved by now if that is something else.
    pub(super) fn refused(mut self, entered: &Entered, why: String, was_changed: bool) -> Self {
        self.refused = Some(why);
        for field in &mut self.fields {
            let saved = field.input.shown();
            field.input.fill(&field.name, entered);
            field.saved = Some(saved).filter(|saved| was_changed && *saved != field.input.shown());
        }
        self
    }
}

impl Field {
    pub(super) fn new(name: impl Into<Cow<'static, str>>, label: String, input: Input) -> Self {
        Self { name: name.into(), label, hint: String::new(), saved: None, input }
    }

    /// The same with what helps to fill it in.
    pub(super) fn hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// A line of text.
    pub(super) fn line(name: &'static str, label: String, value: impl Into<String>, most: usize) -> Self {
        Self::new(name, label, Input::Line { value: value.into(), most })
    }

    /// A text of several lines.
    pub(super) fn lines(name: &'static str, label: String, value: impl Into<String>, most: usize) -> Self {
        Self::new(name, label, Input::Lines { value: value.into(), most })
    }

    /// A number that may be left out.
    pub(super) fn number(name: &'static str, label: String, value: Option<u32>, most: u32) -> Self {
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        Self::new(name, label, Input::Number { value, most })
    }
}

impl Input {
    fn fill(&mut self, name: &str, entered: &Entered) {
        match self {
            Self::Line { value, .. } | Self::Number { value, .. } | Self::Lines { value, .. } => {
                *value = entered.text(name);
            }
            Self::One(choices) => choose(choices, &[&entered.text(name)]),
            Self::Any(choices) => choose(choices, &entered.all(name)),
            Self::Box(is_on) => *is_on = entered.is_on(name),
        }
    }

    /// What it holds, as people read it.
    fn shown(&self) -> String {
        match self {
            Self::Line { value, .. } | Self::Number { value, .. } | Self::Lines { value, .. } => value.clone(),
            Self::One(choices) | Self::Any(choices) => {
                let chosen = choices.iter().filter(|choice| choice.is_chosen).map(|choice| choice.text.as_str());
                chosen.collect::<Vec<_>>().join(", ")
            }
            Self::Box(is_on) => (if *is_on { "✓" } else { "–" }).to_owned(),
        }
    }
}

fn choose(choices: &mut [Choice], chosen: &[&str]) {
    for choice in choices {
        choice.is_chosen = chosen.contains(&choice.value.as_str());
    }
}
