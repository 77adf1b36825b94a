//! A key as the list shows it.

use tickit_domain::api_key::{ApiKey, KeyRefusal, KeyScope};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;

use super::RIGHTS;
use crate::http::pages::frame::Frame;
use crate::http::pages::moment::Moment;

/// A key.
pub(super) struct KeyRow {
    pub(super) id: String,
    pub(super) name: String,
    /// Whose it is, and where that bot is looked after.
    pub(super) bot: Option<(BotId, String)>,
    pub(super) rights: Vec<String>,
    /// As styles name it.
    pub(super) state: &'static str,
    pub(super) state_text: String,
    pub(super) made_at: Moment,
    pub(super) used_at: Option<Moment>,
    pub(super) ends_at: Option<Moment>,
    pub(super) revoked_at: Option<Moment>,
}

impl KeyRow {
    pub(super) fn of(key: ApiKey, bots: &[(BotId, String)], now: Timestamp, frame: &Frame) -> Self {
        let (state, rights) = (state(&key, now), RIGHTS.into_iter().filter(|(right, _)| key.may.contains(right)));
        Self {
            rights: rights.map(|(_, name)| frame.say(&format!("page-keys-right-{name}"))).collect(),
            bot: bot(&key, bots),
            state,
            state_text: frame.say(&format!("page-keys-state-{state}")),
            made_at: Moment(key.created_at),
            used_at: key.last_used_at.map(Moment),
            ends_at: key.expires_at.map(Moment),
            revoked_at: key.revoked_at.map(Moment),
            id: key.id.to_string(),
            name: key.name,
        }
    }
}

/// Whether it opens anything, as styles and texts name it.
fn state(key: &ApiKey, now: Timestamp) -> &'static str {
    match key.is_live(now) {
        Ok(()) => "live",
        Err(KeyRefusal::Expired) => "expired",
        Err(_) => "revoked",
    }
}

/// The bot that it is for, and what that is called.
fn bot(key: &ApiKey, bots: &[(BotId, String)]) -> Option<(BotId, String)> {
    let KeyScope::Bot(bot) = key.scope else { return None };
    let known = bots.iter().find(|(known, _)| *known == bot);
    Some((bot, known.map_or_else(|| bot.to_string(), |(_, name)| name.clone())))
}
