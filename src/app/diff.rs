//! What changed between two days.

use crate::domain::{Cut, Day, Dyad, DyadPattern};
use crate::log::{ArticleStore, EventLog};
use crate::projection::{Projection, Provenance, Tally};
use crate::report::diff::{Diff, PairDiff, PartDiff};
use crate::tension::{diff as changes, replay as states, why as explain, why_change};

use super::citing::Citing;
use super::question::each_commit;
use super::{AppError, Question};

/// The pairs that changed between two days, and the events behind it where pairs are named.
///
/// # Errors
/// When the log or the article store cannot be read, or the model has no parts.
pub fn diff(
    log: &dyn EventLog,
    texts: &ArticleStore,
    question: &Question<'_>,
    days: (Day, Day),
    patterns: &[DyadPattern],
    limit: usize,
) -> Result<Diff, AppError> {
    let (before, after) = days;
    let mut citing = Citing::new(texts);
    let mut tally = Tally::new(question.cut);
    let mut provenances: Vec<(DyadPattern, Provenance)> = Vec::new();
    for &pattern in patterns {
        if let Ok(dyad) = super::why::one_pair(pattern) {
            provenances.push((pattern, Provenance::new(dyad, question.cut)));
        }
    }
    let head = each_commit(log, |commit| {
        tally.apply(commit);
        citing.note(commit);
        for (_, provenance) in &mut provenances {
            provenance.apply(commit);
        }
    })?;
    let on = |day: Day| states(&tally, question.model, day, question.scope);
    let mut changed = changes(&on(before), &on(after));
    if !patterns.is_empty() {
        changed.retain(|change| patterns.iter().any(|pattern| pattern.matches(change.dyad)));
    }
    let mut pairs = Vec::new();
    for change in changed {
        let provenance = provenances.iter().find(|(pattern, _)| pattern.matches(change.dyad)).map(|(_, found)| found);
        let parts = match provenance {
            Some(provenance) => parts(provenance, question, change.dyad, days, &mut citing)?,
            None => Vec::new(),
        };
        pairs.push(PairDiff { change, parts });
    }
    // Both days are named, so that no `to` limits the answer.
    let basis = Question { cut: Cut { to: None, ..question.cut }, ..*question }.basis(head);
    Ok(Diff { basis, before, after, pairs, limit })
}

fn parts(
    provenance: &Provenance,
    question: &Question<'_>,
    dyad: Dyad,
    (before, after): (Day, Day),
    citing: &mut Citing<'_>,
) -> Result<Vec<PartDiff>, AppError> {
    let explained = |day| explain(provenance, dyad, question.model, day, question.scope);
    let changes = why_change(&explained(before)?, &explained(after)?);
    let cited =
        |part: &crate::tension::PartChange| Ok(PartDiff { micros: part.micros, citation: citing.cite(&part.event)? });
    changes.iter().map(cited).collect()
}
