//! One article from text to interactions: the order of the stages.

use super::arguments::{Arguments, Sentence};
use super::binding::{self, Act};
use super::class::Class;
use super::clause;
use super::data::LanguageData;
use super::dates::Dates;
use super::discourse::Discourse;
use super::merge;
use super::names::Gazetteer;
use super::opinion::Opinion;
use super::people;
use super::phrase::{self, Strength};
use super::reading::{self, Reading};
use super::seconded::{NO_FRAME, words};
use super::sentence::{after_dateline, sentences};
use super::sides::Sides;
use super::tag;
use super::text::tokenise;
use super::time::TimeExpr;
use super::told::Told;
use crate::codebook;
use crate::coder::trace::Trace;
use crate::coder::{AbstainReason, Abstention, CodedInteraction};
use crate::domain::{Actor, Article, ByteSpan, Confidence, Interaction, Parties, Party, Sector, Status};

/// One language, ready to read.
#[derive(Debug)]
pub(super) struct Engine {
    pub data: LanguageData,
    pub gazetteer: Gazetteer,
    /// ISO 639-1 code of the language.
    pub language: &'static str,
    /// Asked for acts that no frame knows.
    pub opinion: Option<Opinion>,
}

/// What comes out of a text.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub interactions: Vec<CodedInteraction>,
    pub abstained: Vec<Abstention>,
}

impl Engine {
    /// How many words of a text the language knows, as words or as names.
    pub fn knows(&self, text: &str) -> usize {
        let tokens = tokenise(text, self.data.settings.apostrophe);
        let known = |at: &usize| {
            self.data.lexicon.exact(tokens.fold_at(*at)).is_some() || self.gazetteer.at(&tokens, *at, None).is_some()
        };
        (0..tokens.list.len()).filter(known).count()
    }

    /// The words of a text that are no names, times or numbers: what the second opinion learns from.
    pub fn words(&self, article: &Article) -> Vec<String> {
        let tokens = tokenise(&article.text, self.data.settings.apostrophe);
        let whole = (0, tokens.list.len());
        let times = super::time::find(&self.data.time, &tokens, whole.0, whole.1);
        let units = tag::units(&self.data, &self.gazetteer, &tokens, whole, &times, article.published);
        let clauses = clause::clauses(&self.data, &tokens, &units);
        let all = 0..units.len();
        words(&Sentence { data: &self.data, text: &article.text, units, clauses, phrases: Vec::new() }, all)
    }

    /// Reads an article.
    pub fn code(&self, article: &Article, trace: &mut Trace) -> Output {
        let tokens = tokenise(&article.text, self.data.settings.apostrophe);
        let mut run = Run {
            engine: self,
            dates: Dates::new(&self.data.time, &tokens, article.published),
            discourse: Discourse::new(article.published),
            out: Output::default(),
        };
        for (at, (from, to)) in sentences(&self.data.lexicon, &self.data.time, &tokens).into_iter().enumerate() {
            let from = after_dateline(&tokens, from, to);
            let times = super::time::find(&self.data.time, &tokens, from, to);
            let units = tag::units(&self.data, &self.gazetteer, &tokens, (from, to), &times, article.published);
            let clauses = clause::clauses(&self.data, &tokens, &units);
            let mut phrases = phrase::phrases(&self.data, &units, &clauses);
            people::recall(&mut run.discourse, &tokens, &units, &mut phrases);
            let sentence = Sentence { data: &self.data, text: &article.text, units, clauses, phrases };
            run.sentence(&sentence, &times, at, trace);
        }
        let mut out = run.out;
        merge::merge(&mut out.interactions);
        out
    }
}

struct Run<'a> {
    engine: &'a Engine,
    dates: Dates,
    discourse: Discourse,
    out: Output,
}

