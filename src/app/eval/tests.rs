use serde_json::{Value, json};

use super::*;
use crate::coder::{CodedInteraction, Coder, Coding};
use crate::domain::{Article, ByteSpan, CoderId, Confidence, Interaction, Parties, Party, Sector, Status};

const TEXT: &str = "é A hits B; B scolds A; A and B meet; drones of C";

/// An interaction of gold; `also` overwrites fields.
fn right(source: &str, target: &str, cameo: &str, also: &Value) -> Value {
    let mut made = json!({
        "source": source, "target": target, "symmetric": false, "cameo": cameo, "alt_cameo": [], "status": "actual",
        "occurred": {"first": "2024-05-10", "last": "2024-05-12"}, "quote": "", "tier": "core",
    });
    made.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    made
}

fn plain(source: &str, target: &str, cameo: &str) -> Value {
    right(source, target, cameo, &json!({}))
}

fn options() -> Options {
    Options { resamples: 50, ..Options::default() }
}

fn judge_with(gold: &Value, predicted: &Value, options: &Options) -> Block {
    let gold: GoldDocument = serde_json::from_value(
        json!({"id": "1", "lang": "nl", "text": TEXT, "interactions": gold, "decoys": [{"quote": "drones of C"}]}),
    )
    .unwrap();
    let predicted: PredictedDocument = serde_json::from_value(json!({"id": "1", "interactions": predicted})).unwrap();
    evaluate(&[gold], &[predicted], options).all
}

fn judge(gold: &Value, predicted: &Value) -> Block {
    judge_with(gold, predicted, &options())
}

fn f1(gold: &Value, predicted: &Value, level: Level) -> Share {
    judge(gold, predicted).figures.levels[level as usize].f1
}

#[test]
fn perfect_predictions_score_one_and_leave_optional_gold_out() {
    let gold = json!([
        right("RUS", "UKR", "190", &json!({"quote": "A hits B"})),
        right("UKR", "RUS", "112", &json!({"status": "alleged"})),
        right("ARM", "EU", "030", &json!({"tier": "optional"})),
    ]);
    let block = judge(&gold, &gold);
    for level in block.figures.levels {
        assert_eq!(level, LevelFigures { precision: Some(1.0), recall: Some(1.0), f1: Some(1.0) });
    }
    assert_eq!((block.figures.status, block.figures.occurred.jaccard), (Some(1.0), Some(1.0)));
    assert_eq!(block.judged.counts.levels[2], Matches { hit: 2, ignored: 1 });
}

#[test]
fn a_reversed_direction_scores_nothing_even_when_called_symmetric() {
    let gold = json!([plain("RUS", "UKR", "190")]);
    for also in [json!({}), json!({"symmetric": true})] {
        assert_eq!(f1(&gold, &json!([right("UKR", "RUS", "190", &also)]), Level::Dyad), Some(0.0));
    }
    let symmetric = json!([right("RUS", "UKR", "046", &json!({"symmetric": true}))]);
    assert_eq!(f1(&symmetric, &json!([plain("UKR", "RUS", "046")]), Level::Root), Some(1.0));
}

#[test]
fn alternates_count_and_another_root_of_the_quad_counts_at_its_level_only() {
    let gold = json!([right("RUS", "UKR", "190", &json!({"alt_cameo": ["173"], "alt_source": ["BLR"]}))]);
    assert_eq!(f1(&gold, &json!([plain("BLR", "UKR", "171")]), Level::Root), Some(1.0));
    let other = json!([plain("BLR", "UKR", "160")]);
    assert_eq!((f1(&gold, &other, Level::Root), f1(&gold, &other, Level::Quad)), (Some(0.0), Some(1.0)));
}

#[test]
fn one_right_answer_takes_one_prediction_and_a_flood_costs_precision() {
    let gold = json!([plain("RUS", "UKR", "190")]);
    let twice = json!([plain("RUS", "UKR", "190"), plain("RUS", "UKR", "190")]);
    assert_eq!(f1(&gold, &twice, Level::Root), Some(2.0 / 3.0));
}

#[test]
fn a_prediction_goes_to_core_before_optional_and_the_matching_is_not_greedy() {
    let gold = json!([right("RUS", "UKR", "190", &json!({"tier": "optional"})), plain("RUS", "UKR", "190")]);
    let block = judge(&gold, &json!([plain("RUS", "UKR", "193")]));
    assert_eq!(block.figures.levels[2].recall, Some(1.0));
    let chain = json!([right("A", "B", "190", &json!({"alt_target": ["C"]})), plain("A", "B", "190")]);
    let made = json!([plain("A", "B", "190"), plain("A", "C", "190")]);
    assert_eq!(f1(&chain, &made, Level::Root), Some(1.0));
}

#[test]
fn optional_gold_that_only_matches_a_looser_level_is_a_false_alarm_at_the_stricter() {
    let gold = json!([plain("RUS", "UKR", "190"), right("ARM", "EU", "030", &json!({"tier": "optional"}))]);
    let block = judge(&gold, &json!([plain("RUS", "UKR", "190"), plain("ARM", "EU", "050")]));
    assert_eq!(block.figures.levels.map(|level| level.precision), [Some(1.0), Some(1.0), Some(0.5)]);
}

#[test]
fn a_decoy_is_hit_by_words_that_lie_wholly_inside_it() {
    let start = TEXT.find("drones").unwrap();
    let at =
        |from: usize, to: usize, quote: &str| right("RUS", "UKR", "190", &json!({"span": [from, to], "quote": quote}));
    let made = json!([at(start, start + 6, "drones"), at(start - 2, start + 6, "; drones"), at(0, 1, "A")]);
    let counts = judge(&json!([]), &made).judged.counts;
    assert_eq!((counts.decoy_hits, counts.span_errors, counts.decoys), (1, 1, 1));
}

