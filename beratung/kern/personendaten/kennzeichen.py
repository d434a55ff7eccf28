"""Die Tür gegen Personendaten: woran man merkt, dass eine Datei Angaben zu einzelnen Menschen enthält.

Drei reine Fragen: an eine Überschrift, an einen Wert, an alle verschiedenen Werte einer Spalte. Gefragt wird auch nach
Spalten, die nicht übernommen werden. Eine Antwort nennt nie den Wert, nur die Art der Angabe („eine Telefonnummer“).
Falscher Alarm kostet einen Monat Zahlen: was auch laufende Nummer, Träger oder Ort sein kann, ist erst dann verdächtig,
wenn die Spalte im Ganzen danach aussieht."""

import re
from collections.abc import Callable, Iterable

from dresden_senioren.kern.text import suchform

from .kennnummern import enthaelt_iban, enthaelt_versicherungsnummer, ist_geburtstag, ist_steuernummer
from .namen import ist_name, ist_namensform, ist_vor_oder_nachname, klingt_nach_name

UEBERSCHRIFT_HOECHSTENS = 60  # Zeichen; länger ist ein Satz, keine Überschrift
WERT_ANGESEHEN = 200  # Zeichen; längerer Text verrät sich schon darin, und die Suche bleibt billig
SATZ_AB = 10  # Wörter: so lang ist kein Katalogwert
SAETZE_AB = 6  # Wörter: verdächtig, wenn die halbe Spalte so aussieht
NAMEN_AB = 5  # verschiedene Werte, ehe zwei große Wörter ohne bekannten Vornamen als Namen gelten
GEBURTSJAHRE = range(1900, 1976)
GEBURTSTAGE = range(3654, 30_000)  # Excel-Tageszahlen von 1910 bis 1982
ZEHN_JAHRE = 3650  # Tage: so weit streuen Geburtstage mindestens, laufende Nummern eines Monats nicht

_WORTTEILE = (
    "vorname", "nachname", "familienname", "geburt", "jahrgang", "telefon", "handy", "mobiltel", "mobilnummer",
    "rufnummer", "e-mail", "email", "adresse", "anschrift", "wohnhaft", "hausnummer", "hausnr", "aktenzeichen", "iban",
    "bankverb", "versicherungsn", "versichertenn", "sozialversicherung", "rentenversicherung", "krankenversicherung",
    "krankenkasse", "steuer-id", "steuernummer", "steueridentifikation", "ausweis", "passnummer", "bemerkung",
    "freitext", "notiz", "kommentar", "anmerkung", "sachverhalt", "diagnose", "besonderheit", "klient", "patient",
    "ansprechpartner", "kontaktperson", "unterschrift",
)  # fmt: skip
_WOERTER = {
    "tel", "fon", "fax", "mobil", "mail", "az", "geb", "gebdat", "jg", "rvnr", "svnr", "kvnr", "idnr", "kontonummer",
    "kontonr", "telefonnr", "telnr", "str", "text", "beschreibung",
}  # fmt: skip
_WORTENDEN = ("name", "namen", "strasse")
_TRAEGERSPALTEN = ("beratungsstelle", "einrichtung", "dienststelle", "träger", "trager")
# „Name der Beratungsstelle“ meint keine Person.
_SACHLICH = (*_TRAEGERSPALTEN, "stadtteil", "gebiet", "ortsteil", "stadtbezirk")
_KENNUNG = re.compile(r"kennung|nummer|nr\b|\bid\b")
# Spalten, in denen beliebige Zahlen stehen dürfen.
_ZAHLENSPALTE = re.compile(
    r"kennung|nummer|nr\b|\bid\b|vorgang|schlüssel|fall|anzahl|zahl|summe|gesamt|plz|postl|kosten"
)
_GEBURTSHINWEIS = re.compile(r"alter|jahr|datum|tag\b|geb")
# Nur was ganz aus solchen Wörtern besteht, nennt eine Meldung: eine Überschrift kann selbst eine Person sein.
_NENNBAR = frozenset(
    suchform("""
    vorname vornamen nachname nachnamen familienname familiennamen geburtsname name namen rufname klientenname
    geburtsdatum geburtstag geburtsjahr geburtsort geb gebdat jahrgang jg jahr datum tag ort telefon telefonnummer
    telefonnr tel telnr fon fax handy handynummer mobil mobiltelefon mobilnummer rufnummer e mail email adresse
    mailadresse anschrift wohnhaft strasse str haus hausnummer hausnr nr nummer aktenzeichen az iban bankverbindung
    kontonummer kontonr versicherungsnummer versichertennummer sozialversicherungsnummer rentenversicherungsnummer
    krankenversicherungsnummer rvnr svnr kvnr krankenkasse steuer id idnr steuernummer steueridentifikationsnummer
    ausweis ausweisnummer passnummer bemerkung bemerkungen freitext text notiz notizen kommentar anmerkung
    anmerkungen sachverhalt diagnose beschreibung besonderheiten klient klienten klientin patient patienten
    ansprechpartner ansprechpartnerin kontaktperson unterschrift person der des die und oder zum zur am
    """).split()
)

