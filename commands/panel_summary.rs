//! What a panel is and where it is published, in words.

use tickit_domain::panel::{Panel, Shows};

use crate::limits::cut;
use crate::mention::Mention;
use crate::words::Speech;

/// The most characters that are shown of a panel's name.
const SHOWN_NAME: usize = 40;

/// A panel, how it offers its types, and its messages, those too that are gone.
pub(crate) fn of(panel: &Panel, speech: Speech<'_>) -> String {
    let shows = speech.say(if panel.shows == Shows::Menu { "panel-shows-menu" } else { "panel-shows-buttons" });
    let types = if panel.types.is_empty() {
        speech.say("panel-all-types")
    } else {
        speech.fill("panel-some-types", &[("count", panel.types.len().into())])
    };
    let links: Vec<String> = panel.messages().map(|there| there.channel.mention()).collect();
    let gone = panel.published.iter().filter(|there| there.gone).map(|there| there.channel.mention());
    let gone = gone.collect::<Vec<_>>().join(", ");
    let fill = [
        ("name", cut(&panel.name, SHOWN_NAME).into()),
        ("shows", shows.into()),
        ("types", types.into()),
        ("channels", if links.is_empty() { speech.say("panel-nowhere") } else { links.join(", ") }.into()),
    ];
    let line = speech.fill("panel-line", &fill);
    if gone.is_empty() { line } else { format!("{line}\n{}", speech.fill("panel-gone", &[("channels", gone.into())])) }
}
