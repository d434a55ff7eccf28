// Merkt sich zu jedem Element, das den Fokus bekommt, ob ein Umriss (2 Pixel) oder ein neuer Schatten sich mit 3 : 1 von
// dem abhebt, was dahinter liegt, und ob die Reihenfolge die des Textes ist. Eingabe: was barrieren.js kann.
({ farben, grund, kontrast }) => {
  const stil = new CSSStyleSheet();
  stil.replaceSync("*, ::after { transition: none !important }");
  document.adoptedStyleSheets.push(stil);
  const bedienbar = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const alle = [...document.querySelectorAll(bedienbar)].filter(
    (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0 && e.type !== "radio",
  );
  const ruhe = new Map(alle.map((e) => [e, getComputedStyle(e).boxShadow]));
  const nennen = (e) => e.outerHTML.slice(0, 120);
  const gesehen = new Set();
  const ohne = [];
  const zurueck = [];
  let voriges = null;
  window.fokus = {
    fertig: false,
    ergebnis: () => ({
      ohne: ohne.map(nennen),
      zurueck: zurueck.map(nennen),
      nie: alle.filter((e) => !gesehen.has(e)).map(nennen),
    }),
  };
  document.addEventListener("focusin", ({ target: e }) => {
    if (gesehen.has(e)) {
      window.fokus.fertig = true;
      return;
    }
    gesehen.add(e);
    // Nach dem letzten geht es wieder von vorn los.
    const vonVorn = e === alle[0] && voriges === alle.at(-1);
    if (voriges && !vonVorn && !(voriges.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) zurueck.push(e);
    voriges = e;
    const s = getComputedStyle(e);
    const umriss = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 ? farben(s.outlineColor) : [];
    const schatten = s.boxShadow === ruhe.get(e) ? [] : farben(s.boxShadow);
    const hinten = grund(e.parentElement);
    if (![...umriss, ...schatten].some((farbe) => kontrast(farbe, hinten) >= 3)) ohne.push(e);
  });
};
