//! What is asked of an operation, and what is bad of that: made from what the document says of it.

use serde_json::{Map, Value, json};

use super::super::operations::{Operation, filled, whole};
use super::rows::Row;
use super::stage::Stage;

const JSON: &str = "application/json";

/// What the path may not say of anything, as it stands in the address.
const BAD_PATHS: [(&str, &str); 9] = [
    ("no UTF-8", "%FF%FE"),
    ("nothing", ""),
    ("unicode", "%F0%9F%90%8C%20%C3%9F"),
    ("a number that is too large", "99999999999999999999999999"),
    ("a number below zero", "-1"),
    ("no character", "%00"),
    ("an operator", "%7B%22%24gt%22%3A%22%22%7D"),
    ("another folder", "..%2F..%2Fetc%2Fpasswd"),
    ("text", "one"),
];

/// Of these, what no text may be either.
const BAD_TEXTS: usize = 2;

/// A request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is bad of it.
    pub what: String,
    pub method: reqwest::Method,
    /// Path and query.
    pub address: String,
    pub body: Option<Vec<u8>>,
    pub content_type: &'static str,
    pub if_match: Option<Vec<u8>>,
    /// The field of the body that is at fault.
    pub field: Option<String>,
}

impl Asked {
    /// As its row has it, of which nothing is bad.
    pub fn good(operation: &Operation, row: &Row, stage: &Stage) -> Self {
        Self {
            what: "nothing bad".to_owned(),
            method: operation.verb(),
            address: filled(&operation.path, &row.ids(&stage.ids)),
            body: row.body.as_ref().map(|body| body.to_string().into_bytes()),
            content_type: JSON,
            if_match: None,
            field: None,
        }
    }

    fn with_body(&self, what: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self { what: what.into(), body: Some(body.into()), ..self.clone() }
    }

    fn with_query(&self, query: &str) -> Self {
        Self { what: format!("?{query}"), address: format!("{}?{query}", self.address), ..self.clone() }
    }
}

/// All that is bad.
pub fn bad(operation: &Operation, row: &Row, stage: &Stage) -> Vec<Asked> {
    let good = Asked::good(operation, row, stage);
    let mut made = in_path(operation, row, stage);
    if !operation.is_open() {
        made.extend(in_query(operation, &good));
    }
    if let Some(said) = operation.said.get("requestBody") {
        made.extend(bodies(&good, said["required"] == true));
        made.extend(in_fields(&good, row, &resolved(&said["content"][JSON]["schema"])));
    }
    if operation.parameters("header").any(|(name, _)| name == "If-Match") {
        let tags: [&[u8]; 7] =
            [b"nonsense", b"", b"-1", b"\"1\", \"2\"", b"99999999999999999999", b"1.5", &[0xff, 0xfe]];
        made.extend(tags.map(|tag| Asked {
            what: format!("If-Match {:?}", String::from_utf8_lossy(tag)),
            if_match: Some(tag.to_vec()),
            ..good.clone()
        }));
    }
    made
}

fn in_path(operation: &Operation, row: &Row, stage: &Stage) -> Vec<Asked> {
    let (good, long) = (Asked::good(operation, row, stage), "x".repeat(5000));
    let mut made = Vec::new();
    for (name, _) in operation.parameters("path") {
        let most = if row.any_text == Some(name) { BAD_TEXTS } else { BAD_PATHS.len() };
        for (what, value) in BAD_PATHS.into_iter().take(most).chain([("5,000 characters", long.as_str())]) {
            let mut ids = row.ids(&stage.ids);
            value.clone_into(ids.get_mut(name).unwrap());
            let address = filled(&operation.path, &ids);
            made.push(Asked { what: format!("{what} as {name}"), address, ..good.clone() });
        }
    }
    made
}

