//! The error log, in the core database: bounded in time and in number, and grouped by cause.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::document::{Document, Documents, decode};
use super::forgetting::{forget_older, forget_oldest};
use super::{Cursor, Facets, Filter, List, Order, Record, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::{Error, Outcome};
use crate::error_log::{ErrorGroup, ErrorKind, LoggedError};
use crate::ids::{BotId, ErrorNumber, GuildId};

/// How long a failure is kept.
pub const ERRORS_KEPT: Duration = Duration::from_hours(30 * 24);

/// How many failures are kept at most, and how many causes.
pub const MOST_ERRORS: u64 = 10_000;

/// So many records are read at once where a text is looked for …
const READ_AT_ONCE: usize = 200;

/// … and so often a page.
const MOST_READS: usize = 10;

impl Document for LoggedError {
    const KIND: &'static str = "error";

    fn id(&self) -> String {
        error_id(self.number)
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn facets(&self) -> Facets {
        let facets = Facets::default().with("kind", self.kind.name()).with("cause", &self.cause);
        facets.with_each("bot", self.bot).with_each("guild", self.guild)
    }
}

impl Document for ErrorGroup {
    const KIND: &'static str = "error_group";

    fn id(&self) -> String {
        group_id(&self.cause)
    }

    fn at(&self) -> Timestamp {
        self.last
    }

    fn facets(&self) -> Facets {
        Facets::default().with("kind", self.kind.name())
    }
}

fn error_id(number: ErrorNumber) -> String {
    format!("error:{number}")
}

fn group_id(cause: &str) -> String {
    format!("error_group:{cause}")
}

/// Which failures are wanted. The default wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedErrors {
    /// The one of this number.
    pub number: Option<ErrorNumber>,
    /// Of this kind.
    pub kind: Option<ErrorKind>,
    /// Of this cause.
    pub cause: Option<String>,
    /// About this bot.
    pub bot: Option<BotId>,
    /// About this guild.
    pub guild: Option<GuildId>,
    /// At or after this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// With this text in what went wrong or in what it happened to, in any case.
    pub text: Option<String>,
}

/// A page of failures. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorPage {
    /// The failures, newest first.
    pub errors: Vec<LoggedError>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// A page of causes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupPage {
    /// The causes, the one first that was seen last.
    pub groups: Vec<ErrorGroup>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// The error log.
#[derive(Debug, Clone)]
pub struct Errors {
    documents: Documents,
}

impl Errors {
    /// The one in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Keeps failures, each once, and counts them by cause.
    pub async fn keep(&self, errors: &[LoggedError]) -> Outcome<()> {
        let mut seen = BTreeSet::new();
        let errors: Vec<&LoggedError> = errors.iter().filter(|error| seen.insert(error.number)).collect();
        let (mut left, mut kept) = (&errors[..], Vec::with_capacity(errors.len()));
        while !left.is_empty() {
            let mut batch = self.documents.batch();
            for error in left {
                batch.insert(*error)?;
            }
            let written = batch.write().await;
            let (done, rest) = left.split_at(written.revs.len().min(left.len()));
            kept.extend_from_slice(done);
            left = match written.refused {
                None => &[],
                // It is there already.
                Some(StoreError::Conflict) => rest.get(1..).unwrap_or_default(),
                Some(error) => return Err(Error::from(error)),
            };
        }
        self.count(&kept).await
    }

    async fn count(&self, errors: &[&LoggedError]) -> Outcome<()> {
        let mut groups: BTreeMap<&str, ErrorGroup> = BTreeMap::new();
        for error in errors {
            let of_one = |error: &LoggedError| {
                let LoggedError { cause, kind, text, at, .. } = error.clone();
                ErrorGroup { cause, kind, text, count: 0, first: at, last: at }
            };
            groups.entry(&error.cause).or_insert_with(|| of_one(error)).meet(error.at, &error.text, 1);
        }
        for group in groups.values() {
            let new = || ErrorGroup { count: 0, ..group.clone() };
            let counting = self.documents.update_or_insert(group_id(&group.cause), new, |known: &mut ErrorGroup| {
                known.meet(group.last, &group.text, group.count);
                Ok(())
            });
            counting.await?;
        }
        Ok(())
    }

    /// A page of failures, newest first.
    pub async fn page(&self, wanted: &WantedErrors, limit: usize, after: Option<Cursor>) -> StoreResult<ErrorPage> {
        if let Some(number) = wanted.number {
            let found = self.documents.get::<LoggedError>(&error_id(number)).await?.map(|stored| stored.value);
            return Ok(ErrorPage {
                errors: found.filter(|error| wanted.wants(error)).into_iter().collect(),
                next: None,
            });
        }
        let (mut page, reads) = (ErrorPage { errors: Vec::new(), next: after }, reads(wanted, limit));
        for _ in 0..MOST_READS {
            let list = List { after: page.next.take(), ..reads.clone() };
            let read = self.documents.store().list(&list).await?;
            for record in read.records {
                let place = Cursor { at: record.at, id: record.id.clone() };
                page.errors.extend(readable(record).filter(|error| wanted.wants(error)));
                if page.errors.len() >= limit {
                    page.next = Some(place);
                    return Ok(page);
                }
            }
            page.next = read.next;
            if page.next.is_none() {
                break;
            }
        }
        Ok(page)
    }

    /// How many failures there are of those that are wanted, whatever they say: number and text are passed over.
    pub async fn how_many(&self, wanted: &WantedErrors) -> StoreResult<u64> {
        self.documents.store().count(&reads(wanted, 0).selection).await
    }

    /// One cause.
    pub async fn group(&self, cause: &str) -> StoreResult<Option<ErrorGroup>> {
        Ok(self.documents.get::<ErrorGroup>(&group_id(cause)).await?.map(|stored| stored.value))
    }

    /// A page of causes, of a kind where one is named.
    pub async fn groups(&self, kind: Option<ErrorKind>, limit: usize, after: Option<Cursor>) -> StoreResult<GroupPage> {
        let facets = kind.and_then(|kind| Facets::facet("kind", kind.name())).into_iter().collect();
        let filter = Filter { kind: ErrorGroup::KIND.to_owned(), facets, ..Filter::default() };
        let (selection, order) = (Selection::Filter(filter), Order::Descending);
        let page = self.documents.store().list(&List { selection, order, limit, after }).await?;
        Ok(GroupPage { groups: page.records.into_iter().filter_map(readable).collect(), next: page.next })
    }

    /// Forgets what is too old, and the oldest of what is too much; some of it at a time.
    pub async fn forget(&self, now: Timestamp) -> StoreResult<()> {
        for kind in [LoggedError::KIND, ErrorGroup::KIND] {
            forget_older(&self.documents, kind, ERRORS_KEPT, now).await?;
            forget_oldest(&self.documents, kind, MOST_ERRORS).await?;
        }
        Ok(())
    }
}

impl ErrorGroup {
    /// It happened again.
    fn meet(&mut self, at: Timestamp, text: &str, times: u64) {
        self.count = self.count.saturating_add(times);
        self.first = self.first.min(at);
        if at >= self.last {
            self.last = at;
            text.clone_into(&mut self.text);
        }
    }
}

impl WantedErrors {
    fn wants(&self, error: &LoggedError) -> bool {
        let has = |text: &String| {
            let text = text.to_lowercase();
            error.text.to_lowercase().contains(&text) || error.subject.to_lowercase().contains(&text)
        };
        self.kind.is_none_or(|kind| kind == error.kind)
            && self.cause.as_ref().is_none_or(|cause| *cause == error.cause)
            && self.bot.is_none_or(|bot| error.bot == Some(bot))
            && self.guild.is_none_or(|guild| error.guild == Some(guild))
            && self.from.is_none_or(|from| error.at >= from)
            && self.until.is_none_or(|until| error.at < until)
            && self.text.as_ref().is_none_or(has)
    }
}

/// How the records are read among which those that are wanted are.
fn reads(wanted: &WantedErrors, limit: usize) -> List {
    let facets = [
        wanted.kind.and_then(|kind| Facets::facet("kind", kind.name())),
        wanted.cause.as_ref().and_then(|cause| Facets::facet("cause", cause)),
        wanted.bot.and_then(|bot| Facets::facet("bot", bot)),
        wanted.guild.and_then(|guild| Facets::facet("guild", guild)),
    ];
    let selection = Selection::Filter(Filter {
        kind: LoggedError::KIND.to_owned(),
        facets: facets.into_iter().flatten().collect(),
        from: wanted.from,
        until: wanted.until,
        ..Filter::default()
    });
    let limit = if wanted.text.is_some() { READ_AT_ONCE } else { limit };
    List { selection, order: Order::Descending, limit, after: None }
}

/// One that cannot be read is in no other's way.
fn readable<T: Document>(record: Record) -> Option<T> {
    let id = record.id.clone();
    let read = decode(record).map(|stored| stored.value);
    read.inspect_err(|error| tracing::warn!(id, %error, "an entry of the error log cannot be read")).ok()
}
