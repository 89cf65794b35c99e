//! The articles the program ships, written for the demo about public facts.

use crate::intake::article::{ArticleError, Draft, markdown};

/// File names and contents, in order of publication.
const ARTICLES: [(&str, &str); 13] = [
    ("2020-06-17-galwan.md", include_str!("../../events/demo/2020-06-17-galwan.md")),
    ("2020-10-05-karabach.md", include_str!("../../events/demo/2020-10-05-karabach.md")),
    ("2020-11-10-bestand.md", include_str!("../../events/demo/2020-11-10-bestand.md")),
    ("2021-11-17-border.md", include_str!("../../events/demo/2021-11-17-border.md")),
    ("2022-02-26-inval.md", include_str!("../../events/demo/2022-02-26-inval.md")),
    ("2022-09-15-syunik.md", include_str!("../../events/demo/2022-09-15-syunik.md")),
    ("2023-02-06-balloon.md", include_str!("../../events/demo/2023-02-06-balloon.md")),
    ("2023-09-21-offensief.md", include_str!("../../events/demo/2023-09-21-offensief.md")),
    ("2024-04-20-iran-israel.md", include_str!("../../events/demo/2024-04-20-iran-israel.md")),
    ("2024-12-30-aktau.md", include_str!("../../events/demo/2024-12-30-aktau.md")),
    ("2025-05-11-india-pakistan.md", include_str!("../../events/demo/2025-05-11-india-pakistan.md")),
    ("2025-07-02-jekaterinburg.md", include_str!("../../events/demo/2025-07-02-jekaterinburg.md")),
    ("2025-08-09-white-house.md", include_str!("../../events/demo/2025-08-09-white-house.md")),
];

/// Every shipped article with its file name.
///
/// # Errors
/// Never, as a test reads them all; an article that cannot be read would be named.
pub fn articles() -> impl Iterator<Item = (&'static str, Result<Draft, ArticleError>)> {
    ARTICLES.into_iter().map(|(name, text)| (name, markdown(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_article_is_dated_titled_and_in_a_language() {
        for (name, draft) in articles() {
            let draft = draft.unwrap();
            let published = draft.dating.span().unwrap().to_string();
            assert!(name.starts_with(&published), "{name} is published {published}");
            assert!(draft.title.is_some() && draft.publisher.is_some() && draft.language.is_some(), "{name}");
        }
    }

    #[test]
    fn every_article_in_the_folder_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/events/demo");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with("README"));
        names.sort();
        assert_eq!(names, ARTICLES.map(|(name, _)| name));
    }
}
