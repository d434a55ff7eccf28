"""Die Nachschlagewerke des Bodens: Wörter, Zeichen, Rollen, offene Fragen."""

from dresden_senioren.kern.suche import woerter
from dresden_senioren.rollen import ROLLEN

from .nachschlagen import Abschnitt, Eintrag, Nachschlagewerk, anmelden

WOERTER = (
    ("Altersgruppe", "Das Alter liegt nur in Gruppen vor (80–84 …). Das genaue Alter wird nie gespeichert."),
    ("außer Kraft", "Was im Fachplan nicht mehr gilt: aus Liste und Zahlen fort, nachlesbar bleibt es."),
    ("Auslastung", "Neuzugänge einer Beratungsstelle in Prozent ihres Solls, in einem ganz gemeldeten Quartal."),
    ("Ausstattung", "Stellenumfang (VzÄ) und Soll-Fälle einer Beratungsstelle, ab einem Monat gültig."),
    ("auswärtig", "Ein Fall mit Wohnort außerhalb Dresdens; zählt zur Stadt, zu keinem Planungsbereich."),
    ("Befund", "Was an einer Lieferung oder am Fachplan auffällt: Fehler, Warnung oder Hinweis, mit Ort und Abhilfe."),
    ("Beratung", "Eine geleistete Beratung; ein Fall kann viele haben. Eigene Zähleinheit."),
    ("Beratungsfeld", "Worum es in einer Beratung ging; Hauptfelder fassen Unterfelder zusammen."),
    ("Beratungsstelle", "Liefert Fälle und Leistungen; gehört zu einem Träger und zu einem Planungsbereich."),
    ("Berichtsakte", "Ein Bericht in Arbeit, zu einem Stichtag und in einer Fassung."),
    ("Botschaft", "Der Text des Amts zu einer Abbildung: Botschaft, Erkennen, Anerkennen, Nachhaltung, Maßnahmen."),
    ("Eingang", "Hochgeladene Dateien, bis sie Lieferung sind oder abgelehnt werden."),
    ("endgültig", "Ein Monat ist abgeschlossen und gesperrt; öffnen geht nur mit Grund."),
    ("Ereignis", "Was einen Verlauf unterbricht oder erklärt, etwa eine neue Beratungsstelle; im Bild eine Linie."),
    ("Fallabgabe", "Ein Fall, den die kommunale Seite an die geförderte abgibt; steht unter der Fallherkunft."),
    ("Fassung intern", "Mit genauen Zahlen, nur für das Amt. Jede Seite nennt, wer sie wann abgerufen hat."),
    ("Fassung Weitergabe", "Mit geschützten Zahlen, für alle außerhalb des Amts."),
    (
        "federführend",
        "Die Stelle, die eine Maßnahme verantwortet und ihren Sachstand meldet; die übrigen sind beteiligt.",
    ),
    ("festschreiben", "Einen Bericht abschließen: Er nennt für immer dieselben Zahlen."),
    (
        "Formular",
        "Rückmeldeformular für Stellen ohne Zugang, als Excel oder Word; die Antwort wird verglichen und übernommen.",
    ),
    ("Fortschreibung", "Der nächste Fachplan; jede neue Maßnahme kennt ihre Vorgängerin."),
    ("Freigabe", "Geschützte Zahlen eines Zeitraums, gerechnet, geprüft und von einer zweiten Person erteilt."),
    ("geförderte Seniorenberatung", "Beratungsstellen freier Träger; ihre Zahlen kommen aus der Seniora.App."),
    ("geprüft", "Jemand hat die Zahlen eines Monats angesehen; Voraussetzung für die Weitergabe."),
    ("Handlungsfeld", "Oberste Gliederung des Fachplans; darunter Ziele, darunter Maßnahmen."),
    ("Haushaltsrelevanz", "Ob eine Maßnahme den Haushalt berührt: ja oder nein, wie in der Papiertabelle."),
    ("Information", "Eine Auskunft ohne Fall. Eigene Zähleinheit, wird nie mit Fällen zusammengezählt."),
    ("kommunale Seniorenberatung", "Der Soziale Dienst des Sozialamts; seine Zahlen kommen aus FMG.soz."),
    ("Kontrollzahl", "Eine Gesamtzahl, die ein Träger auf anderem Weg genannt hat; die Lieferung wird daran geprüft."),
    ("Krisenintervention", "Ein Eingreifen in einer akuten Krise. Eigene Zähleinheit."),
    ("Laufzeit", "Wie der Plan sie schreibt („ab 2021“, „jährlich“); daraus rechnet die Anwendung die Terminlage."),
    (
        "Leistungen je Fall",
        "Wie viele Beratungen und Kriseninterventionen ein Fall in einem Monat hatte, in vier Klassen.",
    ),
    ("Lieferkalender", "Zeigt je Monat und Quelle, wer geliefert hat, wer fehlt und wie fest die Zahlen sind."),
    ("Lieferung", "Eine Datei einer Quelle für einen Monat: geprüft, gezeigt, dann übernommen oder verworfen."),
    ("Monatsbrief", "Ein geprüfter Monat eines Planungsbereichs in Sätzen; auf Wunsch per E-Mail."),
    ("Monatsstand", "Wie fest ein Monat ist: vorläufig, geprüft oder endgültig (gesperrt)."),
    ("Neuzugang", "Ein Beratungsfall, der im Monat neu begonnen hat."),
    ("nicht aufgeteilt", "Was zur Gesamtzahl fehlt, weil eine Lieferung ein Merkmal nicht nennt."),
    ("Nullmeldung", "Eine Beratungsstelle sagt: in diesem Monat nichts. Das ist etwas anderes als „fehlt“."),
    ("Planprüfung", "Regeln, nach denen am Fachplan etwas auffällt; entschieden wird je Befund."),
    ("Planungsbereich", "Gebiet einer Sozialraumkoordination, aus mehreren Stadtteilen."),
    ("Quartalsbericht", "Eine Beratungsstelle in einem Quartal: Fälle, Soll, Auslastung; Grundlage des Gesprächs."),
    ("Regelkarte", "Zeigt, ob eine Monatszahl ein Signal ist oder das übliche Auf und Ab."),
    ("Sachstand", "Wie weit eine Maßnahme ist. Das melden Menschen; gerechnet wird daran nichts."),
    ("Sachstandsbuch", "Alle Meldungen einer Maßnahme der Reihe nach. Ergänzt, nie überschrieben."),
    ("Sachstandsrunde", "Die Abfrage des Sachstands zu einem Stichtag, mit Frist für die Antworten."),
    ("SDfS", "Sozialer Dienst für Seniorinnen und Senioren im Sozialamt."),
    ("Soll", "Neue Fälle, die für eine Beratungsstelle je Quartal vereinbart sind."),
    ("Stadtteil", "Einer der 64 amtlichen Stadtteile; gehört zu genau einem Planungsbereich."),
    ("Stelle", "Amt, Träger oder Gremium, das an Maßnahmen beteiligt ist; federführend oder beteiligt."),
    ("Stellvertretung", "Wer von wann bis wann für eine andere Person antwortet."),
    ("Stichtag", "Der Tag, an dem ein Stand gilt. Jeder frühere lässt sich nachlesen."),
    ("Teilmonat", "Die Datei kam, bevor der Monat zu Ende war. Gezeigt wird er, verglichen nicht."),
    ("Terminlage", "Im Plan, bald fällig, überfällig oder ohne Termin: aus der Laufzeit gerechnet, nie gemeldet."),
    ("Träger", "Organisation mit einer oder mehreren Beratungsstellen."),
    ("Umsetzungsschritt", "Ein Aufzählungspunkt einer Maßnahme, einzeln abzuhaken."),
    ("unbekannt", "Zu einem Fall oder einer Leistung fehlt die Angabe. Das ist keine Null."),
    ("vorläufig", "Zahlen eines Monats, den noch niemand geprüft hat."),
    ("Vorschau", "Was nach einer Handlung gelten würde; es gilt erst nach der Bestätigung."),
    ("VzÄ", "Vollzeitäquivalente: Stellenumfang, 1,0 ist eine volle Stelle."),
    ("Zähleinheit", "Was gezählt wird: Informationen, Neuzugänge, Beratungen, Kriseninterventionen. Nie vermischt."),
    ("Zuordnungsprofil", "Merkt sich, welche Spalte und welcher Wert einer fremden Datei was bedeutet."),
)
ZEICHEN = (
    ("–", "genau null"),
    (".", "Zahl unbekannt oder geheim zu halten"),
    ("x", "Angabe nicht sinnvoll"),
    ("fehlt", "nicht gemeldet; nie als null gerechnet oder gezeichnet"),
    ("±0", "gegenüber dem Vergleich unverändert"),
    ("p", "hinter einer Zahl: vorläufig, noch nicht geprüft"),
    ("g", "hinter einer Zahl: geprüft, noch nicht endgültig"),
    ("*", "nur ein Teil davon; was gemeint ist, steht darunter"),
)
OFFENE_FRAGEN = (
    ("Planungsbereiche", "die amtliche Liste der Planungsbereiche und ihrer Stadtteile"),
    ("Beratungsfall", "was ein Beratungsfall ist und wie eine Fallabgabe gezählt wird"),
    ("Exportformate", "die wirklichen Exportformate von Seniora.App und FMG.soz"),
    ("Träger und Soll", "die Listen der Träger, Vollzeitäquivalente und Soll-Fallzahlen"),
    ("Schutz kleiner Zahlen", "Schwellwert und Verfahren: gerundet wird auf 5, 10 ist einstellbar"),
    ("Bezugsbevölkerung", "Einwohner ab 60 Jahren je Gebiet"),
    ("Kennzahlen", "wer sie verantwortet und wann sie das nächste Mal geprüft werden"),
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
        _werk("zeichen", "Zeichen in Tabellen", "Was an Stelle einer Zahl oder hinter ihr steht.", "Zeichen", ZEICHEN),
        _werk("rollen", "Wer darf was", "Jede Person hat genau eine Rolle; die Administration vergibt sie.", "Rolle",
              rollen),
        _werk("offene-fragen", "Offene Fragen an das Amt",
              "Diese Vorgaben sind noch nicht bestätigt; die Anwendung zeigt sie als Annahme.", "offene Frage",
              OFFENE_FRAGEN),
    ):  # fmt: skip
        anmelden(werk)
