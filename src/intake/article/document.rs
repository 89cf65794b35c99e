//! Plain text and Markdown as drafts of articles.

use crate::domain::{Article, DateSpan, Language, ParseError};

use super::dates::{DateOrigin, Dates};
use super::dating::{Dating, stated};
use super::{ArticleError, check_text};

/// An article as a file gives it, before anybody has filled in what the file leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The text; spans are byte offsets into it.
    pub text: String,
    /// When it was published, if it says so.
    pub dating: Dating,
    /// What gave that date.
    pub dated_by: Option<DateOrigin>,
    /// What says another day, and which.
    pub other_dates: Vec<(DateOrigin, DateSpan)>,
    /// The language, if it says so.
    pub language: Option<Language>,
    /// Who published it, if it says so.
    pub publisher: Option<String>,
    /// Where it stands, if it says so.
    pub url: Option<String>,
    /// Its headline, if it says so.
    pub title: Option<String>,
}

impl Draft {
    /// The draft, dated by what it says of itself; a date at the top of its text counts last.
    #[must_use]
    pub fn dated(mut self, mut dates: Dates) -> Self {
        if let Ok(Dating::Known(span)) = stated(&self.text) {
            dates.say(DateOrigin::Text, &span.to_string());
        }
        (self.dating, self.dated_by, self.other_dates) = dates.settled();
        self
    }

    /// The article; an undated draft gives an article of unknown date.
    pub fn into_article(self) -> Article {
        Article {
            text: self.text,
            published: self.dating.span(),
            language: self.language,
            publisher: self.publisher,
            url: self.url,
            title: self.title,
        }
    }
}

/// Reads a plain text. The whole of it is the article, a `date` line at its top included.
///
/// # Errors
/// When a date at its top does not exist.
pub fn plain_text(text: String) -> Result<Draft, ArticleError> {
    let dating = stated(&text).map_err(|source| ArticleError::Field { field: "date", source })?;
    let dated_by = (dating != Dating::Missing).then_some(DateOrigin::Text);
    Ok(Draft { text, dating, dated_by, ..Draft::default() })
}

/// Reads Markdown. Front matter between two `---` lines is what is known of the article, not part of it:
/// `title`, `published` (or `date`), `source` (or `publisher`), `lang` (or `language`), `url`; others are ignored.
///
/// # Errors
/// When the front matter gives a date or language that is none, or nothing follows it.
pub fn markdown(text: String) -> Result<Draft, ArticleError> {
    let Some((matter, body)) = front_matter(&text) else {
        let title = heading(&text);
        return Ok(Draft { title, ..plain_text(text)? });
    };
    let mut draft = plain_text(body.to_owned())?;
    for line in matter.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if !value.is_empty() {
            set(&mut draft, &key.trim().to_ascii_lowercase(), value)?;
        }
    }
    draft.title = draft.title.or_else(|| heading(body));
    check_text(&draft.text)?;
    Ok(draft)
}

fn set(draft: &mut Draft, key: &str, value: &str) -> Result<(), ArticleError> {
    match key {
        "title" => draft.title = Some(value.to_owned()),
        "published" | "date" => {
            draft.dating = Dating::parse(value).map_err(|source| ArticleError::Field { field: "published", source })?;
            draft.dated_by = Some(DateOrigin::Field);
        }
        "source" | "publisher" => draft.publisher = Some(value.to_owned()),
        "lang" | "language" => {
            draft.language =
                Some(parse_language(value).map_err(|source| ArticleError::Field { field: "lang", source })?);
        }
        "url" => draft.url = Some(value.to_owned()),
        _ => {}
    }
    Ok(())
}

/// Reads a language tag by its first part: `nl`, `nl-BE`, `en_GB`.
///
/// # Errors
/// When the first part is not two letters.
pub fn parse_language(tag: &str) -> Result<Language, ParseError> {
    let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
    first.to_ascii_lowercase().parse().map_err(|error: ParseError| ParseError::new(error.expected, tag))
}

/// The lines between a first line `---` and the next, and what comes after.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?.trim_start_matches(['\r', '\n'])));
        }
        at += line.len();
    }
    None
}

/// The first heading, `# Title`.
fn heading(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_about_the_article_and_not_part_of_it() {
        let text = "---\r\ntitle: \"Ruzie: twee landen\"\r\npublished: 2022-03\r\nsource: Courant\r\nlang: nl-BE\r\nmood: grim\r\n---\r\n\r\nTekst.\r\n";
        let draft = markdown(text.to_owned()).unwrap();
        assert_eq!(draft.text, "Tekst.\r\n");
        assert_eq!(draft.title.as_deref(), Some("Ruzie: twee landen"));
        assert_eq!(draft.dating, Dating::Known("2022-03".parse().unwrap()));
        assert_eq!(draft.publisher.as_deref(), Some("Courant"));
        assert_eq!(draft.language, Some("nl".parse().unwrap()));
    }

    #[test]
    fn markdown_without_front_matter_is_dated_like_plain_text() {
        let draft = markdown("# Ruzie\n\nDate: 2022-03-17\n\nTekst.".to_owned()).unwrap();
        assert_eq!(draft.dating, Dating::Known("2022-03-17".parse().unwrap()));
        assert_eq!(draft.title.as_deref(), Some("Ruzie"));
        assert!(draft.text.starts_with("# Ruzie"), "the text is kept as given");
    }

    #[test]
    fn wrong_front_matter_is_an_error_that_names_the_field() {
        let wrong = |text: &str| markdown(text.to_owned()).unwrap_err().to_string();
        assert!(wrong("---\npublished: 2025-02-30\n---\nTekst.").starts_with("published: "));
        assert!(wrong("---\nlang: Dutch\n---\nTekst.").starts_with("lang: "));
        assert_eq!(markdown("---\ntitle: x\n---\n\n".to_owned()).unwrap_err(), ArticleError::Empty);
    }
}
