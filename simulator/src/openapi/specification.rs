//! The document's operations, and a compiled schema for each that is used.
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;
use jsonschema::Validator;
use serde_json::{Map, Value};

use super::schema::closed;

/// At most so many mistakes are told of one body.
const TOLD: usize = 5;

/// The document.
#[derive(Debug)]
pub(super) struct Specification {
    operations: HashMap<(String, String), Value>,
    paths: Vec<String>,
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
        let mut operations = HashMap::new();
        let mut known = Vec::new();
        for (path, methods) in paths {
            let template = crate::rest::nameless(&path);
            let Value::Object(methods) = methods else { continue };
            for (method, operation) in methods {
                operations.insert((method.to_uppercase(), template.clone()), operation);
            }
            known.push(template);
        }
        Ok(Self { operations, paths: known, schemas, compiled: Mutex::default() })
    }

    pub(super) fn problems_of_request(
        &self,
        method: &str,
        path: &str,
        template: Option<&str>,
        body: &Value,
    ) -> Vec<String> {
        let template = template.filter(|template| self.operations.contains_key(&(method.into(), (*template).into())));
        let Some(template) = template.or_else(|| self.paths.iter().map(String::as_str).find(|known| fits(known, path)))
        else {
            return vec!["the document has no such path".to_owned()];
        };
        let Some(operation) = self.operations.get(&(method.to_owned(), template.to_owned())) else {
            return vec!["the document does not have this method here".to_owned()];
        };
        let ids = misnumbered(template, path);
        let request = &operation["requestBody"];
        let schema = &request["content"]["application/json"]["schema"];
        let schema = if schema.is_null() { &request["content"]["multipart/form-data"]["schema"] } else { schema };
        if schema.is_null() || (body.is_null() && request["required"] != true) {
            return ids;
        }
        ids.into_iter().chain(self.mistakes(&format!("{method} {template}"), schema, body)).collect()
    }

    pub(super) fn problems_of_answer(&self, method: &str, template: &str, status: u16, body: &Value) -> Vec<String> {
        let Some(operation) = self.operations.get(&(method.to_owned(), template.to_owned())) else {
            return vec!["the document has no such operation".to_owned()];
        };
        let answer = &operation["responses"][status.to_string()];
        if answer.is_null() {
            return vec![format!("the document has no answer with {status} here")];
        }
        let schema = &answer["content"]["application/json"]["schema"];
        if schema.is_null() {
            return Vec::new();
        }
        self.mistakes(&format!("{method} {template} {status}"), schema, body)
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
        let build = || {
            let schema = closed(schema, &self.schemas);
            jsonschema::draft202012::new(&schema).ok().map(Arc::new)
        };
        compiled.entry(name.to_owned()).or_insert_with(build).clone()
    }
}

/// Whether a path is of a template.
fn fits(template: &str, path: &str) -> bool {
    let (mut known, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (known.next(), given.next()) {
            (None, None) => return true,
            (Some(known), Some(given)) if known == given || (known == "{}" && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

/// Ids in a path are numbers. Only the first parameter is looked at: later ones may be tokens and emoji.
fn misnumbered(template: &str, path: &str) -> Vec<String> {
    let mut pairs = template.split('/').zip(path.split('/'));
    let first = pairs.find(|(known, _)| *known == "{}").map(|(_, given)| given);
    let wrong = first.filter(|given| given.parse::<u64>().is_err());
    wrong.map(|given| format!("{given} is no id")).into_iter().collect()
}
