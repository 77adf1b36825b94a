//! What somebody filled in that is not done: it is shown again, with why.

/// The form whose refusal stands beside it.
const REPLY: &str = "reply";

/// What stands in a form of a ticket's page, where it is not empty.
#[derive(Debug, Clone, Default)]
pub(in crate::http::pages) struct Draft {
    form: &'static str,
    text: String,
    refusal: Option<String>,
}

impl Draft {
    /// Of a form, by its name.
    pub(super) fn of(form: &'static str, text: impl Into<String>) -> Self {
        Self { form, text: text.into(), refusal: None }
    }

    /// The same, with why it is not done.
    pub(super) fn refused(self, refusal: String) -> Self {
        Self { refusal: Some(refusal), ..self }
    }

    /// Whether it is of this form.
    pub(super) fn is_of(&self, form: &str) -> bool {
        self.form == form
    }

    /// What stands in a form: what was filled in, or else what stands there at first.
    pub(super) fn text<'a>(&'a self, form: &str, otherwise: &'a str) -> &'a str {
        if self.is_of(form) { &self.text } else { otherwise }
    }

    /// Why what was sent is not done, where that is said above the page.
    pub(super) fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref().filter(|_| !self.is_of(REPLY))
    }

    /// Why an answer was not posted: said where it stands.
    pub(super) fn refusal_of_reply(&self) -> Option<&str> {
        self.refusal.as_deref().filter(|_| self.is_of(REPLY))
    }
}
