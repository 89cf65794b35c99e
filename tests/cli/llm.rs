//! `--coder llm`: what a model says reaches the log only checked, and a failure is a failure of the article.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::{Value, json};

use crate::support::{DUTCH, DUTCH_PUBLISHED, House};

/// A server that gives these answers, one a connection, and its address.
fn serve(contents: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    thread::spawn(move || {
        for content in contents {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(&stream);
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            reader.read_exact(&mut vec![0; length]).unwrap();
            let choice = json!({"message": {"content": content}, "finish_reason": "stop"});
            let body = json!({"choices": [choice], "usage": {"total_tokens": 800}}).to_string();
            // A client that went away has shown what it does.
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    address
}

fn proposal(quote: &str) -> Value {
    json!({"source": "RUS", "target": "UKR", "symmetric": false, "cameo": "190", "status": "actual",
        "first": "2022-02-24", "last": "2022-02-24", "reported_by": null, "quote": quote})
}

fn answer(proposals: &[Value]) -> String {
    json!({"interactions": proposals}).to_string()
}

#[test]
fn what_holds_is_logged_with_model_prompt_and_answer_and_replayed_without_the_model() {
    let house = House::new();
    house.file("aanval.txt", DUTCH);
    let url =
        serve(vec![answer(&[proposal("Rusland viel donderdag Oekraïne aan"), proposal("Rusland bombardeerde Kyiv")])]);
    let args =
        ["append", "aanval.txt", "--published", DUTCH_PUBLISHED, "--coder", "llm", "--llm-model", "m-1", "--llm-url"];
    let out = house.command().args(args).arg(&url).output().unwrap();
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.success(), "{told}");
    assert!(told.contains("model asked about 1, 0 from the cache, 800 tokens; 1 of its proposals"), "{told}");
    let why = house.json(["why", "RUS-UKR"]);
    let parts = why["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 1, "the invented quote is not there: {why:#}");
    assert_eq!(parts[0]["quote"], "Rusland viel donderdag Oekraïne aan");
    assert!(parts[0]["coder"].as_str().unwrap().starts_with("llm@1:m-1+"), "{why:#}");
    assert!(parts[0]["rule"].as_str().unwrap().starts_with("llm/"), "{why:#}");
    house.run(["verify"]).success();
}

#[test]
fn an_article_the_model_fails_on_is_not_in_the_log_and_the_others_are() {
    let house = House::new();
    house.file("a.txt", DUTCH);
    house.file("b.txt", "In Portugal regende het.\n");
    let url = serve(vec!["I am sorry.".to_owned(), answer(&[])]);
    let args =
        ["append", "a.txt", "b.txt", "--published", DUTCH_PUBLISHED, "--coder", "llm", "--llm-model", "m", "--llm-url"];
    let out = house.command().args(args).arg(&url).output().unwrap();
    let told = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(4), "{told}");
    assert!(told.contains("a.txt: the model's answer is not usable: it does not follow the schema"), "{told}");
    assert_eq!(house.events(), 1, "one article without interactions");
}

#[test]
fn the_limit_on_articles_leaves_the_rest_for_another_day_and_the_cache_pays_once() {
    let house = House::new();
    house.file("rows.jsonl", "{\"id\":\"1\",\"text\":\"Een.\"}\n{\"id\":\"2\",\"text\":\"Twee.\"}\n");
    let url = serve(vec![answer(&[])]);
    for (max, account) in
        [("1", "model asked about 1, 0 from the cache"), ("0", "model asked about 0, 1 from the cache")]
    {
        let args =
            ["code", "rows.jsonl", "--format", "jsonl", "--coder", "llm", "--llm-model", "m", "--llm-cache", "answers"];
        let out = house.command().args(args).args(["--max-articles", max, "--llm-url", &url]).output().unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(4), "{told}");
        assert!(told.contains(account), "{told}");
        let limit = format!("rows.jsonl:2: the limit of {max} articles for the model is reached");
        assert!(told.contains(&limit), "{told}");
        assert_eq!(String::from_utf8(out.stdout).unwrap().lines().count(), 1);
    }
}

#[test]
fn options_that_make_no_sense_together_are_refused_before_anything_is_read() {
    let house = House::new();
    house.file("a.txt", DUTCH);
    let refused = |args: &[&str], says: &str| {
        let out = house.command().args(["append", "a.txt", "--published", "2022"]).args(args).output().unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{told}");
        assert!(told.contains(says), "{told}");
    };
    refused(&["--coder", "llm"], "--llm-url");
    refused(&["--coder", "llm", "--llm-url", "http://localhost:1"], "--llm-model");
    refused(&["--coder", "llm", "--llm-url", "localhost:1", "--llm-model", "m"], "does not start with http://");
    refused(&["--coder", "llm", "--llm-url", "http://localhost:1", "--llm-model", "a b"], "is not a model name");
    refused(&["--llm-model", "m"], "add --coder llm");
    assert!(!house.store().exists(), "nothing was made");
}
