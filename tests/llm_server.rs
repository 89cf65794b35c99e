//! The language-model coder against a real server that misbehaves: nothing wrong ever comes out.

#![cfg(feature = "llm")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test of the whole may fail loudly")]

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use dyad::coder::llm::{ApiKey, HttpTransport, Known, LlmCoder, LlmError, Reading, Refusal, SendError, Settings};
use dyad::domain::{Article, Goldstein, Sector};
use serde_json::{Value, json};

const TEXT: &str = "Rusland heeft maandag Oekraïne aangevallen.";

/// What the server does with one request.
enum Act {
    /// Answers with these bytes, status line and all.
    Raw(Vec<u8>),
    /// Reads the request and never answers.
    Silence,
    /// Sends a byte of the answer now and then, for ever.
    Drip,
    /// Sends a body without end.
    Flood,
}

/// A server that performs one act a connection and then is gone. Sends every request it read, head and body.
fn serve(acts: Vec<Act>) -> (SocketAddr, Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, requests) = channel();
    thread::spawn(move || {
        for act in acts {
            let (mut stream, _) = listener.accept().unwrap();
            let request = read_request(&stream);
            // The test may have what it wants and be over.
            let _ = sender.send(request);
            let _ = perform(act, &mut stream);
        }
    });
    (address, requests)
}

fn read_request(stream: &TcpStream) -> (String, Value) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, serde_json::from_slice(&body).unwrap())
}

/// Ends when the act is done or the client has gone.
fn perform(act: Act, stream: &mut TcpStream) -> std::io::Result<()> {
    match act {
        Act::Raw(bytes) => stream.write_all(&bytes),
        Act::Silence => stream.read(&mut [0]).map(drop),
        Act::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(20));
            }
        }
        Act::Flood => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 8192])?;
            }
        }
    }
}

fn http(status: &str, headers: &str, body: &[u8]) -> Act {
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    Act::Raw(bytes)
}

