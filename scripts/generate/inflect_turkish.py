"""Turkish: vowel harmony for demonyms. Names take their endings after an apostrophe: the matcher's work, `stem` says so."""

BACK, VOWELS = "aıou", "aıoueiöü"
HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}


def last_vowel(word):
    lowered = word.replace("I", "ı").replace("İ", "i").lower()
    return next((c for c in reversed(lowered) if c in VOWELS), "e")


def demonym(word):
    """The bare noun, and the plural with its cases: Ruslar, Rusların, Ruslara."""
    low = "a" if last_vowel(word) in BACK else "e"
    high = HIGH[low]
    plural = f"{word}l{low}r"
    yield word, "sg", ""
    yield plural, "pl", "nom"
    for ending, case in [(f"{high}n", "gen"), (low, "dat"), (high, "acc"), (f"d{low}", "loc"), (f"d{low}n", "abl"),
                         (f"l{low}", "ins")]:
        yield plural + ending, "pl", case