fn in_query(operation: &Operation, good: &Asked) -> Vec<Asked> {
    let mut queries = vec!["nonsense=1".to_owned(), "%F0%9F%90%8C".to_owned(), format!("{}=1", "x".repeat(5000))];
    for (name, schema) in operation.parameters("query") {
        queries.push(format!("{name}=1&{name}=1"));
        queries.push(format!("{name}[$gt]="));
        let kinds = kinds(&resolved(schema));
        if kinds.contains(&"integer".to_owned()) {
            queries.extend(["many", "", "99999999999999999999999999", "1.5"].map(|value| format!("{name}={value}")));
        }
        if kinds.contains(&"boolean".to_owned()) {
            queries.extend(["perhaps", "2"].map(|value| format!("{name}={value}")));
        }
        if ["bot", "guild"].contains(&name) {
            queries.extend(["x", "-1", "%F0%9F%90%8C"].map(|value| format!("{name}={value}")));
        }
    }
    queries.iter().map(|query| good.with_query(query)).collect()
}

/// Bodies of which nothing can be read.
fn bodies(good: &Asked, is_required: bool) -> Vec<Asked> {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_object = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let followed = [good.body.as_deref().unwrap_or(b"{}"), b" x"].concat();
    let mut made = vec![
        good.with_body("no JSON", "nonsense"),
        good.with_body("half of JSON", "{\"name\": \"x"),
        good.with_body("no UTF-8", vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']),
        good.with_body("an array", "[]"),
        good.with_body("a text", "\"text\""),
        good.with_body("a number", "1e999"),
        good.with_body("a deep array", deep),
        good.with_body("a deep object", deep_object),
        good.with_body("something behind it", followed),
        good.with_body("2 MiB", vec![b' '; 2 << 20]),
        Asked { content_type: "application/xml", ..good.with_body("XML", "<name>x</name>") },
        Asked { content_type: "application/x-www-form-urlencoded", ..good.with_body("a form", "name=x&text=y") },
        Asked { content_type: "multipart/form-data; boundary=b", ..good.with_body("parts", "--b\r\n\r\nx\r\n--b--") },
    ];
    if is_required {
        made.extend([good.with_body("nothing", ""), good.with_body("null", "null")]);
    }
    made
}

/// Each field of a wrong type, and each that has to be there missing.
fn in_fields(good: &Asked, row: &Row, schema: &Value) -> Vec<Asked> {
    let Some(Value::Object(body)) = &row.body else { return Vec::new() };
    let mut made = Vec::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let kinds = kinds(&resolved(field));
        for value in wrong(&kinds) {
            let mut changed = body.clone();
            let what = format!("{value} as {name}");
            changed.insert(name.clone(), value);
            made.push(Asked { field: Some(name.clone()), ..good.with_body(what, text(changed)) });
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut changed = body.clone();
        changed.remove(name);
        made.push(good.with_body(format!("no {name}"), text(changed)));
    }
    made
}

fn text(body: Map<String, Value>) -> String {
    Value::Object(body).to_string()
}

/// What is of none of these kinds.
fn wrong(kinds: &[String]) -> Vec<Value> {
    let large: Value = serde_json::from_str("1e30").unwrap();
    let of = |kind: &str| kinds.iter().any(|one| one == kind);
    match () {
        () if of("string") => vec![json!({ "$gt": "" }), json!(["x"]), json!(true)],
        () if of("integer") => vec![json!({ "$gt": "" }), json!("seven"), json!(1.5), large, json!(true)],
        () if of("boolean") => vec![json!({ "$gt": "" }), json!("yes"), json!(1)],
        () if of("array") => vec![json!({ "$gt": "" }), json!("x"), json!(7), json!([{ "$gt": "" }])],
        () => vec![json!("x"), json!(7), json!([[]])],
    }
}

/// The kinds that a value may have.
fn kinds(schema: &Value) -> Vec<String> {
    match &schema["type"] {
        Value::String(kind) => vec![kind.clone()],
        kinds => kinds.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

/// A schema, or the one that it refers to.
fn resolved(schema: &Value) -> Value {
    let one = schema["oneOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"));
    let schema = one.unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        Some(name) => whole()["components"]["schemas"][name].clone(),
        None => schema.clone(),
    }
}
