"""Was im Zugriffsbuch über Auswertungen und Berichte steht."""

from django.utils.timezone import localtime

from dresden_senioren.datenschutz import zugriffsbuch

from .auswertung.rahmen import stand

SEITEN = {
    "stadt_dashboard": "Dashboard der Stadt",
    "bereich_dashboard": "Dashboard eines Planungsbereichs",
    "stadt_abbildung_tabelle": "Tabelle einer Abbildung der Stadt als Datei",
    "bereich_abbildung_tabelle": "Tabelle einer Abbildung eines Planungsbereichs als Datei",
    "stadt_herkunft": "Herkunft einer Zahl der Stadt",
    "bereich_herkunft": "Herkunft einer Zahl eines Planungsbereichs",
    "quartal_liste": "Quartalsberichte, alle Beratungsstellen",
    "quartal": "Quartalsbericht einer Beratungsstelle",
    "bereich_brief": "Monatsbrief eines Planungsbereichs",
    "bereich_brief_senden": "Monatsbrief vor dem Senden",
    "bericht_detail": "Bericht mit genauen Zahlen",
    "bericht_version": "festgeschriebener Bericht mit genauen Zahlen",
    "berichtsvergleich": "Vergleich zweier Berichte mit genauen Zahlen",
    "botschaft": "Botschaft zu einer Abbildung",
    "berichtsauftrag_datei": "Bericht als Datei",
    "freigabe": "Freigabe mit den gefährdeten Zellen",
    "lieferung_befunde": "Befunde einer Lieferung als Datei",
    "eingang_befunde": "Befunde einer hochgeladenen Datei",
}


class ZahlenzugriffMixin(zugriffsbuch.ZugriffMixin):
    """Zahlen aus dem Würfel: Der Stand nennt den letzten Monat und die jüngste Übernahme."""

    def zugriffsstand(self) -> str:
        daten = stand(self.request)
        return f"{daten.letzter_monat}, übernommen {localtime(daten.uebernommen_am):%Y-%m-%d %H:%M:%S}" if daten else ""
