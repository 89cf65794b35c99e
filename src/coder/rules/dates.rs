//! When an act occurred: its own words, else the act it belongs to, else the news itself.

use super::arguments::Sentence;
use super::class::Class;
use super::clause::{ClauseId, Link};
use super::reading::Reading;
use super::text::Tokens;
use super::time::{Anchor, Resolved, TimeExpr, When, find, resolve};
use super::timewords::TimeWords;
use crate::domain::{Actor, DateSpan, Day, Root};
use chrono::Datelike;

/// Days before the published date that the text's own news reaches back, as the coding guide has it.
const NEWS_DAYS: i32 = 7;

/// Sentences after a dated one in which an act without a date still goes with it.
const REACTION_SENTENCES: usize = 4;

/// Days before the published date within which an act told in the pluperfect is news like those after it.
const FRESH_DAYS: i32 = 3;

/// Days before the published date from which a dated act is recalled rather than reported.
const OLD_DAYS: i32 = 31;

/// An act is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StillToCome;

/// An earlier act and its date.
#[derive(Debug)]
struct DatedAct {
    source: Actor,
    target: Actor,
    root: Root,
    occurred: Option<DateSpan>,
    /// Whether its own words date it, or those of an act like it.
    dated: bool,
    sentence: usize,
}

/// Most acts whose dates are remembered, so that a long text costs no more a sentence than a short one.
const ACTS_MAX: usize = 512;

/// What is known of dates so far.
#[derive(Debug)]
pub(super) struct Dates {
    anchor: Anchor,
    /// Earlier acts of the text.
    acts: Vec<DatedAct>,
    /// The date the last sentences named.
    spoken: Option<(DateSpan, usize)>,
    /// The date the running act was given by its own words.
    own: bool,
}

impl Dates {
    /// Starts with the published date, narrowed by the days the text itself names.
    pub fn new(words: &TimeWords, tokens: &Tokens, published: Option<DateSpan>) -> Self {
        let mut anchor = Anchor { published, narrowed: published, before: None };
        if let Some(span) = published.filter(|p| p.days() > 1) {
            let days =
                find(words, tokens, 0, tokens.list.len()).into_iter().filter(|t| matches!(t.when, When::Date { .. }));
            let inside = days.filter_map(|t| match resolve(&t, &anchor) {
                Resolved::Span(s) if s.days() == 1 && span.contains(s.first()) => Some(s.first()),
                _ => None,
            });
            let latest: Option<Day> = inside.max();
            anchor.narrowed = latest.and_then(|day| DateSpan::new(day, span.last())).or(published);
        }
        Self { anchor, acts: Vec::new(), spoken: None, own: false }
    }

    /// Takes note of the dates a sentence names.
    pub fn sentence(&mut self, _: &Sentence<'_>, times: &[TimeExpr], at: usize) {
        let last = self.acts.iter().rev().find(|act| act.dated).and_then(|act| act.occurred);
        self.anchor.before =
            last.or(self.spoken.map(|(span, _)| span)).or(self.anchor.published.filter(|p| p.days() == 1));
        let mut dated = times.iter().filter_map(|t| match resolve(t, &self.anchor) {
            // What follows the acts of a night came the morning after.
            Resolved::Span(span) if matches!(t.when, When::Night | When::NightTo(_)) => {
                Some(DateSpan::day(span.last()))
            }
            Resolved::Span(span) => Some(span),
            _ => None,
        });
        if let Some(span) = dated.next_back() {
            self.spoken = Some((span, at));
        }
    }

    /// Takes note of the date of an act.
    pub fn record(
        &mut self,
        (source, target): (Actor, Actor),
        root: Root,
        occurred: Option<DateSpan>,
        sentence: usize,
    ) {
        if self.acts.len() >= ACTS_MAX {
            self.acts.drain(..ACTS_MAX / 2);
        }
        self.acts.push(DatedAct { source, target, root, occurred, dated: self.own, sentence });
    }

