//! What a table says of a form beside its actor: grammar, and where a reader must be careful.

use crate::domain::{Actor, Day};

/// A grammatical case. Prepositional and locative are one; the Turkish ablative has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Subject.
    Nominative,
    /// Of.
    Genitive,
    /// To.
    Dative,
    /// Object.
    Accusative,
    /// With, by.
    Instrumental,
    /// In, on, about.
    Locative,
    /// From (Turkish).
    Ablative,
}

/// A set of cases; empty where the form does not show its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Cases(u8);

impl Cases {
    /// Whether nothing is known of the case.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the form can stand in this case.
    pub fn contains(self, case: Case) -> bool {
        self.0 & (1 << case as u8) != 0
    }

    fn parse(words: &str) -> Option<Self> {
        words.split(',').try_fold(Self(0), |set, word| {
            let case = match word {
                "nom" => Case::Nominative,
                "gen" => Case::Genitive,
                "dat" => Case::Dative,
                "acc" => Case::Accusative,
                "ins" => Case::Instrumental,
                "loc" => Case::Locative,
                "abl" => Case::Ablative,
                _ => return None,
            };
            Some(Self(set.0 | 1 << case as u8))
        })
    }
}

/// Which numbers a form can have; neither where it does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Numbers {
    /// It can be singular.
    pub singular: bool,
    /// It can be plural.
    pub plural: bool,
}

/// Which genders a form can have; none where it does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Genders {
    /// It can be masculine.
    pub masculine: bool,
    /// It can be feminine.
    pub feminine: bool,
    /// It can be neuter.
    pub neuter: bool,
}

/// The office of a leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Head of state or government, or head of an organisation.
    Head,
    /// Foreign minister or chief diplomat.
    Foreign,
    /// Defence minister or commander.
    Defence,
    /// Any other office that speaks for the state.
    Official,
}

/// Grammar and care of one form.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of a row, each read by name")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Features {
    /// Cases the form can stand in.
    pub cases: Cases,
    /// Numbers it can have.
    pub numbers: Numbers,
    /// Genders it can have.
    pub genders: Genders,
    /// The office of a leader.
    pub role: Option<Role>,
    /// The other side of a disputed region.
    pub other: Option<Actor>,
    /// Since when the region is disputed.
    pub disputed: Option<Day>,
    /// It stands for another actor too, or is an ordinary word or a person's name: read it only beside clearer words.
    pub is_ambiguous: bool,
    /// It counts only where the sentence speaks of states.
    pub needs_context: bool,
    /// It counts only with exactly these capitals: `US`, never `us`.
    pub is_exact: bool,
    /// Turkish: endings follow, after an apostrophe where it is a name.
    pub is_stem: bool,
    /// It opens a compound: `EU-`, `US-`.
    pub is_prefix: bool,
    /// A family name alone.
    pub is_family_name: bool,
    /// The name shown to people.
    pub is_display: bool,
}

impl Features {
    /// Reads `case=nom,acc;num=pl;ambiguous`, or `None` where a word is not known.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut features = Self::default();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, value)) => features.set(name, value)?,
                None => features.flag(part)?,
            }
        }
        Some(features)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "case" => self.cases = Cases::parse(value)?,
            "num" => {
                self.numbers = Numbers { singular: value.contains("sg"), plural: value.contains("pl") };
            }
            "gender" => {
                let has = |letter: char| value.contains(letter);
                self.genders = Genders { masculine: has('m'), feminine: has('f'), neuter: has('n') };
            }
            "role" => {
                // A person of two offices in one term is listed under the higher one.
                self.role = Some(match value.split(',').next()? {
                    "head" => Role::Head,
                    "foreign" => Role::Foreign,
                    "defence" => Role::Defence,
                    "official" => Role::Official,
                    _ => return None,
                });
            }
            "other" => self.other = Some(value.parse().ok()?),
            "disputed" => self.disputed = Some(value.parse().ok()?),
            "display" => self.is_display = true,
            _ => return None,
        }
        Some(())
    }

    fn flag(&mut self, word: &str) -> Option<()> {
        let flag = match word {
            "ambiguous" => &mut self.is_ambiguous,
            "context" => &mut self.needs_context,
            "exact" => &mut self.is_exact,
            "stem" => &mut self.is_stem,
            "prefix" => &mut self.is_prefix,
            "short" => &mut self.is_family_name,
            _ => return None,
        };
        *flag = true;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_and_unknown_words_refused() {
        let features = Features::parse("case=gen,acc;num=pl;other=ARM;ambiguous").unwrap();
        assert!(features.cases.contains(Case::Genitive) && features.cases.contains(Case::Accusative));
        assert!(!features.cases.contains(Case::Nominative));
        assert!(features.numbers.plural && !features.numbers.singular);
        assert_eq!(features.other, "ARM".parse().ok());
        assert!(features.is_ambiguous && !features.is_exact);
        for bad in ["case=xyz", "colour=red", "loud", "role=king", "other=arm"] {
            assert_eq!(Features::parse(bad), None, "{bad}");
        }
    }
}
