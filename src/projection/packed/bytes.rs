//! Numbers as bytes, and a checksum against accidents.

use super::PackedError;

/// Seven bits a byte, least significant first; the high bit says that more follow.
pub fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 128")]
    bytes.push(number as u8);
}

/// Reads bytes from the front.
pub struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    /// At the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// So many bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], PackedError> {
        let (first, rest) = self.0.split_first_chunk().ok_or(PackedError::Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    /// What [`put_varint`] wrote.
    pub fn varint(&mut self) -> Result<u64, PackedError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or(PackedError::Damaged)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(PackedError::Damaged)
    }

    /// A number below 2^32.
    pub fn narrow(&mut self) -> Result<u32, PackedError> {
        u32::try_from(self.varint()?).map_err(|_| PackedError::Damaged)
    }

    /// A number of things of at least a byte each, so that a damaged one cannot ask for memory.
    pub fn count(&mut self) -> Result<usize, PackedError> {
        let count = usize::try_from(self.varint()?).map_err(|_| PackedError::Damaged)?;
        if count <= self.0.len() { Ok(count) } else { Err(PackedError::Damaged) }
    }

    /// Whether nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

/// A sum over the bytes that any likely accident changes. No protection against intent: a cache is not trusted with
/// anything that the log does not hold.
pub fn checksum(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (place, byte) in last.iter_mut().zip(rest) {
        *place = *byte;
    }
    let step = |sum: u64, word: u64| (sum.rotate_left(23) ^ word).wrapping_mul(ODD);
    let sum = words.iter().fold(bytes.len() as u64, |sum, word| step(sum, u64::from_le_bytes(*word)));
    let sum = step(sum, u64::from_le_bytes(last));
    sum ^ (sum >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_cut_ones_do_not() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, number);
            assert_eq!(Cursor::new(&bytes).varint().unwrap(), number);
            assert!(Cursor::new(&bytes[..bytes.len() - 1]).varint().is_err());
        }
        assert!(Cursor::new(&[0xff; 11]).varint().is_err());
    }

    #[test]
    fn every_flipped_bit_changes_the_checksum() {
        let bytes: Vec<u8> = (0..100).collect();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert_ne!(checksum(&flipped), checksum(&bytes));
            }
        }
    }
}
