//! What is looked for: the secrets that a test knows, and whatever looks like one that the service makes or is given.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::Regex;

/// The shortest text that is looked for: what is shorter may stand anywhere by chance.
const SHORTEST: usize = 16;

/// What each kind of secret looks like that comes up while a service runs. In the order of the pattern's groups.
const SHAPES: [(&str, &str); 6] = [
    ("an API key", "tk_[0-9a-f]{16}_[0-9a-f]{48}"),
    ("what signs in", r"[0-9a-f]{16}\.[0-9a-f]{48}"),
    ("a webhook's secret", "whsec_[A-Za-z0-9+/]{32,}"),
    ("an access token", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{20,}"),
    ("what opens an interaction's answer", "aW50ZXJhY3Rpb246[0-9]+:[A-Za-z0-9]{16,}"),
    ("a bot's token", r"[MNO][A-Za-z0-9]{17,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"),
];

/// Secrets that are known by their text.
#[derive(Debug, Default)]
pub struct Secrets {
    known: Vec<(&'static str, String)>,
    pattern: OnceLock<Option<Regex>>,
}

/// One that was found: its kind, and where it stands.
pub type Found = (&'static str, Range<usize>);

impl Secrets {
    /// One more, of this kind.
    pub fn know(&mut self, kind: &'static str, text: &str) {
        if text.len() >= SHORTEST && self.known.iter().all(|(_, known)| known != text) {
            self.known.push((kind, text.to_owned()));
            self.pattern = OnceLock::new();
        }
    }

    /// All that stand in these bytes.
    pub fn found_in(&self, bytes: &[u8]) -> Vec<Found> {
        let mut found = by_shape(bytes);
        if let Some(pattern) = self.pattern.get_or_init(|| self.compile()) {
            found.extend(pattern.find_iter(bytes).map(|one| (self.kind_of(one.as_bytes()), one.range())));
        }
        found
    }

    fn compile(&self) -> Option<Regex> {
        let texts: Vec<String> = self.known.iter().map(|(_, text)| regex::escape(text)).collect();
        (!texts.is_empty()).then(|| Regex::new(&texts.join("|")).unwrap())
    }

    fn kind_of(&self, text: &[u8]) -> &'static str {
        self.known.iter().find(|(_, known)| known.as_bytes() == text).map_or("a secret", |(kind, _)| kind)
    }
}

/// Secrets that are known by what they look like.
fn by_shape(bytes: &[u8]) -> Vec<Found> {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        let shapes = SHAPES.map(|(_, shape)| format!("({shape})"));
        Regex::new(&format!("(?-u){}", shapes.join("|"))).unwrap()
    });
    let found = |captures: regex::bytes::Captures<'_>| {
        let mut groups = captures.iter().skip(1).zip(SHAPES);
        groups.find_map(|(group, (kind, _))| group.map(|text| (kind, text.range())))
    };
    pattern.captures_iter(bytes).filter_map(found).collect()
}
