"""Die Maßnahmentabelle mit den Spalten der Papiertabelle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import django_tables2 as tables

from massnahmen.kern.terminlage import Terminbild, Terminlage
from massnahmen.models import Handlungsfeld, Massnahme, Ziel
from massnahmen.sachstand.stand import uhren_stellen

FARBROLLE = {
    Terminlage.IM_PLAN: "neutral",
    Terminlage.BALD_FAELLIG: "warnung",
    Terminlage.UEBERFAELLIG: "gefahr",
    Terminlage.OHNE_TERMIN: "neutral",
}


# Der ganze Fachplan passt auf eine Seite; erst ein Vielfaches davon wird geblättert.
ZEILEN_JE_SEITE = 100


@dataclass(frozen=True)
class Tabellenzeile:
    """Eine Maßnahme und, wo sie wechseln, die Überschriften darüber."""

    massnahme: Massnahme
    termin: Terminbild
    handlungsfeld: Handlungsfeld | None
    ziel: Ziel | None
    ist_bedienbar: bool = True

    @property
    def darf_melden(self) -> bool:
        return self.ist_bedienbar and self.massnahme.ist_meldbar

    @property
    def darf_auswaehlen(self) -> bool:
        return self.ist_bedienbar and self.massnahme.ist_auswaehlbar

    @property
    def terminfarbe(self) -> str:
        return FARBROLLE[self.termin.lage]


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
        auswaehlbar: bool = False,
        **kwargs,
    ):
        """`auswaehlbar`: Es gibt Zeilen, die sich zum Ändern auswählen lassen. Im Rückblick ändert niemand etwas."""
        super().__init__(*args, **kwargs)
        self.stichtag, self.rueckblick, self.auswaehlbar = stichtag, rueckblick, auswaehlbar

    def paginate(self, *args, **kwargs):
        """Immer gleich viele Zeilen je Seite, auch wenn die Adresse mit per_page etwas anderes verlangt."""
        return super().paginate(*args, **kwargs | {"per_page": ZEILEN_JE_SEITE})

    def zeilen(self) -> Iterator[Tabellenzeile]:
        """Die Zeilen dieser Seite; jede Seite beginnt mit ihren Überschriften."""
        feld = ziel = None
        for m in uhren_stellen([zeile.record for zeile in self.paginated_rows], self.rueckblick):
            neues_ziel = m.ziel if m.ziel != ziel else None
            neues_feld = m.ziel.handlungsfeld if m.ziel.handlungsfeld != feld else None
            feld, ziel = m.ziel.handlungsfeld, m.ziel
            termin = m.terminbild(self.stichtag)
            yield Tabellenzeile(m, termin, neues_feld, neues_ziel, self.rueckblick is None)
