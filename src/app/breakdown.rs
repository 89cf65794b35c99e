//! A severity, or a change of one, by event, article, day or kind of act. The groups sum to it to the last unit.

use std::collections::{BTreeMap, BTreeSet};

use crate::codebook;
use crate::domain::{Day, DyadPattern, EventId, Origin};
use crate::log::EventLog;
use crate::projection::{Direction, Projection, Provenance, Tally};
use crate::report::breakdown::{Breakdown, By, Group, Side};
use crate::tension::{Explanation, why as explain};

use super::question::each_commit;
use super::trend::direction_of;
use super::why::one_pair;
use super::{AppError, Question};

/// Takes a severity apart into groups.
///
/// # Errors
/// When the log cannot be read, the model has no parts, or the pattern names many pairs.
pub fn why_by(
    log: &dyn EventLog,
    question: &Question<'_>,
    pattern: DyadPattern,
    by: By,
) -> Result<Breakdown, AppError> {
    broken_down(log, None, question, pattern, by)
}

/// Takes the change from one question's answer to another's apart into groups: between two days, two cuts, two models,
/// or any of these at once.
///
/// # Errors
/// As [`why_by`].
pub fn diff_by(
    log: &dyn EventLog,
    before: &Question<'_>,
    after: &Question<'_>,
    pattern: DyadPattern,
    by: By,
) -> Result<Breakdown, AppError> {
    broken_down(log, Some(before), after, pattern, by)
}

fn broken_down(
    log: &dyn EventLog,
    before: Option<&Question<'_>>,
    after: &Question<'_>,
    pattern: DyadPattern,
    by: By,
) -> Result<Breakdown, AppError> {
    let dyad = one_pair(pattern)?;
    let sides: Vec<(&Question<'_>, i64)> =
        before.map(|question| (question, -1)).into_iter().chain([(after, 1)]).collect();
    let mut seen: Vec<(Tally, Provenance)> =
        sides.iter().map(|(question, _)| (Tally::new(question.cut), Provenance::new(dyad, question.cut))).collect();
    let head = each_commit(log, |commit| {
        for (tally, provenance) in &mut seen {
            tally.apply(commit);
            provenance.apply(commit);
        }
    })?;
    let mut sums = Sums { by, only: direction_of(pattern).map(Direction::index), groups: BTreeMap::new() };
    let (mut total, mut answers) = (0, Vec::new());
    for ((question, sign), (tally, provenance)) in sides.iter().zip(&seen) {
        let on = question.day(tally);
        answers.push(on);
        let Some(on) = on else { continue };
        let explained = explain(provenance, dyad, question.model, on, question.scope)?;
        total += sign * sums.severity(&explained);
        sums.add(&explained, *sign);
    }
    let after_on = answers.pop().flatten();
    let side = |question: &Question<'_>, on: Option<Day>| Side { basis: question.basis(head.clone()), on };
    Ok(Breakdown {
        pair: pattern.to_string(),
        by,
        before: before.map(|question| side(question, answers.pop().flatten())),
        after: side(after, after_on),
        micros: total,
        groups: sums.groups(),
    })
}

struct Sums {
    by: By,
    /// The one direction that counts.
    only: Option<usize>,
    groups: BTreeMap<String, (String, i64, BTreeSet<EventId>)>,
}

impl Sums {
    fn severity(&self, explained: &Explanation) -> i64 {
        let directed = explained.point.directed;
        let severity = match self.only {
            Some(index) => directed.get(index).map_or(0, |severity| severity.0),
            None => explained.point.severity().0,
        };
        i64::try_from(severity).expect("a severity is far below 2^63 micro-units")
    }

    fn add(&mut self, explained: &Explanation, sign: i64) {
        for part in &explained.parts {
            let event = &part.event;
            for (cell, severity) in &part.cells {
                if self.only.is_some_and(|only| only != cell.direction.index()) {
                    continue;
                }
                let (key, label) = match self.by {
                    By::Event => (event.seq.to_string(), act_of(event.coded.interaction.cameo.as_str())),
                    By::Article => source_of(&event.coded.origin),
                    By::Day => (cell.day.to_string(), String::new()),
                    By::Root => (cell.root.to_string(), act_of(&cell.root.to_string())),
                };
                let micros = i64::try_from(severity.0).expect("a severity is far below 2^63 micro-units");
                let group = self.groups.entry(key).or_insert_with(|| (label, 0, BTreeSet::new()));
                group.1 += sign * micros;
                group.2.insert(event.id);
            }
        }
    }

    /// The groups that carry anything, the largest either way first, then by key.
    fn groups(self) -> Vec<Group> {
        let group = |(key, (label, micros, events)): (String, (String, i64, BTreeSet<EventId>))| Group {
            key,
            label,
            micros,
            events: events.len() as u64,
        };
        let mut groups: Vec<Group> = self.groups.into_iter().map(group).filter(|group| group.micros != 0).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.micros.abs()));
        groups
    }
}

fn act_of(code: &str) -> String {
    let found = code.parse().ok().and_then(codebook::cameo::lookup_or_parent);
    found.map(|entry| entry.label.to_owned()).unwrap_or_default()
}

fn source_of(origin: &Origin) -> (String, String) {
    match origin {
        Origin::Article { article, .. } => (article.to_string(), "article".to_owned()),
        Origin::Row { dataset, .. } => (dataset.to_string(), "dataset".to_owned()),
    }
}
