//! Text that people wrote, made safe to stand in a line of ours: nothing in it can begin a line or turn its direction.

/// A text in one line: breaks become `⏎`.
pub fn one_line(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join(" ⏎ ")
}

/// The lines of a text, whatever breaks them, without what terminals and bidirectional text act on.
pub fn lines(text: &str) -> impl Iterator<Item = String> {
    let broken = text.replace("\r\n", "\n");
    let lines: Vec<String> =
        broken.split(is_break).map(|line| line.chars().filter(|letter| !is_dropped(*letter)).collect()).collect();
    lines.into_iter()
}

/// What some program takes for the end of a line (<https://www.unicode.org/reports/tr14/>), and the separators of ASCII.
const fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, and what embeds, overrides or isolates a direction (<https://www.unicode.org/reports/tr9/>).
pub fn is_dropped(letter: char) -> bool {
    let directing = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    directing || (letter.is_control() && !matches!(letter, '\t' | '\n'))
}

/// The start of a text, of at most so many characters.
pub fn start(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_breaks_a_line_is_a_break() {
        for broken in
            ["a\nb", "a\rb", "a\r\nb", "a\u{b}b", "a\u{c}b", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "a\u{1e}b"]
        {
            assert_eq!(lines(broken).collect::<Vec<_>>(), ["a", "b"], "{broken:?}");
            assert_eq!(one_line(broken), "a ⏎ b");
        }
        assert_eq!(one_line("\u{202e}evil\u{2066}\u{1b}[2K\u{8}"), "evil[2K");
        assert_eq!(start("äöü", 2), "äö…");
        assert_eq!(start("äöü", 3), "äöü");
    }
}
