//! Why a pair's severity is what it is.

use crate::domain::{Cut, Dyad, DyadPattern, SeverityMicros};
use crate::log::{ArticleStore, EventLog, Head};
use crate::projection::{Direction, Projection, Provenance, Tally};
use crate::report::why::{Part, Why};
use crate::tension::{Explanation, Tension, why as explain};

use super::citing::Citing;
use super::question::each_commit;
use super::trend::direction_of;
use super::{AppError, Question};

/// Takes the severity of a pair, or of one direction of it, apart into events.
///
/// # Errors
/// When the log or the article store cannot be read, the model has no parts, or the pattern names many pairs.
pub fn why(
    log: &dyn EventLog,
    texts: &ArticleStore,
    question: &Question<'_>,
    pattern: DyadPattern,
    limit: usize,
) -> Result<Why, AppError> {
    let dyad = one_pair(pattern)?;
    let direction = direction_of(pattern);
    let mut citing = Citing::new(texts);
    let mut seen = Seen::new(dyad, question.cut);
    let head = each_commit(log, |commit| {
        seen.tally.apply(commit);
        seen.provenance.apply(commit);
        citing.note(commit);
    })?;
    let on = question.day(&seen.tally);
    let mut answer = empty(question, head, dyad, direction, limit);
    answer.on = on;
    let Some(on) = on else { return Ok(answer) };
    let explained = explain(&seen.provenance, dyad, question.model, on, question.scope)?;
    fill(&mut answer, &explained, question, &mut citing)?;
    Ok(answer)
}

/// The one pair a pattern names.
///
/// # Errors
/// [`AppError::ManyPairs`] where it stands for many.
pub fn one_pair(pattern: DyadPattern) -> Result<Dyad, AppError> {
    match pattern {
        DyadPattern::Pair(dyad) => Ok(dyad),
        DyadPattern::Directed(directed) => Ok(directed.undirected()),
        DyadPattern::AnyWith(_) => Err(AppError::ManyPairs { pattern }),
    }
}

/// What one pass over the log gathers about a pair.
struct Seen {
    tally: Tally,
    provenance: Provenance,
}

impl Seen {
    fn new(dyad: Dyad, cut: Cut) -> Self {
        Self { tally: Tally::new(cut), provenance: Provenance::new(dyad, cut) }
    }
}

fn empty(question: &Question<'_>, head: Head, dyad: Dyad, direction: Option<Direction>, limit: usize) -> Why {
    Why {
        basis: question.basis(head),
        dyad,
        direction,
        on: None,
        tension: None,
        severity: SeverityMicros::ZERO,
        parts: Vec::new(),
        unplaced: Vec::new(),
        limit,
    }
}

fn fill(
    answer: &mut Why,
    explained: &Explanation,
    question: &Question<'_>,
    citing: &mut Citing<'_>,
) -> Result<(), AppError> {
    for part in &explained.parts {
        let wanted = |direction: Direction| answer.direction.is_none_or(|only| only == direction);
        let severity = part.cells.iter().filter(|(key, _)| wanted(key.direction)).map(|(_, severity)| *severity).sum();
        let act = &part.event.coded.interaction;
        if act.symmetric || wanted(Direction::of(act.parties.directed())) {
            answer.parts.push(Part { severity, citation: citing.cite(&part.event)? });
        }
    }
    answer.parts.sort_by_key(|part| std::cmp::Reverse(part.severity));
    answer.unplaced = explained.unplaced.iter().map(|event| citing.cite(event)).collect::<Result<_, _>>()?;
    let [forward, reverse] = explained.point.directed;
    answer.severity = match answer.direction {
        None => explained.point.severity(),
        Some(Direction::Forward) => forward,
        Some(Direction::Reverse) => reverse,
    };
    let reference_points = question.model.profile().reference_points;
    answer.tension = match answer.direction {
        _ if answer.parts.is_empty() => None,
        None => Some(explained.point.tension),
        Some(_) => Some(Tension::of(answer.severity, reference_points)),
    };
    Ok(())
}
