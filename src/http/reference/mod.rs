//! The reference page: what the API's document says, for people to read, without scripts and without other hosts.

mod schemas;

use anyhow::Context as _;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use self::schemas::{Field, Kind, Schema};
use super::router::document;

/// How the page looks. It stands in the page, whose policy allows this style and nothing else.
const STYLE: &str = include_str!("../../../templates/reference.css");

/// The methods of operations, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document, and the page that is made of it.
#[derive(Debug)]
pub(super) struct Reference {
    /// The document, OpenAPI 3.1, as JSON.
    pub(super) document: String,
    /// The page, as HTML.
    pub(super) page: String,
    /// What a browser may do with the page.
    pub(super) policy: String,
}

#[derive(Template)]
#[template(path = "reference.html")]
struct Page<'a> {
    title: &'a str,
    version: &'a str,
    about: String,
    style: &'static str,
    groups: Vec<Group<'a>>,
    schemas: Vec<Schema<'a>>,
}

/// The operations of one tag.
struct Group<'a> {
    name: &'a str,
    about: String,
    operations: Vec<Operation<'a>>,
}

struct Operation<'a> {
    id: &'a str,
    method: &'static str,
    path: &'a str,
    summary: String,
    about: String,
    who: Vec<&'a str>,
    parameters: Vec<Field<'a>>,
    body: Option<Kind>,
    answers: Vec<Answer<'a>>,
}

struct Answer<'a> {
    status: &'a str,
    about: String,
    media: &'a str,
    kind: Option<Kind>,
}

impl Reference {
    /// What there is to read of this version.
    pub(super) fn make() -> anyhow::Result<Self> {
        let document = document().context("writing the API's document")?;
        let read: Value = serde_json::from_str(&document).context("reading the API's document")?;
        let page = Page::of(&read).render().context("rendering the reference page")?;
        let style = STANDARD.encode(Sha256::digest(STYLE));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{style}'; object-src 'none'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        Ok(Self { document, page, policy })
    }
}

impl<'a> Page<'a> {
    fn of(document: &'a Value) -> Self {
        let (info, tags) = (&document["info"], document["tags"].as_array().map(Vec::as_slice).unwrap_or_default());
        let group = |tag: &'a Value| {
            let name = text(&tag["name"]);
            Group { name, about: prose(&tag["description"]), operations: operations(&document["paths"], name) }
        };
        Self {
            title: text(&info["title"]),
            version: text(&info["version"]),
            about: prose(&info["description"]),
            style: STYLE,
            groups: tags.iter().map(group).collect(),
            schemas: entries(&document["components"]["schemas"])
                .map(|(name, schema)| Schema::of(name, schema))
                .collect(),
        }
    }
}

fn operations<'a>(paths: &'a Value, tag: &str) -> Vec<Operation<'a>> {
    let of_path = |(path, methods): (&'a String, &'a Value)| {
        let there = METHODS.into_iter().filter_map(move |method| Some((method, methods.get(method)?)));
        there.map(move |(method, operation)| Operation::of(method, path, operation))
    };
    let is_tagged = |operation: &Value| operation["tags"][0] == tag;
    let tagged = entries(paths).filter(|(_, methods)| METHODS.iter().any(|method| is_tagged(&methods[*method])));
    tagged.flat_map(of_path).filter(|operation| is_tagged(&paths[operation.path][operation.method])).collect()
}

impl<'a> Operation<'a> {
    fn of(method: &'static str, path: &'a str, operation: &'a Value) -> Self {
        let security = operation["security"].as_array().into_iter().flatten();
        let body = operation["requestBody"]["content"].as_object().and_then(|content| content.values().next());
        Self {
            id: text(&operation["operationId"]),
            method,
            path,
            summary: prose(&operation["summary"]),
            about: prose(&operation["description"]),
            who: security
                .map(|one| one.as_object().and_then(|one| one.keys().next()).map_or("nobody", |name| who(name)))
                .collect(),
            parameters: operation["parameters"].as_array().into_iter().flatten().map(Field::of_parameter).collect(),
            body: body.map(|body| Kind::of(&body["schema"])),
            answers: entries(&operation["responses"]).map(|(status, answer)| Answer::of(status, answer)).collect(),
        }
    }
}

impl<'a> Answer<'a> {
    fn of(status: &'a str, answer: &'a Value) -> Self {
        let content = entries(&answer["content"]).next();
        Self {
            status,
            about: prose(&answer["description"]),
            media: content.map_or("", |(media, _)| media),
            kind: content.map(|(_, content)| Kind::of(&content["schema"])),
        }
    }
}

/// Who shows what, by the name that the document has for it.
fn who(scheme: &str) -> &str {
    match scheme {
        "key" => "an API key",
        "person" => "whoever is signed in",
        "operator" => "the operator",
        other => other,
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A text as HTML: escaped, and what stands between backticks as code.
fn prose(value: &Value) -> String {
    let escaped = text(value).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut html = String::with_capacity(escaped.len());
    for (nth, part) in escaped.split('`').enumerate() {
        html.push_str(match nth {
            0 => "",
            nth if nth % 2 == 1 => "<code>",
            _ => "</code>",
        });
        html.push_str(part);
    }
    if escaped.matches('`').count() % 2 == 1 {
        html.push_str("</code>");
    }
    html
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_escaped_and_keeps_its_code() {
        assert_eq!(
            prose(&json!("<b> & `a < \"b\"`, `c`")),
            "&lt;b&gt; &amp; <code>a &lt; &quot;b&quot;</code>, <code>c</code>"
        );
        assert_eq!(prose(&json!("one ` alone")), "one <code> alone</code>");
        assert_eq!(prose(&json!(null)), "");
    }
}
