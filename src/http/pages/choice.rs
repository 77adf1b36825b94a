//! What can be chosen in a list.

/// One of several that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// What a form sends of it.
    pub(super) value: String,
    /// What it is called.
    pub(super) text: String,
    /// Whether it is chosen.
    pub(super) is_chosen: bool,
}

impl Choice {
    /// Each of these, by what a form sends and what it is called, of which one is chosen.
    pub(super) fn among<V: Into<String>, T: Into<String>>(
        all: impl IntoIterator<Item = (V, T)>,
        chosen: &str,
    ) -> Vec<Self> {
        let choice = |(value, text): (V, T)| {
            let (value, text) = (value.into(), text.into());
            Self { is_chosen: value == chosen, value, text }
        };
        all.into_iter().map(choice).collect()
    }
}
