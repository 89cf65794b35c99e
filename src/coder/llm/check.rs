//! What a model proposes is believed in nothing: every field is checked, and one that does not hold refuses the proposal.

use serde::Deserialize;

use super::error::Refusal;
use super::known::Known;
use super::prompt::Prompt;
use crate::coder::CodedInteraction;
use crate::domain::{
    Article, ByteSpan, Confidence, DateSpan, Day, Interaction, Parties, Party, Reporter, RuleId, Status,
};

/// Fewest and most letters and digits of a quote.
const QUOTE_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=600;

/// From this many words on, a quote that stands in an example is taken from it, whatever the article says.
const EXAMPLE_WORDS_MIN: usize = 3;

/// Longest interval: a decade ("in the sixties").
const INTERVAL_DAYS_MAX: u32 = 3653;

/// Confidence, in thousandths, of what the checks let through where the article names both actors in a form the
/// tables know, and where it does not. Both below what the rules give to a clear clause; an ordering, no probability.
const CONFIDENCE_PERMILLE: [u16; 2] = [600, 300];

/// What a model answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposals {
    /// The interactions it sees.
    pub interactions: Vec<Proposal>,
}

/// One interaction as a model sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    source: String,
    target: String,
    symmetric: bool,
    cameo: String,
    status: String,
    first: Option<String>,
    last: Option<String>,
    reported_by: Option<String>,
    quote: String,
}

/// What proposals are held against.
pub struct Checker<'a> {
    /// The article that was sent.
    pub article: &'a Article,
    /// Codes and actors.
    pub known: &'a Known,
    /// What the model was shown.
    pub prompt: &'a Prompt,
    /// The name of the answer, for the log.
    pub rule: &'a RuleId,
}

impl Checker<'_> {
    /// The interaction the proposal stands for.
    ///
    /// # Errors
    /// Says the first thing that does not hold; nothing is repaired.
    pub fn check(&self, proposal: &Proposal) -> Result<CodedInteraction, Refusal> {
        let parties = self.parties(proposal)?;
        let unknown_code = || Refusal::UnknownCode(cut(&proposal.cameo));
        let (cameo, goldstein) = self.known.code(&proposal.cameo).ok_or_else(unknown_code)?;
        let unknown_status = |_| Refusal::UnknownStatus(cut(&proposal.status));
        let status: Status = proposal.status.parse().map_err(unknown_status)?;
        let span = self.span(&proposal.quote)?;
        self.refuse_examples(proposal)?;
        let interaction = Interaction {
            parties,
            symmetric: proposal.symmetric,
            cameo,
            goldstein,
            status,
            occurred: self.occurred(proposal)?,
            reported_by: self.reporter(proposal.reported_by.as_deref())?,
            confidence: self.confidence(parties),
            rule: self.rule.clone(),
        };
        Ok(CodedInteraction { interaction, span })
    }

    fn parties(&self, proposal: &Proposal) -> Result<Parties, Refusal> {
        let party = |written: &str| {
            let (actor, sector) = self.known.actor(written).ok_or_else(|| Refusal::UnknownActor(cut(written)))?;
            Ok(Party { actor, sector })
        };
        let (source, target) = (party(&proposal.source)?, party(&proposal.target)?);
        Parties::new(source, target).ok_or_else(|| Refusal::SameActor(cut(&proposal.source)))
    }

    fn confidence(&self, parties: Parties) -> Confidence {
        let [named, unnamed] = CONFIDENCE_PERMILLE;
        let sides = [parties.source(), parties.target()];
        let all_named = sides.iter().all(|side| self.known.is_named(side.actor, &self.article.text));
        Confidence::from_permille(if all_named { named } else { unnamed }).expect("both are at most 1000")
    }

    /// Where the words stand; the first place, where they stand more than once.
    fn span(&self, quote: &str) -> Result<ByteSpan, Refusal> {
        let words = quote.trim();
        let length = words.chars().filter(|c| c.is_alphanumeric()).count();
        if !QUOTE_CHARACTERS.contains(&length) {
            return Err(Refusal::QuoteLength(length));
        }
        let start = self.article.text.find(words).ok_or(Refusal::InventedQuote)?;
        ByteSpan::new(start, start + words.len()).ok_or(Refusal::InventedQuote)
    }

    /// Refuses words that stand in an example, and actors of the examples that the article does not name.
    fn refuse_examples(&self, proposal: &Proposal) -> Result<(), Refusal> {
        let quote = plain(&proposal.quote);
        let long = quote.split(' ').count() >= EXAMPLE_WORDS_MIN;
        let copied = long && self.prompt.examples().iter().any(|example| plain(example.text()).contains(&quote));
        let text = self.article.text.to_lowercase();
        let unnamed = |actor: &String| {
            let names = self.prompt.example_names(actor);
            names.is_some_and(|names| !names.iter().any(|name| text.contains(name)))
        };
        if copied || unnamed(&proposal.source) || unnamed(&proposal.target) {
            return Err(Refusal::FromExamples);
        }
        Ok(())
    }

    fn occurred(&self, proposal: &Proposal) -> Result<Option<DateSpan>, Refusal> {
        let (first, last) = match (&proposal.first, &proposal.last) {
            (None, None) => return Ok(None),
            (Some(first), Some(last)) => (first, last),
            (Some(only), None) | (None, Some(only)) => return Err(Refusal::BadDate(cut(only))),
        };
        let day = |written: &String| written.parse::<Day>().map_err(|_| Refusal::BadDate(cut(written)));
        let unlikely = || Refusal::UnlikelyDate(cut(&format!("{first}..{last}")));
        let span = DateSpan::new(day(first)?, day(last)?).ok_or_else(unlikely)?;
        if span.days() > INTERVAL_DAYS_MAX {
            return Err(unlikely());
        }
        match self.article.published {
            Some(published) if span.last() > published.last() => Err(unlikely()),
            // Without a date of its own, an article dates nothing unless it names the year.
            None if !self.article.text.contains(&first.chars().take(4).collect::<String>()) => {
                Err(Refusal::UnsupportedDate(span.to_string()))
            }
            _ => Ok(Some(span)),
        }
    }

    fn reporter(&self, written: Option<&str>) -> Result<Option<Reporter>, Refusal> {
        let Some(written) = written.map(str::trim).filter(|written| !written.is_empty()) else { return Ok(None) };
        if let Some((actor, _)) = self.known.actor(written) {
            return Ok(Some(Reporter::Actor(actor)));
        }
        let refused = || Refusal::UnknownReporter(cut(written));
        if !self.article.text.contains(written) {
            return Err(refused());
        }
        // "BBC" would be read back from the log as an actor's code, which it is not; the act stands without it.
        let reporter = written.parse().map_err(|_| refused())?;
        Ok(Some(reporter).filter(|reporter| matches!(reporter, Reporter::Named(_))))
    }
}

/// Lower case, letters and digits only, one space between words.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// At most 80 characters of what a model wrote, for a message.
fn cut(written: &str) -> String {
    written.chars().take(80).collect()
}
