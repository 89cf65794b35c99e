//! Ed25519 keys in the text form of signed notes: `name+hash+key`.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};

use super::is_name;

/// What a secret key begins with.
const SECRET_MARK: &str = "PRIVATE+KEY+";

/// Marks a key and its hash as Ed25519.
const ED25519: u8 = 1;

/// Why a text or a name makes no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The name cannot stand in a key.
    #[error("{name:?} cannot name a key: at most 120 visible ASCII characters, no blank, no +")]
    Name {
        /// What was given.
        name: String,
    },
    /// The text is no key of this kind.
    #[error("this is no {kind} key of a signed note")]
    Malformed {
        /// `signing` or `verifying`.
        kind: &'static str,
    },
}

/// A key that signs checkpoints. Its text is a secret; `Debug` does not show it.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key of this seed, which must come from a source of randomness that is fit for secrets.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name { name: name.to_owned() });
        }
        Ok(Self { name: name.to_owned(), key: ed25519_dalek::SigningKey::from_bytes(&seed) })
    }

    /// Who signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key others check its signatures with.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The secret text, to be kept where nobody else reads it.
    pub fn to_secret(&self) -> String {
        let key = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        format!("{SECRET_MARK}{}+{}+{}", self.name, hex(self.hash()), BASE64.encode(key))
    }

    pub(super) fn hash(&self) -> [u8; 4] {
        self.verifying_key().hash()
    }

    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let malformed = KeyError::Malformed { kind: "signing" };
        let read = || {
            let (name, hash, seed) = parts(text.trim_end().strip_prefix(SECRET_MARK)?)?;
            let key = Self::from_seed(name, seed).ok()?;
            (hex(key.hash()) == hash).then_some(key)
        };
        read().ok_or(malformed)
    }
}

/// A key that checks signatures; no secret. Its text is `name+hash+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifyingKey {
    /// Whose signatures it checks.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over the name, a line feed, and the key behind its mark.
    pub(super) fn hash(&self) -> [u8; 4] {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update([b'\n', ED25519]);
        hasher.update(self.key.as_bytes());
        let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
        [a, b, c, d]
    }

    pub(super) fn has_signed(&self, text: &[u8], signature: &[u8]) -> bool {
        let signature = ed25519_dalek::Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(self.hash()), BASE64.encode(key))
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let malformed = KeyError::Malformed { kind: "verifying" };
        let read = || {
            let (name, hash, key) = parts(text.trim_end())?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(&key).ok()?;
            let key = Self { name: name.to_owned(), key };
            (is_name(name) && hex(key.hash()) == hash).then_some(key)
        };
        read().ok_or(malformed)
    }
}

/// Name, hash and the 32 bytes of a key. Base64 may hold a `+`, so only the first two separate.
fn parts(text: &str) -> Option<(&str, &str, [u8; 32])> {
    let (name, rest) = text.split_once('+')?;
    let (hash, key) = rest.split_once('+')?;
    let key = BASE64.decode(key).ok()?;
    let (mark, key) = key.split_first()?;
    (*mark == ED25519).then_some((name, hash, key.try_into().ok()?))
}

fn hex(hash: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_from_their_text() {
        let key = SigningKey::from_seed("desk.example.org/log", [9; 32]).unwrap();
        let again: SigningKey = format!("{}\n", key.to_secret()).parse().unwrap();
        assert_eq!(again.to_secret(), key.to_secret());
        let public = key.verifying_key();
        assert_eq!(public.to_string().parse::<VerifyingKey>().unwrap(), public);
        assert!(key.to_secret().parse::<VerifyingKey>().is_err());
        assert!(public.to_string().parse::<SigningKey>().is_err());
        assert!(!format!("{key:?}").contains(&BASE64.encode([9; 32])[..20]));
    }

    #[test]
    fn a_key_of_another_program_is_read() {
        // The key of the Go checksum database, as published with Go.
        let known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        let key: VerifyingKey = known.parse().unwrap();
        assert_eq!((key.name(), key.to_string().as_str()), ("sum.golang.org", known));
    }

    #[test]
    fn a_key_with_a_letter_changed_or_a_name_that_cannot_be_one_is_refused() {
        let key = SigningKey::from_seed("k", [9; 32]).unwrap();
        let text = key.verifying_key().to_string();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert!(String::from_utf8(bytes).unwrap().parse::<VerifyingKey>().is_err(), "letter {at}");
        }
        for name in ["", "a b", "a+b", "é", "a\nb"] {
            assert!(SigningKey::from_seed(name, [0; 32]).is_err(), "{name:?}");
        }
    }
}
