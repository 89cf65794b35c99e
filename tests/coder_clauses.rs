//! What the rule coder makes of clauses: which verbs cut them, which mode they stand in, whose act it is.

use dyad::coder::{Coder, RulesCoder};
use dyad::domain::Article;

fn coded(language: &str, text: &str) -> Vec<String> {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    article.published = "2024-05-16".parse().ok();
    let coding = RulesCoder::new().code(&article);
    let shown = |c: &dyad::coder::CodedInteraction| {
        let i = &c.interaction;
        format!("{}>{} {}", i.parties.source().actor, i.parties.target().actor, i.cameo)
    };
    let mut found: Vec<String> = coding.interactions.iter().map(shown).collect();
    found.sort();
    found
}

#[track_caller]
fn codes(language: &str, text: &str, expected: &[&str]) {
    assert_eq!(coded(language, text), expected, "{text}");
}

/// Who does something to whom, whatever it is.
#[track_caller]
fn pairs(language: &str, text: &str, expected: &[&str]) {
    let found = coded(language, text);
    let found: Vec<&str> = found.iter().filter_map(|act| act.split_whitespace().next()).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_verb_told_by_its_ending_keeps_two_clauses_apart() {
    codes("en", "Militants ransacked the depot and Russia sanctioned Georgia.", &["RUS>GEO 163"]);
    codes("uk", "Мер закатрупив переговори, а Росія засудила Грузію.", &["RUS>GEO 111"]);
}

#[test]
fn a_participle_told_by_its_ending_completes_its_auxiliary() {
    codes("en", "The port has been clobbered. Russia attacked Ukraine.", &["RUS>UKR 190"]);
}

#[test]
fn a_form_behind_a_hyphen_is_no_verb() {
    codes("en", "Israel today mounted its long-threatened invasion of Lebanon.", &["ISR>LBN 190"]);
}

#[test]
fn nationalities_in_a_list_share_their_noun() {
    codes(
        "nl",
        "Amerikaanse, Britse en Franse troepen hebben Syrië aangevallen.",
        &["FRA>SYR 190", "GBR>SYR 190", "USA>SYR 190"],
    );
}

#[test]
fn between_an_auxiliary_and_its_participle_stands_an_adverb() {
    codes("en", "Israel has since attacked Syria.", &["ISR>SYR 190"]);
}

#[test]
fn what_a_verb_of_warning_holds_needs_no_that() {
    codes("en", "Britain has warned it may suspend aid to Rwanda.", &["GBR>RWA 1311"]);
    codes("en", "Poland said on Monday that it would impose sanctions on Belarus.", &["POL>BLR 1312"]);
}

#[test]
fn what_others_are_said_to_do_is_no_threat_of_the_speaker() {
    codes("en", "Analysts say Russia will attack Ukraine.", &[]);
    codes("en", "Russia warned that Ukraine would attack Georgia.", &[]);
}

#[test]
fn what_is_due_is_meant() {
    codes("en", "Britain is to send Ukraine more missiles.", &["GBR>UKR 0332"]);
    codes("en", "Spain will expel two Russian diplomats.", &["ESP>RUS 166"]);
    codes("en", "Spain will attack Russia.", &[]);
}

#[test]
fn what_one_decides_on_is_done() {
    codes("en", "Poland ordered the reimposition of sanctions on Belarus.", &["POL>BLR 163"]);
    codes("en", "Poland agreed to impose sanctions on Belarus.", &["POL>BLR 163"]);
    codes("en", "Poland vowed to impose sanctions on Belarus.", &["POL>BLR 1312"]);
}

#[test]
fn a_modal_verb_demands_what_no_frame_knows() {
    codes("en", "Russia said on Tuesday that Sudan must return a helicopter.", &["RUS>SDN 100"]);
    codes("en", "Russia said that Sudan must not return a helicopter.", &[]);
}

#[test]
fn a_target_by_of_belongs_to_the_noun_of_the_pattern() {
    pairs("es", "España expulsó a dos diplomáticos rusos por el envenenamiento de Londres.", &["ESP>RUS"]);
}

#[test]
fn a_noun_that_shows_the_object_is_no_subject_where_verbs_come_last() {
    codes("tr", "Almanya cinayeti kınadı ve Rusya'dan olayın aydınlatılmasını istedi.", &["DEU>RUS 020"]);
}

#[test]
fn a_verb_may_follow_a_nationality_where_adjectives_come_after_their_noun() {
    pairs("fr", "Le président turc accuse la Grèce de mensonge.", &["TUR>GRC"]);
    pairs("it", "Il premier ministro greco accusa la Turchia.", &["GRC>TUR"]);
}

#[test]
fn an_infinitive_right_behind_a_full_verb_is_its_own_clause() {
    pairs("es", "Alemania prometió enviar tanques a Ucrania.", &["DEU>UKR"]);
}

#[test]
fn a_slavic_participle_before_its_noun_is_no_clause() {
    pairs("ru", "Россия обстреляла занятые позиции Украины.", &["RUS>UKR"]);
}

#[test]
fn the_passive_that_shares_its_auxiliary_with_the_future_is_present() {
    pairs("de", "Der russische Botschafter wird von Polen einbestellt.", &["POL>RUS"]);
    codes("de", "Russland wird Polen angreifen.", &[]);
}

#[test]
fn a_genitive_name_belongs_to_the_noun_behind_it() {
    pairs("de", "Serbiens Präsident dankte Peking.", &["SRB>CHN"]);
}

#[test]
fn an_infinitive_with_its_marker_inside_claims_what_stands_before_it() {
    codes("de", "Russland hat angekündigt, seine Truppen aus der Ukraine abzuziehen.", &["RUS>UKR 0356"]);
}

#[test]
fn a_noun_in_front_of_the_verb_is_not_what_is_threatened() {
    pairs("de", "Nach der Ausweisung russischer Diplomaten durch Prag drohte Moskau Polen.", &["CZE>RUS", "RUS>POL"]);
}

#[test]
fn who_speaks_behind_a_quotation_is_its_subject() {
    codes("en", "\"Russia is behind this attack,\" said the president of Congo.", &["COD>RUS 112"]);
    codes("en", "\"We stand with Ukraine,\" said the president of Finland.", &["FIN>UKR 051"]);
}

#[test]
fn what_a_decision_is_about_is_done_by_whose_it_is() {
    codes("en", "The decision by Canada to expel Chinese diplomats came on Friday.", &["CAN>CHN 166"]);
}

#[test]
fn a_headline_of_two_states_or_of_an_infinitive_has_its_subject() {
    codes("en", "Macron, Putin hold talks in Moscow.", &["FRA>RUS 046"]);
    codes("en", "Russia to supply missiles to India.", &["RUS>IND 0332"]);
}

#[test]
fn a_full_name_behind_its_state_acts() {
    codes("en", "Jamaica's Andrew Holness condemned Cuba. Holness thanked Mexico.", &["JAM>CUB 111", "JAM>MEX 051"]);
}

#[test]
fn a_participle_between_article_and_noun_is_no_verb() {
    codes("de", "Die von der EU verhängten Sanktionen gegen Russland zeigen Wirkung.", &["EU>RUS 163"]);
    codes("nl", "De door de EU opgelegde sancties tegen Rusland bleven van kracht.", &["EU>RUS 163"]);
}

#[test]
fn what_somebody_demands_stands_before_the_verb_as_its_object() {
    pairs("de", "Die Forderung Kiews lehnte Moskau ab.", &["RUS>UKR"]);
    pairs("de", "Das Vorgehen Chinas bezeichnete Manila als gefährlich.", &["PHL>CHN"]);
}

#[test]
fn a_participle_behind_a_reflexive_says_how_the_subject_is() {
    codes("de", "Ankara zeigte sich verärgert über Schweden.", &["TUR>SWE 111"]);
}
