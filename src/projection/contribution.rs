//! How one interaction lies over the cells it touches.

use crate::domain::{DateSpan, Day, DirectedDyad, Dyad, Goldstein, Interaction, Root, SeverityMicros, Status};

/// Which way an act goes between the two of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the alphabetically first actor to the second.
    Forward,
    /// From the second to the first.
    Reverse,
}

impl Direction {
    /// Both, in the order of [`Dyad::directions`].
    pub const ALL: [Self; 2] = [Self::Forward, Self::Reverse];

    /// The direction of this act within its pair.
    pub fn of(directed: DirectedDyad) -> Self {
        if directed.source() < directed.target() { Self::Forward } else { Self::Reverse }
    }

    /// The other one.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Reverse,
            Self::Reverse => Self::Forward,
        }
    }

    /// Position in a pair of values, forward first.
    pub fn index(self) -> usize {
        match self {
            Self::Forward => 0,
            Self::Reverse => 1,
        }
    }

    /// Who acts on whom in this pair.
    pub fn within(self, dyad: Dyad) -> DirectedDyad {
        let [forward, reverse] = dyad.directions();
        match self {
            Self::Forward => forward,
            Self::Reverse => reverse,
        }
    }
}

/// Names a cell of one pair: day, direction and CAMEO root. Ordered by day first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The day in UTC.
    pub day: Day,
    /// Who acts on whom.
    pub direction: Direction,
    /// What kind of act.
    pub root: Root,
}

/// What one interaction puts into one cell: all that can matter to a score, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contribution {
    /// The weight of the whole act; `None` where its code has none.
    pub goldstein: Option<Goldstein>,
    /// Number of days the act is spread over, at least 1.
    pub span_days: u32,
    /// Whether this is one of the first days, which share the micro-units an even division leaves over.
    takes_remainder: bool,
    /// How the text stands to the act.
    pub status: Status,
    /// Whether both sides act as states or organisations of states.
    pub official: bool,
}

impl Contribution {
    /// What the interaction puts into the cell of one day of its span.
    fn on(interaction: &Interaction, span: DateSpan, day: Day) -> Self {
        let span_days = span.days();
        let total = interaction.goldstein.map_or(0, |weight| weight.severity().0 + weight.cooperation().0);
        let left_over = total % u64::from(span_days);
        Self {
            goldstein: interaction.goldstein,
            span_days,
            takes_remainder: u64::from(day.since(span.first()).unsigned_abs()) < left_over,
            status: interaction.status,
            official: interaction.parties.are_official(),
        }
    }

    /// The contribution of these parts, or `None` where the days are none.
    pub(super) fn from_parts(
        goldstein: Option<Goldstein>,
        span_days: u32,
        takes_remainder: bool,
        status: Status,
        official: bool,
    ) -> Option<Self> {
        (span_days > 0).then_some(Self { goldstein, span_days, takes_remainder, status, official })
    }

    /// Whether the day takes one of the units an even division leaves over.
    pub(super) fn takes_remainder(&self) -> bool {
        self.takes_remainder
    }

    /// This day's share of the act's severity. The shares of all days sum to the severity exactly.
    pub fn severity(&self) -> SeverityMicros {
        self.share(self.goldstein.map_or(SeverityMicros::ZERO, Goldstein::severity))
    }

    /// This day's share of the strength of the act's cooperation.
    pub fn cooperation(&self) -> SeverityMicros {
        self.share(self.goldstein.map_or(SeverityMicros::ZERO, Goldstein::cooperation))
    }

    fn share(&self, total: SeverityMicros) -> SeverityMicros {
        let even = total.0 / u64::from(self.span_days);
        let extra = u64::from(self.takes_remainder && total > SeverityMicros::ZERO);
        SeverityMicros(even + extra)
    }
}

/// Every cell the interaction touches and what it puts there: each day of its span, and both directions where it is
/// symmetric. Empty when the day is unknown.
pub fn contributions(interaction: &Interaction) -> impl Iterator<Item = (CellKey, Contribution)> {
    let one_way = Direction::of(interaction.parties.directed());
    let directions = [Some(one_way), interaction.symmetric.then_some(one_way.reversed())];
    let root = interaction.cameo.root();
    interaction.occurred.into_iter().flat_map(move |span| {
        span.iter().flat_map(move |day| {
            let contribution = Contribution::on(interaction, span, day);
            directions.into_iter().flatten().map(move |direction| (CellKey { day, direction, root }, contribution))
        })
    })
}
