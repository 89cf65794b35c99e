//! `dyad redact`.

use clap::Args;
use serde::Serialize;

use crate::app::redact::redact;
use crate::coder::llm::Cache;
use crate::domain::{ArticleId, Seq};
use crate::report::json;

use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Erase the text of an article for good; the log keeps that it was there, and why its text is gone
///
/// Title and text are overwritten in every file of this store. What was read in the article stays in the log and in the scores;
/// its quotes show as redacted. Copies of the store, backups among them, are other files: redact there too, or back up again.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad redact 3fa29c01 --reason 'the publisher withdrew it'")]
pub struct RedactArgs {
    /// The article: its hash, the beginning of it, or the position such as '#1' at which it came in
    #[arg(value_name = "ARTICLE")]
    article: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    outcome: &'static str,
    article: ArticleId,
    seq: Seq,
    text_was_here: bool,
    reason: &'a str,
}

/// Runs `dyad redact`.
pub fn run(args: &RedactArgs, global: &Global, shell: &mut Shell) -> Ended {
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(Failure::usage("a redaction needs a reason").at("--reason").next("say why in a few words").into());
    }
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json").into());
    }
    let mut session = Session::to_write(global, shell)?;
    let answers = Cache::new(session.store().cache_dir().join("llm"));
    let (log, texts) = session.parts_mut();
    let done = redact(log, texts, &args.article, reason)?;
    answers.forget(done.article).map_err(|error| Stop::from(crate::app::AppError::from(error)))?;
    let article = done.article;
    if format == Format::Table {
        let before = if done.before { ", as was said before" } else { "" };
        let was = if done.was_here { "erased" } else { "was not in this store" };
        shell.data(format!("article {} redacted at {}{before}; its text {was}\n", article.short(), done.seq))?;
    } else {
        let (seq, text_was_here) = (done.seq, done.was_here);
        let outcome = if done.before { "known" } else { "redacted" };
        let fields = Fields { schema: "dyad/redact/v1", outcome, article, seq, text_was_here, reason };
        shell.data(json::text(&fields) + "\n")?;
    }
    Ok(Exit::Done)
}
