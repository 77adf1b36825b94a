//! How fast the disk under the service confirms what it was given: the least that a durable answer takes.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use super::report::{histogram, milliseconds, record};

/// Writes of 4 KiB that are waited for, one after the other.
const WRITES: usize = 200;

/// p50 and p99 of such a write, as text.
pub fn speed(directory: &Path) -> anyhow::Result<String> {
    let path = directory.join(format!("tickit-bench-disk-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let mut latencies = histogram()?;
    for _ in 0..WRITES {
        let began = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        record(&mut latencies, began.elapsed());
    }
    fs::remove_file(&path)?;
    let at = |quantile: f64| milliseconds(latencies.value_at_quantile(quantile));
    Ok(format!("disk p50 {} p99 {} ms", at(0.5), at(0.99)))
}
