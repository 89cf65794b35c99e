//! Checkpoints: what a log was, in a few lines that are kept elsewhere and can be signed.
//!
//! The text is a C2SP `tlog-checkpoint` with one extension line, so that the tools of transparency logs read it:
//!
//! ```text
//! dyad/4f1c0a9be2d377aa                                who the log is: the start of the hash of its first commit
//! 41                                                   commits
//! mL8ynx8cLrwgZ6bvfWyFV3MVbZK5kDiVXe0x4vX9H3M=         root of the tree over their hashes
//! head #97 5d0c...e1                                   last event, and the hash of the chain there
//!
//! — newsroom Q9xK...                                   signatures, if any
//! ```

mod key;
mod shelf;
mod tree;

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Head;
use crate::domain::{ContentHash, Seq};

pub use key::{KeyError, SigningKey, VerifyingKey};
pub use shelf::Shelf;
pub use tree::{InclusionPath, Tree, verify_extension, verify_inclusion};

/// What a line with a signature begins with.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// What the first line begins with.
const ORIGIN_MARK: &str = "dyad/";

/// What the extension line begins with.
const HEAD_MARK: &str = "head ";

/// What a log was after so many commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: `dyad/` and the first 16 hexadecimal digits of the hash of its first commit.
    pub origin: String,
    /// How many commits it held, at least 1.
    pub commits: u64,
    /// Root of the RFC 6962 tree over the chain hashes of the commits.
    pub root: ContentHash,
    /// Where it ended.
    pub head: Head,
}

/// Why a text is no checkpoint, or not one to rely on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// It does not look like a checkpoint.
    #[error("this is no checkpoint: {what}")]
    Malformed {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The key has not signed it.
    #[error("no signature of {key} is on the checkpoint")]
    Unsigned {
        /// Name of the key.
        key: String,
    },
    /// There is a signature of the key, of another text.
    #[error("the signature of {key} does not fit the checkpoint")]
    Forged {
        /// Name of the key.
        key: String,
    },
}

/// A checkpoint with the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is said.
    pub checkpoint: Checkpoint,
    signatures: Vec<Signature>,
}

/// Who signed, and the four bytes of the key's hash followed by the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    bytes: Vec<u8>,
}

impl Note {
    /// The checkpoint without a signature.
    pub fn unsigned(checkpoint: Checkpoint) -> Self {
        Self { checkpoint, signatures: Vec::new() }
    }

    /// The checkpoint signed by one key.
    pub fn signed(checkpoint: Checkpoint, key: &SigningKey) -> Self {
        let bytes = [key.hash().as_slice(), &key.sign(checkpoint.to_string().as_bytes())].concat();
        let signatures = vec![Signature { name: key.name().to_owned(), bytes }];
        Self { checkpoint, signatures }
    }

    /// This note with the signatures of the other as well; `None` where the other says something else.
    #[must_use]
    pub fn with_signatures_of(mut self, other: &Self) -> Option<Self> {
        if self.checkpoint != other.checkpoint {
            return None;
        }
        for signature in &other.signatures {
            if !self.signatures.contains(signature) {
                self.signatures.push(signature.clone());
            }
        }
        Some(self)
    }

    /// The names under it, in order. That they stand there proves nothing; see [`Note::verify`].
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.signatures.iter().map(|signature| signature.name.as_str())
    }

    /// Checks that the key signed this checkpoint.
    ///
    /// # Errors
    /// [`NoteError::Unsigned`] when it did not, [`NoteError::Forged`] when it signed something else.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), NoteError> {
        let text = self.checkpoint.to_string();
        let of_key = |signature: &&Signature| signature.name == key.name() && signature.bytes.starts_with(&key.hash());
        let mut outcome = Err(NoteError::Unsigned { key: key.name().to_owned() });
        for signature in self.signatures.iter().filter(of_key) {
            let bytes = signature.bytes.get(key.hash().len()..).unwrap_or_default();
            if key.has_signed(text.as_bytes(), bytes) {
                return Ok(());
            }
            outcome = Err(NoteError::Forged { key: key.name().to_owned() });
        }
        outcome
    }
}

