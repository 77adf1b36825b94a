//! Facets: the short texts that lists find a record by, made so that no value can keep its record from being stored.

use std::fmt::Display;

/// The longest facet, in bytes.
pub const LONGEST_FACET: usize = 128;
/// The most facets of one record: room for 20 labels, all that a ticket has one of, and the words that it is found by.
/// Each is an entry in an index, written when the record is made and when the facet changes.
pub const MOST_FACETS: usize = 64;

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

    /// With the words of a text, by which it can be searched: facets named `word`, in lower case.
    #[must_use]
    pub fn with_words(self, text: &str) -> Self {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        self.with_each("word", words.map(str::to_lowercase))
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
        let labels = (0..200).map(|number| format!("{number} {}", "é".repeat(300)));
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
        assert_eq!(Facets::facet("word", "ärzte").as_deref(), Some("word:ärzte"));
    }
}
