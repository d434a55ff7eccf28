"""Wo immer der Versand stirbt: Niemand bekommt dieselbe Erinnerung zweimal, und der nächste Lauf macht weiter."""

from collections import Counter

import pytest

from .vorgaenge import HINAUS, HINEIN, PERSONEN

# Datenbanktests laufen vor denen mit Browser; dessen Ereignisschleife ließe hier keine Verbindung mehr zu.
pytestmark = [pytest.mark.langsam, pytest.mark.django_db]
EINTRAG = 'INSERT INTO "massnahmen_erinnerung"'


class Versand:
    def __init__(self, haus, kasten, *, kaputt=False):
        self.haus, self.kasten, self.kaputt = haus, kasten, kaputt
        haus.umgebung["BRIEFKASTEN"] = str(kasten)
        haus.sql("DELETE FROM massnahmen_erinnerung")

    def stirbt(self, halt: str, *, nach: int = 1) -> None:
        prozess = self.haus.beginne("erinnern", halt=halt, kaputt=self.kaputt)
        for nr in range(nach):
            assert prozess.bis_zum_halt(), prozess.befehle
            if nr + 1 < nach:
                prozess.weiter()
        prozess.toete()

    def zu_ende(self) -> Counter:
        """Wer wie viele E-Mails bekommen hat."""
        self.haus.lasse("erinnern", kaputt=self.kaputt)
        return Counter(self.kasten.read_text().split())


def test_getoetet_vor_zwischen_und_nach_den_mails_kommt_keine_zweimal(haus, tmp_path):
    versand = Versand(haus, tmp_path / "kasten")
    versand.stirbt(HINAUS)  # gleich nach der ersten
    versand.stirbt(HINEIN)  # der Eintrag der zweiten steht, sie selbst nicht: lieber keine als zwei
    versand.stirbt(EINTRAG, nach=2)  # nach der dritten, vor der vierten
    assert versand.zu_ende() == dict.fromkeys((PERSONEN[0], *PERSONEN[2:]), 1)
    assert haus.sql("SELECT count(*) FROM massnahmen_erinnerung") == [(4,)]


def test_der_aufbau_bemerkt_eine_zweite_mail(haus, tmp_path):
    """Stehen Eintrag und E-Mail in einer Transaktion, nimmt der Tod danach den Eintrag zurück."""
    versand = Versand(haus, tmp_path / "kasten", kaputt=True)
    versand.stirbt(HINAUS)
    assert versand.zu_ende()[PERSONEN[0]] == 2
