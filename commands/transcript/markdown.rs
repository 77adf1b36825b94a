//! Discord's markdown as HTML: what everybody uses of it, and nothing that its author wrote unescaped
//! (<https://support.discord.com/hc/en-us/articles/210298617>).

use std::fmt::{self, Write as _};

use super::entities::{Entity, Names};
use super::inline;
use super::plain::is_dropped;

/// A text as HTML. Every character of it is escaped; the tags are ours.
pub fn to_html(text: &str, names: &Names<'_>) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(CodeBlock { before, language, code, after }) = CodeBlock::first_in(rest) {
        blocks(before, names, &mut html);
        let _ = match language {
            "" => write!(html, "<pre><code>{}</code></pre>", Escaped(code)),
            _ => write!(html, "<pre data-language=\"{}\"><code>{}</code></pre>", Escaped(language), Escaped(code)),
        };
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    blocks(rest, names, &mut html);
    html
}

/// A block of code with what stands around it.
struct CodeBlock<'a> {
    before: &'a str,
    /// In which language it is; empty where its author did not say.
    language: &'a str,
    code: &'a str,
    after: &'a str,
}

impl<'a> CodeBlock<'a> {
    fn first_in(text: &'a str) -> Option<Self> {
        let (before, from) = text.split_once("```")?;
        let (code, after) = from.split_once("```").filter(|(code, _)| !code.trim().is_empty())?;
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+-_#.".contains(&byte);
        let (language, code) = match code.split_once('\n') {
            Some((language, code)) if language.bytes().all(is_letter) && !code.trim().is_empty() => (language, code),
            _ => ("", code),
        };
        let before = before.strip_suffix('\n').unwrap_or(before);
        Some(Self { before, language, code: code.trim_end_matches('\n'), after })
    }
}

/// Lines, quoted and not.
fn blocks(text: &str, names: &Names<'_>, html: &mut String) {
    let mut lines = text.split('\n').peekable();
    let mut unquoted = Vec::new();
    while let Some(line) = lines.next() {
        let mut quoted = Vec::new();
        if let Some(first) = line.strip_prefix(">>> ") {
            quoted.extend(std::iter::once(first).chain(lines.by_ref()));
        } else if let Some(first) = line.strip_prefix("> ") {
            quoted.push(first);
            while let Some(next) = lines.next_if(|next| next.starts_with("> ")) {
                quoted.extend(next.strip_prefix("> "));
            }
        } else {
            unquoted.push(line);
            continue;
        }
        write_lines(&std::mem::take(&mut unquoted), names, html);
        html.push_str("<blockquote>");
        write_lines(&quoted, names, html);
        html.push_str("</blockquote>");
    }
    write_lines(&unquoted, names, html);
}

/// Lines, each as what its beginning makes it; plain ones together, since emphasis may go on in the next line.
fn write_lines(lines: &[&str], names: &Names<'_>, html: &mut String) {
    let mut plain = Vec::new();
    for line in lines {
        let Some((class, rest)) = block(line) else {
            plain.push(*line);
            continue;
        };
        inline::write(&std::mem::take(&mut plain).join("\n"), names, html);
        let _ = write!(html, "<div class=\"{class}\">");
        inline::write(rest, names, html);
        html.push_str("</div>");
    }
    inline::write(&plain.join("\n"), names, html);
}

/// The class and the text of a heading, of small print, or of an entry of a list.
fn block(line: &str) -> Option<(&'static str, &str)> {
    for (mark, class) in [("# ", "h1"), ("## ", "h2"), ("### ", "h3"), ("-# ", "small")] {
        if let Some(rest) = line.strip_prefix(mark) {
            return Some((class, rest));
        }
    }
    let inner = line.trim_start_matches(' ');
    let class = if inner.len() == line.len() { "item" } else { "item deeper" };
    let bullet = ["- ", "* "].iter().find_map(|mark| inner.strip_prefix(mark));
    bullet.filter(|rest| !rest.trim().is_empty()).map(|rest| (class, rest))
}

/// Text in HTML, between tags or in an attribute.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            letter if is_dropped(letter) => Ok(()),
            letter => f.write_char(letter),
        })
    }
}

