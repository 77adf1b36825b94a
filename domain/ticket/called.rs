//! What a ticket and its channel are called, and what it is found by when it is searched for.

use super::Ticket;
use crate::label::Label;
use crate::name::MOST_NAME_CHARACTERS;
use crate::settings::{PriorityShown, Settings};

impl Ticket {
    /// What people call it: `Support #0042`.
    pub fn title(&self) -> String {
        format!("{} #{:04}", self.type_name, self.id.get())
    }

    /// What marks this round's channel as this ticket's, in its topic: how a channel is found again whose making was
    /// not answered.
    pub fn marker(&self) -> String {
        format!("tickit-{}-{}", self.opened_by, self.round)
    }

    /// What its channel is called in a guild with these settings.
    pub fn channel_name(&self, settings: &Settings) -> String {
        let mark = if settings.priority_shown == PriorityShown::Name { self.priority.mark() } else { "" };
        format!("{mark}{}", self.name).chars().take(MOST_NAME_CHARACTERS).collect()
    }

    /// The topic of its channel in a guild with these settings, which ends with [`marker`](Self::marker).
    pub fn channel_topic(&self, settings: &Settings) -> String {
        let mark = if settings.priority_shown == PriorityShown::Topic { self.priority.mark() } else { "" };
        let about = [mark.to_owned(), self.title(), self.opener_name.clone(), self.topic.clone(), self.marker()];
        about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Whether it has a text, in lower case, in what it is searched by.
    pub fn has_text(&self, text: &str) -> bool {
        self.texts().to_lowercase().contains(text)
    }

    /// What it is searched by, a line each: what it is called, whose it is, what it is about, what was answered, and why it was
    /// closed.
    pub fn texts(&self) -> String {
        let title = format!("{}\n{}", self.title(), self.id.get());
        let labels = self.labels.iter().map(Label::key).collect::<Vec<_>>().join(" ");
        let answers = self.answers.iter().map(|answer| answer.answer.to_string());
        let reason = self.closing.iter().map(|closing| closing.reason.clone());
        let texts = [title, self.opener_name.clone(), self.topic.clone(), self.name.clone(), labels];
        texts.into_iter().chain(answers).chain(reason).collect::<Vec<_>>().join("\n")
    }
}
