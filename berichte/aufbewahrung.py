"""Die Aufbewahrungsfristen der Berichte."""

from dresden_senioren.datenschutz.aufbewahrung import Dauer, Frist, anmelden, nach_alter

from .akten import auftraege
from .models import Berichtsauftrag


def der_berichte() -> None:
    anmelden(
        Frist(
            "berichtsdateien",
            "bestellte Berichtsdateien",
            f"nach der Bestellung; Dateien aus Entwürfen {auftraege.AUFBEWAHRUNG.days} Tag",
            Dauer("Tage", fest=auftraege.AUFBEWAHRUNG_FESTER.days),
            "Eine Datei ist eine unkontrollierte Kopie; sie entsteht jederzeit neu.",
            "der festgeschriebene Inhalt des Berichts und im Protokoll, wer welche Datei bekommen hat",
            ("berichte.Berichtsauftrag",),
            lambda grenze: auftraege.veraltete(grenze + auftraege.AUFBEWAHRUNG_FESTER).count(),
            lambda grenze: (
                auftraege.veraltete(grenze + auftraege.AUFBEWAHRUNG_FESTER)
                .delete()[1]
                .get(Berichtsauftrag._meta.label, 0)
            ),
        ),
        nach_alter(
            "berichte.Briefversand",
            "am",
            schluessel="monatsbriefe",
            was="gesendete Monatsbriefe mit Adresse",
            ab="nach dem Senden",
            dauer=Dauer("Monate", "AUFBEWAHRUNG_EMAILS_MONATE"),
            warum="Nachlesen, was wann mitgeteilt wurde; der Brief selbst entsteht aus dem Würfel jederzeit neu.",
            was_bleibt="im Protokoll, dass gesendet wurde, solange es den Eintrag gibt",
        ),
    )
