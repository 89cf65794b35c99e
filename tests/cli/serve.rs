//! `dyad serve`: the page and the API over one store, asked as a browser asks.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::support::House;

/// A running server, stopped at the end.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn of(house: &House) -> Self {
        let mut child = house.command().args(["serve", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Status line with headers, and body.
    fn get_as(&self, path: &str, host: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.get_as(path, &self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn the_api_answers_what_the_command_line_prints_byte_for_byte() {
    let house = House::furnished();
    let server = Server::of(&house);
    let asked: [(&str, &[&str]); 5] = [
        ("/api/v1/replay", &["replay"]),
        (
            "/api/v1/replay?to=2022-03-31&published_by=2022-03-31&known_at=%232",
            &["replay", "--to", "2022-03-31", "--published-by", "2022-03-31", "--known-at", "#2"],
        ),
        (
            "/api/v1/trend?pair=RUS-UKR&by=month&to=2022-05-31",
            &["trend", "RUS-UKR", "--by", "month", "--to", "2022-05-31"],
        ),
        ("/api/v1/why?pair=ukr-rus&on=2022-03-31", &["why", "RUS-UKR", "--on", "2022-03-31"]),
        ("/api/v1/log", &["log"]),
    ];
    for (path, args) in asked {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 200") && head.contains("content-type: application/json"), "{path}: {head}");
        let output = house.command().args(args).args(["--format", "json"]).output().unwrap();
        assert_eq!(body, String::from_utf8(output.stdout).unwrap(), "{path}");
    }
    assert!(server.get("/healthz").1.starts_with("ok 3"));
}

#[test]
fn pages_link_from_the_ranking_to_the_evidence_and_load_nothing_foreign() {
    let house = House::furnished();
    let server = Server::of(&house);
    let (head, ranking) = server.get("/?to=2022-03-31");
    assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
    assert!(ranking.contains("href=\"/pair/RUS-UKR?to=2022-03-31\""), "{ranking}");
    let (_, pair) = server.get("/pair/RUS-UKR?to=2022-03-31");
    assert!(pair.contains("<svg") && pair.contains("Rusland viel donderdag"), "{pair}");
    for page in [&ranking, &pair] {
        assert!(
            page.matches("<script").count() == 1
                && page.contains("<script type=\"module\" src=\"/dyad.js\">")
                && !page.contains("http:")
                && !page.contains("style="),
            "{page}"
        );
    }
    assert!(server.get("/style.css").0.contains("content-type: text/css"));
}

#[test]
fn what_articles_and_publishers_are_called_is_never_markup() {
    let house = House::new();
    house.file("a.txt", "Rusland viel Oekraïne aan.");
    let evil = "<script>alert(1)</script>\"'&";
    house.run(["append", "a.txt", "--published", "2022-02-24", "--source", evil]).success();
    let server = Server::of(&house);
    let (_, page) = server.get("/pair/RUS-UKR");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
    let (head, page) = server.get("/pair/%3Cscript%3E-UKR?to=%22%3E%3Cscript%3E");
    assert!(head.starts_with("http/1.1 400") && !page.contains("<script>"), "{head}\n{page}");
}

#[test]
fn bad_requests_are_problems_that_say_what_to_do() {
    let house = House::furnished();
    let server = Server::of(&house);
    for path in [
        "/api/v1/replay?to=2025-02-30",
        "/api/v1/replay?too=2025-02-28",
        "/api/v1/trend",
        "/api/v1/why?pair=ARM-AZR",
        "/api/v1/why?pair=RUS-*",
        "/api/v1/replay?model=magic",
        "/api/v1/trend?pair=RUS-UKR&from=2022-03-01&to=2022-02-01",
    ] {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 400") && head.contains("application/problem+json"), "{path}: {head}");
        let problem: Value = serde_json::from_str(&body).unwrap();
        assert!(problem["status"] == 400 && problem["next"].is_string(), "{path}: {problem}");
    }
    assert!(server.get("/api/v1/nothing").0.starts_with("http/1.1 404"));
}

#[test]
fn another_host_name_is_refused() {
    let house = House::furnished();
    let server = Server::of(&house);
    let (head, body) = server.get_as("/api/v1/log", "example.org");
    assert!(head.starts_with("http/1.1 421"), "{head}");
    assert!(!body.contains("commits"));
}
