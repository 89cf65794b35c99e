//! What a language knows about its words: classes, forms of verbs, phrases, and which frames they open.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use smallvec::SmallVec;

use super::class::{CaseSet, Class, Classes, Tags};
use super::guess::Endings;
use super::text::{Apostrophe, Tokens, tokenise};

/// FNV-1a: short keys, no hostile input decides the keys.
#[derive(Default)]
pub(super) struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
        }
    }
}

/// A map with short text keys.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// A word of the lexicon: a lemma, a literal form, a wildcard or a phrase.
pub(super) type WordId = u32;

/// A place in frames that any of some words can fill.
pub(super) type ElemId = u32;

/// An entry of the lexicon: all that is known of one form.
#[derive(Debug, Default, Clone)]
pub(super) struct Entry {
    /// Classes of the form.
    pub classes: Classes,
    /// All tags of its senses as a verb.
    pub tags: Tags,
    /// Its senses as a verb: which lemma, which forms.
    pub verbs: SmallVec<[(WordId, Tags); 1]>,
    /// Words it is a form of.
    pub words: Vec<WordId>,
    /// Elements of frames it can fill.
    pub elems: Vec<ElemId>,
}

/// Where the finite verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    /// Subject, verb, object.
    #[default]
    Svo,
    /// The finite verb second in main clauses, last in others.
    V2,
    /// The verb last.
    Sov,
    /// Case decides; subject first where it does not.
    Free,
}

/// On which side of its noun an adjective stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Side {
    /// `Russian troops`.
    #[default]
    Before,
    /// `tropas rusas`.
    After,
    /// Either.
    Both,
}

/// Settings of a language.
#[expect(clippy::struct_excessive_bools, reason = "independent settings, each read by name")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Settings {
    /// Where the finite verb stands.
    pub order: Order,
    /// Where adjectives stand.
    pub adjective: Side,
    /// What an apostrophe is.
    pub apostrophe: Apostrophe,
    /// Whether adpositions follow their noun phrase.
    pub postpositions: bool,
    /// Whether every noun has a capital.
    pub noun_capitals: bool,
    /// Whether the head of a noun phrase comes first, owners and apposition after it.
    pub head_first: bool,
    /// Whether a name opens a compound: `Ukraine war`.
    pub compounds: bool,
    /// Whether subjects may be left out.
    pub drops_subject: bool,
}

/// A phrase of several tokens.
#[derive(Debug)]
struct Phrase {
    rest: Vec<Box<str>>,
    entry: u32,
}

/// The lexicon of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    entries: Vec<Entry>,
    forms: Map<Box<str>, u32>,
    prefixes: Wildcards,
    /// Endings, spelt backwards.
    compounds: Wildcards,
    phrases: Map<Box<str>, Vec<Phrase>>,
    /// Phrases whose first token is a wildcard, by its prefix.
    open_phrases: Map<Box<str>, Vec<Phrase>>,
    /// Suffixes that show cases.
    suffixes: Map<Box<str>, CaseSet>,
    /// Separable verbs by their base: particle and the whole verb.
    separable: Map<WordId, Vec<(Box<str>, WordId)>>,
    particles: HashSet<Box<str>, BuildHasherDefault<Fnv>>,
    /// Elements each word fills.
    word_elems: Vec<Vec<ElemId>>,
    word_classes: Vec<Classes>,
    word_texts: Vec<Box<str>>,
    /// What tells unknown verbs.
    pub endings: Endings,
}

impl Lexicon {
    /// The entry with this number.
    pub fn entry(&self, id: u32) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// Number of the entry of this exact form.
    pub fn exact(&self, form: &str) -> Option<u32> {
        self.forms.get(form).copied()
    }

    /// Numbers of the wildcard entries that the form begins with, longest first.
    pub fn wildcards<'a>(&'a self, form: &'a str) -> impl Iterator<Item = u32> + 'a {
        matching(&self.prefixes, form)
    }

    /// Number of the longest entry that a long form ends with: the last part of a compound.
    pub fn compound(&self, form: &str) -> Option<u32> {
        if self.compounds.is_empty() || form.len() < COMPOUND_BYTES_MIN {
            return None;
        }
        let backwards: String = form.chars().rev().collect();
        matching(&self.compounds, &backwards).next()
    }

