//! Whatever the text, the rule coder neither panics nor points outside it, and says the same twice.

use dyad::coder::lang::LANGUAGES;
use dyad::coder::{Coder, RulesCoder};
use dyad::domain::Article;
use proptest::prelude::*;

fn coder() -> &'static RulesCoder {
    static CODER: std::sync::OnceLock<RulesCoder> = std::sync::OnceLock::new();
    CODER.get_or_init(RulesCoder::new)
}

fn holds(text: &str, language: &str) -> Result<(), TestCaseError> {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    article.published = "2024-05-16".parse().ok();
    let coding = coder().code(&article);
    for span in coding.interactions.iter().map(|c| c.span).chain(coding.abstained.iter().map(|a| a.span)) {
        prop_assert!(span.of(&article.text).is_some(), "{span:?} lies outside {text:?}");
    }
    for coded in &coding.interactions {
        let parties = &coded.interaction.parties;
        prop_assert_ne!(parties.source().actor, parties.target().actor);
    }
    prop_assert_eq!(coder().code(&article), coding);
    Ok(())
}

/// Pieces that open, close and fill clauses in many languages, and what no newspaper prints.
const PIECES: &[&str] = &[
    "Russia",
    "l'Ukraine",
    "Türkiye'nin",
    "Россия",
    "України",
    "Israels",
    "die",
    "que",
    "that",
    "who",
    "(",
    ")",
    "«",
    "»",
    "\"",
    "'",
    "’s",
    "-",
    "–",
    ",",
    ";",
    ":",
    ".",
    "!",
    "?",
    "…",
    "\n\n",
    "\n",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "🇺🇦",
    "👩‍👩‍👧",
    "اسرائیل",
    "ירושלים",
    "中国",
    "ﬁ",
    "İ",
    "ß",
    "é",
    "e\u{301}",
    "17",
    "3,000",
    "2024-05-16",
    "May",
    "Monday",
    "attacked",
    "said",
    "has",
    "been",
    "will",
    "not",
    "to",
    "te",
    "zu",
    "wird",
    "hat",
    "ha",
    "угрожает",
    "напала",
    "saldırdı",
    "and",
    "und",
    "et",
    "і",
    "ve",
    "by",
    "von",
    "par",
    "sanctions",
    "Sanktionen",
    "ambassador",
    "\u{0}",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), language in 0..LANGUAGES.len()) {
        holds(&String::from_utf8_lossy(&bytes), LANGUAGES[language].code)?;
    }

    #[test]
    fn any_pieces_are_read(
        pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..120),
        language in 0..LANGUAGES.len(),
    ) {
        let text: String = pieces.iter().flat_map(|(piece, space)| [*piece, if *space { " " } else { "" }]).collect();
        holds(&text, LANGUAGES[language].code)?;
    }
}

#[test]
fn a_sentence_of_200_kilobytes_and_10_000_names_are_read() {
    let names = "Russia, Ukraine and Iran or China ".repeat(2_500);
    let sentence = "Russia said that Ukraine which Iran ".repeat(5_600);
    for text in [names, sentence] {
        holds(&text, "en").unwrap_or_else(|e| panic!("{e}"));
    }
}
