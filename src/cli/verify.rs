//! `dyad verify`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::replay::{Choice, replay, verify};
use crate::app::{AppError, Question};
use crate::domain::{ContentHash, Cut, EventId, Recorded, Seq};
use crate::log::checkpoint::{Note, VerifyingKey};
use crate::log::proof::{Proof, ProofError, Proven};
use crate::log::{Depth, Store};
use crate::projection::ActorScope;
use crate::report::log::described;
use crate::report::replay::Ranking;
use crate::report::{counted, json};
use crate::tension::{Profile, decayed::DecayedSeverity};

use super::advice::advised;
use super::checkpoint::{bytes, note, verifying_key};
use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Check that nothing stored was lost or altered
///
/// Computes the hash of every commit again, compares the end with the anchor and every checkpoint with the commits it
/// stands for, checks every article text against its hash, and computes the scores in two ways. Exit code 5 when something disagrees.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad verify && echo trusted
  dyad verify --since-last                      only the commits since the last check
  dyad verify --checkpoint 2026-11.note --trust desk.pub
  dyad verify --proof event.proof               needs no store")]
pub struct VerifyArgs {
    /// Only the chain of what came since the last check; the first time, all of it
    #[arg(long, conflicts_with_all = ["proof", "checkpoint"])]
    since_last: bool,

    /// Check that the log still holds what this checkpoint says, too
    #[arg(long, value_name = "FILE", conflicts_with = "proof")]
    checkpoint: Vec<PathBuf>,

    /// Check a proof instead, without any store
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,

    /// Ask that the checkpoint, or every checkpoint of the proof, is signed by this key: a file or its text
    #[arg(long, value_name = "KEY")]
    trust: Option<String>,
}

#[derive(Serialize)]
struct Fields {
    schema: &'static str,
    outcome: &'static str,
    commits: u64,
    events: u64,
    checkpoints: u64,
    articles: u64,
    pairs: usize,
    head: Head,
}

#[derive(Serialize)]
struct Head {
    seq: Seq,
    hash: ContentHash,
}

#[derive(Serialize)]
struct SinceFields {
    schema: &'static str,
    outcome: &'static str,
    commits: u64,
    events: u64,
    head: Head,
}

/// Runs `dyad verify`.
pub fn run(args: &VerifyArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json").into());
    }
    let key = args.trust.as_deref().map(verifying_key).transpose()?;
    match &args.proof {
        Some(path) => prove(path, key.as_ref(), format, shell),
        None if key.is_some() && args.checkpoint.is_empty() => Err(Failure::usage("--trust says who must have signed")
            .at("--trust")
            .next("add --checkpoint or --proof")
            .into()),
        None if args.since_last => since_last(global, format, shell),
        None => full(args, key.as_ref(), global, format, shell),
    }
}

fn full(args: &VerifyArgs, key: Option<&VerifyingKey>, global: &Global, format: Format, shell: &mut Shell) -> Ended {
    let notes = args.checkpoint.iter().map(|path| Ok((path, note(path)?))).collect::<Result<Vec<_>, Failure>>()?;
    let session = Session::to_read(global, shell)?;
    let checked = session.store().verify(Depth::Full)?;
    for (path, note) in &notes {
        agree(session.store(), note, key).map_err(|failure| failure.at(path.display()))?;
    }
    let articles = session.texts().verify()?;
    let model = DecayedSeverity::new(Profile::default());
    let question = Question { cut: Cut::default(), scope: ActorScope::All, model: &model };
    let choice = Choice { ranking: Ranking::Replay, only: &[], count: None, drawn: false };
    let replayed = replay(session.book(), &question, choice)?;
    verify(session.log(), &question, &replayed)?;
    let pairs = replayed.pairs.len();
    let checkpoints = checked.checkpoints.unwrap_or_default() + notes.len() as u64;
    let (seq, hash) = (checked.log.head.seq(), checked.log.head.hash);
    let (commits, events) = (checked.log.commits, checked.log.events);
    if format != Format::Table {
        let head = Head { seq, hash };
        let outcome = "intact";
        let fields = Fields { schema: "dyad/verify/v1", outcome, commits, events, checkpoints, articles, pairs, head };
        shell.data(json::text(&fields) + "\n")?;
        return Ok(Exit::Done);
    }
    let kept = match checkpoints {
        0 => "none was made yet".to_owned(),
        1 => "1 agrees with the log".to_owned(),
        many => format!("{many} agree with the log"),
    };
    shell.data(format!(
        "chain        {} in {}, every hash is right\nanchor       agrees with the log\ncheckpoints  {kept}\n\
         articles     {}, every text matches its hash\nscores       {}, computed twice with the same result\n\
         head         {seq} {hash}\n",
        counted(events, "event"),
        counted(commits, "commit"),
        counted(articles, "text"),
        counted(pairs as u64, "pair"),
    ))?;
    Ok(Exit::Done)
}

