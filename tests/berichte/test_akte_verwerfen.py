"""Eine versehentlich angelegte Berichtsakte verwerfen: weg für alle, gelöscht ist nichts."""

import pytest

from berichte.akten import bestand
from berichte.akten.botschaften import AkteGeschlossen, schreiben
from berichte.akten.festschreiben import FestschreibenAbgelehnt, festschreiben, wiederoeffnen
from berichte.akten.inhalt import entwurf
from berichte.kern.akten.bericht import Botschaft
from berichte.models import Botschaftsfassung
from dresden_senioren.models import Ereignis, Protokolleintrag

from .aktenhilfen import LISTE, akte, aktenadresse

pytestmark = pytest.mark.django_db


def test_verworfene_akte_ist_weg_und_nichts_ist_geloescht(angemeldet, person):
    eine, leitung = akte(), person("leitung")
    vorige = Botschaftsfassung.objects.create(akte=eine, schluessel="erste", von=leitung)
    Botschaftsfassung.objects.create(akte=eine, schluessel="erste", vorige=vorige, von=leitung)
    client = angemeldet("leitung")
    assert f'href="{aktenadresse(eine, "verwerfen")}"' in client.get(aktenadresse(eine)).content.decode()
    assert "Eine geschriebene Botschaft geht verloren" in client.get(aktenadresse(eine, "verwerfen")).content.decode()
    assert client.get(aktenadresse(eine)).status_code == 200, "ansehen verwirft nicht"
    seite = client.post(aktenadresse(eine, "verwerfen"), follow=True).content.decode()
    assert "ist verworfen" in seite and "Noch gibt es keinen Bericht" in seite
    for name in ("detail", "verwerfen", "festschreiben"):
        assert client.get(aktenadresse(eine, name)).status_code == 404
    eine.refresh_from_db()
    assert eine.verworfen_am and eine.verworfen_von.username == client.get(LISTE).context["user"].username
    assert eine.botschaften.count() == 2
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.BERICHT_VERWORFEN)
    assert eintrag.gegenstand == bestand.titel(eine)
    assert eintrag.angaben == {"akte": eine.pk, "fassung": "intern", "botschaften": 1}


def test_nach_dem_verwerfen_laesst_sich_derselbe_bericht_neu_anlegen(person):
    eine, leitung = akte(), person("leitung")
    angaben = {"art": eine.art, "fassung": eine.fassung, "stichtag": eine.stichtag}
    assert bestand.gleiche(angaben) == eine
    bestand.verwerfen(akte=eine, von=leitung)
    assert bestand.gleiche(angaben) is None
    with pytest.raises(bestand.VerwerfenAbgelehnt, match="schon verworfen"):
        bestand.verwerfen(akte=eine, von=leitung)


def test_was_je_festgeschrieben_war_bleibt(angemeldet, person):
    eine = akte()
    wiederoeffnen(festschreiben(eine, von=person("leitung")), grund="Versuch", von=person("leitung"))
    client = angemeldet("leitung")
    assert aktenadresse(eine, "verwerfen") not in client.get(aktenadresse(eine)).content.decode()
    seite = client.get(aktenadresse(eine, "verwerfen")).content.decode()
    assert "war schon festgeschrieben" in seite and "<form method" not in seite.partition("<main")[2]
    assert "er bleibt" in client.post(aktenadresse(eine, "verwerfen"), follow=True).content.decode()
    eine.refresh_from_db()
    assert eine.verworfen_am is None


def test_an_einer_verworfenen_akte_arbeitet_niemand_weiter(person):
    eine, leitung = akte(), person("leitung")
    bericht = entwurf(eine, von=leitung)
    schluessel = next(b.schluessel for b in bericht.bausteine if isinstance(b, Botschaft))
    bestand.verwerfen(akte=eine, von=leitung)
    with pytest.raises(FestschreibenAbgelehnt, match="verworfen"):
        festschreiben(eine, von=leitung)
    neu = {"werte": {"botschaft": "Spät"}, "verweise": [], "vorige": None, "ohne_texte": bericht}
    with pytest.raises(AkteGeschlossen, match="verworfen"):
        schreiben(akte=eine, schluessel=schluessel, von=leitung, **neu)
