"""Häufige Vor- und Nachnamen, in Vergleichsform. Kein Verzeichnis von Personen: Sie helfen der Tür, eine Namensliste
von einer Liste von Orten oder Trägern zu unterscheiden. Wörter, die auch etwas anderes heißen (August, Heide, Rose,
Ernst, Koch als Beruf), fehlen mit Absicht."""

import re

from dresden_senioren.kern.text import suchform

VORNAMEN = frozenset(
    suchform("""
    achim adelheid adolf agnes ahmed albert albrecht alexander alexandra alfons alfred ali alina alma alois amalie
    amira andrea andreas andrej angela angelika anita anja anke anna annegret anneliese annemarie annett annette anni
    anton antje antonia arno arnold artur arthur astrid axel barbara beate bernd bernhard bernhardt bert berta bertha
    bertold bettina bianca birgit birgitta björn brigitte brunhilde bruno carla carmen carola carsten cathrin charlotte
    christa christel christian christiane christina christine christoph clara claudia claus cornelia dagmar daniel
    daniela detlef dieter dietmar dietrich dirk dmitri dmitrij dora doreen doris dorothea eberhard eckhard edeltraud
    edgar edith eduard egon ekaterina elena eleonore elfriede elisabeth elke ella ellen elli elsa else elvira emil
    emilia emilie emma emmi erhard eric erich erik erika erna ernestine erwin esther eugen eva evelin evelyn fatima
    felix ferdinand florian frank franz franziska fred frieda friedel friedhelm friedrich fritz gabriele gabriela georg
    gerd gerda gerhard gerlinde gernot gertraud gertrud gertrude gisela gottfried greta grete günter günther guido
    gudrun gustav hanna hannah hannelore hans harald hartmut hassan hatice hedwig heidemarie heidi heike heiko heiner
    heinrich heinz helene helga hellmut helmut helmuth henriette henry herbert hermann herta hertha hilda hilde
    hildegard holger horst hubert hugo ibrahim ida igor ilona ilse ines inge ingeborg ingo ingrid irene irina iris irma
    irmgard isolde iwan jana jan jens joachim jochen johann johanna johannes jörg josef josefine jürgen jutta kai karin
    karl karla karola karoline karsten katarina katharina käthe kathrin katja katrin kerstin
    klara klaus konrad konstantin kristina kurt lena leni leonid lieselotte lilli lina lisa liselotte lore lothar lotte
    louise lucie ludmila ludwig luise lutz lydia magda magdalena maik malte manfred manja manuela marcel marco margarete
    margit margitta margot margret margrit maria marianne marie marina mario marion markus marlene marlies marta martha
    martin martina mathilde matthias maximilian mehmet meta michael michaela mikhail mohammed mohamed monika mustafa
    nadja natalia natalja nicole nikolai nikolaus nina norbert olaf olga oliver ortrud oskar oswald otto patrick paul
    paula pauline peter petra philipp pia rainer ralf ralph ramona regina regine reiner reinhard reinhold renate
    ricarda richard rita robert roland rolf roman ronald ronny rosa rosel rosemarie rosi roswitha rudi rudolf ruth
    sabine sandra sebastian selma sergej sibylle siegbert siegfried sieglinde siegrid sigrid silke silvia simone sofia
    sonja sophie stefan stefanie steffen stephan susann susanne svetlana swetlana sven sylvia tamara tanja tatjana
    thea theo theodor theresa therese thomas thorsten tilo till tobias tom torsten traudel traute udo ulf ulla ulrich
    ulrike ursel ursula ute uta uwe vera veronika viktor viola vladimir volker volkmar walburga waldemar waldtraut
    walter walther waltraud waltraut wanda werner wilfried wilhelm wilhelmine wilma willi willy winfried wladimir
    wolfgang wolfram yusuf yvonne
    """).split()
)
NACHNAMEN = frozenset(
    suchform("""
    albrecht arnold bauer baumann beck becker berger böhm böttcher brandt braun busch dietrich ebert engel fiedler
    fischer förster franke friedrich fuchs graf groß große günther hahn hartmann heinrich heinze hempel herrmann herzog
    hoffmann hofmann huber jäger jahn jung kaiser keller kowalski klein köhler könig kramer krause krüger kuhn kühn
    kunze lange lehmann lindner lorenz ludwig maier martin mayer meier meißner meyer möller müller mustermann nguyen
    naumann neumann otto petrow peters pfeiffer pietsch pohl richter roth sauer schäfer schlegel schmid schmidt
    schmitt schmitz schneider scholz schreiber schröder schubert schulte schulz schulze schumacher schuster schütze
    schwarz seidel seifert simon sommer stein thiele thomas tran uhlig ullrich vogel vogt wagner walter walther weber
    wegner weiß wendt werner winkler winter wolf wolff wunderlich yilmaz zimmermann ziegler
    """).split()
)
_ALLE = VORNAMEN | NACHNAMEN

