//! Web pages as drafts of articles: the main text by a port of Mozilla's Readability, and what the page says of itself.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::dates::{DateOrigin, Dates};
use super::document::{Draft, parse_language};
use super::linked::Linked;
use super::{ARTICLE_LEN_MAX, ArticleError, check_text};

/// Most elements a page may have; the longest live blogs have some 20,000.
const ELEMENTS_MAX: usize = 200_000;

/// Deepest nesting a page may have; what is written by hand or by a newsroom's system stays under 100.
const DEPTH_MAX: usize = 2_000;

/// Bytes of a page that may name its encoding (WHATWG HTML, "prescan a byte stream", 1,024 bytes).
const PRESCAN_LEN: usize = 1_024;

/// Reads a page. Its text is the main text, without menus, notices and related links.
///
/// Dates are taken, in this order, from structured data (JSON-LD), `meta` elements, `time` elements and the page's address;
/// what disagrees with the first is kept in [`Draft::other_dates`].
///
/// # Errors
/// When the page is too long, too deep, or has no main text.
pub fn page(bytes: &[u8], charset: Option<&str>) -> Result<Draft, ArticleError> {
    if bytes.len() > ARTICLE_LEN_MAX {
        return Err(ArticleError::TooLong { max: ARTICLE_LEN_MAX });
    }
    let html = text_of(bytes, charset);
    if depth(&html) > DEPTH_MAX {
        return Err(ArticleError::NoMainText { why: "its elements are nested too deep" });
    }
    let document = Document::from(html.as_str());
    let linked = Linked::of(&document);
    let url = first(&document, &[("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")])
        .or_else(|| linked.url.clone())
        .filter(|url| url.starts_with("http"));
    let dates = dates(&document, &linked, url.as_deref());
    let publisher = first(&document, &[("meta[property='og:site_name']", "content")])
        .or_else(|| linked.publisher.clone())
        .or_else(|| first(&document, &[("meta[name='application-name']", "content")]));
    let spoken = first(&document, &[("html", "lang"), ("meta[property='og:locale']", "content")]);
    let language = spoken.or_else(|| linked.language.clone()).and_then(|tag| parse_language(&tag).ok());
    without_surroundings(&document);
    let config = Config {
        max_elements_to_parse: ELEMENTS_MAX,
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        char_threshold: 200,
        ..Config::default()
    };
    let nothing = || ArticleError::NoMainText { why: "no main text was found in the page" };
    let mut readability = Readability::with_document(document, None, Some(config)).map_err(|_| nothing())?;
    let title = linked.headline.clone().or_else(|| Some(readability.get_article_title().trim().to_owned()));
    let article = readability.parse().map_err(|_| nothing())?;
    let text = tidied(&article.text_content);
    check_text(&text).map_err(|error| if error == ArticleError::Empty { nothing() } else { error })?;
    let title = title.filter(|t| !t.is_empty());
    Ok(Draft { text, language, publisher, url, title, ..Draft::default() }.dated(dates))
}

/// Words in a class or id that name what stands around an article on news sites.
const AROUND: [&str; 20] = [
    "cookie",
    "consent",
    "gdpr",
    "newsletter",
    "related",
    "recommend",
    "read-more",
    "readmore",
    "most-read",
    "promo",
    "share",
    "social",
    "comment",
    "paywall",
    "subscribe",
    "breadcrumb",
    "teaser",
    "sidebar",
    "advert",
    "tag-list",
];

/// Takes out what no reader takes for the article: Readability does so only in long pages.
fn without_surroundings(document: &Document) {
    document
        .select("nav, footer, form, dialog, [role=navigation], [role=dialog], [role=search], [aria-modal=true]")
        .remove();
    let named = document.select("[class], [id]");
    for node in named.nodes() {
        let kept = ["html", "body", "main", "article", "p", "figure", "h1"].iter().any(|name| node.has_name(name));
        let label = |key: &str| node.attr(key).unwrap_or_default().to_ascii_lowercase();
        let labels = format!("{} {}", label("class"), label("id"));
        // What holds the article itself may be called `article-with-comments`.
        let holds = || node.descendants().iter().filter(|inner| inner.has_name("p")).count() > 4;
        if !kept && AROUND.iter().any(|word| labels.contains(word)) && !holds() {
            node.remove_from_parent();
        }
    }
}

/// Whether bytes begin as a web page does.
pub fn is_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |tag: &[u8]| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") || begins(b"<body") || begins(b"<article")
}

/// The page as text: by its byte order mark, what the server said, what it says itself, else UTF-8, else Windows-1252.
fn text_of(bytes: &[u8], charset: Option<&str>) -> String {
    let named = || {
        let head = bytes.get(..bytes.len().min(PRESCAN_LEN)).unwrap_or(bytes);
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let at = head.find("charset=")? + "charset=".len();
        let rest = head.get(at..)?.trim_start_matches(['"', '\'']);
        Some(rest.split(['"', '\'', ';', '>', ' ', '/']).next().unwrap_or_default().to_owned())
    };
    let given = charset.map(str::to_owned).or_else(named);
    let encoding = given.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let encoding = encoding.unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => encoding_rs::WINDOWS_1252,
    });
    encoding.decode(bytes).0.into_owned()
}

/// Elements that have no end, or whose end is left out.
const OPEN: [&str; 18] = [
    "br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col", "embed", "track", "p", "li",
    "td", "tr", "option",
];