    /// When the act of a reading occurred.
    ///
    /// # Errors
    /// The text puts it into the future.
    pub fn of(
        &mut self,
        sentence: &Sentence<'_>,
        reading: &Reading,
        times: &[TimeExpr],
        at: usize,
        inferred: bool,
    ) -> Result<Option<DateSpan>, StillToCome> {
        self.own = false;
        if let Some(time) = Self::expression(sentence, reading, times) {
            match resolve(time, &self.anchor) {
                Resolved::Span(span) => {
                    self.own = true;
                    return Ok(Some(span));
                }
                Resolved::Open => return Ok(None),
                Resolved::Future if promised(reading) => {}
                Resolved::Future => return Err(StillToCome),
            }
        }
        if reading.prior
            && let Some(main) = self.acts.last().filter(|act| act.sentence == at).and_then(|act| act.occurred)
        {
            let start = Day::from_ymd(main.first().date().year(), 1, 1);
            return Ok(start.and_then(|s| DateSpan::new(s, main.last())).or(Some(main)));
        }
        Ok(self.elaborated(reading, at, inferred).or_else(|| self.reaction(reading, at)).or_else(|| self.news()))
    }

    /// Words without a date that follow a dated act of these days: from that one to the published date. What others do
    /// meanwhile is no reaction.
    fn reaction(&self, reading: &Reading, at: usize) -> Option<DateSpan> {
        let published = self.anchor.published.filter(|p| p.days() == 1)?;
        let (span, _) = self.spoken.filter(|(_, said)| at.saturating_sub(*said) <= REACTION_SENTENCES)?;
        let words = matches!(reading.code.root().number(), 1 | 2 | 5 | 10..=13);
        if !(words || reading.also) || self.is_todays(reading, span) {
            return None;
        }
        let reached = published.first().since(span.first());
        DateSpan::new(span.first(), published.last()).filter(|_| (0..=NEWS_DAYS).contains(&reached))
    }

    /// Whether an act that answers nothing follows an event of the published day: that day is not its own.
    fn is_todays(&self, reading: &Reading, event: DateSpan) -> bool {
        let today = self.anchor.published.is_some_and(|p| event.first() == p.last());
        today && !reading.reaction && !reading.also
    }

    /// Whether the running act, told in the pluperfect, is dated by its own words to these very days.
    pub fn is_fresh(&self, occurred: Option<DateSpan>) -> bool {
        let (Some(occurred), Some(published)) = (occurred, self.anchor.published) else { return false };
        let age = published.first().since(occurred.last());
        self.own && occurred.days() <= 2 && (0..=FRESH_DAYS).contains(&age)
    }