_STRASSE = (
    r"(?:(?<![\w.-])\w[\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|steig)|"
    r"\b\w+er (?:str\.|berg|ring)|\bstraße (?:des|der) [\w. -]+|\b\w+ (?:straße|platz|weg|allee|gasse|ring|ufer)|"
    r"\b(?:am|zum|zur|an der|an den|auf dem) (?!beispiel)\w+)"
)
_GROSSES_WORT = r"[A-ZÄÖÜ][a-zäöüß]+"
_GEZAEHLTES = r"Fäll|Berat|Neuz|Infor|Pers|Leist|Kontakt|Zeil|Einw|Mensch|Senior"
_MONAT = r"(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]*\.?"
# Eine Nummer bis sechs Stellen oder ein einzelnes Wort sagt für sich nichts: so geht es bei großen Dateien schnell.
_UNVERFAENGLICH = re.compile(r"[^\W\d_]*[-_]?\d{0,6}")


def _sucht(ausdruck: str, schalter: int = re.IGNORECASE) -> Callable[[str], bool]:
    suche = re.compile(ausdruck, schalter).search
    return lambda wert: suche(wert) is not None


def _woerter(wert: str) -> int:
    return len(re.findall(r"[^\W\d_]{2,}", wert))


def _hat_geburtsdatum(wert: str) -> bool:
    """Ein Tag vor 2000, ausgeschrieben oder als 12.8.41. „15.09.24“ ist ein Tag im Berichtsjahr."""
    tage = re.findall(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(?:19\d\d|2[7-9]|[3-9]\d)(?!\d)", wert)
    tage += re.findall(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]19\d\d(?!\d)", wert)
    tage += [(t, m) for m, t in re.findall(r"(?<!\d)19\d\d[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", wert)]
    return any(1 <= int(tag) <= 31 and 1 <= int(monat) <= 12 for tag, monat in tage)


# Was ein einziger Wert verrät; das Genauere zuerst.
_SICHER: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("eine E-Mail-Adresse", _sucht(r"(?<![\w.+-])[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b")),
    ("eine Kontonummer (IBAN)", enthaelt_iban),
    ("eine Versicherungsnummer", enthaelt_versicherungsnummer),
    ("ein Geburtsdatum", _hat_geburtsdatum),
    ("ein Geburtsdatum", _sucht(rf"\d\. ?{_MONAT} ?19\d\d")),
    ("ein Geburtsdatum", _sucht(r"\b(?:geb|geboren(?: am)?|jahrgang|jg)\b[.: ]*\d|^\* ?\d")),
    ("eine Telefonnummer", _sucht(r"(?:\+|\b00)49[\d ()/.-]{6,}|(?<!\d)0[1-9]\d{8,12}(?!\d)")),
    ("eine Telefonnummer", _sucht(r"(?<![\d.-])\(?0[1-9]\d{1,4}\)?[ /-]{1,3}\d[\d /-]{3,}\d")),
    ("eine Telefonnummer", _sucht(r"\b(?:tel|telefon|fon|mobil|handy|fax)\b[.: ]*[\d(+][\d /()-]{4,}")),
    ("ein Aktenzeichen", _sucht(r"\b(?:az|aktenz\w*)\b[.: ]*\w*\d|\b\d{1,4} XVII \d+/\d\d")),
    ("ein Aktenzeichen", _sucht(r"(?<![\d-])\d{1,5}-\d{2,6}/\d{2,4}(?!\d)")),
    ("eine Anschrift", _sucht(rf"{_STRASSE} \d{{1,3}} ?[a-h]?(?![\w.])")),
    ("eine Anschrift", _sucht(rf"(?<!\d)(?:0[1-9]\d{{3}}|[1-9]\d{{4}}) (?!{_GEZAEHLTES}){_GROSSES_WORT}", 0)),
    ("eine Anrede mit Namen", _sucht(rf"\b(?:Frau|Herrn?|Fr\.|Hr\.|Familie|Fam\.)(?: Dr\.)? {_GROSSES_WORT}", 0)),
    ("ein Titel mit Namen", _sucht(rf"\b(?:Dr\.(?: med\.)?|Prof\.) {_GROSSES_WORT}", 0)),
    ("ein Name", ist_name),
    ("ein freier Text", lambda wert: _woerter(wert) >= SATZ_AB),
)
# Träger haben Anschriften und lange Namen, und Häuser heißen nach Menschen („Haus Dr. Mendel“). Ein bloßer Vor- und
# Nachname ist auch dort ein Mensch; eine Stelle, die so heißt, kennt das Verzeichnis.
_BEI_TRAEGERN_ERLAUBT = {"eine Anschrift", "ein Titel mit Namen", "ein freier Text"}
# Ziffern, die auch eine laufende Nummer sein können: (Art, so sieht sie aus, dann geht sie auf).
_ZIFFERNFOLGEN: tuple[tuple[str, re.Pattern, Callable[[str], bool]], ...] = (
    ("eine Steuernummer", re.compile(r"\d{2}(?: ?\d{3}){3}"), ist_steuernummer),
    ("ein Geburtsdatum", re.compile(r"(?!20)\d{8}"), ist_geburtstag),
    ("ein Kürzel mit Geburtsdatum", re.compile(r"[A-ZÄÖÜ]{2,4}[-_ ]?(?:\d{6}|\d{8})"), ist_geburtstag),
)


