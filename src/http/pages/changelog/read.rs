//! Reads as much of Markdown as a changelog has: headings, lists, paragraphs; code, emphasis, bold words and links in them.

/// What is new in a version.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a> {
    pub(super) title: &'a str,
    pub(super) blocks: Vec<Block>,
}

/// What stands below a version's heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading(String),
    Paragraph(Vec<Span>),
    List(Vec<Vec<Span>>),
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Span {
    Text(String),
    Code(String),
    Emphasis(String),
    Strong(String),
    Link { text: String, address: String },
}

/// A block as its lines are read: its texts, whatever stands in them.
enum Lines {
    Heading(String),
    Paragraph(String),
    List(Vec<String>),
}

/// Each version, in the order of the text. What stands before the first is left out.
pub(super) fn versions(text: &str) -> Vec<Version<'_>> {
    let mut versions: Vec<(&str, Vec<Lines>)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            versions.push((title.trim(), Vec::new()));
            open = false;
            continue;
        }
        let Some((_, blocks)) = versions.last_mut() else { continue };
        open = take(blocks, line.trim(), open);
    }
    let version = |(title, blocks): (_, Vec<Lines>)| {
        let blocks = blocks.into_iter().map(Lines::block).collect();
        Version { title, blocks }
    };
    versions.into_iter().map(version).collect()
}

/// Takes a line; whether the next one may go on with what it began.
fn take(blocks: &mut Vec<Lines>, text: &str, open: bool) -> bool {
    if text.is_empty() {
        return false;
    }
    if let Some(heading) = text.strip_prefix("### ") {
        blocks.push(Lines::Heading(heading.to_owned()));
        return false;
    }
    match (text.strip_prefix("- "), blocks.last_mut()) {
        (Some(item), Some(Lines::List(items))) => items.push(item.to_owned()),
        (Some(item), _) => blocks.push(Lines::List(vec![item.to_owned()])),
        (None, Some(last)) if open => last.go_on(text),
        (None, _) => blocks.push(Lines::Paragraph(text.to_owned())),
    }
    true
}

impl Lines {
    /// What stands in the next line belongs to it.
    fn go_on(&mut self, text: &str) {
        let so_far = match self {
            Self::List(items) => items.last_mut(),
            Self::Paragraph(paragraph) => Some(paragraph),
            Self::Heading(_) => None,
        };
        if let Some(so_far) = so_far {
            so_far.extend([" ", text]);
        }
    }

    fn block(self) -> Block {
        match self {
            Self::Heading(heading) => Block::Heading(heading),
            Self::Paragraph(paragraph) => Block::Paragraph(spans(&paragraph)),
            Self::List(items) => Block::List(items.iter().map(|item| spans(item)).collect()),
        }
    }
}

/// The parts of a text. What is begun and not ended is text.
fn spans(text: &str) -> Vec<Span> {
    let (mut spans, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(next) = rest.chars().next() {
        // Emphasis does not begin amid a word.
        let is_in_word = next == '*' && plain.ends_with(char::is_alphanumeric);
        if let Some((span, left)) = marked(rest).filter(|_| !is_in_word) {
            if !plain.is_empty() {
                spans.push(Span::Text(std::mem::take(&mut plain)));
            }
            spans.push(span);
            rest = left;
        } else {
            plain.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    spans.extend((!plain.is_empty()).then_some(Span::Text(plain)));
    spans
}

/// What a sign begins at the start of a text, and what is left behind it.
fn marked(text: &str) -> Option<(Span, &str)> {
    if let Some(code) = text.strip_prefix('`') {
        let (code, left) = code.split_once('`')?;
        return Some((Span::Code(code.to_owned()), left));
    }
    for (sign, made) in [("**", Span::Strong as fn(String) -> Span), ("*", Span::Emphasis as fn(String) -> Span)] {
        if let Some(marked) = text.strip_prefix(sign) {
            let (marked, left) = marked.split_once(sign)?;
            let is_marked = !marked.is_empty() && marked.trim() == marked;
            return is_marked.then(|| (made(marked.to_owned()), left));
        }
    }
    let (text, behind) = text.strip_prefix('[')?.split_once("](")?;
    let (address, left) = behind.split_once(')')?;
    let (text, address) = (text.to_owned(), address.to_owned());
    let is_web = address.starts_with("https://");
    Some((if is_web { Span::Link { text, address } } else { Span::Text(text) }, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Span {
        Span::Text(text.to_owned())
    }

    #[test]
    fn versions_have_what_stands_below_their_headings() {
        let read = versions(
            "# Changelog\n\nAll.\n\n## 1.1\n\n- One `x`\n  goes on\n- Two\n\nA **bold\nword** here.\n\n### More\n\n## 1.0\n",
        );
        let expected = [
            Version {
                title: "1.1",
                blocks: vec![
                    Block::List(vec![vec![text("One "), Span::Code("x".into()), text(" goes on")], vec![text("Two")]]),
                    Block::Paragraph(vec![text("A "), Span::Strong("bold word".into()), text(" here.")]),
                    Block::Heading("More".into()),
                ],
            },
            Version { title: "1.0", blocks: Vec::new() },
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn emphasis_is_what_stands_between_stars_and_stars_alone_are_text() {
        let (soft, strong) = (|text: &str| Span::Emphasis(text.into()), |text: &str| Span::Strong(text.into()));
        assert_eq!(spans("an *odd* word"), [text("an "), soft("odd"), text(" word")]);
        assert_eq!(spans("*Open ticket*, **at once**"), [soft("Open ticket"), text(", "), strong("at once")]);
        for plain in ["2 * 3 * 4", "ä*", "a*b*c", "**", "****", "* x*", "*not ended", "**nor this"] {
            assert_eq!(spans(plain), [text(plain)], "{plain}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links_and_what_is_not_ended_is_text() {
        let link = Span::Link { text: "a".into(), address: "https://example.org".into() };
        assert_eq!(spans("[a](https://example.org)"), [link]);
        assert_eq!(spans("[b](docs/B.md)"), [text("b")]);
        assert_eq!(spans("[c](javascript:alert)"), [text("c")]);
        assert_eq!(spans("x ` y"), [text("x ` y")]);
        assert_eq!(spans(""), []);
    }

    #[test]
    fn ours_is_read() {
        let read = versions(super::super::CHANGELOG);
        assert!(!read.is_empty() && read.iter().all(|version| !version.blocks.is_empty()), "{read:?}");
    }
}
