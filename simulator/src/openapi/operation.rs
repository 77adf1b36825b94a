//! The document's paths and operations, and which of them a request is for.
use std::collections::HashMap;

use serde_json::{Map, Value};

/// All of the document's paths.
#[derive(Debug, Default)]
pub(super) struct Paths {
    all: Vec<Place>,
}

/// A path with its operations.
#[derive(Debug)]
pub(super) struct Place {
    /// With `{}` for parameters.
    pub template: String,
    segments: Vec<String>,
    operations: HashMap<String, Operation>,
}

/// A method of a path.
#[derive(Debug)]
pub(super) struct Operation {
    /// The schemas of the path's parameters, in the order of the path.
    pub in_path: Vec<Value>,
    /// The parameters of the query, by name.
    pub in_query: HashMap<String, Parameter>,
    /// The operation object.
    pub body: Value,
}

/// A parameter of the query.
#[derive(Debug)]
pub(super) struct Parameter {
    pub schema: Value,
    pub required: bool,
}

impl Paths {
    pub(super) fn new(paths: Map<String, Value>) -> Self {
        Self { all: paths.into_iter().filter_map(|(path, item)| Place::new(&path, item)).collect() }
    }

    /// The operation by its template (`/channels/{}`).
    pub(super) fn named(&self, method: &str, template: &str) -> Option<&Operation> {
        self.all.iter().find(|place| place.template == template)?.operations.get(method)
    }

    /// The place that a path is for. Of several that it fits, those with the method come first, then the most literal one.
    pub(super) fn find(&self, method: &str, path: &[&str]) -> Option<(&Place, Option<&Operation>)> {
        let fitting = self.all.iter().filter(|place| place.fits(path));
        let found = fitting.min_by_key(|place| (!place.operations.contains_key(method), place.holes()))?;
        Some((found, found.operations.get(method)))
    }
}

impl Place {
    fn new(path: &str, item: Value) -> Option<Self> {
        let Value::Object(item) = item else { return None };
        let template = crate::rest::nameless(path);
        let segments = template.split('/').map(str::to_owned).collect();
        let shared = item.get("parameters").cloned().unwrap_or_default();
        let methods = item.into_iter().filter(|(name, _)| name != "parameters");
        let operations =
            methods.map(|(method, body)| (method.to_uppercase(), Operation::new(path, &shared, body))).collect();
        Some(Self { template, segments, operations })
    }

    fn holes(&self) -> usize {
        self.segments.iter().filter(|segment| *segment == "{}").count()
    }

    fn fits(&self, path: &[&str]) -> bool {
        let mut pairs = self.segments.iter().zip(path);
        self.segments.len() == path.len()
            && pairs.all(|(known, given)| known == given || (known == "{}" && !given.is_empty()))
    }

    /// What a path has in place of the parameters.
    pub(super) fn parameters<'path>(&self, path: &[&'path str]) -> Vec<&'path str> {
        let pairs = self.segments.iter().zip(path);
        pairs.filter(|(known, _)| *known == "{}").map(|(_, given)| *given).collect()
    }
}

impl Operation {
    fn new(path: &str, shared: &Value, body: Value) -> Self {
        let parameters: Vec<&Value> =
            [shared, &body["parameters"]].into_iter().filter_map(Value::as_array).flatten().collect();
        let schema = |name: &str, place: &str| {
            let mut named = parameters.iter().filter(|parameter| parameter["in"] == place && parameter["name"] == name);
            named.next().map(|parameter| parameter["schema"].clone())
        };
        let names = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let in_path = names.map(|name| schema(name, "path").unwrap_or(Value::Bool(true))).collect();
        let query = parameters.iter().filter(|parameter| parameter["in"] == "query");
        let in_query = query.filter_map(|parameter| {
            let described = Parameter { schema: parameter["schema"].clone(), required: parameter["required"] == true };
            Some((parameter["name"].as_str()?.to_owned(), described))
        });
        let in_query = in_query.collect();
        Self { in_path, in_query, body }
    }
}
