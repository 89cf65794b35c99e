//! What one document adds to the figures: matches, dates, decoys, as plain counts.

use std::collections::{BTreeMap, HashSet};
use std::ops::{AddAssign, Range};

use super::Options;
use super::assign::assign;
use super::dates::Interval;
use super::gold::{GoldDocument, GoldInteraction, PredictedDocument, Prediction, quad_of, root_of};

/// How much of an interaction has to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Source and target.
    Dyad,
    /// Source, target and the quad class of the root.
    Quad,
    /// Source, target and the CAMEO root.
    Root,
}

impl Level {
    /// All levels, from the loosest.
    pub const ALL: [Self; 3] = [Self::Dyad, Self::Quad, Self::Root];

    /// The name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dyad => "dyad",
            Self::Quad => "dyad+quad",
            Self::Root => "dyad+root",
        }
    }
}

/// Matches at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Matches {
    /// Core gold interactions that a prediction matched.
    pub hit: u32,
    /// Predictions matched to optional gold: neither right nor wrong.
    pub ignored: u32,
}

/// The counts of a document, or of several added up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// Documents.
    pub documents: u32,
    /// Predictions.
    pub predictions: u32,
    /// Core gold interactions.
    pub core: u32,
    /// Optional gold interactions.
    pub optional: u32,
    /// Matches at each [`Level`], in their order.
    pub levels: [Matches; 3],
    /// Core pairs at the root level whose status is judged, and those where it is right.
    pub status: [u32; 2],
    /// Core pairs at the root level whose interval is judged.
    pub occurred: u32,
    /// Of those: both ends equal; inside the right interval; sharing a day with it.
    pub occurred_right: [u32; 3],
    /// Shared days over days of the union, summed over the judged pairs.
    pub occurred_jaccard: f64,
    /// Passages that are no interaction.
    pub decoys: u32,
    /// Predictions whose words lie inside one.
    pub decoy_hits: u32,
    /// Predictions whose quote is not the text at their span.
    pub span_errors: u32,
    /// Predictions whose quad class is not the one of their code.
    pub quad_field_wrong: u32,
    /// Predictions whose source is their target.
    pub self_pairs: u32,
}

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.documents += other.documents;
        self.predictions += other.predictions;
        self.core += other.core;
        self.optional += other.optional;
        for (mine, theirs) in self.levels.iter_mut().zip(other.levels) {
            mine.hit += theirs.hit;
            mine.ignored += theirs.ignored;
        }
        for (mine, theirs) in self.status.iter_mut().zip(other.status) {
            *mine += theirs;
        }
        self.occurred += other.occurred;
        for (mine, theirs) in self.occurred_right.iter_mut().zip(other.occurred_right) {
            *mine += theirs;
        }
        self.occurred_jaccard += other.occurred_jaccard;
        self.decoys += other.decoys;
        self.decoy_hits += other.decoy_hits;
        self.span_errors += other.span_errors;
        self.quad_field_wrong += other.quad_field_wrong;
        self.self_pairs += other.self_pairs;
    }
}

/// How often each right answer got each predicted one; `None` is nothing at all.
pub type Confusion = BTreeMap<(Option<String>, Option<String>), u32>;

/// What one document adds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    /// The counts.
    pub counts: Counts,
    /// Right status to predicted status, over the core pairs of the root level.
    pub statuses: Confusion,
    /// Right root to predicted root, over the core pairs of the dyad level; what was missed and what was invented too.
    pub roots: Confusion,
}

/// Judges the predictions for one document; `None` where the coder said nothing about it.
pub fn judge(document: &GoldDocument, predicted: Option<&PredictedDocument>, options: &Options) -> Judged {
    let text = document.text.as_str();
    let counts_for = |source: &str, target: &str| !options.states_only || (is_state(source) && is_state(target));
    let gold: Vec<&GoldInteraction> =
        document.interactions.iter().filter(|g| counts_for(&g.source, &g.target)).collect();
    let made = predicted.map(|p| p.interactions.as_slice()).unwrap_or_default();
    let made: Vec<&Prediction> = made.iter().filter(|p| counts_for(&p.source, &p.target)).collect();
    let pairing = Pairing { text, gold: &gold, made: &made, all_core: options.all_core };
    let mut judged = Judged { counts: pairing.plain_counts(document), ..Judged::default() };
    for (level, matches) in Level::ALL.into_iter().zip(0..) {
        let pairs = pairing.pairs(level);
        let mut tally = Matches::default();
        for (right, guess) in &pairs {
            if pairing.is_core(right) {
                tally.hit += 1;
            } else {
                tally.ignored += 1;
            }
            if level == Level::Root && pairing.is_core(right) {
                judged.judge_details(right, guess);
            }
        }
        if let Some(slot) = judged.counts.levels.get_mut::<usize>(matches) {
            *slot = tally;
        }
        if level == Level::Dyad {
            judged.roots = pairing.confusion(&pairs);
        }
    }
    judged
}

