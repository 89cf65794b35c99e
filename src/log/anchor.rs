//! The anchor file `log.head`: where the log ended when it was last written, kept outside the database.
//!
//! A hash chain alone cannot see a cut tail. The anchor can: it is written after each commit and never synced on
//! purpose, so it may be behind the log, never ahead of it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Head, LogError};
use crate::domain::{ContentHash, Seq};

/// What the line begins with; the number is the version of the file.
const MAGIC: &str = "dyad log.head 1";

/// Bytes of the file: magic, position in 20 digits, hash, separators.
const LEN: usize = MAGIC.len() + 1 + 20 + 1 + 64 + 1;

/// The anchor of one log.
#[derive(Debug)]
pub(super) struct Anchor {
    path: PathBuf,
    /// Kept open by writers, so that an append costs one small write.
    file: Option<File>,
}

impl Anchor {
    /// The anchor beside this database.
    pub fn beside(database: &Path) -> Self {
        Self::at(database.with_extension("head"))
    }

    /// The same file format somewhere else.
    pub fn at(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// What the anchor says.
    ///
    /// # Errors
    /// [`LogError::Anchor`] when it is missing or not what an anchor looks like.
    pub fn read(&self) -> Result<Head, LogError> {
        let broken = |what: String| LogError::Anchor { path: self.path.clone(), what };
        let mut text = Vec::new();
        let opened = File::open(&self.path).and_then(|file| file.take(4096).read_to_end(&mut text));
        match opened {
            Ok(_) => parse(&text).ok_or_else(|| broken("it is not readable as an anchor".to_owned())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(broken("it is missing".to_owned())),
            Err(source) => Err(LogError::io(&self.path)(source)),
        }
    }

    /// Writes the anchor of a new log and makes it durable, so that it is there whatever happens later.
    pub fn create(&mut self) -> std::io::Result<()> {
        self.write(Seq(0), &Head::EMPTY_HASH)?;
        self.file.as_ref().map_or(Ok(()), File::sync_all)?;
        sync_directory(&self.path)
    }

    /// Overwrites the anchor in place: always the same number of bytes, in one write.
    pub fn write(&mut self, seq: Seq, hash: &ContentHash) -> std::io::Result<()> {
        let line = format!("{MAGIC} {:020} {hash}\n", seq.0);
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(OpenOptions::new().create(true).write(true).truncate(false).open(&self.path)?),
        };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(line.as_bytes())
    }
}

/// Makes the name of a new file durable.
#[cfg(unix)]
pub(super) fn sync_directory(file: &Path) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

#[cfg(not(unix))]
pub(super) fn sync_directory(_file: &Path) -> std::io::Result<()> {
    Ok(())
}

fn parse(text: &[u8]) -> Option<Head> {
    let line = std::str::from_utf8(text).ok()?;
    let (magic, rest) = (line.get(..MAGIC.len())?, line.get(MAGIC.len()..LEN)?);
    let mut words = rest.strip_prefix(' ')?.strip_suffix('\n')?.split(' ');
    let (seq, hash) = (words.next()?, words.next()?);
    let shaped = magic == MAGIC && line.len() == LEN && seq.len() == 20 && seq.bytes().all(|b| b.is_ascii_digit());
    if !shaped || words.next().is_some() {
        return None;
    }
    Some(Head::at(Seq(seq.parse().ok()?), hash.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_reads_back_and_no_other_text_is_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut anchor = Anchor::beside(&dir.path().join("log.db"));
        assert!(matches!(anchor.read(), Err(LogError::Anchor { .. })));
        for seq in [0, 7, u64::MAX] {
            let hash = ContentHash::of(&seq.to_be_bytes());
            anchor.write(Seq(seq), &hash).unwrap();
            assert_eq!(anchor.read().unwrap(), Head::at(Seq(seq), hash));
        }
        let good = std::fs::read(anchor.path()).unwrap();
        assert_eq!(good.len(), LEN);
        for cut in 0..good.len() {
            assert!(parse(&good[..cut]).is_none(), "{cut} bytes");
        }
    }
}
