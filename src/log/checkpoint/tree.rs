//! The RFC 6962 tree over the commits of a log: leaf *n* is the 32 bytes of the chain hash of commit *n*, from 0.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use sha2::Sha256;

use super::{Checkpoint, ORIGIN_MARK};
use crate::domain::{ContentHash, Seq};
use crate::log::Head;
use crate::log::chain::Columns;
use crate::wire::Record;

/// The tree over the first commits of a log.
pub struct Tree {
    merkle: MemoryBackedTree<Sha256, [u8; 32]>,
    head: Head,
}

/// One commit and how it hangs in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionPath {
    /// Which commit of the log, from 0.
    pub index: u64,
    /// The chain hash before it.
    pub previous: ContentHash,
    /// Hashes of the siblings on the way up, 32 bytes each.
    pub path: Vec<u8>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { merkle: MemoryBackedTree::new(), head: Head::empty() }
    }
}

impl Tree {
    /// Adds the commit that comes next, by its last event and the hash of the chain there.
    pub fn push(&mut self, last: Seq, hash: ContentHash) {
        self.head = Head::at(last, hash);
        self.merkle.push(*hash.as_bytes());
    }

    /// How many commits it is over.
    pub fn commits(&self) -> u64 {
        self.merkle.len()
    }

    /// What there is to say of the log so far; `None` for an empty one.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let first = ContentHash::from_bytes(*self.merkle.items().first()?);
        let origin = format!("{ORIGIN_MARK}{}", first.to_string().get(..16)?);
        let root = ContentHash::from_bytes((*self.merkle.root().as_bytes()).into());
        Some(Checkpoint { origin, commits: self.commits(), root, head: self.head.clone() })
    }

    /// The way from a commit, counted from 0, to the root; `None` where there is no such commit.
    pub fn inclusion(&self, index: u64) -> Option<InclusionPath> {
        let at = usize::try_from(index).ok().filter(|at| *at < self.merkle.items().len())?;
        let before = at.checked_sub(1).and_then(|before| self.merkle.get(before));
        let previous = before.map_or(Head::EMPTY_HASH, |hash| ContentHash::from_bytes(*hash));
        let path = self.merkle.prove_inclusion(at).as_bytes().to_vec();
        Some(InclusionPath { index, previous, path })
    }

    /// That the tree over the first `older` commits is the beginning of this one; `None` unless 0 < `older` <= commits.
    pub fn extension(&self, older: u64) -> Option<Vec<u8>> {
        let added = self.commits().checked_sub(older).filter(|_| older > 0)?;
        Some(self.merkle.prove_consistency(usize::try_from(added).ok()?).as_bytes().to_vec())
    }
}

fn root_of(checkpoint: &Checkpoint) -> RootHash<Sha256> {
    RootHash::new((*checkpoint.root.as_bytes()).into(), checkpoint.commits)
}

/// Whether the commit stands in the log at this place, if the checkpoint is right.
pub fn verify_inclusion(checkpoint: &Checkpoint, record: &Record, at: &InclusionPath) -> bool {
    let leaf = *Columns::of(record).seal(&at.previous).as_bytes();
    let Ok(proof) = InclusionProof::try_from_bytes(at.path.clone()) else { return false };
    let in_range = at.index < checkpoint.commits && record.last_seq() <= checkpoint.head.seq();
    let starts = at.index > 0 || (at.previous == Head::EMPTY_HASH && record.first_seq == Seq(1));
    in_range && starts && root_of(checkpoint).verify_inclusion(&leaf, at.index, &proof).is_ok()
}

