//! The operations of the API's document, as tests ask for them.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;
use tickit::http::document;

/// The methods of a document's operations.
pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What stands for the parameters of a path.
pub type Ids = BTreeMap<&'static str, String>;

/// An operation, and what the document says of it.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: &'static str,
    pub path: String,
    pub said: Value,
}

/// The whole document.
pub fn whole() -> Value {
    serde_json::from_str(&document().unwrap()).unwrap()
}

/// All operations.
pub fn operations() -> Vec<Operation> {
    let document = whole();
    let named = |(path, operations): (&String, &Value)| {
        let there = METHODS.into_iter().filter_map(|method| Some((method, operations.get(method)?.clone())));
        there.map(|(method, said)| Operation { method, path: path.clone(), said }).collect::<Vec<_>>()
    };
    document["paths"].as_object().unwrap().iter().flat_map(named).collect()
}

/// Ids of nothing that is there, but for those of the guild and its ticket.
pub fn ids_of_nothing(guild: &str, ticket: &str) -> Ids {
    Ids::from(
        [
            ("application_id", "81384788765712384"),
            ("attachment", "5-0"),
            ("delivery", "msg_1"),
            ("guild", guild),
            ("job", "x"),
            ("key_id", "0000000000000000"),
            ("label", "x"),
            ("link", "x"),
            ("panel", "99"),
            ("question", "99"),
            ("reason", "limit"),
            ("role", "5"),
            ("session", "x"),
            ("tag", "nothing"),
            ("ticket", ticket),
            ("type", "99"),
            ("user", "5"),
            ("webhook", "0000000000000000"),
            ("whom", "5"),
        ]
        .map(|(name, id)| (name, id.to_owned())),
    )
}

/// A path with these in it.
pub fn filled(path: &str, ids: &Ids) -> String {
    let url = ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
    assert!(!url.contains('{'), "{path} has a parameter for which tests/api/operations.rs has no id");
    url
}

impl Operation {
    /// How tables name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Its method, to be asked by.
    pub fn verb(&self) -> Method {
        self.method.to_uppercase().parse().unwrap()
    }

    /// Whether it asks nobody who they are.
    pub fn is_open(&self) -> bool {
        self.said.get("security").is_none()
    }

    /// Whether it is opened by something of a kind: `key`, `person` or `operator`.
    pub fn is_for(&self, kind: &str) -> bool {
        self.said["security"].as_array().into_iter().flatten().any(|one| one.get(kind).is_some())
    }

    /// Its parameters of a kind: `path`, `query` or `header`.
    pub fn parameters(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        let all = self.said["parameters"].as_array().into_iter().flatten();
        all.filter(move |one| one["in"] == kind).map(|one| (one["name"].as_str().unwrap(), &one["schema"]))
    }
}
