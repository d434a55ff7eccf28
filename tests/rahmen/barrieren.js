// Was axe nicht prüft, in der Seite selbst nachgesehen. Jede Funktion gibt eine Liste von Mängeln, leer ist gut.
(() => {
  const sichtbar = (e) => e.checkVisibility({ visibilityProperty: true });
  const nennen = (e) => `${e.outerHTML.slice(0, 100)} … ${e.textContent.trim().slice(0, 40)}`;
  const alle = (auswahl) => [...document.querySelectorAll(auswahl)].filter(sichtbar);
  const BEDIENBAR = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  // --- Bau der Seite ---------------------------------------------------------------------------------------------

  function ueberschriften() {
    const stufen = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => Number(h.tagName[1]));
    const springt = stufen.some((stufe, nr) => nr && stufe > stufen[nr - 1] + 1);
    return stufen[0] === 1 && stufen.filter((s) => s === 1).length === 1 && !springt ? [] : [stufen.join()];
  }

  function bilder() {
    return alle("svg, canvas")
      .filter((b) => !b.closest("[aria-hidden=true], [role=img][aria-label]:not([aria-label=''])"))
      .map(nennen);
  }

  // Nichts lässt sich anklicken, was nicht auch mit der Tastatur erreichbar ist.
  function klickbares() {
    const NATUERLICH = "a[href], button, input, select, textarea, summary, label, option, form, [tabindex='0']";
    return alle("body *")
      .filter((e) => !e.closest(NATUERLICH) && !e.closest("svg"))
      .filter((e) => e.matches("[onclick], [role=button], [role=link]") || getComputedStyle(e).cursor === "pointer")
      .map(nennen);
  }

  function tabellen() {
    return alle("table")
      .filter((t) => {
        const koepfe = [...t.querySelectorAll("th")];
        const heisst = t.matches("[aria-label], [aria-labelledby]") || t.caption || t.closest("[role=region][aria-label]");
        return !koepfe.length || koepfe.some((k) => !k.scope) || !heisst;
      })
      .map(nennen);
  }

  // Wer die sichtbaren Wörter spricht, trifft das Element.
  function namen() {
    const worte = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
    return alle("a[aria-label], button[aria-label], summary[aria-label]")
      .filter((e) => e.innerText.trim() && !worte(e.ariaLabel).includes(worte(e.innerText)))
      .map(nennen);
  }

  function rahmen() {
    const erster = document.querySelector(BEDIENBAR);
    const hilfe = [...document.querySelectorAll("footer a")].map((a) => a.textContent.trim());
    const maengel = [];
    if (document.documentElement.lang !== "de") maengel.push("Die Seite nennt ihre Sprache nicht.");
    if (!document.title.endsWith(" – Dresden Senioren") || document.title.startsWith(" ")) maengel.push(document.title);
    if (erster.getAttribute("href") !== "#inhalt") maengel.push(`Zuerst kommt ${nennen(erster)}`);
    if (hilfe[0] !== "Hilfe") maengel.push(`Die Hilfe steht nicht zuerst im Fuß: ${hilfe}`);
    return maengel;
  }

  // --- Kontrast in Diagrammen und Karten ---------------------------------------------------------------------------

  const kanal = (k) => ((k /= 255) <= 0.04045 ? k / 12.92 : ((k + 0.055) / 1.055) ** 2.4);
  const helligkeit = ([r, g, b]) => 0.2126 * kanal(r) + 0.7152 * kanal(g) + 0.0722 * kanal(b);
  const leinwand = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const gemerkt = new Map();

  // Jede Schreibweise einer Farbe (auch oklch) → [rot, grün, blau, Deckung]; `null` für Muster und „none“.
  function farbe(text) {
    if (!/^(rgb|hsl|oklch|oklab|color|lab|lch|#)/.test(text)) return null;
    if (!gemerkt.has(text)) {
      leinwand.clearRect(0, 0, 1, 1);
      leinwand.fillStyle = text;
      leinwand.fillRect(0, 0, 1, 1);
      const [rot, gruen, blau, deckung] = leinwand.getImageData(0, 0, 1, 1).data;
      gemerkt.set(text, [rot, gruen, blau, deckung / 255]);
    }
    return gemerkt.get(text);
  }

  // Alle sichtbaren Farben eines Wertes, zum Beispiel eines Schattens.
  const farben = (text) => (text.match(/[a-z]+\([^)]*\)/g) ?? []).map(farbe).filter((f) => f?.[3] > 0);
  const grund = (e) => (e ? (farben(getComputedStyle(e).backgroundColor)[0] ?? grund(e.parentElement)) : [255, 255, 255]);
  const gemischt = (oben, unten, deckung) => oben.slice(0, 3).map((wert, i) => wert * deckung + unten[i] * (1 - deckung));

  function kontrast(eine, andere) {
    const [hell, dunkel] = [helligkeit(eine), helligkeit(andere)].sort((a, b) => b - a);
    return (hell + 0.05) / (dunkel + 0.05);
  }

  // Jeder Text gegen die Flächen, die vor ihm an seiner Stelle gemalt sind; ein Muster darunter ist nie gut lesbar.
  function diagrammschrift() {
    const maengel = [];
    for (const bild of alle("[role=img]")) {
      const flaechen = [];
      for (const e of bild.querySelectorAll("rect, path, circle, text")) {
        const stil = getComputedStyle(e);
        const ort = e.getBoundingClientRect();
        if (e.closest("defs, clipPath") || !ort.width || !sichtbar(e)) continue;
        const fuellung = farbe(stil.fill);
        const deckung = (fuellung?.[3] ?? 1) * stil.fillOpacity * stil.opacity;
        if (e.tagName !== "text") {
          if (stil.fill !== "none" && deckung > 0) flaechen.push([ort, fuellung, deckung]);
        } else if (e.textContent.trim()) {
          const [x, y] = [ort.left + ort.width / 2, ort.top + ort.height / 2];
          const darunter = flaechen.filter(([o]) => o.left <= x && x <= o.right && o.top <= y && y <= o.bottom);
          const grund = darunter.reduce((unten, [, f, d]) => f && unten && gemischt(f, unten, d), [255, 255, 255]);
          const gross = parseFloat(stil.fontSize) >= 24;
          const wert = grund ? kontrast(gemischt(fuellung, grund, deckung), grund) : 0;
          if (wert < (gross ? 3 : 4.5)) maengel.push(`${e.textContent.trim()}: ${wert.toFixed(2)} : 1`);
        }
      }
    }
    return maengel;
  }

  // Der Rand eines Feldes oder die Fläche eines Knopfes hebt sich mit 3 : 1 von dem ab, was dahinter liegt. Knöpfe ohne
  // beides sind wie Links: da zählt die Schrift, die misst axe.
  function bedienelemente() {
    const SEITEN = ["Top", "Right", "Bottom", "Left"];
    return alle("input:not([type=hidden]), select, textarea, .kern-btn:not(.kern-btn--tertiary)")
      .filter((e) => {
        // Bei einem Auswahlfeld ist der Rand der seiner Hülle.
        const huelle = e.closest(".kern-form-input__select-wrapper") ?? e;
        const gemalt = [e, huelle].flatMap((kasten) => {
          const stil = getComputedStyle(kasten);
          const kanten = SEITEN.filter((s) => parseFloat(stil[`border${s}Width`]) >= 1);
          const umriss = stil.outlineStyle === "none" ? "" : stil.outlineColor;
          return farben([...kanten.map((s) => stil[`border${s}Color`]), umriss, stil.backgroundColor].join(" "));
        });
        return !gemalt.some((f) => kontrast(f, grund(huelle.parentElement)) >= 3);
      })
      .map(nennen);
  }

  // --- Darstellung -----------------------------------------------------------------------------------------------

  const UNSICHTBAR = "svg, .kern-sr-only, .diagramm__flaeche, noscript, script, option, .sprunglink, details:not([open]) > :not(summary)";

  function textstellen() {
    const stellen = [];
    const texte = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texte.nextNode(); text; text = texte.nextNode()) {
      const e = text.parentElement;
      if (!text.data.trim() || !sichtbar(e) || e.closest(UNSICHTBAR)) continue;
      if (e.matches("details:not([open])")) continue;
      if (getComputedStyle(e.closest("thead") || e).clipPath !== "none") continue;
      const rollend = e.closest(".tabelle-rahmen, .stammwirkungen, .nummern, .botschaftsseite__zahlen");
      const fenster = rollend?.getBoundingClientRect();
      const bereich = document.createRange();
      bereich.selectNodeContents(text);
      for (const ort of bereich.getClientRects()) {
        const draussen = fenster && (ort.left > fenster.right || ort.right < fenster.left || ort.top > fenster.bottom || ort.bottom < fenster.top);
        if (ort.width > 2 && ort.height > 2 && !draussen) stellen.push({ ort, text, rollend });
      }
    }
    return stellen.sort((a, b) => a.ort.top - b.ort.top);
  }

  // Kein Querrollen der Seite; was rollt, ist benannt und mit der Tastatur erreichbar.
  function quer() {
    const breite = document.documentElement.clientWidth;
    const maengel = alle("body *")
      .filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
      .filter((e) => !e.matches("textarea, [tabindex='0'][aria-label]"))
      .map((e) => `rollt ohne Namen: ${nennen(e)}`);
    const ganze = document.documentElement.scrollWidth;
    return ganze > breite ? [...maengel, `Die Seite ist ${ganze} breit.`] : maengel;
  }

  function abgeschnitten() {
    const breite = document.documentElement.clientWidth;
    const kaesten = alle("body *")
      .filter((e) => !e.closest(UNSICHTBAR) && e.clientWidth > 2 && !e.matches("input, select, textarea"))
      .filter((e) => {
        const stil = getComputedStyle(e);
        const versteckt = /hidden|clip/.test(stil.overflowX + stil.overflowY) && stil.clipPath === "none";
        return versteckt && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
      });
    const ragtHeraus = ({ ort, text, rollend }) => {
      const kasten = text.parentElement.closest(".kern-btn, .marke")?.getBoundingClientRect();
      const fenster = kasten ?? (rollend ? null : { left: 0, right: breite });
      return fenster && (ort.right > fenster.right + 1 || ort.left < fenster.left - 1);
    };
    const texte = textstellen().filter(ragtHeraus);
    return [...kaesten.map(nennen), ...texte.map(({ text }) => text.data.trim().slice(0, 60))];
  }

  function ueberlappt() {
    const stellen = textstellen();
    const maengel = [];
    stellen.forEach((a, nr) => {
      for (const b of stellen.slice(nr + 1)) {
        if (b.ort.top >= a.ort.bottom) break;
        const breit = Math.min(a.ort.right, b.ort.right) - Math.max(a.ort.left, b.ort.left);
        const hoch = Math.min(a.ort.bottom, b.ort.bottom) - Math.max(a.ort.top, b.ort.top);
        if (a.text !== b.text && breit > 3 && hoch > 0.35 * Math.min(a.ort.height, b.ort.height))
          maengel.push(`„${a.text.data.trim().slice(0, 40)}“ und „${b.text.data.trim().slice(0, 40)}“`);
      }
    });
    return maengel;
  }

  // Ein Satz in einer Spalte, die nur ein paar Zeichen breit ist, bricht Buchstabe für Buchstabe.
  function gequetscht() {
    const zeilen = Map.groupBy(textstellen(), ({ text }) => text);
    return [...zeilen]
      .filter(([text, stellen]) => stellen.length > 4 && text.data.trim().length / stellen.length < 5)
      .map(([text]) => text.data.trim().slice(0, 60));
  }

  // Rückwärts durch die Seite: nichts, was stehen bleibt, verdeckt das Element mit dem Fokus ganz.
  function verdeckt() {
    const maengel = [];
    for (const e of alle(BEDIENBAR).filter((e) => !e.disabled && e.tabIndex >= 0).reverse()) {
      e.focus();
      if (document.activeElement !== e) continue;
      e.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
      const [{ left, top, right, bottom }] = e.getClientRects();
      const [links, anfang] = [Math.max(left, 0), Math.max(top, 0)];
      const [breit, hoch] = [Math.min(right, innerWidth) - links, Math.min(bottom, innerHeight) - anfang];
      const punkte = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
      const zu_sehen = punkte.some(([x, y]) => {
        const oben = document.elementFromPoint(links + x * breit, anfang + y * hoch);
        return oben && (e.contains(oben) || oben.contains(e) || e.labels?.[0]?.contains(oben));
      });
      if (!zu_sehen) maengel.push(nennen(e));
    }
    document.activeElement.blur();
    return maengel;
  }

  // --- axe -------------------------------------------------------------------------------------------------------

  // Verstöße, und was axe nicht entscheiden kann, soweit `unklar` (unklares.py) es nicht entscheidet.
  async function axePruefung(regeln, unklar, streng) {
    const ergebnis = await window.axe.run(document, { ...regeln, elementRef: true });
    const erzwungen = matchMedia("(forced-colors: active)").matches;
    const stellen = (art) => ergebnis[art].flatMap((regel) => regel.nodes.map((knoten) => ({ regel: regel.id, knoten })));
    const satz = (knoten) => [...knoten.any, ...knoten.all, ...knoten.none].map((pruefung) => pruefung.message).join(" ");
    const entschieden = ({ regel, knoten }) =>
      unklar.some(
        (u) =>
          u.regel === regel &&
          satz(knoten).includes(u.meldung) &&
          (erzwungen || !u.nur_erzwungen) &&
          knoten.element.closest(u.wo),
      );
    return [
      ...stellen("violations").map(({ regel, knoten }) => `${regel}: ${knoten.html.slice(0, 120)}`),
      ...stellen("incomplete")
        .filter((stelle) => streng && !entschieden(stelle))
        .map(({ regel, knoten }) => `${regel}, unentschieden (${satz(knoten)}): ${knoten.html.slice(0, 120)}`),
    ];
  }

  return { farben, grund, kontrast, axePruefung, bedienelemente, ueberschriften, bilder, klickbares, tabellen, namen, rahmen, diagrammschrift, quer, abgeschnitten, ueberlappt, gequetscht, verdeckt };
})();
