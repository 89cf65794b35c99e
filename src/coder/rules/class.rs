//! Closed word classes the engine knows, filled by each language's data.

/// Declares the classes with the names the data files use.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A closed class of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Class { $($(#[$doc])* $variant,)+ }

        impl Class {
            /// Every class, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the data files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

classes! {
    /// Articles and other words that only open a noun phrase.
    Det = "det",
    /// Demonstratives, which may also stand alone: `die`, `this`.
    Demo = "demo",
    /// Possessives: `zijn`, `their`.
    Poss = "poss",
    /// Every preposition (or postposition).
    Prep = "prep",
    /// Those that make a genitive: `van`, `of`.
    Of = "of",
    /// Those that name the agent of a passive: `door`, `by`.
    By = "by",
    /// Those that name a place: `in`, `bij`.
    In = "in",
    /// Those that name a companion: `met`, `with`.
    With = "with",
    /// `tussen`, `between`.
    Between = "between",
    /// Those that name whom an act is directed at: `tegen`, `against`.
    Against = "against",
    /// Those that say who reports: `volgens`, `according to`.
    Per = "per",
    /// What a report is called: `nach ukrainischen Angaben`, `by Russian accounts`.
    PerNoun = "per.noun",
    /// Coordinators: `en`, `and`.
    Coord = "coord",
    /// Complementisers: `dat`, `that`.
    Comp = "comp",
    /// Relative pronouns that can be subject: `die`, `who`.
    Rel = "rel",
    /// Relative words that stand for a place or a prepositional phrase: `waar`, `where`.
    RelPlace = "rel.place",
    /// `als`, `if`.
    If = "if",
    /// `nadat`, `after` as subordinators: what follows came before.
    After = "after",
    /// `voordat`, `before` as subordinators: what follows comes later.
    Before = "before",
    /// Every other subordinator: `terwijl`, `because`.
    Sub = "sub",
    /// `niet`, `not`.
    Neg = "neg",
    /// Names that take no article where others do: Portuguese `Portugal`, `Angola`.
    Bare = "bare",
    /// Forms of the auxiliary `hebben`, `have`.
    Have = "have",
    /// Past forms of it: `had`.
    Had = "had",
    /// Forms of `zijn`, `be`.
    Be = "be",
    /// Past forms of it.
    Was = "was",
    /// Forms of the passive auxiliary: `worden`.
    Passive = "passive",
    /// Participles of auxiliaries: `geweest`, `been`.
    AuxParticiple = "aux.participle",
    /// `kan`, `may`, `could`.
    Can = "can",
    /// `zal`, `will`.
    Will = "will",
    /// `zou`, `would`.
    Would = "would",
    /// `moet`, `must`.
    Must = "must",
    /// `wil`, `wants to`.
    Want = "want",
    /// Auxiliaries without a meaning of their own: `do`, `laten`.
    Do = "do",
    /// Markers of the infinitive: `te`, `to`.
    Inf = "inf",
    /// Openers of an infinitive clause: `om`, `um`.
    InfOpen = "inf.open",
    /// Third person singular for a person: `hij`, `she`.
    He = "he",
    /// Third person singular for a thing or a country: `het`, `it`.
    It = "it",
    /// Third person plural: `zij`, `they`.
    They = "they",
    /// Phrases for the two countries spoken of: `beide landen`.
    Both = "both",
    /// Phrases for three or more spoken of: `de drie landen`, `the allies`.
    Several = "several",
    /// Phrases for each other: `elkaar`, `each other`.
    EachOther = "each.other",
    /// First and second person and indefinite pronouns.
    Someone = "someone",
    /// The first person: `I`, `wij`; in a quotation the one who speaks.
    Speaker = "speaker",
    /// Reflexives: `zich`, `itself`.
    Reflexive = "reflexive",
    /// Adverbs and particles that belong to no noun phrase.
    Adv = "adv",
    /// Pronominal adverbs that announce a clause: `ervan`, `ertoe`.
    Announce = "announce",
    /// Words that put an act into the past: `eerder`, `previously`.
    Earlier = "earlier",
    /// Words that make a guess of a statement: `misschien`, `possibly`.
    Perhaps = "perhaps",
    /// Words that make a statement a claim: `naar verluidt`, `allegedly`.
    Allegedly = "allegedly",
    /// Words that link an act to the one before: `ook`, `daarnaast`.
    Also = "also",
    /// Nouns that act for a state when a nationality stands with them: `troepen`, `regering`.
    Agent = "agent",
    /// Persons that act for a state: `president`, `minister`.
    Person = "person",
    /// Media and agencies: they report.
    Media = "media",
    /// Armed groups, parties, firms: a nationality with them is no actor at all.
    NonState = "nonstate",
    /// People and their things: a nationality with them is a possible target only.
    People = "people",
    /// Nouns for places: `stad`, `grens`.
    Place = "place",
    /// `het land`, `the country`.
    Country = "country",
    /// What a ministry or an office is for: `defence`, `buitenlandse zaken`.
    Department = "department",
    /// Nouns for an act told before: `the move`, `het besluit`.
    Act = "act",
    /// Nouns for what was said: `the remarks`, `de beschuldiging`.
    ActSaid = "act.said",
    /// Nouns for an act of force: `the attack`, `de inval`.
    ActForce = "act.force",
    /// Nouns for what was asked or offered: `the proposal`, `het verzoek`.
    ActAsked = "act.asked",
    /// Words that make an act the answer to the one before: `in return`, `op zijn beurt`.
    InReturn = "in.return",
    /// Verbs that lend themselves to nouns: `uitvoeren`, `launch`.
    Light = "light",
    /// Verbs that end what a noun says: `stopzetten`, `suspend`.
    Stop = "stop",
    /// Verbs of saying.
    Say = "say",
    /// Verbs by which one decides on an act of one's own: `agree`, `order`.
    Decide = "decide",
    /// Verbs of denying.
    Deny = "deny",
    /// Verbs that leave the act undone: `fail to`.
    Fail = "fail",
    /// Verbs whose perfect takes `zijn`, `être`.
    PerfectBe = "perfect.be",
    /// Abbreviations that end in a point without ending a sentence.
    Abbreviation = "abbreviation",
    /// The marker of a possessor: `'s`.
    Genitive = "genitive",
    /// Words and suffixes that show the nominative.
    Nom = "nom",
    /// Words and suffixes that show the accusative.
    Acc = "acc",
    /// Words and suffixes that show the dative.
    Dat = "dat",
    /// Words and suffixes that show the genitive.
    Gen = "gen",
    /// Words and suffixes that show the locative.
    Loc = "loc",
    /// Words and suffixes that show the instrumental.
    Ins = "ins",
    /// Words and suffixes that show the ablative.
    Abl = "abl",
    /// Words that open a question.
    Question = "question",
    /// Words for the general or the hypothetical: `elke`, `any`.
    Generic = "generic",
}

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u128);

