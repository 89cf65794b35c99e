//! Every example in the data files codes as stated, and every time expression resolves as stated.

use dyad::coder::lang::LANGUAGES;
use dyad::coder::{Coder, RulesCoder, rules};
use dyad::domain::{Article, DateSpan, Status};

fn article(text: &str, language: &str) -> Article {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    article.published = "2024-05-16".parse().ok();
    article
}

fn coded(coder: &RulesCoder, article: &Article) -> Vec<String> {
    let shown = |c: &dyad::coder::CodedInteraction| {
        let i = &c.interaction;
        let status = if i.status == Status::Actual { String::new() } else { format!(" {}", i.status) };
        format!("{}>{} {}{status}", i.parties.source().actor, i.parties.target().actor, i.cameo)
    };
    let mut all: Vec<String> = coder.code(article).interactions.iter().map(shown).collect();
    all.sort();
    all
}

#[test]
fn every_example_codes_as_stated() {
    let coder = RulesCoder::new();
    let mut wrong = Vec::new();
    for files in LANGUAGES {
        for (frame, example) in rules::examples(files).unwrap() {
            let found = coded(&coder, &article(example.text, files.code));
            let mut expected: Vec<String> = example.expected.iter().map(|e| (*e).to_owned()).collect();
            expected.sort();
            if found != expected {
                wrong.push(format!(
                    "{frame} line {}: {}\n    stated {expected:?}\n    coded  {found:?}",
                    example.line, example.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_time_expression_resolves_as_stated() {
    let coder = RulesCoder::new();
    let mut wrong = Vec::new();
    for files in LANGUAGES {
        for example in rules::time_examples(files).unwrap() {
            let mut article = article(example.text, files.code);
            article.published = example.published.parse().ok();
            let expected: DateSpan = example.expected.parse().unwrap();
            let found: Vec<_> = coder.code(&article).interactions.iter().map(|c| c.interaction.occurred).collect();
            if found != [Some(expected)] {
                wrong.push(format!(
                    "{} line {}: {} @{}\n    stated {expected}, coded {found:?}",
                    files.code, example.line, example.text, example.published
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples\n{}", wrong.len(), wrong.join("\n"));
}