impl Run<'_> {
    fn sentence(&mut self, sentence: &Sentence<'_>, times: &[TimeExpr], at: usize, trace: &mut Trace) {
        let arguments = sentence.arguments();
        let acts = binding::acts(sentence, &arguments);
        let second = self.engine.opinion.map(|opinion| (opinion, self.engine.language));
        let readings = reading::readings(sentence, &arguments, &acts, second);
        trace_sentence(trace, sentence, &arguments, &acts);
        let mut own: Vec<Actor> = Vec::new();
        for phrase in &sentence.phrases {
            let named = phrase.actors.iter().filter(|(_, s)| *s >= Strength::Modifier).map(|(a, _)| *a);
            own.extend(named);
        }
        own.sort();
        own.dedup();
        let before = self.out.interactions.len();
        let mut reasons: Vec<AbstainReason> = readings.dropped.iter().map(|(.., reason)| *reason).collect();
        self.dates.sentence(sentence, times, at);
        for reading in &readings.found {
            match self.discourse.sides(reading, &own, at) {
                Ok(sides) => self.interactions(sentence, reading, &sides, (times, at), &mut reasons),
                Err(reason) => reasons.push(reason),
            }
        }
        let (subjects, speakers) = subjects(sentence, &arguments);
        self.discourse.hear(sentence, &subjects, &speakers, at);
        for reason in &reasons {
            trace.note(|| format!("dropped: {reason}"));
        }
        if self.out.interactions.len() == before && (own.len() > 1 || (!own.is_empty() && !acts.is_empty())) {
            let reason = reasons.first().copied().unwrap_or(AbstainReason::NoFrame);
            self.abstain(sentence, reason);
        }
    }

    fn abstain(&mut self, sentence: &Sentence<'_>, reason: AbstainReason) {
        let (Some(first), Some(last)) = (sentence.units.first(), sentence.units.last()) else { return };
        if let Some(span) = ByteSpan::new(first.start, last.end) {
            self.out.abstained.push(Abstention { span, reason });
        }
    }

    /// One interaction for every pair of the two sides.
    fn interactions(
        &mut self,
        sentence: &Sentence<'_>,
        reading: &Reading,
        sides: &Sides,
        (times, at): (&[TimeExpr], usize),
        reasons: &mut Vec<AbstainReason>,
    ) {
        let dated = self.dates.of(sentence, reading, times, at, sides.inferred);
        let Ok(occurred) = dated else {
            reasons.push(AbstainReason::Future);
            return;
        };
        let Some(span) = span_of(sentence, reading.units) else { return };
        let status = match reading.status {
            Status::Actual if self.dates.is_old(occurred) => Status::Background,
            Status::Actual if reading.nominal && reading.is_given(sentence) => Status::Background,
            Status::Background if self.dates.is_fresh(occurred) => Status::Actual,
            status => status,
        };
        self.discourse.tell(Told {
            source: sides.source.clone(),
            target: sides.target.clone(),
            root: reading.code.root().number(),
            sentence: at,
            recalled: status == Status::Background,
        });
        for source in &sides.source {
            for target in &sides.target {
                let Some(parties) = Parties::new(party(*source), party(*target)) else { continue };
                let frame = self.engine.data.frames.frames.get(reading.frame as usize);
                let rule = frame.map_or_else(|| format!("{}/opinion", self.engine.language), |f| f.name.clone());
                let Ok(rule) = rule.parse() else { continue };
                self.dates.record((*source, *target), reading.code.root(), occurred, at);
                self.out.interactions.push(CodedInteraction {
                    interaction: Interaction {
                        parties,
                        symmetric: reading.symmetric,
                        cameo: reading.code,
                        goldstein: codebook::cameo::goldstein_or_parent(reading.code),
                        status,
                        occurred,
                        reported_by: reading.reporter.clone(),
                        confidence: confidence(reading, sides),
                        rule,
                    },
                    span,
                });
            }
        }
    }
}

fn party(actor: Actor) -> Party {
    let organisation = codebook::actors::is_organisation(actor);
    Party { actor, sector: if organisation { Sector::Organisation } else { Sector::State } }
}

fn span_of(sentence: &Sentence<'_>, (first, last): (usize, usize)) -> Option<ByteSpan> {
    ByteSpan::new(sentence.unit(first)?.start, sentence.unit(last)?.end)
}

fn confidence(reading: &Reading, sides: &Sides) -> Confidence {
    let mut permille: u16 = 850;
    if sides.inferred {
        permille -= 250;
    }
    if reading.nominal {
        permille -= 150;
    }
    if reading.frame == NO_FRAME {
        permille -= 350;
    }
    Confidence::from_permille(permille).unwrap_or_else(|| unreachable!("850 less at most 750 lies within 0..=1000"))
}

/// Actors that stand as subjects, in order, and those of them who say something.
fn subjects(sentence: &Sentence<'_>, arguments: &[Arguments]) -> (Vec<Actor>, Vec<Actor>) {
    let (mut subjects, mut speakers) = (Vec::new(), Vec::new());
    for (clause, own) in sentence.clauses.list.iter().zip(arguments) {
        let actors = sentence.side(&own.subject, Strength::Agent).actors;
        if sentence.verb_is(clause, Class::Say) {
            speakers.extend(&actors);
        }
        subjects.extend(actors);
    }
    (subjects, speakers)
}

fn trace_sentence(trace: &mut Trace, sentence: &Sentence<'_>, arguments: &[Arguments], acts: &[Act]) {
    trace.note(|| {
        let span = span_of(sentence, (0, sentence.units.len().saturating_sub(1)));
        format!("sentence: {}", span.and_then(|s| s.of(sentence.text)).unwrap_or_default())
    });
    for (id, clause) in sentence.clauses.list.iter().enumerate() {
        trace.note(|| {
            let words = |units: &[usize]| -> String {
                let text = |u: &usize| sentence.unit(*u).and_then(|u| sentence.text.get(u.start..u.end));
                units.iter().filter_map(text).collect::<Vec<_>>().join(" ")
            };
            let verb: Vec<&str> = clause.verb.senses.iter().map(|(w, _)| sentence.data.lexicon.text_of(*w)).collect();
            let who = |phrases: &[usize]| -> String {
                let names = phrases.iter().filter_map(|p| sentence.phrases.get(*p));
                let shown = names.map(|p| format!("[{} {:?}]", words(&(p.first..=p.last).collect::<Vec<_>>()), p.actors));
                shown.collect::<String>()
            };
            let own = arguments.get(id).cloned().unwrap_or_default();
            format!(
                "  clause {id} {:?} of {:?}: {} | verb {verb:?}{} | subject {} | objects {} | with prepositions {} | agent {}",
                clause.link,
                clause.parent,
                words(&clause.units),
                if own.passive { " passive" } else { "" },
                who(&own.subject),
                who(&own.objects),
                who(&own.prepositional),
                who(&own.agent),
            )
        });
    }
    for act in acts {
        trace.note(|| {
            let frame = sentence.data.frames.frames.get(act.frame as usize).map_or("", |f| f.name.as_str());
            let line = sentence.data.frames.patterns.get(act.pattern as usize).map_or(0, |p| p.line);
            format!(
                "  frame {frame} (line {line}) in clause {}: source {:?}, target {:?}, score {}",
                act.clause, act.source.actors, act.target.actors, act.score
            )
        });
    }
}
