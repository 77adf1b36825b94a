//! Small charts that are drawn in the page: they need no script, and the same numbers stand in a table beside them.

/// How wide and high a chart is drawn; pages scale it.
pub(super) const WIDTH: u32 = 600;
pub(super) const HEIGHT: u32 = 80;

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it is of.
    pub(super) label: String,
    /// How much.
    pub(super) count: u64,
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
}

/// Bars side by side, the highest of which is as high as the chart.
pub(super) fn bars(counts: Vec<(String, u64)>) -> Vec<Bar> {
    let (width, top) = (u64::from(WIDTH), u64::from(HEIGHT));
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let step = u64::try_from(counts.len()).map_or(1, |bars| width / bars.max(1));
    let bar = |(place, (label, count)): (u64, (String, u64))| {
        // What is there is seen, however little it is.
        let height = (count.saturating_mul(top) / most).max(u64::from(count > 0) * 2);
        Bar { label, count, x: place * step + 1, y: top - height, width: step.saturating_sub(2).max(1), height }
    };
    (0..).zip(counts).map(bar).collect()
}

/// A line through values from left to right, with gaps where there are none: the points of each of its parts.
pub(super) fn lines(values: &[Option<f64>], top: f64) -> Vec<String> {
    let steps = u32::try_from(values.len()).unwrap_or(u32::MAX).saturating_sub(1).max(1);
    let step = f64::from(WIDTH) / f64::from(steps);
    let point = |(place, value): (u32, &Option<f64>)| {
        value.map(|value| format!("{:.1},{:.1}", f64::from(place) * step, f64::from(HEIGHT) * (1.0 - value / top)))
    };
    let points: Vec<Option<String>> = (0..).zip(values).map(point).collect();
    let parts = points.split(Option::is_none).filter(|part| !part.is_empty());
    parts.map(|part| part.iter().flatten().cloned().collect::<Vec<_>>().join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_what_they_count() {
        let drawn = bars(vec![("a".into(), 0), ("b".into(), 1), ("c".into(), 1_000)]);
        let heights: Vec<u64> = drawn.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [0, 2, 80]);
        assert_eq!(bars(Vec::new()), []);
    }

    #[test]
    fn a_line_has_gaps_where_nothing_is_known() {
        assert_eq!(lines(&[Some(0.0), Some(2.0), None, Some(1.0)], 2.0), ["0.0,80.0 200.0,0.0", "600.0,40.0"]);
        assert_eq!(lines(&[], 1.0), Vec::<String>::new());
    }
}