/// Whether an entity is a mention, which stands out.
pub const fn is_mention(entity: Entity<'_>) -> bool {
    matches!(entity, Entity::User(_) | Entity::Role(_) | Entity::Channel(_) | Entity::Command(_))
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::RoleId;
    use tickit_domain::transcript::{GuildNames, KnownNames};

    use super::super::tests::{ticket, words};
    use super::*;

    fn html(text: &str) -> String {
        htmls([text.to_owned()].into_iter()).remove(0)
    }

    fn htmls(texts: impl Iterator<Item = String>) -> Vec<String> {
        let guild = GuildNames { roles: [(RoleId::new(1), "Staff <3".into())].into(), channels: [].into() };
        let known = KnownNames { guild, ..KnownNames::default() };
        let (ticket, words) = (ticket(), words());
        let names = Names::new(&ticket, &known, words.speak("en-US"));
        texts.map(|text| to_html(&text, &names)).collect()
    }

    #[test]
    fn the_basics_are_rendered() {
        for (text, rendered) in [
            ("a **b** *c* _d_ __e__ ~~f~~", "a <strong>b</strong> <em>c</em> <em>d</em> <u>e</u> <s>f</s>"),
            ("***both*** snake_case_name 2*3*4", "<strong><em>both</em></strong> snake_case_name 2<em>3</em>4"),
            ("||secret||", "<span class=\"spoiler\" tabindex=\"0\">secret</span>"),
            ("`<b>` ``a`b``", "<code>&lt;b&gt;</code> <code>a`b</code>"),
            ("x\n```rs\nfn <a>() {}\n```\ny", "x<pre data-language=\"rs\"><code>fn &lt;a&gt;() {}</code></pre>y"),
            ("```\nplain\n```**two\nlines**", "<pre><code>plain</code></pre><strong>two\nlines</strong>"),
            ("> - one\n> two", "<blockquote><div class=\"item\">one</div>two</blockquote>"),
            ("> one\n> two\nthree", "<blockquote>one\ntwo</blockquote>three"),
            (">>> one\ntwo", "<blockquote>one\ntwo</blockquote>"),
            (
                "# big\n- item\n-# small",
                "<div class=\"h1\">big</div><div class=\"item\">item</div><div class=\"small\">small</div>",
            ),
            (r"\*not\* a\b", "*not* a\\b"),
            ("<@&1> @here", "<span class=\"mention\">@Staff &lt;3</span> <span class=\"mention\">@here</span>"),
            ("**open *and __unclosed", "**open *and __unclosed"),
        ] {
            assert_eq!(html(text), rendered, "{text}");
        }
    }

    #[test]
    fn only_links_to_the_web_are_links() {
        let link = |url: &str, text: &str| format!("<a href=\"{url}\" rel=\"noopener noreferrer nofollow\">{text}</a>");
        let address = "https://example.org/a_b_c?x=1&amp;y";
        assert_eq!(html("see https://example.org/a_b_c?x=1&y."), format!("see {}.", link(address, address)));
        assert_eq!(html("[here](https://example.org)"), link("https://example.org", "here"));
        assert_eq!(html("<https://example.org>"), link("https://example.org", "https://example.org"));
        for text in
            ["[x](javascript:alert(1))", "javascript:alert(1)", "[x](data:text/html,y)", "[a](https://x\" onclick=y)"]
        {
            assert!(!html(text).contains("href=\"j") && !html(text).contains("\" on"), "{}", html(text));
        }
    }

    /// Whatever is written: tags are ours, each closes, and nothing else of HTML is left.
    #[test]
    fn nothing_that_was_written_is_unescaped_and_every_tag_closes() {
        let pieces = [
            "*",
            "**",
            "_",
            "__",
            "~~",
            "||",
            "`",
            "```",
            "\n",
            "> ",
            ">>> ",
            "# ",
            "- ",
            "[",
            "](",
            ")",
            "https://a.b/",
            "<",
            ">",
            "<@1>",
            "<script>",
            "&",
            "\"",
            "'",
            "a",
            " ",
            "\\",
            "<:x:1>",
            "<t:1>",
            "@everyone",
            "é",
            "\u{202e}",
            "<https://x>",
            "javascript:",
            "</div>",
            "\u{0}",
        ];
        let mut seed = 42_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let texts: Vec<String> =
            (0..20_000).map(|_| (0..=next(24)).map(|_| pieces[next(pieces.len())]).collect()).collect();
        for (text, html) in texts.iter().zip(htmls(texts.iter().cloned())) {
            assert!(is_ours(&html) && !html.contains(['\u{202e}', '\u{0}']), "{text:?} became {html}");
        }
    }

    /// Whether all tags are known and close, and no other `<` or `>` is there.
    fn is_ours(html: &str) -> bool {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find(['<', '>']) {
            let Some((tag, after)) = rest[start..].strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
                return false;
            };
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return false;
                }
                continue;
            }
            let name = tag.split(' ').next().unwrap();
            let known = ["strong", "em", "u", "s", "span", "code", "pre", "blockquote", "div", "a"].contains(&name);
            let attributes: Vec<&str> = tag.split('"').step_by(2).skip(1).collect();
            let named = [" class=", " tabindex=", " href=", " rel=", " data-language=", ""];
            if !known || !attributes.iter().all(|found| named.contains(found)) {
                return false;
            }
            open.push(name);
        }
        open.is_empty()
    }

    #[test]
    fn a_text_that_is_all_markup_takes_no_long_time() {
        for mark in ["*", "_a", "**a", "[", "<", "`", "||", "~~x", "](", "http://", "> ", "***_"] {
            let started = std::time::Instant::now();
            html(&mark.repeat(8_000 / mark.len()));
            assert!(started.elapsed().as_secs() < 2, "{mark:?} took {:?}", started.elapsed());
        }
    }
}
