//! Laws of the fold and of the default score over random logs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod fold_support;

use std::convert::Infallible;

use dyad::domain::{Commit, Cut, DateSpan, Day, DirectedDyad, Dyad, Event, Interaction, SeverityMicros, Status};
use dyad::projection::{ActorScope, Cell, Direction, Merge, Projection, Provenance, Tally};
use dyad::tension::decayed::DecayedSeverity;
use dyad::tension::surge::surges;
use dyad::tension::{
    MODELS, PairState, Profile, Step, TensionModel, TrendPoint, model_named, replay, trend, why, why_change,
};
use fold_support::{act, actor, coded, cuts, day, log, log_of, logs, naive_severity, span, standing};
use proptest::prelude::*;

fn tally(log: &[Commit], cut: Cut) -> Tally {
    Tally::of(log.iter().cloned().map(Ok::<_, Infallible>), cut).unwrap()
}

fn provenance(log: &[Commit], dyad: Dyad, cut: Cut) -> Provenance {
    Provenance::of(log.iter().cloned().map(Ok::<_, Infallible>), dyad, cut).unwrap()
}

fn model() -> DecayedSeverity {
    DecayedSeverity::new(Profile::default())
}

fn pair(text: &str) -> Dyad {
    text.parse().unwrap()
}

fn point(log: &[Commit], dyad: Dyad, on: Day) -> TrendPoint {
    let cells = tally(log, Cut::default()).cells(dyad, ActorScope::Official);
    model().trend(&cells, DateSpan::day(on))[0]
}

/// The ends of random logs: nothing happens after this many days.
const DAYS: i32 = 160;

