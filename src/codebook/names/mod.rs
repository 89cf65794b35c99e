//! What actors are called: names, capitals, seats, adjectives, demonyms, leaders and places, one table a language.
//!
//! A form stands as it is written inside a sentence. One form may stand in several rows (`Russian` is an adjective and
//! a demonym; `Brussels` a capital and a seat); where rows name different actors at one time they are marked ambiguous,
//! while `Rutte` names the Netherlands until July 2024 and NATO since October without a mark.
//! Possessive endings after an apostrophe (`Russia's`, `Rusya'nın`) are the reader's, not the tables'.

mod features;
mod phrase;
mod resolve;

use std::sync::OnceLock;

use super::{actors, rows};
use crate::domain::{Actor, Day, Language};

pub use features::{Case, Cases, Features, Genders, Numbers, Role};
pub use phrase::resolve_phrase;
pub use resolve::{Resolution, Suggestion, exact, resolve};

/// What a form is to its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name of the country.
    Name,
    /// A short form in capitals: `VS`, `UK`.
    Short,
    /// Its capital, where the government sits.
    Capital,
    /// A building, ministry, service or force that stands for the state: the Kremlin, the Pentagon.
    Seat,
    /// An adjective of nationality, in any inflection.
    Adjective,
    /// A word for its people, singular or plural.
    Demonym,
    /// A head of state or government, or a minister; dated.
    Leader,
    /// The name or acronym of an organisation, or of a body that acts for it.
    Organisation,
    /// An armed group, party, firm, university or news agency at home in the country: it never acts for the state.
    Group,
    /// A city in the country.
    City,
    /// A region, often disputed: the legal owner is the actor, the other side stands in the features.
    Region,
}

impl NameKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Short,
        Self::Capital,
        Self::Seat,
        Self::Adjective,
        Self::Demonym,
        Self::Leader,
        Self::Organisation,
        Self::Group,
        Self::City,
        Self::Region,
    ];

    /// The word used in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::Capital => "capital",
            Self::Seat => "seat",
            Self::Adjective => "adjective",
            Self::Demonym => "demonym",
            Self::Leader => "leader",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::City => "city",
            Self::Region => "region",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One row of a table: a form, whom it stands for, as what, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameForm {
    /// The form as written inside a sentence.
    pub text: &'static str,
    /// Whom it stands for.
    pub actor: Actor,
    /// As what.
    pub kind: NameKind,
    /// Grammar, and what a reader must be careful about.
    pub features: Features,
    /// First and last day it stood for the actor; `None` means always.
    pub valid: Option<(Day, Day)>,
}

impl NameForm {
    /// Whether the form stands for its actor on this day; a reader who does not know the day passes `None`.
    pub fn holds_on(&self, day: Option<Day>) -> bool {
        match (self.valid, day) {
            (Some((first, last)), Some(day)) => first <= day && day <= last,
            _ => true,
        }
    }
}

/// Language, table, and the forms once they were asked for.
struct Table {
    language: &'static str,
    text: &'static str,
    forms: OnceLock<Vec<NameForm>>,
}

macro_rules! tables {
    ($($language:literal),+) => {
        [$(Table {
            language: $language,
            text: include_str!(concat!($language, ".tsv")),
            forms: OnceLock::new(),
        }),+]
    };
}

static TABLES: [Table; 11] = tables!["nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "tr"];

/// The languages that have a table, Dutch first.
pub fn languages() -> impl Iterator<Item = Language> {
    TABLES.iter().filter_map(|table| table.language.parse().ok())
}

/// Every form of a language, ordered by its bytes; `None` where the language has no table.
///
/// Read once, on first use.
///
/// ```
/// use dyad::codebook::names;
/// let dutch = names::forms("nl".parse().unwrap()).unwrap();
/// assert!(dutch.iter().any(|form| form.text == "Russische" && form.actor.as_str() == "RUS"));
/// ```
pub fn forms(language: Language) -> Option<&'static [NameForm]> {
    let table = TABLES.iter().find(|table| table.language == language.as_str())?;
    Some(table.forms.get_or_init(|| rows(table.text).filter_map(form).collect()))
}

fn form(mut cells: std::str::Split<'static, char>) -> Option<NameForm> {
    let text = cells.next()?;
    let actor = cells.next()?.parse().ok()?;
    let kind = NameKind::from_word(cells.next()?)?;
    let features = cells.next().map_or(Some(Features::default()), Features::parse)?;
    let first = cells.next().filter(|day| !day.is_empty()).map(str::parse);
    let last = cells.next().filter(|day| !day.is_empty()).map(str::parse);
    let valid = match (first, last) {
        (None, None) => None,
        (first, last) => Some((first.unwrap_or(Ok(Day::FIRST)).ok()?, last.unwrap_or(Ok(Day::LAST)).ok()?)),
    };
    Some(NameForm { text, actor, kind, features, valid })
}

/// All rows of exactly this form in a language; empty where there are none.
pub fn exactly(language: Language, text: &str) -> &'static [NameForm] {
    let forms = forms(language).unwrap_or_default();
    let start = forms.partition_point(|form| form.text < text);
    let rest = forms.get(start..).unwrap_or_default();
    let end = rest.iter().position(|form| form.text != text).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The English name of an actor, or `None` where the code names nobody.
pub fn english_of(actor: Actor) -> Option<&'static str> {
    actors::lookup(actor).map(|entry| entry.english)
}

/// The name of an actor in a language: its own table's, else the English one, else the code.
pub fn display(actor: Actor, language: Language) -> String {
    let nominative =
        |form: &&NameForm| form.features.cases.is_empty() || form.features.cases.contains(Case::Nominative);
    let shown = |form: &&NameForm| form.actor == actor && form.features.is_display;
    forms(language)
        .and_then(|forms| forms.iter().filter(shown).find(nominative))
        .map(|form| form.text)
        .or_else(|| english_of(actor))
        .map_or_else(|| actor.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_table_is_read() {
        for table in &TABLES {
            let lines = table.text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
            let forms = forms(table.language.parse().unwrap()).unwrap();
            assert_eq!(forms.len(), lines, "{}", table.language);
            assert!(forms.is_sorted_by(|a, b| a.text <= b.text), "{} is not sorted", table.language);
        }
    }

    #[test]
    fn a_name_is_shown_in_the_language_asked_for() {
        let armenia: Actor = "ARM".parse().unwrap();
        assert_eq!(display(armenia, "nl".parse().unwrap()), "Armenië");
        assert_eq!(display(armenia, "en".parse().unwrap()), "Armenia");
        assert_eq!(display(armenia, "xx".parse().unwrap()), "Armenia");
        assert_eq!(display("ZZZ".parse().unwrap(), "nl".parse().unwrap()), "ZZZ");
    }

    #[test]
    fn a_form_holds_only_in_its_time() {
        let dutch = "nl".parse().unwrap();
        let union = exactly(dutch, "Sovjet-Unie").first().unwrap();
        assert!(exactly(dutch, "Sovjet").is_empty());
        assert!(union.holds_on("1968-08-21".parse().ok()));
        assert!(!union.holds_on("2022-02-24".parse().ok()));
        assert!(union.holds_on(None));
    }
}
