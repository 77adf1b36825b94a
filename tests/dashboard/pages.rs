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

/// Where they are listed.
const ROUTERS: [&str; 2] = ["src/http/pages/router.rs", "src/http/pages/settings/mod.rs"];

/// All of them, in their order.
pub fn pages() -> Vec<Page> {
    let found: Vec<Page> = ROUTERS.iter().flat_map(|router| listed(router)).collect();
    assert!(found.len() > 80, "only {} pages are found", found.len());
    found
}

/// Those of one file: whole paths, and such as are below the one that its `at` says.
fn listed(router: &str) -> Vec<Page> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(router);
    let code: String = std::fs::read_to_string(file).unwrap().split_whitespace().collect();
    let below = code.split("format!(\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let below = below.replace("{{", "{").replace("}}", "}");
    let (below, _) = below.rsplit_once('{').unwrap();
    let mut found = Vec::new();
    for route in code.split(".route(").skip(1) {
        let rest = route.strip_prefix("&at(").unwrap_or(route).strip_prefix('"').unwrap();
        let (path, handlers) = rest.split_once('"').unwrap();
        let path = if route.starts_with("&at(") { format!("{below}{path}") } else { path.to_owned() };
        for method in ["get", "post"] {
            if handlers.contains(&format!("{method}(")) {
                found.push(Page { path: path.clone(), method });
            }
        }
    }
    found
}