    /// The longest phrase that starts at this token: number of tokens and entry.
    pub fn phrase_at(&self, tokens: &Tokens, at: usize) -> Option<(usize, u32)> {
        let form = tokens.fold_at(at);
        let fits = |p: &&Phrase| p.rest.iter().enumerate().all(|(i, part)| part_fits(part, tokens.fold_at(at + 1 + i)));
        let exact = self.phrases.get(form).and_then(|all| all.iter().find(fits));
        let open = || {
            let heads = form.char_indices().skip(PREFIX_CHARS_MIN).filter_map(|(i, _)| form.get(..i)).chain([form]);
            heads.filter_map(|head| self.open_phrases.get(head)?.iter().find(fits)).last()
        };
        let found = exact.or_else(|| if self.open_phrases.is_empty() { None } else { open() });
        found.map(|p| (p.rest.len() + 1, p.entry))
    }

    /// Whether phrases that open with a wildcard begin here rather than one that opens with this very word.
    pub fn is_open_phrase(&self, tokens: &Tokens, at: usize, length: usize) -> bool {
        let exact = self.phrases.get(tokens.fold_at(at));
        !self.open_phrases.is_empty() && exact.is_none_or(|all| all.iter().all(|p| p.rest.len() + 1 != length))
    }

    /// The cases that the ending of a form shows: those of the longest suffix known.
    pub fn cases_shown(&self, form: &str) -> CaseSet {
        if self.suffixes.is_empty() {
            return CaseSet::default();
        }
        let mut tails = form.char_indices().skip(1).filter_map(|(i, _)| form.get(i..));
        tails.find_map(|tail| self.suffixes.get(tail).copied()).unwrap_or_default()
    }

    /// The separable verbs built on this base.
    pub fn separable(&self, base: WordId) -> &[(Box<str>, WordId)] {
        self.separable.get(&base).map_or(&[], Vec::as_slice)
    }

    /// Whether the form is the particle of some separable verb.
    pub fn is_particle(&self, form: &str) -> bool {
        self.particles.contains(form)
    }

    /// The classes of a word.
    pub fn classes_of(&self, word: WordId) -> Classes {
        self.word_classes.get(word as usize).copied().unwrap_or_default()
    }

    /// The text of a word, for explanations.
    pub fn text_of(&self, word: WordId) -> &str {
        self.word_texts.get(word as usize).map_or("", |t| t)
    }
}

/// Letters a wildcard has at least where it opens a phrase.
const PREFIX_CHARS_MIN: usize = 3;

/// Sorted beginnings with their entry, and the longest other one each begins with.
type Wildcards = Vec<(Box<str>, u32, Option<u32>)>;

/// Least length of a form whose last part is looked up.
const COMPOUND_BYTES_MIN: usize = 8;

fn matching<'a>(wildcards: &'a Wildcards, form: &'a str) -> impl Iterator<Item = u32> + 'a {
    let after = wildcards.partition_point(|(prefix, ..)| &**prefix <= form);
    let mut at = after.checked_sub(1);
    std::iter::from_fn(move || {
        while let Some((prefix, entry, parent)) = at.and_then(|i| wildcards.get(i)) {
            at = parent.map(|p| p as usize);
            if form.starts_with(&**prefix) {
                return Some(*entry);
            }
        }
        None
    })
}

fn part_fits(part: &str, form: &str) -> bool {
    match part.strip_suffix('*') {
        Some(prefix) => !form.is_empty() && form.starts_with(prefix),
        None => part == form,
    }
}

/// A form of a verb, folded.
type Form = (Box<str>, Tags);

/// Collects words while the data files are read.
#[derive(Debug, Default)]
pub(super) struct Builder {
    lexicon: Lexicon,
    words: Map<Box<str>, WordId>,
    verbs: Map<Box<str>, WordId>,
    wildcards: Map<Box<str>, u32>,
    endings: Map<Box<str>, u32>,
    /// Forms of each verb, where a language makes verbs of verbs.
    conjugated: Option<Map<WordId, Vec<Form>>>,
    apostrophe: Apostrophe,
}

impl Builder {
    /// An empty lexicon of a language that writes the apostrophe so.
    pub fn new(apostrophe: Apostrophe) -> Self {
        Self { apostrophe, ..Self::default() }
    }

    /// Makes room for about so many forms of verbs, and keeps them by verb where some are made of others.
    pub fn expect_verbs(&mut self, forms: usize, compounds: bool) {
        self.lexicon.forms.reserve(forms);
        self.lexicon.entries.reserve(forms);
        self.conjugated = compounds.then(Map::default);
    }