_WORT = r"[^\W\d_]+(?:-[^\W\d_]+)?"
_NAME = re.compile(rf"({_WORT})(,)? ?({_WORT}|[A-ZÄÖÜ]\.)(?: ({_WORT}))?")
_KURZNAME = re.compile(r"[A-ZÄÖÜ]\. ?[A-ZÄÖÜ][a-zäöüß]{2,}|[A-ZÄÖÜ][a-zäöüß]{2,},? [A-ZÄÖÜ]\.")
# „Paul-Gerhardt-Haus“, „Albert Schweitzer Straße“: hinter dem Namen steht, was so heißt.
_HEISST_SO = re.compile(
    r"(?:.*(?:strasse|platz|allee|stiftung|zentrum|gemeinde|hospital|kirche|schule|klinik|klinikum|apotheke)|"
    r"str|haus|heim|stift|park|treff|ufer|weg|ring|gmbh|ggmbh|verein|werk|praxis|viertel|siedlung)"
)
# Orte, Träger, Sachen: auch zwei große Wörter nebeneinander sind dann kein Name.
_SACHE = re.compile(
    r".*(?:stadt|heide|haus|heim|stift|verein|verband|werk|hilfe|dienste?|stelle|büro|pflege|beratung|wohnen|mission|"
    r"leistung|leistungen|angebot|angebote|antrag|vorsorge|meldung|träger|amt|ämter|solidarität|ung|ungen|keit|tät|isch|"
    r"ische[rnsm]?|liche[rnsm]?|es|gruppe|kontakt|kontakte|gespräch|besuch|arzt|telefon)|"
    r"süd|nord|ost|west|mitte|dresden|sachsen|radebeul|pirna|freital|meissen|bad|caritas|diakonie|awo|drk|asb|bund|kreuz|"
    r"freie[rn]?|andere[rn]?|gute[rn]?|neue[rn]?|alte[rn]?|januar|februar|märz|april|mai|juni|juli|august|september|"
    r"oktober|november|dezember|kein|keine|nicht|ohne|mit|und"
)


def ist_vor_oder_nachname(wort: str) -> bool:
    """Ein einzelnes Wort, das als Vor- oder Nachname bekannt ist."""
    return suchform(wort) in _ALLE


def klingt_nach_name(wert: str) -> bool:
    """Ein bekannter Vor- oder Nachname, „E. Müller“, „Müller, E.“: einmal sagt das nichts, öfter ist es eine Liste."""
    return ist_vor_oder_nachname(wert) or _KURZNAME.fullmatch(wert) is not None


def ist_name(wert: str) -> bool:
    """„Erika Müller“, „Müller, Erika“, „MÜLLER ERIKA“: zwei oder drei Wörter, eines an seiner Stelle ein bekannter
    Vorname. Kleingeschriebenes nur, wenn auch der Nachname bekannt ist."""
    treffer = _NAME.fullmatch(wert)
    if treffer is None:
        return False
    woerter = [wort for wort in treffer.group(1, 3, 4) if wort]
    if any(_HEISST_SO.fullmatch(suchform(wort).rsplit("-", 1)[-1]) for wort in woerter[1:]):
        return False
    if not all(wort[0].isupper() for wort in woerter) and not any(suchform(wort) in NACHNAMEN for wort in woerter):
        return False
    erster, zweiter = _ist_vorname(woerter[0]), _ist_vorname(woerter[1])
    if treffer[2]:
        return zweiter
    return erster or (zweiter and suchform(woerter[0]) in NACHNAMEN)


def ist_namensform(wert: str) -> bool:
    """Zwei oder drei große Wörter, keines davon ein Ort, ein Träger oder eine Sache."""
    treffer = _NAME.fullmatch(wert)
    woerter = [wort for wort in treffer.group(1, 3, 4) if wort] if treffer else []
    return bool(woerter) and all(
        wort[0].isupper() and not _SACHE.fullmatch(teil) for wort in woerter for teil in suchform(wort).split("-")
    )


def _ist_vorname(wort: str) -> bool:
    return not VORNAMEN.isdisjoint(suchform(wort).split("-"))
