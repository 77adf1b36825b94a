//! Markdown within a line: emphasis, code, links, mentions.

use std::fmt::Write as _;

use super::entities::{Entity, Names};
use super::markdown::{Escaped, is_mention};

/// How deep emphasis may stand in emphasis; what is deeper is text.
const DEEPEST: usize = 8;

/// The longest text of a link, in bytes.
const LONGEST_LABEL: usize = 500;

/// What stands around a text, and the tags that it becomes. Longer ones first.
const EMPHASIS: [(&str, &str, &str); 7] = [
    ("***", "<strong><em>", "</em></strong>"),
    ("**", "<strong>", "</strong>"),
    ("__", "<u>", "</u>"),
    ("~~", "<s>", "</s>"),
    ("||", "<span class=\"spoiler\" tabindex=\"0\">", "</span>"),
    ("*", "<em>", "</em>"),
    ("_", "<em>", "</em>"),
];

/// A text on its way.
struct Inline<'a> {
    rest: &'a str,
    /// The character before `rest`.
    before: Option<char>,
    /// Marks that do not close any more in this text, so that nobody looks for them again.
    unclosed: Vec<&'static str>,
}

/// Writes a text without blocks as HTML.
pub fn write(text: &str, names: &Names<'_>, html: &mut String) {
    write_within(text, names, html, 0);
}

fn write_within(text: &str, names: &Names<'_>, html: &mut String, depth: usize) {
    let mut inline = Inline { rest: text, before: None, unclosed: Vec::new() };
    while let Some(letter) = inline.rest.chars().next() {
        let special = match letter {
            '\\' => inline.escaped(html),
            '`' => inline.code(html),
            '*' | '_' | '~' | '|' if depth < DEEPEST => inline.emphasis(names, html, depth),
            '<' => inline.entity(names, html),
            '[' => inline.link(html),
            'h' if inline.rest.starts_with("http") => inline.address(html),
            '@' => inline.everyone(html),
            _ => false,
        };
        if !special {
            let length = letter.len_utf8();
            let _ = write!(html, "{}", Escaped(inline.rest.get(..length).unwrap_or_default()));
            inline.advance(length);
        }
    }
}

impl<'a> Inline<'a> {
    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.before = passed.chars().next_back().or(self.before);
        self.rest = rest;
    }

    /// What stands between an opening mark, with which the rest begins, and the first closing one.
    fn between(&mut self, opening: &str, closing: &'static str) -> Option<&'a str> {
        if self.unclosed.contains(&closing) {
            return None;
        }
        let from = self.rest.strip_prefix(opening)?;
        let Some(end) = from.find(closing) else {
            self.unclosed.push(closing);
            return None;
        };
        from.get(..end)
    }

    /// The same for a mark of one character, which is none where it is doubled.
    fn between_single(&mut self, mark: &'static str) -> Option<&'a str> {
        let from = self.rest.strip_prefix(mark)?;
        if from.starts_with(mark) || self.before.is_some_and(|before| mark.starts_with(before)) {
            return None;
        }
        if self.unclosed.contains(&mark) {
            return None;
        }
        let doubled = |end: usize| from.get(..end)?.ends_with(mark).then_some(());
        let alone = |end: &usize| {
            let next = from.get(end + 1..).unwrap_or_default();
            doubled(*end).is_none() && !next.starts_with(mark)
        };
        let Some(end) = from.match_indices(mark).map(|(end, _)| end).find(alone) else {
            self.unclosed.push(mark);
            return None;
        };
        from.get(..end)
    }

    fn escaped(&mut self, html: &mut String) -> bool {
        let Some(letter) = self.rest.chars().nth(1).filter(char::is_ascii_punctuation) else { return false };
        let _ = write!(html, "{}", Escaped(letter.encode_utf8(&mut [0; 4])));
        self.advance(2);
        true
    }

    fn code(&mut self, html: &mut String) -> bool {
        for mark in ["``", "`"] {
            if let Some(code) = self.between(mark, mark).filter(|code| !code.trim().is_empty()) {
                let _ = write!(html, "<code>{}</code>", Escaped(code));
                self.advance(code.len() + 2 * mark.len());
                return true;
            }
        }
        false
    }

    fn emphasis(&mut self, names: &Names<'_>, html: &mut String, depth: usize) -> bool {
        for (mark, opening, closing) in EMPHASIS {
            if !self.rest.starts_with(mark) {
                continue;
            }
            let inner = if mark.len() == 1 { self.between_single(mark) } else { self.between(mark, mark) };
            let Some(inner) = inner.filter(|inner| !inner.is_empty()) else { continue };
            let length = inner.len() + 2 * mark.len();
            let after = self.rest.get(length..).and_then(|after| after.chars().next());
            let in_word = [self.before, after].into_iter().flatten().any(char::is_alphanumeric);
            let spaced = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
            if (mark == "_" && in_word) || (mark == "*" && spaced) {
                continue;
            }
            html.push_str(opening);
            write_within(inner, names, html, depth + 1);
            html.push_str(closing);
            self.advance(length);
            return true;
        }
        false
    }

    fn entity(&mut self, names: &Names<'_>, html: &mut String) -> bool {
        if let Some((entity, length)) = Entity::at_start_of(self.rest) {
            let read = names.read(entity);
            let (opening, closing) =
                if is_mention(entity) { ("<span class=\"mention\">", "</span>") } else { ("", "") };
            let _ = write!(html, "{opening}{}{closing}", Escaped(&read));
            self.advance(length);
            return true;
        }
        let Some(address) = self.between("<", ">").filter(|inside| is_address(inside)) else { return false };
        link(address, address, html);
        self.advance(address.len() + 2);
        true
    }

    /// `[text](address)`. Its text is no link itself, and not marked up.
    fn link(&mut self, html: &mut String) -> bool {
        let Some(text) = self.between("[", "](").filter(|text| text.len() <= LONGEST_LABEL) else { return false };
        let behind = self.rest.get(text.len() + 3..).unwrap_or_default();
        let Some((address, _)) = behind.split_once(')').filter(|(address, _)| is_address(address)) else {
            return false;
        };
        if text.trim().is_empty() || text.contains(['[', ']']) {
            return false;
        }
        link(address, text, html);
        self.advance(text.len() + address.len() + 4);
        true
    }

    fn address(&mut self, html: &mut String) -> bool {
        let end =
            self.rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '|' | '*'));
        let address = self.rest.get(..end.unwrap_or(self.rest.len())).unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', ')', ']', '~', '_', '`']);
        if !is_address(address) || self.before.is_some_and(char::is_alphanumeric) {
            return false;
        }
        link(address, address, html);
        self.advance(address.len());
        true
    }

    fn everyone(&mut self, html: &mut String) -> bool {
        let Some(word) = ["@everyone", "@here"].into_iter().find(|word| self.rest.starts_with(word)) else {
            return false;
        };
        let _ = write!(html, "<span class=\"mention\">{word}</span>");
        self.advance(word.len());
        true
    }
}

fn link(address: &str, text: &str, html: &mut String) {
    let (address, text) = (Escaped(address), Escaped(text));
    let _ = write!(html, "<a href=\"{address}\" rel=\"noopener noreferrer nofollow\">{text}</a>");
}

/// Whether it leads to the web.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let clean = |rest: &str| !rest.contains(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"'));
    rest.is_some_and(|rest| !rest.is_empty() && clean(rest))
}
