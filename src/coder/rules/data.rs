//! Reads the data files of a language. Every error names the file and the line.

use super::class::{CaseSet, Class, Tags};
use super::frame::{FrameBook, FrameReader};
use super::lexicon::{Builder, Lexicon, Order, Settings, Side};
use super::text::{Apostrophe, fold};
use super::timewords::TimeWords;

/// What is wrong with a data file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct DataError {
    /// The file, such as `nl/frames.txt`.
    pub file: String,
    /// The line, 1 for the first.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// The files of one language, as text.
#[derive(Debug, Clone, Copy)]
pub struct LanguageFiles {
    /// ISO 639-1, the name of the folder.
    pub code: &'static str,
    /// Name and text of each file.
    pub files: &'static [(&'static str, &'static str)],
}

impl LanguageFiles {
    fn text(&self, name: &str) -> Result<&'static str, DataError> {
        let file = self.files.iter().find(|(n, _)| *n == name);
        let missing =
            || DataError { file: format!("{}/{name}", self.code), line: 0, what: "the file is missing".to_owned() };
        file.map(|(_, text)| *text).ok_or_else(missing)
    }
}

/// All that is known of one language.
#[derive(Debug)]
pub(super) struct LanguageData {
    pub settings: Settings,
    pub lexicon: Lexicon,
    pub frames: FrameBook,
    pub time: TimeWords,
}

/// A line of a data file with its number, comments and blanks left out.
pub(super) type Line = (usize, &'static str);

/// The lines that say something.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = Line> {
    let clean = |line: &'static str| match line.split_once(" #") {
        Some((before, _)) => before.trim_end(),
        None if line.starts_with('#') => "",
        None => line.trim_end(),
    };
    text.lines().enumerate().map(move |(n, line)| (n + 1, clean(line))).filter(|(_, line)| !line.is_empty())
}

/// Reads a language.
///
/// # Errors
/// The first line that cannot be read.
pub(super) fn load(files: &LanguageFiles) -> Result<LanguageData, DataError> {
    let grammar = files.text("grammar.txt")?;
    let at = |file: &'static str| {
        move |(line, what): (usize, String)| DataError { file: format!("{}/{file}", files.code), line, what }
    };
    let settings = settings(grammar).map_err(at("grammar.txt"))?;
    let mut builder = Builder::new(settings.apostrophe);
    verbs(files.text("verbs.txt")?, &mut builder).map_err(at("verbs.txt"))?;
    let mut opens = OpenClasses::default();
    classes(grammar, &mut builder, &mut opens).map_err(at("grammar.txt"))?;
    classes(files.text("words.txt")?, &mut builder, &mut opens).map_err(at("words.txt"))?;
    let mut reader = FrameReader::new(files.code, &mut builder, &opens);
    let frames = files.text("frames.txt")?;
    reader.read(frames).map_err(at("frames.txt"))?;
    let book = reader.finish();
    let time = TimeWords::read(files.text("time.txt")?, settings.apostrophe).map_err(at("time.txt"))?;
    Ok(LanguageData { settings, lexicon: builder.finish(), frames: book, time })
}

/// Open classes, `@name`, and the atoms in them.
#[derive(Debug, Default)]
pub(super) struct OpenClasses(Vec<(&'static str, Vec<&'static str>)>);

impl OpenClasses {
    /// The atoms of a class.
    pub fn atoms(&self, name: &str) -> Option<&[&'static str]> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, atoms)| atoms.as_slice())
    }
}

type Failed = (usize, String);

fn settings(text: &'static str) -> Result<Settings, Failed> {
    let mut settings = Settings::default();
    for (n, line) in lines(text).filter_map(|(n, line)| line.strip_prefix("set ").map(|rest| (n, rest))) {
        let (name, value) = line.split_once(' ').ok_or_else(|| (n, format!("`set {line}` has no value")))?;
        match (name, value.trim()) {
            ("order", "svo") => settings.order = Order::Svo,
            ("order", "v2") => settings.order = Order::V2,
            ("order", "sov") => settings.order = Order::Sov,
            ("order", "free") => settings.order = Order::Free,
            ("adjective", "before") => settings.adjective = Side::Before,
            ("adjective", "after") => settings.adjective = Side::After,
            ("adjective", "both") => settings.adjective = Side::Both,
            ("apostrophe", "suffix") => settings.apostrophe = Apostrophe::Suffix,
            ("apostrophe", "elision") => settings.apostrophe = Apostrophe::Elision,
            ("apostrophe", "letter") => settings.apostrophe = Apostrophe::Letter,
            ("postpositions", "yes") => settings.postpositions = true,
            ("noun-capitals", "yes") => settings.noun_capitals = true,
            ("drops-subject", "yes") => settings.drops_subject = true,
            ("head", "first") => settings.head_first = true,
            ("head", "last") => settings.head_first = false,
            ("compounds", "yes") => settings.compounds = true,
            _ => return Err((n, format!("`set {line}` is no setting the engine knows"))),
        }
    }
    Ok(settings)
}