impl fmt::Display for Checkpoint {
    /// The text that is signed: every line ends with a line feed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, commits, root, head } = self;
        write!(f, "{origin}\n{commits}\n{}\n", BASE64.encode(root.as_bytes()))?;
        writeln!(f, "{HEAD_MARK}{} {}", head.seq(), head.hash)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.checkpoint)?;
        for Signature { name, bytes } in &self.signatures {
            writeln!(f, "{SIGNATURE_MARK}{name} {}", BASE64.encode(bytes))?;
        }
        Ok(())
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let no = |what| NoteError::Malformed { what };
        let (body, below) = text.split_once("\n\n").ok_or(no("no empty line ends it"))?;
        let mut lines = body.split('\n');
        let mut line = |what| lines.next().ok_or(no(what));
        let origin = line("it has no first line")?;
        let commits: u64 = number(line("it does not say how many commits")?).ok_or(no("the commits are no number"))?;
        let root = hash(line("it has no root")?).ok_or(no("the root is no 32 bytes in Base64"))?;
        let head = line("it does not say where the log ended")?;
        let head = parse_head(head).ok_or(no("the last line is not `head #SEQ HASH`"))?;
        let ours = is_name(origin) && origin.starts_with(ORIGIN_MARK);
        if lines.next().is_some() || !ours || commits == 0 {
            return Err(no("a line is not as it should be"));
        }
        let checkpoint = Checkpoint { origin: origin.to_owned(), commits, root, head };
        let signatures =
            below.lines().map(signature).collect::<Option<_>>().ok_or(no("a signature is not readable"))?;
        Ok(Self { checkpoint, signatures })
    }
}

/// A number without a sign or leading zeros, so that every checkpoint has one text.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn hash(text: &str) -> Option<ContentHash> {
    BASE64.decode(text).ok()?.try_into().ok().map(ContentHash::from_bytes)
}

fn parse_head(line: &str) -> Option<Head> {
    let (seq, hash) = line.strip_prefix(HEAD_MARK)?.split_once(' ')?;
    let seq = number(seq.strip_prefix('#')?)?;
    let head = Head::at(Seq(seq), hash.parse().ok()?);
    (format!("{HEAD_MARK}{} {}", head.seq(), head.hash) == line).then_some(head)
}

fn signature(line: &str) -> Option<Signature> {
    let (name, bytes) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
    let bytes = BASE64.decode(bytes).ok()?;
    (is_name(name) && bytes.len() > 4).then(|| Signature { name: name.to_owned(), bytes })
}

/// Whether this may name a log or a key: visible ASCII without `+`, which separates the parts of a key.
fn is_name(text: &str) -> bool {
    (1..=120).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        let head = Head::at(Seq(97), ContentHash::of(b"head"));
        Checkpoint { origin: "dyad/4f1c0a9be2d377aa".to_owned(), commits: 41, root: ContentHash::of(b"root"), head }
    }

    #[test]
    fn a_note_reads_back_with_its_signatures() {
        let key = SigningKey::from_seed("newsroom", [7; 32]).unwrap();
        for note in [Note::unsigned(checkpoint()), Note::signed(checkpoint(), &key)] {
            assert_eq!(note.to_string().parse::<Note>().unwrap(), note);
        }
        assert_eq!(Note::signed(checkpoint(), &key).names().collect::<Vec<_>>(), ["newsroom"]);
    }

    #[test]
    fn only_the_key_that_signed_this_text_vouches_for_it() {
        let key = SigningKey::from_seed("newsroom", [7; 32]).unwrap();
        let namesake = SigningKey::from_seed("newsroom", [8; 32]).unwrap().verifying_key();
        let note = Note::signed(checkpoint(), &key);
        assert_eq!(note.verify(&key.verifying_key()), Ok(()));
        let unsigned = NoteError::Unsigned { key: "newsroom".to_owned() };
        assert_eq!(note.verify(&namesake), Err(unsigned.clone()));
        assert_eq!(Note::unsigned(checkpoint()).verify(&key.verifying_key()), Err(unsigned));
        let altered = Note { checkpoint: Checkpoint { commits: 42, ..checkpoint() }, ..note };
        assert_eq!(altered.verify(&key.verifying_key()), Err(NoteError::Forged { key: "newsroom".to_owned() }));
    }

    #[test]
    fn a_note_with_any_byte_changed_is_no_note_or_another_or_unsigned() {
        let key = SigningKey::from_seed("newsroom", [7; 32]).unwrap();
        let note = Note::signed(checkpoint(), &key);
        let text = note.to_string();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let accepted = changed.parse::<Note>().is_ok_and(|changed| changed.verify(&key.verifying_key()).is_ok());
            assert!(!accepted, "byte {at} can change unseen: {changed}");
        }
    }

    #[test]
    fn numbers_have_one_spelling() {
        for wrong in ["041", "+41", " 41", "-1", ""] {
            let text = Note::unsigned(checkpoint()).to_string().replacen("\n41\n", &format!("\n{wrong}\n"), 1);
            assert!(text.parse::<Note>().is_err(), "{wrong:?}");
        }
    }
}
