//! What a proposal may name: codes with their weights, actors with their capacity.

use std::collections::BTreeMap;

use crate::codebook::{ActorKind, actors, cameo, names};
use crate::domain::{Actor, CameoCode, Goldstein, Sector};

/// The codes and actors a model may use.
#[derive(Debug, Clone, Default)]
pub struct Known {
    codes: BTreeMap<CameoCode, (String, Option<Goldstein>)>,
    actors: BTreeMap<Actor, Sector>,
    names: BTreeMap<Actor, Vec<String>>,
}

impl Known {
    /// Takes what is known from tables: codes with label and weight, actors with the capacity in which they act.
    pub fn new(
        codes: impl IntoIterator<Item = (CameoCode, String, Option<Goldstein>)>,
        actors: impl IntoIterator<Item = (Actor, Sector)>,
    ) -> Self {
        Self {
            codes: codes.into_iter().map(|(code, label, weight)| (code, (label, weight))).collect(),
            actors: actors.into_iter().collect(),
            names: BTreeMap::new(),
        }
    }

    /// The same, with forms under which actors stand in texts.
    #[must_use]
    pub fn with_names(mut self, names: impl IntoIterator<Item = (Actor, String)>) -> Self {
        for (actor, name) in names {
            self.names.entry(actor).or_default().push(name);
        }
        self
    }

    /// Everything the codebook holds, with its names in every language that has a table.
    pub fn of_codebook() -> Self {
        let codes = cameo::entries().iter().map(|entry| (entry.code, entry.label.to_owned(), entry.goldstein));
        let sector = |kind| if kind == ActorKind::Organisation { Sector::Organisation } else { Sector::State };
        let actors = actors::entries().iter().map(|entry| (entry.actor, sector(entry.kind)));
        let forms = names::languages().filter_map(names::forms).flatten();
        Self::new(codes, actors).with_names(forms.map(|form| (form.actor, form.text.to_owned())))
    }

    /// Whether the text names the actor in a form that is known: by name, capital, adjective, leader ...
    pub fn is_named(&self, actor: Actor, text: &str) -> bool {
        let alone = |at: usize, form: &str| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text.get(at + form.len()..).and_then(|tail| tail.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        };
        let stands = |form: &String| text.match_indices(form.as_str()).any(|(at, _)| alone(at, form));
        self.names.get(&actor).is_some_and(|forms| forms.iter().any(stands))
    }

    /// The code that is written so, and its weight; `None` where there is none.
    pub fn code(&self, written: &str) -> Option<(CameoCode, Option<Goldstein>)> {
        let code = written.parse().ok()?;
        self.codes.get(&code).map(|(_, weight)| (code, *weight))
    }

    /// The actor that is written so, and its capacity; `None` where there is none.
    pub fn actor(&self, written: &str) -> Option<(Actor, Sector)> {
        let actor = written.parse().ok()?;
        self.actors.get(&actor).map(|sector| (actor, *sector))
    }

    /// One line a code, `190 use conventional force`: down to three digits, which is as fine as models tell apart.
    pub fn code_list(&self) -> String {
        let listed = self.codes.iter().filter(|(code, _)| code.as_str().len() == 3);
        let lines: Vec<String> = listed.map(|(code, (label, _))| format!("{code} {label}")).collect();
        lines.join("\n")
    }

    /// The acronyms of all organisations.
    pub fn organisation_list(&self) -> String {
        let listed = self.actors.iter().filter(|(_, sector)| **sector == Sector::Organisation);
        let names: Vec<&str> = listed.map(|(actor, _)| actor.as_str()).collect();
        names.join(", ")
    }
}
