use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::{Goldstein, Reporter, Sector, Status};

const TEXT: &str = "Rusland heeft maandag Oekraïne aangevallen. Volgens de BBC en Der Spiegel trok Polen zijn ambassadeur terug uit Moskou.";

fn known() -> Known {
    let code = |code: &str, tenths| (code.parse().unwrap(), format!("label of {code}"), Goldstein::from_tenths(tenths));
    let actor = |code: &str, sector| (code.parse().unwrap(), sector);
    Known::new(
        [code("057", 80), code("161", -40), code("190", -100), code("195", -100), code("1711", -92)],
        ["RUS", "UKR", "POL", "SLV", "HND", "CHL", "ARG"]
            .map(|code| actor(code, Sector::State))
            .into_iter()
            .chain([actor("EU", Sector::Organisation)]),
    )
}

fn article() -> Article {
    Article {
        published: Some("2022-03-01".parse().unwrap()),
        language: Some("nl".parse().unwrap()),
        ..Article::from_text(TEXT)
    }
}

fn proposal(also: &Value) -> Value {
    let mut made = json!({
        "source": "RUS", "target": "UKR", "symmetric": false, "cameo": "190", "status": "actual",
        "first": "2022-02-28", "last": "2022-02-28", "reported_by": null, "quote": "Rusland heeft maandag Oekraïne aangevallen",
    });
    made.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    made
}

/// A model that says what it is told to, and remembers what it was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Rc<RefCell<Vec<Result<Response, SendError>>>>,
    asked: Rc<RefCell<Vec<String>>>,
}

impl Transport for Script {
    fn post(&self, request: &str) -> Result<Response, SendError> {
        self.asked.borrow_mut().push(request.to_owned());
        self.answers.borrow_mut().remove(0)
    }
}