/// Checks a checkpoint that was kept elsewhere.
fn agree(store: &Store, note: &Note, key: Option<&VerifyingKey>) -> Result<(), Failure> {
    if let Some(key) = key {
        note.verify(key).map_err(|error| advised(&AppError::Proof(error.into())))?;
    }
    let commits = note.checkpoint.commits;
    let ours = store.tree(commits).map_err(|error| advised(&AppError::Log(error)))?.checkpoint();
    if ours.as_ref() == Some(&note.checkpoint) { Ok(()) } else { Err(advised(&AppError::NotOurs { commits })) }
}

fn since_last(global: &Global, format: Format, shell: &mut Shell) -> Ended {
    let session = Session::to_write(global, shell)?;
    let checked = session.store().verify(Depth::SinceLast)?.log;
    let (seq, hash, commits, events) = (checked.head.seq(), checked.head.hash, checked.commits, checked.events);
    if format == Format::Table {
        let (events, commits) = (counted(events, "event"), counted(commits, "commit"));
        shell.data(format!(
            "chain        {events} in {commits} since the last check, every hash is right\nhead         {seq} {hash}\n"
        ))?;
    } else {
        let head = Head { seq, hash };
        let fields = SinceFields { schema: "dyad/verify-since/v1", outcome: "intact", commits, events, head };
        shell.data(json::text(&fields) + "\n")?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
#[serde(tag = "proves", rename_all = "lowercase")]
enum ProofFields<'a> {
    Event {
        schema: &'static str,
        outcome: &'static str,
        seq: Seq,
        id: EventId,
        recorded: Recorded,
        signed: bool,
        root: ContentHash,
        commits: u64,
        said: &'a str,
    },
    Extension {
        schema: &'static str,
        outcome: &'static str,
        from: u64,
        to: u64,
        signed: bool,
        root: ContentHash,
    },
}

fn prove(path: &Path, key: Option<&VerifyingKey>, format: Format, shell: &mut Shell) -> Ended {
    let said = |error: ProofError| advised(&AppError::Proof(error)).at(path.display());
    let proof = Proof::from_json(&bytes(path)?).map_err(said)?;
    let proven = proof.verify(key).map_err(said)?;
    let (schema, outcome, signed) = ("dyad/verify-proof/v1", "holds", key.is_some());
    let signers = proof.signers().join(", ");
    let by = match key {
        Some(key) => format!("of {}, checked", key.name()),
        None if signers.is_empty() => "none: compare the root with one you trust".to_owned(),
        None => format!("of {signers}, not checked: pass --trust KEY"),
    };
    let (text, fields) = match &proven {
        Proven::Event { seq, id, recorded, event, checkpoint } => {
            let what = described(event);
            let (root, commits) = (checkpoint.root, checkpoint.commits);
            let text = format!("event        {seq} {id}\nrecorded     {recorded}\nsays         {what}\n");
            let fields = ProofFields::Event {
                schema,
                outcome,
                seq: *seq,
                id: *id,
                recorded: *recorded,
                signed,
                root,
                commits,
                said: &what,
            };
            (
                text + &format!("checkpoint   {} of {}\n", counted(commits, "commit"), checkpoint.origin),
                json::text(&fields),
            )
        }
        Proven::Extension { older, newer } => {
            let (from, to) = (older.commits, newer.commits);
            let text = format!(
                "the log      {} grew from {from} to {}, nothing before was changed\n",
                newer.origin,
                counted(to, "commit")
            );
            let fields = ProofFields::Extension { schema, outcome, from, to, signed, root: newer.root };
            (text, json::text(&fields))
        }
    };
    let (Proven::Event { checkpoint: last, .. } | Proven::Extension { newer: last, .. }) = &proven;
    match format {
        Format::Table => shell.data(format!("{text}root         {}\nsignature    {by}\n", last.root))?,
        _ => shell.data(fields + "\n")?,
    }
    Ok(Exit::Done)
}
