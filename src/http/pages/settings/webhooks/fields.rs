//! The fields of a webhook.

use tickit_domain::event::EventKind;
use tickit_domain::webhook::{MOST_ADDRESS_CHARACTERS, MOST_DESCRIPTION_CHARACTERS, Webhook, WebhookFormat};

use super::super::entered::Entered;
use super::super::form::{Field, Input};
use super::super::in_settings::InSettings;
use crate::http::pages::choice::Choice;

/// What the kinds of events begin with that webhooks are told of.
const TOLD: &str = "ticket.";

const FORMATS: [(WebhookFormat, &str); 2] =
    [(WebhookFormat::Standard, "standard"), (WebhookFormat::Discord, "discord")];

/// Of what it is to be told; of everything where nothing is chosen.
pub(super) fn events(entered: &Entered) -> Vec<EventKind> {
    let chosen = entered.all("events");
    told().filter(|kind| chosen.contains(&kind.name())).collect()
}

fn told() -> impl Iterator<Item = EventKind> {
    EventKind::ALL.iter().copied().filter(|kind| kind.name().starts_with(TOLD))
}

/// The fields of one, or of a new one. The address of one that there is stays where no other is entered: that of one of Discord's
/// is a secret.
pub(super) fn fields(on: &InSettings, webhook: Option<&Webhook>) -> Vec<Field> {
    let format = webhook.map_or(WebhookFormat::Standard, |webhook| webhook.format);
    let format = FORMATS.iter().find(|(known, _)| *known == format).map_or("standard", |(_, name)| name);
    let formats = FORMATS.map(|(_, name)| (name, on.say(&format!("page-format-{name}"))));
    let description = webhook.map(|webhook| webhook.description.clone()).unwrap_or_default();
    let (label, hint) = match webhook {
        Some(_) => ("page-webhook-other-url", "page-webhook-other-url-hint"),
        None => ("page-webhook-url", "page-image-hint"),
    };
    let mut fields = vec![
        Field::line("url", on.say(label), "", MOST_ADDRESS_CHARACTERS).hint(on.say(hint)),
        Field::line("description", on.say("page-webhook-description"), description, MOST_DESCRIPTION_CHARACTERS),
        Field::new("format", on.say("page-webhook-format"), Input::One(Choice::among(formats, format))),
        events_field(on, webhook),
    ];
    let enabled = webhook.map(|webhook| Input::Box(webhook.enabled));
    fields.extend(enabled.map(|enabled| Field::new("enabled", on.say("page-webhook-enabled"), enabled)));
    fields
}

fn events_field(on: &InSettings, webhook: Option<&Webhook>) -> Field {
    let choice = |kind: EventKind| Choice {
        value: kind.name().to_owned(),
        text: on.say(&event_text(kind)),
        is_chosen: webhook.is_some_and(|webhook| webhook.events.contains(&kind)),
    };
    let events = Field::new("events", on.say("page-webhook-events"), Input::Any(told().map(choice).collect()));
    events.hint(on.say("page-webhook-events-hint"))
}

/// The key of what a kind of event is called.
fn event_text(kind: EventKind) -> String {
    format!("page-event-{}", kind.name().replace('.', "-"))
}
