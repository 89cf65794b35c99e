//! `dyad code`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::app::Reader;
use crate::app::documents::{Document, DocumentError, each_document, each_row};
use crate::domain::Language;
use crate::intake::article::{Dating, Draft, decode, plain_text};
use crate::report::coding::CodedDocument;
use crate::report::counted;

use super::advice::{advised_document, unreadable};
use super::coders::CoderArgs;
use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::shell::Shell;

/// The coder alone: what is understood of articles, nothing stored
///
/// Reads JSON Lines {"id","text","published"?,"lang"?} and prints a line a document; reads a .txt or .md file as one document.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad code --format jsonl articles.jsonl > coded.jsonl\n  dyad code article.txt --published 2025-07-01"
)]
pub struct CodeArgs {
    /// .jsonl, .txt, .md, or - for stdin (JSON Lines when it begins with {)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// When they were published, where they do not say so
    #[arg(long, value_name = "DATE", value_parser = Dating::parse)]
    published: Option<Dating>,

    /// The language, where they do not say so [default: told from the text]
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,

    #[command(flatten)]
    coder: CoderArgs,
}

struct Code<'a> {
    args: &'a CodeArgs,
    format: Format,
    shell: &'a mut Shell,
    reader: Box<dyn Reader>,
    coded: u64,
    failed: u64,
}

/// Runs `dyad code`.
pub fn run(args: &CodeArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = match global.format.unwrap_or(Format::Table) {
        Format::Json => Format::Jsonl,
        Format::Csv => return Err(Format::Csv.refused("table, jsonl").into()),
        format => format,
    };
    let reader = args.coder.reader(global, shell)?;
    let mut code = Code { args, format, shell, reader, coded: 0, failed: 0 };
    for path in &args.files {
        let name = path.display().to_string();
        if name == "-" {
            code.stream(BufReader::new(std::io::stdin().lock()))?;
        } else if path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson") {
            let opened = File::open(path).map_err(|error| unreadable(path, &error))?;
            code.rows(BufReader::new(opened), &name)?;
        } else {
            each_document(path, &mut |document| code.document(document))?;
        }
    }
    let (coded, failed) = (code.coded, code.failed);
    if let Some(account) = code.reader.account() {
        code.shell.talk(account);
    }
    if failed > 0 {
        code.shell.talk(format!("{} coded, {failed} failed", counted(coded, "document")));
    }
    Ok(match (failed, coded) {
        (0, _) => Exit::Done,
        (_, 0) => Exit::Failed,
        _ => Exit::Partly,
    })
}

impl Code<'_> {
    fn stream(&mut self, mut from: impl BufRead) -> Result<(), Stop> {
        let begins = from.fill_buf().map(|bytes| bytes.trim_ascii_start().first().copied());
        if let Ok(Some(b'{')) = begins {
            return self.rows(from, "-");
        }
        let mut bytes = Vec::new();
        let limit = crate::intake::article::ARTICLE_LEN_MAX as u64 + 1;
        let read = from.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable("-".as_ref(), &error));
        read?;
        let draft = decode(bytes).and_then(plain_text).map_err(DocumentError::from);
        self.document(Document { place: "-".to_owned(), draft })
    }

    fn rows(&mut self, from: impl BufRead, name: &str) -> Result<(), Stop> {
        each_row(from, &mut |line, row| match row {
            Ok(row) => self.draft(&format!("{name}:{line}"), &row.id, row.draft),
            Err(error) => {
                self.fail(&format!("{name}:{line}"), advised_document(&error));
                Ok(())
            }
        })
    }

    fn document(&mut self, document: Document) -> Result<(), Stop> {
        match document.draft {
            Ok(draft) => self.draft(&document.place, &Value::String(document.place.clone()), draft),
            Err(error) => {
                self.fail(&document.place, advised_document(&error));
                Ok(())
            }
        }
    }

    fn draft(&mut self, place: &str, id: &Value, draft: Draft) -> Result<(), Stop> {
        let dating = draft.dating.or(self.args.published.unwrap_or_default());
        let language = draft.language.or(self.args.lang);
        let article = Draft { dating, language, ..draft }.into_article();
        let coding = match self.reader.read(&article).map_err(Stop::from) {
            Ok(coding) => coding,
            Err(Stop::Failed(failure)) if failure.is_about_this() => {
                self.fail(place, failure);
                return Ok(());
            }
            Err(stop) => return Err(stop),
        };
        let document = CodedDocument { id, text: &article.text, coding: &coding };
        self.coded += 1;
        if self.format == Format::Jsonl {
            return self.shell.data(document.line());
        }
        let name = id.as_str().map_or_else(|| id.to_string(), ToOwned::to_owned);
        let columns = self.shell.screen.columns();
        self.shell.data(document.page(&crate::report::printable(&name), columns))
    }

    fn fail(&mut self, place: &str, failure: Failure) {
        self.failed += 1;
        self.shell.complain(&failure.at(place));
    }
}
