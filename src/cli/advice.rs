//! What to do next: every error of the floors below, with its exit code and one next command.

use std::io;
use std::path::Path;

use crate::app::AppError;
use crate::app::documents::DocumentError;
use crate::app::import_rows::ImportError;
use crate::coder::llm::LlmError;
use crate::domain::{DateSpan, Day};
use crate::intake::article::ArticleError;
use crate::log::LogError;
use crate::log::checkpoint::NoteError;
use crate::log::proof::ProofError;
use crate::tension::TensionError;
use crate::wire::WireError;

use super::exit::Exit;
use super::failure::Failure;

/// An error of a use case as the user reads it.
pub fn advised(error: &AppError) -> Failure {
    let failed = |exit| Failure::new(exit, error.to_string());
    match error {
        AppError::Log(error) => advised_log(error),
        AppError::Tension(error) => advised_tension(error),
        AppError::Llm(error) => advised_llm(error),
        AppError::Cache(_) => failed(Exit::Failed).next("dyad verify"),
        AppError::Wire(WireError::Io(_)) | AppError::Output(_) => failed(Exit::Failed),
        AppError::Wire(_) => failed(Exit::Failed).next("the file has to be as dyad export events writes it"),
        AppError::OtherFacts { article, .. } => failed(Exit::Failed)
            .about_this()
            .next(format!("dyad show {} says what the log holds of it", article.short())),
        AppError::EmptyWindow { .. } => failed(Exit::Usage).next("pass an earlier --from or a later --to"),
        AppError::ManyPairs { .. } => failed(Exit::Usage).next("name one pair, such as ARM-AZE"),
        AppError::NotFound { .. } => failed(Exit::NotFound).next("dyad log --events lists positions and ids"),
        AppError::Ambiguous { .. } => failed(Exit::Usage).next("give more of it"),
        AppError::NotAnInteraction { .. } => failed(Exit::Usage).next("dyad log --events lists the interactions"),
        AppError::AlreadyRetracted { by, .. } => failed(Exit::Failed).next(format!("dyad show '{by}'")),
        AppError::NotAnArticle { .. } => {
            failed(Exit::Usage).next("dyad show ID names the article an event was read in")
        }
        AppError::NotRetracted { seq } => failed(Exit::Failed).next(format!("dyad show '{seq}'")),
        AppError::EmptyLog => failed(Exit::NotFound).next("dyad append FILE"),
        AppError::Uncovered { .. } | AppError::NoCheckpoint => failed(Exit::NotFound).next("dyad checkpoint"),
        AppError::NotOlder { .. } => failed(Exit::Usage).next("swap the two"),
        AppError::Proof(ProofError::Broken { .. } | ProofError::Note(NoteError::Forged { .. })) => {
            failed(Exit::Integrity)
        }
        AppError::Proof(_) => failed(Exit::Failed),
        AppError::NotOurs { .. } | AppError::Disagrees { .. } => failed(Exit::Integrity).next("dyad verify"),
    }
}

fn advised_log(error: &LogError) -> Failure {
    let exit = if error.is_integrity() { Exit::Integrity } else { Exit::Failed };
    let failed = Failure::new(exit, error.to_string());
    match error {
        LogError::NotAStore { path, .. } if !path.exists() => {
            Failure::new(Exit::NotFound, format!("there is no store in {}", path.display()))
                .next("dyad append FILE makes one, or pass --store DIR")
        }
        LogError::NotAStore { .. } => {
            Failure::new(Exit::NotFound, error.to_string()).next("pass --store DIR with another directory")
        }
        LogError::NewerFormat { .. } => failed.next("use the dyad that wrote it, or a later one"),
        LogError::Locked { .. } => failed.next("try again when it is done"),
        LogError::ReadOnly { .. } => failed.next("make it writable, or pass --store DIR with a copy"),
        LogError::DiskFull { .. } => failed.next("make room and try again; nothing of this commit was stored"),
        LogError::NetworkFilesystem { .. } => failed.next("pass --store DIR on a local disk"),
        LogError::Conflict { first, .. } => failed.next(format!("dyad show '{first}'")),
        LogError::DoesNotFollow { .. } => failed.next("import --exact into an empty store, or import without --exact"),
        LogError::Damaged { .. } | LogError::Anchor { .. } | LogError::Checkpoint { .. } => {
            failed.next("dyad verify names what is damaged; restore a backup")
        }
        LogError::Diverged { .. } => failed.next("name an empty directory, or import jsonl --merge to join two logs"),
        LogError::Unanchored { .. } => failed.next("dyad verify"),
        LogError::Unreadable { .. } => failed.next("use a newer dyad"),
        _ => failed,
    }
}

