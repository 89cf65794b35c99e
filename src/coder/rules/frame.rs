//! Frames: which words, with which companions and roles, mean which CAMEO code.

use super::class::Class;
use super::data::{OpenClasses, lines};
use super::lexicon::{Builder, ElemId, Map, WordId};
use super::text::fold;
use crate::domain::CameoCode;

/// What a frame does with an act that is embedded in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Says the target did it: the act is alleged.
    Accuse,
    /// Asks the target for it.
    Appeal,
    /// Demands it of the target.
    Demand,
    /// Means or promises to do it.
    Intent,
    /// Threatens to do it.
    Threat,
    /// Refuses to do it.
    Refuse,
    /// Ends it.
    Stop,
    /// Only tells of it.
    Tell,
}

impl Mode {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "accuse" => Self::Accuse,
            "appeal" => Self::Appeal,
            "demand" => Self::Demand,
            "intent" => Self::Intent,
            "threat" => Self::Threat,
            "refuse" => Self::Refuse,
            "stop" => Self::Stop,
            "tell" => Self::Tell,
            _ => return None,
        })
    }
}

/// A role in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Who acts.
    Source,
    /// Who is acted on.
    Target,
    /// The embedded act.
    Embedded,
}

/// Where a role is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// Which role.
    pub role: Role,
    /// The preposition before it; `None` for a bare noun phrase.
    pub prep: Option<ElemId>,
    /// Its case.
    pub case: Option<Class>,
    /// The noun it belongs to: the ambassador of T.
    pub of: Option<ElemId>,
}

/// One way to say a frame.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Which frame.
    pub frame: u32,
    /// What must stand in the clause beside the head.
    pub needs: Vec<ElemId>,
    /// What must not.
    pub bars: Vec<ElemId>,
    /// Where the roles are.
    pub slots: Vec<Slot>,
    /// Line in the file.
    pub line: usize,
}

/// A frame: a code, how it treats roles, and examples.
#[expect(clippy::struct_excessive_bools, reason = "independent flags of a data line, each read by name")]
#[derive(Debug)]
pub(super) struct Frame {
    /// Language and name: `nl/accuse`.
    pub name: String,
    /// The code.
    pub code: CameoCode,
    /// What it does with an embedded act.
    pub mode: Option<Mode>,
    /// Whether the act stands for both directions.
    pub symmetric: bool,
    /// Whether the target must stand in a named slot.
    pub strict: bool,
    /// Whether the act needs the embedded one to count.
    pub needs_inner: bool,
    /// Whether a place named as the scene is the target: strikes, visits.
    pub scene: bool,
    /// Whether the target named is the victim of a war, and who wages it is meant.
    pub wager: bool,
    /// Whether the subject of the clause does what the noun names after a preposition: `during a visit to`.
    pub attend: bool,
    /// Whether it is done by saying so: the one who speaks is the source, the subject the target.
    pub said: bool,
    /// Sentences that must be coded as stated.
    pub examples: Vec<Example>,
}

/// A sentence and how it must be coded.
#[derive(Debug, Clone)]
pub struct Example {
    /// Line in the file.
    pub line: usize,
    /// The sentence.
    pub text: &'static str,
    /// Source, target and code of every interaction, in any order; with `alleged` or `background` where it is that.
    pub expected: Vec<&'static str>,
}

/// All frames of a language.
#[derive(Debug, Default)]
pub(super) struct FrameBook {
    pub frames: Vec<Frame>,
    pub patterns: Vec<Pattern>,
    by_verb: Map<WordId, Vec<u32>>,
    by_noun: Vec<Vec<u32>>,
}

impl FrameBook {
    /// Patterns whose head is this verb.
    pub fn of_verb(&self, verb: WordId) -> &[u32] {
        self.by_verb.get(&verb).map_or(&[], Vec::as_slice)
    }

    /// Patterns whose head is this element.
    pub fn of_noun(&self, elem: ElemId) -> &[u32] {
        self.by_noun.get(elem as usize).map_or(&[], Vec::as_slice)
    }
}

