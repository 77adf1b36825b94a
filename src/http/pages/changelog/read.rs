//! Reads as much of Markdown as a changelog has: headings, lists, paragraphs; code, bold words and links in them.

/// What is new in a version.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a> {
    pub(super) title: &'a str,
    pub(super) blocks: Vec<Block<'a>>,
}

/// What stands below a version's heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block<'a> {
    Heading(&'a str),
    Paragraph(Vec<Span<'a>>),
    List(Vec<Vec<Span<'a>>>),
}

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Span<'a> {
    Text(&'a str),
    Code(&'a str),
    Strong(&'a str),
    Link { text: &'a str, address: &'a str },
}

/// Each version, in the order of the text. What stands before the first is left out.
pub(super) fn versions(text: &str) -> Vec<Version<'_>> {
    let mut versions: Vec<Version<'_>> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            versions.push(Version { title: title.trim(), blocks: Vec::new() });
            open = false;
            continue;
        }
        let Some(version) = versions.last_mut() else { continue };
        open = version.takes(line, open);
    }
    versions
}

impl<'a> Version<'a> {
    /// Takes a line; whether the next one may go on with what it began.
    fn takes(&mut self, line: &'a str, open: bool) -> bool {
        let text = line.trim();
        if text.is_empty() {
            return false;
        }
        if let Some(heading) = text.strip_prefix("### ") {
            self.blocks.push(Block::Heading(heading));
            return false;
        }
        match (text.strip_prefix("- "), self.blocks.last_mut()) {
            (Some(item), Some(Block::List(items))) => items.push(spans(item)),
            (Some(item), _) => self.blocks.push(Block::List(vec![spans(item)])),
            (None, Some(last)) if open => last.goes_on(text),
            (None, _) => self.blocks.push(Block::Paragraph(spans(text))),
        }
        true
    }
}

impl<'a> Block<'a> {
    /// What stands in the next line belongs to it.
    fn goes_on(&mut self, text: &'a str) {
        match self {
            Self::List(items) => items.last_mut().into_iter().for_each(|item| go_on(item, text)),
            Self::Paragraph(paragraph) => go_on(paragraph, text),
            Self::Heading(_) => {}
        }
    }
}

fn go_on<'a>(spans_so_far: &mut Vec<Span<'a>>, text: &'a str) {
    spans_so_far.push(Span::Text(" "));
    spans_so_far.extend(spans(text));
}

/// The parts of a line. What is begun and not ended is text.
fn spans(text: &str) -> Vec<Span<'_>> {
    let (mut spans, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let begin = rest.find(['`', '*', '[']).unwrap_or(rest.len());
        let (before, marked) = rest.split_at(begin);
        if !before.is_empty() {
            spans.push(Span::Text(before));
        }
        let Some((span, left)) = marked_span(marked) else {
            let length = marked.chars().next().map_or(0, char::len_utf8);
            let (sign, left) = marked.split_at(length);
            spans.extend((!sign.is_empty()).then_some(Span::Text(sign)));
            rest = left;
            continue;
        };
        spans.push(span);
        rest = left;
    }
    spans
}

/// What a sign begins, and what is left behind it.
fn marked_span(text: &str) -> Option<(Span<'_>, &str)> {
    if let Some(code) = text.strip_prefix('`') {
        let (code, left) = code.split_once('`')?;
        return Some((Span::Code(code), left));
    }
    if let Some(strong) = text.strip_prefix("**") {
        let (strong, left) = strong.split_once("**")?;
        return Some((Span::Strong(strong), left));
    }
    let (text, behind) = text.strip_prefix('[')?.split_once("](")?;
    let (address, left) = behind.split_once(')')?;
    let is_web = address.starts_with("https://");
    Some((if is_web { Span::Link { text, address } } else { Span::Text(text) }, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_what_stands_below_their_headings() {
        let text =
            "# Changelog\n\nAll.\n\n## 1.1\n\n- One `x`\n  goes on\n- Two\n\nA **bold** word.\n\n### More\n\n## 1.0\n";
        let expected = [
            Version {
                title: "1.1",
                blocks: vec![
                    Block::List(vec![
                        vec![Span::Text("One "), Span::Code("x"), Span::Text(" "), Span::Text("goes on")],
                        vec![Span::Text("Two")],
                    ]),
                    Block::Paragraph(vec![Span::Text("A "), Span::Strong("bold"), Span::Text(" word.")]),
                    Block::Heading("More"),
                ],
            },
            Version { title: "1.0", blocks: Vec::new() },
        ];
        assert_eq!(versions(text), expected);
    }

    #[test]
    fn only_addresses_of_the_web_are_links_and_what_is_not_ended_is_text() {
        let link = Span::Link { text: "a", address: "https://example.org" };
        assert_eq!(spans("[a](https://example.org)"), [link]);
        assert_eq!(spans("[b](docs/B.md)"), [Span::Text("b")]);
        assert_eq!(spans("[c](javascript:alert)"), [Span::Text("c")]);
        assert_eq!(spans("x ` y"), [Span::Text("x "), Span::Text("`"), Span::Text(" y")]);
        assert_eq!(spans("ä*"), [Span::Text("ä"), Span::Text("*")]);
        assert_eq!(spans(""), []);
    }

    #[test]
    fn ours_is_read() {
        let read = versions(super::super::CHANGELOG);
        assert!(!read.is_empty() && read.iter().all(|version| !version.blocks.is_empty()), "{read:?}");
    }
}