fn all_days() -> DateSpan {
    span(0, DAYS)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_order_of_commits_gives_the_same_tally(
        (log, shuffled) in logs().prop_flat_map(|log| (Just(log.clone()), Just(log).prop_shuffle())),
        cut in cuts(),
    ) {
        prop_assert_eq!(tally(&log, cut), tally(&shuffled, cut));
    }

    #[test]
    fn any_split_and_merge_gives_the_same_tally(log in logs(), cut in cuts(), sides in any::<u64>()) {
        let side = |wanted: u64| -> Vec<Commit> {
            let numbered = log.iter().cloned().enumerate();
            numbered.filter(|(n, _)| sides >> (n % 64) & 1 == wanted).map(|(_, commit)| commit).collect()
        };
        let mut merged = tally(&side(0), cut);
        merged.merge(tally(&side(1), cut));
        prop_assert_eq!(merged, tally(&log, cut));
    }

    #[test]
    fn one_commit_after_the_other_gives_the_same_as_all_at_once(log in logs(), cut in cuts()) {
        let mut kept = Tally::new(cut);
        for (n, commit) in log.iter().enumerate() {
            kept.apply(commit);
            prop_assert_eq!(&kept, &tally(&log[..=n], cut));
        }
    }

    #[test]
    fn the_score_is_the_formula(log in logs(), cut in cuts(), on in 0..DAYS) {
        let tally = tally(&log, cut);
        let standing = standing(&log, cut);
        for (scope, official_only) in [(ActorScope::Official, true), (ActorScope::All, false)] {
            for dyad in tally.dyads() {
                let point = model().trend(&tally.cells(dyad, scope), DateSpan::day(day(on)))[0];
                for (way, got) in dyad.directions().into_iter().zip(point.directed) {
                    let expected = naive_severity(&standing, way, day(on), official_only) * 1e6;
                    // A micro-unit is lost per spread or halved share, and one in the end.
                    let off = (f64::from(u32::try_from(got.0).unwrap()) - expected).abs();
                    prop_assert!(off < 100.0, "{way} {scope:?}: {got} against {expected}");
                }
            }
        }
    }

    #[test]
    fn retracting_everything_leaves_a_tally_without_pairs(log in logs(), cut in cuts()) {
        let taken_back = log.iter().flat_map(Commit::stored_events).filter_map(|stored| match stored.event {
            Event::InteractionCoded(coded) => Some(vec![Event::InteractionRetracted(dyad::domain::InteractionRetracted {
                target: stored.id,
                coded: coded.clone(),
                published: None,
                reason: "a test takes all back".into(),
            })]),
            _ => None,
        });
        let mut events: Vec<Vec<Event>> = log.iter().map(|commit| commit.events.clone()).collect();
        events.extend(taken_back);
        let cut = Cut { known_at: None, ..cut };
        prop_assert_eq!(tally(&fold_support::log(events), cut).dyads().count(), 0);
    }

    #[test]
    fn where_a_window_begins_matters_to_no_point(log in logs(), first in 0..DAYS, model in models()) {
        let model = &*model_named(model, Profile::default()).unwrap();
        let tally = tally(&log, Cut::default());
        for dyad in tally.dyads() {
            let cells = tally.cells(dyad, ActorScope::All);
            let late = DateSpan::new(day(first), day(DAYS - 1)).unwrap();
            let whole = model.trend(&cells, all_days());
            prop_assert_eq!(&whole[usize::try_from(first).unwrap()..], &model.trend(&cells, late)[..]);
        }
    }

    #[test]
    fn the_surge_test_counts_the_conflictual_cells_of_its_windows(log in logs(), on in 0..DAYS, first in 0..DAYS) {
        let tally = tally(&log, Cut::default());
        for dyad in tally.dyads() {
            let cells = tally.cells(dyad, ActorScope::All);
            let between = |from: i32, to: i32| {
                let days = day(from)..=day(to);
                let severe = |cell: &Cell<'_>| cell.counted().any(|c| c.contribution.severity().0 > 1);
                cells.iter().filter(|cell| days.contains(&cell.key.day) && severe(cell)).count() as u64
            };
            let window = DateSpan::new(day(first.min(on)), day(on)).unwrap();
            let surge = *surges(&cells, &Profile::default(), window).last().unwrap();
            prop_assert_eq!(surge.cells_7d, between(on - 6, on));
            prop_assert_eq!(surge.cells_60d, between(on - 66, on - 7));
        }
    }

    #[test]
    fn severities_alone_are_those_of_the_trend(log in logs(), cut in cuts(), first in 0..DAYS) {
        let tally = tally(&log, cut);
        let late = DateSpan::new(day(first), day(DAYS - 1)).unwrap();
        for (dyad, scope) in tally.dyads().flat_map(|dyad| [(dyad, ActorScope::Official), (dyad, ActorScope::All)]) {
            let trend = model().trend(&tally.cells(dyad, scope), late);
            let directed: Vec<_> = trend.iter().map(|point| point.directed).collect();
            prop_assert_eq!(model().severities(&tally.pair(dyad), scope, late), directed);
        }
    }

    #[test]
    fn replay_and_trend_and_why_tell_the_same(log in logs(), cut in cuts(), on in 0..DAYS) {
        let tally = tally(&log, cut);
        for state in replay(&tally, &model(), day(on), ActorScope::All) {
            let points = trend(&tally, state.dyad, &model(), all_days(), Step::Day, ActorScope::All);
            prop_assert_eq!(points[usize::try_from(on).unwrap()].point, state.point);
            prop_assert_eq!(points[usize::try_from(on).unwrap()].surge, state.surge);
            let provenance = provenance(&log, state.dyad, cut);
            prop_assert_eq!(provenance.cells(state.dyad, ActorScope::All), tally.cells(state.dyad, ActorScope::All));
            let explained = why(&provenance, state.dyad, &model(), day(on), ActorScope::All).unwrap();
            prop_assert_eq!(explained.point, state.point);
            prop_assert_eq!(explained.parts.len() as u64, state.evidence.events);
            prop_assert_eq!(explained.unplaced.len() as u64, state.evidence.unplaced);
        }
    }

    #[test]
    fn the_parts_of_every_why_sum_to_the_severity(log in logs(), on in 0..DAYS, model in additive_models()) {
        let model = &*model_named(model, Profile::default()).unwrap();
        for dyad in tally(&log, Cut::default()).dyads() {
            let explained = why(&provenance(&log, dyad, Cut::default()), dyad, model, day(on), ActorScope::All).unwrap();
            let sum: SeverityMicros = explained.parts.iter().map(|part| part.severity).sum();
            prop_assert_eq!(sum, explained.point.severity());
            for (direction, total) in Direction::ALL.into_iter().zip(explained.point.directed) {
                let cells = explained.parts.iter().flat_map(|part| &part.cells);
                let sum: SeverityMicros = cells.filter(|(key, _)| key.direction == direction).map(|&(_, part)| part).sum();
                prop_assert_eq!(sum, total);
            }
        }
    }

    #[test]
    fn the_parts_of_every_change_sum_to_the_change(log in logs(), from in 0..DAYS, to in 0..DAYS) {
        for dyad in tally(&log, Cut::default()).dyads() {
            let provenance = provenance(&log, dyad, Cut::default());
            let at = |on| why(&provenance, dyad, &model(), day(on), ActorScope::All).unwrap();
            let (before, after) = (at(from), at(to));
            let sum: i64 = why_change(&before, &after).iter().map(|change| change.micros).sum();
            let micros = |severity: SeverityMicros| i64::try_from(severity.0).unwrap();
            prop_assert_eq!(sum, micros(after.point.severity()) - micros(before.point.severity()));
        }
    }

    #[test]
    fn a_cooperative_act_never_lowers_tension(log in logs(), tenths in 0..=100i16, first in 0..90i32, on in 0..DAYS) {
        let with = [log.clone(), log_of([act("ARM", "AZE", "057", tenths, span(first, 3))])].concat();
        let dyad = pair("ARM-AZE");
        prop_assert!(point(&with, dyad, day(on)).tension >= point(&log, dyad, day(on)).tension);
        prop_assert!(point(&with, dyad, day(on)).cooperation >= point(&log, dyad, day(on)).cooperation);
    }

    #[test]
    fn swapping_source_and_target_swaps_the_directions(acts in prop::collection::vec(plain_acts(), 1..9), on in 0..DAYS) {
        let swapped = acts.iter().map(|(way, rest)| (way.reversed(), rest.clone())).collect::<Vec<_>>();
        let at = |acts: &[(DirectedDyad, Interaction)]| point(&log_of(directed(acts)), pair("ARM-AZE"), day(on));
        let (before, after) = (at(&acts), at(&swapped));
        prop_assert_eq!(before.directed, [after.directed[1], after.directed[0]]);
        prop_assert_eq!(before.tension, after.tension);
    }

    #[test]
    fn shifting_all_days_shifts_all_scores(acts in prop::collection::vec(plain_acts(), 1..9), on in 0..DAYS, by in -9000..9000i32) {
        let shift = |act: &Interaction| {
            let moved = |span: DateSpan| DateSpan::new(span.first().plus(by), span.last().plus(by)).unwrap();
            Interaction { occurred: act.occurred.map(moved), ..act.clone() }
        };
        let acts = directed(&acts);
        let before = point(&log_of(acts.clone()), pair("ARM-AZE"), day(on));
        let after = point(&log_of(acts.iter().map(shift)), pair("ARM-AZE"), day(on).plus(by));
        prop_assert_eq!((before.directed, before.weights), (after.directed, after.weights));
    }

    #[test]
    fn repeating_a_report_changes_only_the_evidence(acts in prop::collection::vec(plain_acts(), 1..6), pick in any::<usize>(), on in 0..DAYS) {
        let once = directed(&acts);
        let mut twice = once.clone();
        twice.push(once[pick % once.len()].clone());
        let state = |acts: Vec<Interaction>| {
            PairState::at(&tally(&log_of(acts), Cut::default()), pair("ARM-AZE"), &model(), day(on), ActorScope::Official)
        };
        let (one, two) = (state(once), state(twice.clone()));
        prop_assert_eq!(one.map(|state| state.point), two.map(|state| state.point));
        let begun = twice.last().unwrap().occurred.unwrap().first() <= day(on);
        let events = |state: Option<PairState>| state.map_or(0, |state| state.evidence.events);
        prop_assert_eq!(events(two), events(one) + u64::from(begun));
    }
}

