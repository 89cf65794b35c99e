"""Names written in Cyrillic, as each language writes them."""

BASE = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "zh", "з": "z", "и": "i", "й": "j", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i", "є": "ie", "ґ": "g", "’": "", "'": ""}
LANGUAGE = {
    "nl": {"ж": "zj", "у": "oe", "х": "ch", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "ю": "joe", "я": "ja", "ы": "y", "ё": "jo", "й": "j"},
    "en": {"ё": "yo", "й": "y"},
    "de": {"в": "w", "ж": "sch", "з": "s", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja", "ы": "y", "й": "i"},
    "fr": {"ж": "j", "у": "ou", "ц": "ts", "ч": "tch", "ш": "ch", "щ": "chtch", "ю": "iou", "я": "ia", "й": "ï", "ё": "io"},
    "es": {"ж": "zh", "х": "j", "й": "i", "ы": "i", "ё": "io"},
    "it": {"й": "j", "ы": "y", "ё": "io", "ю": "ju", "я": "ja"},
    "pt": {"й": "i", "ы": "i", "ё": "io", "ю": "iu", "я": "ia", "ж": "j"},
    "pl": {"в": "w", "ж": "ż", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ю": "ju", "я": "ja", "ы": "y", "л": "ł", "й": "j", "ё": "jo"},
    "tr": {"ж": "j", "х": "h", "ц": "ts", "ч": "ç", "ш": "ş", "щ": "şç", "ы": "ı", "й": "y", "ё": "yo"},
}
ENDINGS = {
    "nl": [("ский", "ski"), ("цкий", "tski"), ("ий", "i"), ("ый", "y"), ("ая", "aja")],
    "en": [("ский", "sky"), ("ий", "y"), ("ый", "y"), ("ая", "aya")],
    "de": [("ский", "ski"), ("цкий", "zki"), ("ий", "i"), ("ый", "y"), ("ая", "aja")],
    "fr": [("ский", "ski"), ("ий", "i"), ("ый", "y"), ("ин", "ine"), ("ая", "aïa")],
    "es": [("ский", "ski"), ("ий", "i"), ("ый", "i"), ("ая", "aya")],
    "it": [("ский", "skij"), ("ий", "ij"), ("ый", "yj"), ("ая", "aja")],
    "pt": [("ский", "ski"), ("ий", "i"), ("ый", "i"), ("ая", "aia")],
    "pl": [("ский", "ski"), ("цкий", "cki"), ("ий", "i"), ("ый", "y"), ("ая", "aja"), ("ля", "la")],
    "tr": [("ский", "skiy"), ("ий", "i"), ("ый", "ı"), ("ая", "aya")],
}


def word(text, language):
    """One word in the way of a language."""
    lowered, tail = text.lower(), ""
    for ending, written in ENDINGS[language]:
        if lowered.endswith(ending) and len(lowered) > len(ending) + 1:
            lowered, tail = lowered[: -len(ending)], written
            break
    letters = {**BASE, **LANGUAGE[language]}
    out = ""
    for position, letter in enumerate(lowered):
        before = lowered[position - 1] if position else ""
        if letter == "е" and (not before or before in "аеиоуыэюяьъ") and language in ("en", "nl", "de", "pl", "tr"):
            out += {"en": "ye", "tr": "ye"}.get(language, "je")
        elif letter == "с" and language in ("fr", "de") and before in "аеиоуыэюя" and lowered[position + 1: position + 2] in list("аеиоуыэюя"):
            out += "ss"
        elif letter == "л" and language == "pl" and lowered[position + 1: position + 2] in list("ьеиюяії"):
            out += "l"
        elif letter == "ь" and language == "pl":
            out += ""
        else:
            out += letters.get(letter, letter)
    out += tail
    return "-".join(part[:1].upper() + part[1:] for part in out.split("-"))


def name(text, language):
    return " ".join(word(part, language) for part in text.split(" "))


UK_FROM_RU = {"и": "і", "ы": "и", "э": "е", "ё": "ьо", "ъ": "'", "е": "е"}


def ukrainian(text):
    """A name written in Russian as Ukrainian writes it; the hand list has the exceptions."""
    out = ""
    for position, letter in enumerate(text):
        lower = letter.lower()
        before = text[position - 1].lower() if position else ""
        mapped = UK_FROM_RU.get(lower, lower)
        if lower == "и" and (position == 0 or before in "аеиоуыэюя"):
            mapped = "ї" if position and before != "" else "і"
        if lower == "е" and (position == 0 or before in "аеиоуыэюяь"):
            mapped = "є"
        out += mapped.upper() if letter.isupper() else mapped
    for old, new in (("ській", "ський"), ("цькій", "цький"), ("скій", "ський"), ("цкій", "цький"), ("Алєксандр", "Олександр"), ("Александр", "Олександр"),
                     ("Владімір", "Володимир"), ("Сергей", "Сергій"), ("Андрей", "Андрій"), ("Дмітрій", "Дмитро"), ("Ніколай", "Микола"), ("Міхаїл", "Михайло")):
        out = out.replace(old, new)
    return out
