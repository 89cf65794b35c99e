//! Query parameters, named like the options of the command line, into a question.

use crate::app::Question;
use crate::app::naming::{NamingError, pattern};
use crate::domain::{Cut, Day, DyadPattern, KnownAt, ParseError, Seq};
use crate::projection::ActorScope;
use crate::tension::{HalfLife, Profile, Step, TensionError, TensionModel, model_named};

/// Every parameter there is; those from `lang` on are of pages.
const NAMES: [&str; 22] = [
    "to",
    "published_by",
    "known_at",
    "model",
    "profile",
    "half_life",
    "actors",
    "pair",
    "from",
    "by",
    "on",
    "after",
    "n",
    "before",
    "id",
    "dryRun",
    "lang",
    "order",
    "with",
    "b_to",
    "b_published_by",
    "b_known_at",
];

/// Longest query that is read, in bytes.
const QUERY_LEN_MAX: usize = 4_096;

/// The parameters of an address: known names, each once, none empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// What is asked, understood.
pub struct Asked {
    /// The cuts.
    pub cut: Cut,
    /// The cuts to compare with.
    pub other: Option<Cut>,
    /// Whose acts.
    pub scope: ActorScope,
    /// The model.
    pub model: Box<dyn TensionModel>,
    /// The first day of a trend.
    pub from: Option<Day>,
    /// The first day of a comparison of two days.
    pub before: Option<Day>,
    /// How far apart its points lie.
    pub step: Step,
    /// Events to start after.
    pub after: Option<Seq>,
    /// How many.
    pub count: Option<usize>,
    /// The pair.
    pub pair: Option<DyadPattern>,
    /// Only pairs under this pattern.
    pub with: Option<DyadPattern>,
    /// Whether the largest changes come first.
    pub movers: bool,
    /// An event or article.
    pub id: Option<String>,
}

/// Why a query cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum Misunderstood {
    /// There is no such parameter.
    #[error("there is no parameter {name:?}")]
    Unknown {
        /// What was given.
        name: String,
    },
    /// A parameter stands twice.
    #[error("the parameter {name:?} is given twice")]
    Twice {
        /// Which.
        name: String,
    },
    /// The query is longer than any question.
    #[error("the query is longer than {QUERY_LEN_MAX} bytes")]
    TooLong,
    /// A parameter is not what it should be.
    #[error("{name}: {source}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// Why.
        source: ParseError,
    },
    /// There is no such model or profile.
    #[error(transparent)]
    Model(#[from] TensionError),
    /// There is no such pair.
    #[error(transparent)]
    Pair(#[from] NamingError),
}

impl Parameters {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// When a name is unknown or given twice, or the query is too long.
    pub fn read(query: &str) -> Result<Self, Misunderstood> {
        if query.len() > QUERY_LEN_MAX {
            return Err(Misunderstood::TooLong);
        }
        let mut read: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !NAMES.contains(&name.as_ref()) {
                return Err(Misunderstood::Unknown { name: name.into_owned() });
            }
            if read.iter().any(|(known, _)| *known == name) {
                return Err(Misunderstood::Twice { name: name.into_owned() });
            }
            read.push((name.into_owned(), value.into_owned()));
        }
        read.retain(|(_, value)| !value.is_empty());
        Ok(Self(read))
    }

    /// All of them, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The value of one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn parsed<T: std::str::FromStr<Err = ParseError>>(&self, name: &'static str) -> Result<Option<T>, Misunderstood> {
        self.get(name).map(|text| text.parse().map_err(|source| Misunderstood::Parameter { name, source })).transpose()
    }

    /// What is asked.
    ///
    /// # Errors
    /// When a value cannot be understood.
    pub fn understood(&self) -> Result<Asked, Misunderstood> {
        let profile = Profile::named(self.get("profile").unwrap_or(Profile::DEFAULT))?;
        let profile = match self.parsed::<HalfLife>("half_life")? {
            Some(half_life) => profile.with_half_life(half_life),
            None => profile,
        };
        let on = self.parsed::<Day>("on")?;
        let to = self.parsed::<Day>("to")?;
        let other = Cut {
            to: self.parsed("b_to")?,
            published_by: self.parsed("b_published_by")?,
            known_at: self.parsed::<KnownAt>("b_known_at")?,
        };
        Ok(Asked {
            cut: Cut {
                to: on.or(to),
                published_by: self.parsed("published_by")?,
                known_at: self.parsed::<KnownAt>("known_at")?,
            },
            other: (other != Cut::default()).then_some(other),
            scope: self.scope()?,
            model: model_named(self.get("model").unwrap_or("decayed-severity@1"), profile)?,
            from: self.parsed("from")?,
            before: self.parsed("before")?,
            step: self.parsed("by")?.unwrap_or_default(),
            after: self.parsed("after")?,
            count: self.count()?,
            pair: self.get("pair").map(pattern).transpose()?,
            with: self.with()?,
            movers: self.get("order") == Some("movers"),
            id: self.get("id").map(str::to_owned),
        })
    }

    /// `with=ARM` and `with=ARM-*` both mean all pairs of Armenia.
    fn with(&self) -> Result<Option<DyadPattern>, Misunderstood> {
        let Some(given) = self.get("with").map(str::trim) else { return Ok(None) };
        let whole = if given.contains(['-', ':']) { given.to_owned() } else { format!("{given}-*") };
        Ok(Some(pattern(&whole)?))
    }

    fn scope(&self) -> Result<ActorScope, Misunderstood> {
        match self.get("actors") {
            None | Some("official") => Ok(ActorScope::Official),
            Some("all") => Ok(ActorScope::All),
            Some(other) => Err(misunderstood("actors", ParseError::new("official or all", other))),
        }
    }

    fn count(&self) -> Result<Option<usize>, Misunderstood> {
        let Some(text) = self.get("n") else { return Ok(None) };
        text.parse().map(Some).map_err(|_| misunderstood("n", ParseError::new("a number", text)))
    }
}

impl Asked {
    /// The question.
    pub fn question(&self) -> Question<'_> {
        Question { cut: self.cut, scope: self.scope, model: self.model.as_ref() }
    }
}

fn misunderstood(name: &'static str, source: ParseError) -> Misunderstood {
    Misunderstood::Parameter { name, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_asked_and_what_is_unknown_is_refused() {
        let read = Parameters::read("to=&known_at=%2341&by=week").unwrap();
        assert_eq!(read.pairs().len(), 2);
        assert_eq!(read.understood().unwrap().cut.known_at, Some(KnownAt::Seq(Seq(41))));
        assert!(matches!(Parameters::read("evil=1"), Err(Misunderstood::Unknown { .. })));
        assert!(matches!(Parameters::read("to=2022-01-01&to=2022-01-02"), Err(Misunderstood::Twice { .. })));
        assert!(matches!(Parameters::read(&"to=".repeat(2_000)), Err(Misunderstood::TooLong)));
    }

    #[test]
    fn a_country_alone_means_all_its_pairs() {
        let with = |text: &str| Parameters::read(text).unwrap().understood().unwrap().with;
        assert_eq!(with("with=arm"), with("with=ARM-*"));
        assert!(Parameters::read("with=Atlantis").unwrap().understood().is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_query_is_understood_or_refused(query in "\\PC{0,80}", name in proptest::sample::select(NAMES.to_vec())) {
            let _ = Parameters::read(&query).map(|p| p.understood().is_ok());
            let _ = Parameters::read(&format!("{name}={query}")).map(|p| p.understood().is_ok());
        }
    }
}
