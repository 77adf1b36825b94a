//! What is asked, and how long the answers take.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use hdrhistogram::Histogram;
use reqwest::header::{ACCEPT_ENCODING, COOKIE};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::Options;
use super::house::{House, LONG, MESSAGES};
use crate::support::report::{histogram, quantiles, record};

/// Three filters.
const FILTERS: &str = "status=closed&priority=high&type=1";

/// A request, made again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The first page of all.
    List,
    /// The first page of those that are open, urgent and of one type.
    Filtered,
    /// One ticket, another each time.
    Get,
    /// A ticket by a word that it alone has.
    RareWord,
    /// Tickets by a word that a hundredth of them have.
    Word,
    /// Tickets by two words that all of them have.
    CommonWords,
    /// Tickets by a word that was said in one of them.
    Said,
    /// Who one is, with a key.
    WithKey,
    /// Who one is, with an access token.
    WithToken,
    /// The page of the list, as a browser gets it.
    ListPage,
    /// The same with three filters.
    FilteredPage,
    /// The page of a ticket with 500 messages.
    TicketPage,
    /// How the server stands.
    Overview,
    /// The charts.
    Analytics,
    /// A new ticket. The last, since it adds some.
    Create,
}

impl Asked {
    /// All, in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        use Asked::{
            Analytics, CommonWords, Create, Filtered, FilteredPage, Get, List, ListPage, Overview, RareWord, Said,
            TicketPage, WithKey, WithToken, Word,
        };
        let by_api = [List, Filtered, Get, RareWord, Word, CommonWords, Said, WithKey, WithToken];
        let pages = [ListPage, FilteredPage, TicketPage, Overview, Analytics];
        by_api.into_iter().chain(pages).chain([Create])
    }

    /// What it is called in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list, 50 a page",
            Self::Filtered => "list, three filters",
            Self::Get => "one ticket",
            Self::RareWord => "search, a word of one",
            Self::Word => "search, a word of a hundredth",
            Self::CommonWords => "search, two words of all",
            Self::Said => "search, a word of one message",
            Self::WithKey => "who may, checked by key",
            Self::WithToken => "who may, checked by JWT",
            Self::ListPage => "page of the list",
            Self::FilteredPage => "page of the list, three filters",
            Self::TicketPage => "page of a ticket of 500 messages",
            Self::Overview => "page of how it stands",
            Self::Analytics => "page of analytics",
            Self::Create => "a new ticket",
        }
    }

    fn request(self, house: &House, number: usize) -> RequestBuilder {
        if let Some(page) = self.page(house) {
            return page.header(ACCEPT_ENCODING, "gzip");
        }
        let tickets = house.tickets as usize;
        let one = number * 7919 % tickets + 1;
        let (method, rest, with) = match self {
            Self::List => (Method::GET, "/tickets".to_owned(), &house.key),
            Self::Filtered => (Method::GET, format!("/tickets?{FILTERS}"), &house.key),
            Self::Get => (Method::GET, format!("/tickets/{one}"), &house.key),
            Self::RareWord => (Method::GET, format!("/tickets?text=order{one}"), &house.key),
            Self::Word => (Method::GET, format!("/tickets?text=topic{}", number % 100), &house.key),
            Self::CommonWords => (Method::GET, "/tickets?text=parcel+arrived".to_owned(), &house.key),
            Self::Said => (Method::GET, format!("/tickets?text=said{}", number % house.said), &house.key),
            Self::WithKey => (Method::GET, "/tags".to_owned(), &house.key),
            Self::WithToken => (Method::GET, format!("/tags?bot={}", house.bot), &house.token),
            _ => (Method::POST, "/tickets".to_owned(), &house.key),
        };
        let request = house.http.request(method, format!("{}{rest}", house.guild)).bearer_auth(with);
        match self {
            Self::Create => request.json(&json!({ "type": 1, "opener": house.member(number).to_string() })),
            _ => request,
        }
    }

    /// What its page shows.
    pub fn shows(self) -> String {
        match self {
            Self::TicketPage => format!("message {}:", MESSAGES - 1),
            _ => "<main".to_owned(),
        }
    }

    /// A page as a browser asks for it, but for how it may be packed; `None` of what is no page.
    pub fn page(self, house: &House) -> Option<RequestBuilder> {
        let rest = match self {
            Self::TicketPage => format!("/tickets/{LONG}"),
            Self::ListPage => "/tickets".to_owned(),
            Self::FilteredPage => format!("/tickets?{FILTERS}"),
            Self::Analytics => "/analytics".to_owned(),
            Self::Overview => String::new(),
            _ => return None,
        };
        Some(house.http.get(format!("{}{rest}", house.pages)).header(COOKIE, &house.cookie))
    }

    /// A new ticket takes a channel of Discord's: fewer of them.
    const fn requests(self, options: &Options) -> usize {
        match self {
            Self::Create if options.requests > 200 => 200,
            _ => options.requests,
        }
    }
}

/// How long answers took.
pub struct Cost {
    latencies: Histogram<u64>,
    took: Duration,
}

impl Cost {
    /// The median, in microseconds.
    #[expect(clippy::cast_precision_loss, reason = "microseconds of a request are far below 2^53")]
    pub fn median(&self) -> f64 {
        self.latencies.value_at_quantile(0.5) as f64
    }
}

impl fmt::Display for Cost {
    #[expect(clippy::cast_precision_loss, reason = "so many requests are never made")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each_second = self.latencies.len() as f64 / self.took.as_secs_f64();
        write!(f, "{each_second:>6.0}/s · {}", quantiles(&self.latencies))
    }
}

/// When a request is to be made; waits for that.
async fn due(first: Instant, number: usize, options: &Options) -> Instant {
    if options.per_second == 0 {
        return Instant::now();
    }
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let due = first + Duration::from_secs(1) / options.per_second * number;
    tokio::time::sleep_until(due.into()).await;
    due
}

/// Makes a request as often as is wanted, and refuses to count an answer that is none.
pub async fn measure(house: &House, asked: Asked, options: &Options) -> anyhow::Result<Cost> {
    let began = Instant::now();
    let answers = stream::iter(0..asked.requests(options)).map(async |number| {
        let began = due(began, number, options).await;
        let answer = asked.request(house, number).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        anyhow::ensure!(status.is_success(), "{asked:?} {number}: {status} {text}");
        let is_found = !text.contains("\"tickets\":[]");
        anyhow::ensure!(is_found, "{asked:?} {number} found nothing");
        Ok(began.elapsed())
    });
    let took: Vec<Duration> = answers.buffer_unordered(options.at_once).try_collect().await.context("asking")?;
    let mut latencies = histogram()?;
    for took in took {
        record(&mut latencies, took);
    }
    Ok(Cost { latencies, took: began.elapsed() })
}
