//! The generator behind the intervals: MT19937, the one Python's `random` uses.
//!
//! The same seed draws the same documents here and in the Python scorer, so the intervals agree to the last digit.
//!
//! Source: Matsumoto and Nishimura 1998, ACM TOMACS 8(1); seeding by key and 53-bit reals as of their 2002 revision.

const LENGTH: usize = 624;
const OFFSET: usize = 397;

/// A stream of numbers that depends on the seed and on nothing else.
pub struct Twister {
    state: [u32; LENGTH],
    next: usize,
}

impl Twister {
    /// The stream of this seed.
    #[expect(clippy::indexing_slicing, reason = "indices stay below LENGTH by the loop's bounds and by wrapping")]
    pub fn new(seed: u32) -> Self {
        let mut state = [0_u32; LENGTH];
        let mut last = 19_650_218_u32;
        state[0] = last;
        for (i, word) in (0_u32..).zip(state.iter_mut()).skip(1) {
            last = 1_812_433_253_u32.wrapping_mul(last ^ (last >> 30)).wrapping_add(i);
            *word = last;
        }
        // The key is the seed alone, so its index, which the method adds, is always zero.
        let mut at = 1;
        for _ in 0..LENGTH {
            let previous = state[at - 1];
            let mixed = (previous ^ (previous >> 30)).wrapping_mul(1_664_525);
            state[at] = (state[at] ^ mixed).wrapping_add(seed);
            at = Self::wrap(&mut state, at);
        }
        let mut index = u32::try_from(at).unwrap_or_default();
        for _ in 1..LENGTH {
            let previous = state[at - 1];
            let mixed = (previous ^ (previous >> 30)).wrapping_mul(1_566_083_941);
            state[at] = (state[at] ^ mixed).wrapping_sub(index);
            at = Self::wrap(&mut state, at);
            index = u32::try_from(at).unwrap_or_default();
        }
        state[0] = 0x8000_0000;
        Self { state, next: LENGTH }
    }

    /// The position after `at`; past the end the last word becomes the first and the count starts at 1.
    fn wrap(state: &mut [u32; LENGTH], at: usize) -> usize {
        if at + 1 < LENGTH {
            return at + 1;
        }
        state[0] = state[LENGTH - 1];
        1
    }

    #[expect(clippy::indexing_slicing, reason = "indices are taken modulo LENGTH")]
    fn refill(&mut self) {
        for i in 0..LENGTH {
            let joined = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % LENGTH] & 0x7fff_ffff);
            let odd = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[i] = self.state[(i + OFFSET) % LENGTH] ^ (joined >> 1) ^ odd;
        }
        self.next = 0;
    }

    fn word(&mut self) -> u32 {
        if self.next >= LENGTH {
            self.refill();
        }
        let mut word = self.state.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    /// A number in 0..1 with 53 bits.
    pub fn real(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// An index below `count`; `count` is at least 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 <= real < 1, so it is an index")]
    pub fn below(&mut self, count: u32) -> usize {
        (self.real() * f64::from(count)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_one_python_draws() {
        // python3 -c "import random; r = random.Random(1); print([r.random() for _ in range(3)])"
        let mut stream = Twister::new(1);
        let drawn: Vec<f64> = (0..3).map(|_| stream.real()).collect();
        assert_eq!(drawn, [0.134_364_244_112_401_22, 0.847_433_736_937_232_7, 0.763_774_618_976_614]);
        // ... and past the first refill of the state: the 1000th number of seed 20260401.
        let mut stream = Twister::new(20_260_401);
        assert_eq!((0..1000).map(|_| stream.real()).last(), Some(0.558_472_419_089_834_9));
    }
}