fn envelope(content: &str) -> Response {
    let body = json!({"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 700}});
    Response { status: 200, retry_after: None, body: body.to_string().into_bytes() }
}

fn status(status: u16, seconds: Option<u64>) -> Response {
    Response { status, retry_after: seconds.map(Duration::from_secs), body: b"{\"error\":\n\"busy\"}".to_vec() }
}

fn coder(
    settings: Settings,
    cache: Option<Cache>,
    answers: Vec<Result<Response, SendError>>,
) -> (LlmCoder, Script, Rc<RefCell<Vec<u64>>>) {
    let script = Script { answers: Rc::new(RefCell::new(answers)), asked: Rc::default() };
    let waits: Rc<RefCell<Vec<u64>>> = Rc::default();
    let pause = {
        let waits = Rc::clone(&waits);
        move |wait: Duration| waits.borrow_mut().push(wait.as_secs())
    };
    let coder = LlmCoder::new(settings, known(), cache, Box::new(script.clone()), Box::new(pause)).unwrap();
    (coder, script, waits)
}

fn read_as(article: &Article, content: &str) -> Result<Reading, LlmError> {
    coder(Settings::of_model("m"), None, vec![Ok(envelope(content))]).0.read(article)
}

fn refusal_in(article: &Article, also: &Value) -> Refusal {
    let content = json!({"interactions": [proposal(also)]}).to_string();
    let reading = read_as(article, &content).unwrap();
    assert_eq!(reading.interactions, [], "{also}");
    reading.refused.into_iter().next().unwrap()
}

fn refusal(also: &Value) -> Refusal {
    refusal_in(&article(), also)
}

#[test]
fn what_holds_is_coded_with_its_weight_span_and_the_hash_of_the_answer() {
    let also = json!({"source": "POL", "target": "RUS", "cameo": "161", "reported_by": "Der Spiegel", "status": "alleged",
        "first": null, "last": null, "quote": " trok Polen zijn ambassadeur terug "});
    let content = json!({"interactions": [proposal(&also), proposal(&json!({})), proposal(&json!({}))]}).to_string();
    let reading = read_as(&article(), &content).unwrap();
    assert_eq!(reading.refused, []);
    let [first, second] = &reading.interactions[..] else { panic!("the doubled proposal counts once: {reading:?}") };
    assert_eq!(first.span.of(TEXT), Some("Rusland heeft maandag Oekraïne aangevallen"));
    assert_eq!(first.interaction.goldstein.unwrap().tenths(), -100);
    assert_eq!(first.interaction.occurred.unwrap().to_string(), "2022-02-28");
    assert_eq!(second.span.of(TEXT), Some("trok Polen zijn ambassadeur terug"));
    assert_eq!(second.interaction.reported_by, Some(Reporter::Named("Der Spiegel".to_owned())));
    assert_eq!((second.interaction.status, second.interaction.occurred), (Status::Alleged, None));
    let hash = Reply::hash(&content).to_string();
    assert_eq!(first.interaction.rule.as_str(), format!("llm/{}", &hash[..32]));
}

#[test]
fn a_proposal_that_does_not_hold_in_one_field_is_refused() {
    assert_eq!(refusal(&json!({"source": "XXX"})), Refusal::UnknownActor("XXX".to_owned()));
    assert_eq!(refusal(&json!({"target": "Ukraine"})), Refusal::UnknownActor("Ukraine".to_owned()));
    assert_eq!(refusal(&json!({"target": "RUS"})), Refusal::SameActor("RUS".to_owned()));
    for code in ["21", "1", "ATTACK", "199", ""] {
        assert_eq!(refusal(&json!({"cameo": code})), Refusal::UnknownCode(code.to_owned()));
    }
    assert_eq!(refusal(&json!({"status": "hypothetical"})), Refusal::UnknownStatus("hypothetical".to_owned()));
    assert_eq!(refusal(&json!({"quote": "Rusland heeft Oekraïne aangevallen"})), Refusal::InventedQuote);
    assert_eq!(refusal(&json!({"quote": "Oekrai\u{308}ne"})), Refusal::InventedQuote, "another normal form");
    assert_eq!(refusal(&json!({"quote": " .. "})), Refusal::QuoteLength(0));
    assert_eq!(refusal(&json!({"reported_by": "Le Monde"})), Refusal::UnknownReporter("Le Monde".to_owned()));
    assert_eq!(refusal(&json!({"reported_by": "TASS"})), Refusal::UnknownReporter("TASS".to_owned()));
}

#[test]
fn actors_the_article_does_not_name_make_a_proposal_less_sure() {
    let names = [("RUS", "Rusland"), ("UKR", "Oekraïne"), ("POL", "Pool")];
    let known = known().with_names(names.map(|(actor, name)| (actor.parse().unwrap(), name.to_owned())));
    let confidence = |also: &Value| {
        let content = json!({"interactions": [proposal(also)]}).to_string();
        let script = Script { answers: Rc::new(RefCell::new(vec![Ok(envelope(&content))])), ..Script::default() };
        let settings = Settings::of_model("m");
        let mut coder = LlmCoder::new(settings, known.clone(), None, Box::new(script), Box::new(|_| {})).unwrap();
        coder.read(&article()).unwrap().interactions.remove(0).interaction.confidence.permille()
    };
    assert_eq!(confidence(&json!({})), 600);
    assert_eq!(confidence(&json!({"source": "POL"})), 300, "Polen is not Pool");
    assert_eq!(confidence(&json!({"target": "EU"})), 300);
}

#[test]
fn the_codebook_knows_the_codes_and_actors_of_the_examples() {
    let known = Known::of_codebook();
    let prompt = Prompt::new(&known);
    let request = prompt.request("m", &article(), 9);
    let answers = request["messages"].as_array().unwrap().iter().filter(|message| message["role"] == "assistant");
    let mut seen = 0;
    for answer in answers {
        let answer: Value = serde_json::from_str(answer["content"].as_str().unwrap()).unwrap();
        for one in answer["interactions"].as_array().unwrap() {
            assert!(known.code(one["cameo"].as_str().unwrap()).is_some(), "{one}");
            assert!(known.actor(one["source"].as_str().unwrap()).is_some(), "{one}");
            assert!(known.actor(one["target"].as_str().unwrap()).is_some(), "{one}");
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
    let instructions = request["messages"][0]["content"].as_str().unwrap();
    assert!(instructions.contains("072 gives military aid") && instructions.contains("CSTO"), "{instructions}");
    assert!(!instructions.contains('{'), "every place is filled");
    assert!(known.is_named("RUS".parse().unwrap(), "Volgens het Kremlin niet."));
    assert!(!known.is_named("RUS".parse().unwrap(), "Volgens Kremlinologen niet."));
}

#[test]
fn a_reporter_whose_name_looks_like_a_code_is_left_out() {
    let by = |name: &str| {
        let content = json!({"interactions": [proposal(&json!({"reported_by": name}))]}).to_string();
        read_as(&article(), &content).unwrap().interactions.remove(0).interaction.reported_by
    };
    assert_eq!(by("BBC"), None, "it would come back from a log as an actor");
    assert_eq!(by("POL"), Some(Reporter::Actor("POL".parse().unwrap())));
    assert_eq!(by(" "), None);
}

#[test]
fn a_date_must_exist_and_be_possible_for_the_article() {
    let dates = |first: Value, last: Value| json!({"first": first, "last": last});
    assert!(matches!(refusal(&dates(json!("2022-02-30"), json!("2022-02-30"))), Refusal::BadDate(_)));
    assert!(matches!(refusal(&dates(json!("maandag"), json!("maandag"))), Refusal::BadDate(_)));
    assert!(matches!(refusal(&dates(json!("2022-02-28"), Value::Null)), Refusal::BadDate(_)));
    assert!(matches!(refusal(&dates(json!("2022-03-01"), json!("2022-02-28"))), Refusal::UnlikelyDate(_)));
    assert!(matches!(refusal(&dates(json!("2022-03-01"), json!("2022-03-02"))), Refusal::UnlikelyDate(_)));
    assert!(matches!(refusal(&dates(json!("1990-01-01"), json!("2022-03-01"))), Refusal::UnlikelyDate(_)));
}

#[test]
fn an_undated_article_dates_nothing_unless_it_names_the_year() {
    let undated = Article::from_text(TEXT);
    assert!(matches!(refusal_in(&undated, &json!({})), Refusal::UnsupportedDate(_)));
    let content = json!({"interactions": [proposal(&json!({}))]}).to_string();
    let named = Article::from_text(format!("{TEXT} Dat was in 2022."));
    assert_eq!(read_as(&named, &content).unwrap().interactions.len(), 1);
}

#[test]
fn words_or_actors_of_the_examples_never_pass_as_the_articles() {
    let prompt = Prompt::new(&known());
    // Even an article that holds the very words: what a model copies cannot be told from what it read.
    let copied = Article { text: format!("{TEXT} {}", prompt.examples()[0].text()), ..article() };
    let leaked = json!({"quote": "bombardeerden Salvadoraanse vliegtuigen het vliegveld"});
    assert_eq!(refusal_in(&copied, &leaked), Refusal::FromExamples);
    // The actors of an example on words of the article.
    assert_eq!(refusal(&json!({"source": "SLV", "target": "HND"})), Refusal::FromExamples);
    assert_eq!(refusal(&json!({"target": "ARG"})), Refusal::FromExamples);
    let named = Article { text: format!("{TEXT} Ook Argentinië."), ..article() };
    let content = json!({"interactions": [proposal(&json!({"target": "ARG"}))]}).to_string();
    assert_eq!(read_as(&named, &content).unwrap().interactions.len(), 1);
}

#[test]
fn the_examples_are_right_answers_to_themselves() {
    let prompt = Prompt::new(&known());
    for message in prompt.request("m", &article(), 9)["messages"].as_array().unwrap().windows(2) {
        if message[1]["role"] != "assistant" {
            continue;
        }
        let text = message[0]["content"].as_str().unwrap();
        let answer: Value = serde_json::from_str(message[1]["content"].as_str().unwrap()).unwrap();
        reply::proposals(&answer.to_string()).expect("an example follows the schema");
        for one in answer["interactions"].as_array().unwrap() {
            assert!(text.contains(one["quote"].as_str().unwrap()), "{one}");
            for side in ["source", "target"] {
                let names = prompt.example_names(one[side].as_str().unwrap()).expect("the actor's names are listed");
                assert!(names.iter().any(|name| text.to_lowercase().contains(name)), "{one}");
            }
        }
    }
}

#[test]
fn the_id_names_the_model_and_changes_with_the_prompt() {
    let id = |model: &str, known: Known| {
        LlmCoder::new(Settings::of_model(model), known, None, Box::new(Script::default()), Box::new(|_| {}))
            .map(|c| c.id())
    };
    let one = id("org/model-7b:q4", known()).unwrap().to_string();
    assert!(one.starts_with("llm@1:org/model-7b:q4+") && one.len() == "llm@1:org/model-7b:q4+".len() + 12, "{one}");
    assert_eq!(one, id("org/model-7b:q4", known()).unwrap().to_string());
    assert_ne!(one, id("org/model-7b:q4", Known::default()).unwrap().to_string());
    for bad in ["", "a b", "modèle", "a+b", &"x".repeat(91)] {
        assert!(matches!(id(bad, known()), Err(LlmError::Model { .. })), "{bad}");
    }
}

#[test]
fn an_answer_that_is_not_whole_and_exact_is_an_error_not_an_empty_coding() {
    let empty = r#"{"interactions": []}"#;
    assert_eq!(read_as(&article(), empty).unwrap().interactions, []);
    let extra = json!({"interactions": [proposal(&json!({"note": "x"}))]}).to_string();
    let missing = r#"{"interactions": [{"source": "RUS", "target": "UKR"}]}"#;
    for bad in ["", "{}", "[]", "null", "```json\n{\"interactions\": []}\n```", &empty[..10], &extra, missing] {
        assert!(matches!(read_as(&article(), bad), Err(LlmError::Answer { .. })), "{bad}");
    }
    let many = json!({"interactions": vec![proposal(&json!({})); 401]}).to_string();
    assert!(matches!(read_as(&article(), &many), Err(LlmError::Answer { .. })));
}

#[test]
fn passing_failures_are_asked_again_with_longer_waits_and_others_are_not() {
    let content = json!({"interactions": [proposal(&json!({}))]}).to_string();
    let lost = || Err(SendError::Connection { reason: "reset".to_owned() });
    let answers = vec![Ok(status(429, Some(7))), lost(), Ok(status(503, Some(9000))), Ok(envelope(&content))];
    let (mut one, script, waits) = coder(Settings::of_model("m"), None, answers);
    assert_eq!(one.read(&article()).unwrap().interactions.len(), 1);
    assert_eq!((script.asked.borrow().len(), &*waits.borrow()), (4, &vec![7, 2, 60]));

    let (mut one, script, _) = coder(Settings::of_model("m"), None, (0..9).map(|_| Ok(status(500, None))).collect());
    assert!(matches!(one.read(&article()), Err(LlmError::Status { status: 500, .. })));
    assert_eq!(script.asked.borrow().len(), 4);

    let (mut one, script, _) = coder(Settings::of_model("m"), None, vec![Ok(status(401, None))]);
    let error = one.read(&article()).unwrap_err();
    assert_eq!(error.to_string(), "the model's endpoint answered 401: {\"error\": \"busy\"}");
    assert_eq!(script.asked.borrow().len(), 1);
}

#[test]
fn the_limits_stop_before_they_are_passed() {
    let answer = || Ok(envelope(r#"{"interactions": []}"#));
    let settings = Settings { articles_max: Some(2), ..Settings::of_model("m") };
    let (mut one, script, _) = coder(settings, None, (0..9).map(|_| answer()).collect());
    assert!(one.read(&article()).is_ok() && one.read(&article()).is_ok());
    assert!(matches!(one.read(&article()), Err(LlmError::ArticlesSpent { max: 2 })));
    assert_eq!(
        (script.asked.borrow().len(), one.spent()),
        (2, Spent { articles: 2, tokens: 1400, ..Spent::default() })
    );

    let settings = Settings { tokens_max: Some(7000), ..Settings::of_model("m") };
    let lost = Err(SendError::TimedOut { limit: Duration::from_secs(1) });
    let (mut one, script, _) = coder(settings, None, vec![lost, answer()]);
    assert!(
        matches!(one.read(&article()), Err(LlmError::TokensSpent { .. })),
        "a lost answer may have cost all it could"
    );
    assert_eq!(script.asked.borrow().len(), 1);

    let (mut one, script, _) = coder(Settings { text_bytes_max: 20, ..Settings::of_model("m") }, None, vec![answer()]);
    assert!(matches!(one.read(&article()), Err(LlmError::ArticleTooLong { max: 20, .. })));
    assert_eq!((script.asked.borrow().len(), one.spent()), (0, Spent::default()));
}

#[test]
fn an_answer_is_paid_for_once_and_a_damaged_cache_is_asked_again() {
    let dir = tempfile::tempdir().unwrap();
    let cache = || Some(Cache::new(dir.path().join("llm")));
    let content = json!({"interactions": [proposal(&json!({})), proposal(&json!({"cameo": "999"}))]}).to_string();
    let (mut one, ..) = coder(Settings::of_model("m"), cache(), vec![Ok(envelope(&content))]);
    let fresh = one.read(&article()).unwrap();
    let (mut two, script, _) = coder(Settings::of_model("m"), cache(), vec![Ok(envelope(&content))]);
    let kept = two.read(&article()).unwrap();
    assert_eq!(kept, Reading { cached: true, ..fresh.clone() }, "refusals too");
    assert_eq!((script.asked.borrow().len(), two.spent()), (0, Spent { cached: 1, refused: 1, ..Spent::default() }));
    // Another day of publication is another question.
    let other = Article { published: Some("2022-03-05".parse().unwrap()), ..article() };
    assert!(!two.read(&other).unwrap().cached);

    for file in std::fs::read_dir(dir.path().join("llm")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("190", "195")).unwrap();
    }
    let (mut three, script, _) = coder(Settings::of_model("m"), cache(), vec![Ok(envelope(&content))]);
    assert_eq!(three.read(&article()).unwrap(), fresh);
    assert_eq!(script.asked.borrow().len(), 1);
}

#[test]
fn an_unusable_answer_is_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let cache = Some(Cache::new(dir.path()));
    let answers = vec![Ok(envelope("nonsense")), Ok(envelope(r#"{"interactions": []}"#))];
    let (mut one, script, _) = coder(Settings::of_model("m"), cache, answers);
    assert!(one.read(&article()).is_err());
    assert!(one.read(&article()).is_ok());
    assert_eq!(script.asked.borrow().len(), 2);
}

#[test]
fn an_address_is_completed_and_shown_without_what_may_be_secret() {
    let whole = |text: &str| text.parse::<Endpoint>().map(|e| e.as_str().to_owned()).ok();
    let expected = Some("http://localhost:8080/v1/chat/completions".to_owned());
    for given in ["http://localhost:8080/v1", "http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions"]
    {
        assert_eq!(whole(given), expected);
    }
    assert_eq!(whole("https://h/x?v=1").as_deref(), Some("https://h/x/chat/completions?v=1"));
    assert_eq!("https://h/secret?key=1".parse::<Endpoint>().unwrap().to_string(), "https://h");
    for bad in ["", "localhost:8080", "ftp://h", "http://", "http://user:pw@h/v1", "http://h/a b", "http://h/#x"] {
        assert!(bad.parse::<Endpoint>().is_err(), "{bad}");
    }
    assert_eq!(format!("{:?}", ApiKey::new("hush").unwrap()), "ApiKey(hidden)");
    assert!(ApiKey::new("two\r\nlines").is_err());
}

proptest! {
    #[test]
    fn whatever_a_model_says_what_comes_out_is_in_the_tables_and_in_the_text(
        fields in prop::collection::vec((
            prop::sample::select(vec!["RUS", "UKR", "EU", "SLV", "rus", "XX", ""]),
            prop::sample::select(vec!["RUS", "UKR", "EU", "HND", "ZZZ", "U"]),
            prop::sample::select(vec!["190", "195", "1711", "19", "021", "x"]),
            prop::sample::select(vec!["2022-02-28", "2022-03-01", "2022-03-09", "1822-01-01", "later"]),
            (0_usize..60, 0_usize..60),
            any::<bool>(),
        ), 0..6),
        noise in ".{0,12}",
    ) {
        let proposals: Vec<Value> = fields.iter().map(|(source, target, cameo, date, (from, length), real)| {
            let quote: String = TEXT.chars().skip(*from).take(*length).collect();
            let quote = if *real { quote } else { format!("{quote}{noise}") };
            proposal(&json!({"source": source, "target": target, "cameo": cameo, "first": date, "quote": quote, "last": "2022-03-01"}))
        }).collect();
        let reading = read_as(&article(), &json!({"interactions": proposals}).to_string()).unwrap();
        let known = known();
        for coded in &reading.interactions {
            let act = &coded.interaction;
            prop_assert!(known.code(act.cameo.as_str()).is_some());
            for side in [act.parties.source(), act.parties.target()] {
                prop_assert!(known.actor(side.actor.as_str()).is_some());
                prop_assert!(!["SLV", "HND"].contains(&side.actor.as_str()));
            }
            prop_assert!(coded.span.of(TEXT).is_some_and(|words| words.trim() == words));
            prop_assert!(act.occurred.unwrap().last() <= article().published.unwrap().last());
        }
        prop_assert!(reading.interactions.len() + reading.refused.len() <= proposals.len());
    }
}
