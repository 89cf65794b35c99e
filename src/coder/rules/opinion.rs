//! A second opinion: a linear model over hashed n-grams that names the root of an act whose words no frame knows.
//!
//! It is asked only where two actors stand as the sides of a clause and no frame found an act in it; who acts on whom
//! is the clause's own grammar, never the model's. `examples/train_opinion.rs` makes the weights, from the examples of
//! the frames and the development texts of `tests/gold`, all written for this project.

use crate::domain::CameoCode;

/// The weights as trained, 8 bits each.
static WEIGHTS: &[u8] = include_bytes!("opinion.bin");

/// What opens a file of weights.
pub const MAGIC: &[u8; 4] = b"DYO1";

/// Classes: 0 for no act, 1 to 20 for the CAMEO roots.
pub const CLASSES: usize = 21;

/// Hash buckets, a power of two.
pub const BUCKETS: usize = 1 << 15;

/// Bytes before the first weight: the magic, a scale and a bias a class, as little-endian `f32`.
const HEAD: usize = 4 + CLASSES * 8;

/// Letters of the shortest and the longest run of letters that counts.
const RUN: std::ops::RangeInclusive<usize> = 3..=6;

/// The weights and how sure the model must be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opinion {
    bytes: &'static [u8],
}

/// Least probability at which an opinion counts: of .2 to .7 the one with the best F on held-out texts (`docs/coder-figures.md`).
const SURE: f32 = 0.3;

impl Opinion {
    /// The shipped weights, where they are whole.
    pub fn shipped() -> Option<Self> {
        (WEIGHTS.len() == HEAD + BUCKETS * CLASSES && WEIGHTS.starts_with(MAGIC)).then_some(Self { bytes: WEIGHTS })
    }

    /// The bytes, for the coder's id.
    pub fn bytes(self) -> &'static [u8] {
        self.bytes
    }

    fn number(self, at: usize) -> f32 {
        let bytes = self.bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
        bytes.map_or(0.0, f32::from_le_bytes)
    }

    /// The code of the root the words speak of, as `0R0`; `None` where none is likely enough.
    pub fn of(self, language: &str, words: &[String]) -> Option<CameoCode> {
        let mut sums = [0_i32; CLASSES];
        let features = features(language, words);
        for feature in &features {
            let row = HEAD + feature * CLASSES;
            for (sum, weight) in sums.iter_mut().zip(self.bytes.get(row..row + CLASSES)?) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        let length = norm(features.len());
        let mut scores = [0.0_f32; CLASSES];
        for (class, (score, sum)) in scores.iter_mut().zip(sums).enumerate() {
            let (scale, bias) = (self.number(4 + class * 8), self.number(8 + class * 8));
            #[expect(clippy::cast_precision_loss, reason = "a sum of bytes over some hundred features")]
            let sum = sum as f32;
            *score = sum * scale * length + bias;
        }
        let best = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|s| libm::expf(s - best)).sum();
        let root = scores.iter().position(|s| *s >= best)?;
        if root == 0 || 1.0 / total < SURE {
            return None;
        }
        format!("{root:02}0").parse().ok()
    }
}

/// What a sum over `count` features is multiplied by: long clauses must not be surer for their length.
pub fn norm(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "some hundred features")]
    let count = count.max(1) as f32;
    1.0 / libm::sqrtf(count)
}

/// The buckets of a clause's words, each once, in ascending order: words and pairs of words of the language, and runs of letters, which
/// related languages share.
pub fn features(language: &str, words: &[String]) -> Vec<usize> {
    let mut found = Vec::with_capacity(words.len() * 24);
    let mut before = "";
    for word in words {
        found.push(bucket(&[language, " ", word]));
        found.push(bucket(&[language, " ", before, " ", word]));
        before = word;
        let framed = format!("_{word}_");
        let starts: Vec<usize> = framed.char_indices().map(|(at, _)| at).chain([framed.len()]).collect();
        for length in RUN {
            for ends in starts.windows(length + 1) {
                let (Some(from), Some(to)) = (ends.first(), ends.last()) else { continue };
                found.push(bucket(&[framed.get(*from..*to).unwrap_or_default()]));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// FNV-1a (Fowler, Noll and Vo 1991), folded to the number of buckets.
fn bucket(parts: &[&str]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for byte in parts.iter().flat_map(|p| p.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize & (BUCKETS - 1)
}

/// Rounds weights to bytes and puts them into a file's form: `weights[bucket * CLASSES + class]`, one bias a class.
pub fn packed(weights: &[f32], biases: &[f32]) -> Vec<u8> {
    let mut scales = [f32::MIN_POSITIVE; CLASSES];
    for row in weights.chunks(CLASSES) {
        for (scale, weight) in scales.iter_mut().zip(row) {
            *scale = scale.max(weight.abs() / 127.0);
        }
    }
    let mut bytes = MAGIC.to_vec();
    for (scale, bias) in scales.iter().zip(biases) {
        bytes.extend(scale.to_le_bytes());
        bytes.extend(bias.to_le_bytes());
    }
    for row in weights.chunks(CLASSES) {
        for (scale, weight) in scales.iter().zip(row) {
            #[expect(clippy::cast_possible_truncation, reason = "a weight over its scale lies within -127..=127")]
            bytes.push(((weight / scale).round() as i8).cast_unsigned());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    /// Weights that know one word: it speaks of root 19.
    fn knows(word: &str) -> Opinion {
        let mut weights = vec![0.0; BUCKETS * CLASSES];
        for feature in features("en", &words(word)) {
            weights[feature * CLASSES + 19] = 8.0;
        }
        Opinion { bytes: packed(&weights, &[0.0; CLASSES]).leak() }
    }

    #[test]
    fn the_shipped_weights_are_whole() {
        assert!(Opinion::shipped().is_some(), "opinion.bin is not what train_opinion writes");
    }

    #[test]
    fn a_known_word_names_its_root_and_an_unknown_one_none() {
        let opinion = knows("pummelled");
        assert_eq!(opinion.of("en", &words("was pummelled")).map(|c| c.to_string()), Some("190".to_owned()));
        assert_eq!(opinion.of("en", &words("fine weather")), None);
    }

    #[test]
    fn a_feature_counts_once_however_often_it_stands() {
        assert_eq!(features("en", &words("go go go")), features("en", &words("go go")));
        assert!(features("en", &[]).is_empty());
    }
}