    /// Declares one form of a verb.
    pub fn verb_form(&mut self, verb: WordId, form: &str, tags: Tags) {
        let id = self.form_entry(form);
        if let Some(conjugated) = &mut self.conjugated {
            conjugated.entry(verb).or_default().push((form.into(), tags));
        }
        if let Some(entry) = self.lexicon.entries.get_mut(id as usize) {
            entry.tags = entry.tags.with(tags);
            match entry.verbs.iter_mut().find(|(word, _)| *word == verb) {
                Some((_, known)) => *known = known.with(tags),
                None => entry.verbs.push((verb, tags)),
            }
        }
    }

    /// Says that unknown words with this ending can be these forms of a verb.
    pub fn ending(&mut self, ending: &str, tags: Tags) {
        self.lexicon.endings.add(ending, tags);
    }

    /// Every form of a verb declared so far.
    pub fn forms_of(&self, verb: WordId) -> Vec<Form> {
        self.conjugated.as_ref().and_then(|all| all.get(&verb)).cloned().unwrap_or_default()
    }

    /// The verb with this lemma.
    pub fn verb(&self, lemma: &str) -> Option<WordId> {
        self.verbs.get(lemma).copied()
    }

    /// Declares a verb; `None` when the lemma is taken.
    pub fn new_verb(&mut self, lemma: &str) -> Option<WordId> {
        if self.verbs.contains_key(lemma) {
            return None;
        }
        let id = self.new_word(lemma);
        self.verbs.insert(lemma.into(), id);
        Some(id)
    }

    /// Declares that a particle and a base make another verb.
    pub fn separate(&mut self, base: WordId, particle: &str, whole: WordId) {
        self.lexicon.particles.insert(particle.into());
        self.lexicon.separable.entry(base).or_default().push((particle.into(), whole));
    }

    /// The word for an atom of data: `sanctie`, `sanctie*`, `in_beslag`.
    pub fn atom(&mut self, atom: &str) -> WordId {
        if let Some(&id) = self.words.get(atom) {
            return id;
        }
        let id = self.new_word(atom);
        self.words.insert(atom.into(), id);
        let entry = self.atom_entry(atom);
        if let Some(entry) = self.lexicon.entries.get_mut(entry as usize) {
            entry.words.push(id);
        }
        id
    }

    /// Puts a word into a class.
    pub fn classify(&mut self, word: WordId, class: Class) {
        if let Some(classes) = self.lexicon.word_classes.get_mut(word as usize) {
            classes.add(class);
        }
    }

    /// Says that words with this ending can stand in the case.
    pub fn suffix(&mut self, ending: &str, case: Class) {
        self.lexicon.suffixes.entry(ending.into()).or_default().add(case);
    }

    /// Whether the atom was put into the class before.
    pub fn is(&self, atom: &str, class: Class) -> bool {
        self.words.get(atom).is_some_and(|&word| self.lexicon.classes_of(word).has(class))
    }

    /// Says that a word fills an element.
    pub fn fill(&mut self, word: WordId, elem: ElemId) {
        if let Some(elems) = self.lexicon.word_elems.get_mut(word as usize)
            && !elems.contains(&elem)
        {
            elems.push(elem);
        }
    }