impl Classes {
    /// The set of these classes.
    pub const fn of(classes: &[Class]) -> Self {
        let mut bits = 0;
        let mut rest = classes;
        while let [first, tail @ ..] = rest {
            bits |= 1 << (*first as u8);
            rest = tail;
        }
        Self(bits)
    }

    /// Whether the class is in the set.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << (class as u8)) != 0
    }

    /// Whether both sets share a class.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << (class as u8);
    }

    /// Adds all classes of the other set.
    pub fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The set without those of the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// What a form of a verb can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(super) struct Tags(u16);

impl Tags {
    /// Infinitive.
    pub const I: Self = Self(1);
    /// Finite present.
    pub const F: Self = Self(2);
    /// Finite past.
    pub const P: Self = Self(4);
    /// Past participle.
    pub const PP: Self = Self(8);
    /// Gerund, present participle, converb.
    pub const G: Self = Self(16);
    /// Future built into the form.
    pub const FUT: Self = Self(32);
    /// Conditional or subjunctive.
    pub const COND: Self = Self(64);
    /// Negation built into the form.
    pub const NEG: Self = Self(128);
    /// Passive built into the form.
    pub const PASS: Self = Self(256);
    /// Infinitive with its marker built in: `einzumarschieren`.
    pub const ZU: Self = Self(512);
    /// Every finite form.
    pub const FINITE: Self = Self(2 | 4 | 32 | 64);
    /// No form of a verb at all.
    pub const NONE: Self = Self(0);

    /// The tag with this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "I" => Self::I,
            "F" => Self::F,
            "P" => Self::P,
            "PP" => Self::PP,
            "G" => Self::G,
            "FUT" => Self::FUT,
            "COND" => Self::COND,
            "NEG" => Self::NEG,
            "PASS" => Self::PASS,
            "ZU" => Self::ZU,
            _ => return None,
        })
    }

    /// Whether both share a tag.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All tags of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is no tag.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// The cases a form can stand in; empty where it does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct CaseSet(u8);

impl CaseSet {
    /// Every case, as the class that words and suffixes showing it are in.
    pub const ALL: [Class; 7] = [Class::Nom, Class::Acc, Class::Dat, Class::Gen, Class::Loc, Class::Ins, Class::Abl];

    /// Adds a case; any other class is left out.
    pub fn add(&mut self, case: Class) {
        if let Some(bit) = Self::ALL.iter().position(|c| *c == case) {
            self.0 |= 1 << bit;
        }
    }

    /// The cases whose classes are in the set.
    pub fn of(classes: Classes) -> Self {
        let mut out = Self::default();
        Self::ALL.into_iter().filter(|c| classes.has(*c)).for_each(|c| out.add(c));
        out
    }

    /// Whether the form can stand in the case, as far as it shows.
    pub fn allows(self, case: Class) -> bool {
        self.0 == 0 || self.shows(case)
    }

    /// Whether the form shows that it can stand in the case.
    pub fn shows(self, case: Class) -> bool {
        Self::ALL.iter().position(|c| *c == case).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }

    /// Whether the form shows this case and no other.
    pub fn is_only(self, case: Class) -> bool {
        self.shows(case) && self.0.is_power_of_two()
    }

    /// Whether nothing is shown.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether both show some case.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The cases both allow; those of `self` where they share none.
    #[must_use]
    pub fn narrowed(self, other: Self) -> Self {
        match (self.0, other.0, self.0 & other.0) {
            (0, _, _) => other,
            (_, 0, _) | (_, _, 0) => self,
            (_, _, both) => Self(both),
        }
    }

    /// Adds the cases of the other.
    pub fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
