//! Splitting what a person typed into words; a quoted value is one word.

/// A word, or `name:value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Before the first colon.
    pub name: String,
    /// After it, without quotes; `None` if there was no colon.
    pub value: Option<String>,
}

/// Splits at white space outside of quotes. `\"` is a quote within quotes.
pub fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while letters.next_if(|letter| letter.is_whitespace()).is_some() || letters.peek().is_some() {
        if letters.peek().is_none_or(|letter| letter.is_whitespace()) {
            continue;
        }
        let mut name = String::new();
        while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace() && *letter != ':') {
            name.push(letter);
        }
        let value = match letters.next_if_eq(&':') {
            Some(_) => Some(value(&mut letters)?),
            None => None,
        };
        found.push(Word { name, value });
    }
    Ok(found)
}

fn value(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, String> {
    let mut value = String::new();
    if letters.next_if_eq(&'"').is_none() {
        while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace()) {
            value.push(letter);
        }
        return Ok(value);
    }
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Ok(value),
            '\\' if letters.peek() == Some(&'"') => value.extend(letters.next()),
            other => value.push(other),
        }
    }
    Err(format!("the quote before {value:?} is not closed"))
}

#[cfg(test)]
mod tests {
    use super::{Word, words};

    fn word(name: &str, value: Option<&str>) -> Word {
        Word { name: name.into(), value: value.map(str::to_owned) }
    }

    #[test]
    fn values_may_be_quoted_hold_colons_and_be_empty() {
        let typed = words("ticket  close reason:\"all \\\"done\\\"\" at:12:30 note: x").unwrap();
        let expected = [
            word("ticket", None),
            word("close", None),
            word("reason", Some("all \"done\"")),
            word("at", Some("12:30")),
            word("note", Some("")),
            word("x", None),
        ];
        assert_eq!(typed, expected);
        assert_eq!(words("  ").unwrap(), []);
        assert!(words("a:\"b").is_err());
    }
}