/// Reads `name: word word word` lines; `@name` makes an open class, any other name must be a class of the engine.
fn classes(text: &'static str, builder: &mut Builder, opens: &mut OpenClasses) -> Result<(), Failed> {
    for (n, line) in lines(text).filter(|(_, line)| !line.starts_with("set ")) {
        let (name, items) = line.split_once(':').ok_or_else(|| (n, "expected `name: word word`".to_owned()))?;
        let items = items.split_whitespace();
        if let Some(open) = name.strip_prefix('@') {
            match opens.0.iter_mut().find(|(known, _)| *known == open) {
                Some((_, atoms)) => atoms.extend(items),
                None => opens.0.push((open, items.collect())),
            }
            continue;
        }
        let class = Class::ALL.iter().find(|c| c.name() == name);
        let class =
            *class.ok_or_else(|| (n, format!("`{name}` is no class the engine knows; open classes start with @")))?;
        for item in items {
            // An ending shows a case; in any other class it is the last part of a compound.
            if let Some(ending) = item.strip_prefix('*').filter(|_| CaseSet::ALL.contains(&class)) {
                builder.suffix(&fold(ending), class);
                continue;
            }
            let verbal = matches!(
                class,
                Class::Light | Class::Stop | Class::Say | Class::Decide | Class::Deny | Class::Fail | Class::PerfectBe
            );
            let word = match builder.verb(item).filter(|_| verbal) {
                Some(verb) => verb,
                None if verbal => return Err((n, format!("`{item}` is not declared in verbs.txt"))),
                None => builder.atom(&fold(item)),
            };
            builder.classify(word, class);
        }
    }
    Ok(())
}

/// A paradigm: templates with stem numbers and the tags of each form.
struct Paradigm {
    name: &'static str,
    /// Templates, folded as texts are, and the tags of each form.
    forms: Vec<(String, Tags)>,
}

/// Forms of verbs for each byte of their file, about: room is made for so many at once.
const FORMS_PER_BYTE: usize = 2;

fn verbs(text: &'static str, builder: &mut Builder) -> Result<(), Failed> {
    builder.expect_verbs(text.len() * FORMS_PER_BYTE, text.contains("\nseparable"));
    let mut paradigms: Vec<Paradigm> = Vec::new();
    for (n, line) in lines(text) {
        if let Some(rest) = line.strip_prefix("paradigm ") {
            paradigms.push(paradigm(rest).map_err(|what| (n, what))?);
            continue;
        }
        if let Some(rest) = line.strip_prefix("guess = ") {
            for (ending, tags) in forms(rest).map_err(|what| (n, what))? {
                builder.ending(&fold(ending), tags);
            }
            continue;
        }
        let (name, items) = line.split_once(':').ok_or_else(|| (n, "expected `paradigm: verb verb`".to_owned()))?;
        if name == "separable" || name == "separable.zu" {
            for item in items.split_whitespace() {
                separable(item, name == "separable.zu", builder).map_err(|what| (n, what))?;
            }
            continue;
        }
        let paradigm = paradigms.iter().find(|p| p.name == name);
        let paradigm = paradigm.ok_or_else(|| (n, format!("paradigm `{name}` is not declared above")))?;
        for item in items.split_whitespace() {
            conjugate(item, paradigm, builder).map_err(|what| (n, what))?;
        }
    }
    Ok(())
}

fn paradigm(rest: &'static str) -> Result<Paradigm, String> {
    let (name, templates) = rest.split_once('=').ok_or("expected `paradigm NAME = 1en:I,F 2t:F`")?;
    let read = forms(templates)?;
    if read.is_empty() {
        Err(format!("paradigm `{name}` has no forms"))
    } else {
        let forms = read.into_iter().map(|(template, tags)| (fold(template), tags)).collect();
        Ok(Paradigm { name: name.trim(), forms })
    }
}

/// Templates or endings, each with its tags: `1en:I,F 2t:F`.
fn forms(text: &'static str) -> Result<Vec<(&'static str, Tags)>, String> {
    let mut read = Vec::new();
    for form in text.split_whitespace() {
        let (template, tags) = form.split_once(':').ok_or_else(|| format!("`{form}` has no tags after a colon"))?;
        let mut all = Tags::NONE;
        for tag in tags.split(',') {
            all = all.with(Tags::named(tag).ok_or_else(|| format!("`{tag}` is no tag"))?);
        }
        read.push((template, all));
    }
    Ok(read)
}

/// Fills stems into a template: each digit stands for that stem, a missing stem for the first.
fn inflect(template: &str, stems: &[&str], out: &mut String) {
    out.clear();
    for c in template.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                let stem = stems.get((digit as usize).saturating_sub(1)).or(stems.first());
                out.push_str(stem.copied().unwrap_or_default());
            }
            None => out.push(c),
        }
    }
}

fn conjugate(item: &str, paradigm: &Paradigm, builder: &mut Builder) -> Result<(), String> {
    let item = fold(item);
    let stems: Vec<&str> = item.split('/').collect();
    let mut form = String::new();
    if let Some((template, _)) = paradigm.forms.first() {
        inflect(template, &stems, &mut form);
    }
    let verb = builder.new_verb(&form).ok_or_else(|| format!("verb `{form}` is declared twice"))?;
    for (template, tags) in &paradigm.forms {
        inflect(template, &stems, &mut form);
        builder.verb_form(verb, &form, *tags);
    }
    Ok(())
}

/// `binnen+trekken`: the joined forms are made here, the split ones are found in the clause.
fn separable(item: &str, with_zu: bool, builder: &mut Builder) -> Result<(), String> {
    let (particle, base) = item.split_once('+').ok_or_else(|| format!("`{item}` is not particle+verb"))?;
    let base_id = builder.verb(base).ok_or_else(|| format!("verb `{base}` is not declared above"))?;
    let lemma = format!("{particle}{base}");
    let whole = builder.new_verb(&lemma).ok_or_else(|| format!("verb `{lemma}` is declared twice"))?;
    for (form, tags) in builder.forms_of(base_id) {
        builder.verb_form(whole, &fold(&format!("{particle}{form}")), tags);
        if with_zu && tags.any(Tags::I) {
            builder.verb_form(whole, &fold(&format!("{particle}zu{form}")), Tags::ZU);
        }
    }
    builder.separate(base_id, particle, whole);
    Ok(())
}
