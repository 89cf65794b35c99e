//! What a model is asked: the same words for every article, then the article.

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::known::Known;
use crate::domain::{Article, ContentHash};

const INSTRUCTIONS: &str = include_str!("prompt.md");
const SCHEMA: &str = include_str!("schema.json");
const EXAMPLES: &str = include_str!("examples.json");

/// The parts of a request that shape the answer besides the words, as they are hashed.
const SAMPLING: &str = "temperature 0, seed 1, json_schema strict";

/// An article of ours with its right answer, shown to the model.
#[derive(Debug, Clone, Deserialize)]
pub struct Example {
    published: String,
    language: String,
    text: String,
    interactions: Value,
}

impl Example {
    /// The text that a model may not quote as if it were the article's.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[derive(Debug, Clone, Deserialize)]
struct ExampleFile {
    examples: Vec<Example>,
    names: std::collections::BTreeMap<String, Vec<String>>,
}

/// Everything that is said to a model before the article.
#[derive(Debug, Clone)]
pub struct Prompt {
    instructions: String,
    schema: Value,
    file: ExampleFile,
    hash: ContentHash,
}

impl Prompt {
    /// The prompt over these codes and actors.
    pub fn new(known: &Known) -> Self {
        let instructions =
            INSTRUCTIONS.replace("{organisations}", &known.organisation_list()).replace("{codes}", &known.code_list());
        let mut hasher = Sha256::new();
        for part in [instructions.as_str(), SCHEMA, EXAMPLES, SAMPLING] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self {
            instructions,
            schema: serde_json::from_str(SCHEMA).expect("schema.json is JSON (tested)"),
            file: serde_json::from_str(EXAMPLES).expect("examples.json is a file of examples (tested)"),
            hash: ContentHash::from_bytes(hasher.finalize().into()),
        }
    }

    /// The hash of everything said before the article and of how the answer is drawn.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// The articles shown as examples.
    pub fn examples(&self) -> &[Example] {
        &self.file.examples
    }

    /// How an actor of the examples is written in texts, in lower case; `None` for any other actor.
    pub fn example_names(&self, actor: &str) -> Option<&[String]> {
        self.file.names.get(actor).map(Vec::as_slice)
    }

    /// The request for one article.
    pub fn request(&self, model: &str, article: &Article, reply_tokens: u32) -> Value {
        let mut messages = vec![json!({"role": "system", "content": self.instructions})];
        for example in &self.file.examples {
            let asked = question(&example.published, &example.language, &example.text);
            let answer = json!({"interactions": example.interactions}).to_string();
            messages.push(json!({"role": "user", "content": asked}));
            messages.push(json!({"role": "assistant", "content": answer}));
        }
        messages.push(json!({"role": "user", "content": article_question(article)}));
        json!({
            "model": model,
            "messages": messages,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "interactions", "strict": true, "schema": self.schema},
            },
            "temperature": 0,
            "seed": 1,
            "max_tokens": reply_tokens,
            "stream": false,
        })
    }
}

/// The part of a request that is the article's own.
pub fn article_question(article: &Article) -> String {
    let published = article.published.map_or_else(|| "unknown".to_owned(), |span| span.to_string());
    let language = article.language.map_or_else(|| "unknown".to_owned(), |language| language.to_string());
    question(&published, &language, &article.text)
}

fn question(published: &str, language: &str, text: &str) -> String {
    format!("published: {published}\nlanguage: {language}\n\n{text}")
}
