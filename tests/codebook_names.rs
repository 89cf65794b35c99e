//! The tables of names keep their promises: whole, in order, and honest about what is ambiguous.

use std::collections::{BTreeMap, BTreeSet};

use dyad::codebook::names::{self, NameForm, NameKind};
use dyad::codebook::{ActorKind, actors};
use dyad::domain::{Actor, Language};

fn tables() -> Vec<(Language, &'static [NameForm])> {
    names::languages()
        .map(|language| (language, names::forms(language).expect("a listed language has a table")))
        .collect()
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_actor_has_a_name_in_every_language() {
    let mut broken = Vec::new();
    for (language, forms) in tables() {
        let named: BTreeSet<Actor> = forms
            .iter()
            .filter(|f| matches!(f.kind, NameKind::Name | NameKind::Short | NameKind::Organisation))
            .map(|f| f.actor)
            .collect();
        for entry in actors::entries() {
            // An organisation known only by an English name keeps it in Cyrillic text.
            let may_lack = entry.kind == ActorKind::Organisation && ["ru", "uk"].contains(&language.as_str());
            if !named.contains(&entry.actor) && !may_lack {
                broken.push(format!("{language}: {} has no name", entry.actor));
            }
        }
    }
    report(&broken);
}

#[test]
fn every_form_names_a_known_actor() {
    for (language, forms) in tables() {
        for form in forms {
            assert!(actors::lookup(form.actor).is_some(), "{language}: {} names {}", form.text, form.actor);
            if let Some(other) = form.features.other {
                assert!(actors::lookup(other).is_some(), "{language}: {} is disputed by {other}", form.text);
            }
        }
    }
}

/// Whether both rows hold on some day.
fn meet(one: &NameForm, other: &NameForm) -> bool {
    match (one.valid, other.valid) {
        (Some((first, last)), Some((from, to))) => first <= to && from <= last,
        _ => true,
    }
}

#[test]
fn a_form_of_two_actors_at_one_time_says_that_it_is_ambiguous() {
    let mut broken = Vec::new();
    for (language, forms) in tables() {
        let mut by_text: BTreeMap<&str, Vec<&NameForm>> = BTreeMap::new();
        for form in forms.iter().filter(|form| form.kind != NameKind::Group) {
            by_text.entry(form.text).or_default().push(form);
        }
        for (text, rows) in by_text {
            for one in rows.iter().filter(|row| !row.features.is_ambiguous) {
                let rival = rows.iter().find(|row| row.actor != one.actor && meet(row, one));
                if let Some(rival) = rival {
                    broken.push(format!("{language}: {text} names {} and {} without a mark", one.actor, rival.actor));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn leaders_are_dated_and_nothing_else_needs_a_role() {
    for (language, forms) in tables() {
        for form in forms {
            assert_eq!(form.kind == NameKind::Leader, form.features.role.is_some(), "{language}: {}", form.text);
            if form.kind == NameKind::Leader {
                let (first, last) = form.valid.expect("a leader is dated");
                assert!(first <= last, "{language}: {}", form.text);
            }
        }
    }
}

/// Forms that readers of news meet every day; a table without one of them loses interactions.
const DAILY: &[(&str, &[(&str, &str)])] = &[
    (
        "nl",
        &[
            ("Turks", "TUR"),
            ("Turken", "TUR"),
            ("Fransen", "FRA"),
            ("Oekraïense", "UKR"),
            ("Azeri's", "AZE"),
            ("Armenen", "ARM"),
            ("Poetin", "RUS"),
            ("Alijev", "AZE"),
            ("Navo", "NATO"),
            ("Pentagon", "USA"),
            ("Witte Huis", "USA"),
            ("Peking", "CHN"),
            ("Den Haag", "NLD"),
            ("VS", "USA"),
            ("Ruslands", "RUS"),
            ("Bakoe", "AZE"),
            ("Tel Aviv", "ISR"),
            ("Noord-Korea", "PRK"),
        ],
    ),
    (
        "en",
        &[
            ("Kyiv", "UKR"),
            ("Kiev", "UKR"),
            ("Ukrainian", "UKR"),
            ("Frenchmen", "FRA"),
            ("Turks", "TUR"),
            ("Kremlin", "RUS"),
            ("Pentagon", "USA"),
            ("Buckingham Palace", "GBR"),
            ("The Hague", "NLD"),
            ("Beijing", "CHN"),
            ("Saudi", "SAU"),
            ("U.S.", "USA"),
            ("Security Council", "UN"),
        ],
    ),
    (
        "de",
        &[
            ("russischen", "RUS"),
            ("US-amerikanische", "USA"),
            ("US-Präsident", "USA"),
            ("Kiew", "UKR"),
            ("Kyjiw", "UKR"),
            ("Selenskyj", "UKR"),
            ("Franzosen", "FRA"),
            ("Deutschen", "DEU"),
            ("Briten", "GBR"),
            ("Eriwan", "ARM"),
            ("Bergkarabach", "AZE"),
            ("Russlands", "RUS"),
            ("Moskaus", "RUS"),
        ],
    ),
    (
        "fr",
        &[
            ("russes", "RUS"),
            ("américaine", "USA"),
            ("Poutine", "RUS"),
            ("Maison-Blanche", "USA"),
            ("Pékin", "CHN"),
            ("OTAN", "NATO"),
            ("ukrainiennes", "UKR"),
            ("turque", "TUR"),
            ("Haut-Karabakh", "AZE"),
            ("États-Unis", "USA"),
            ("Bakou", "AZE"),
        ],
    ),
    (
        "es",
        &[
            ("estadounidenses", "USA"),
            ("rusas", "RUS"),
            ("Pekín", "CHN"),
            ("Zelenski", "UKR"),
            ("franceses", "FRA"),
            ("EEUU", "USA"),
            ("israelíes", "ISR"),
            ("La Haya", "NLD"),
            ("Casa Blanca", "USA"),
        ],
    ),
    (
        "it",
        &[
            ("statunitensi", "USA"),
            ("tedesche", "DEU"),
            ("Pechino", "CHN"),
            ("Cremlino", "RUS"),
            ("turchi", "TUR"),
            ("russe", "RUS"),
            ("Stati Uniti", "USA"),
            ("Onu", "UN"),
            ("L'Aia", "NLD"),
        ],
    ),
    (
        "pt",
        &[
            ("norte-americanas", "USA"),
            ("Pequim", "CHN"),
            ("alemães", "DEU"),
            ("israelense", "ISR"),
            ("israelita", "ISR"),
            ("Irã", "IRN"),
            ("Irão", "IRN"),
            ("EUA", "USA"),
            ("russos", "RUS"),
            ("Moscovo", "RUS"),
            ("Moscou", "RUS"),
        ],
    ),
    (
        "pl",
        &[
            ("amerykańskie", "USA"),
            ("Rosjan", "RUS"),
            ("Ukrainy", "UKR"),
            ("Niemcami", "DEU"),
            ("Zełenski", "UKR"),
            ("Putina", "RUS"),
            ("rosyjskiego", "RUS"),
            ("Stanów Zjednoczonych", "USA"),
            ("Polaków", "POL"),
            ("Kijowie", "UKR"),
            ("Koreą Północną", "PRK"),
            ("Arabii Saudyjskiej", "SAU"),
        ],
    ),
    (
        "ru",
        &[
            ("американского", "USA"),
            ("россияне", "RUS"),
            ("Украиной", "UKR"),
            ("украинских", "UKR"),
            ("Зеленского", "UKR"),
            ("Путиным", "RUS"),
            ("Соединенных Штатов", "USA"),
            ("США", "USA"),
            ("Пекине", "CHN"),
            ("Нагорного Карабаха", "AZE"),
            ("турок", "TUR"),
            ("Саудовской Аравией", "SAU"),
            ("Кремля", "RUS"),
            ("НАТО", "NATO"),
            ("Израилем", "ISR"),
            ("Египта", "EGY"),
        ],
    ),
    (
        "uk",
        &[
            ("українських", "UKR"),
            ("Києва", "UKR"),
            ("російської", "RUS"),
            ("росіян", "RUS"),
            ("Путіна", "RUS"),
            ("США", "USA"),
            ("Харкова", "UKR"),
            ("Москві", "RUS"),
            ("Туреччиною", "TUR"),
            ("Ізраїлю", "ISR"),
            ("Кремль", "RUS"),
            ("поляків", "POL"),
        ],
    ),
    (
        "tr",
        &[
            ("Rusya", "RUS"),
            ("Rusların", "RUS"),
            ("ABD", "USA"),
            ("Ukraynalı", "UKR"),
            ("Beyaz Saray", "USA"),
            ("Paşinyan", "ARM"),
            ("Pekin", "CHN"),
            ("Dağlık Karabağ", "AZE"),
            ("Yunanistan", "GRC"),
            ("Ermenilere", "ARM"),
        ],
    ),
];

#[test]
fn what_the_news_calls_actors_every_day_is_there() {
    let mut broken = Vec::new();
    for (language, forms) in DAILY {
        let language: Language = language.parse().expect("a language code");
        for (text, code) in *forms {
            if !names::exactly(language, text).iter().any(|row| row.actor.as_str() == *code) {
                broken.push(format!("{language}: {text} is not {code}"));
            }
        }
    }
    report(&broken);
}
