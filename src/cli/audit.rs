//! `tickit audit`: looks through the audit log's chains for tampering.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use tickit_domain::desk::AuditChains;
use tickit_domain::ids::GuildId;
use tickit_domain::store::audit_chain::{Checked, Verdict};
use tickit_domain::store::guilds::Guilds;

use super::bots::explained;
use super::{Shared, runtime};
use crate::foundation::Foundation;

/// How often it is said how far it is.
const TOLD: Duration = Duration::from_secs(2);

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Looks through the audit log for entries that were changed, removed, put in or moved
    #[command(after_help = "Examples:\n  tickit audit verify\n  tickit audit verify --guild 1234567890123456\n  \
        tickit audit verify --guild 1234567890123456 --noted 42:9f86d081…\n\n\
        It names the first entry of each guild that does not fit. Exit code: 0 if all fit, 1 if not.\n\
        Note the end of a chain that it prints in another place: with --noted it shows whether the chain has been \
        cut since.")]
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Looks at this guild only
    #[arg(long, value_name = "ID")]
    guild: Option<GuildId>,
    /// An end of the chain that was printed before
    #[arg(long, value_name = "ENTRY:CODE", requires = "guild", value_parser = noted)]
    noted: Option<(u64, String)>,
}

fn noted(text: &str) -> Result<(u64, String), String> {
    let parsed = text.split_once(':').and_then(|(position, code)| Some((position.parse().ok()?, code.to_owned())));
    parsed.filter(|(_, code)| code.len() == 64).ok_or_else(|| "this is no entry and its code".to_owned())
}

pub(super) fn run(shared: &Shared, Command::Verify(options): &Command) -> anyhow::Result<()> {
    let config = shared.load()?;
    runtime()?.block_on(async {
        let foundation = Foundation::lay(&config).await.map_err(|error| explained(error, &config))?;
        let done = verify(&foundation, options).await;
        foundation.stores.close().await;
        done
    })
}

async fn verify(foundation: &Foundation, options: &Verify) -> anyhow::Result<()> {
    let chains = foundation.audit_chains();
    let mut bad = 0;
    if let Some(guild) = options.guild {
        if !foundation.stores.has_guild(guild).await.context("reading the directory")? {
            bail!("guild {guild} has no database here");
        }
        bad += one(&chains, Some(guild), options.noted.clone()).await;
    } else {
        bad += one(&chains, None, None).await;
        let mut next = None;
        loop {
            let page = Guilds::new(foundation.stores.core()).page(next).await.context("reading the directory")?;
            for guild in page.guilds {
                bad += one(&chains, Some(guild), None).await;
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
    }
    match bad {
        0 => Ok(()),
        1 => bail!("one audit log was tampered with, or cannot be read"),
        bad => bail!("{bad} audit logs were tampered with, or cannot be read"),
    }
}

/// Looks through one chain and says what it found; how many do not fit.
async fn one(chains: &AuditChains, guild: Option<GuildId>, noted: Option<(u64, String)>) -> usize {
    let subject = guild.map_or_else(|| "the service's own".to_owned(), |guild| format!("guild {guild}"));
    let mut told = Instant::now();
    let tell = |checked: &Checked| {
        if told.elapsed() >= TOLD {
            told = Instant::now();
            eprintln!("{subject}: {} links and {} events so far", checked.links, checked.events);
        }
    };
    match chains.verify(guild, noted, tell).await {
        Ok(verdict) => {
            println!("{subject}: {}", told_of(&verdict));
            usize::from(verdict.misfit.is_some())
        }
        Err(error) => {
            println!("{subject}: cannot be read: {error:#}");
            1
        }
    }
}

fn told_of(Verdict { checked, end, misfit }: &Verdict) -> String {
    if let Some(misfit) = misfit {
        return format!("TAMPERED WITH: {misfit} ({} entries before it fit)", checked.links);
    }
    let mut text = format!("{} entries fit", checked.links);
    let asides = [
        (checked.deleted, "of them deleted with their ticket"),
        (checked.emptied, "of them emptied with their ticket, or erased"),
        (checked.unlinked, "more not in the chain yet"),
    ];
    for (count, what) in asides.into_iter().filter(|(count, _)| *count > 0) {
        text.extend([", ", &count.to_string(), " ", what]);
    }
    match end {
        Some((position, code)) => text + &format!("; it ends with {position}:{code}"),
        None => text,
    }
}
