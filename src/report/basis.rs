//! What a printed figure rests on: model, profile, whose acts, the three cuts, and the state of the log.

use serde::Serialize;

use crate::domain::{ContentHash, Cut, Day};
use crate::log::Head;
use crate::projection::ActorScope;

/// Everything that has to be the same for a figure to be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Id of the model.
    pub model: String,
    /// Name of its constants.
    pub profile: String,
    /// Whose acts count.
    pub scope: ActorScope,
    /// Which part of the past was looked at.
    pub cut: Cut,
    /// Where the log stood.
    pub head: Head,
}

/// The basis as every JSON document begins.
#[derive(Serialize)]
pub(super) struct Envelope<'a> {
    schema: String,
    model: &'a str,
    profile: &'a str,
    actors: &'static str,
    cuts: Cuts,
    head: HeadFields,
}

#[derive(Serialize)]
struct Cuts {
    to: Option<Day>,
    published_by: Option<Day>,
    known_at: Option<String>,
}

#[derive(Serialize)]
struct HeadFields {
    seq: u64,
    hash: ContentHash,
}

impl Basis {
    /// The basis under the name of a schema, such as `replay`.
    pub(super) fn envelope(&self, schema: &str) -> Envelope<'_> {
        Envelope {
            schema: format!("dyad/{schema}/v1"),
            model: &self.model,
            profile: &self.profile,
            actors: self.actors(),
            cuts: Cuts {
                to: self.cut.to,
                published_by: self.cut.published_by,
                known_at: self.cut.known_at.map(|at| at.to_string()),
            },
            head: HeadFields { seq: self.head.cursor.position(0).0, hash: self.head.hash },
        }
    }

    /// The basis in one line for people.
    pub fn line(&self) -> String {
        format!(
            "{} · profile {} · {} actors · {} · {}",
            self.model,
            self.profile,
            self.actors(),
            self.cuts(),
            self.log()
        )
    }

    /// The cuts in words.
    pub fn cuts(&self) -> String {
        let to = self.cut.to.map(|day| format!("to {day}"));
        let published = self.cut.published_by.map(|day| format!("published by {day}"));
        let known = self.cut.known_at.map(|at| format!("known at {at}"));
        let cuts: Vec<String> = [to, published, known].into_iter().flatten().collect();
        if cuts.is_empty() { "no cut".to_owned() } else { cuts.join(", ") }
    }

    /// The state of the log in words.
    pub fn log(&self) -> String {
        match self.head.cursor.position(0).0 {
            0 => "empty log".to_owned(),
            seq => format!("log #{seq} {}", self.head.hash.short()),
        }
    }

    fn actors(&self) -> &'static str {
        match self.scope {
            ActorScope::Official => "official",
            ActorScope::All => "all",
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::log::Cursor;

    /// A basis for tests of reports.
    pub fn basis() -> Basis {
        Basis {
            model: "decayed-severity@1".to_owned(),
            profile: "hand@1".to_owned(),
            scope: ActorScope::Official,
            cut: Cut { published_by: Some("2022-04-01".parse().unwrap()), ..Cut::default() },
            head: Head { cursor: Cursor::after(crate::domain::Seq(41)), hash: ContentHash::of(b"head") },
        }
    }

    #[test]
    fn the_envelope_carries_all_three_cuts_even_where_they_are_open() {
        let json = serde_json::to_value(basis().envelope("replay")).unwrap();
        assert_eq!(json["schema"], "dyad/replay/v1");
        assert_eq!(json["cuts"], serde_json::json!({"to": null, "published_by": "2022-04-01", "known_at": null}));
        assert_eq!(json["head"]["seq"], 41);
    }

    #[test]
    fn the_line_names_every_part_of_the_basis() {
        let line = basis().line();
        for part in ["decayed-severity@1", "hand@1", "official", "published by 2022-04-01", "#41"] {
            assert!(line.contains(part), "{line}");
        }
    }
}