fn envelope(content: &str, finish: &str) -> Vec<u8> {
    let choice = json!({"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish});
    json!({"id": "x", "object": "chat.completion", "choices": [choice], "usage": {"total_tokens": 900}})
        .to_string()
        .into_bytes()
}

fn says(content: &str) -> Act {
    http("200 OK", "Content-Type: application/json\r\n", &envelope(content, "stop"))
}

fn proposal(also: &Value) -> String {
    let mut made = json!({
        "source": "RUS", "target": "UKR", "symmetric": false, "cameo": "190", "status": "actual",
        "first": "2022-02-28", "last": "2022-02-28", "reported_by": null, "quote": "Rusland heeft maandag Oekraïne aangevallen",
    });
    made.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    json!({"interactions": [made]}).to_string()
}

fn right() -> Act {
    says(&proposal(&json!({})))
}

fn known() -> Known {
    let codes = ["190", "057"].map(|code| (code.parse().unwrap(), "a label".to_owned(), Goldstein::from_tenths(-100)));
    let actors = ["RUS", "UKR", "SLV", "HND"].map(|code| (code.parse().unwrap(), Sector::State));
    Known::new(codes, actors)
}

fn article() -> Article {
    Article { published: Some("2022-03-01".parse().unwrap()), ..Article::from_text(TEXT) }
}

struct Run {
    result: Result<Reading, LlmError>,
    requests: Receiver<(String, Value)>,
    waits: Vec<u64>,
}

/// Long enough for any machine: an answer that comes is never too late.
const PATIENT: Duration = Duration::from_secs(30);

fn run(acts: Vec<Act>) -> Run {
    run_within(PATIENT, acts)
}

fn run_within(limit: Duration, acts: Vec<Act>) -> Run {
    let (address, requests) = serve(acts);
    let waits: Rc<RefCell<Vec<u64>>> = Rc::default();
    let noted = Rc::clone(&waits);
    let endpoint = format!("http://{address}/v1").parse().unwrap();
    let key = Some(ApiKey::new("key-of-the-test").unwrap());
    let transport = HttpTransport::new(endpoint, key, limit);
    let pause = Box::new(move |wait: Duration| noted.borrow_mut().push(wait.as_secs()));
    let settings = Settings { attempts: 2, ..Settings::of_model("test-model") };
    let mut coder = LlmCoder::new(settings, known(), None, Box::new(transport), pause).unwrap();
    let result = coder.read(&article());
    let waits = waits.borrow().clone();
    Run { result, requests, waits }
}

/// What comes out of one bad act, twice if it is asked again.
fn error_of(act: impl Fn() -> Act) -> LlmError {
    run(vec![act(), act()]).result.unwrap_err()
}

fn refusal_of(also: &Value) -> Refusal {
    let reading = run(vec![says(&proposal(also))]).result.unwrap();
    assert_eq!(reading.interactions, []);
    reading.refused[0].clone()
}

fn assert_coded(run: &Run) {
    let reading = run.result.as_ref().unwrap();
    assert_eq!((reading.interactions.len(), reading.refused.len()), (1, 0));
    assert_eq!(reading.interactions[0].span.of(TEXT), Some("Rusland heeft maandag Oekraïne aangevallen"));
}

#[test]
fn the_request_carries_model_schema_examples_article_and_key() {
    let run = run(vec![right()]);
    assert_coded(&run);
    let (head, body) = run.requests.recv().unwrap();
    let head = head.to_lowercase();
    assert!(head.starts_with("post /v1/chat/completions http/1.1"), "{head}");
    assert!(head.contains("authorization: bearer key-of-the-test"), "{head}");
    assert_eq!((&body["model"], &body["temperature"]), (&json!("test-model"), &json!(0)));
    assert_eq!(body["response_format"]["type"], "json_schema");
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    let messages = body["messages"].as_array().unwrap();
    let last = messages.last().unwrap()["content"].as_str().unwrap();
    assert_eq!(last, format!("published: 2022-03-01\nlanguage: unknown\n\n{TEXT}"));
    assert!(messages[0]["content"].as_str().unwrap().contains("190 a label"));
}

#[test]
fn too_many_requests_then_an_answer_is_an_answer() {
    let run = run(vec![http("429 Too Many Requests", "Retry-After: 3\r\n", b"slow down"), right()]);
    assert_coded(&run);
    assert_eq!(run.waits, [3]);
}

#[test]
fn a_connection_that_is_cut_and_a_server_error_are_asked_again() {
    let cut = Act::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"choices\"".to_vec());
    assert_coded(&run(vec![cut, right()]));
    assert_coded(&run(vec![Act::Raw(Vec::new()), right()]));
    assert_coded(&run(vec![http("500 Internal Server Error", "", b""), right()]));
}

#[test]
fn silence_and_a_stream_that_never_ends_time_out() {
    for act in [|| Act::Silence, || Act::Drip] {
        let error = run_within(Duration::from_millis(300), vec![act(), act()]).result.unwrap_err();
        let LlmError::Unanswered { attempts: 2, source: SendError::TimedOut { .. } } = error else {
            panic!("{error:?}")
        };
    }
    assert_coded(&run_within(Duration::from_secs(3), vec![Act::Silence, right()]));
}

#[test]
fn a_body_without_end_is_not_read_to_the_end() {
    let error = error_of(|| Act::Flood);
    let LlmError::Unanswered { attempts: 1, source: SendError::TooLong { .. } } = error else { panic!("{error:?}") };
}

#[test]
fn an_answer_that_is_no_chat_completion_is_an_error() {
    let bodies: [&[u8]; 6] =
        [b"", b"<html>login</html>", b"{}", b"{\"choices\": []}", b"\xff\xfe{\"choices\": []}", b"[1, 2"];
    for body in bodies {
        let error = error_of(|| http("200 OK", "", body));
        assert!(matches!(error, LlmError::Answer { .. }), "{error:?}");
    }
    let error = error_of(|| http("200 OK", "", b"{\"choices\": [{\"message\": {\"content\": null}}]}"));
    assert!(matches!(error, LlmError::Answer { .. }), "{error:?}");
    let deep = "[".repeat(100_000);
    assert!(matches!(error_of(|| http("200 OK", "", deep.as_bytes())), LlmError::Answer { .. }));
    assert!(matches!(error_of(|| says(&deep)), LlmError::Answer { .. }));
}

#[test]
fn an_answer_of_another_schema_is_an_error() {
    let whole = proposal(&json!({}));
    let wrong = [
        r#"{"interactions": {}}"#.to_owned(),
        r#"{"events": []}"#.to_owned(),
        proposal(&json!({"symmetric": "no"})),
        proposal(&json!({"goldstein": -10})),
        whole[..whole.len() - 5].to_owned(),
        format!("Here you are: {whole}"),
        format!("{whole}{whole}"),
    ];
    for content in wrong {
        let error = error_of(|| says(&content));
        assert!(matches!(error, LlmError::Answer { .. }), "{content}: {error:?}");
    }
}

#[test]
fn an_answer_cut_off_at_its_limit_or_withheld_is_an_error_even_when_it_reads_well() {
    let content = proposal(&json!({}));
    let finished = |how: &str| error_of(|| http("200 OK", "", &envelope(&content, how)));
    assert!(matches!(finished("length"), LlmError::CutOff { .. }));
    assert!(matches!(finished("content_filter"), LlmError::Declined));
    let refused = json!({"choices": [{"message": {"content": null, "refusal": "I cannot."}, "finish_reason": "stop"}]});
    assert!(matches!(error_of(|| http("200 OK", "", refused.to_string().as_bytes())), LlmError::Declined));
}

#[test]
fn invented_quotes_unknown_codes_and_copied_examples_are_refused() {
    assert_eq!(refusal_of(&json!({"quote": "Rusland bombardeerde Kyiv"})), Refusal::InventedQuote);
    assert_eq!(refusal_of(&json!({"cameo": "999"})), Refusal::UnknownCode("999".to_owned()));
    assert_eq!(
        refusal_of(&json!({"cameo": "112"})),
        Refusal::UnknownCode("112".to_owned()),
        "well formed, in no table"
    );
    assert_eq!(refusal_of(&json!({"source": "SOV"})), Refusal::UnknownActor("SOV".to_owned()));
    assert_eq!(refusal_of(&json!({"target": "RUS"})), Refusal::SameActor("RUS".to_owned()));
    assert!(matches!(refusal_of(&json!({"first": "2022-03-04", "last": "2022-03-04"})), Refusal::UnlikelyDate(_)));
    let leaked = json!({"source": "SLV", "target": "HND", "quote": "Het leger van El Salvador is maandag Honduras binnengevallen"});
    assert_eq!(refusal_of(&leaked), Refusal::InventedQuote);
    assert_eq!(refusal_of(&json!({"source": "SLV", "target": "HND"})), Refusal::FromExamples);
}

#[test]
fn a_redirect_is_not_followed_and_shows_neither_key_nor_text() {
    let (elsewhere, asked) = serve(vec![right()]);
    let error = run(vec![http("307 Temporary Redirect", &format!("Location: http://{elsewhere}/\r\n"), b"")])
        .result
        .unwrap_err();
    assert!(matches!(error, LlmError::Status { status: 307, .. }), "{error:?}");
    assert!(asked.recv_timeout(Duration::from_millis(200)).is_err(), "nobody else was asked");
}

#[test]
fn a_wrong_key_and_a_bad_request_are_said_at_once() {
    for status in ["401 Unauthorized", "400 Bad Request", "404 Not Found"] {
        let run = run(vec![http(status, "", b"{\"error\": {\"message\": \"no\"}}")]);
        let error = run.result.unwrap_err();
        assert!(error.to_string().contains("\"no\""), "{error}");
        assert!(run.waits.is_empty());
    }
}

#[test]
fn nobody_listening_is_said() {
    let endpoint = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/v1", listener.local_addr().unwrap())
    };
    let transport = HttpTransport::new(endpoint.parse().unwrap(), None, PATIENT);
    let settings = Settings { attempts: 1, ..Settings::of_model("m") };
    let mut coder = LlmCoder::new(settings, known(), None, Box::new(transport), Box::new(|_| {})).unwrap();
    let error = coder.read(&article()).unwrap_err();
    assert!(matches!(error, LlmError::Unanswered { source: SendError::Connection { .. }, .. }), "{error:?}");
}
