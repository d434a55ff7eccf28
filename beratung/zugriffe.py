"""Was im Zugriffsbuch über Lieferungen steht."""

SEITEN = {
    "beratung:lieferung_detail": "Lieferung mit ihren Zählzeilen",
    "beratung:befunde_beobachtet": "beobachtete Befunde",
    "beratung:eingang_detail": "hochgeladene Datei und ihre Befunde",
    "beratung:eingang_spalten": "hochgeladene Datei: Spalten zuordnen",
    "beratung:eingang_werte": "hochgeladene Datei: Werte zuordnen",
}
