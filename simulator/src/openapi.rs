//! Requests held against Discord's OpenAPI document.
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

/// A request that is not as the document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Method and path.
    pub request: String,
    /// What is wrong.
    pub problem: String,
}

/// The document, or none.
#[derive(Debug, Default)]
pub struct Document {
    violations: Mutex<Vec<Violation>>,
}

impl Document {
    pub(crate) fn load(_path: Option<&Path>) -> anyhow::Result<Self> {
        Ok(Self::default())
    }

    /// The violations so far.
    pub fn violations(&self) -> Vec<Violation> {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The violations so far, which are forgotten.
    pub fn take_violations(&self) -> Vec<Violation> {
        std::mem::take(&mut self.violations.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
