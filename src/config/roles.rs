//! Who may what: `config/roles.toml`, which is compiled in, and over it the operator's own file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::Error;
use tickit_domain::permission::Permission;
use tickit_domain::roles::{Roles, Standing};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::layers::{Source, unreadable};

/// What every service has.
const BUILT_IN: &str = include_str!("../../config/roles.toml");

/// What is said of a mistake.
const ADVICE: &str = "config/roles.toml shows every role and every permission.";

/// The table that is compiled in, with what the operator's file says otherwise.
pub fn read_roles(file: Option<&Path>) -> Result<Roles, ConfigError> {
    let mut least = BTreeMap::new();
    add(&mut least, BUILT_IN, |_| Source::BuiltIn("roles"))?;
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
        add(&mut least, &text, |line| Source::Line(file.to_owned(), line))?;
    }
    Ok(Roles::new(least))
}

/// One file, and where it is wrong.
struct File<'a, S> {
    text: &'a str,
    source: S,
}

impl<S: Fn(usize) -> Source> File<'_, S> {
    /// A mistake, so many bytes into the file.
    fn wrong(&self, offset: usize, problem: impl Into<String>, key: &str) -> ConfigError {
        let line = self.text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
        let error = ConfigError::new(problem, ADVICE);
        let error = if key.is_empty() { error } else { error.of_key(key) };
        error.found_in((self.source)(line))
    }
}

/// Lays what a file says over what is known.
fn add(
    least: &mut BTreeMap<Permission, Standing>,
    text: &str,
    source: impl Fn(usize) -> Source,
) -> Result<(), ConfigError> {
    let file = File { text, source };
    let refuse = |error: toml::de::Error| file.wrong(error.span().map_or(0, |span| span.start), error.message(), "");
    let roles = DeTable::parse(text).map_err(refuse)?;
    let mut named = BTreeMap::new();
    let mut in_order: Vec<_> = roles.get_ref().iter().collect();
    in_order.sort_by_key(|(role, _)| role.span().start);
    for (role, may) in in_order {
        let (name, at) = (role.get_ref().as_ref(), role.span().start);
        let known = Standing::ALL.into_iter().find(|standing| standing.name() == name);
        let standing = known.ok_or_else(|| file.wrong(at, "there is no such role", name))?;
        for permission in permissions(&file, name, may)? {
            let text = text_of(permission).ok_or_else(|| file.wrong(permission.span().start, "not a text", name))?;
            let unknown =
                |_: Error| file.wrong(permission.span().start, format!("there is no permission {text:?}"), name);
            let permission_named = Permission::deserialize(text.into_deserializer()).map_err(unknown)?;
            if named.insert(permission_named, standing).is_some() {
                return Err(file.wrong(permission.span().start, format!("{text:?} is named twice"), name));
            }
        }
    }
    least.extend(named);
    Ok(())
}

/// What a role `may`, which is all that is said of it.
fn permissions<'a, 'b>(
    file: &File<'_, impl Fn(usize) -> Source>,
    role: &str,
    of: &'b Spanned<DeValue<'a>>,
) -> Result<&'b [Spanned<DeValue<'a>>], ConfigError> {
    let form = || file.wrong(of.span().start, "expected `may`, a list of permissions", role);
    let DeValue::Table(table) = of.get_ref() else { return Err(form()) };
    if let Some((name, _)) = table.iter().find(|(name, _)| name.get_ref() != "may") {
        return Err(file.wrong(name.span().start, "there is no such key", &format!("{role}.{}", name.get_ref())));
    }
    match table.get("may").map(Spanned::get_ref) {
        Some(DeValue::Array(permissions)) => Ok(permissions),
        _ => Err(form()),
    }
}

fn text_of<'a>(value: &'a Spanned<DeValue<'_>>) -> Option<&'a str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Roles, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let name = file.path().display().to_string();
        read_roles(Some(file.path())).map_err(|error| error.to_string().replace(&name, "mine.toml"))
    }

    #[test]
    fn every_permission_is_some_roles() {
        let mut least = BTreeMap::new();
        add(&mut least, BUILT_IN, |_| Source::BuiltIn("roles")).unwrap();
        let missing: Vec<_> = Permission::ALL.iter().filter(|permission| !least.contains_key(permission)).collect();
        assert!(missing.is_empty(), "config/roles.toml names none of {missing:?}");
    }

    #[test]
    fn a_file_of_ones_own_says_what_is_otherwise_and_no_more() {
        let roles = with("[admin]\nmay = [\"close_ticket\"]\n[trainee]\nmay = [\"reopen_ticket\"]\n").unwrap();
        let built_in = read_roles(None).unwrap();
        for permission in Permission::ALL {
            let expected = match permission {
                Permission::CloseTicket => Standing::Admin,
                Permission::ReopenTicket => Standing::Trainee,
                other => built_in.least(other),
            };
            assert_eq!(roles.least(permission), expected, "{permission:?}");
        }
        assert_eq!(with("").unwrap(), built_in);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, expected) in [
            ("\n[boss]\nmay = []", "mine.toml:2: boss: there is no such role"),
            ("[agent]\nmay = [\n\"close_ticket\",\n\"fly\"]", "mine.toml:4: agent: there is no permission \"fly\""),
            (
                "[agent]\nmay = [\"use_tag\"]\n[admin]\nmay = [\"use_tag\"]",
                "mine.toml:4: admin: \"use_tag\" is named twice",
            ),
            ("[agent]\nmay = \"use_tag\"", "expected `may`, a list of permissions"),
            ("[agent]\nmust = []", "mine.toml:2: agent.must: there is no such key"),
            ("[agent]\nmay = [7]", "mine.toml:2: agent: not a text"),
            ("agent = 7", "mine.toml:1: agent: expected `may`"),
            ("[agent", "mine.toml:1: "),
        ] {
            let said = with(text).unwrap_err();
            assert!(said.contains(expected), "{text:?}: {said}");
        }
        let missing = read_roles(Some(Path::new("/nowhere/roles.toml"))).unwrap_err().to_string();
        assert!(missing.contains("/nowhere/roles.toml: the file cannot be read"), "{missing}");
    }
}
