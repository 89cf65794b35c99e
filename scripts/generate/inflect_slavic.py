"""Russian, Ukrainian and Polish declension, by ending.

Where an ending allows two forms (Ukrainian genitive in -а or -у, Polish genitive in -a or -u) both are given: a form
too many does no harm to a reader of names, a form too few loses one.
"""

CASES = ["nom", "gen", "dat", "acc", "ins", "loc"]

# Names that are plural: the genitive cannot be seen from the ending.
PLURAL_GENITIVE = {
    "ru": {"Нидерланды": "Нидерландов", "Штаты": "Штатов", "Эмираты": "Эмиратов", "Афины": "Афин", "Сумы": "Сум",
           "Филиппины": "Филиппин", "Салоники": "Салоник", "Мальдивы": "Мальдив", "острова": "островов", "Острова": "Островов", "Голаны": "Голан",
           "высоты": "высот", "Курилы": "Курил", "Фолкленды": "Фолклендов", "территории": "территорий",
           "Объединенные": "", "Багамы": "Багам", "миротворцы": "миротворцев", "Нации": "Наций", "страны": "стран",
           "Силы": "Сил", "силы": "сил", "Коморы": "Комор"},
    "uk": {"Нідерланди": "Нідерландів", "Штати": "Штатів", "Емірати": "Еміратів", "Афіни": "Афін", "Суми": "Сум",
           "Філіппіни": "Філіппін", "Салоніки": "Салонік", "Мальдіви": "Мальдів", "острови": "островів", "Курили": "Курил",
           "висоти": "висот", "території": "територій", "Черкаси": "Черкас", "Чернівці": "Чернівців", "Нації": "Націй",
           "Сили": "Сил", "сили": "сил", "Фолкленди": "Фолклендів", "країни": "країн", "миротворці": "миротворців", "Комори": "Комор"},
    "pl": {"Niemcy": "Niemiec", "Chiny": "Chin", "Czechy": "Czech", "Węgry": "Węgier", "Włochy": "Włoch", "Stany": "Stanów",
           "Indie": "Indii", "Filipiny": "Filipin", "Ateny": "Aten", "Emiraty": "Emiratów", "Malediwy": "Malediwów",
           "Niderlandy": "Niderlandów", "Wzgórza": "Wzgórz", "Wyspy": "Wysp", "wyspy": "wysp", "Seszele": "Seszeli",
           "Komory": "Komorów", "Falklandy": "Falklandów", "Kuryle": "Kuryli", "Terytoria": "Terytoriów", "Bahamy": "Bahamów",
           "Katowice": "Katowic", "Narody": "Narodów", "Władze": "Władz", "Strażnicy": "Strażników"},
}
# Endings that do not show the gender.
SOFT_MASCULINE = {"ru": ("Израиль", "поль", "Тайвань", "Кремль", "быль", "Престол", "Рамзель", "Брюссель", "Браззавиль",
                         "Пномпень"),
                  "uk": ("Ізраїль", "поль", "Тайвань", "Кремль", "биль", "Крем", "Брюссель", "Браззавіль",
                         "Пномпень", "Відень"),
                  "pl": ("Izrael", "ań", "ień", "oń", "uń", "iń", "eń")}
SHORTENED = {"Египет": "Египт", "Киев": "Киев", "Єгипет": "Єгипт", "Egipt": "Egipt", "Wiedeń": "Wiedni", "Mariupol": "Mariupol",
             "Париж": "Париж", "Orzeł": "Orł", "Відень": "Відн", "Mińsk": "Mińsk", "Mozambik": "Mozambik", "Saloniki": "Salonik"}


def decline(word, language, animate=False, gender=""):
    """{case: [forms]} of one noun; a word that does not decline has itself in every case."""
    if len(word) < 3:
        return {case: [word] for case in CASES}
    if language == "pl" and word == "obwód":
        return dict(zip(CASES, [[word], ["obwodu"], ["obwodowi"], [word], ["obwodem"], ["obwodzie"]]))
    plural = PLURAL_GENITIVE[language].get(word)
    if plural:
        return decline_plural(word, plural, language)
    if "-" in word and not word.startswith("-"):
        if "-на-" in word:
            head, _, tail = word.partition("-на-")
            return {case: [f"{form}-на-{tail}" for form in forms] for case, forms in decline(head, language).items()}
        head, _, tail = word.rpartition("-")
        if tail in ("Бисау", "Бісау"):
            return {case: [f"{form}-{tail}" for form in forms] for case, forms in decline(head, language).items()}
        # Cyrillic names of several hyphens: only the last part declines (Нью-Йорка, Эр-Рияда).
        if tail and tail[0].isupper() or len(tail) > 5:
            return {case: [f"{head}-{form}" for form in forms] for case, forms in
                    decline(tail, language, animate, gender).items()}
        return {case: [word] for case in CASES}
    table = {"ru": russian, "uk": ukrainian, "pl": polish}[language](word, animate, gender)
    return table or {case: [word] for case in CASES}


