# Zu jeder Regel, was sie finden muss („ruleid“) und was erlaubt ist („ok“). Läuft nie; nur `semgrep --test` liest es.
# ruff: noqa
# ruleid: rohes-sql
Massnahme.objects.raw("SELECT 1")
# ruleid: rohes-sql
zeilen.extra(where=["1=1"])
# ok: rohes-sql
Massnahme.objects.filter(nr="1")

# ruleid: sql-aus-text
zeiger.execute("SELECT * FROM t WHERE nr = '%s'" % nr)
# ok: sql-aus-text
zeiger.execute("SELECT * FROM t WHERE nr = %s", [nr])


# ruleid: ohne-sicherheitsabgleich
@csrf_exempt
def offen(request):
    # ruleid: anfrage-als-pfad
    with open(request.GET["datei"]) as datei:
        pass
    ordner = request.POST["ordner"]
    # ruleid: anfrage-als-pfad
    Path("/daten") / Path(ordner)
    # ruleid: anfrage-als-pfad
    subprocess.run([request.headers["X-Befehl"]])
    # ruleid: anfrage-als-seite
    HttpResponse("<p>" + request.GET["name"])
    # ok: anfrage-als-pfad
    return redirect("start")


def umleiten(request):
    # ruleid: anfrage-als-pfad
    return redirect(request.GET["next"])


# ruleid: zeile-ohne-sichtbarkeit
get_object_or_404(Massnahme, pk=pk)
# ruleid: zeile-ohne-sichtbarkeit
Lieferung.objects.get(pk=pk)
# ok: zeile-ohne-sichtbarkeit
get_object_or_404(Massnahme.objects.sichtbar_fuer(person), pk=pk)
# ok: zeile-ohne-sichtbarkeit
get_object_or_404(Fachplan, pk=pk)


class Formular(ModelForm):
    class Meta:
        # ruleid: alle-felder
        fields = "__all__"


class AnderesFormular(ModelForm):
    class Meta:
        # ruleid: alle-felder
        exclude = ["nr"]


class GutesFormular(ModelForm):
    class Meta:
        # ok: alle-felder
        fields = ["nr"]


# ruleid: alle-felder
Massnahme.objects.create(**request.POST.dict())

# ruleid: datei-nur-durch-eine-tuer
antwort["Content-Disposition"] = name
# ruleid: datei-nur-durch-eine-tuer
FileResponse(inhalt)
# ok: datei-nur-durch-eine-tuer
dateiantwort(inhalt, name=name, medientyp=art)

# ruleid: zeile-mit-angaben
log.warning(f"Von {person.email}")
# ruleid: zeile-mit-angaben
log.warning(name)
# ruleid: zeile-mit-angaben
log.error("Von %s" % name)
# ruleid: zeile-mit-angaben
logger.info("Von " + name)
# ok: zeile-mit-angaben
log.exception("Eingang %s konnte nicht gelesen werden", eingang.pk)
# ok: zeile-mit-angaben
log.info("", extra=zeile)

# ruleid: pandas-liest
pd.read_csv(datei)
# ok: pandas-liest
pd.DataFrame(zeilen)

# ruleid: xml-ohne-vorsicht
etree.fromstring(inhalt)
# ok: xml-ohne-vorsicht
etree.fromstring(inhalt, etree.XMLParser(**XML_SICHER))

# ruleid: keine-verbindung-nach-aussen
import requests

# ruleid: ortszeit-ohne-zone
heute = date.today()
# ok: ortszeit-ohne-zone
heute = timezone.localdate()

# ruleid: schwache-pruefsumme
hashlib.md5(inhalt)
# ok: schwache-pruefsumme
hashlib.sha256(inhalt)

# ruleid: keks-ohne-schutz
antwort.set_cookie("a", "b")
# ok: keks-ohne-schutz
antwort.set_cookie("a", "b", httponly=True, secure=True, samesite="Lax")
