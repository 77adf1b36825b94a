//! What a page weighs on somebody's first visit: itself, its style, its scripts and its icon, as they come over the wire.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::Context as _;
use reqwest::RequestBuilder;
use reqwest::header::ACCEPT_ENCODING;

/// The bytes of a page and of what it names, compressed.
pub struct Weight {
    page: usize,
    others: usize,
}

impl fmt::Display for Weight {
    #[expect(clippy::cast_precision_loss, reason = "pages are far below 2^53 bytes")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kilo = |bytes: usize| bytes as f64 / 1000.0;
        let all = self.page + self.others;
        write!(f, "{:.1} kB: itself {:.1}, the rest {:.1}", kilo(all), kilo(self.page), kilo(self.others))
    }
}

/// Weighs a page that shows a text.
pub async fn weigh(page: RequestBuilder, shows: &str) -> anyhow::Result<Weight> {
    let again = page.try_clone().context("a page is asked for without a body")?;
    let plain = again.header(ACCEPT_ENCODING, "identity").send().await?;
    let address = plain.url().clone();
    let text = plain.error_for_status()?.text().await?;
    anyhow::ensure!(text.contains(shows), "{address} does not show {shows}");
    let client = reqwest::Client::new();
    let mut others = 0;
    for name in named_by(&text) {
        others += bytes_of(client.get(address.join(&name)?)).await?;
    }
    Ok(Weight { page: bytes_of(page).await?, others })
}

async fn bytes_of(request: RequestBuilder) -> anyhow::Result<usize> {
    let answer = request.header(ACCEPT_ENCODING, "gzip").send().await?.error_for_status()?;
    Ok(answer.bytes().await?.len())
}

/// The files that a page has a browser fetch.
fn named_by(page: &str) -> BTreeSet<String> {
    let parts = page.split('"').filter(|part| part.starts_with("/assets/"));
    parts.map(str::to_owned).collect()
}
