//! What is told on the terminal.

use std::io::Write as _;
use std::time::Duration;

use hdrhistogram::Histogram;

/// A line on stdout.
pub fn say(line: &str) {
    // Whoever closed the pipe wants to hear no more.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Latencies from 1 µs to a minute, to three digits.
pub fn histogram() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 60_000_000, 3)?)
}

/// Takes a latency in.
pub fn record(latencies: &mut Histogram<u64>, latency: Duration) {
    latencies.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(u64::MAX).max(1));
}

/// p50, p99, p99.9 and the longest, in milliseconds.
pub fn quantiles(latencies: &Histogram<u64>) -> String {
    let at = |quantile: f64| milliseconds(latencies.value_at_quantile(quantile));
    let longest = milliseconds(latencies.max());
    format!("p50 {} · p99 {} · p99.9 {} · max {longest} ms", at(0.5), at(0.99), at(0.999))
}

/// Microseconds as milliseconds.
pub fn milliseconds(microseconds: u64) -> String {
    format!("{}.{:02}", microseconds / 1000, microseconds % 1000 / 10)
}

/// Bytes as MiB.
pub fn mebibytes(bytes: u64) -> String {
    format!("{}.{}", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20)
}
