//! The document's operations, and a compiled schema for each that is used.
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;
use jsonschema::Validator;
use serde_json::{Map, Value};

use super::{
    Arrived,
    operation::{Operation, Paths},
    schema::closed,
};

/// At most so many mistakes are told of one body.
const TOLD: usize = 5;

/// The document.
#[derive(Debug)]
pub(super) struct Specification {
    paths: Paths,
    schemas: Map<String, Value>,
    compiled: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

impl Specification {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read(path).context("reading the OpenAPI document")?;
        let mut document: Value = serde_json::from_slice(&text).context("parsing the OpenAPI document")?;
        let Value::Object(schemas) = document["components"]["schemas"].take() else {
            anyhow::bail!("the OpenAPI document has no schemas");
        };
        let Value::Object(paths) = document["paths"].take() else {
            anyhow::bail!("the OpenAPI document has no paths");
        };
        Ok(Self { paths: Paths::new(paths), schemas, compiled: Mutex::default() })
    }

    pub(super) fn problems_of_request(&self, request: &Arrived<'_>) -> Vec<String> {
        // Libraries write `@original` as `%40original` too.
        let decoded: Vec<String> = request.path.split('/').map(crate::rest::percent_decoded).collect();
        let segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        let Some((place, operation)) = self.paths.find(request.method, &segments) else {
            return vec!["the document has no such path".to_owned()];
        };
        let Some(operation) = operation else {
            return vec!["the document does not have this method here".to_owned()];
        };
        let name = format!("{} {}", request.method, place.template);
        let mut problems = self.of_path(&name, operation, &place.parameters(&segments));
        problems.extend(self.of_query(&name, operation, request.query));
        problems.extend(self.of_body(&name, operation, request.body));
        problems
    }

    pub(super) fn problems_of_answer(&self, method: &str, template: &str, status: u16, body: &Value) -> Vec<String> {
        let Some(operation) = self.paths.named(method, template) else {
            return vec!["the document has no such operation".to_owned()];
        };
        let answer = &operation.body["responses"][status.to_string()];
        if answer.is_null() {
            return vec![format!("the document has no answer with {status} here")];
        }
        let schema = &answer["content"]["application/json"]["schema"];
        if schema.is_null() {
            return Vec::new();
        }
        self.mistakes(&format!("{method} {template} {status}"), schema, body)
    }

    fn of_path(&self, name: &str, operation: &Operation, given: &[&str]) -> Vec<String> {
        let pairs = operation.in_path.iter().zip(given).enumerate();
        let wrong = pairs.filter(|(index, (schema, given))| {
            let name = format!("{name} {{{index}}}");
            !self.may_be(&name, schema, &[(**given).to_owned()])
        });
        wrong.map(|(_, (_, given))| format!("{given} in the path is not what the document says")).collect()
    }

    fn of_query(&self, name: &str, operation: &Operation, query: Option<&[(String, String)]>) -> Vec<String> {
        let Some(query) = query else { return vec!["the query cannot be read".to_owned()] };
        let mut given: HashMap<&str, Vec<String>> = HashMap::new();
        for (field, value) in query {
            given.entry(field).or_default().push(value.clone());
        }
        let wrong = given.iter().filter_map(|(field, values)| match operation.in_query.get(*field) {
            None => Some(format!("{field} is no parameter of the query here")),
            Some(known) => {
                let fits = self.may_be(&format!("{name}?{field}"), &known.schema, values);
                (!fits).then(|| format!("{field}={} in the query is not what the document says", values.join(",")))
            }
        });
        let missing =
            operation.in_query.iter().filter(|(field, known)| known.required && !given.contains_key(field.as_str()));
        wrong.chain(missing.map(|(field, _)| format!("{field} is required in the query"))).collect()
    }

    fn of_body(&self, name: &str, operation: &Operation, body: Option<&Value>) -> Vec<String> {
        let Some(body) = body else { return vec!["the body cannot be read".to_owned()] };
        let request = &operation.body["requestBody"];
        let schema = &request["content"]["application/json"]["schema"];
        let schema = if schema.is_null() { &request["content"]["multipart/form-data"]["schema"] } else { schema };
        if schema.is_null() || (body.is_null() && request["required"] != true) {
            return Vec::new();
        }
        self.mistakes(name, schema, body)
    }

    /// Whether texts from an address fit a schema: as what they look like, or as a list of that.
    fn may_be(&self, name: &str, schema: &Value, texts: &[String]) -> bool {
        let Some(validator) = self.validator(name, schema) else { return false };
        let single = texts.first().filter(|_| texts.len() == 1);
        let mut readings = single.into_iter().flat_map(|text| [Value::from(text.as_str()), typed(text), flag(text)]);
        readings.any(|reading| validator.is_valid(&reading))
            || validator.is_valid(&Value::from(texts))
            || validator.is_valid(&texts.iter().map(|text| typed(text)).collect::<Value>())
    }

    fn mistakes(&self, name: &str, schema: &Value, body: &Value) -> Vec<String> {
        let Some(validator) = self.validator(name, schema) else {
            return vec![format!("the schema of {name} cannot be compiled")];
        };
        let told = validator.iter_errors(body).take(TOLD);
        told.map(|error| {
            let text: String = error.to_string().chars().take(600).collect();
            format!("{}: {text}", error.instance_path())
        })
        .collect()
    }

    fn validator(&self, name: &str, schema: &Value) -> Option<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(name) {
            return known.clone();
        }
        let schema = closed(schema, &self.schemas);
        let built = jsonschema::draft202012::new(&schema).ok().map(Arc::new);
        compiled.insert(name.to_owned(), built.clone());
        built
    }
}

/// A number or a truth value, if the text is one.
fn typed(text: &str) -> Value {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() || value.is_boolean()).unwrap_or_default()
}

/// Discord takes a number for a boolean in addresses, as some libraries write it.
fn flag(text: &str) -> Value {
    match text {
        "0" => false.into(),
        "1" => true.into(),
        _ => Value::Null,
    }
}
