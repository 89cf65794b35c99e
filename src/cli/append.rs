//! `dyad append`.

use std::path::PathBuf;

use clap::Args;

use crate::app::Reader;
use crate::app::append::{Appender, Taken as Outcome};
use crate::app::documents::{Document, each_document, each_document_in};
use crate::domain::{Article, DateSpan, Language};
use crate::intake::article::{DateOrigin, Dating, Draft};
use crate::report::append::{Fate, Taken};
use crate::report::coding::CodedDocument;
use crate::report::counted;

use super::advice::{advised_document, from_the_future, undated};
use super::coders::CoderArgs;
use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::{Session, clock};
use super::shell::Shell;

/// Articles in: text, Markdown, web pages, JSON Lines, directories of them
///
/// An article is dated by --published, else by its JSON field or Markdown front matter, else by what a page says of itself (JSON-LD,
/// meta and time elements, its address, in this order), else by a line `Date: 2025-07-01` or `date 2022-03` at its top. What says another
/// day is shown. A month stays a month. What is not dated is refused; say `unknown` to keep it anyway, out of every trend.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad append article.txt --published 2025-07-01
  dyad append news/ wire.jsonl
  dyad append - --published 2022-03 --source Courant < article.txt
  dyad append article.md --dry-run               what would be understood, nothing stored")]
pub struct AppendArgs {
    /// .txt, .md, .html, .jsonl, directories of them, or - for stdin
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// When they were published: a day, a month, a year, or unknown
    #[arg(long, value_name = "DATE", value_parser = Dating::parse)]
    published: Option<Dating>,

    /// Who published them, where they do not say so themselves
    #[arg(long, value_name = "NAME")]
    source: Option<String>,

    /// Where the article stands
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// The language, two letters [default: told from the text]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,

    /// Take articles that say they are published in the future, too
    #[arg(long)]
    future: bool,

    /// Say what would be understood, store nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    coder: CoderArgs,
}

impl AppendArgs {
    /// The draft with what was said on the command line, which comes before what the document says.
    fn completed(&self, mut draft: Draft) -> Result<Draft, Failure> {
        if let Some(flag) = self.published {
            let contradicts =
                |span: &DateSpan| flag.span().is_some_and(|f| f.first() > span.last() || f.last() < span.first());
            let said = draft.dating.span().filter(contradicts);
            draft.other_dates = draft.dated_by.zip(said).into_iter().collect();
            (draft.dating, draft.dated_by) = (flag, Some(DateOrigin::Flag));
        }
        if draft.dating == Dating::Missing {
            return Err(undated());
        }
        let tomorrow = clock()().day().plus(1);
        let ahead = |span: &DateSpan| span.first() > tomorrow;
        if let Some(span) = draft.dating.span().filter(ahead).filter(|_| !self.future) {
            return Err(from_the_future(span));
        }
        let publisher = self.source.clone().or(draft.publisher.clone());
        let url = self.url.clone().or(draft.url.clone());
        let language = self.lang.or(draft.language);
        Ok(Draft { language, publisher, url, ..draft })
    }
}

/// What the call did so far.
#[derive(Debug, Default)]
struct Count {
    stored: u64,
    previewed: u64,
    duplicates: u64,
    failed: u64,
}

struct Append<'a> {
    args: &'a AppendArgs,
    format: Format,
    shell: &'a mut Shell,
    session: Option<Session>,
    reader: Box<dyn Reader>,
    appender: Appender,
    count: Count,
}

/// Runs `dyad append`.
pub fn run(args: &AppendArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = match global.format.unwrap_or(Format::Table) {
        Format::Json => Format::Jsonl,
        Format::Csv => return Err(Format::Csv.refused("table, jsonl").into()),
        format => format,
    };
    let reader = args.coder.reader(global, shell)?;
    // A dry run needs no store, and makes none.
    let session =
        if args.dry_run { Session::to_read(global, shell).ok() } else { Some(Session::to_create(global, shell)?) };
    let mut append =
        Append { args, format, shell, session, reader, appender: Appender::default(), count: Count::default() };
    for path in &args.files {
        if path.as_os_str() == "-" {
            each_document_in(std::io::stdin().lock(), "-", &mut |document| append.take(document))?;
        } else {
            each_document(path, &mut |document| append.take(document))?;
        }
    }
    Ok(append.end())
}