    /// The finished lexicon.
    pub fn finish(mut self) -> Lexicon {
        let lexicon = &mut self.lexicon;
        for entry in &mut lexicon.entries {
            for word in &entry.words {
                entry.classes.join(lexicon.word_classes.get(*word as usize).copied().unwrap_or_default());
                entry.elems.extend(lexicon.word_elems.get(*word as usize).into_iter().flatten());
            }
        }
        for phrases in lexicon.phrases.values_mut().chain(lexicon.open_phrases.values_mut()) {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        lexicon.prefixes = parents(self.wildcards);
        lexicon.compounds = parents(self.endings);
        self.lexicon
    }

    fn new_word(&mut self, text: &str) -> WordId {
        let id = WordId::try_from(self.lexicon.word_texts.len()).expect("a lexicon has fewer than four billion words");
        self.lexicon.word_texts.push(text.into());
        self.lexicon.word_elems.push(Vec::new());
        self.lexicon.word_classes.push(Classes::default());
        id
    }

    fn new_entry(&mut self) -> u32 {
        self.lexicon.entries.push(Entry::default());
        u32::try_from(self.lexicon.entries.len() - 1).expect("a lexicon has fewer than four billion forms")
    }

    fn form_entry(&mut self, form: &str) -> u32 {
        if let Some(&id) = self.lexicon.forms.get(form) {
            return id;
        }
        let id = self.new_entry();
        self.lexicon.forms.insert(form.into(), id);
        id
    }

    fn atom_entry(&mut self, atom: &str) -> u32 {
        let parts = atom_parts(atom, self.apostrophe);
        if let [first, rest @ ..] = parts.as_slice()
            && !rest.is_empty()
        {
            let entry = self.new_entry();
            let phrase = Phrase { rest: rest.iter().map(|p| p.as_str().into()).collect(), entry };
            let (phrases, first) = match first.strip_suffix('*') {
                Some(prefix) => (&mut self.lexicon.open_phrases, prefix),
                None => (&mut self.lexicon.phrases, first.as_str()),
            };
            phrases.entry(first.into()).or_default().push(phrase);
            return entry;
        }
        if let Some(ending) = atom.strip_prefix('*') {
            let backwards: Box<str> = ending.chars().rev().collect();
            if let Some(&id) = self.endings.get(&backwards) {
                return id;
            }
            let id = self.new_entry();
            self.endings.insert(backwards, id);
            return id;
        }
        match atom.strip_suffix('*') {
            Some(prefix) => {
                if let Some(&id) = self.wildcards.get(prefix) {
                    return id;
                }
                let id = self.new_entry();
                self.wildcards.insert(prefix.into(), id);
                id
            }
            None => self.form_entry(atom),
        }
    }
}

/// The tokens an atom stands for; a wildcard keeps its star: `збройн*_сил*`.
fn atom_parts(atom: &str, apostrophe: Apostrophe) -> Vec<String> {
    let mut parts = Vec::new();
    for word in atom.split('_') {
        let word_text = word.trim_end_matches('*');
        // A suffix (`'nın`) is one token only after the word it is glued to.
        let glued = apostrophe == Apostrophe::Suffix && word_text.starts_with('\'');
        let tokens =
            if glued { tokenise(&format!("x{word_text}"), apostrophe) } else { tokenise(word_text, apostrophe) };
        parts.extend(tokens.list.iter().skip(usize::from(glued)).map(|t| tokens.fold(t).to_owned()));
        if word.ends_with('*')
            && let Some(last) = parts.last_mut()
        {
            last.push('*');
        }
    }
    parts
}

/// Sorts wildcards and links each to the longest other that it begins with.
fn parents(wildcards: Map<Box<str>, u32>) -> Wildcards {
    let mut sorted: Wildcards = wildcards.into_iter().map(|(p, e)| (p, e, None)).collect();
    sorted.sort();
    let mut open: Vec<usize> = Vec::new();
    for i in 0..sorted.len() {
        let Some(prefix) = sorted.get(i).map(|(p, ..)| p.clone()) else { continue };
        while open.last().and_then(|&o| sorted.get(o)).is_some_and(|(p, ..)| !prefix.starts_with(&**p)) {
            open.pop();
        }
        let parent = open.last().and_then(|&o| u32::try_from(o).ok());
        if let Some((.., link)) = sorted.get_mut(i) {
            *link = parent;
        }
        open.push(i);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_may_open_with_a_wildcard() {
        let mut builder = Builder::new(Apostrophe::Letter);
        builder.atom("збройн*_сил*");
        let lexicon = builder.finish();
        let tokens = tokenise("Збройними силами та збройна розвідка", Apostrophe::Letter);
        assert_eq!(lexicon.phrase_at(&tokens, 0).map(|(length, _)| length), Some(2));
        assert_eq!(lexicon.phrase_at(&tokens, 3), None);
        assert!(lexicon.is_open_phrase(&tokens, 0, 2));
    }

    #[test]
    fn the_longest_ending_shows_the_cases() {
        let mut builder = Builder::new(Apostrophe::Letter);
        builder.suffix("ими", Class::Ins);
        builder.suffix("и", Class::Nom);
        builder.suffix("и", Class::Gen);
        let lexicon = builder.finish();
        assert!(lexicon.cases_shown("новими").is_only(Class::Ins));
        assert!(lexicon.cases_shown("країни").shows(Class::Nom) && lexicon.cases_shown("країни").shows(Class::Gen));
        assert!(lexicon.cases_shown("уряд").is_empty());
    }
}
