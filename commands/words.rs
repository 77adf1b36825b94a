//! Everything that members read, from `locales/*.ftl`, in their language.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The language of those who have none of ours.
const FALLBACK: &str = "en-US";

/// Each language's name as Discord has it, and its texts: those in Discord, and those of pages.
const SOURCES: &[(&str, [&str; 2])] = &[
    (FALLBACK, [include_str!("locales/en-US.ftl"), include_str!("locales/dashboard/en-US.ftl")]),
    ("de", [include_str!("locales/de.ftl"), include_str!("locales/dashboard/de.ftl")]),
];

/// All texts in all languages.
pub struct Words {
    languages: Vec<(&'static str, FluentBundle<FluentResource>)>,
}

/// The texts in one language.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    words: &'a Words,
    locale: &'a str,
}

/// What a text is filled in with.
pub type Fill<'a> = [(&'a str, FluentValue<'a>)];

impl Words {
    /// Reads the texts that were compiled in; an error names the file and what is wrong in it.
    pub fn load() -> anyhow::Result<Self> {
        let languages = SOURCES.iter().map(|(locale, sources)| Ok((*locale, bundle(locale, sources)?)));
        Ok(Self { languages: languages.collect::<anyhow::Result<_>>()? })
    }

    /// The texts for a locale as Discord names it; its language's, or else English.
    pub const fn speak<'a>(&'a self, locale: &'a str) -> Speech<'a> {
        Speech { words: self, locale }
    }

    /// The languages besides English, as Discord names them.
    pub fn translations(&self) -> impl Iterator<Item = &'static str> {
        self.languages.iter().map(|(locale, _)| *locale).filter(|locale| *locale != FALLBACK)
    }

    fn bundles<'a>(&'a self, locale: &'a str) -> impl Iterator<Item = &'a FluentBundle<FluentResource>> {
        let exact = self.languages.iter().filter(move |(name, _)| *name == locale);
        let same = self.languages.iter().filter(move |(name, _)| language(name) == language(locale));
        let fallback = self.languages.iter().filter(|(name, _)| *name == FALLBACK);
        exact.chain(same).chain(fallback).map(|(_, bundle)| bundle)
    }
}

impl Speech<'_> {
    /// A text by its key. A key without a text reads as itself, which a test makes sure never happens.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text by its key, filled in.
    pub fn fill(&self, key: &str, fill: &Fill<'_>) -> String {
        self.find(key, fill).unwrap_or_else(|| key.to_owned())
    }

    /// A text by its key, where there is one.
    pub fn find(&self, key: &str, fill: &Fill<'_>) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in fill {
            args.set(*name, value.clone());
        }
        self.words.bundles(self.locale).find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        })
    }
}

/// The language of a locale, such as `de` of `de-AT`.
fn language(locale: &str) -> &str {
    locale.split_once('-').map_or(locale, |(language, _)| language)
}

fn bundle(locale: &str, sources: &[&str]) -> anyhow::Result<FluentBundle<FluentResource>> {
    let language: LanguageIdentifier = locale.parse()?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned())
            .map_err(|(_, errors)| anyhow::anyhow!("a text in {locale} cannot be read: {errors:?}"))?;
        bundle
            .add_resource(resource)
            .map_err(|errors| anyhow::anyhow!("a text in {locale} is there twice: {errors:?}"))?;
    }
    Ok(bundle)
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.languages.iter().map(|(locale, _)| locale)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(source: &str) -> Vec<&str> {
        let first = |line: &str| line.starts_with(|character: char| character.is_ascii_alphabetic());
        source.lines().filter(|line| first(line)).filter_map(|line| line.split(" =").next()).collect()
    }

    #[test]
    fn every_language_has_every_text() {
        let (_, english) = SOURCES[0];
        for (locale, sources) in SOURCES {
            for (english, source) in english.iter().zip(sources) {
                assert_eq!(keys(english), keys(source), "{locale} and English differ in keys or their order");
            }
        }
    }

    #[test]
    fn a_locale_falls_back_to_its_language_and_then_to_english() {
        let words = Words::load().unwrap();
        assert_eq!(words.speak("de").say("close-button"), "Schließen");
        assert_eq!(words.speak("de-AT").say("close-button"), "Schließen");
        assert_eq!(words.speak("xx").say("close-button"), "Close");
        assert_eq!(words.speak("").say("close-button"), "Close");
    }
}