impl Append<'_> {
    fn take(&mut self, document: Document) -> Result<(), Stop> {
        let place = document.place;
        let draft = match document.draft {
            Ok(draft) => self.args.completed(draft),
            Err(error) => Err(advised_document(&error)),
        };
        let mut draft = match draft {
            Ok(draft) => draft,
            Err(failure) => return self.fail(place, &failure),
        };
        let (dated_by, other_dates) = (draft.dated_by, std::mem::take(&mut draft.other_dates));
        let article = draft.into_article();
        match self.store(&article) {
            Ok((taken, quoted)) => self.tell(&Taken { file: place, dated_by, other_dates, ..taken }, &article, quoted),
            Err(Stop::Failed(failure)) if failure.is_about_this() => self.fail(place, &failure),
            Err(stop) => Err(stop),
        }
    }

    /// Stores one article, or only reads it; says whether what was understood is new to the user.
    fn store(&mut self, article: &Article) -> Result<(Taken, bool), Stop> {
        let taken = match self.outcome(article)? {
            None => Taken::of(article).understood(self.reader.read(article)?),
            Some(outcome) => outcome.told(article),
        };
        match taken.fate {
            Fate::Stored(..) => self.count.stored += 1,
            Fate::Duplicate(..) => self.count.duplicates += 1,
            Fate::Previewed | Fate::Failed(_) => self.count.previewed += 1,
        }
        let is_new = !matches!(taken.fate, Fate::Duplicate(..));
        Ok((taken, is_new))
    }

    /// What became of the article; `None` where it would be new and this is a dry run.
    fn outcome(&mut self, article: &Article) -> Result<Option<Outcome>, Stop> {
        match &mut self.session {
            Some(session) if !self.args.dry_run => {
                let (log, texts) = session.parts_mut();
                Ok(Some(self.appender.append(log, texts, self.reader.as_mut(), article)?))
            }
            Some(session) => {
                let commit = self.appender.already(session.log(), &self.reader.id(), article)?;
                Ok(commit.map(|commit| Outcome::Duplicate { commit: Box::new(commit) }))
            }
            None => Ok(None),
        }
    }

    fn tell(&mut self, taken: &Taken, article: &Article, quoted: bool) -> Result<(), Stop> {
        if self.format == Format::Jsonl {
            self.shell.data(taken.line())?;
        } else {
            self.shell.data(taken.summary() + "\n")?;
            if let (true, Some(coding)) = (quoted, &taken.coding) {
                let document = CodedDocument { id: &serde_json::Value::Null, text: &article.text, coding };
                self.shell.data(document.understood(self.shell.screen.columns()))?;
            }
        }
        // Printed once durable, and not held back: a reader may act on it.
        self.shell.flush()
    }

    fn fail(&mut self, place: String, failure: &Failure) -> Result<(), Stop> {
        self.count.failed += 1;
        self.shell.complain(&failure.clone().at(&place));
        if self.format == Format::Jsonl {
            self.shell.data(Taken::failed(place, failure.line()).line())?;
            self.shell.flush()?;
        }
        Ok(())
    }

    fn end(self) -> Exit {
        if let Some(account) = self.reader.account() {
            self.shell.talk(account);
        }
        let Count { stored, previewed, duplicates, failed } = self.count;
        let parts = [
            (stored, "stored"),
            (previewed, "read, nothing stored"),
            (duplicates, "already in the log"),
            (failed, "failed"),
        ];
        let told: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        let total = stored + previewed + duplicates + failed;
        if total > 1 {
            self.shell.talk(format!("{}: {}", counted(total, "document"), told.join(", ")));
        }
        match (failed, total - failed) {
            (0, _) => Exit::Done,
            (_, 0) => Exit::Failed,
            _ => Exit::Partly,
        }
    }
}