fn models() -> impl Strategy<Value = &'static str> {
    prop::sample::select(MODELS.map(|(id, _)| id.name()).to_vec())
}

fn additive_models() -> impl Strategy<Value = &'static str> {
    let additive = |name: &&str| model_named(name, Profile::default()).unwrap().additive().is_some();
    prop::sample::select(MODELS.map(|(id, _)| id.name()).into_iter().filter(additive).collect::<Vec<_>>())
}

/// One-way acts between ARM and AZE with a weight and a day.
fn plain_acts() -> impl Strategy<Value = (DirectedDyad, Interaction)> {
    let way = any::<bool>().prop_map(|forward| {
        let way = DirectedDyad::new(actor("ARM"), actor("AZE")).unwrap();
        if forward { way } else { way.reversed() }
    });
    let cameo = prop::sample::select(vec!["112", "138", "173", "190"]);
    (way, cameo, -100..0i16, 0..90i32, 1..5i32)
        .prop_map(|(way, cameo, tenths, first, days)| (way, act("ARM", "AZE", cameo, tenths, span(first, days))))
}

fn directed(acts: &[(DirectedDyad, Interaction)]) -> Vec<Interaction> {
    let turn = |(way, rest): &(DirectedDyad, Interaction)| {
        let turned = act(way.source().as_str(), way.target().as_str(), rest.cameo.as_str(), 0, span(0, 1));
        Interaction { parties: turned.parties, ..rest.clone() }
    };
    acts.iter().map(turn).collect()
}