/// How deep elements are nested at most, told from the tags alone, so that a page made to break parsers is not parsed.
fn depth(html: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        match tag.as_bytes().first() {
            Some(b'/') => now = now.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                if !OPEN.iter().any(|o| name.eq_ignore_ascii_case(o)) {
                    now += 1;
                    deepest = deepest.max(now);
                }
            }
            _ => {}
        }
    }
    deepest
}

/// Paragraphs parted by one empty line, without white space at line ends.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for paragraph in paragraphs {
        if !tidy.is_empty() {
            tidy.push_str("\n\n");
        }
        tidy.push_str(paragraph);
    }
    tidy
}

/// The first of these attributes that is there and says something.
fn first(document: &Document, places: &[(&str, &str)]) -> Option<String> {
    let value = |(selector, attribute): &(&str, &str)| {
        document.select_single(selector).attr(attribute).map(|value| value.trim().to_owned())
    };
    places.iter().filter_map(value).find(|value| !value.is_empty())
}

/// Names under which `meta` elements give a date of publication.
const META_DATES: [&str; 14] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
];

fn dates(document: &Document, linked: &Linked, url: Option<&str>) -> Dates {
    let mut dates = Dates::default();
    if let Some(date) = &linked.published {
        dates.say(DateOrigin::StructuredData, date);
    }
    let metas = document.select("meta[content]");
    let called = |node: &dom_query::NodeRef<'_>| {
        let name = node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop"));
        name.map(|name| name.to_ascii_lowercase())
    };
    for known in META_DATES {
        for node in metas.nodes().iter().filter(|node| called(node).as_deref() == Some(known)) {
            dates.say(DateOrigin::Meta, &node.attr("content").unwrap_or_default());
        }
    }
    for selector in ["time[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "main time[datetime]"] {
        let time = document.select_single(selector);
        if let Some(date) = time.attr("datetime").or_else(|| time.attr("content")) {
            dates.say(DateOrigin::Time, &date);
        }
    }
    if let Some(url) = url {
        dates.say_address(url);
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "<p>Russia bombed the port of Odesa on Monday, the Ukrainian government said in a long statement.</p>\
        <p>Turkey condemned the attack and called on both countries to resume the talks that were broken off in May.</p>";

    fn page_of(head: &str, body: &str) -> Draft {
        page(format!("<!doctype html><html lang=en-GB><head>{head}</head><body>{body}</body></html>").as_bytes(), None)
            .unwrap()
    }

    #[test]
    fn the_main_text_is_kept_and_what_stands_around_it_is_not() {
        let around = "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><div class=cookie-banner>We use cookies.</div>";
        let related = "<aside class=related><h2>Read also</h2><a href=/x>Iran threatens Israel</a></aside><footer>All rights</footer>";
        let draft = page_of(
            "<title>Port bombed | Courier</title>",
            &format!("{around}<article><h1>Port bombed</h1>{STORY}</article>{related}"),
        );
        assert!(draft.text.starts_with("Russia bombed the port"), "{}", draft.text);
        assert!(draft.text.ends_with("broken off in May."), "{}", draft.text);
        assert_eq!(draft.language.map(|l| l.to_string()).as_deref(), Some("en"));
    }

    #[test]
    fn structured_data_dates_the_page_and_what_disagrees_is_kept() {
        let linked = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],"headline":"Port bombed",
            "datePublished":"2024-05-12T22:10:00+03:00","publisher":{"name":"Courier"}}]}</script>
            <link rel=canonical href="https://courier.example/2024/05/02/port">"#;
        let draft = page_of(linked, STORY);
        assert_eq!(draft.dating.span(), Some("2024-05-12".parse().unwrap()));
        assert_eq!(draft.dated_by, Some(DateOrigin::StructuredData));
        assert_eq!(draft.other_dates.len(), 1);
        assert_eq!((draft.publisher.as_deref(), draft.title.as_deref()), (Some("Courier"), Some("Port bombed")));
        assert_eq!(draft.url.as_deref(), Some("https://courier.example/2024/05/02/port"));
    }

    #[test]
    fn an_encoding_the_page_names_is_read() {
        let mut bytes = b"<html><head><meta charset=windows-1251></head><body><p>".to_vec();
        bytes.extend(
            encoding_rs::WINDOWS_1251.encode(&"\u{420}\u{43e}\u{441}\u{441}\u{438}\u{44f} ".repeat(60)).0.iter(),
        );
        bytes.extend(b"</p></body></html>");
        assert!(page(&bytes, None).unwrap().text.starts_with("\u{420}\u{43e}\u{441}\u{441}\u{438}\u{44f}"));
    }

    #[test]
    fn a_page_made_to_break_parsers_is_refused_or_read_and_never_a_crash() {
        let deep = format!("<html>{}{STORY}", "<div>".repeat(100_000));
        assert!(matches!(page(deep.as_bytes(), None), Err(ArticleError::NoMainText { .. })));
        let nearly = format!("<html>{}{STORY}", "<div>".repeat(DEPTH_MAX - 10));
        let _ = page(nearly.as_bytes(), None);
        assert!(page(b"<html><body></body></html>", None).is_err());
        let script = page_of("", &format!("{STORY}<script>alert(1)</script>"));
        assert!(!script.text.contains("alert"));
    }
}
