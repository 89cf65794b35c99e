//! `dyad recode`.

use clap::Args;
use serde::Serialize;

use crate::app::recode::{Recoded, articles, recode};
use crate::app::show::{Named, find};
use crate::domain::{ArticleId, ArticleIngested, Seq};
use crate::report::{counted, json};

use super::coders::CoderArgs;
use super::exit::Exit;
use super::failure::{Ended, Stop};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Read articles again with this program's coder; old readings are taken back, not erased
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad recode --dry-run")]
pub struct RecodeArgs {
    /// Hashes of articles, or the beginnings of them [default: every article of the log]
    #[arg(value_name = "ARTICLE")]
    articles: Vec<String>,

    /// Only say what would change
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    coder: CoderArgs,
}

#[derive(Serialize)]
struct Fields {
    article: ArticleId,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<[Seq; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retracted: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coded: Option<usize>,
}

/// Runs `dyad recode`.
pub fn run(args: &RecodeArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, jsonl").into());
    }
    let mut session = Session::to_write(global, shell)?;
    let mut reader = args.coder.reader(global, shell)?;
    let chosen = chosen(&session, &args.articles)?;
    let (mut changed, mut unreadable, mut failed) = (0_u64, 0_u64, 0_u64);
    for known in &chosen {
        let (log, texts) = session.parts();
        let outcome = match recode(log, texts, reader.as_mut(), known, args.dry_run).map_err(Stop::from) {
            Ok(outcome) => outcome,
            Err(Stop::Failed(failure)) if failure.is_about_this() => {
                failed += 1;
                shell.complain(&failure.at(format!("article {}", known.article.short())));
                continue;
            }
            Err(stop) => return Err(stop),
        };
        changed += u64::from(matches!(outcome, Recoded::Changed { .. }));
        unreadable += u64::from(matches!(outcome, Recoded::TextNotHere));
        tell(shell, format, known.article, &outcome)?;
        shell.flush()?;
    }
    let unchanged = chosen.len() as u64 - changed - unreadable - failed;
    let verb = if args.dry_run { "would change" } else { "changed" };
    shell.talk(format!("{} {verb}, {unchanged} did not; read by {}", counted(changed, "article"), reader.id()));
    if let Some(account) = reader.account() {
        shell.talk(account);
    }
    Ok(if unreadable + failed > 0 { Exit::Partly } else { Exit::Done })
}

fn chosen(session: &Session, names: &[String]) -> Result<Vec<ArticleIngested>, Stop> {
    let mut known = articles(session.log())?;
    if names.is_empty() {
        return Ok(known);
    }
    let mut wanted = Vec::new();
    for name in names {
        match find(session.log(), name)? {
            Named::Article(article) => wanted.push(article),
            Named::Event(_) => return Err(crate::app::AppError::NotFound { given: name.clone() }.into()),
        }
    }
    known.retain(|ingested| wanted.contains(&ingested.article));
    Ok(known)
}

fn tell(shell: &mut Shell, format: Format, article: ArticleId, outcome: &Recoded) -> Result<(), Stop> {
    let (name, told) = match outcome {
        Recoded::Changed { back, coded, seqs } => {
            let place =
                seqs.map_or_else(|| "not stored (dry run)".to_owned(), |(first, last)| format!("{first}–{last}"));
            ("recoded", format!("{place}, {back} taken back, {coded} coded"))
        }
        Recoded::Unchanged => ("unchanged", "unchanged".to_owned()),
        Recoded::Redacted => ("redacted", "redacted, what was read in it stands".to_owned()),
        Recoded::TextNotHere => ("text-not-here", "its text is not in this store".to_owned()),
    };
    if format == Format::Table {
        return shell.data(format!("article {}: {told}\n", article.short()));
    }
    let (seq, retracted, coded) = match outcome {
        Recoded::Changed { back, coded, seqs } => (seqs.map(|(first, last)| [first, last]), Some(*back), Some(*coded)),
        _ => (None, None, None),
    };
    shell.data(json::text(&Fields { article, outcome: name, seq, retracted, coded }) + "\n")
}
