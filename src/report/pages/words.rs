//! The words of the interface, one file a language.

/// One language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    code: &'static str,
    lines: &'static str,
}

const FILES: [(&str, &str); 2] = [("en", include_str!("words/en.tsv")), ("nl", include_str!("words/nl.tsv"))];

impl Words {
    /// The languages there are, with their own names.
    pub const LANGUAGES: [(&'static str, &'static str); 2] = [("en", "English"), ("nl", "Nederlands")];

    /// The words of a language; English where there are none.
    pub fn of(code: &str) -> Self {
        let found = FILES.into_iter().find(|(known, _)| *known == code);
        let (code, lines) = found.unwrap_or(("en", include_str!("words/en.tsv")));
        Self { code, lines }
    }

    /// The first language of an `Accept-Language` header that there is.
    pub fn accepted(header: &str) -> Self {
        let tags = header.split(',').filter_map(|part| part.split([';', '-']).next()).map(str::trim);
        Self::of(tags.into_iter().find(|tag| FILES.iter().any(|(known, _)| known == tag)).unwrap_or("en"))
    }

    /// The language, as ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The words behind a key; the key itself where there are none.
    pub fn get(self, key: &'static str) -> &'static str {
        let rows = self.lines.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        rows.into_iter().find(|(known, _)| *known == key).map_or(key, |(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        let keys = |lines: &'static str| -> Vec<&'static str> {
            lines
                .lines()
                .filter(|l| !l.starts_with('#'))
                .filter_map(|l| l.split_once('\t'))
                .map(|(key, _)| key)
                .collect()
        };
        let [(_, english), others @ ..] = FILES;
        for (code, lines) in others {
            assert_eq!(keys(english), keys(lines), "{code}");
        }
    }

    #[test]
    fn a_browser_gets_the_first_language_it_asks_for() {
        assert_eq!(Words::accepted("fr-FR,nl-BE;q=0.8,en;q=0.5").code(), "nl");
        assert_eq!(Words::accepted("").code(), "en");
        assert_eq!(Words::of("nl").get("ranking"), "Ranglijst");
    }
}
