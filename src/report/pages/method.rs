//! `/method`: how the score is made.

use crate::report::Basis;
use crate::report::html::escaped;

use super::View;

/// The card of the model and the constants in force.
pub fn method(view: &View, basis: &Basis, card: &str, constants: &[(String, String)]) -> String {
    let rows: Vec<String> = constants
        .iter()
        .map(|(name, value)| format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(name), escaped(value)))
        .collect();
    let table =
        format!("<table><caption>{}</caption><tbody>{}</tbody></table>", escaped(&basis.profile), rows.concat());
    view.page(view.word("method"), &format!("<h1>{}</h1>\n{}\n{table}", view.word("method"), marked(card)), basis)
}

/// The little Markdown the cards are written in: headings, lists, paragraphs, bold and code.
fn marked(text: &str) -> String {
    let mut html = String::new();
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.trim_end(), blocks.last_mut()) {
            ("", _) => blocks.push(String::new()),
            (line, Some(last)) if !last.is_empty() && !line.starts_with(['#', '-']) => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            (line, _) => blocks.push(line.to_owned()),
        }
    }
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        let line = match (block.strip_prefix("# "), block.strip_prefix("- ")) {
            (Some(heading), _) => format!("<h2>{}</h2>\n", inline(heading)),
            (None, Some(item)) => format!("<p class=\"item\">{}</p>\n", inline(item)),
            (None, None) => format!("<p>{}</p>\n", inline(block)),
        };
        html.push_str(&line);
    }
    html
}

fn inline(text: &str) -> String {
    let paired = |text: &str, mark: &str, tag: &str| -> String {
        let parts = text.split(mark).enumerate();
        parts.map(|(at, part)| if at % 2 == 1 { format!("<{tag}>{part}</{tag}>") } else { part.to_owned() }).collect()
    };
    paired(&paired(&escaped(text), "**", "b"), "`", "code")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_becomes_headings_and_items_and_nothing_else() {
        let html = marked("# `m@1`\n\nFirst\nline <b>.\n\n- **One**: `x`\n  more\n- two");
        assert_eq!(
            html,
            "<h2><code>m@1</code></h2>\n<p>First line &lt;b&gt;.</p>\n<p class=\"item\"><b>One</b>: <code>x</code> more</p>\n<p class=\"item\">two</p>\n"
        );
    }
}
