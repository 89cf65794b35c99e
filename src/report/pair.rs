//! `pair`: one pair at a glance.

use serde::Serialize;

use crate::domain::{DateSpan, Day, DirectedDyad, Dyad, Root, SeverityMicros};
use crate::tension::PairState;

use super::chart::{Column, sparkline};
use super::json::{Json, as_points};
use super::replay::{PairFields, marks, signed};
use super::table::{Align, Table};
use super::why::Part;
use super::{Basis, Csv, Page, Report, Screen, counted};

/// One pair on a day.
#[derive(Debug, Clone)]
pub struct Card {
    /// What the figures rest on.
    pub basis: Basis,
    /// The pair.
    pub dyad: Dyad,
    /// The day; `None` where the log knows no dated event at all.
    pub on: Option<Day>,
    /// The pair then; `None` where nothing of it had begun.
    pub state: Option<PairState>,
    /// First and last day of its events by then.
    pub days: Option<DateSpan>,
    /// A column for each of the twelve months before.
    pub months: Vec<Column>,
    /// What was done, by direction and CAMEO root, the most frequent first.
    pub acts: Vec<Acts>,
    /// The events that weigh most.
    pub parts: Vec<Part>,
}

/// How often one did such a thing to the other.
#[derive(Debug, Clone)]
pub struct Acts {
    /// Who to whom.
    pub directed: DirectedDyad,
    /// Which kind of act.
    pub root: Root,
    /// What the kind is called.
    pub label: Option<&'static str>,
    /// How many events; a symmetric one counts in both directions.
    pub events: u64,
}

#[derive(Serialize)]
struct Fields {
    on: Option<Day>,
    first_event: Option<Day>,
    last_event: Option<Day>,
    acts: Vec<ActsFields>,
}

#[derive(Serialize)]
struct ActsFields {
    directed: DirectedDyad,
    root: Root,
    label: Option<&'static str>,
    events: u64,
}

impl Card {
    fn level(&self, state: &PairState, on: Day) -> String {
        let mut page = Page::default();
        let marks = marks(state);
        let marks = if marks.is_empty() { marks } else { format!(" ({marks})") };
        page.line(format!("{} on {on}: tension {:.1}{marks}", self.dyad, state.point.tension.points()));
        page.line("");
        let mut fact = |name: &str, value: String| page.line(format!("{name:<14}{value}"));
        fact("30 days", signed(state.change_30d()));
        fact("12 months", sparkline(&self.months, 100.0));
        let [forward, reverse] = self.dyad.directions();
        let [ab, ba] = state.point.directed;
        let severity = as_points(state.point.severity());
        fact("severity", format!("{severity:.2}   {forward} {:.2}   {reverse} {:.2}", as_points(ab), as_points(ba)));
        if let Some((low, high)) = state.interval {
            fact("90% interval", format!("{:.2} to {:.2}", as_points(low), as_points(high)));
        }
        fact("cooperation", format!("{:.2}, its own series, never subtracted", as_points(state.point.cooperation)));
        fact("evidence", evidence(state));
        if let Some(days) = self.days {
            fact("events from", format!("{} to {}", days.first(), days.last()));
        }
        page.into_text()
    }

    fn acts(&self, screen: Screen) -> String {
        let mut table = Table::new([("who", Align::Left), ("did what", Align::Left), ("events", Align::Right)]);
        for acts in &self.acts {
            let label = acts.label.map(|label| format!(" {label}")).unwrap_or_default();
            table.row([acts.directed.to_string(), format!("{}{label}", acts.root), acts.events.to_string()]);
        }
        table.render(screen)
    }

    fn heaviest(&self, screen: Screen) -> String {
        let mut page = Page::default();
        for part in self.parts.iter().filter(|part| part.severity > SeverityMicros::ZERO) {
            page.line(format!("{:>8.2}  {}", as_points(part.severity), part.citation.headline()));
            for quote in part.citation.quote_lines(screen.columns() - 10) {
                page.line(format!("          {quote}"));
            }
        }
        page.into_text()
    }
}

fn evidence(state: &PairState) -> String {
    let evidence = state.evidence;
    let mut text = format!(
        "{} in {}, n_eff {:.1}",
        counted(evidence.events, "event"),
        counted(evidence.sources, "source"),
        state.effective_cells.unwrap_or(0.0)
    );
    for (count, what) in [(evidence.unweighted, "without a weight"), (evidence.unplaced, "without a day")] {
        if count > 0 {
            text.push_str(", ");
            text.push_str(&count.to_string());
            text.push(' ');
            text.push_str(what);
        }
    }
    text
}

impl Report for Card {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        let (Some(state), Some(on)) = (&self.state, self.on) else {
            let by = self.on.map(|on| format!(" by {on}")).unwrap_or_default();
            return format!("No article tells of {}{by}.\n\n{basis}\n", self.dyad);
        };
        let heaviest = self.heaviest(screen);
        let heaviest = if heaviest.is_empty() {
            heaviest
        } else {
            format!("What weighs most (all of it: dyad why {})\n{heaviest}\n", self.dyad)
        };
        format!("{}\n{}\n{heaviest}{basis}\n", self.level(state, on), self.acts(screen))
    }

    fn json(&self) -> Json {
        let acts = self.acts.iter().map(|acts| ActsFields {
            directed: acts.directed,
            root: acts.root,
            label: acts.label,
            events: acts.events,
        });
        let fields = Fields {
            on: self.on,
            first_event: self.days.map(DateSpan::first),
            last_event: self.days.map(DateSpan::last),
            acts: acts.collect(),
        };
        Json::new("pair", &self.basis, &fields, "pairs", self.state.iter().map(PairFields::from))
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&Csv::SCORES);
        if let (Some(on), Some(state)) = (self.on, &self.state) {
            csv.score(on, state);
        }
        Some(csv)
    }
}
