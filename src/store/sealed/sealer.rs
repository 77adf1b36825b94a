//! What is sealed of a record: its body, unless its kind says nothing that people said.

use std::sync::Arc;

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use tickit_domain::ids::GuildId;
use tickit_domain::json_text::JsonText;
use tickit_domain::seal::Sealed;
use tickit_domain::store::{Record, Selection, StoreError, StoreResult, WORD};

use super::super::limits;
use crate::crypto::{Hasher, OpenError, Purpose, Vault};

/// What stays readable in a guild's database: what admins set up, and what lists, limits and counters are about. Of what
/// happened the links of the audit log's chain tell in codes.
const READABLE: [&str; 9] =
    ["settings", "panel", "slot", "channel", "sequence", "audit", "audit_adopted", "figures", "figures_progress"];

/// What is sealed in the service's own database: an opening's answers and a quoted message stand in its job, and what a
/// library says of a failure may be more than we know.
const SEALED_IN_CORE: [&str; 3] = ["job", "error", "error_group"];

/// What a hash begins with, and no word does.
const HIDDEN: char = '~';

/// What is sealed whatever is set, by a purpose of its own: secrets of webhooks, with their addresses, which may let in whoever
/// knows them; what they are told; answers that are kept, which may show such a secret; and by which application people sign in,
/// with its secret.
const ALWAYS_SEALED: [&str; 4] = ["webhook", "delivery", "request", APPLICATION];

/// The application by which people sign in.
const APPLICATION: &str = "sign_in_application";

/// Seals and opens the records of one database.
#[derive(Debug, Clone)]
pub(super) struct Sealer {
    vault: Arc<Vault>,
    /// Whose database it is; the service's own where it is nobody's.
    guild: Option<GuildId>,
    /// Whether what was said is sealed when it is written. What is sealed is opened in any case.
    seals: bool,
    /// What makes words into facets that tell nothing.
    hasher: Option<Hasher>,
}

/// The body of a record that is sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedBody {
    sealed: Sealed,
}

impl Sealer {
    pub(super) fn new(vault: Arc<Vault>, guild: Option<GuildId>, seals: bool) -> Self {
        let hasher = guild.filter(|_| seals).map(|guild| vault.hasher(Purpose::Words(guild)));
        Self { vault, guild, seals, hasher }
    }

    /// The record as it is written. One that could not be opened is written as it was read.
    pub(super) fn seal(&self, record: Record) -> StoreResult<Record> {
        if !self.seals(&record.kind) || sealed_body(&record.body).is_some() {
            return Ok(record);
        }
        // What is sealed has to be storable unsealed as well.
        limits::check(&record)?;
        let sealed = self.vault.seal(self.purpose(&record.kind), &self.place(&record.id), &record.body.text().into());
        let sealed = sealed.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let body = JsonText::of(&SealedBody { sealed }).map_err(|error| StoreError::Invalid(error.to_string()))?;
        Ok(Record { body, facets: self.hidden(record.facets), ..record })
    }

    /// What a list means, as sealed records have it.
    pub(super) fn seal_selection(&self, selection: &Selection) -> Selection {
        let mut selection = selection.clone();
        if let Selection::Filter(filter) = &mut selection {
            filter.facets = self.hidden(std::mem::take(&mut filter.facets));
        }
        selection
    }

    /// Facets with a keyed hash in each word's place.
    fn hidden(&self, mut facets: Vec<String>) -> Vec<String> {
        let Some(hasher) = &self.hasher else { return facets };
        for facet in &mut facets {
            let word = facet.strip_prefix(WORD).and_then(|rest| rest.strip_prefix(':'));
            if let Some(word) = word.filter(|word| !word.starts_with(HIDDEN)) {
                *facet = format!("{WORD}:{HIDDEN}{}", hasher.hash(word));
            }
        }
        facets.sort_unstable();
        facets
    }

    /// The record as it was before it was sealed, but for its words: they are what they were made from once it is renewed.
    pub(super) fn open(&self, record: Record) -> Result<Record, OpenError> {
        let Some(sealed) = sealed_body(&record.body).filter(|_| self.is_sensitive(&record.kind)) else {
            return Ok(record);
        };
        let opened = self.vault.open(self.purpose(&record.kind), &self.place(&record.id), &sealed)?;
        Ok(Record { body: JsonText::kept(opened.expose_secret()), ..record })
    }

    /// The same for one of several: what cannot be opened stays sealed and is met by whoever reads it, so that it is in
    /// nobody else's way.
    pub(super) fn open_or_leave(&self, record: Record) -> Record {
        self.open(record.clone()).unwrap_or_else(|error| {
            tracing::warn!(id = record.id, %error, "a record cannot be opened");
            record
        })
    }

    /// Whether a record as it stands in the database is not sealed as is set, or with an old key.
    pub(super) fn is_outdated(&self, record: &Record) -> bool {
        self.is_sensitive(&record.kind)
            && match sealed_body(&record.body) {
                Some(sealed) => !self.seals(&record.kind) || self.vault.is_outdated(&sealed),
                None => self.seals(&record.kind),
            }
    }

    /// Whether a record of this kind is sealed when it is written.
    fn seals(&self, kind: &str) -> bool {
        ALWAYS_SEALED.contains(&kind) || (self.seals && self.is_sensitive(kind))
    }

    fn is_sensitive(&self, kind: &str) -> bool {
        if ALWAYS_SEALED.contains(&kind) {
            return true;
        }
        match self.guild {
            Some(_) => !READABLE.contains(&kind),
            None => SEALED_IN_CORE.contains(&kind),
        }
    }

    fn purpose(&self, kind: &str) -> Purpose {
        match kind {
            "webhook" | "delivery" => Purpose::Webhooks(self.guild),
            APPLICATION => Purpose::SignInApplication,
            _ => self.guild.map_or(Purpose::Jobs, Purpose::Contents),
        }
    }

    /// The database and the record: what is sealed in one does not open in another.
    fn place(&self, id: &str) -> String {
        match self.guild {
            Some(guild) => format!("guild:{guild}/{id}/body"),
            None => format!("core/{id}/body"),
        }
    }
}

fn sealed_body(body: &JsonText) -> Option<Sealed> {
    let is_sealed = body.text().starts_with("{\"sealed\":\"");
    is_sealed.then(|| body.read::<SealedBody>().ok()).flatten().map(|body| body.sealed)
}