#[test]
fn a_late_more_severe_report_adds_only_the_difference() {
    let mild = act("AZE", "ARM", "190", -50, span(10, 1));
    let severe = act("AZE", "ARM", "190", -100, span(10, 1));
    let on = |log: Vec<Commit>| point(&log, pair("ARM-AZE"), day(10)).severity();
    assert_eq!(on(log_of([mild.clone()])).to_string(), "2.5");
    assert_eq!(on(log_of([severe.clone()])).to_string(), "10.0");
    assert_eq!(on(log_of([mild.clone(), severe.clone()])).to_string(), "10.0");
    assert_eq!(on(log_of([severe, mild])).to_string(), "10.0");
}

#[test]
fn a_late_article_changes_no_other_day() {
    let early = act("AZE", "ARM", "190", -100, span(10, 1));
    let late = act("AZE", "ARM", "173", -50, span(20, 1));
    for offset in 0..20 {
        let at = |log: &[Commit]| point(log, pair("ARM-AZE"), day(offset)).directed;
        assert_eq!(at(&log_of([early.clone()])), at(&log_of([early.clone(), late.clone()])));
    }
}

#[test]
fn a_month_spreads_one_act_over_its_days_without_losing_a_unit() {
    let month: DateSpan = "2022-03".parse().unwrap();
    let log = log_of([act("AZE", "ARM", "190", -100, month)]);
    let cells = tally(&log, Cut::default()).cells(pair("ARM-AZE"), ActorScope::Official);
    let shares: Vec<u64> = cells.iter().flat_map(|cell| cell.counted().map(|c| c.contribution.severity().0)).collect();
    assert_eq!(shares.len(), 31);
    assert_eq!(shares.iter().sum::<u64>(), 10_000_000);
    assert_eq!((shares[0], shares[30]), (322_581, 322_580));
}

#[test]
fn a_clash_between_the_two_counts_fully_both_ways() {
    let clash = Interaction { symmetric: true, ..act("ARM", "AZE", "190", -100, span(10, 1)) };
    let got = point(&log_of([clash]), pair("ARM-AZE"), day(10));
    assert_eq!(got.directed.map(|severity| severity.to_string()), ["10.0", "10.0"]);
}

#[test]
fn a_claim_weighs_half_and_gives_way_to_the_fact() {
    let claim = Interaction { status: Status::Alleged, ..act("ARM", "AZE", "190", -100, span(10, 1)) };
    let fact = act("ARM", "AZE", "190", -100, span(10, 1));
    let on = |log: Vec<Commit>| point(&log, pair("ARM-AZE"), day(10)).severity().to_string();
    assert_eq!(on(log_of([claim.clone()])), "5.0");
    assert_eq!(on(log_of([claim, fact])), "10.0");
}

#[test]
fn the_event_that_sets_a_cell_carries_it_and_of_equals_the_first() {
    let (mild, severe) = (act("AZE", "ARM", "190", -50, span(10, 1)), act("AZE", "ARM", "193", -100, span(10, 1)));
    let log = log_of([mild, severe.clone(), severe]);
    let explained = why(
        &provenance(&log, pair("ARM-AZE"), Cut::default()),
        pair("ARM-AZE"),
        &model(),
        day(10),
        ActorScope::Official,
    )
    .unwrap();
    let parts: Vec<(u64, String)> = explained.parts.iter().map(|p| (p.event.seq.0, p.severity.to_string())).collect();
    assert_eq!(parts, [(2, "10.0".into()), (1, "0.0".into()), (3, "0.0".into())]);
}