def decline_plural(word, genitive, language):
    if language == "pl":
        stem = genitive if not genitive.endswith(("ów", "i")) else genitive[:-2] if genitive.endswith("ów") else genitive[:-1]
        special = {"Niemcy": "Niemcz", "Węgry": "Węgrz", "Włochy": "Włosz", "Czechy": "Czech"}.get(word)
        dative = {"Niemcy": "Niemc", "Węgry": "Węgr"}.get(word, stem)
        soft = "i" if word.endswith("ie") and not stem.endswith("i") else ""
        return {"nom": [word], "gen": [genitive], "dat": [dative + soft + "om"], "acc": [word],
                "ins": [dative + soft + "ami"], "loc": [special + "ech" if special and word != "Czechy" else stem + soft + "ach"]}
    stem = word[:-1]
    am = ("ам", "ами", "ах") if word[-1] in "ыиа" and not word.endswith(("ии", "ії", "ці", "цы")) else \
        ("ям", "ями", "ях") if not word.endswith(("цы", "ці")) else ("ам", "ами", "ах")
    return {"nom": [word], "gen": [genitive], "dat": [stem + am[0]], "acc": [word, genitive] if word.endswith(("цы", "ці")) else [word],
            "ins": [stem + am[1]], "loc": [stem + am[2]]}


def table(word, gen, dat, acc, ins, loc):
    def many(value):
        return value if isinstance(value, list) else [value]
    return dict(zip(CASES, [[word], many(gen), many(dat), many(acc), many(ins), many(loc)]))


def russian(word, animate, gender):
    last, stem = word[-1], SHORTENED.get(word, word)
    cut = word[:-1]
    if word.isupper():
        return None
    if animate and word.endswith(("ский", "цкий", "ый")) or animate and gender == "m" and word.endswith("ий") and len(word) > 6 and word[-3] in "кгхн" and word not in ("Евгений", "Арсений"):
        return {case: forms for case, forms in adjective_singular(word, "ru", "m", True).items()}
    if animate and gender == "f" and word.endswith(("ская", "цкая")):
        return adjective_singular(word[:-2] + "ий", "ru", "f", True)
    if last in "бвгдзклмнпрстфхжцчшщ":
        if animate and gender == "f":
            return None
        accusative = stem + "а" if animate else word
        soft = last in "жцчшщ"
        ins = [stem + "ем"] if soft else [stem + "ом"]
        if animate and word.endswith(("ов", "ев", "ёв", "ин", "ын")):
            ins = [stem + "ым", stem + "ом"]
        return table(word, stem + "а", stem + "у", accusative, ins, stem + "е")
    if last == "й":
        return table(word, cut + "я", cut + "ю", cut + "я" if animate else word, cut + "ем", cut + ("и" if word.endswith("ий") else "е"))
    if last == "ь":
        masculine = animate and gender != "f" or word.endswith(SOFT_MASCULINE["ru"])
        if masculine:
            return table(word, cut + "я", cut + "ю", cut + "я" if animate else word, cut + "ем", cut + "е")
        return table(word, cut + "и", cut + "и", word, cut + "ью", cut + "и")
    if word.endswith("ия"):
        return table(word, cut + "и", cut + "и", cut + "ю", cut + "ей", cut + "и")
    if last == "я":
        return table(word, cut + "и", cut + "е", cut + "ю", cut + "ей", cut + "е")
    if last == "а":
        if word.endswith(("уа", "иа", "оа")):
            return None
        if animate and word.endswith(("ова", "ева", "ина")) and gender == "f":
            return table(word, cut + "ой", cut + "ой", cut + "у", cut + "ой", cut + "ой")
        hissing = word[-2] in "гкхжчшщ"
        return table(word, cut + ("и" if hissing else "ы"), cut + "е", cut + "у", cut + ("ей" if word[-2] in "жчшщц" else "ой"), cut + "е")
    if word.endswith(("ово", "ево", "аево", "ино")):
        return table(word, [cut + "а", word], [cut + "у", word], word, [cut + "ом", word], [cut + "е", word])
    if word.endswith("ство"):
        return table(word, cut + "а", cut + "у", word, cut + "ом", cut + "е")
    if word.endswith("ье"):
        return table(word, cut + "я", cut + "ю", word, word + "м", word)
    return None


