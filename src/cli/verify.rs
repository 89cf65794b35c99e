//! `dyad verify`.

use clap::Args;
use serde::Serialize;

use crate::app::Question;
use crate::app::replay::{Choice, replay, verify};
use crate::domain::{ContentHash, Cut, Seq};
use crate::projection::ActorScope;
use crate::report::replay::Ranking;
use crate::report::{counted, json};
use crate::tension::{Profile, decayed::DecayedSeverity};

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Prove that nothing stored was lost or altered
///
/// Computes the hash of every commit again, compares the end with the anchor, checks every article text against its hash,
/// and computes the scores in two ways. Exit code 5 when something disagrees.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad verify && echo trusted")]
pub struct VerifyArgs {}

#[derive(Serialize)]
struct Fields {
    schema: &'static str,
    outcome: &'static str,
    commits: u64,
    events: u64,
    articles: u64,
    pairs: usize,
    head: Head,
}

#[derive(Serialize)]
struct Head {
    seq: Seq,
    hash: ContentHash,
}

/// Runs `dyad verify`.
pub fn run(_: &VerifyArgs, global: &Global, shell: &mut Shell) -> Ended {
    let session = Session::to_read(global, shell)?;
    let verified = session.store().log.verify(None)?;
    let articles = session.texts().verify()?;
    let model = DecayedSeverity::new(Profile::default());
    let question = Question { cut: Cut::default(), scope: ActorScope::All, model: &model };
    let choice = Choice { ranking: Ranking::Replay, only: &[], count: None, drawn: false };
    let replayed = replay(session.book(), &question, choice)?;
    verify(session.log(), &question, &replayed)?;
    let pairs = replayed.pairs.len();
    let (seq, hash) = (verified.head.seq(), verified.head.hash);
    match global.format.unwrap_or(Format::Table) {
        Format::Table => shell.data(format!(
            "chain     {} in {}, every hash is right\nanchor    agrees with the log\narticles  {}, every text matches its hash\n\
             scores    {}, computed twice with the same result\nhead      {seq} {hash}\n",
            counted(verified.events, "event"),
            counted(verified.commits, "commit"),
            counted(articles, "text"),
            counted(pairs as u64, "pair"),
        ))?,
        Format::Json | Format::Jsonl => {
            let (commits, events) = (verified.commits, verified.events);
            let head = Head { seq, hash };
            let fields = Fields { schema: "dyad/verify/v1", outcome: "intact", commits, events, articles, pairs, head };
            shell.data(json::text(&fields) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}
