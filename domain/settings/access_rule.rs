//! Who may open tickets of a type: a list of roles in order, of which the first that a member has decides.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::ids::RoleId;

/// The most rules of a type.
pub const MOST_ACCESS_RULES: usize = 25;

/// One rule about who may open tickets of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessRule {
    /// Whoever has this role may.
    Allow(RoleId),
    /// Whoever has it may not.
    Deny(RoleId),
}

impl AccessRule {
    /// The role that it is about.
    pub const fn role(self) -> RoleId {
        match self {
            Self::Allow(role) | Self::Deny(role) => role,
        }
    }

    /// Refuses rules of which two are about one role.
    pub(super) fn must_be_of_different_roles(rules: &[Self]) -> Result<(), Refusal> {
        let mut known = BTreeSet::new();
        let twice = rules.iter().find(|rule| !known.insert(rule.role()));
        twice.map_or(Ok(()), |rule| Err(Refusal::RoleTwice { role: rule.role() }))
    }

    /// The rules of a text, such as `deny <@&1>, allow <@&2>`, in their order. `everyone` is the role that everybody has.
    /// Refused where one is no rule or there is none, and where two are about one role.
    pub fn parse_all(text: &str, everyone: RoleId) -> Result<Vec<Self>, Refusal> {
        let mut rules: Vec<Self> = Vec::new();
        for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let rule =
                Self::parse(part, everyone).ok_or_else(|| Refusal::NoRule { rule: part.chars().take(50).collect() })?;
            rules.push(rule);
            Self::must_be_of_different_roles(&rules)?;
        }
        if rules.is_empty() {
            return Err(Refusal::NoRule { rule: text.trim().chars().take(50).collect() });
        }
        Ok(rules)
    }

    /// A word of any language that Tickit speaks, and a role.
    fn parse(text: &str, everyone: RoleId) -> Option<Self> {
        let (word, role) = text.split_once(char::is_whitespace)?;
        let role = match role.trim() {
            "@everyone" => everyone,
            role => role.strip_prefix("<@&").and_then(|role| role.strip_suffix('>')).unwrap_or(role).parse().ok()?,
        };
        match word.to_lowercase().as_str() {
            "allow" | "erlaube" | "erlauben" => Some(Self::Allow(role)),
            "deny" | "verbiete" | "verbieten" => Some(Self::Deny(role)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_in_their_order_in_each_language_and_each_role_once() {
        let everyone = RoleId::new(1);
        let [two, three] = [2, 3].map(RoleId::new);
        for (text, rules) in [
            (
                "deny <@&2>, allow <@&3>, deny @everyone",
                Ok(vec![AccessRule::Deny(two), AccessRule::Allow(three), AccessRule::Deny(everyone)]),
            ),
            ("Erlaube 3;\nVERBIETE <@&2>", Ok(vec![AccessRule::Allow(three), AccessRule::Deny(two)])),
            (" , ", Err(Refusal::NoRule { rule: ",".into() })),
            ("deny <@&2>, allow 2", Err(Refusal::RoleTwice { role: two })),
            ("forbid <@&2>", Err(Refusal::NoRule { rule: "forbid <@&2>".into() })),
            ("deny @Muted", Err(Refusal::NoRule { rule: "deny @Muted".into() })),
            ("deny", Err(Refusal::NoRule { rule: "deny".into() })),
        ] {
            assert_eq!(AccessRule::parse_all(text, everyone), rules, "{text}");
        }
    }
}
