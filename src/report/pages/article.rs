//! `/article/HASH`: the text with what was read in it.

use crate::coder::Abstention;
use crate::domain::{ArticleId, ByteSpan, DateSpan, Seq};
use crate::log::Kept;
use crate::report::html::escaped;
use crate::report::{Basis, Page};

use super::View;

/// What the log says of an article.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its hash.
    pub article: ArticleId,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<DateSpan>,
    /// The interactions read in it, in the order of the log.
    pub read: Vec<Read>,
}

/// One interaction read in an article.
#[derive(Debug, Clone)]
pub struct Read {
    /// Its position in the log.
    pub seq: Seq,
    /// The bytes of the text that say it.
    pub span: ByteSpan,
    /// The pair.
    pub pair: String,
    /// In one line.
    pub headline: String,
    /// By which rule and coder.
    pub rule: String,
    /// Where it was taken back, if it was.
    pub retracted: Option<Seq>,
}

/// An article, its passages marked, and what each gave. `abstained` is what the coder reads now and leaves out.
pub fn article(view: &View, basis: &Basis, told: &Told, kept: Option<&Kept>, abstained: &[Abstention]) -> String {
    let mut body = Page::default();
    let title = match kept {
        Some(Kept::Whole(article)) => article.title.clone(),
        _ => None,
    };
    let name = format!("{} {}", view.word("article"), told.article.short());
    body.line(format!("<h1>{}</h1>", escaped(title.as_deref().unwrap_or(&name))));
    let unknown = || view.word("unknown").to_owned();
    let published = told.published.map_or_else(unknown, |span| span.to_string());
    let source = told.publisher.clone().unwrap_or_else(unknown);
    body.line(format!(
        "<p>{name} · {} {} · {} {}</p>",
        view.word("publisher"),
        escaped(&source),
        view.word("published"),
        published
    ));
    body.line(match kept {
        Some(Kept::Whole(article)) => format!("<div class=\"text\">{}</div>", marked(&article.text, &told.read)),
        Some(Kept::Erased) => format!("<p class=\"gone\">{}</p>", view.word("redacted")),
        None => format!("<p class=\"gone\">{}</p>", view.word("not_here")),
    });
    body.line(format!("<h2>{}</h2>", view.word("understood")));
    if told.read.is_empty() {
        body.line(format!("<p>{}</p>", view.word("none")));
    }
    body.line("<ol>");
    for read in &told.read {
        let back = read.retracted.map(|by| format!(" <b>({} {by})</b>", view.word("retracted"))).unwrap_or_default();
        let pair = view.link(&format!("/pair/{}", read.pair));
        let line = format!(
            "<a href=\"{pair}\">{}</a>{back}<br><small>{} · {}</small>",
            escaped(&read.headline),
            read.seq,
            escaped(&read.rule)
        );
        body.line(format!("<li id=\"e{}\">{line}</li>", read.seq.0));
    }
    body.line("</ol>");
    if let Some(Kept::Whole(article)) = kept {
        body.line(format!(
            "<h2>{}</h2><p><small>{}</small></p><ul>",
            view.word("abstained"),
            view.word("abstained_note")
        ));
        if abstained.is_empty() {
            body.line(format!("<li>{}</li>", view.word("none")));
        }
        for left in abstained {
            let quote = left.span.of(&article.text).unwrap_or_default();
            body.line(format!("<li>“{}” — {}</li>", escaped(quote), escaped(&left.reason.to_string())));
        }
        body.line("</ul>");
    }
    view.page(title.as_deref().unwrap_or(&name), &body.into_text(), basis)
}

/// The text with its passages marked. Passages may overlap: a mark opens at each border and says which events it belongs to.
fn marked(text: &str, read: &[Read]) -> String {
    let mut borders: Vec<usize> =
        read.iter().flat_map(|r| [r.span.start(), r.span.end()]).chain([0, text.len()]).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut html = String::new();
    for ends in borders.windows(2) {
        let [from, to] = ends else { continue };
        let Some(part) = text.get(*from..*to) else { continue };
        let mut over = read.iter().filter(|r| r.span.start() <= *from && r.span.end() >= *to).peekable();
        let Some(first) = over.peek().map(|r| r.seq.0) else {
            html.push_str(&escaped(part));
            continue;
        };
        let titles: Vec<String> = over.map(|r| escaped(&r.headline)).collect();
        let mark =
            format!("<a class=\"mark\" href=\"#e{first}\" title=\"{}\">{}</a>", titles.join("; "), escaped(part));
        html.push_str(&mark);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_passages_are_marked_and_no_letter_is_lost() {
        let read = |from: usize, to: usize, seq: u64| Read {
            seq: Seq(seq),
            span: ByteSpan::new(from, to).unwrap(),
            pair: "A-B".to_owned(),
            headline: format!("<{seq}>"),
            rule: String::new(),
            retracted: None,
        };
        let html = marked("ab<cd>ef", &[read(0, 4, 1), read(3, 7, 2)]);
        assert!(html.starts_with("<a class=\"mark\" href=\"#e1\" title=\"&lt;1&gt;\">ab&lt;</a>"), "{html}");
        assert!(html.contains("title=\"&lt;1&gt;; &lt;2&gt;\">c</a>"), "{html}");
        assert!(html.ends_with("</a>f"), "{html}");
    }
}
