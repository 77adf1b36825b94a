//! Views: what somebody filters a guild's tickets by again and again, under names of their own.

use serde::{Deserialize, Serialize};

use crate::actor::Cause;
use crate::error::Refusal;
use crate::ids::{BotId, UserId};
use crate::text::one_line;

/// The most views that somebody has in a guild.
pub const MOST_VIEWS: usize = 20;

/// The most characters of a view's name.
pub const MOST_VIEW_NAME_CHARACTERS: usize = 50;

/// The most bytes of what a view filters by.
const LONGEST_QUERY: usize = 4096;

/// A view's number among its owner's, which is never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ViewId(pub u32);

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its number.
    pub id: ViewId,
    /// What it is called, in one line.
    pub name: String,
    /// What it filters by, as the list of tickets has it in its address.
    pub query: String,
    /// What it was saved by.
    pub cause: Cause,
}

/// All views that somebody has of a bot's tickets. They are their owner's alone, and no event tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// The bot whose tickets are looked at.
    pub bot: BotId,
    /// Whose they are.
    pub user: UserId,
    /// The views, in the order in which they were saved.
    pub views: Vec<View>,
    /// The one that was removed last, so that it can be saved again.
    pub removed: Option<View>,
    /// How many there were.
    saved: u32,
}

impl Views {
    /// None yet.
    pub const fn none(bot: BotId, user: UserId) -> Self {
        Self { bot, user, views: Vec::new(), removed: None, saved: 0 }
    }

    /// Saves a view. The same name by the same cause again changes nothing.
    pub fn save(&mut self, cause: &Cause, name: &str, query: &str) -> Result<View, Refusal> {
        let line = one_line(name, MOST_VIEW_NAME_CHARACTERS)?;
        if let Some(known) = self.views.iter().find(|view| view.cause == *cause && view.name == line) {
            return Ok(known.clone());
        }
        let (name, query) = (self.free(&line, None)?, fitting(query)?);
        if self.views.len() >= MOST_VIEWS {
            return Err(Refusal::TooManyViews { limit: MOST_VIEWS });
        }
        self.saved = self.saved.saturating_add(1);
        let view = View { id: ViewId(self.saved), name, query, cause: cause.clone() };
        self.views.push(view.clone());
        self.removed = None;
        Ok(view)
    }

    /// Gives a view another name.
    pub fn rename(&mut self, id: ViewId, name: &str) -> Result<View, Refusal> {
        let name = self.free(name, Some(id))?;
        let view = self.find(id)?;
        view.name = name;
        Ok(view.clone())
    }

    /// Has a view filter by something else.
    pub fn replace(&mut self, id: ViewId, query: &str) -> Result<View, Refusal> {
        let query = fitting(query)?;
        let view = self.find(id)?;
        view.query = query;
        Ok(view.clone())
    }

    /// Removes a view. The one that was removed last is removed.
    pub fn remove(&mut self, id: ViewId) -> Result<View, Refusal> {
        if let Some(removed) = self.removed.as_ref().filter(|removed| removed.id == id) {
            return Ok(removed.clone());
        }
        let removed = self.find(id)?.clone();
        self.views.retain(|view| view.id != id);
        self.removed = Some(removed.clone());
        Ok(removed)
    }

    fn find(&mut self, id: ViewId) -> Result<&mut View, Refusal> {
        self.views.iter_mut().find(|view| view.id == id).ok_or(Refusal::NoSuchView)
    }

    /// A name in one line that no view has, or only this one; two that differ in case alone are one.
    fn free(&self, name: &str, of: Option<ViewId>) -> Result<String, Refusal> {
        let name = one_line(name, MOST_VIEW_NAME_CHARACTERS)?;
        let is_taken = |view: &&View| Some(view.id) != of && view.name.to_lowercase() == name.to_lowercase();
        match self.views.iter().find(is_taken) {
            Some(taken) => Err(Refusal::ViewExists { name: taken.name.clone() }),
            None => Ok(name),
        }
    }
}

fn fitting(query: &str) -> Result<String, Refusal> {
    match query.len() {
        0 => Err(Refusal::NoFilter),
        1..=LONGEST_QUERY => Ok(query.to_owned()),
        _ => Err(Refusal::TextLength { limit: LONGEST_QUERY }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(number: usize) -> Cause {
        Cause::Request(number.to_string())
    }

    #[test]
    fn a_name_is_one_views_and_there_are_so_many_and_no_more() {
        let mut views = Views::none(BotId::new(1), UserId::new(2));
        let first = views.save(&cause(0), " Mine,\nopen ", "status=open&").unwrap();
        assert_eq!((first.id, first.name.as_str()), (ViewId(1), "Mine, open"));
        assert_eq!(views.save(&cause(0), "Mine, open", "status=closed&"), Ok(first.clone()), "the same again");
        let taken = Err(Refusal::ViewExists { name: "Mine, open".into() });
        assert_eq!(views.save(&cause(1), "MINE, OPEN", "status=closed&"), taken);
        for number in 1..MOST_VIEWS {
            views.save(&cause(number), &format!("View {number}"), "status=open&").unwrap();
        }
        assert_eq!(views.rename(ViewId(2), "mine, open"), taken);
        assert_eq!(views.rename(ViewId(1), "mine, open").unwrap().name, "mine, open");
        let before = views.clone();
        assert_eq!(views.save(&cause(99), "More", "x=1&"), Err(Refusal::TooManyViews { limit: MOST_VIEWS }));
        assert_eq!(views.replace(ViewId(1), ""), Err(Refusal::NoFilter));
        assert_eq!(views.replace(ViewId(99), "x=1&"), Err(Refusal::NoSuchView));
        for long in [&"x".repeat(MOST_VIEW_NAME_CHARACTERS + 1), "\u{200b}"] {
            assert!(matches!(views.rename(ViewId(1), long), Err(Refusal::TextLength { .. })));
        }
        assert!(matches!(views.replace(ViewId(1), &"x".repeat(5_000)), Err(Refusal::TextLength { .. })));
        assert_eq!(views, before);
    }

    #[test]
    fn a_view_that_was_removed_is_remembered_until_another_is_saved_and_its_number_is_nobody_elses() {
        let mut views = Views::none(BotId::new(1), UserId::new(2));
        let first = views.save(&cause(1), "Mine", "status=open&").unwrap();
        assert_eq!(views.remove(first.id), Ok(first.clone()));
        assert_eq!(views.remove(first.id), Ok(first.clone()), "removed twice");
        assert_eq!((views.views.len(), views.removed.as_ref()), (0, Some(&first)));
        let again = views.save(&cause(2), &first.name, &first.query).unwrap();
        assert_eq!((again.id, views.removed.as_ref()), (ViewId(2), None));
        assert_eq!(views.remove(first.id), Err(Refusal::NoSuchView));
    }
}