#[test]
fn no_articles_is_a_gap_and_articles_about_others_are_quiet() {
    let log = log_of([act("AZE", "ARM", "190", -100, span(0, 1)), act("RUS", "UKR", "190", -100, span(10, 1))]);
    let points =
        trend(&tally(&log, Cut::default()), pair("ARM-AZE"), &model(), span(0, 12), Step::Day, ActorScope::Official);
    let words: Vec<&str> = points.iter().map(|point| point.coverage.as_str()).collect();
    assert_eq!((words[0], words[5], words[10], words[11]), ("events", "gap", "quiet", "gap"));
}

#[test]
fn an_act_without_a_day_or_a_weight_is_shown_and_not_scored() {
    let undated = Interaction { occurred: None, ..act("AZE", "ARM", "190", -100, span(0, 1)) };
    let unweighted = Interaction { goldstein: None, ..act("AZE", "ARM", "155", 0, span(3, 1)) };
    let tally = tally(&log_of([undated, unweighted]), Cut::default());
    let state = PairState::at(&tally, pair("ARM-AZE"), &model(), day(5), ActorScope::Official).unwrap();
    assert_eq!(state.point.severity(), SeverityMicros::ZERO);
    assert_eq!((state.evidence.events, state.evidence.unweighted, state.evidence.unplaced), (1, 1, 1));
    assert!(state.is_thin());
}

#[test]
fn events_of_one_article_are_one_source() {
    let events = |article| {
        let acts = [act("AZE", "ARM", "190", -100, span(0, 1)), act("ARM", "AZE", "112", -20, span(1, 1))];
        acts.map(|act| Event::InteractionCoded(coded(article, act))).to_vec()
    };
    let tally = tally(&log(vec![events(1), events(2)]), Cut::default());
    let evidence = tally.evidence(pair("ARM-AZE"), ActorScope::Official, day(5));
    assert_eq!((evidence.events, evidence.sources), (4, 2));
}

fn severity_by(model: &str, log: &[Commit], on: Day) -> String {
    let model = model_named(model, Profile::default()).unwrap();
    let cells = tally(log, Cut::default()).cells(pair("ARM-AZE"), ActorScope::Official);
    model.trend(&cells, DateSpan::day(on))[0].severity().to_string()
}

#[test]
fn the_rivals_are_what_their_cards_say() {
    let war = act("AZE", "ARM", "190", -100, span(10, 1));
    let talks = act("ARM", "AZE", "036", 40, span(10, 1));
    let threat = act("ARM", "AZE", "138", -70, span(10, 1));
    let log = log_of([war.clone(), war, talks, threat]);
    assert_eq!(severity_by("material-count", &log, day(10)), "2.0");
    assert_eq!(severity_by("goldstein-mean", &log, day(10)), "5.75");
    assert_eq!(severity_by("verbal-share", &log, day(10)), "2.5");
    assert_eq!(severity_by("material-count", &log, day(40)), "0.999999", "half is left, rounded down");
    assert!(severity_by("goldstein-mean", &log, day(40)).starts_with("5.75"), "a mean does not fade");
}

#[test]
fn a_mean_cannot_be_taken_apart() {
    let model = model_named("goldstein-mean", Profile::default()).unwrap();
    let refused = why(&Provenance::default(), pair("ARM-AZE"), &*model, day(0), ActorScope::All).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the score of goldstein-mean@1 is not a sum over events, so it has no parts to show"
    );
}

#[test]
fn one_act_spread_over_many_days_is_one_piece_of_evidence() {
    for days in [1, 8, 30] {
        let log = log_of([act("ARM", "AZE", "190", -100, span(0, days))]);
        let evidence = point(&log, pair("ARM-AZE"), day(days - 1)).weights.effective_cells().unwrap();
        assert!((0.9..1.001).contains(&evidence), "{days} days: {evidence}");
    }
}
