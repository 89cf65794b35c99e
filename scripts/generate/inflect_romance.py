"""French, Spanish, Italian and Portuguese adjectives of nationality. Nouns have the same forms."""


def adjective(lemma, language):
    """(form, features) of every form. `a/b/c/d` gives masculine, feminine and both plurals by hand."""
    if "/" in lemma:
        forms = lemma.split("/")
        if len(forms) == 2:
            forms = [forms[0], forms[0], forms[1], forms[1]]
    else:
        forms = {"fr": french, "es": spanish, "it": italian, "pt": portuguese}[language](lemma)
    cells = [("m", "sg"), ("f", "sg"), ("m", "pl"), ("f", "pl")]
    return [(form, {"gender": gender, "num": num}) for form, (gender, num) in zip(forms, cells)]


def french(word):
    if word.endswith("e"):
        return [word, word, word + "s", word + "s"]
    if word.endswith(("en", "on")):
        return [word, word + "ne", word + "s", word + "nes"]
    if word.endswith(("ais", "ois")):
        return [word, word + "e", word, word + "es"]
    if word.endswith(("i", "é", "u")) and word.endswith("i"):
        return [word, word + "e", word + "s", word + "es"]
    return [word, word + "e", word + "s", word + "es"]


def plain_acute(word):
    """The feminine and plural lose the accent of a stressed last syllable: francés, francesa."""
    table = str.maketrans("áéíóú", "aeiou")
    return word[:-2] + word[-2].translate(table) + word[-1]


def spanish(word):
    if word.endswith("o"):
        return [word, word[:-1] + "a", word + "s", word[:-1] + "as"]
    if word.endswith(("és", "án", "ón", "ín")):
        stem = plain_acute(word)
        return [word, stem + "a", stem + "es", stem + "as"]
    if word.endswith("ol"):
        return [word, word + "a", word + "es", word + "as"]
    if word.endswith(("í", "ú")):
        return [word, word, word + "es", word + "s"]
    if word[-1] in "ae":
        return [word, word, word + "s", word + "s"]
    return [word, word, word + "es", word + "es"]


def italian(word):
    if word.endswith("co"):
        return [word, word[:-1] + "a", word[:-1] + "i", word[:-2] + "che"]
    if word.endswith("io"):
        return [word, word[:-1] + "a", word[:-1], word[:-1] + "e"]
    if word.endswith("o"):
        return [word, word[:-1] + "a", word[:-1] + "i", word[:-1] + "e"]
    if word.endswith("e"):
        return [word, word, word[:-1] + "i", word[:-1] + "i"]
    if word.endswith("ga"):
        return [word, word, word[:-1] + "hi", word[:-1] + "he"]
    if word.endswith("ta"):
        return [word, word, word[:-1] + "i", word[:-1] + "e"]
    return [word] * 4


def portuguese(word):
    if word.endswith("ês"):
        stem = word[:-2] + "es"
        return [word, stem + "a", stem + "es", stem + "as"]
    if word.endswith("ão"):
        plural = {"alemão": "ães", "catalão": "ães", "letão": "ões"}
        return [word, word[:-1], word[:-2] + plural[word] if word in plural else word + "s", word[:-1] + "s"]
    if word.endswith("eu"):
        return [word, word[:-2] + "eia", word + "s", word[:-2] + "eias"]
    if word.endswith("o"):
        return [word, word[:-1] + "a", word + "s", word[:-1] + "as"]
    if word.endswith("ol"):
        return [word, word + "a", word[:-2] + "óis", word + "as"]
    if word.endswith("r"):
        return [word, word + "a", word + "es", word + "as"]
    return [word, word, word + "s", word + "s"]
