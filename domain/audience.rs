//! Who sees a channel, and how much of it they may do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::whom::Whom;

/// What somebody may do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// Read what is written.
    Read,
    /// Read and write.
    Write,
}

/// Users and roles that see a channel, besides the bot; stored as a list of pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(Whom, Say)>", into = "Vec<(Whom, Say)>")]
pub struct Audience(BTreeMap<Whom, Say>);

impl Audience {
    /// What somebody may do; `None` where they see nothing.
    pub fn of(&self, whom: Whom) -> Option<Say> {
        self.0.get(&whom).copied()
    }

    /// Lets somebody in, as far as that, or otherwise than before.
    pub fn let_in(&mut self, whom: Whom, say: Say) {
        self.0.insert(whom, say);
    }

    /// Keeps somebody out.
    pub fn keep_out(&mut self, whom: Whom) {
        self.0.remove(&whom);
    }

    /// Everybody in it.
    pub fn iter(&self) -> impl Iterator<Item = (Whom, Say)> {
        self.0.iter().map(|(whom, say)| (*whom, *say))
    }

    /// Who may do something else in this one than in another, or is in one of the two alone.
    pub fn unlike<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Whom> + 'a {
        let all = self.0.keys().chain(other.0.keys()).copied();
        all.filter(|whom| self.of(*whom) != other.of(*whom))
    }

    /// Keeps those out of whom this is not true.
    pub fn retain(&mut self, keep: impl Fn(Whom) -> bool) {
        self.0.retain(|whom, _| keep(*whom));
    }
}

impl FromIterator<(Whom, Say)> for Audience {
    fn from_iter<I: IntoIterator<Item = (Whom, Say)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl From<Vec<(Whom, Say)>> for Audience {
    fn from(pairs: Vec<(Whom, Say)>) -> Self {
        pairs.into_iter().collect()
    }
}

impl From<Audience> for Vec<(Whom, Say)> {
    fn from(Audience(all): Audience) -> Self {
        all.into_iter().collect()
    }
}