#[test]
fn fields_the_gold_leaves_open_are_not_judged() {
    let gold = json!([right("RUS", "UKR", "190", &json!({"status": null, "occurred": null}))]);
    let block = judge(&gold, &json!([plain("RUS", "UKR", "190")]));
    assert_eq!((block.figures.status, block.figures.occurred.exact), (None, None));
    let judged = json!([plain("RUS", "UKR", "190")]);
    let vague = json!([right("RUS", "UKR", "190", &json!({"status": "background", "occurred": null}))]);
    let block = judge(&judged, &vague);
    assert_eq!((block.figures.status, block.figures.occurred.exact), (Some(0.0), Some(0.0)));
}

#[test]
fn states_only_and_all_core_change_what_counts() {
    let gold = json!([plain("RUS", "UKR", "190"), right("ARM", "EU", "030", &json!({"tier": "optional"}))]);
    let core = |all_core, states_only| {
        judge_with(&gold, &gold, &Options { all_core, states_only, ..options() }).judged.counts.core
    };
    assert_eq!((core(false, false), core(true, false), core(true, true)), (1, 2, 1));
}

#[test]
fn the_confusion_counts_matches_misses_and_false_alarms_once_each() {
    let gold = json!([plain("RUS", "UKR", "190"), plain("ARM", "AZE", "112")]);
    let made = json!([plain("RUS", "UKR", "173"), plain("USA", "CHN", "163")]);
    let some = |root: &str| Some(root.to_owned());
    let expected = Confusion::from([((some("19"), some("17")), 1), ((some("11"), None), 1), ((None, some("16")), 1)]);
    assert_eq!(judge(&gold, &made).judged.roots, expected);
}

#[test]
fn a_bad_line_and_a_repeated_id_are_named() {
    let good = r#"{"id": "1", "text": "x"}"#;
    let bad = read_gold(&format!("{good}\n\n{{\"id\": 2}}")).unwrap_err();
    assert_eq!(bad.to_string(), "line 3 is not a document of the format");
    let twice = read_predictions(&format!("{good}\n{good}\n")).unwrap_err();
    assert_eq!(twice.to_string(), "line 2: the id \"1\" occurs twice");
}

#[test]
fn a_document_without_predictions_counts_as_one_with_none_and_is_said() {
    let gold = read_gold(r#"{"id": "1", "text": "x", "interactions": [{"source":"A","target":"B","cameo":"190"}]}"#);
    let verdict = evaluate(&gold.unwrap(), &[], &options());
    assert_eq!((verdict.missing_documents, verdict.unknown_documents), (1, 0));
    assert_eq!(verdict.all.figures.levels[0].f1, Some(0.0));
    assert_eq!(verdict.languages.keys().collect::<Vec<_>>(), ["?"]);
}

/// A coder that reads the same in every text.
struct Fixed;

impl Coder for Fixed {
    fn id(&self) -> CoderId {
        "fixed@1".parse().unwrap()
    }

    fn code(&self, article: &Article) -> Coding {
        let party = |code: &str| Party { actor: code.parse().unwrap(), sector: Sector::State };
        let interaction = Interaction {
            parties: Parties::new(party("RUS"), party("UKR")).unwrap(),
            symmetric: false,
            cameo: "190".parse().unwrap(),
            goldstein: None,
            status: Status::Actual,
            occurred: article.published,
            reported_by: None,
            confidence: Confidence::from_permille(500).unwrap(),
            rule: "fixed".parse().unwrap(),
        };
        let span = ByteSpan::new(3, 11).unwrap();
        Coding { interactions: vec![CodedInteraction { interaction, span }], ..Coding::default() }
    }
}

#[test]
fn a_coder_is_judged_by_what_it_reads() {
    let made = json!([right(
        "RUS",
        "UKR",
        "190",
        &json!({"quote": "A hits B", "occurred": {"first": "2024-05", "last": "2024-05"}})
    )]);
    let gold =
        read_gold(&json!({"id": "1", "text": TEXT, "published": "2024-05", "interactions": made}).to_string()).unwrap();
    let read = Fixed.code(&gold[0].article()).interactions;
    let verdict = evaluate(&gold, &[predicted(&gold[0], &read)], &options()).all;
    assert_eq!(verdict.figures.levels[2].f1, Some(1.0));
    assert_eq!((verdict.figures.status, verdict.figures.occurred.exact), (Some(1.0), Some(1.0)));
    assert_eq!((verdict.judged.counts.span_errors, verdict.judged.counts.quad_field_wrong), (0, 0));
}

#[test]
fn the_json_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/cli/eval.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let gold = json!([plain("RUS", "UKR", "190"), right("UKR", "RUS", "112", &json!({"status": "alleged"}))]);
    let document = |id: &str, lang: &str, key: &str, interactions: &Value| {
        let mut line = json!({"id": id, "lang": lang, "text": TEXT});
        line[key] = interactions.clone();
        line.to_string()
    };
    let lines = [document("1", "nl", "interactions", &gold), document("2", "en", "interactions", &gold)].join("\n");
    let made = document("1", "nl", "interactions", &json!([plain("UKR", "RUS", "110"), plain("RUS", "USA", "19")]));
    for predicted in ["", &made] {
        let gold = read_gold(&lines).unwrap();
        let verdict = evaluate(&gold, &read_predictions(predicted).unwrap(), &options()).to_json();
        let errors: Vec<String> = schema.iter_errors(&verdict).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}
