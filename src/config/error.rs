//! A mistake in the configuration, with where it is and what to do.

use std::fmt;

use super::layers::Source;

/// Why Tickit does not start with this configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    source: Option<Source>,
    key: Option<String>,
    problem: String,
    advice: String,
}

impl ConfigError {
    /// A mistake that no single key is to blame for, or none yet.
    pub fn new(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { source: None, key: None, problem: problem.into(), advice: advice.into() }
    }

    /// The same mistake, found there.
    #[must_use]
    pub fn found_in(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// The same mistake, in the value of this key.
    #[must_use]
    pub fn of_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(source) = &self.source {
            write!(f, "{source}: ")?;
        }
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        write!(f, "{}\n  {}", self.problem, self.advice)
    }
}

impl std::error::Error for ConfigError {}