impl Judged {
    /// Adds another document's counts and confusions.
    pub fn add(&mut self, other: &Self) {
        self.counts += &other.counts;
        for (mine, theirs) in [(&mut self.statuses, &other.statuses), (&mut self.roots, &other.roots)] {
            for (pair, count) in theirs {
                *mine.entry(pair.clone()).or_default() += count;
            }
        }
    }

    /// Status and interval of a pair that agrees down to the root.
    fn judge_details(&mut self, right: &GoldInteraction, guess: &Prediction) {
        let counts = &mut self.counts;
        if let Some(status) = right.status.as_ref().filter(|status| !status.is_empty()) {
            let [judged, correct] = &mut counts.status;
            *judged += 1;
            *correct += u32::from(guess.status.as_ref() == Some(status));
            *self.statuses.entry((Some(status.clone()), guess.status.clone())).or_default() += 1;
        }
        let Some(truth) = right.occurred.as_ref().and_then(Interval::read) else { return };
        counts.occurred += 1;
        let Some(said) = guess.occurred.as_ref().and_then(Interval::read) else { return };
        let shared = truth.shared_days(said);
        for (count, holds) in counts.occurred_right.iter_mut().zip([said == truth, said.is_inside(truth), shared > 0]) {
            *count += u32::from(holds);
        }
        counts.occurred_jaccard += f64::from(shared) / f64::from(truth.joined_days(said));
    }
}

/// A country code: three letters that are no organisation's acronym.
fn is_state(actor: &str) -> bool {
    // The acronyms of three letters among the organisations of docs and coding guide; all others differ in length.
    const ORGANISATIONS: [&str; 9] = ["CIS", "ICC", "SCO", "LAS", "ILO", "GCC", "OAS", "WTO", "IMF"];
    actor.chars().count() == 3 && !ORGANISATIONS.contains(&actor)
}

/// The two sides of one document.
struct Pairing<'a> {
    text: &'a str,
    gold: &'a [&'a GoldInteraction],
    made: &'a [&'a Prediction],
    all_core: bool,
}

impl<'a> Pairing<'a> {
    fn is_core(&self, right: &GoldInteraction) -> bool {
        self.all_core || right.is_core()
    }

    /// Everything that needs no matching.
    fn plain_counts(&self, document: &GoldDocument) -> Counts {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let made = |is: &dyn Fn(&Prediction) -> bool| count(self.made.iter().filter(|p| is(p)).count());
        let decoys: Vec<Range<u64>> = document.decoys.iter().flat_map(|d| occurrences(self.text, &d.quote)).collect();
        let in_decoy = |p: &Prediction| {
            let at = span_of(p.span, p.quote.as_deref(), self.text);
            at.is_some_and(|at| decoys.iter().any(|d| d.start <= at.start && at.end <= d.end))
        };
        let core = count(self.gold.iter().filter(|g| self.is_core(g)).count());
        Counts {
            documents: 1,
            predictions: count(self.made.len()),
            core,
            optional: count(self.gold.len()) - core,
            decoys: count(document.decoys.len()),
            decoy_hits: made(&in_decoy),
            span_errors: made(&|p| self.misquotes(p)),
            quad_field_wrong: made(&|p| p.quad.is_some_and(|quad| quad != quad_of(p.root()))),
            self_pairs: made(&|p| p.source == p.target),
            ..Counts::default()
        }
    }

    /// Whether the quote is not the text at the span, where both are given.
    fn misquotes(&self, guess: &Prediction) -> bool {
        let (Some([start, end]), Some(quote)) = (guess.span, &guess.quote) else { return false };
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        range.and_then(|(start, end)| self.text.as_bytes().get(start..end)) != Some(quote.as_bytes())
    }