def ukrainian(word, animate, gender):
    last, cut = word[-1], word[:-1]
    if word.isupper():
        return None
    if animate and word.endswith(("ський", "цький", "зький")):
        return adjective_singular(word, "uk", "m", True)
    if animate and gender == "f" and word.endswith(("ська", "цька")):
        return adjective_singular(word[:-1] + "ий", "uk", "f", True)
    stem = SHORTENED.get(word, word)
    if word in ("Бангладеш", "Гуам", "Ново", "Авів"):
        plain = {"Авів": table(word, "Авіва", ["Авіву", "Авівові"], word, "Авівом", "Авіві")}
        return plain.get(word)
    if word.endswith("їв") and not animate:
        stem = word[:-2] + "єв"
    elif word.endswith("ів") and not animate:
        stem = word[:-2] + ("ев" if word.endswith("нів") else "ов")
    elif word in ("Ріг", "дім"):
        stem = {"Ріг": "Рог", "дім": "дом"}[word]
    if last in "бвгґдзклмнпрстфхжцчшщ":
        if animate and gender == "f":
            return None
        gen = [stem + "а"] if animate or stem != word else [stem + "а", stem + "у"]
        ins = [stem + "ем"] if last in "жцчшщ" else [stem + "ом"]
        if animate and word.endswith(("ов", "ев", "єв", "ін", "їн", "ин")):
            ins = [stem + "им", stem + "ом"]
        loc = [stem + "у", stem + "ові"] if last in "кгх" or animate else [stem + "і", stem + "у"]
        if last == "г" and not animate:
            loc.append(stem[:-1] + "зі")
        return table(word, gen, [stem + "у", stem + "ові"], stem + "а" if animate else word, ins, loc)
    if last == "й":
        return table(word, [cut + "я", cut + "ю"], [cut + "ю", cut + "єві"], cut + "я" if animate else word, cut + "єм", [cut + "ї", cut + "ю"])
    if last == "ь":
        masculine = animate and gender != "f" or word.endswith(SOFT_MASCULINE["uk"]) or word.endswith("ець")
        if masculine:
            stem = cut[:-2] + "ц" if word.endswith("ець") else SHORTENED.get(word, cut)
            return table(word, [stem + "я", stem + "ю"], [stem + "ю", stem + "еві"], stem + "я" if animate else word, stem + "ем", [stem + "і", stem + "ю"])
        return table(word, cut + "і", cut + "і", word, [cut + "ю", cut + cut[-1] + "ю"], cut + "і")
    if word.endswith(("ія", "ея")):
        return table(word, cut + "ї", cut + "ї", cut + "ю", cut + "єю", cut + "ї")
    if last == "я":
        if word.endswith(("жжя", "ття", "лля", "ння", "р'я", "р’я")):
            return table(word, word, cut + "ю", word, word + "м", [cut + "і", word])
        return table(word, cut + "і", cut + "і", cut + "ю", cut + "ею", cut + "і")
    if last == "а":
        if word.endswith(("уа", "оа", "іа")):
            return None
        softened = {"г": "з", "к": "ц", "х": "с"}.get(word[-2])
        dative = word[:-2] + softened + "і" if softened else cut + "і"
        if word.endswith("кка"):
            dative = word[:-3] + "цці"
        if animate and gender == "f" and word.endswith(("ова", "ева")):
            return table(word, cut + "ої", cut + "ій", cut + "у", cut + "ою", cut + "ій")
        soft = word[-2] in "жчшщц"
        return table(word, cut + ("і" if soft else "и"), dative, cut + "у", cut + ("ею" if soft else "ою"), dative)
    if word.endswith("ство"):
        return table(word, cut + "а", cut + "у", word, cut + "ом", [cut + "і", cut + "у"])
    if animate and gender == "m" and word.endswith(("ло", "ро")):
        return table(word, [cut + "а", word], [cut + "у", cut + "ові", word], [cut + "а", word], [cut + "ом", word], [cut + "ові", word])
    if word.endswith(("ово", "єво", "аєво", "Дніпро")) or word.endswith("ко") and animate and gender != "f":
        return table(word, cut + "а", [cut + "у", cut + "ові"], cut + "а" if animate else word, cut + "ом", [cut + "у", cut + "і"])
    if word.endswith("е") and word.endswith(("льцеве",)):
        return table(word, cut + "ого", cut + "ому", word, cut + "им", cut + "ому")
    return None


