//! A panel as members see it.

use tickit_domain::accent_colour::AccentColour;
use tickit_domain::panel::{Panel, Shows};
use tickit_domain::settings::{self, TicketType};

use crate::control::{Button, ButtonStyle};
use crate::layout::Layout;
use crate::words::Speech;
use crate::{open, type_menu};

/// The colour of a panel for which none was chosen: Discord's own.
const USUAL: AccentColour = AccentColour(0x58_65F2);

/// The message by which members open tickets of these types.
pub fn message(panel: &Panel, types: &[&TicketType], speech: Speech<'_>) -> Layout {
    let heading = format!("## {}\n{}", panel.title, panel.text);
    let layout = Layout::framed(panel.colour.unwrap_or(USUAL))
        .text(heading.trim_end(), panel.thumbnail.as_ref())
        .image(panel.image.as_ref());
    if types.is_empty() {
        return layout;
    }
    match panel.shows {
        Shows::Buttons => {
            layout.buttons(&types.iter().enumerate().map(|(index, kind)| button(index, kind)).collect::<Vec<_>>())
        }
        Shows::Menu => {
            let types = types.iter().copied();
            layout.menu(&type_menu::menu(open::menu_id(panel.id), speech.say("panel-menu"), types))
        }
    }
}

/// The first one stands out where nothing was chosen.
fn button(index: usize, kind: &TicketType) -> Button {
    let style = match kind.style {
        Some(settings::ButtonStyle::Primary) => ButtonStyle::Primary,
        None if index == 0 => ButtonStyle::Primary,
        Some(settings::ButtonStyle::Secondary) | None => ButtonStyle::Secondary,
        Some(settings::ButtonStyle::Success) => ButtonStyle::Success,
        Some(settings::ButtonStyle::Danger) => ButtonStyle::Danger,
    };
    Button { label: kind.name.clone(), custom_id: open::custom_id(kind.id), style, emoji: kind.emoji.clone() }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use tickit_domain::ids::BotId;
    use tickit_domain::panel::PanelId;
    use tickit_domain::settings::TypeId;

    use super::*;
    use crate::words::Words;

    /// How many components there are, those in others counted, and how many characters they display.
    fn counted(component: &Value) -> (usize, usize) {
        let displayed = component["content"].as_str().map_or(0, |text| text.chars().count());
        let inner = component["components"].as_array().into_iter().flatten().chain(component.get("accessory"));
        inner.map(counted).fold((1, displayed), |all, one| (all.0 + one.0, all.1 + one.1))
    }

    #[test]
    fn the_largest_panel_is_no_more_than_discord_takes() {
        let (words, image) = (Words::load().unwrap(), "https://example.com/a.png".parse().ok());
        let kind = TicketType {
            name: "🦀".repeat(90),
            description: Some("x".repeat(200)),
            emoji: Some("<:a:1>".into()),
            ..TicketType::numbered(TypeId(u16::MAX))
        };
        for shows in [Shows::Buttons, Shows::Menu] {
            let panel = Panel {
                title: "x".repeat(300),
                text: "x".repeat(5000),
                image: image.clone(),
                thumbnail: image.clone(),
                shows,
                ..Panel::numbered(PanelId(u32::MAX), BotId::new(7), "de")
            };
            let body: Value = message(&panel, &[&kind; 30], words.speak("de")).to_json().read().unwrap();
            let (components, displayed) = counted(&body["components"][0]);
            assert!(components <= 40 && displayed <= 4000, "{components} components, {displayed} characters");
            assert!(body.get("content").is_none() && body.get("embeds").is_none(), "{body}");
        }
    }
}
