//! Facets: the short texts that lists find a record by, made so that no value can keep its record from being stored.

use std::fmt::Display;

use unicode_segmentation::UnicodeSegmentation as _;

/// The longest facet, in bytes.
pub const LONGEST_FACET: usize = 128;
/// The most facets of one record: room for 20 labels, all that a ticket has one of, and the words that it is found by: those
/// of a message of 2,000 characters, or of a ticket's answers. Each is an entry in an index, written when the record is made and
/// when the facet changes.
pub const MOST_FACETS: usize = 256;
/// What the facets are named that are words. What people said is secret: a store that seals it has a keyed hash of each
/// word instead.
pub const WORD: &str = "word";
/// The most words that a search asks for together: a list asks for at most 16 facets, of which some are not words.
const MOST_SEARCHED: usize = 9;

/// Facets of one record, such as `type:3`, or what a list asks for. What is put in first is kept where there are too many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets(Vec<String>);

impl Facets {
    /// One facet, as records carry it and lists ask for it: a value that is too long is cut, one that is empty is none.
    pub fn facet(name: &str, value: impl Display) -> Option<String> {
        let mut facet = format!("{name}:{value}").replace('\0', "\u{fffd}");
        facet.truncate(facet.floor_char_boundary(LONGEST_FACET));
        (facet.len() > name.len() + 1).then_some(facet)
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.extend(name, [value]);
        self
    }

    /// With one more for each value.
    #[must_use]
    pub fn with_each<T: Display>(mut self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        self.extend(name, values);
        self
    }

    /// With the words of a text, by which it can be searched.
    #[must_use]
    pub fn with_words(self, text: &str) -> Self {
        self.with_each(WORD, words(text))
    }

    /// What a list asks for that searches for all words of a text; empty where it has none.
    pub fn of_words(text: &str) -> Vec<String> {
        let mut facets = Self::default().with_words(text).0;
        facets.truncate(MOST_SEARCHED);
        facets
    }

    fn extend<T: Display>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        for facet in values.into_iter().filter_map(|value| Self::facet(name, value)) {
            if self.0.len() >= MOST_FACETS {
                return;
            }
            if !self.0.contains(&facet) {
                self.0.push(facet);
            }
        }
    }
}

/// The words of a text as Unicode tells them apart (<https://www.unicode.org/reports/tr29/#Word_Boundaries>), in lower case.
/// Where a script writes none, such as Han, each character is one.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(str::to_lowercase)
}

/// In order, as a record carries them.
impl From<Facets> for Vec<String> {
    fn from(Facets(mut facets): Facets) -> Self {
        facets.sort_unstable();
        facets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_makes_facets_that_cannot_be_stored() {
        let labels = (0..400).map(|number| format!("{number} {}", "é".repeat(300)));
        let facets =
            Facets::default().with("bot", 7).with("label", "a\0b").with("label", "").with_each("label", labels);
        let facets = Vec::from(facets.with_words("one two"));
        assert_eq!(facets.len(), MOST_FACETS);
        assert!(facets.iter().all(|facet| facet.len() <= LONGEST_FACET && !facet.contains('\0')));
        assert!(facets.is_sorted() && facets.contains(&"bot:7".to_owned()));
    }

    #[test]
    fn words_are_found_in_any_case_and_each_once() {
        let facets = Vec::from(Facets::default().with_words("Grüße, an ÄRZTE & ärzte!"));
        assert_eq!(facets, ["word:an", "word:grüße", "word:ärzte"]);
        assert_eq!(Facets::of_words("ÄRZTE?"), ["word:ärzte"]);
        assert_eq!(Facets::of_words("退款"), ["word:退", "word:款"]);
        assert!(Facets::of_words("?! …").is_empty());
        let many = (0..99).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ");
        assert_eq!(Facets::of_words(&many).len(), MOST_SEARCHED);
    }
}
