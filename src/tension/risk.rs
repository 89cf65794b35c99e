//! `risk@1`: how likely a militarised dispute is under way in a year. A score of years, apart from tension; pure like the rest.

use super::model::ModelId;

const COEFFICIENTS: &str = include_str!("risk.tsv");

/// What the model knows of a pair and a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct YearFacts {
    /// Acts of the year in both directions, by quad class: verbal and material cooperation, verbal and material conflict.
    pub acts: [f64; 4],
    /// Years with a dispute among the ten before, 0 to 10.
    pub past: u32,
}

/// A logistic regression over the facts of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    coefficients: Vec<(Term, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Intercept,
    Acts(usize),
    Past,
    MaterialSquared,
}

impl Risk {
    /// The name and version of the formula.
    pub const ID: ModelId = ModelId::new("risk", 1);

    /// Whether a text names this model, with or without its version.
    pub fn is_named(name: &str) -> bool {
        name == Self::ID.name() || name == Self::ID.to_string()
    }

    /// The risk, 0 to 1.
    pub fn of(&self, facts: &YearFacts) -> f64 {
        let mut facts = *facts;
        let [_, _, _, material] = &mut facts.acts;
        *material = material.min(self.material_max());
        let sum: f64 = self.coefficients.iter().map(|(term, coefficient)| coefficient * term.value(&facts)).sum();
        1.0 / (1.0 + libm::exp(-sum))
    }

    /// Acts of material conflict beyond which more of them would lower the risk: the top of the parabola in ln(1 + mx).
    fn material_max(&self) -> f64 {
        let of = |wanted| self.coefficients.iter().find(|(term, _)| *term == wanted).map_or(0.0, |(_, value)| *value);
        let (slope, bend) = (of(Term::Acts(3)), of(Term::MaterialSquared));
        if slope > 0.0 && bend < 0.0 { libm::expm1(-slope / (2.0 * bend)) } else { f64::MAX }
    }

    fn from_table(table: &str) -> Option<Self> {
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        let read = |row: &str| {
            let (term, coefficient) = row.split_once('\t')?;
            Some((Term::named(term)?, coefficient.parse().ok()?))
        };
        Some(Self { coefficients: rows.map(read).collect::<Option<_>>()? })
    }
}

impl Default for Risk {
    /// The shipped coefficients.
    fn default() -> Self {
        Self::from_table(COEFFICIENTS).expect("risk.tsv is read whole by a test")
    }
}

impl Term {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "intercept" => Self::Intercept,
            "vc" => Self::Acts(0),
            "mc" => Self::Acts(1),
            "vx" => Self::Acts(2),
            "mx" => Self::Acts(3),
            "past" => Self::Past,
            "mx^2" => Self::MaterialSquared,
            _ => return None,
        })
    }

    fn value(self, facts: &YearFacts) -> f64 {
        let acts = |quad: usize| libm::log1p(facts.acts.get(quad).copied().unwrap_or(0.0));
        let past = libm::log1p(f64::from(facts.past));
        match self {
            Self::Intercept => 1.0,
            Self::Acts(quad) => acts(quad),
            Self::Past => past,
            Self::MaterialSquared => acts(3) * acts(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coefficient_is_read() {
        let rows = COEFFICIENTS.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(Risk::default().coefficients.len(), rows);
        assert!(rows >= 6);
    }

    #[test]
    fn a_past_of_disputes_and_shooting_raise_it_and_it_stays_a_share() {
        let risk = Risk::default();
        let at = |mx: f64, past| risk.of(&YearFacts { acts: [50.0, 5.0, 30.0, mx], past });
        for mx in 0..5000 {
            assert!(at(f64::from(mx) + 1.0, 0) >= at(f64::from(mx), 0), "{mx}");
        }
        assert!(at(10.0, 5) > at(10.0, 0));
        assert!(risk.of(&YearFacts::default()) < 0.001);
        assert!(at(1e9, 10) <= 1.0);
    }
}
