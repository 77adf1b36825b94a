//! `tickit check`: what is wrong, before members find out.

use std::process::ExitCode;

use secrecy::SecretString;
use tickit_commands::notice;
use tickit_commands::words::Words;
use tickit_domain::guild::BotPermission;

use super::check_choices::{self, Choices};
use super::check_tickets;
use super::discord_probe::{DiscordProbe, Identity, MESSAGE_CONTENT, Membership};
use super::findings::Findings;
use super::{Shared, check_http, runtime};
use crate::config::Config;
use crate::crypto::{Purpose, bot_token_place};
use crate::discord::permissions;
use crate::foundation::Foundation;
use crate::store::OpenError;

/// A bot and its token.
struct Candidate {
    name: String,
    token: SecretString,
}

pub(super) fn run(shared: &Shared) -> ExitCode {
    let mut findings = Findings::default();
    match shared.load() {
        Ok(config) => {
            findings.good("configuration", &format!("{:?} settings are complete", config.environment));
            check_files(shared, &mut findings);
            check_http::check(&config, &mut findings);
            match runtime() {
                Ok(runtime) => runtime.block_on(check_running(&config, &mut findings)),
                Err(error) => findings.wrong("runtime", &format!("{error:#}"), "Free some memory or threads."),
            }
        }
        Err(error) => findings.wrong("configuration", &format!("{error:#}"), "Correct it; what follows depends on it."),
    }
    findings.conclude()
}

fn check_files(shared: &Shared, findings: &mut Findings) {
    match Config::list(&shared.inputs()) {
        Ok(listing) => {
            for variable in &listing.unknown_variables {
                let advice = "Correct its name, or leave it if it is somebody else's: `tickit config --defaults`.";
                findings.doubtful("configuration", &format!("{variable} sets nothing"), advice);
            }
            for file in listing.exposed_files() {
                let advice = format!("`chmod 600 {}`, or give its secrets by environment variables.", file.display());
                findings.doubtful("configuration", &format!("others can read secrets in {}", file.display()), &advice);
            }
        }
        Err(error) => findings.wrong("configuration", &error.to_string(), "Correct it."),
    }
}

async fn check_running(config: &Config, findings: &mut Findings) {
    let mut candidates: Vec<Candidate> =
        config.bots.iter().map(|bot| Candidate { name: bot.name.clone(), token: bot.token.clone() }).collect();
    let mut choices = Choices::new();
    match Foundation::lay(config).await {
        Ok(foundation) => {
            check_database(&foundation, findings).await;
            check_tickets::check(&foundation, findings).await;
            choices = check_choices::read(&foundation, findings).await;
            candidates.extend(registered(&foundation, findings).await);
            foundation.stores.close().await;
        }
        Err(error) => blame_database(&error, config, findings),
    }
    if candidates.is_empty() {
        findings.doubtful("bots", "none to check", "`tickit bots add` registers one.");
    }
    match DiscordProbe::new(&config.discord) {
        Ok(probe) => {
            for candidate in &candidates {
                check_bot(&probe, candidate, &choices, findings).await;
            }
        }
        Err(error) => findings.wrong("discord", &format!("{error:#}"), "Check discord.api_base."),
    }
}

async fn check_database(foundation: &Foundation, findings: &mut Findings) {
    match foundation.stores.core().health().await {
        Ok(health) => findings
            .good("database", &format!("{} answers in {:.1} ms", health.engine, health.latency.as_secs_f64() * 1e3)),
        Err(error) => findings.wrong("database", &error.to_string(), "See to the database; nothing works without it."),
    }
}

fn blame_database(error: &anyhow::Error, config: &Config, findings: &mut Findings) {
    if let Some(OpenError::InUse { pid, .. }) = error.downcast_ref() {
        let advice = format!(
            "Ask it how it is doing: {}://{}/api/health. Stop it to check its bots here.",
            if config.http.tls.files().is_some() { "https" } else { "http" },
            config.http.address
        );
        findings.doubtful("database", &format!("Tickit is running on it (process {pid})"), &advice);
    } else {
        let advice = "Check [store] and [security]: `tickit config` shows where each came from.";
        findings.wrong("database", &format!("{error:#}"), advice);
    }
}

async fn registered(foundation: &Foundation, findings: &mut Findings) -> Vec<Candidate> {
    let bots = match foundation.bots().all().await {
        Ok(bots) => bots,
        Err(error) => {
            findings.wrong("bots", &error.to_string(), "See to the database.");
            return Vec::new();
        }
    };
    let mut candidates = Vec::new();
    for bot in bots {
        match foundation.vault.open(Purpose::BotToken, &bot_token_place(bot.id), &bot.token) {
            Ok(token) => candidates.push(Candidate { name: bot.name, token }),
            Err(error) => findings.wrong(&bot.name, &error.to_string(), "Register it again: `tickit bots add`."),
        }
    }
    candidates
}

async fn check_bot(
    probe: &DiscordProbe,
    Candidate { name, token }: &Candidate,
    choices: &Choices,
    findings: &mut Findings,
) {
    let bot = match probe.identity(token).await {
        Ok(identity) => {
            findings.good(
                name,
                &format!("the token is valid: {} ({})", identity.application.name, identity.application.id),
            );
            check_intents(name, &identity, findings);
            identity.application.id
        }
        Err(error) => return findings.wrong(name, &error.to_string(), "Without it this bot does nothing."),
    };
    match probe.memberships(token).await {
        Ok(memberships) => {
            check_memberships(name, &memberships, findings);
            check_choices::check(probe, token, bot, &memberships, choices, findings).await;
        }
        Err(error) => findings.wrong(name, &error.to_string(), "Its guilds were not checked. Try again."),
    }
}

fn check_intents(name: &str, identity: &Identity, findings: &mut Findings) {
    if identity.intents.contains(&MESSAGE_CONTENT) {
        findings.good(name, "the Message Content intent is on");
    } else {
        let advice = format!(
            "Switch it on: https://discord.com/developers/applications/{}/bot, Privileged Gateway Intents.",
            identity.application.id
        );
        findings.doubtful(name, "the Message Content intent is off: transcripts lack what members wrote", &advice);
    }
}

fn check_memberships(name: &str, memberships: &[Membership], findings: &mut Findings) {
    if memberships.is_empty() {
        findings.doubtful(name, "it is in no guild", "Invite it with the link that `tickit bots add` printed.");
    }
    for Membership { guild, name: guild_name, permissions } in memberships {
        let missing = permissions::missing(*permissions);
        if missing.is_empty() {
            findings.good(name, &format!("{guild_name} ({guild}): it may do what tickets need"));
        } else {
            let advice = "Grant it to the bot's role: Server Settings, Roles.";
            findings.wrong(name, &format!("{guild_name} ({guild}): it lacks {}", named(&missing)), advice);
        }
    }
}

/// As Discord's client names them in a role's settings.
pub(super) fn named(missing: &[BotPermission]) -> String {
    let names = |words: &Words| notice::permissions(missing, words.speak("en-US"));
    Words::load().as_ref().map(names).unwrap_or_default()
}
