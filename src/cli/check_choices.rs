//! What `tickit check` says of settings and ticket types: roles and channels that they name and that are gone.

use std::collections::BTreeMap;

use secrecy::SecretString;
use tickit_domain::desk::{missing, settings_of_bots};
use tickit_domain::guild::{Gone, Missing};
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::settings::Settings;
use tickit_domain::store::guilds::Guilds;

use super::discord_probe::{DiscordProbe, Membership};
use super::findings::Findings;
use crate::foundation::Foundation;

/// What was chosen for each bot in each guild.
pub(super) type Choices = BTreeMap<(BotId, GuildId), Settings>;

/// Reads what was chosen in every guild. Nothing is changed.
pub(super) async fn read(foundation: &Foundation, findings: &mut Findings) -> Choices {
    let (mut choices, mut next) = (Choices::new(), None);
    loop {
        let page = match Guilds::new(foundation.stores.core()).page(next).await {
            Ok(page) => page,
            Err(error) => {
                findings.wrong("settings", &error.to_string(), "See to the database.");
                return choices;
            }
        };
        for guild in page.guilds {
            match settings_of_bots(&*foundation.stores, &foundation.write_tokens, guild).await {
                Ok(found) => choices.extend(found.into_iter().map(|(bot, settings)| ((bot, guild), settings))),
                Err(error) => {
                    let advice = "See to its database; all others go on.";
                    findings.wrong(&format!("guild {guild}"), &error.to_string(), advice);
                }
            }
        }
        next = page.next;
        if next.is_none() {
            return choices;
        }
    }
}

/// Asks Discord whether what was chosen for a bot is still there.
pub(super) async fn check(
    probe: &DiscordProbe,
    token: &SecretString,
    bot: BotId,
    memberships: &[Membership],
    choices: &Choices,
    findings: &mut Findings,
) {
    for Membership { guild, name, .. } in memberships {
        let Some(settings) = choices.get(&(bot, *guild)) else { continue };
        let subject = format!("{name} ({guild})");
        match probe.names(*guild, token).await {
            Ok(there) => missing(settings, &there).iter().for_each(|gone| tell(&subject, gone, findings)),
            Err(error) => findings.doubtful(&subject, &error.to_string(), "Its roles and channels were not checked."),
        }
    }
}

fn tell(subject: &str, Missing { kind, what }: &Missing, findings: &mut Findings) {
    let (whose, command) = match kind {
        Some(name) => (format!("the ticket type “{name}” names"), "/type edit"),
        None => ("the settings for all tickets name".to_owned(), "/setup"),
    };
    let gone = match what {
        Gone::Role(role) => format!("a role that is gone ({role})"),
        Gone::Channel(channel) => format!("a channel or category that is gone ({channel})"),
    };
    let advice = format!("Tickets go on without it. On Discord, take it back or choose another: {command}.");
    findings.doubtful(subject, &format!("{whose} {gone}"), &advice);
}
