//! A bot's token as people hand it over: with what copying and editors put around it, which is taken off, or with what
//! makes it no token, which is named. Discord's own answer to either would be that the token is not valid.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use tickit_domain::ids::BotId;

/// What stands around a token and is no part of it, besides white space: byte-order marks and what web pages put between
/// letters, unseen.
const UNSEEN: [char; 5] = ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];

/// The quotes that are taken off in pairs.
const QUOTES: [(char, char); 6] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('„', '“'), ('‘', '’')];

/// A token is about 72 characters; what is so much longer is something else.
const LONGEST: usize = 512;

/// The token in a text; what is wrong with it where there is none. That never quotes the text.
pub fn clean_token(text: &str) -> Result<SecretString, String> {
    let mut token = text;
    loop {
        let bare = without_scheme(without_quotes(token.trim_matches(is_blank)));
        if bare.len() == token.len() {
            break;
        }
        token = bare;
    }
    if token.is_empty() {
        return Err("there is nothing in it".to_owned());
    }
    if token.len() > LONGEST {
        return Err(format!("it has {} bytes, and a token about 72", token.len()));
    }
    match token.chars().position(|letter| !is_in_tokens(letter)) {
        Some(position) => Err(described(token, position)),
        None => Ok(token.into()),
    }
}

/// The id of a token's bot, which is the first part of its token in base64
/// (<https://docs.discord.com/developers/reference#authentication>).
pub fn bot_named_in(token: &SecretString) -> Option<BotId> {
    let (first, _) = token.expose_secret().split_once('.')?;
    let id = STANDARD_NO_PAD.decode(first.trim_end_matches('=')).ok()?;
    std::str::from_utf8(&id).ok()?.parse().ok()
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || UNSEEN.contains(&letter)
}

fn without_quotes(text: &str) -> &str {
    let inner = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    QUOTES.into_iter().find_map(inner).unwrap_or(text)
}

/// Without the word that stands before the token in an HTTP header.
fn without_scheme(text: &str) -> &str {
    let (scheme, token) = text.split_once(is_blank).unwrap_or((text, ""));
    if scheme.eq_ignore_ascii_case("Bot") { token } else { text }
}

/// Letters, digits and the signs of base64, with dots between the parts.
fn is_in_tokens(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-+/=".contains(letter)
}

fn described(token: &str, position: usize) -> String {
    let letter = token.chars().nth(position).unwrap_or_default();
    let what = match letter {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '"' | '\'' | '`' => "a quote".to_owned(),
        letter if letter.is_ascii_graphic() => format!("the sign {letter:?}"),
        letter => format!("the character U+{:04X}", u32::from(letter)),
    };
    format!("there is {what} inside, after {position} of {} characters", token.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GmT0aB.x1-y2_z3x1-y2_z3x1-y2_z3x1-y2_z3x1-y2";

    #[test]
    fn what_copying_puts_around_a_token_is_taken_off() {
        for around in [
            "{}",
            "{}\n",
            "{}\r\n",
            "  {}\t",
            "\u{a0}{}\u{a0}",
            "Bot {}",
            "bot  {}",
            "\"{}\"",
            "'{}'\n",
            "\u{feff}{}",
            "\u{feff}\"Bot {}\"\r\n",
            "“{}”",
            "\u{200b}{}\u{200b}",
            "\"{}\n\"",
            " ' Bot\u{a0}{} ' ",
            "{}\0",
            "`{}`",
        ] {
            let token = clean_token(&around.replace("{}", TOKEN)).unwrap();
            assert_eq!(token.expose_secret(), TOKEN, "{around:?}");
        }
    }

    #[test]
    fn what_is_inside_is_named_and_the_token_is_not() {
        let (one, two) = TOKEN.split_at(30);
        for (inside, named) in [
            (" ", "a space"),
            ("\n", "a line break"),
            ("\u{a0}", "U+00A0"),
            ("\u{200b}", "U+200B"),
            ("\u{feff}", "U+FEFF"),
            ("\"", "a quote"),
            ("$", "'$'"),
            ("а", "U+0430"),
        ] {
            let wrong = clean_token(&format!("{one}{inside}{two}")).unwrap_err();
            assert!(wrong.contains(named) && wrong.contains("after 30 of"), "{wrong}");
            assert!(!wrong.contains(one) && !wrong.contains(two), "{wrong}");
        }
        for (nothing, named) in [("", "nothing"), (" \n\u{feff}", "nothing"), ("\"\"", "nothing"), ("Bot ", "nothing")]
        {
            assert!(clean_token(nothing).unwrap_err().contains(named), "{nothing:?}");
        }
        assert!(clean_token(&"x".repeat(2_000)).unwrap_err().contains("2000 bytes"));
        assert!(clean_token(&format!("\"{TOKEN}")).unwrap_err().contains("a quote"));
    }
}
