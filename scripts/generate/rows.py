"""The rows of one language: merged, checked for ambiguity, written in order."""

import collections

MARKS = "?!"
MERGED = ("case", "num", "gender")
ORDER = {"case": ["nom", "gen", "dat", "acc", "ins", "loc", "voc", "abl"], "num": ["sg", "pl"], "gender": ["m", "f", "n"]}


def parse_form(text):
    """Splits `Name@from..to?!` into the name, its flags and its dates."""
    flags = set()
    while text and text[-1] in MARKS:
        flags.add({"?": "context", "!": "exact"}[text[-1]])
        text = text[:-1]
    since = until = ""
    if "@" in text:
        text, span = text.split("@")
        since, until = span.split("..")
    return text.strip(), flags, since, until


class Rows:
    """All forms of one language."""

    def __init__(self, language):
        self.language = language
        self.rows = {}

    def add(self, form, actor, kind, since="", until="", flags=(), **features):
        form = form.strip()
        if len(form) < 2 or "\t" in form:
            return
        key = (form, actor, kind, since, until)
        kept = self.rows.setdefault(key, {"flags": set()})
        kept["flags"] |= set(flags)
        for name, value in features.items():
            if value:
                kept.setdefault(name, set()).update(value.split(","))

    def drop_derived(self):
        """A genitive made by rule gives way to a word of another actor: Hamas is no `Hama's`."""
        if self.language not in ("nl", "de"):
            return
        plain = collections.defaultdict(set)
        for (form, actor, *_), kept in self.rows.items():
            if kept.get("case") != {"gen"}:
                plain[form].add(actor)
        derived = [key for key, kept in self.rows.items() if kept.get("case") == {"gen"} and plain[key[0]] - {key[1]}]
        for key in derived:
            del self.rows[key]

    def mark_ambiguous(self):
        """A form that stands for two actors at one time, in any kind, says so; a group is nobody's rival."""
        spans = collections.defaultdict(list)
        for form, actor, kind, since, until in self.rows:
            if kind != "group":
                spans[form].append((actor, since or "0", until or "9"))
        for (form, actor, _, since, until), kept in self.rows.items():
            rival = (other != actor and first <= (until or "9") and (since or "0") <= last for other, first, last in spans[form])
            if any(rival):
                kept["flags"].add("ambiguous")

    @staticmethod
    def features(kept):
        parts = []
        for name in sorted(kept.keys() - {"flags"}):
            values = kept[name]
            order = ORDER.get(name)
            values = sorted(values, key=order.index) if order else sorted(values)
            parts.append(f"{name}={','.join(values)}")
        return ";".join(parts + sorted(kept["flags"]))

    def lines(self):
        self.drop_derived()
        self.mark_ambiguous()
        rows = [(f, a, k, self.features(kept), s, u) for (f, a, k, s, u), kept in self.rows.items()]
        return ["\t".join(row).rstrip("\t") for row in sorted(rows, key=lambda r: [c.encode() for c in r])]