/// Reads `frames.txt`.
pub(super) struct FrameReader<'a> {
    language: &'static str,
    builder: &'a mut Builder,
    opens: &'a OpenClasses,
    elems: Map<String, ElemId>,
    book: FrameBook,
}

type Failed = (usize, String);

impl<'a> FrameReader<'a> {
    pub fn new(language: &'static str, builder: &'a mut Builder, opens: &'a OpenClasses) -> Self {
        Self { language, builder, opens, elems: Map::default(), book: FrameBook::default() }
    }

    pub fn finish(self) -> FrameBook {
        self.book
    }

    /// Reads the whole file.
    pub fn read(&mut self, text: &'static str) -> Result<(), Failed> {
        for (n, line) in lines(text) {
            let (kind, rest) =
                line.split_once(' ').ok_or_else(|| (n, "expected `frame`, `v`, `n` or `>`".to_owned()))?;
            let rest = rest.trim();
            match kind {
                "frame" => self.frame(rest),
                "v" => self.pattern(n, rest, false),
                "n" => self.pattern(n, rest, true),
                ">" => self.example(n, rest),
                _ => Err(format!("`{kind}` opens no line; expected `frame`, `v`, `n` or `>`")),
            }
            .map_err(|what| (n, what))?;
        }
        Ok(())
    }

    fn frame(&mut self, rest: &'static str) -> Result<(), String> {
        let mut words = rest.split_whitespace();
        let code = words.next().and_then(|c| c.parse().ok()).ok_or("expected a CAMEO code after `frame`")?;
        let name = words.next().ok_or("expected a name after the code")?;
        let name = format!("{}/{name}", self.language);
        if name.len() > 70 || self.book.frames.iter().any(|f| f.name == name) {
            return Err(format!("frame `{name}` is declared twice or too long"));
        }
        let mut frame = Frame {
            name,
            code,
            mode: None,
            symmetric: false,
            strict: false,
            needs_inner: false,
            scene: false,
            wager: false,
            attend: false,
            said: false,
            examples: Vec::new(),
        };
        for word in words {
            match word {
                "sym" => frame.symmetric = true,
                "strict" => frame.strict = true,
                "inner" => frame.needs_inner = true,
                "scene" => frame.scene = true,
                "wager" => frame.wager = true,
                "attend" => frame.attend = true,
                "said" => frame.said = true,
                _ => match word.strip_prefix("mode=").and_then(Mode::named) {
                    Some(mode) => frame.mode = Some(mode),
                    None => return Err(format!("`{word}` is no flag of a frame")),
                },
            }
        }
        self.book.frames.push(frame);
        Ok(())
    }

    fn example(&mut self, line: usize, rest: &'static str) -> Result<(), String> {
        let frame = self.book.frames.last_mut().ok_or("an example stands before the first frame")?;
        let (text, expected) = rest.rsplit_once('|').ok_or("expected `> sentence | SOURCE>TARGET CODE`")?;
        let expected = expected.split(';').map(str::trim).filter(|e| !e.is_empty() && *e != "-").collect();
        frame.examples.push(Example { line, text: text.trim(), expected });
        Ok(())
    }

    fn pattern(&mut self, line: usize, rest: &'static str, nominal: bool) -> Result<(), String> {
        let frame = self.book.frames.len().checked_sub(1).ok_or("a pattern stands before the first frame")?;
        let frame = u32::try_from(frame).map_err(|_| "too many frames")?;
        let words: Vec<&'static str> = rest.split_whitespace().collect();
        let head = self.head(&words, nominal)?;
        let mut pattern = Pattern { frame, needs: Vec::new(), bars: Vec::new(), slots: Vec::new(), line };
        let mut prep: Option<ElemId> = None;
        for (i, word) in words.iter().enumerate() {
            if i == head {
                continue;
            }
            if let Some(slot) = self.slot(word, prep)? {
                pattern.slots.push(slot);
                prep = None;
            } else if words.get(i + 1).is_some_and(|next| is_slot(next)) && self.is_prep(word) {
                prep = Some(self.element(word)?);
            } else if let Some(barred) = word.strip_prefix('!') {
                let elem = self.element(barred)?;
                pattern.bars.push(elem);
            } else {
                let elem = self.element(word)?;
                pattern.needs.push(elem);
            }
        }
        let id = u32::try_from(self.book.patterns.len()).map_err(|_| "too many patterns")?;
        self.book.patterns.push(pattern);
        self.index(words.get(head).copied().unwrap_or_default(), nominal, id)
    }