POLISH_SOFT = [("st", "ście"), ("zd", "ździe"), ("sł", "śle"), ("sn", "śnie"), ("ch", "sze"), ("d", "dzie"), ("t", "cie"), ("r", "rze"), ("ł", "le"),
               ("k", "ce"), ("g", "dze"), ("b", "bie"), ("f", "fie"), ("m", "mie"), ("n", "nie"), ("p", "pie"), ("s", "sie"),
               ("w", "wie"), ("z", "zie"), ("h", "że")]


def polish_locative(stem):
    for ending, soft in POLISH_SOFT:
        if stem.endswith(ending):
            return stem[: -len(ending)] + soft
    return stem + "e"


def polish(word, animate, gender):
    last, cut = word[-1].lower(), word[:-1]
    if word.isupper():
        return None
    if animate and gender == "m" and word.endswith(("ski", "cki", "dzki")):
        return adjective_singular(word, "pl", "m", True)
    if animate and word.endswith(("ska", "cka")) and gender == "f":
        return adjective_singular(word[:-1] + "i", "pl", "f", True)
    if last == "a":
        if word.endswith(("ja", "ia")):
            gen = cut if word == "Gdynia" else cut + "i"
            return table(word, gen, gen, cut + "ę", cut + "ą", gen)
        if word.endswith("ea"):
            return table(word, cut + "i", cut + "i", cut + "ę", cut + "ą", cut + "i")
        loc = polish_locative(cut) if cut[-1] not in "lcż" and not cut.endswith(("sz", "cz", "rz", "dż")) else cut + ("i" if cut[-1] == "l" else "y")
        gen = cut + ("i" if cut[-1] in "kgl" else "y")
        return table(word, gen, loc, cut + "ę", cut + "ą", loc)
    if animate and gender == "m" and word.endswith("ko"):
        return table(word, cut + "i", word[:-2] + "ce", cut + "ę", cut + "ą", word[:-2] + "ce")
    if animate and gender == "m" and last in "iy" and len(word) > 2:
        joint = word if last == "i" else word + "'"
        return table(word, joint + "ego", joint + "emu", joint + "ego", word + "m", word + "m")
    if last == "o" and not animate:
        ins = cut + ("iem" if cut[-1] in "kg" else "em")
        loc = cut + "u" if cut[-1] in "kg" or cut.endswith("ch") else polish_locative(cut)
        return table(word, cut + "a", cut + "u", word, ins, [loc, cut + "u"])
    if word.endswith(("że", "rze")) and not animate:
        return table(word, cut + "a", cut + "u", word, word + "m", cut + "u")
    if last in "eiyuáéíóú" or last == "o":
        return None
    if animate and gender == "f":
        return None
    if word.endswith(("uś", "eś")) and not animate:
        stem = word[:-1] + "s"
        return table(word, stem + "i", stem + "i", word, stem + "ią", stem + "i")
    stem = SHORTENED.get(word, word)
    if word.endswith("ek") and len(word) > 4 and not animate:
        stem = word[:-2] + "k"
    if word.endswith("ów"):
        stem = word[:-2] + "ow"
    soft = {"ń": "ni", "ś": "si", "ć": "ci", "ź": "zi"}.get(last)
    if soft or word == "Wiedeń":
        stem = stem if word == "Wiedeń" else word[:-1] + soft
        return table(word, stem + "a", stem + "owi", stem + "a" if animate else word, stem + "em", stem + "u")
    ins = stem + ("iem" if last in "kg" else "em")
    loc = stem + "u" if last in "kgljcż" or word.endswith(("ch", "sz", "cz", "rz", "dz", "dż")) else polish_locative(stem)
    gen = [stem + "a"] if animate else [stem + "a", stem + "u"]
    return table(word, gen, stem + "owi", stem + "a" if animate else word, ins, loc)


