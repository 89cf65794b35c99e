//! CAMEO codes as shapes: code, root, quad class. What the codes mean is the codebook's.

use std::fmt;
use std::str::FromStr;

use super::{ParseError, serde_as_text};

/// A CAMEO code: two to four digits, the first two between 01 and 20. Leading zeros are part of it.
///
/// Source of the scheme: Gerner, Schrodt and Yilmaz, CAMEO codebook 1.1b3 (2012).
///
/// ```
/// use dyad::domain::{CameoCode, QuadClass};
/// let code: CameoCode = "0256".parse().unwrap();
/// assert_eq!(code.root().to_string(), "02");
/// assert_eq!(code.quad(), QuadClass::VerbalCooperation);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CameoCode([u8; 4]);

impl CameoCode {
    /// The code as text, leading zeros kept.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|&b| b == 0).unwrap_or(4);
        self.0.get(..len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }

    /// The first two digits.
    pub fn root(&self) -> Root {
        let [tens, ones, ..] = self.0;
        Root((tens - b'0') * 10 + (ones - b'0'))
    }

    /// The quad class of the root.
    pub fn quad(&self) -> QuadClass {
        self.root().quad()
    }
}

impl FromStr for CameoCode {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a CAMEO code (two to four digits, the first two 01 to 20)", text);
        let bytes = text.as_bytes();
        if !(2..=4).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(fail());
        }
        let mut code = [0; 4];
        code.get_mut(..bytes.len()).ok_or_else(fail)?.copy_from_slice(bytes);
        let code = Self(code);
        Root::new(code.root().0).map(|_| code).ok_or_else(fail)
    }
}

impl fmt::Display for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(CameoCode);

/// The root of a CAMEO code, 01 to 20.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Root(u8);

impl Root {
    /// The root with this number, or `None` outside 1..=20.
    pub fn new(number: u8) -> Option<Self> {
        (1..=20).contains(&number).then_some(Self(number))
    }

    /// The number, 1..=20.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The quad class: 01-05, 06-08, 09-13, 14-20.
    ///
    /// Follows GDELT and ICEWS (08 material cooperation, 09 verbal conflict, 16 material conflict); the
    /// PLOVER documents disagree among themselves.
    pub fn quad(self) -> QuadClass {
        match self.0 {
            ..=5 => QuadClass::VerbalCooperation,
            6..=8 => QuadClass::MaterialCooperation,
            9..=13 => QuadClass::VerbalConflict,
            _ => QuadClass::MaterialConflict,
        }
    }
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl FromStr for Root {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let number = if text.len() == 2 { text.parse().ok() } else { None };
        number.and_then(Self::new).ok_or_else(|| ParseError::new("a CAMEO root (01 to 20)", text))
    }
}

serde_as_text!(Root);

/// The four classes of interaction, numbered 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuadClass {
    /// 1: statements, appeals, intents, consultations, diplomatic cooperation.
    VerbalCooperation = 1,
    /// 2: material cooperation, aid, yielding.
    MaterialCooperation = 2,
    /// 3: investigation, demands, disapproval, rejection, threats.
    VerbalConflict = 3,
    /// 4: protest, force posture, reduced relations, coercion, assault, fight, mass violence.
    MaterialConflict = 4,
}

impl QuadClass {
    /// The number, 1 to 4, as every format writes it.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Whether the class is conflict (3 or 4).
    pub fn is_conflict(self) -> bool {
        matches!(self, Self::VerbalConflict | Self::MaterialConflict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quad_boundaries_follow_the_roots() {
        let quad = |code: &str| code.parse::<CameoCode>().unwrap().quad().number();
        assert_eq!(
            ["01", "057", "060", "0874", "090", "138", "14", "1823", "2042"].map(quad),
            [1, 1, 2, 2, 3, 3, 4, 4, 4]
        );
    }

    #[test]
    fn codes_outside_the_scheme_are_refused() {
        for bad in ["", "1", "00", "21", "210", "12345", "1a", "０1", " 1"] {
            assert!(bad.parse::<CameoCode>().is_err(), "{bad:?}");
        }
    }
}
