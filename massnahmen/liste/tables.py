"""Die Maßnahmentabelle mit den Spalten der Papiertabelle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import django_tables2 as tables
from django.utils.safestring import SafeString

from massnahmen.models import Handlungsfeld, Ziel
from massnahmen.querysets import MassnahmeQuerySet
from massnahmen.sachstand.stand import uhren_stellen

from .zeile import zeile

# Der ganze Fachplan passt auf eine Seite; erst ein Vielfaches davon wird geblättert.
ZEILEN_JE_SEITE = 100


@dataclass(frozen=True)
class Tabellenzeile:
    """Das HTML einer Maßnahme und, wo sie wechseln, die Überschriften darüber."""

    html: SafeString
    handlungsfeld: Handlungsfeld | None
    ziel: Ziel | None


class MassnahmenTabelle(tables.Table):
    """Nicht sortierbar: die Folge der Papiertabelle ist es, woran man die Maßnahmen wiederfindet."""

    nr = tables.Column("Nr.")
    beschreibung = tables.Column("Beschreibung")
    verantwortung = tables.Column("Verantwortung, weitere Beteiligte", accessor="verantwortung_wortlaut")
    laufzeit = tables.Column("Termin oder Laufzeit", accessor="laufzeit_wortlaut")
    haushaltsrelevanz = tables.Column("Haushalts\u00adrelevanz", accessor="ist_haushaltsrelevant")
    sachstand = tables.Column("Sachstand und Terminlage", empty_values=())
    schritte = tables.Column("Erläuterung und Schritte", empty_values=())

    class Meta:
        orderable = False
        template_name = "massnahmen/_tabelle.html"

    def __init__(
        self,
        *args,
        stichtag: date,
        rueckblick: date | None = None,
        waehlbare: MassnahmeQuerySet,
        **kwargs,
    ):
        """`waehlbare`: was sich überhaupt zum Ändern auswählen lässt, auch auf anderen Seiten."""
        super().__init__(*args, **kwargs)
        self.stichtag, self.rueckblick, self.waehlbare = stichtag, rueckblick, waehlbare

    @cached_property
    def auswaehlbar(self) -> bool:
        """Ob es Zeilen gibt, die sich auswählen lassen; gefragt wird nur, wenn auf dieser Seite keine steht."""
        if self.rueckblick:  # da ändert niemand etwas
            return False
        return any(reihe.record.ist_auswaehlbar for reihe in self.paginated_rows) or self.waehlbare.exists()

    def paginate(self, *args, **kwargs):
        """Immer gleich viele Zeilen je Seite, auch wenn die Adresse mit per_page etwas anderes verlangt."""
        return super().paginate(*args, **kwargs | {"per_page": ZEILEN_JE_SEITE})

    def zeilen(self) -> Iterator[Tabellenzeile]:
        """Die Zeilen dieser Seite; jede Seite beginnt mit ihren Überschriften."""
        feld = ziel = None
        for m in uhren_stellen([reihe.record for reihe in self.paginated_rows], self.rueckblick):
            neues_ziel = m.ziel if m.ziel != ziel else None
            neues_feld = m.ziel.handlungsfeld if m.ziel.handlungsfeld != feld else None
            feld, ziel = m.ziel.handlungsfeld, m.ziel
            fertig = zeile(m, stichtag=self.stichtag, rueckblick=self.rueckblick)
            yield Tabellenzeile(fertig.html, neues_feld, neues_ziel)