def adjective(lemma, language):
    """Every form of an adjective: [(form, {case, num, gender})]."""
    found = []
    for gender in "mfn":
        for case, forms in adjective_singular(lemma, language, gender, None).items():
            found += [(form, {"case": case, "num": "sg", "gender": gender}) for form in forms]
    for case, forms in adjective_plural(lemma, language).items():
        found += [(form, {"case": case, "num": "pl"}) for form in forms]
    return found


def adjective_singular(lemma, language, gender, animate):
    if language == "ru":
        stem = lemma[:-2]
        soft = lemma.endswith("ий") and stem[-1] not in "гкхжчшщ"
        o, y, a, u = ("е", "и", "я", "ю") if soft else ("о", "ы" if stem[-1] not in "гкхжчшщ" else "и", "а", "у")
        if gender == "f":
            return table(stem + a + "я", stem + o + "й", stem + o + "й", stem + u + "ю", stem + o + "й", stem + o + "й")
        nominative = lemma if gender == "m" else stem + o + "е"
        genitive = stem + o + "го"
        accusative = {None: [nominative, genitive] if gender == "m" else nominative, True: genitive, False: nominative}[animate]
        return table(nominative, genitive, stem + o + "му", accusative, stem + y + "м", stem + o + "м")
    if language == "uk":
        stem = lemma[:-2]
        if gender == "f":
            return table(stem + "а", stem + "ої", stem + "ій", stem + "у", stem + "ою", stem + "ій")
        nominative = lemma if gender == "m" else stem + "е"
        genitive = stem + "ого"
        accusative = {None: [nominative, genitive] if gender == "m" else nominative, True: genitive, False: nominative}[animate]
        return table(nominative, genitive, stem + "ому", accusative, stem + "им", [stem + "ому", stem + "ім"])
    stem = lemma[:-1]
    i = "i" if lemma.endswith("i") else ""
    y = "i" if i else "y"
    if gender == "f":
        soft = "" if lemma.endswith(("ki", "gi")) else i
        return table(stem + soft + "a", stem + i + "ej", stem + i + "ej", stem + soft + "ą", stem + soft + "ą", stem + i + "ej")
    nominative = lemma if gender == "m" else stem + i + "e"
    genitive = stem + i + "ego"
    accusative = {None: [nominative, genitive] if gender == "m" else nominative, True: genitive, False: nominative}[animate]
    return table(nominative, genitive, stem + i + "emu", accusative, stem + y + "m", stem + y + "m")


def adjective_plural(lemma, language):
    if language == "ru":
        stem = lemma[:-2]
        y = "и" if stem[-1] in "гкхжчшщ" or lemma.endswith("ний") else "ы"
        return table(stem + y + "е", stem + y + "х", stem + y + "м", [stem + y + "е", stem + y + "х"], stem + y + "ми", stem + y + "х")
    if language == "uk":
        stem = lemma[:-2]
        return table(stem + "і", stem + "их", stem + "им", [stem + "і", stem + "их"], stem + "ими", stem + "их")
    stem = lemma[:-1]
    y = "i" if lemma.endswith(("ki", "gi")) else "y"
    virile = stem[:-2] + "sc" + "y" if stem.endswith("sk") else stem[:-1] + "cy" if stem.endswith("ck") or stem.endswith("k") else stem + "i"
    return {"nom": [virile, stem + ("ie" if y == "i" else "e")], "gen": [stem + y + "ch"], "dat": [stem + y + "m"],
            "acc": [stem + y + "ch", stem + ("ie" if y == "i" else "e")], "ins": [stem + y + "mi"], "loc": [stem + y + "ch"]}


ADJECTIVE_ENDINGS = {"ru": ("ая", "яя", "ое", "ее", "ий", "ый", "ие", "ые", "ой"), "uk": ("на", "ська", "цька", "ська", "ий", "ське", "ські", "ні", "ійна", "ова", "зька"),
                     "pl": ("ska", "cka", "ski", "cki", "ny", "na", "ne", "skie", "ckie", "wa", "lny", "lna", "ły", "dni", "dnia", "dnie")}


