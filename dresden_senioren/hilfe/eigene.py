"""Die Nachschlagewerke des Bodens: Wörter, Zeichen, Rollen, offene Fragen."""

from dresden_senioren.kern.suche import woerter
from dresden_senioren.rollen import ROLLEN

from .nachschlagen import Abschnitt, Eintrag, Nachschlagewerk, anmelden

WOERTER = (
    ("Altersgruppe", "Das Alter liegt nur in Gruppen vor (80–84 …). Das genaue Alter wird nie gespeichert."),
    ("Ausstattung", "Stellenumfang (VzÄ) und Soll-Fälle einer Beratungsstelle, ab einem Monat gültig."),
    ("Beratungsfeld", "Worum es in einer Beratung ging; Hauptfelder fassen Unterfelder zusammen."),
    ("Beratungsstelle", "Liefert Fälle und Leistungen; gehört zu einem Träger und zu einem Planungsbereich."),
    ("Berichtsakte", "Ein Bericht in Arbeit, zu einem Stichtag und in einer Fassung."),
    ("Botschaft", "Der Text des Amts zu einer Abbildung: Botschaft, Erkennen, Anerkennen, Nachhaltung, Maßnahmen."),
    ("Fallabgabe", "Ein Fall, den die kommunale Seite an die geförderte abgibt; steht unter der Fallherkunft."),
    ("Fassung intern", "Mit genauen Zahlen, nur für das Amt. Jede Seite nennt, wer sie wann abgerufen hat."),
    ("Fassung Weitergabe", "Mit geschützten Zahlen, für alle außerhalb des Amts."),
    ("festschreiben", "Einen Bericht abschließen: Er nennt für immer dieselben Zahlen."),
    ("Freigabe", "Geschützte Zahlen eines Zeitraums, gerechnet, geprüft und von einer zweiten Person erteilt."),
    ("Handlungsfeld", "Oberste Gliederung des Fachplans; darunter Ziele, darunter Maßnahmen."),
    ("Information", "Eine Auskunft ohne Fall. Eigene Zähleinheit, wird nie mit Fällen zusammengezählt."),
    ("Kontrollzahl", "Eine Gesamtzahl, die ein Träger auf anderem Weg genannt hat; die Lieferung wird daran geprüft."),
    ("Lieferkalender", "Zeigt je Monat und Quelle, wer geliefert hat, wer fehlt und wie fest die Zahlen sind."),
    ("Lieferung", "Eine Datei einer Quelle für einen Monat: geprüft, gezeigt, dann übernommen oder verworfen."),
    ("Monatsstand", "Wie fest ein Monat ist: vorläufig, geprüft oder endgültig (gesperrt)."),
    ("Neuzugang", "Ein Beratungsfall, der im Monat neu begonnen hat."),
    ("Nullmeldung", "Eine Beratungsstelle sagt: in diesem Monat nichts. Das ist etwas anderes als „fehlt“."),
    ("Planungsbereich", "Gebiet einer Sozialraumkoordination, aus mehreren Stadtteilen."),
    ("Sachstand", "Wie weit eine Maßnahme ist. Das melden Menschen; gerechnet wird daran nichts."),
    ("Sachstandsbuch", "Alle Meldungen einer Maßnahme der Reihe nach. Ergänzt, nie überschrieben."),
    ("Sachstandsrunde", "Die Abfrage des Sachstands zu einem Stichtag, mit Frist für die Antworten."),
    ("Soll", "Fälle, die eine Beratungsstelle je Quartal betreuen soll."),
    ("Stelle", "Amt, Träger oder Gremium, das an Maßnahmen beteiligt ist; federführend oder beteiligt."),
    ("Stellvertretung", "Wer von wann bis wann für eine andere Person antwortet."),
    ("Stichtag", "Der Tag, an dem ein Stand gilt. Jeder frühere lässt sich nachlesen."),
    ("Terminlage", "Im Plan, bald fällig, überfällig oder ohne Termin: aus der Laufzeit gerechnet, nie gemeldet."),
    ("VzÄ", "Vollzeitäquivalente: Stellenumfang, 1,0 ist eine volle Stelle."),
    ("vorläufig", "Zahlen eines Monats, den noch niemand geprüft hat."),
    ("Zähleinheit", "Was gezählt wird: Informationen, Neuzugänge, Beratungen, Kriseninterventionen. Nie vermischt."),
    ("Zuordnungsprofil", "Merkt sich, welche Spalte und welcher Wert einer fremden Datei was bedeutet."),
)
ZEICHEN = (
    ("–", "genau null"),
    (".", "Zahl unbekannt oder geheim zu halten"),
    ("x", "Angabe nicht sinnvoll"),
    ("fehlt", "nicht gemeldet; nie als null gerechnet oder gezeichnet"),
)
OFFENE_FRAGEN = (
    ("Planungsbereiche", "die amtliche Liste der Planungsbereiche und ihrer Stadtteile"),
    ("Beratungsfall", "was ein Beratungsfall ist und wie eine Fallabgabe gezählt wird"),
    ("Exportformate", "die wirklichen Exportformate von Seniora.App und FMG.soz"),
    ("Träger und Soll", "die Listen der Träger, Vollzeitäquivalente und Soll-Fallzahlen"),
    ("Schutz kleiner Zahlen", "Schwellwert und Verfahren: gerundet wird auf 5, 10 ist einstellbar"),
    ("Bezugsbevölkerung", "Einwohner ab 60 Jahren je Gebiet"),
)


def _eintraege(paare) -> list[Eintrag]:
    return [Eintrag(begriff, text, _anker(begriff)) for begriff, text in paare]


def _anker(begriff: str) -> str:
    return "-".join(woerter(begriff)) or f"zeichen-{ord(begriff[0])}"


def _werk(schluessel: str, titel: str, einleitung: str, art: str, paare) -> Nachschlagewerk:
    return Nachschlagewerk(schluessel, titel, einleitung, art, lambda: [Abschnitt("", _eintraege(paare))])


def des_bodens() -> None:
    rollen = [(rolle.bezeichnung, rolle.beschreibung) for rolle in ROLLEN.values()]
    for werk in (
        _werk("woerter", "Wörter", "Was die Wörter dieser Anwendung bedeuten.", "Wort", WOERTER),
        _werk("zeichen", "Zeichen in Tabellen", "Zeichen, die an Stelle einer Zahl stehen.", "Zeichen", ZEICHEN),
        _werk("rollen", "Wer darf was", "Jede Person hat genau eine Rolle; die Administration vergibt sie.", "Rolle",
              rollen),
        _werk("offene-fragen", "Offene Fragen an das Amt",
              "Diese Vorgaben sind noch nicht bestätigt; die Anwendung zeigt sie als Annahme.", "offene Frage",
              OFFENE_FRAGEN),
    ):  # fmt: skip
        anmelden(werk)