    /// Position of the head: the first verb of the lexicon, or the first word that is neither slot nor preposition.
    fn head(&self, words: &[&str], nominal: bool) -> Result<usize, String> {
        let candidate = |w: &&str| !is_slot(w) && !w.starts_with('!');
        let head = if nominal {
            words.iter().position(|w| candidate(w) && !self.is_prep(w))
        } else {
            words.iter().position(|w| candidate(w) && w.split('|').all(|part| self.builder.verb(part).is_some()))
        };
        let missing =
            if nominal { "a nominal pattern needs a noun" } else { "no word of the pattern is a verb of verbs.txt" };
        head.ok_or_else(|| missing.to_owned())
    }

    fn index(&mut self, head: &str, nominal: bool, id: u32) -> Result<(), String> {
        if nominal {
            let elem = self.element(head)? as usize;
            if self.book.by_noun.len() <= elem {
                self.book.by_noun.resize_with(elem + 1, Vec::new);
            }
            if let Some(patterns) = self.book.by_noun.get_mut(elem) {
                patterns.push(id);
            }
            return Ok(());
        }
        for part in head.split('|') {
            let verb = self.builder.verb(part).ok_or_else(|| format!("verb `{part}` is not declared in verbs.txt"))?;
            self.book.by_verb.entry(verb).or_default().push(id);
        }
        Ok(())
    }

    fn is_prep(&self, word: &str) -> bool {
        word.split('|').all(|part| self.builder.is(&fold(part), Class::Prep))
    }

    /// Reads `S`, `T.dat`, `T:ambassador*`, `E`; `None` for any other word.
    fn slot(&mut self, word: &'static str, prep: Option<ElemId>) -> Result<Option<Slot>, String> {
        if !is_slot(word) {
            return Ok(None);
        }
        let role = match word.chars().next() {
            Some('S') => Role::Source,
            Some('T') => Role::Target,
            _ => Role::Embedded,
        };
        let of = match word.split_once(':') {
            Some((_, noun)) => Some(self.element(noun)?),
            None => None,
        };
        let case = match word.split_once(':').map_or(word, |(slot, _)| slot).split_once('.') {
            Some((_, case)) => Some(case_named(case).ok_or_else(|| format!("`{case}` is no case"))?),
            None => None,
        };
        Ok(Some(Slot { role, prep, case, of }))
    }

    /// The element for `a|b|@class`, made on first use. A preposition stands for its contractions too, where an
    /// open class of its name lists them (`@a: a al`).
    fn element(&mut self, text: &str) -> Result<ElemId, String> {
        if let Some(&id) = self.elems.get(text) {
            return Ok(id);
        }
        let id = ElemId::try_from(self.elems.len()).map_err(|_| "too many elements")?;
        self.elems.insert(text.to_owned(), id);
        for part in text.split('|') {
            let contracted = self.is_prep(part) && self.opens.atoms(part).is_some();
            let Some(name) = part.strip_prefix('@').or_else(|| contracted.then_some(part)) else {
                let word = self.builder.atom(&fold(part));
                self.builder.fill(word, id);
                continue;
            };
            let atoms = self.opens.atoms(name).ok_or_else(|| format!("open class `@{name}` is not declared"))?;
            for atom in atoms {
                let word = self.builder.atom(&fold(atom));
                self.builder.fill(word, id);
            }
        }
        Ok(id)
    }
}

fn is_slot(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('S' | 'T' | 'E')) && matches!(chars.next(), None | Some('.' | ':'))
}

fn case_named(name: &str) -> Option<Class> {
    let cases = [Class::Nom, Class::Acc, Class::Dat, Class::Gen, Class::Loc, Class::Ins, Class::Abl];
    cases.into_iter().find(|c| c.name() == name)
}