# Endings of an adjective behind its noun in Polish; -wa would take nouns such as bezpieczeństwa.
POLISH_AFTER = ("ska", "cka", "ski", "cki", "ny", "na", "ne", "skie", "ckie")
POLISH_AFTER_WORDS = {"Południowa", "Południowy", "Zachodnia", "Zachodni", "Wschodnia", "Wschodni", "Równikowa"}
SHORT_ADJECTIVES = {"Nowa", "Nowe", "Nowy", "Wielka", "Mała", "Biały", "Górny", "Górski", "Нова", "Велика", "Біла", "Стара", "Біле", "Новая"}
# First words of names that do not decline: Sri Lanka, Tel Awiw.
FIXED = {"Sri", "Tel", "Abu", "Hong", "Addis", "San", "Buenos", "Los", "Las", "Rio", "La", "El", "Costa", "Sierra", "Burkina", "Kuala", "Phnom", "New"}


def decline_phrase(phrase, language):
    """{case: [forms]}: adjectives before the first noun and that noun decline, what follows stays."""
    words = phrase.split(" ")
    if len(words) == 1:
        return decline(phrase, language)
    tables, rest = [], None
    for position, word in enumerate(words):
        is_last = position + 1 == len(words)
        if not is_last and word in FIXED:
            tables.append({case: [word] for case in CASES})
        elif not is_last and is_adjective(word, language):
            tables.append(phrase_adjective(word, language))
        else:
            tables.append(decline(word, language))
            rest = words[position + 1:]
            break
    if language == "pl" and rest and (rest[0] in POLISH_AFTER_WORDS or rest[0].endswith(POLISH_AFTER)
                                      and (rest[0][0].isupper() or words[0] == "obwód")):
        # Polish puts the adjective of a name behind it: Korea Północna, Arabia Saudyjska.
        tables.append(phrase_adjective(rest[0], language))
        rest = rest[1:]
    if language == "pl" and len(rest or []) == 2 and rest[0] == "i" and rest[1].endswith("a"):
        # Bośnia i Hercegowina: both nouns decline.
        tables += [{case: ["i"] for case in CASES}, decline(rest[1], language)]
        rest = []
    found = {}
    for case in CASES:
        combined = [""]
        for forms in tables:
            combined = [f"{head} {form}".strip() for head in combined for form in forms[case]]
        found[case] = [" ".join([form, *rest]).strip() for form in combined]
    return found


def is_adjective(word, language):
    """Whether a word before another one in a name looks like an adjective."""
    if word in PLURAL_GENITIVE[language] or word == "Gujana":
        return False
    return word in SHORT_ADJECTIVES or word.endswith(ADJECTIVE_ENDINGS[language]) and len(word) > 4


def phrase_adjective(word, language):
    """An adjective as it stands in a name, in any gender or number."""
    if language == "ru":
        stem = word[:-2]
        lemma = stem + ("ий" if stem[-1] in "гкхжчшщ" or word.endswith(("яя", "ее")) else "ый")
        plural, feminine, neuter = word.endswith(("ие", "ые")), word.endswith(("ая", "яя")), word.endswith(("ое", "ее"))
    elif language == "uk":
        plural, feminine, neuter = word.endswith("і"), word.endswith("а"), word.endswith("е")
        lemma = word if word.endswith("ий") else word[:-1] + "ий"
    else:
        if word.endswith(("dni", "dnia", "dnie")):
            lemma = word if word.endswith("i") else word[:-1]
            return {**adjective_singular(lemma, "pl", "f" if word.endswith("a") else "m", False), "nom": [word]}
        plural, feminine, neuter = word.endswith(("skie", "ckie", "ne")), word.endswith("a"), word.endswith("e")
        stem = word[:-1] if not word.endswith(("skie", "ckie")) else word[:-2]
        lemma = word if word.endswith(("i", "y")) else stem + ("i" if stem.endswith(("k", "g")) else "y")
    if plural:
        forms = adjective_plural(lemma, language)
        forms["nom"] = [word]
        forms["acc"] = [word]
        return forms
    forms = adjective_singular(lemma, language, "f" if feminine else "n" if neuter else "m", False)
    forms["nom"] = [word]
    if not feminine:
        forms["acc"] = [word]
    return forms


def person(name, language, gender):
    """Every word of a personal name declines: Владимира Путина."""
    tables = [decline(word, language, True, gender) for word in name.split(" ")]
    found = {}
    for case in CASES:
        most = max(len(forms[case]) for forms in tables)
        found[case] = [" ".join(forms[case][min(at, len(forms[case]) - 1)] for forms in tables) for at in range(most)]
    return found


