//! A period in some numbers, each beside that of as many days before.

use tickit_domain::statistics::{Counted, Statistics, percentile};

use crate::http::pages::frame::Frame;
use crate::http::pages::lasting::lasting_or_dash;

/// A number.
pub(super) struct Total {
    pub(super) name: String,
    pub(super) now: String,
    pub(super) before: String,
}

/// What is asked first.
pub(super) fn totals(frame: &Frame, counted: &Statistics) -> Vec<Total> {
    let (now, before) = (numbers(frame, &counted.counted), numbers(frame, &counted.before));
    let total = |((key, now), (_, before)): ((&str, String), (&str, String))| Total {
        name: frame.say(&format!("page-analytics-{key}")),
        now,
        before,
    };
    now.into_iter().zip(before).map(total).collect()
}

fn numbers(frame: &Frame, counted: &Counted) -> [(&'static str, String); 9] {
    let total = counted.total();
    let lasted = |of: &[u64], percent: usize| lasting_or_dash(frame, percentile(of, percent));
    let decimal =
        |number: Option<f64>, unit: &str| number.map_or_else(|| "–".to_owned(), |number| format!("{number:.1}{unit}"));
    [
        ("opened", total.opened.to_string()),
        ("closed", total.closed.to_string()),
        ("open", total.open.to_string()),
        ("reopen-rate", decimal(total.reopen_rate(), " %")),
        ("first-median", lasted(&total.first_responses, 50)),
        ("first-p90", lasted(&total.first_responses, 90)),
        ("whole-median", lasted(&total.resolutions, 50)),
        ("whole-p90", lasted(&total.resolutions, 90)),
        ("stars", decimal(counted.stars.mean(), "")),
    ]
}