    /// Whether a date lies so far back that the text recalls it. Without a published date every date that the text can
    /// name without one does.
    pub fn is_old(&self, occurred: Option<DateSpan>) -> bool {
        match (occurred, self.anchor.published) {
            (Some(occurred), Some(published)) => published.first().since(occurred.last()) > OLD_DAYS,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// The text's own news: the week before it was published, or the month it was published in.
    fn news(&self) -> Option<DateSpan> {
        let published = self.anchor.published?;
        if published.days() > 1 {
            return Some(published);
        }
        DateSpan::new(published.first().plus(-NEWS_DAYS), published.last())
    }

    /// An act that goes on about another, or answers a dated one.
    fn elaborated(&self, reading: &Reading, at: usize, inferred: bool) -> Option<DateSpan> {
        let last = self.acts.last()?;
        let near = at.saturating_sub(last.sentence) <= 2;
        let same_target = reading.target.actors.contains(&last.target);
        let same_source = reading.source.actors.is_empty() || reading.source.actors.contains(&last.source);
        // The same done by another, or more of it by the same: on the same days.
        let repeats = same_target && (last.root == reading.code.root() || reading.also);
        if near && last.dated && !self.is_old(last.occurred) && (repeats || (inferred && same_source)) {
            return last.occurred;
        }
        let named = |a: &Actor| reading.source.actors.contains(a) || reading.target.actors.contains(a);
        let shares = |act: &&DatedAct| act.dated && (inferred || named(&act.source) || named(&act.target));
        let event = self.acts.iter().rev().find(shares).and_then(|act| act.occurred)?;
        let published = self.anchor.published?;
        if self.is_todays(reading, event) {
            return None;
        }
        // Two days are a night: what answers it came after it.
        let event = if event.days() == 2 { DateSpan::day(event.last()) } else { event };
        let recent = published.first().since(event.first()) <= NEWS_DAYS && event.first() <= published.last();
        DateSpan::new(event.first(), published.last()).filter(|_| recent)
    }

    /// The time expression that dates the act: in its clause, nearest to its head, else in a clause above.
    fn expression<'t>(sentence: &Sentence<'_>, reading: &Reading, times: &'t [TimeExpr]) -> Option<&'t TimeExpr> {
        let mut clause = reading.clause;
        let lexical = |c: &super::clause::Clause| sentence.verb_is(c, Class::Say);
        for _ in 0..6 {
            if let Some(time) = nearest(sentence, clause, reading.head, times) {
                return Some(time);
            }
            let this = sentence.clause(clause)?;
            match (this.link, this.parent) {
                (Link::Infinitive | Link::Participle | Link::Relative(..), Some(parent)) => clause = parent,
                (Link::Content, Some(parent)) if sentence.clause(parent).is_some_and(lexical) => clause = parent,
                (Link::Coord(sibling), _) if sibling != clause => clause = sibling,
                _ => break,
            }
        }
        // `Y was hit, said X on Monday`: the day of the news.
        let says = |(_, c): &(usize, &super::clause::Clause)| matches!(c.link, Link::Coord(_)) && lexical(c);
        let (id, _) = sentence.clauses.list.iter().enumerate().find(says)?;
        nearest(sentence, id, reading.head, times)
    }
}

fn nearest<'t>(sentence: &Sentence<'_>, clause: ClauseId, head: usize, times: &'t [TimeExpr]) -> Option<&'t TimeExpr> {
    let units = &sentence.clause(clause)?.units;
    let near = units.iter().filter_map(|u| Some((u.abs_diff(head), sentence.unit(*u)?.time?)));
    let (_, nearest) = near.min()?;
    times.get(nearest)
}

/// Promises, demands and threats are acts today about days to come.
fn promised(reading: &Reading) -> bool {
    matches!(reading.code.root().number(), 1..=3 | 5 | 10..=13)
}

#[cfg(test)]
mod tests {
    use crate::coder::{Coder, RulesCoder};
    use crate::domain::{Article, Status};

    /// Status and days of the acts of an English text published on Thursday 16 May 2024.
    fn coded(text: &str) -> Vec<(Status, String)> {
        let mut article = Article::from_text(text);
        article.language = "en".parse().ok();
        article.published = "2024-05-16".parse().ok();
        let days = |span: Option<crate::domain::DateSpan>| span.map(|s| s.to_string()).unwrap_or_default();
        let coding = RulesCoder::new().code(&article);
        coding.interactions.iter().map(|c| (c.interaction.status, days(c.interaction.occurred))).collect()
    }

    #[test]
    fn an_answer_lies_between_the_event_and_the_published_day() {
        let found = coded("Russia bombed Ukraine on Tuesday. Poland condemned the attack.");
        assert_eq!(found.get(1).map(|(_, days)| days.as_str()), Some("2024-05-14..2024-05-16"));
    }

    #[test]
    fn what_others_do_meanwhile_is_news_of_the_week() {
        let found = coded("Russia bombed Ukraine on Tuesday. Egypt expelled three diplomats from Sudan.");
        assert_eq!(found.get(1).map(|(_, days)| days.as_str()), Some("2024-05-09..2024-05-16"));
    }

    #[test]
    fn a_pluperfect_of_these_days_is_news() {
        let found = coded("Russia had bombed Ukraine on Tuesday.");
        assert_eq!(found.first().map(|(status, _)| *status), Some(Status::Actual));
        let found = coded("Russia had bombed Ukraine in March.");
        assert_eq!(found.first().map(|(status, _)| *status), Some(Status::Background));
    }
}
