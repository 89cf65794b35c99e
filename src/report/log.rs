//! `log`: commits in order, or their events.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::{Commit, CommitId, CommitKind, Event, InteractionCoded, Recorded, Seq};

use super::json::{Json, NoFields};
use super::table::{Align, Table};
use super::{Basis, Csv, Report, Screen, counted};

/// Commits of the log in order.
#[derive(Debug)]
pub struct LogReport {
    /// Which log, in which state. No score is in it; model and cuts stand for the defaults.
    pub basis: Basis,
    /// The commits shown.
    pub commits: Vec<Entry>,
    /// Whether a screen lists events rather than commits.
    pub events: bool,
    /// Whether the log goes on before or after what is shown.
    pub partial: bool,
}

/// A commit and its events as they are stored.
#[derive(Debug)]
pub struct Entry {
    /// The commit.
    pub commit: Commit,
    /// Its events as exported: a JSON object each.
    pub lines: Vec<Box<RawValue>>,
}

#[derive(Serialize)]
struct CommitFields<'a> {
    seq: [Seq; 2],
    commit: CommitId,
    kind: CommitKind,
    recorded: Recorded,
    events: &'a [Box<RawValue>],
}

/// An instant to the second, for people.
pub fn to_the_second(recorded: Recorded) -> String {
    let text = recorded.to_string();
    text.get(..19).map_or(text.clone(), |cut| format!("{}Z", cut.replace('T', " ")))
}

/// What an event says, in a few words.
pub fn described(event: &Event) -> String {
    match event {
        Event::ArticleIngested(article) => {
            let language = article.language.map_or_else(|| "language not supported".to_owned(), |l| l.to_string());
            let published = article.published.map_or_else(|| "date unknown".to_owned(), |span| span.to_string());
            let source = article.publisher.clone().unwrap_or_else(|| "publisher unknown".to_owned());
            format!("article {}, {source}, {published}, {language}", article.article.short())
        }
        Event::DatasetImported(chunk) => {
            let rows = counted(chunk.rows, "row");
            format!(
                "{} {} part {}, {rows}, {} skipped",
                chunk.format,
                chunk.dataset.short(),
                chunk.chunk,
                chunk.skipped
            )
        }
        Event::InteractionCoded(coded) => act(coded),
        Event::InteractionRetracted(back) => format!("{} taken back: {}", act(&back.coded), back.reason),
        Event::ArticleRedacted(redacted) => format!("article {} erased: {}", redacted.article.short(), redacted.reason),
    }
}

fn act(coded: &InteractionCoded) -> String {
    let act = &coded.interaction;
    let arrow = if act.symmetric { "↔" } else { "→" };
    let occurred = act.occurred.map_or_else(|| "day unknown".to_owned(), |span| span.to_string());
    let (source, target) = (act.parties.source().actor, act.parties.target().actor);
    format!("{source} {arrow} {target} {} {} {occurred}", act.cameo, act.status)
}

fn described_commit(commit: &Commit) -> String {
    let count = |kind: &str| commit.events.iter().filter(|event| event.kind() == kind).count() as u64;
    let first = commit.events.first().map(described).unwrap_or_default();
    let (coded, back) = (count("interaction-coded"), count("interaction-retracted"));
    match commit.kind {
        CommitKind::Article => format!("{first}, {}", counted(coded, "interaction")),
        CommitKind::Recode => format!("{} taken back, {} coded", counted(back, "interaction"), coded),
        CommitKind::Import | CommitKind::Retract | CommitKind::Redact => first,
    }
}

impl LogReport {
    fn commit_table(&self) -> Table {
        let mut table = Table::new([
            ("events", Align::Left),
            ("recorded", Align::Left),
            ("kind", Align::Left),
            ("what", Align::Left),
        ]);
        for Entry { commit, .. } in &self.commits {
            let (first, last) = (commit.first_seq, commit.last_seq());
            table.row([
                if first == last { first.to_string() } else { format!("{first}–{last}") },
                to_the_second(commit.recorded),
                commit.kind.to_string(),
                described_commit(commit),
            ]);
        }
        table
    }

    fn event_table(&self) -> Table {
        let mut table = Table::new([
            ("event", Align::Left),
            ("id", Align::Left),
            ("recorded", Align::Left),
            ("type", Align::Left),
            ("what", Align::Left),
        ]);
        for stored in self.commits.iter().flat_map(|entry| entry.commit.stored_events()) {
            table.row([
                stored.seq.to_string(),
                stored.id.to_string().chars().take(8).collect(),
                to_the_second(stored.recorded),
                stored.event.kind().to_owned(),
                described(stored.event),
            ]);
        }
        table
    }
}

impl Report for LogReport {
    fn screen(&self, screen: Screen) -> String {
        let log = self.basis.log();
        if self.commits.is_empty() {
            return format!("No commits here.\n\n{log}\n");
        }
        let table = if self.events { self.event_table() } else { self.commit_table() };
        let partial =
            if self.partial { "a part of the log: --after '#N' and -n show another; -n 0 shows all\n" } else { "" };
        format!("{}\n{partial}{log}\n", table.render(screen))
    }

    fn json(&self) -> Json {
        let commits = self.commits.iter().map(|Entry { commit, lines }| CommitFields {
            seq: [commit.first_seq, commit.last_seq()],
            commit: commit.id,
            kind: commit.kind,
            recorded: commit.recorded,
            events: lines,
        });
        Json::new("log", &self.basis, &NoFields {}, "commits", commits)
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&["seq", "id", "recorded", "commit", "kind", "type", "what"]);
        for Entry { commit, .. } in &self.commits {
            for stored in commit.stored_events() {
                csv.row([
                    stored.seq.0.to_string(),
                    stored.id.to_string(),
                    stored.recorded.to_string(),
                    commit.id.to_string(),
                    commit.kind.to_string(),
                    stored.event.kind().to_owned(),
                    described(stored.event),
                ]);
            }
        }
        Some(csv)
    }
}
