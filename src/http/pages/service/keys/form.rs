//! The form by which a key is made.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tickit_domain::api_key::{KeyPermission, LONGEST_NAME};

use super::super::operator::Operator;
use super::{RIGHTS, bots};
use crate::http::api::keys::{MOST_DAYS, checked};
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section};
use crate::http::ports::NewKey;
use crate::http::problem::Problem;

/// What it sends: fields by their names, of which boxes are there where they are checked.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(in crate::http::pages) struct KeyIn(BTreeMap<String, String>);

/// The form as it is shown.
pub(super) struct KeyForm {
    /// What makes it known where it is sent twice.
    pub(super) once: String,
    pub(super) name: String,
    pub(super) longest_name: usize,
    pub(super) bots: Vec<Choice>,
    pub(super) rights: Vec<Choice>,
    pub(super) days: String,
    pub(super) most_days: u32,
    /// Why no key was made.
    pub(super) refusal: Option<String>,
}

impl KeyIn {
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map(|value| value.trim()).unwrap_or_default()
    }

    fn rights(&self) -> BTreeSet<KeyPermission> {
        RIGHTS.into_iter().filter(|(_, name)| self.0.contains_key(*name)).map(|(right, _)| right).collect()
    }

    /// The key that is asked for.
    pub(super) fn key(&self) -> Result<NewKey, Problem> {
        let bot = Some(self.text("bot")).filter(|bot| !bot.is_empty()).map(str::parse).transpose();
        let bot = bot.map_err(|_| Problem::invalid_body("This is no bot's id.").in_field("bot"))?;
        let days = Some(self.text("days")).filter(|days| !days.is_empty()).map(str::parse).transpose();
        let days = days.map_err(|_| Problem::invalid_body("This is no number of days.").in_field("days"))?;
        checked(self.text("name"), bot, self.rights(), days)
    }
}

impl KeyForm {
    /// With what a bot's program needs chosen.
    pub(super) fn empty(operator: &Operator) -> Self {
        Self::with(operator, &KeyIn::default(), &KeyPermission::HOST.into())
    }

    /// As somebody sent it.
    pub(super) fn again(operator: &Operator, sent: &KeyIn, refusal: String) -> Self {
        Self { refusal: Some(refusal), ..Self::with(operator, sent, &sent.rights()) }
    }

    fn with(operator: &Operator, sent: &KeyIn, rights: &BTreeSet<KeyPermission>) -> Self {
        let frame = operator.frame(Section::Keys);
        let right = |(right, name): (KeyPermission, &str)| Choice {
            value: name.to_owned(),
            text: frame.say(&format!("page-keys-right-{name}")),
            is_chosen: rights.contains(&right),
        };
        let known = bots(operator).into_iter().map(|(bot, name)| (bot.to_string(), name));
        let all = std::iter::once((String::new(), frame.say("page-keys-invitation"))).chain(known);
        Self {
            once: operator.once(),
            name: sent.text("name").to_owned(),
            longest_name: LONGEST_NAME,
            bots: Choice::among(all, sent.text("bot")),
            rights: RIGHTS.map(right).into(),
            days: sent.text("days").to_owned(),
            most_days: MOST_DAYS,
            refusal: None,
        }
    }
}

/// Why no key was made, in the reader's language; none where that is not theirs to mend in the form.
pub(super) fn explained(frame: &Frame, problem: &Problem) -> Option<String> {
    let key = match problem.field.as_deref()? {
        "name" => "page-keys-refused-name",
        "bot" => "page-keys-refused-bot",
        "may" => "page-keys-refused-rights",
        "days" => "page-keys-refused-days",
        _ => return None,
    };
    Some(frame.say(key))
}
