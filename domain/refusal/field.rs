//! What a refusal may name that somebody filled in, of those who make forms.

/// A part of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What is asked.
    Label,
    /// What is said below that.
    Description,
    /// What an empty input shows.
    Placeholder,
    /// What an input holds at first.
    Default,
    /// What an answer has to look like.
    Pattern,
    /// What is said where it does not.
    PatternMessage,
    /// What can be chosen.
    Options,
    /// What one option is called.
    Option,
    /// What is said about one option.
    OptionDescription,
    /// What a text display says.
    Text,
    /// The least of an answer.
    Least,
    /// The most of an answer.
    Most,
}
