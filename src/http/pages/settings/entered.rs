//! What somebody entered in a form of settings: fields by their names, of which some come several times.

use std::str::FromStr;

use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::ids::{ChannelId, RoleId};
use tickit_domain::settings::{Change, ListChange};

/// The fields of a form, as a browser sends them.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(in crate::http::pages) struct Entered(Vec<(String, String)>);

impl Entered {
    /// What a field says, trimmed, its lines ended as everywhere else; empty where it is not there.
    pub(super) fn text(&self, name: &str) -> String {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.replace("\r\n", "\n").trim().to_owned()).unwrap_or_default()
    }

    /// All that was chosen by fields of a name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether a box is checked.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// After how many changes of the settings the form was made.
    pub(super) fn changes(&self) -> Option<u32> {
        self.text("changes").parse().ok()
    }

    /// A number that may be left out.
    pub(super) fn number(&self, name: &str, most: u32) -> Result<Change<u32>, Refusal> {
        match self.text(name).as_str() {
            "" => Ok(Change::Clear),
            text => text.parse().map(Change::Set).map_err(|_| Refusal::TooHigh { limit: most }),
        }
    }

    /// A channel that may be left out.
    pub(super) fn channel(&self, name: &str) -> Result<Change<ChannelId>, Refusal> {
        match self.text(name).as_str() {
            "" => Ok(Change::Clear),
            text => text.parse().map(Change::Set).map_err(|_| Refusal::NoSuchChannel),
        }
    }

    /// All channels that were chosen.
    pub(super) fn channels(&self, name: &str) -> Result<Vec<ChannelId>, Refusal> {
        self.parsed(name, &Refusal::NoSuchChannel)
    }

    /// All roles that were chosen.
    pub(super) fn roles(&self, name: &str) -> Result<Vec<RoleId>, Refusal> {
        self.parsed(name, &Refusal::NoSuchRole)
    }

    /// One of several that have names; none where nothing was chosen.
    pub(super) fn named<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(serde_json::Value::from(self.text(name))).ok()
    }

    fn parsed<T: FromStr>(&self, name: &str, strange: &Refusal) -> Result<Vec<T>, Refusal> {
        self.all(name).into_iter().map(|text| text.parse().map_err(|_| strange.clone())).collect()
    }
}

/// A field becomes what was entered, unless that is what it is.
pub(super) fn unless_same<T: PartialEq>(change: Change<T>, now: Option<&T>) -> Change<T> {
    match (&change, now) {
        (Change::Clear, None) => Change::Keep,
        (Change::Set(value), Some(now)) if value == now => Change::Keep,
        _ => change,
    }
}

/// A list becomes what was chosen, in the order that it had, unless that is what it is.
pub(super) fn list<T: PartialEq + Copy>(chosen: &[T], now: &[T]) -> ListChange<T> {
    if chosen.len() == now.len() && chosen.iter().all(|one| now.contains(one)) {
        return ListChange::default();
    }
    let kept = now.iter().filter(|one| chosen.contains(one));
    let new = chosen.iter().filter(|one| !now.contains(one));
    ListChange { cleared: true, added: kept.chain(new).copied().collect(), ..ListChange::default() }
}