/// Whether the newer log begins with everything the older one held.
pub fn verify_extension(older: &Checkpoint, newer: &Checkpoint, path: &[u8]) -> bool {
    if older.commits == newer.commits {
        return path.is_empty() && older == newer;
    }
    let Ok(proof) = ConsistencyProof::try_from_bytes(path.to_vec()) else { return false };
    let grows = older.commits < newer.commits && older.head.seq() < newer.head.seq() && older.origin == newer.origin;
    grows && root_of(newer).verify_consistency(&root_of(older), &proof).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ArticleRedacted, CommitId, CommitKind, Event, NewCommit, Recorded};
    use crate::log::{Cursor, EventLog, Expected, MemoryLog};
    use sha2::Digest;

    fn log(commits: u8) -> MemoryLog {
        let mut log = MemoryLog::new(Box::new(|| Recorded::from_micros(1).unwrap()));
        for number in 0..commits {
            let redacted = ArticleRedacted { article: ContentHash::of(&[number]), reason: "asked".to_owned() };
            let id = CommitId::derive(CommitKind::Redact, &[&[number]]);
            let commit = NewCommit::new(id, CommitKind::Redact, vec![Event::ArticleRedacted(redacted)]).unwrap();
            log.append(commit, Expected::Any).unwrap();
        }
        log
    }

    fn tree(log: &MemoryLog, commits: usize) -> Tree {
        let mut tree = Tree::default();
        for record in log.records(&Cursor::start()).unwrap().take(commits) {
            let record = record.unwrap();
            tree.push(record.last_seq(), Columns::of(&record).seal(&tree.head.hash));
        }
        tree
    }

    /// The definition of RFC 6962, section 2.1, word for word.
    fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
        let hash = |parts: &[&[u8]]| -> [u8; 32] { Sha256::digest(parts.concat()).into() };
        match leaves {
            [] => hash(&[]),
            [leaf] => hash(&[&[0], leaf]),
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(split);
                hash(&[&[1], &root(left), &root(right)])
            }
        }
    }

    #[test]
    fn the_root_is_that_of_rfc_6962_over_the_hashes_of_the_chain() {
        for commits in 1..=20 {
            let log = log(commits);
            let tree = tree(&log, usize::MAX);
            let (mut leaves, mut previous) = (Vec::new(), Head::EMPTY_HASH);
            for record in log.records(&Cursor::start()).unwrap() {
                previous = Columns::of(&record.unwrap()).seal(&previous);
                leaves.push(*previous.as_bytes());
            }
            let checkpoint = tree.checkpoint().unwrap();
            assert_eq!(checkpoint.root.as_bytes(), &root(&leaves));
            assert_eq!((checkpoint.commits, &checkpoint.head), (u64::from(commits), &log.head().unwrap()));
        }
        assert_eq!(tree(&log(0), 1).checkpoint(), None);
    }

    #[test]
    fn every_commit_is_proved_to_be_in_its_place_and_in_no_other() {
        let log = log(13);
        let tree = tree(&log, 13);
        let checkpoint = tree.checkpoint().unwrap();
        let records: Vec<Record> = log.records(&Cursor::start()).unwrap().map(Result::unwrap).collect();
        for (index, record) in (0..).zip(&records) {
            let at = tree.inclusion(index).unwrap();
            assert!(verify_inclusion(&checkpoint, record, &at));
            for other in records.iter().filter(|other| *other != record) {
                assert!(!verify_inclusion(&checkpoint, other, &at));
            }
            assert!(!verify_inclusion(&checkpoint, record, &InclusionPath { index: index + 1, ..at.clone() }));
            assert!(!verify_inclusion(&checkpoint, record, &InclusionPath { path: Vec::new(), ..at }));
        }
        assert_eq!(tree.inclusion(13), None);
    }

    #[test]
    fn a_log_is_proved_to_begin_with_what_it_was_and_with_nothing_else() {
        let grown = log(13);
        let newer = tree(&grown, 13);
        let other = tree(&log(5), 5).checkpoint().map(|c| Checkpoint { root: c.head.hash, ..c }).unwrap();
        for commits in 1..=13 {
            let older = tree(&grown, usize::try_from(commits).unwrap()).checkpoint().unwrap();
            let path = newer.extension(commits).unwrap();
            let newest = newer.checkpoint().unwrap();
            assert!(verify_extension(&older, &newest, &path), "{commits}");
            assert!(!verify_extension(&other, &newest, &path), "{commits}");
            assert_eq!(verify_extension(&newest, &older, &path), commits == 13);
        }
        assert_eq!((newer.extension(0), newer.extension(14)), (None, None));
    }
}
