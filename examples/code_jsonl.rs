//! For those who write language data: reads `src/coder/lang` as it stands on disk, without a build.
//!
//! `code_jsonl examples [LANG...]`: checks every example and time expression of the data.
//! `code_jsonl code < FILE.jsonl`: prints codings, as `dyad code --format jsonl` does.
//! `code_jsonl explain < FILE.jsonl`: prints what was seen and why it was coded or not.
//! `code_jsonl say LANG TEXT...`: explains one text, published 2024-05-16.

#![expect(clippy::print_stdout, clippy::indexing_slicing, reason = "a tool for people who write data: it prints")]

use std::io::{BufRead, stdin};
use std::path::Path;

use dyad::coder::rules::{self, LanguageFiles};
use dyad::coder::{CodedInteraction, Coder, RulesCoder};
use dyad::domain::{Article, ByteSpan, Status};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let languages = read(Path::new("src/coder/lang"));
    for files in languages {
        if let Err(error) = rules::check(files) {
            println!("{error}");
        }
    }
    let coder = RulesCoder::with(languages);
    let coder = if std::env::var_os("DYAD_NO_OPINION").is_some() { coder.without_opinion() } else { coder };
    match arguments.first().map(String::as_str) {
        Some("examples") => examples(&coder, languages, &arguments[1..]),
        Some("say") => {
            let mut article = Article::from_text(arguments[2..].join(" "));
            article.language = arguments[1].parse().ok();
            article.published = "2024-05-16".parse().ok();
            let (coding, lines) = coder.explain(&article);
            println!("{}", lines.join("\n"));
            coding.interactions.iter().for_each(|c| println!("=> {} [{:?}]", shown(c), c.interaction.occurred));
        }
        Some("explain") => each(|id, article| {
            let (coding, lines) = coder.explain(&article);
            println!("== {id}\n{}", lines.join("\n"));
            coding.interactions.iter().for_each(|c| println!("=> {} [{:?}]", shown(c), c.interaction.occurred));
        }),
        _ => each(|id, article| println!("{}", rendered(&id, &article, &coder))),
    }
}

fn read(root: &Path) -> &'static [LanguageFiles] {
    let mut languages = Vec::new();
    for folder in std::fs::read_dir(root).expect("run from the root of the repository") {
        let folder = folder.expect("a readable folder").path();
        if !folder.is_dir() {
            continue;
        }
        let mut files: Vec<(&'static str, &'static str)> = Vec::new();
        for file in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = file.expect("a readable file").path();
            let name = path.file_name().and_then(|n| n.to_str()).expect("a plain name").to_owned();
            files.push((name.leak(), std::fs::read_to_string(&path).expect("text").leak()));
        }
        let code = folder.file_name().and_then(|n| n.to_str()).expect("a plain name").to_owned();
        languages.push(LanguageFiles { code: code.leak(), files: files.leak() });
    }
    languages.sort_by_key(|l| l.code);
    languages.leak()
}

fn shown(c: &CodedInteraction) -> String {
    let i = &c.interaction;
    let status = if i.status == Status::Actual { String::new() } else { format!(" {}", i.status) };
    format!("{}>{} {}{status}", i.parties.source().actor, i.parties.target().actor, i.cameo)
}

fn coded(coder: &RulesCoder, text: &str, language: &str, published: &str) -> Vec<CodedInteraction> {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    article.published = published.parse().ok();
    coder.code(&article).interactions
}

fn examples(coder: &RulesCoder, languages: &[LanguageFiles], only: &[String]) {
    let (mut right, mut wrong) = (0, 0);
    for files in languages.iter().filter(|l| only.is_empty() || only.iter().any(|o| o == l.code)) {
        for (frame, example) in rules::examples(files).unwrap_or_default() {
            let mut found: Vec<String> =
                coded(coder, example.text, files.code, "2024-05-16").iter().map(shown).collect();
            let mut expected: Vec<String> = example.expected.iter().map(|e| (*e).to_owned()).collect();
            found.sort();
            expected.sort();
            if found == expected {
                right += 1;
                continue;
            }
            wrong += 1;
            println!("{frame} line {}: {}\n    stated {expected:?}\n    coded  {found:?}", example.line, example.text);
        }
        for example in rules::time_examples(files).unwrap_or_default() {
            let all = coded(coder, example.text, files.code, example.published);
            let found: Vec<String> = all.iter().map(|c| format!("{:?}", c.interaction.occurred)).collect();
            if found == [format!("Some({})", example.expected)] {
                right += 1;
                continue;
            }
            wrong += 1;
            println!(
                "{} time line {}: {} @{}\n    stated {}, coded {found:?}",
                files.code, example.line, example.text, example.published, example.expected
            );
        }
    }
    println!("{right} as stated, {wrong} not");
}

fn each(act: impl Fn(Value, Article)) {
    for line in stdin().lock().lines() {
        let line = line.expect("stdin is text");
        if line.trim().is_empty() {
            continue;
        }
        let given: Value = serde_json::from_str(&line).expect("a JSON object a line");
        let mut article = Article::from_text(given["text"].as_str().unwrap_or_default());
        article.published = given["published"].as_str().and_then(|p| p.parse().ok());
        article.language = given["lang"].as_str().and_then(|l| l.parse().ok());
        act(given["id"].clone(), article);
    }
}

fn rendered(id: &Value, article: &Article, coder: &RulesCoder) -> Value {
    let coding = coder.code(article);
    let quote = |s: ByteSpan| s.of(&article.text).unwrap_or_default().to_owned();
    let interaction = |c: &CodedInteraction| {
        let i = &c.interaction;
        json!({
            "source": i.parties.source().actor, "target": i.parties.target().actor, "symmetric": i.symmetric,
            "cameo": i.cameo, "quad": i.cameo.quad().number(), "status": i.status,
            "occurred": i.occurred.map(|o| json!({"first": o.first(), "last": o.last()})),
            "reported_by": i.reported_by, "span": [c.span.start(), c.span.end()], "quote": quote(c.span),
            "confidence": i.confidence.permille(), "rule": i.rule,
        })
    };
    let interactions: Vec<Value> = coding.interactions.iter().map(interaction).collect();
    let abstained: Vec<Value> = coding
        .abstained
        .iter()
        .map(|a| json!({"span": [a.span.start(), a.span.end()], "quote": quote(a.span), "reason": a.reason.as_str()}))
        .collect();
    json!({"id": id, "lang": coding.language, "interactions": interactions, "abstained": abstained})
}
