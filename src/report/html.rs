//! Pages: text that came from outside is escaped wherever it stands.

use super::Page;

/// The text with everything escaped that means something in HTML, in contents and in quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A whole page in a language around a navigation and a body that are HTML already. `skip` is the link past the navigation; `live`
/// is announced when the page was brought up to date.
pub fn framed(language: &str, title: &str, (skip, live): (&str, &str), nav: &str, body: &str) -> String {
    let mut page = Page::default();
    page.line("<!doctype html>");
    page.line(format!("<html lang=\"{}\"><head><meta charset=\"utf-8\">", escaped(language)));
    page.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.line(format!("<title>{} – dyad</title>", escaped(title)));
    page.line("<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">");
    page.line("<link rel=\"stylesheet\" href=\"/style.css\"><script type=\"module\" src=\"/dyad.js\"></script></head>");
    page.line(format!("<body><a class=\"skip\" href=\"#main\">{}</a><header><nav>", escaped(skip)));
    page.block(nav);
    page.line(format!("</nav></header><p id=\"live\" role=\"status\" data-said=\"{}\"></p>", escaped(live)));
    page.line("<main id=\"main\" tabindex=\"-1\">");
    page.block(body);
    page.line("</main></body></html>");
    page.into_text()
}

/// A table; the cells are HTML already. The columns named in `numbers` (from 0) hold numbers.
pub fn table(caption: &str, header: &[&str], numbers: &[usize], rows: &[Vec<String>]) -> String {
    let class = |at: usize| if numbers.contains(&at) { " class=\"number\"" } else { "" };
    let mut page = Page::default();
    page.line(format!("<table><caption>{}</caption><thead><tr>", escaped(caption)));
    for (at, name) in header.iter().enumerate() {
        page.line(format!("<th scope=\"col\"{}>{}</th>", class(at), escaped(name)));
    }
    page.line("</tr></thead><tbody>");
    for row in rows {
        let cells: Vec<String> =
            row.iter().enumerate().map(|(at, cell)| format!("<td{}>{cell}</td>", class(at))).collect();
        page.line(format!("<tr>{}</tr>", cells.concat()));
    }
    page.line("</tbody></table>");
    page.into_text()
}

/// What makes pages livelier where scripts run: sliders, and the log as it grows.
pub const SCRIPT: &str = include_str!("dyad.js");

/// The mark in a browser's tab.
pub const ICON: &str = include_str!("icon.svg");

/// The style of every page: plain, readable in light and dark, on narrow screens and on paper.
pub const STYLE: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(
            escaped("<script>alert('x')</script> & \"y\""),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;"
        );
        assert!(!framed("en", "</title><script>", ("", ""), "", "").contains("<script>"));
    }
}
