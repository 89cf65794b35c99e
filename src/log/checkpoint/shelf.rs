//! The checkpoints a store keeps: one small file each, named by the number of commits.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Note;
use crate::log::{LogError, anchor};

/// How the name of a checkpoint ends.
const ENDING: &str = "note";

/// Longest text that is read as a checkpoint, in bytes.
const TEXT_MAX: u64 = 64 << 10;

/// The directory of the checkpoints of a store.
#[derive(Debug, Clone)]
pub struct Shelf {
    dir: PathBuf,
}

impl Shelf {
    /// The checkpoints in this directory, which is made with the first one.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// All checkpoints, the shortest log first.
    ///
    /// # Errors
    /// [`LogError::Checkpoint`] when one cannot be understood, [`LogError::Io`] when one cannot be read.
    pub fn all(&self) -> Result<Vec<Note>, LogError> {
        self.files()?.iter().map(|file| self.read(file)).collect()
    }

    /// The checkpoint of the longest log, `None` where there is none.
    ///
    /// # Errors
    /// As [`Shelf::all`].
    pub fn newest(&self) -> Result<Option<Note>, LogError> {
        self.files()?.last().map(|file| self.read(file)).transpose()
    }

    /// Keeps a checkpoint, durably. Signatures of an equal one that is there already stay.
    ///
    /// # Errors
    /// [`LogError::Checkpoint`] when another one of as many commits is there, [`LogError::Io`].
    pub fn put(&self, note: &Note) -> Result<PathBuf, LogError> {
        let path = self.path_of(note);
        let together = if path.exists() {
            let there = self.read(&path)?;
            let differs = || Self::broken(&path, "it says something else of the same commits".to_owned());
            there.with_signatures_of(note).ok_or_else(differs)?
        } else {
            note.clone()
        };
        self.write(&path, &together.to_string()).map_err(LogError::io(&path))?;
        Ok(path)
    }

    /// Where the checkpoint is or would be kept.
    pub fn path_of(&self, note: &Note) -> PathBuf {
        self.dir.join(format!("{:012}.{ENDING}", note.checkpoint.commits))
    }

    /// That the log contradicts a checkpoint.
    pub(in crate::log) fn contradicted(&self, note: &Note, what: &str) -> LogError {
        Self::broken(&self.path_of(note), what.to_owned())
    }

    fn broken(path: &Path, what: String) -> LogError {
        LogError::Checkpoint { path: path.to_owned(), what }
    }

    fn files(&self) -> Result<Vec<PathBuf>, LogError> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(LogError::io(&self.dir)(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(LogError::io(&self.dir))?.path();
            if path.extension().is_some_and(|ending| ending == ENDING) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    fn read(&self, path: &Path) -> Result<Note, LogError> {
        let length = fs::metadata(path).map_err(LogError::io(path))?.len();
        if length > TEXT_MAX {
            return Err(Self::broken(path, "it is too long for a checkpoint".to_owned()));
        }
        let bytes = fs::read(path).map_err(LogError::io(path))?;
        let note: Option<Note> = std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok());
        let note = note.filter(|note| self.path_of(note) == path);
        note.ok_or_else(|| Self::broken(path, "it is no readable checkpoint".to_owned()))
    }

    fn write(&self, path: &Path, text: &str) -> std::io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        anchor::sync_directory(path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Checkpoint, SigningKey};
    use super::*;
    use crate::domain::{ContentHash, Seq};
    use crate::log::Head;

    fn checkpoint(commits: u64) -> Checkpoint {
        let head = Head::at(Seq(commits * 2), ContentHash::of(&commits.to_be_bytes()));
        Checkpoint { origin: "dyad/0011223344556677".to_owned(), commits, root: ContentHash::of(b"root"), head }
    }

    #[test]
    fn checkpoints_are_kept_in_order_and_collect_signatures() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(dir.path().join("checkpoints"));
        assert_eq!((shelf.newest().unwrap(), shelf.all().unwrap()), (None, Vec::new()));
        let keys: Vec<_> = ["a", "b"].iter().map(|name| SigningKey::from_seed(name, [1; 32]).unwrap()).collect();
        for commits in [1000, 7] {
            for key in &keys {
                shelf.put(&Note::signed(checkpoint(commits), key)).unwrap();
            }
        }
        shelf.put(&Note::unsigned(checkpoint(7))).unwrap();
        let all = shelf.all().unwrap();
        assert_eq!(all.iter().map(|note| note.checkpoint.commits).collect::<Vec<_>>(), [7, 1000]);
        assert!(all.iter().all(|note| keys.iter().all(|key| note.verify(&key.verifying_key()).is_ok())));
        assert_eq!(shelf.newest().unwrap().as_ref(), all.last());
    }

    #[test]
    fn another_checkpoint_of_the_same_commits_is_refused_and_damage_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(dir.path().to_owned());
        let path = shelf.put(&Note::unsigned(checkpoint(7))).unwrap();
        let other = Checkpoint { root: ContentHash::of(b"another"), ..checkpoint(7) };
        assert!(matches!(shelf.put(&Note::unsigned(other)), Err(LogError::Checkpoint { .. })));
        let text = fs::read_to_string(&path).unwrap();
        for damaged in [text.replacen("\n7\n", "\n8\n", 1), text.replace("dyad", ""), "x".repeat(70_000)] {
            fs::write(&path, damaged).unwrap();
            assert!(matches!(shelf.newest(), Err(LogError::Checkpoint { .. })));
        }
    }
}
