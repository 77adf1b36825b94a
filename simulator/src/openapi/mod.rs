//! Requests held against Discord's OpenAPI document.
mod operation;
mod schema;
mod specification;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use anyhow::Context as _;
use serde_json::Value;

use specification::Specification;

/// A request that is not as the document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Method and path.
    pub request: String,
    /// What is wrong.
    pub problem: String,
}

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct Arrived<'gate> {
    pub(crate) method: &'gate str,
    /// The path after `/api/v10`.
    pub(crate) path: &'gate str,
    /// Names and values; `None` if they cannot be read.
    pub(crate) query: Option<&'gate [(String, String)]>,
    /// Null if there is none; `None` if it cannot be read.
    pub(crate) body: Option<&'gate Value>,
}

/// The document, or none. It is read at the first request.
#[derive(Debug, Default)]
pub struct Document {
    path: Option<PathBuf>,
    specification: OnceLock<Option<Specification>>,
    violations: Mutex<Vec<Violation>>,
}

impl Document {
    pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(path) = path {
            std::fs::metadata(path).with_context(|| format!("looking for the OpenAPI document {}", path.display()))?;
        }
        Ok(Self { path: path.map(Path::to_owned), ..Self::default() })
    }

    /// Holds a request against the document, and notes what is wrong.
    pub(crate) fn check(&self, request: &Arrived<'_>) {
        let Some(specification) = self.specification() else { return };
        let problems = specification.problems_of_request(request);
        let named = format!("{} {}", request.method, request.path);
        let violations = problems.into_iter().map(|problem| Violation { request: named.clone(), problem });
        self.lock().extend(violations);
    }

    /// What is wrong with an answer of ours, by the route's template (`/channels/{}`). `None` without a document.
    pub fn problems_of_answer(&self, method: &str, template: &str, status: u16, body: &Value) -> Option<Vec<String>> {
        Some(self.specification()?.problems_of_answer(method, template, status, body))
    }

    /// The violations so far.
    pub fn violations(&self) -> Vec<Violation> {
        self.lock().clone()
    }

    /// The violations so far, which are forgotten.
    pub fn take_violations(&self) -> Vec<Violation> {
        std::mem::take(&mut self.lock())
    }

    fn specification(&self) -> Option<&Specification> {
        let read = || {
            let path = self.path.as_deref()?;
            Specification::read(path).inspect_err(|error| self.unreadable(path, error)).ok()
        };
        self.specification.get_or_init(read).as_ref()
    }

    fn unreadable(&self, path: &Path, error: &anyhow::Error) {
        self.lock().push(Violation { request: path.display().to_string(), problem: format!("{error:#}") });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Violation>> {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
