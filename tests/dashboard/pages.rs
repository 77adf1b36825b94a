//! Every page and form that there is, as `src/http/pages/router.rs` lists them.

use std::collections::BTreeMap;
use std::path::Path;

/// A page that is looked at, or a form that is sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    pub path: String,
    pub method: &'static str,
}

/// What stands for the parts of paths.
pub type Ids = BTreeMap<&'static str, String>;

impl Page {
    /// Its path about these; fails where a part of it is not among them.
    pub fn filled(&self, ids: &Ids) -> String {
        let mut path = self.path.clone();
        for (name, id) in ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        assert!(!path.contains('{'), "tests/dashboard/ do not know what stands for a part of {path}");
        path
    }

    /// Whether it is about a server.
    pub fn is_of_guild(&self) -> bool {
        self.path.starts_with("/dashboard/{bot}/{guild}")
    }
}

/// All of them, in their order.
pub fn pages() -> Vec<Page> {
    let router = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/pages/router.rs");
    let code: String = std::fs::read_to_string(router).unwrap().split_whitespace().collect();
    let mut found = Vec::new();
    for route in code.split(".route(\"").skip(1) {
        let (path, rest) = route.split_once('"').unwrap();
        let handlers = rest.split(".route(").next().unwrap();
        for method in ["get", "post"] {
            if handlers.contains(&format!("{method}(")) {
                found.push(Page { path: path.to_owned(), method });
            }
        }
    }
    assert!(found.len() > 5, "only {} pages are found", found.len());
    found
}
