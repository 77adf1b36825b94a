//! Which defaults apply, as `TICKIT_ENV` says, or `NODE_ENV` where that is not set.

use super::error::ConfigError;
use super::layers::Source;
use super::variables::Variables;

/// Chooses the environment; not a key of any file.
pub(super) const ENVIRONMENT: &str = "TICKIT_ENV";

/// Chooses it where the other is not set: programs that share their variables with Tickit have this one.
const NODE_ENVIRONMENT: &str = "NODE_ENV";

/// Which defaults apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Environment {
    /// On a person's machine: logs for people, secrets generated on the first run.
    #[default]
    Development,
    /// In service: logs as JSON, secrets demanded.
    Production,
    /// Within somebody's tests: as in development, and silent unless something is wrong.
    Test,
}

impl Environment {
    /// The one that is chosen, and by what; development where nothing is said.
    pub(super) fn chosen(variables: &Variables) -> Result<(Self, Source), ConfigError> {
        let named = |name: &'static str| Some((name, variables.get(name)?));
        let Some((name, variable)) = named(ENVIRONMENT).or_else(|| named(NODE_ENVIRONMENT)) else {
            return Ok((Self::default(), Source::BuiltIn("default")));
        };
        let environment = match variable.text.trim() {
            "development" => Self::Development,
            "production" => Self::Production,
            "test" => Self::Test,
            other => {
                let problem = format!("{other:?} is no environment: expected development, production or test");
                let advice = format!("Set {name} to one of them, or unset it. TICKIT_ENV is asked before NODE_ENV.");
                return Err(ConfigError::new(problem, advice).found_in(variable.source.clone()));
            }
        };
        Ok((environment, variable.source.clone()))
    }

    /// As it is chosen by.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
            Self::Test => "test",
        }
    }

    /// What it has otherwise than `default.toml`, and how that is named.
    pub(super) const fn defaults(self) -> (&'static str, &'static str) {
        match self {
            Self::Development => ("development default", include_str!("../../config/development.toml")),
            Self::Production => ("production default", include_str!("../../config/production.toml")),
            Self::Test => ("test default", include_str!("../../config/test.toml")),
        }
    }

    /// Whether secrets that were not given are made.
    pub(super) const fn makes_secrets(self) -> bool {
        match self {
            Self::Development | Self::Test => true,
            Self::Production => false,
        }
    }
}
