"""Das Verzeichnis der Lieferungen als Tabelle."""

import django_tables2 as tables

from beratung.models import Lieferung

from .anzeige import STATUSFARBE


class LieferungTabelle(tables.Table):
    """Die Zellen setzt die Vorlage: sie wird schmal zu Karten."""

    pk = tables.Column("Nr.")
    monat = tables.Column("Monat", order_by=("monat", "quelle", "pk"))
    quelle = tables.Column("Quelle")
    dateiname = tables.Column("Datei")
    zeilen_gelesen = tables.Column("Zeilen")
    status = tables.Column("Zustand")
    eingegangen_am = tables.Column("Eingang", order_by=("eingegangen_am", "pk"))
    erstellt_am = tables.Column("Zuletzt")

    class Meta:
        model = Lieferung
        fields = ("pk", "monat", "quelle", "dateiname", "zeilen_gelesen", "status", "eingegangen_am", "erstellt_am")
        template_name = "beratung/_verzeichnis.html"
        per_page = 24

    def paginate(self, *args, **kwargs):
        """Immer gleich viele Zeilen je Seite, auch wenn die Adresse mit per_page etwas anderes verlangt."""
        return super().paginate(*args, **kwargs | {"per_page": 24})

    def zeilen(self):
        """Lieferung und Farbe ihres Zustands."""
        return [(zeile.record, STATUSFARBE[zeile.record.status]) for zeile in self.paginated_rows]
