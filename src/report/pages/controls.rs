//! The form that says what is looked at: the three clocks, the model, whose acts.

use crate::domain::DateSpan;
use crate::report::html::escaped;
use crate::report::{Basis, Page};
use crate::tension::MODELS;

use super::View;

/// The form of a page: three clocks, model, actors, and whatever the page adds. It works without a script; with one, the
/// clocks get sliders between the first and last day of the log, and `known at` one over its positions.
pub fn cuts(view: &View, basis: &Basis, days: Option<DateSpan>, more: &str) -> String {
    let mut form = Page::default();
    let model = basis.model.as_str();
    form.line(format!(
        "<form method=\"get\" action=\"{}\" class=\"cuts\"><fieldset><legend>{}</legend>",
        escaped(&view.path),
        view.word("cuts")
    ));
    clocks(view, &mut form, "", days, basis.head.cursor.position(0).0);
    form.line(format!("<label>{} <select name=\"model\">", view.word("model")));
    for (known, _) in MODELS {
        let known = known.to_string();
        let chosen = if known == model { " selected" } else { "" };
        form.line(format!("<option{chosen}>{}</option>", escaped(&known)));
    }
    let all = if view.value("actors") == Some("all") { " selected" } else { "" };
    form.line(format!(
        "</select></label><label>{} <select name=\"actors\"><option value=\"official\">{}</option><option value=\"all\"{all}>{}</option></select></label>",
        view.word("actors"),
        view.word("official"),
        view.word("everyone")
    ));
    form.block(more);
    for hidden in ["lang", "profile", "half_life"] {
        if let Some(value) = view.value(hidden) {
            form.line(format!("<input type=\"hidden\" name=\"{hidden}\" value=\"{}\">", escaped(value)));
        }
    }
    form.line(format!(
        "<button>{}</button> <a href=\"{}\">{}</a></fieldset></form>",
        view.word("show"),
        escaped(&view.path),
        view.word("reset")
    ));
    form.into_text()
}

/// The inputs of the three clocks, their names behind a prefix.
pub fn clocks(view: &View, form: &mut Page, prefix: &str, days: Option<DateSpan>, last: u64) {
    let range = days
        .map(|days| format!(" placeholder=\"{1}\" data-first=\"{0}\" data-last=\"{1}\"", days.first(), days.last()))
        .unwrap_or_default();
    for name in ["to", "published_by"] {
        form.line(day(view, name, &format!("{prefix}{name}"), &range));
    }
    let full = format!("{prefix}known_at");
    let value = view.value(&full).unwrap_or_default();
    form.line(format!(
        "<label>{} <input name=\"{full}\" value=\"{}\" size=\"12\" data-seq=\"{last}\" placeholder=\"#{last}\"></label>",
        view.word("known_at"),
        escaped(value)
    ));
}

/// A field for a day, as ISO 8601 writes it; `more` are attributes.
pub fn day(view: &View, label: &'static str, name: &str, more: &str) -> String {
    let value = escaped(view.value(name).unwrap_or_default());
    let form = "pattern=\"[0-9]{4}-[0-9]{2}-[0-9]{2}\" title=\"2025-07-01\"";
    format!("<label>{} <input name=\"{name}\" size=\"10\" {form} value=\"{value}\"{more}></label>", view.word(label))
}

/// A choice among a few values, the first the default.
pub fn choice(view: &View, label: &'static str, name: &str, values: &[(&str, &'static str)]) -> String {
    let mut select = Page::default();
    select.line(format!("<label>{} <select name=\"{name}\">", view.word(label)));
    for (value, words) in values {
        let chosen = if view.value(name) == Some(value) { " selected" } else { "" };
        select.line(format!("<option value=\"{value}\"{chosen}>{}</option>", view.word(words)));
    }
    select.line("</select></label>");
    select.into_text()
}
