//! JSON-LD in a page: what schema.org calls an article says of itself.

use dom_query::Document;
use serde_json::Value;

/// What structured data says of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Linked {
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its language tag.
    pub language: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// How deep a graph is searched.
const DEPTH_MAX: usize = 6;

impl Linked {
    /// The first article that some block of the page describes; blocks that are no JSON are passed over, as browsers do.
    pub fn of(document: &Document) -> Self {
        let blocks = document.select("script[type='application/ld+json']");
        for node in blocks.nodes() {
            let text = node.text();
            let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
            if let Some(article) = article(&value, 0) {
                return Self {
                    published: text_at(article, "datePublished").or_else(|| text_at(article, "dateCreated")),
                    headline: text_at(article, "headline"),
                    publisher: article.get("publisher").and_then(name),
                    language: text_at(article, "inLanguage"),
                    url: text_at(article, "url"),
                };
            }
        }
        Self::default()
    }
}

/// The first object that is an article of some kind.
fn article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > DEPTH_MAX {
        return None;
    }
    match value {
        Value::Array(list) => list.iter().find_map(|v| article(v, depth + 1)),
        Value::Object(fields) => {
            let is = |kind: &Value| {
                kind.as_str().is_some_and(|k| k.ends_with("Article") || k.ends_with("Posting") || k == "Report")
            };
            let kinds = value.get("@type");
            let typed = kinds.is_some_and(|k| is(k) || k.as_array().is_some_and(|all| all.iter().any(is)));
            if typed && (fields.contains_key("datePublished") || fields.contains_key("headline")) {
                return Some(value);
            }
            let inner = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"];
            inner.iter().filter_map(|key| fields.get(*key)).find_map(|v| article(v, depth + 1))
        }
        _ => None,
    }
}

fn text_at(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
}

/// The name of who is named as an object, a list or a text.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|n| !n.is_empty()),
        Value::Array(list) => list.iter().find_map(name),
        _ => text_at(value, "name"),
    }
}
