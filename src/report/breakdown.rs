//! `why --by` and `diff --by`: a severity or its change in groups.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::domain::{Day, ParseError, SeverityMicros};

use super::json::{Json, as_points};
use super::table::{Align, Table};
use super::{Basis, Csv, Report, Screen};

/// What the parts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// Each event alone.
    Event,
    /// The article or dataset file it was read in.
    Article,
    /// The day of the act.
    Day,
    /// The kind of act.
    Root,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Event, Self::Article, Self::Day, Self::Root];

    /// The word on the command line and in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Article => "article",
            Self::Day => "day",
            Self::Root => "root",
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for By {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let found = Self::ALL.into_iter().find(|by| by.as_str() == text);
        found.ok_or_else(|| ParseError::new("a grouping (event, article, day, root)", text))
    }
}

/// What one of two compared answers rests on.
#[derive(Debug, Clone)]
pub struct Side {
    /// Model, profile, actors, cuts, head.
    pub basis: Basis,
    /// The day; `None` where the log knows none.
    pub on: Option<Day>,
}

/// What a group carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Position of the event, hash of the article or dataset, day, or CAMEO root.
    pub key: String,
    /// What the key stands for.
    pub label: String,
    /// Micro-units of severity, or of its change.
    pub micros: i64,
    /// Events that carry it.
    pub events: u64,
}

/// A severity, or a change of one, in groups that sum to it.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// The pair or direction.
    pub pair: String,
    /// What it is grouped by.
    pub by: By,
    /// The first of two answers, where a change is taken apart.
    pub before: Option<Side>,
    /// The answer, or the second of two.
    pub after: Side,
    /// What the groups sum to.
    pub micros: i64,
    /// The groups, the largest first.
    pub groups: Vec<Group>,
}

#[derive(Serialize)]
struct Fields<'a> {
    pair: &'a str,
    by: &'static str,
    on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<SideFields<'a>>,
    severity: f64,
}

#[derive(Serialize)]
struct SideFields<'a> {
    model: &'a str,
    profile: &'a str,
    cuts: String,
    on: Option<Day>,
}

#[derive(Serialize)]
struct GroupFields<'a> {
    key: &'a str,
    label: &'a str,
    severity: f64,
    events: u64,
}

/// Signed micro-units as points, exact as printed.
fn signed_points(micros: i64) -> f64 {
    let size = as_points(SeverityMicros(micros.unsigned_abs()));
    if micros < 0 { -size } else { size }
}

impl Breakdown {
    fn schema(&self) -> &'static str {
        if self.before.is_some() { "diff-by" } else { "why-by" }
    }

    fn title(&self) -> String {
        let day = |side: &Side| side.on.map_or_else(|| "no day".to_owned(), |on| on.to_string());
        let severity = signed_points(self.micros);
        match &self.before {
            None => format!("{} on {}: severity {severity:.2} by {}", self.pair, day(&self.after), self.by),
            Some(before) => format!(
                "{}: severity {severity:+.2} from {} ({}, {}) to {}, by {}",
                self.pair,
                day(before),
                before.basis.model,
                before.basis.cuts(),
                day(&self.after),
                self.by
            ),
        }
    }
}

impl Report for Breakdown {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.after.basis.line();
        let mut table = Table::new([
            (self.by.as_str(), Align::Left),
            ("severity", Align::Right),
            ("events", Align::Right),
            ("", Align::Left),
        ]);
        for group in &self.groups {
            let key: String = group.key.chars().take(12).collect();
            table.row([
                key,
                format!("{:.2}", signed_points(group.micros)),
                group.events.to_string(),
                group.label.clone(),
            ]);
        }
        table.row(["sum".to_owned(), format!("{:.2}", signed_points(self.micros)), String::new(), String::new()]);
        format!("{}\n\n{}\n{basis}\n", self.title(), table.render(screen))
    }

    fn json(&self) -> Json {
        let side = |side: &'_ Side| (side.basis.cuts(), side.on);
        let before = self.before.as_ref().map(|one| {
            let (cuts, on) = side(one);
            SideFields { model: &one.basis.model, profile: &one.basis.profile, cuts, on }
        });
        let (by, on, severity) = (self.by.as_str(), self.after.on, signed_points(self.micros));
        let fields = Fields { pair: &self.pair, by, on, before, severity };
        let groups = self.groups.iter().map(|group| GroupFields {
            key: &group.key,
            label: &group.label,
            severity: signed_points(group.micros),
            events: group.events,
        });
        Json::new(self.schema(), &self.after.basis, &fields, "groups", groups)
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&[self.by.as_str(), "label", "severity", "events"]);
        for group in &self.groups {
            let severity = signed_points(group.micros).to_string();
            csv.row([group.key.clone(), group.label.clone(), severity, group.events.to_string()]);
        }
        Some(csv)
    }
}