def ist_personenspalte(ueberschrift: str) -> bool:
    """True für Überschriften wie „Vorname“, „Tel.“, „Geburtsdatum“, „Bemerkung“."""
    form = suchform(ueberschrift)
    if len(form) > UEBERSCHRIFT_HOECHSTENS:
        return False
    if any(teil in form for teil in _WORTTEILE):
        return True
    woerter = re.findall(r"[^\W\d_]+", form)
    heisst_so = bool(_WOERTER & set(woerter)) or any(wort.endswith(_WORTENDEN) for wort in woerter)
    return heisst_so and not any(wort in form for wort in _SACHLICH)


def verbotene_spalten(kopfzeile: Iterable[str]) -> list[str]:
    """Die Überschriften, die Personendaten ankündigen oder selbst welche sind, so wie eine Meldung sie nennen darf."""
    nummeriert = enumerate(kopfzeile, 1)
    return [nennung(text, nr) for nr, text in nummeriert if ist_personenspalte(text) or was_fuer_personendaten(text)]


def nennung(ueberschrift: str, nr: int) -> str:
    """Die Überschrift, oder „Nr. 3“, wenn sie selbst etwas über einen Menschen sagen könnte."""
    woerter = re.findall(r"[^\W_]+", suchform(ueberschrift))
    if woerter and _NENNBAR.issuperset(woerter):
        return ueberschrift.strip()
    ist_heikel = ist_personenspalte(ueberschrift) or any(map(ist_vor_oder_nachname, woerter))
    return f"Nr. {nr}" if not woerter or ist_heikel or was_fuer_personendaten(ueberschrift) else ueberschrift.strip()


def was_fuer_personendaten(wert: str) -> str:
    """„eine E-Mail-Adresse“ oder Ähnliches, wenn der Wert für sich allein so aussieht; sonst leer."""
    return verdacht("", (wert,))


def verdacht(ueberschrift: str, verschiedene_werte: Iterable[str]) -> str:
    """Was die verschiedenen Werte einer Spalte verraten, einzeln oder zusammen; leer, wenn nichts. Bekannte
    Katalogwerte, Stadtteile und Beratungsstellen lässt der Aufrufer weg."""
    werte = list(filter(None, verschiedene_werte))
    return was_einzelne_verraten(ueberschrift, werte) or was_alle_verraten(ueberschrift, werte)


def was_einzelne_verraten(ueberschrift: str, werte: Iterable[str]) -> str:
    """Wie `verdacht`, aber nur, was jeder Wert für sich verrät: für Spalten, deren Ende noch nicht gelesen ist."""
    erlaubt = _BEI_TRAEGERN_ERLAUBT if _ist_traegerspalte(suchform(ueberschrift)) else set()
    for wert in werte:
        if not _UNVERFAENGLICH.fullmatch(wert):
            anfang = wert[:WERT_ANGESEHEN]
            if was := next((was for was, passt in _SICHER if was not in erlaubt and passt(anfang)), ""):
                return was
    return ""


