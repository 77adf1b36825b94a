//! Files of environment variables, `.env.local` and `.env`. Values are taken as they stand, since a `$` or a `\` that
//! were read as more would silently make another secret of one. Nothing is put into this process's own environment.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::ConfigError;
use super::layers::{Source, unreadable};

/// Byte-order mark, as Windows' editors write it.
const MARK: char = '\u{feff}';

/// A line that cannot be read. What is on it may be a secret: only its number is told.
#[derive(Debug, PartialEq, Eq)]
struct Unreadable {
    line: usize,
    problem: &'static str,
}

/// The variables in a file; of two with the same name the last.
pub(super) fn read(file: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let bytes = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    text_of(&bytes).and_then(parse).map_err(|Unreadable { line, problem }| {
        let advice = "Write NAME=value, with the value in quotes where it has quotes, line breaks or a # in it.";
        ConfigError::new(problem, advice).found_in(Source::Line(file.to_owned(), line))
    })
}

fn text_of(bytes: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = lines_in(&String::from_utf8_lossy(before)) + 1;
        Unreadable { line, problem: "this is not UTF-8: save the file as UTF-8" }
    })
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut variables = BTreeMap::new();
    let mut rest = text.strip_prefix(MARK).unwrap_or(text);
    let mut line = 1;
    while !rest.is_empty() {
        let First { variable, after } = First::of(rest).map_err(|problem| Unreadable { line, problem })?;
        variables.extend(variable);
        line += rest.strip_suffix(after).map_or(0, lines_in);
        rest = after;
    }
    Ok(variables)
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}

/// What stands at the beginning of a text.
struct First<'text> {
    /// Name and value; `None` for a comment or an empty line.
    variable: Option<(String, String)>,
    /// The lines after it.
    after: &'text str,
}

impl<'text> First<'text> {
    fn of(text: &'text str) -> Result<Self, &'static str> {
        let (line, after) = first_line(text);
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return Ok(Self { variable: None, after });
        }
        let (name, value) = text.split_once('=').filter(|_| line.contains('=')).ok_or("expected NAME=value")?;
        let name = name_in(name).ok_or("what stands before = is no name: expected letters, digits and _")?;
        let value = value.trim_start_matches([' ', '\t']);
        let quote = value.chars().next().filter(|first| "\"'`".contains(*first));
        let (value, after) = match quote {
            Some(quote) => quoted(value, quote)?,
            None => (unquoted(first_line(value).0), after),
        };
        Ok(Self { variable: Some((name.to_owned(), value)), after })
    }
}

fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

fn name_in(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(text).trim_start();
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let goes_on = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.-".contains(letter));
    (begins && goes_on).then_some(name)
}

/// Up to a comment, which begins with a # at the beginning or after white space.
fn unquoted(line: &str) -> String {
    let begins_comment = |(at, _): &(usize, &str)| line.get(..*at).is_some_and(|text| !text.ends_with(is_text));
    let comment = line.match_indices('#').find(begins_comment);
    let value = comment.and_then(|(at, _)| line.get(..at)).unwrap_or(line);
    value.trim().to_owned()
}

fn is_text(letter: char) -> bool {
    !letter.is_whitespace()
}

/// Up to the same quote, perhaps on a later line, and the lines after it. Between double quotes `\n`, `\r`, `\t`, `\"`,
/// `\\` and `\$` stand for one character.
fn quoted(text: &str, quote: char) -> Result<(String, &str), &'static str> {
    let mut value = String::new();
    let mut letters = text.chars();
    letters.next();
    while let Some(letter) = letters.next() {
        match letter {
            letter if letter == quote => {
                let (line, after) = first_line(letters.as_str());
                let end = line.trim_start();
                let nothing = end.is_empty() || end.starts_with('#');
                return nothing.then_some((value, after)).ok_or("there is more after the closing quote");
            }
            '\\' if quote == '"' => {
                let escaped = letters.clone().next().and_then(escaped);
                value.push(escaped.unwrap_or('\\'));
                if escaped.is_some() {
                    letters.next();
                }
            }
            '\r' if letters.as_str().starts_with('\n') => {}
            letter => value.push(letter),
        }
    }
    Err("the quote is not closed")
}

fn escaped(letter: char) -> Option<char> {
    match letter {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '"' | '\\' | '$' => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value_of(line: &str) -> String {
        let variables = parse(line).unwrap();
        assert_eq!(variables.keys().collect::<Vec<_>>(), ["NAME"], "{line:?}");
        variables["NAME"].clone()
    }

    #[test]
    fn a_value_is_taken_as_it_stands() {
        for (line, value) in [
            ("NAME=a", "a"),
            ("  NAME = a b  ", "a b"),
            ("export NAME=a", "a"),
            ("export\tNAME='a'", "a"),
            ("NAME=", ""),
            ("NAME=\"\"", ""),
            ("NAME=a#b", "a#b"),
            ("NAME=a # b", "a"),
            ("NAME=# b", ""),
            ("NAME=a=b==", "a=b=="),
            ("NAME=it's", "it's"),
            ("NAME=p$w\\d", "p$w\\d"),
            ("NAME=\"a # b\" # c", "a # b"),
            ("NAME='a \"b\" $c \\n'", "a \"b\" $c \\n"),
            ("NAME=`it's`", "it's"),
            ("NAME=\"a\\nb\\\"c\\\\d\\e$f\"", "a\nb\"c\\d\\e$f"),
            ("NAME='-----BEGIN\r\nEND-----'\r\n", "-----BEGIN\nEND-----"),
            ("\u{feff}NAME=a", "a"),
        ] {
            assert_eq!(value_of(line), value, "{line:?}");
        }
    }

    #[test]
    fn lines_end_as_on_unix_or_windows_and_the_last_of_a_name_counts() {
        let text = "# all of it\n\nONE='1'\nTWO=2 # two\nONE=\"3\"\n  # end";
        let expected = BTreeMap::from([("ONE", "3"), ("TWO", "2")].map(|(name, value)| (name.into(), value.into())));
        assert_eq!(parse(text).unwrap(), expected);
        assert_eq!(parse(&format!("{MARK}{}", text.replace('\n', "\r\n"))).unwrap(), expected);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_by_its_number() {
        for (text, line, problem) in [
            ("A=1\ncanary", 2, "expected NAME=value"),
            ("A='1\n2'\n\ncanary canary=1", 4, "is no name"),
            ("A=1\r\n=canary", 2, "is no name"),
            ("2A=canary", 1, "is no name"),
            ("A='canary\nB=1\n", 1, "not closed"),
            ("A=1\nB=\"canary\" canary", 2, "more after the closing quote"),
        ] {
            let wrong = parse(text).unwrap_err();
            assert!(wrong.line == line && wrong.problem.contains(problem), "{text:?}: {wrong:?}");
        }
        assert_eq!(text_of(b"A=1\nB=\xff").unwrap_err().line, 2);
    }
}
