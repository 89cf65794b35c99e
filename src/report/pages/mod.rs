//! The pages of `dyad serve`, from the same reports the terminal shows. Every page is whole without a script.
//!
//! [`View`] is what every page knows: the words of its language, and the query that its links carry on, so that an
//! address holds the whole state of a page. One file a page.

pub mod article;
pub mod controls;
pub mod country;
pub mod log;
pub mod matrix;
pub mod method;
pub mod pair;
pub mod ranking;
pub mod words;

use super::html::{escaped, framed};
use super::{Basis, Page};
pub use words::Words;

/// Parameters that links from page to page carry on: whose past is looked at, and how.
const CARRIED: [&str; 8] = ["to", "published_by", "known_at", "model", "profile", "half_life", "actors", "lang"];

/// What every page knows.
#[derive(Debug, Clone)]
pub struct View {
    /// The words of the interface.
    pub words: Words,
    /// The parameters of the address, in order.
    pub query: Vec<(String, String)>,
    /// The path of the address.
    pub path: String,
}

impl View {
    /// The value of a parameter; `None` where it is missing or empty.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// A word of the interface.
    pub fn word(&self, key: &'static str) -> &'static str {
        self.words.get(key)
    }

    /// An address with the cuts of this page; escaped, to stand in an attribute.
    pub fn link(&self, path: &str) -> String {
        let carried = self.query.iter().filter(|(key, value)| CARRIED.contains(&key.as_str()) && !value.is_empty());
        address(path, carried.cloned())
    }

    /// This address with one parameter set to another value, or without it.
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        let kept = self.query.iter().filter(|(key, old)| key != name && !old.is_empty()).cloned();
        address(&self.path, kept.chain(value.map(|value| (name.to_owned(), value.to_owned()))))
    }

    /// A link to a pair.
    pub fn pair_link(&self, pair: &str) -> String {
        format!("<a href=\"{}\">{pair}</a>", self.link(&format!("/pair/{pair}")))
    }

    /// A link to a country.
    pub fn country_link(&self, actor: &str) -> String {
        format!("<a href=\"{}\">{actor}</a>", self.link(&format!("/country/{actor}")))
    }

    /// A whole page.
    fn page(&self, title: &str, body: &str, basis: &Basis) -> String {
        let mut main = Page::default();
        main.block(body);
        main.line(format!("<p class=\"basis\">{}</p>", escaped(&basis.line())));
        self.bare(title, &main.into_text())
    }

    /// A whole page without a basis.
    fn bare(&self, title: &str, body: &str) -> String {
        let links = [("/", "ranking"), ("/matrix", "matrix"), ("/log", "log"), ("/method", "method")];
        let mut nav = Page::default();
        nav.line(format!("<a class=\"brand\" href=\"{}\">dyad</a>", self.link("/")));
        for (path, key) in links {
            let here = if self.path == path { " aria-current=\"page\"" } else { "" };
            nav.line(format!("<a href=\"{}\"{here}>{}</a>", self.link(path), self.word(key)));
        }
        for (code, name) in Words::LANGUAGES {
            if code != self.words.code() {
                nav.line(format!(
                    "<a lang=\"{code}\" hreflang=\"{code}\" href=\"{}\">{name}</a>",
                    self.with("lang", Some(code))
                ));
            }
        }
        framed(self.words.code(), title, (self.word("skip"), self.word("live")), &nav.into_text(), body)
    }
}

fn address(path: &str, query: impl Iterator<Item = (String, String)>) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    query.for_each(|(key, value)| {
        written.append_pair(&key, &value);
    });
    let query = written.finish();
    escaped(&if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

/// A page that says what went wrong and what to do.
pub fn problem(view: &View, title: &str, detail: &str, next: Option<&str>) -> String {
    let next = next.map(|next| format!("<p>{}: {}</p>", view.word("next"), escaped(next))).unwrap_or_default();
    view.bare(title, &format!("<h1>{}</h1><p>{}</p>{next}", escaped(title), escaped(detail)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::report) fn view(query: &[(&str, &str)]) -> View {
        let query = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        View { words: Words::of("en"), query, path: "/pair/ARM-AZE".to_owned() }
    }

    #[test]
    fn links_carry_the_cuts_and_leave_the_rest() {
        let view = view(&[("to", "2022-03-01"), ("known_at", "#41"), ("by", "week"), ("published_by", "")]);
        assert_eq!(view.link("/log"), "/log?to=2022-03-01&amp;known_at=%2341");
        assert_eq!(view.with("by", None), "/pair/ARM-AZE?to=2022-03-01&amp;known_at=%2341");
        assert_eq!(view.with("to", Some("2022-04-01")), "/pair/ARM-AZE?known_at=%2341&amp;by=week&amp;to=2022-04-01");
    }

    #[test]
    fn nothing_of_an_address_becomes_markup() {
        let view = view(&[("to", "\"><script>")]);
        assert!(!view.link("/").contains('<') && !view.link("/").contains('"'));
        assert!(!problem(&view, "<b>", "<i>", Some("<u>")).contains("<i>"));
    }
}
