"""Dutch, English and German: adjectives, demonyms and the genitive of names."""

VOWELS = "aeiouyéëïö"


def genitive(name, language):
    """`Ruslands`, `Amerika's`; `Russlands`. English and names in a hiss are left to the matcher."""
    last = name[-1].lower()
    if last in "sxzßš" or not last.isalpha() or name.isupper():
        return []
    if language == "nl":
        return [name + "'s", name + "’s"] if last in "aiouy" else [name + "s"]
    return [name + "s"] if language == "de" else []


def adjective(lemma, language):
    """Every form of an adjective of nationality, with its features."""
    if lemma.endswith("-"):
        return [(lemma, {"flags": ["prefix"]})]
    if language == "nl":
        inflects = not lemma.endswith(("i", "er"))
        # An open syllable writes its long vowel once: Chinees, Chinese; Indiaas, Indiase.
        stem = lemma[:-3] + lemma[-2:] if lemma.endswith(("ees", "aas")) else lemma
        return [(lemma, {})] + ([(stem + "e", {})] if inflects else [])
    if language == "de":
        if lemma.endswith("er") and lemma[0].isupper():
            return [(lemma, {})]
        return [(lemma + ending, {}) for ending in ("", "e", "en", "er", "es", "em")]
    return [(lemma, {})]


def demonyms(lemmas, spec, language):
    """(form, number, gender) of every demonym; English makes its own from the adjective."""
    pairs = [pair.split("/") for pair in spec.split(",") if pair not in ("", "-")]
    if language == "en" and not spec:
        for lemma in lemmas:
            same = lemma.endswith(("ese", "ish", "'s", "Swiss", "i-Kiribati"))
            pairs.append([lemma, lemma if same else lemma + "s"])
    if language == "de" and not spec:
        pairs = [[lemma[:-4].capitalize() + "er"] for lemma in lemmas if lemma.endswith("isch")]
    for pair in pairs:
        if language == "de" and len(pair) == 1:
            yield from german_noun(pair[0])
        else:
            yield pair[0], "sg", ""
            if len(pair) > 1 and pair[1] != "-":
                yield pair[1], "pl", ""
                if language == "de":
                    yield pair[1] + ("" if pair[1].endswith(("n", "s")) else "n"), "pl", ""


def german_noun(lemma):
    """`Russe` is weak, `Ukrainer` strong; both have a feminine in -in."""
    if lemma.endswith("e"):
        stem = lemma[:-1]
        yield lemma, "sg", "m"
        yield lemma + "n", "sg,pl", "m"
    elif lemma.endswith("i"):
        stem = lemma
        yield lemma, "sg", "m"
        yield lemma + "s", "sg,pl", "m"
    else:
        stem = lemma
        yield lemma, "sg,pl", "m"
        yield lemma + "s", "sg", "m"
        yield lemma + "n", "pl", "m"
    feminine = {"Franzos": "Französ"}.get(stem, stem)
    yield feminine + "in", "sg", "f"
    yield feminine + "innen", "pl", "f"
