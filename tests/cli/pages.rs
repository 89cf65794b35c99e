//! Web pages in: the main text, the date and what gave it.

use crate::support::{House, complaint};

fn page(published: &str) -> String {
    format!(
        "<!doctype html><html lang=nl><head><title>Bakoe | De Courant</title><meta property='og:site_name' content='De Courant'>\
         <meta property='article:published_time' content='{published}T10:00:00+02:00'>\
         <link rel=canonical href='https://courant.example/2024/04/02/bakoe'></head><body><nav><a href=/>Iran dreigt Israël</a></nav>\
         <article><h1>Bakoe</h1><p>Azerbeidzjan heeft Armenië maandag beschuldigd van een aanval op een grenspost.</p>\
         <p>Rusland viel dinsdag Oekraïne aan.</p></article></body></html>"
    )
}

#[test]
fn a_page_is_dated_by_its_metadata_and_what_disagrees_is_shown() {
    let house = House::new();
    house.file("page.html", page("2024-05-12"));
    let said = String::from_utf8(house.run(["append", "page.html"]).success().get_output().stdout.clone()).unwrap();
    assert!(said.contains("2024-05-12 (by metadata; address says 2024-04-02)"), "{said}");
    assert!(!said.contains("IRN"), "the menu is no part of the article: {said}");
    let line = String::from_utf8(
        house.run(["append", "page.html", "--dry-run", "--format", "jsonl"]).success().get_output().stdout.clone(),
    );
    let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
    assert_eq!(line["dated_by"], "metadata");
    assert_eq!(line["other_dates"][0]["date"], "2024-04-02");
}

#[test]
fn a_date_still_to_come_is_refused_unless_told() {
    let house = House::new();
    house.file("page.html", page("2189-05-12"));
    let said = complaint(&house.run(["append", "page.html"]).code(1));
    assert!(said.contains("still to come") && said.contains("--future"), "{said}");
    house.run(["append", "page.html", "--future"]).success();
}

#[test]
fn a_page_without_an_article_is_named_and_the_rest_goes_on() {
    let house = House::new();
    house.file("empty.html", "<html><body><nav>Home</nav></body></html>");
    house.file("page.html", page("2024-05-12"));
    let said = complaint(&house.run(["append", "empty.html", "page.html"]).code(4));
    assert!(said.contains("empty.html") && said.contains("no main text"), "{said}");
}