    /// The best pairs at a level: as many core ones as can be, then optional ones; ties go to the pair whose words
    /// overlap, then to the same code, then to the earlier prediction.
    fn pairs(&self, level: Level) -> Vec<(&'a GoldInteraction, &'a Prediction)> {
        let many = i64::try_from(self.made.len()).unwrap_or(i64::MAX);
        let (core, optional) = (10_i64.pow(13), 10_i64.pow(7) * (many + 1));
        let places: Vec<_> = self.made.iter().map(|p| span_of(p.span, p.quote.as_deref(), self.text)).collect();
        let weigh = |right: &GoldInteraction, guess: &Prediction, at: Option<&Range<u64>>, rank: i64| {
            let there = span_of(right.span, right.quote.as_deref(), self.text);
            let near = there.zip(at).is_some_and(|(g, p)| g.start < p.end && p.start < g.end);
            let base = if self.is_core(right) { core } else { optional };
            let same_code = guess.cameo.as_ref() == Some(&right.cameo);
            base + 200 * many * i64::from(near) + 100 * many * i64::from(same_code) + (many - rank)
        };
        let row = |right: &GoldInteraction| {
            let columns = self.made.iter().zip(&places).zip(0..);
            columns.map(|((p, at), rank)| agrees(right, p, level).then(|| weigh(right, p, at.as_ref(), rank))).collect()
        };
        let weights: Vec<Vec<Option<i64>>> = self.gold.iter().map(|g| row(g)).collect();
        let found = assign(&weights);
        found.into_iter().filter_map(|(g, p)| Some((*self.gold.get(g)?, *self.made.get(p)?))).collect()
    }

    /// Right root against predicted root: pairs of the dyad level, then core gold nobody matched, then predictions
    /// that matched nothing. A root among the alternates counts as the right one.
    fn confusion(&self, pairs: &[(&GoldInteraction, &Prediction)]) -> Confusion {
        let mut found = Confusion::new();
        let mut add = |right: Option<&str>, guess: Option<&str>| {
            *found.entry((right.map(str::to_owned), guess.map(str::to_owned))).or_default() += 1;
        };
        let mut met: HashSet<*const GoldInteraction> = HashSet::new();
        let mut used: HashSet<*const Prediction> = HashSet::new();
        for (right, guess) in pairs {
            met.insert(std::ptr::from_ref(*right));
            used.insert(std::ptr::from_ref(*guess));
            let accepted = agrees(right, guess, Level::Root);
            if self.is_core(right) {
                add(Some(if accepted { guess.root() } else { root_of(&right.cameo) }), Some(guess.root()));
            }
        }
        for right in self.gold.iter().filter(|g| self.is_core(g) && !met.contains(&std::ptr::from_ref(**g))) {
            add(Some(root_of(&right.cameo)), None);
        }
        for guess in self.made.iter().filter(|p| !used.contains(&std::ptr::from_ref(**p))) {
            add(None, Some(guess.root()));
        }
        found
    }
}

/// Whether the prediction is right at this level, alternates allowed.
fn agrees(right: &GoldInteraction, guess: &Prediction, level: Level) -> bool {
    let is_source = |actor: &String| *actor == right.source || right.alt_source.contains(actor);
    let is_target = |actor: &String| *actor == right.target || right.alt_target.contains(actor);
    let forward = is_source(&guess.source) && is_target(&guess.target);
    let backward = right.symmetric && is_target(&guess.source) && is_source(&guess.target);
    if !forward && !backward {
        return false;
    }
    let root = guess.root();
    let roots = || std::iter::once(&right.cameo).chain(&right.alt_cameo).map(|code| root_of(code));
    match level {
        Level::Dyad => true,
        Level::Quad => {
            let quad = quad_of(root);
            right.quad.filter(|q| *q != 0) == Some(quad) || roots().any(|r| quad_of(r) == quad)
        }
        Level::Root => roots().any(|r| r == root),
    }
}

/// Every place where the words stand, overlapping ones too, as byte ranges.
fn occurrences(text: &str, quote: &str) -> Vec<Range<u64>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).filter(|_| !quote.is_empty()).and_then(|rest| rest.find(quote)) {
        let start = from + at;
        found.push(start as u64..(start + quote.len()) as u64);
        from = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    found
}

/// Where an interaction stands: its span, else the first place of its quote.
fn span_of(span: Option<[u64; 2]>, quote: Option<&str>, text: &str) -> Option<Range<u64>> {
    match span {
        Some([start, end]) => Some(start..end),
        None => occurrences(text, quote.unwrap_or_default()).into_iter().next(),
    }
}