def was_alle_verraten(ueberschrift: str, werte: Iterable[str]) -> str:
    """Wie `verdacht`, aber nur, was erst die Spalte im Ganzen verrät."""
    form = suchform(ueberschrift)
    werte = [wert[:WERT_ANGESEHEN] for wert in werte]
    was = _was_die_ziffern_sagen(werte)
    if not was and _ist_namensliste(werte):
        was = "Namen"
    if not was and not _ist_traegerspalte(form):
        was = _was_die_worte_sagen(werte, ist_kennung=bool(_KENNUNG.search(form)))
    if not was and not _ZAHLENSPALTE.search(form):
        was = _was_die_zahlen_sagen(werte, hat_hinweis=bool(_GEBURTSHINWEIS.search(form)))
    return was


def _ist_traegerspalte(form: str) -> bool:
    return any(wort in form for wort in _TRAEGERSPALTEN)


def _was_die_ziffern_sagen(werte: list[str]) -> str:
    """Verdacht, wenn mindestens die Hälfte der Werte dieser Form aufgeht; bei laufenden Nummern tun es wenige."""
    for was, form, geht_auf in _ZIFFERNFOLGEN:
        solche = [wert for wert in werte if form.fullmatch(wert)]
        if solche and 2 * sum(map(geht_auf, solche)) >= len(solche):
            return was
    return ""


def _ist_namensliste(werte: list[str]) -> bool:
    """Auch unter „Einrichtung“: Mehrere Häuser heißen nicht nur „Hildegard“ und „Waltraud“."""
    bekannt = sum(map(klingt_nach_name, werte))
    return bekannt >= 2 and 2 * bekannt >= len(werte)


def _was_die_worte_sagen(werte: list[str], *, ist_kennung: bool) -> str:
    formen = [ist_namensform(wert) for wert in werte]
    mit_komma = sum(form and "," in wert for form, wert in zip(formen, werte, strict=True))
    worte = sum(re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{2,}", wert) is not None for wert in werte)
    if (
        (mit_komma >= 2 and mit_komma == len(werte))
        or (len(werte) >= NAMEN_AB and sum(formen) >= 0.6 * len(werte))
        # Eine Kennung aus lauter großgeschriebenen Wörtern ist kein Pseudonym.
        or (ist_kennung and worte >= 3 and worte >= 0.6 * len(werte))
    ):
        return "Namen"
    lange = sum(_woerter(wert) >= SAETZE_AB for wert in werte)
    return "freier Text" if lange >= 3 and 2 * lange >= len(werte) else ""


def _was_die_zahlen_sagen(werte: list[str], *, hat_hinweis: bool) -> str:
    """Geburtsjahre, Geburtstage als Excel-Zahl, kurze Rufnummern. Mit Hinweis in der Überschrift genügt die Hälfte."""
    zahlen = [int(wert) for wert in werte if re.fullmatch(r"\d{4,5}", wert, re.ASCII)]
    jahre, tage = ([zahl for zahl in zahlen if zahl in spanne] for spanne in (GEBURTSJAHRE, GEBURTSTAGE))

    def genuegen(treffer: list[int], ab: int) -> bool:
        mindestens, anteil = (1, 0.5) if hat_hinweis else (ab, 0.8)
        return len(treffer) >= mindestens and len(treffer) >= anteil * len(werte)

    if genuegen(jahre, ab=3):
        return "Geburtsjahre"
    if genuegen(tage, ab=5) and (hat_hinweis or max(tage) - min(tage) >= ZEHN_JAHRE):
        return "Geburtsdaten"
    rufnummern = sum(map(_ist_kurze_rufnummer, werte))
    return "Telefonnummern" if rufnummern >= 2 and 2 * rufnummern >= len(werte) else ""


def _ist_kurze_rufnummer(wert: str) -> bool:
    """„488 12 34“, „4881234“; nicht „2025-09“, „09/2025“, „123 456“."""
    ziffern = re.sub(r"\D", "", wert)
    ist_zeit_oder_zahl = re.search(r"(?<!\d)(?:19|20)\d\d", wert) or re.fullmatch(r"\d{1,3}(?: \d{3})+", wert)
    return 6 <= len(ziffern) <= 8 and not ist_zeit_oder_zahl and bool(re.fullmatch(r"\d+(?:[ /-]\d{2,4}){0,3}", wert))