def demonym(spec, language):
    """(form, case, number): `sg/gen sg/pl/gen pl`, later parts by rule where they are left out."""
    parts = spec.split("/")
    singular = parts[0]
    genitive = parts[1] if len(parts) > 1 and parts[1] else demonym_genitive(singular, language)
    plural = parts[2] if len(parts) > 2 and parts[2] else demonym_plural(singular, genitive, language)
    plural_genitive = parts[3] if len(parts) > 3 else demonym_plural_genitive(singular, plural, genitive, language)
    stem = genitive[:-1]
    if language == "pl":
        cells = singular_masculine(singular, stem, {"dat": "owi", "ins": "iem" if stem[-1] in "kg" else "em"})
        cells["loc"] = polish_locative(stem) if stem[-1] not in "kglcj" and not stem.endswith(("cz", "sz", "ż")) else stem + "u"
        stem_pl = singular[:-2] if singular.endswith("anin") else stem
        endings = ("om", "ami", "ach")
    elif language == "ru":
        soft = genitive.endswith("я")
        cells = singular_masculine(singular, stem, {"dat": "ю" if soft else "у", "ins": "ем" if soft or stem[-1] in "цжчшщ" else "ом"})
        cells["loc"] = stem + "е"
        stem_pl, endings = plural[:-1], ("ям", "ями", "ях") if plural.endswith("и") and plural[-2] not in "кгх" else ("ам", "ами", "ах")
        if plural.endswith("е"):
            endings = ("ам", "ами", "ах")
    else:
        soft = genitive.endswith("я")
        cells = singular_masculine(singular, stem, {"dat": "ю" if soft else "у", "ins": "ем" if soft else "ом"})
        cells["loc"] = stem + ("еві" if soft else "ові")
        stem_pl, endings = plural[:-1], ("ям", "ями", "ях") if plural.endswith("і") and soft else ("ам", "ами", "ах")
    cells["gen"] = cells["acc"] = genitive
    for case, form in cells.items():
        yield form, case, "sg"
    yield plural, "nom", "pl"
    yield plural_genitive, "gen,acc", "pl"
    for case, ending in zip(("dat", "ins", "loc"), endings):
        yield stem_pl + ending, case, "pl"


def singular_masculine(nominative, stem, endings):
    return {"nom": nominative, **{case: stem + ending for case, ending in endings.items()}}


def demonym_genitive(word, language):
    if language == "pl":
        if word.endswith("iec"):
            return (word[:-4] + "ńca") if word.endswith("niec") else word[:-3] + "ca"
        return word[:-1] if word.endswith("a") else word + "a"
    if language == "uk" and word.endswith("єць"):
        return word[:-3] + "йця"
    if language == "uk" and word.endswith("ець"):
        return word[:-3] + ("ьця" if word[-4] == "л" else "ця")
    if language == "ru" and word.endswith("ец"):
        before = word[-3]
        return word[:-2] + ("йца" if before in "аеиоуя" else "ьца" if before == "л" else "ца")
    return word + "а"


def demonym_plural(word, genitive, language):
    if language == "pl":
        if word.endswith("anin"):
            return word[:-2] + "ie"
        if genitive.endswith("ca"):
            return genitive[:-1] + "y"
        if genitive.endswith("ka"):
            return genitive[:-2] + "cy"
        return genitive[:-1] + "owie" if word[-1] in "bwg" else genitive[:-1] + ("i" if word[-1] in "znt" else "y")
    if word.endswith(("анин", "янин")):
        return word[:-2] + ("е" if language == "ru" else "и")
    if word.endswith(("анін", "янін")):
        return word[:-2] + "и"
    if genitive.endswith("я"):
        return genitive[:-1] + ("и" if language == "ru" else "і")
    if genitive.endswith("ца"):
        return genitive[:-1] + "ы"
    if language == "ru":
        return genitive[:-1] + ("и" if genitive[-2] in "кгхжчшщ" else "ы")
    return genitive[:-1] + "и"


def demonym_plural_genitive(word, plural, genitive, language):
    if language == "pl":
        return word[:-2] if word.endswith("anin") else genitive[:-1] + "ów"
    if word.endswith(("анин", "янин", "анін", "янін")):
        return word[:-2]
    if language == "ru":
        if word.endswith("ец"):
            return genitive[:-1] + "ев"
        return genitive[:-1] + ("ей" if word.endswith("ш") else "ов")
    return genitive[:-1] + "ів"
