//! The kinds of question, as admins choose and read them.

use tickit_domain::form::QuestionKind;

/// The kinds in the order in which they are offered, by the keys of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum Kind {
    #[name = "question-short"]
    Short,
    #[name = "question-paragraph"]
    Paragraph,
    #[name = "question-number"]
    Number,
    #[name = "question-select"]
    Select,
    #[name = "question-radio"]
    Radio,
    #[name = "question-checkboxes"]
    Checkboxes,
    #[name = "question-checkbox"]
    Checkbox,
    #[name = "question-users"]
    Users,
    #[name = "question-roles"]
    Roles,
    #[name = "question-mentionables"]
    Mentionables,
    #[name = "question-channels"]
    Channels,
    #[name = "question-files"]
    Files,
    #[name = "question-display"]
    Display,
}

impl From<Kind> for QuestionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Short => Self::Short,
            Kind::Paragraph => Self::Paragraph,
            Kind::Number => Self::Number,
            Kind::Select => Self::Select,
            Kind::Radio => Self::Radio,
            Kind::Checkboxes => Self::Checkboxes,
            Kind::Checkbox => Self::Checkbox,
            Kind::Users => Self::Users,
            Kind::Roles => Self::Roles,
            Kind::Mentionables => Self::Mentionables,
            Kind::Channels => Self::Channels,
            Kind::Files => Self::Files,
            Kind::Display => Self::Display,
        }
    }
}

/// The key of a kind's name.
pub(crate) const fn key(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Short => "question-short",
        QuestionKind::Paragraph => "question-paragraph",
        QuestionKind::Number => "question-number",
        QuestionKind::Select => "question-select",
        QuestionKind::Radio => "question-radio",
        QuestionKind::Checkboxes => "question-checkboxes",
        QuestionKind::Checkbox => "question-checkbox",
        QuestionKind::Users => "question-users",
        QuestionKind::Roles => "question-roles",
        QuestionKind::Mentionables => "question-mentionables",
        QuestionKind::Channels => "question-channels",
        QuestionKind::Files => "question-files",
        QuestionKind::Display => "question-display",
    }
}
