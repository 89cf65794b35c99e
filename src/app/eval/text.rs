//! The verdict as text: a block a language, then which roots were taken for which.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Block, Confusion, Evaluation, Level, Share};
use crate::report::printable;

impl Evaluation {
    /// The verdict for people. Readable without colour; a figure that does not exist is `-`.
    pub fn to_text(&self) -> String {
        let mut out = block_text("all", &self.all);
        if self.languages.len() > 1 {
            out.extend(self.languages.iter().map(|(lang, block)| block_text(&printable(lang), block)));
        }
        out += &roots_text(&self.all.judged.roots);
        let _ =
            writeln!(out, "missing documents {}, unknown documents {}", self.missing_documents, self.unknown_documents);
        out
    }
}

fn share(value: Share) -> String {
    value.map_or_else(|| "    -".to_owned(), |value| format!("{value:.3}"))
}

fn figure(value: Share, interval: Option<[f64; 2]>) -> String {
    let around = interval.map_or_else(String::new, |[low, high]| format!(" [{low:.3}-{high:.3}]"));
    share(value) + &around
}

fn block_text(name: &str, block: &Block) -> String {
    let (counts, figures, intervals) = (&block.judged.counts, &block.figures, &block.intervals);
    let mut out = format!(
        "{name}: {} documents, {} predictions, {} core, {} optional gold\n",
        counts.documents, counts.predictions, counts.core, counts.optional
    );
    let cells = figures.levels.iter().zip(&intervals.levels);
    for ((level, matches), (value, around)) in Level::ALL.into_iter().zip(counts.levels).zip(cells) {
        let _ = writeln!(
            out,
            "  {:<10}  P {}  R {}  F1 {}  matched {}, ignored {}",
            level.as_str(),
            figure(value.precision, around.precision),
            figure(value.recall, around.recall),
            figure(value.f1, around.f1),
            matches.hit,
            matches.ignored
        );
    }
    let [judged, _] = counts.status;
    let or_none = |status: &Option<String>| status.as_deref().map_or_else(|| "None".to_owned(), printable);
    let statuses = block.judged.statuses.iter();
    let statuses: Vec<String> =
        statuses.map(|((right, guess), n)| format!("{}->{}:{n}", or_none(right), or_none(guess))).collect();
    let _ = writeln!(
        out,
        "  status      {} of {judged}   {}",
        figure(figures.status, intervals.status),
        statuses.join(" ")
    );
    let (when, around) = (&figures.occurred, &intervals.occurred);
    let _ = writeln!(
        out,
        "  occurred    exact {}  inside {}  overlap {}  jaccard {} of {}",
        figure(when.exact, around.exact),
        figure(when.inside, around.inside),
        figure(when.overlap, around.overlap),
        figure(when.jaccard, around.jaccard),
        counts.occurred
    );
    let _ = writeln!(
        out,
        "  decoy hits {} ({} decoys), span errors {}, wrong quad fields {}, source = target {}",
        counts.decoy_hits, counts.decoys, counts.span_errors, counts.quad_field_wrong, counts.self_pairs
    );
    out
}

/// Rows are the right roots, columns the predicted ones, `-` is nothing: a miss at the right, a false alarm below.
fn roots_text(roots: &Confusion) -> String {
    let rows: BTreeSet<&Option<String>> = roots.keys().map(|(right, _)| right).collect();
    let columns: BTreeSet<&Option<String>> = roots.keys().map(|(_, guess)| guess).collect();
    if rows.is_empty() {
        return String::new();
    }
    // `None` sorts first and belongs last.
    let last = |set: BTreeSet<&Option<String>>| {
        let (none, some): (Vec<_>, Vec<_>) = set.into_iter().cloned().partition(Option::is_none);
        [some, none].concat()
    };
    let (rows, columns) = (last(rows), last(columns));
    let name = |side: &Option<String>| side.as_deref().map_or_else(|| "-".to_owned(), printable);
    let mut out = "roots: right answers down, predictions across (dyad level, core)\n    ".to_owned();
    out.extend(columns.iter().map(|column| format!("{:>5}", name(column))));
    out.push('\n');
    for row in &rows {
        let _ = write!(out, "  {:<2}", name(row));
        for column in &columns {
            match roots.get(&(row.clone(), column.clone())) {
                Some(count) => {
                    let _ = write!(out, "{count:>5}");
                }
                None => out.push_str("    ."),
            }
        }
        out.push('\n');
    }
    out
}
