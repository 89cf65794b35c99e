//! `why`: a severity taken apart into the events behind it.

use serde::Serialize;

use crate::domain::{Day, Dyad, DyadPattern, SeverityMicros};
use crate::projection::Direction;
use crate::tension::Tension;

use super::citation::{Citation, CitationFields};
use super::json::{Json, as_points, points, rounded};
use super::{Basis, Csv, Page, Report, Screen, counted};

/// The severity of a pair, or of one direction of it, event by event.
#[derive(Debug, Clone)]
pub struct Why {
    /// What the figures rest on.
    pub basis: Basis,
    /// The pair.
    pub dyad: Dyad,
    /// The one direction that was asked for.
    pub direction: Option<Direction>,
    /// The day; `None` where the log knows no dated event at all.
    pub on: Option<Day>,
    /// The score; `None` where nothing of the pair had begun by the day.
    pub tension: Option<Tension>,
    /// What the parts sum to.
    pub severity: SeverityMicros,
    /// The events, the largest part first. A part of zero repeats what another says.
    pub parts: Vec<Part>,
    /// Events of the pair without a known day, in no score.
    pub unplaced: Vec<Citation>,
    /// The largest number of parts a screen shows.
    pub limit: usize,
}

/// What one event puts into the severity.
#[derive(Debug, Clone)]
pub struct Part {
    /// How much.
    pub severity: SeverityMicros,
    /// The event.
    pub citation: Citation,
}

#[derive(Serialize)]
struct Fields {
    pair: String,
    on: Option<Day>,
    tension: Option<f64>,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    unplaced: u64,
}

#[derive(Serialize)]
struct PartFields<'a> {
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    #[serde(flatten)]
    citation: CitationFields<'a>,
}

impl Why {
    /// The pair, or the direction, as it was asked for.
    pub fn name(&self) -> String {
        match self.direction {
            Some(direction) => DyadPattern::Directed(direction.within(self.dyad)).to_string(),
            None => self.dyad.to_string(),
        }
    }

    fn title(&self, on: Day, tension: Tension) -> String {
        let share = format!("tension {:.1}, severity {:.2}", tension.points(), as_points(self.severity));
        let standing = self.parts.iter().filter(|part| part.severity > SeverityMicros::ZERO).count();
        format!("{} on {on}: {share}, from {}\n\n", self.name(), counted(standing as u64, "event"))
    }

    /// The parts that carry anything and fit, then what is left out, then the sum.
    fn listing(&self, columns: usize) -> String {
        let mut page = Page::default();
        let carrying: Vec<&Part> = self.parts.iter().filter(|part| part.severity > SeverityMicros::ZERO).collect();
        let (shown, hidden) = carrying.split_at(carrying.len().min(self.limit));
        for part in shown {
            write_part(&mut page, part, columns);
        }
        let mut sum = |amount: &str, what: String| page.line(format!("{amount:>8}  {what}"));
        let many = |count: usize, one: &str| counted(count as u64, one);
        if !hidden.is_empty() {
            let left: SeverityMicros = hidden.iter().map(|part| part.severity).sum();
            sum(&two(left), format!("{} (-n 0 shows all)", many(hidden.len(), "further event")));
        }
        sum(&two(self.severity), "sum of the parts".to_owned());
        let repeating = many(self.parts.len() - carrying.len(), "event");
        if self.parts.len() > carrying.len() {
            sum("0", format!("{repeating}: cooperative, faded, or said by another event already"));
        }
        if !self.unplaced.is_empty() {
            sum("–", format!("{} without a known day, in no score", many(self.unplaced.len(), "event")));
        }
        page.into_text()
    }
}

fn two(amount: SeverityMicros) -> String {
    format!("{:.2}", as_points(amount))
}

fn write_part(page: &mut Page, part: &Part, columns: usize) {
    const INDENT: &str = "          ";
    page.line(format!("{:>8.2}  {}", as_points(part.severity), part.citation.headline()));
    for quote in part.citation.quote_lines(columns.saturating_sub(INDENT.len())) {
        page.line(format!("{INDENT}{quote}"));
    }
    page.line(format!("{INDENT}{}\n", part.citation.provenance()));
}

impl Report for Why {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        let (Some(on), Some(tension)) = (self.on, self.tension) else {
            let by = self.on.map(|on| format!(" by {on}")).unwrap_or_default();
            let undated = match self.unplaced.len() as u64 {
                0 => String::new(),
                n => format!("{} of it without a known day stand outside every score.\n", counted(n, "event")),
            };
            return format!("No article tells of {}{by}.\n{undated}\n{basis}\n", self.name());
        };
        let title = self.title(on, tension);
        format!("{title}{}\n{basis}\n", self.listing(screen.columns()))
    }

    fn json(&self) -> Json {
        let fields = Fields {
            pair: self.name(),
            on: self.on,
            tension: self.tension.map(|tension| rounded(tension.points())),
            severity: self.severity,
            unplaced: self.unplaced.len() as u64,
        };
        let parts =
            self.parts.iter().map(|part| PartFields { severity: part.severity, citation: (&part.citation).into() });
        Json::new("why", &self.basis, &fields, "parts", parts)
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&[
            "severity",
            "seq",
            "id",
            "occurred",
            "source",
            "target",
            "cameo",
            "status",
            "quote",
            "publisher",
            "published",
            "rule",
        ]);
        for part in &self.parts {
            let (event, coded) = (&part.citation.event, &part.citation.event.coded);
            let act = &coded.interaction;
            csv.row([
                part.severity.to_string(),
                event.seq.0.to_string(),
                event.id.to_string(),
                act.occurred.map(|span| span.to_string()).unwrap_or_default(),
                act.parties.source().actor.to_string(),
                act.parties.target().actor.to_string(),
                act.cameo.to_string(),
                act.status.to_string(),
                part.citation.quote.text().unwrap_or_default().to_owned(),
                part.citation.publisher.clone().unwrap_or_default(),
                coded.published.map(|span| span.to_string()).unwrap_or_default(),
                act.rule.to_string(),
            ]);
        }
        Some(csv)
    }
}
