//! Importing a history of militarised disputes, for the risk model. No tension counts it.

use crate::domain::{
    CoderId, CommitId, CommitKind, Confidence, ContentHash, DatasetImported, Event, Interaction, InteractionCoded,
    NewCommit, Origin, Parties, Party, RuleId, Sector, Status,
};
use crate::intake::mid::{History, Opponents};
use crate::log::{EventLog, Expected};

use super::AppError;

/// Disputes in a commit.
const CHUNK_LEN: usize = 2000;

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportedHistory {
    /// Pairs of opponents that are new.
    pub disputes: u64,
    /// Pairs of opponents that were here already.
    pub known: u64,
    /// Rows that could not be read.
    pub rejected: u64,
}

/// Appends a history that was read from a file with this hash. The same file adds nothing twice.
///
/// # Errors
/// When the log cannot be written.
pub fn import_mid(
    log: &mut dyn EventLog,
    history: &History,
    dataset: ContentHash,
) -> Result<ImportedHistory, AppError> {
    let rejected = history.rejected.len() as u64;
    let mut done = ImportedHistory { disputes: 0, known: 0, rejected };
    for (chunk, opponents) in (0..).zip(history.opponents.chunks(CHUNK_LEN)) {
        let count = opponents.len() as u64;
        let commit = commit_of(dataset, chunk, opponents, if chunk == 0 { rejected } else { 0 });
        if log.append(commit, Expected::Any)?.is_new() {
            done.disputes += count;
        } else {
            done.known += count;
        }
    }
    Ok(done)
}

fn commit_of(dataset: ContentHash, chunk: u32, opponents: &[Opponents], skipped: u64) -> NewCommit {
    let id = CommitId::derive(CommitKind::Import, &[b"mid", dataset.as_bytes(), &chunk.to_be_bytes()]);
    let rows = opponents.len() as u64;
    let format = InteractionCoded::DISPUTE_RULE.to_owned();
    let imported = Event::DatasetImported(DatasetImported { format, dataset, chunk, rows, skipped });
    let coded = opponents.iter().filter_map(|one| coded(one, dataset)).map(Event::InteractionCoded);
    NewCommit::new(id, CommitKind::Import, std::iter::once(imported).chain(coded).collect())
        .expect("it holds the event of its dataset at least")
}

/// A dispute as an interaction. It has no weight: a level of hostility is no Goldstein weight.
fn coded(opponents: &Opponents, dataset: ContentHash) -> Option<InteractionCoded> {
    let side = |actor| Party { actor, sector: Sector::State };
    let (source, target) = opponents.sides;
    // 138 threaten with military force, 150 demonstrate military power, 190 use conventional military force.
    let code = match opponents.hostility {
        Some(4..) => "190",
        Some(3) => "150",
        _ => "138",
    };
    let rule: RuleId = InteractionCoded::DISPUTE_RULE.parse().expect("three letters are a rule name");
    let coder: CoderId = "mid@1".parse().expect("a name and a number are a coder id");
    Some(InteractionCoded {
        interaction: Interaction {
            parties: Parties::new(side(source), side(target))?,
            symmetric: true,
            cameo: code.parse().expect("these are CAMEO codes"),
            goldstein: None,
            status: Status::Actual,
            occurred: Some(opponents.occurred),
            reported_by: None,
            confidence: Confidence::CERTAIN,
            rule,
        },
        origin: Origin::Row { dataset, line: opponents.line, key: opponents.key.clone() },
        published: None,
        coder,
    })
}