/// What concerns one article leaves the others to be read; what would concern every article ends the command.
fn advised_llm(error: &LlmError) -> Failure {
    let detail = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    let failed = Failure::new(Exit::Failed, format!("{error}{detail}"));
    match error {
        LlmError::Model { .. } => Failure::usage(error.to_string()).at("--llm-model"),
        LlmError::Endpoint { .. } => Failure::usage(error.to_string()).at("--llm-url"),
        LlmError::Key => Failure::usage(error.to_string()).at("DYAD_LLM_KEY"),
        LlmError::Status { status: 401 | 403, .. } => failed.next("set DYAD_LLM_KEY to a key the endpoint takes"),
        LlmError::Status { status: 400 | 404, .. } => failed.next("check --llm-url and --llm-model"),
        LlmError::Cache { .. } => failed.next("pass --llm-cache DIR with a directory that can be written"),
        LlmError::ArticlesSpent { .. } => {
            failed.about_this().next("a higher --max-articles, or again later: what is done is kept")
        }
        LlmError::TokensSpent { .. } => {
            failed.about_this().next("a higher --max-tokens, or again later: what is done is kept")
        }
        LlmError::ArticleTooLong { .. } => failed.about_this().next("--coder rules reads articles of any length"),
        _ => failed.about_this().next("try again, or --coder rules"),
    }
}

fn advised_tension(error: &TensionError) -> Failure {
    let failed = Failure::usage(error.to_string());
    match error {
        TensionError::UnknownProfile { .. } => failed.at("--profile").next("use one of those"),
        TensionError::UnknownModel { .. } => failed.at("--model").next("use one of those: dyad method list"),
        TensionError::Yearly { .. } => failed.at("--model").next("dyad export dyad-years --model risk@1"),
        _ => failed,
    }
}

/// Why a document is no article, as the user reads it.
pub fn advised_document(error: &DocumentError) -> Failure {
    let failed = Failure::new(Exit::Failed, error.to_string()).about_this();
    match error {
        DocumentError::Kind { .. } | DocumentError::NoArticle(ArticleError::NoMainText { .. }) => {
            failed.next("save its text as .txt or .md")
        }
        DocumentError::NothingInside => failed.next("name the files"),
        DocumentError::NoArticle(ArticleError::NotUtf8 { .. }) => failed.next("save it as UTF-8"),
        DocumentError::NoArticle(ArticleError::Nul { .. } | ArticleError::Binary { .. }) => {
            failed.next("save its text as .txt in UTF-8")
        }
        DocumentError::NoArticle(ArticleError::Row(_)) => {
            failed.next(r#"a line is {"id","text","published"?,"lang"?,"source"?,"url"?,"title"?}"#)
        }
        DocumentError::NoArticle(ArticleError::TooLong { .. }) | DocumentError::LineTooLong { .. } => {
            failed.next("split it into articles")
        }
        _ => failed,
    }
}

/// That nobody says when an article was published.
pub fn undated() -> Failure {
    Failure::new(Exit::Failed, "nothing says when it was published")
        .about_this()
        .next("pass --published 2025-07-01, or a month 2025-07, or --published unknown (kept, and in no trend)")
}

/// That an article says it is published on a day that is still to come.
pub fn from_the_future(span: DateSpan) -> Failure {
    Failure::new(Exit::Failed, format!("it says it was published on {span}, which is still to come"))
        .about_this()
        .next("pass --published with the right date, or --future if it is right")
}

/// That a file cannot be opened or read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let exit = if error.kind() == io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Failed };
    Failure::new(exit, format!("cannot be read: {error}")).at(path.display())
}

/// That a window ends before it begins.
pub fn reversed(from: Day, to: Day) -> Failure {
    Failure::usage(format!("the window ends on {to}, before it begins on {from}")).next("swap the two dates")
}

/// Why a file of event data was not imported, or not to its end.
pub fn advised_import(error: &ImportError) -> Failure {
    match error {
        ImportError::Log(error) => advised_log(error),
        ImportError::File { path, source } => unreadable(path, source),
        ImportError::Intake { path, source } => Failure::new(Exit::Failed, source.to_string())
            .at(path.display())
            .next("dyad import --help lists the layouts"),
    }
}
