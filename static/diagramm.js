// Zeichnet jede Fläche mit data-diagramm aus den Daten, die als JSON in der Seite stehen.
// Ohne Plotly bleibt das Bild aus data-bild; die Tabelle darunter steht immer da.
(function () {
  "use strict";

  const LOCALE = {
    moduleType: "locale",
    name: "de",
    dictionary: {},
    format: {
      days: ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
      shortDays: ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
      months: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
      shortMonths: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
      date: "%d.%m.%Y",
      decimal: ",",
      thousands: ".",
    },
  };
  const EINSTELLUNGEN = {
    locale: "de",
    responsive: true,
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    scrollZoom: false,
    doubleClick: false,
  };

  const SCHMAL = 480; // Pixel, darunter passen zwölf Monate nur in kleinerer Schrift

  const GEDRUCKT = 640; // Pixel, so breit ist ein hohes Blatt A4 zwischen seinen Rändern

  function bildStattdessen(flaeche) {
    if (!flaeche.dataset.bild) return;
    const bild = document.createElement("img");
    bild.src = flaeche.dataset.bild;
    bild.alt = "";
    flaeche.replaceChildren(bild);
  }

  function zeichnen(flaeche) {
    const figur = JSON.parse(document.getElementById(flaeche.dataset.diagramm).textContent);
    flaeche.replaceChildren();
    if (flaeche.clientWidth < SCHMAL) {
      figur.layout.font.size = 11;
      const rand = figur.layout.margin;
      if (!figur.layout.height) Object.assign(rand, { l: 34, r: rand.r < 40 ? 30 : rand.r });
    }
    if (figur.layout.height) flaeche.style.height = figur.layout.height + "px";
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) figur.layout.transition = { duration: 0 };
    return window.Plotly.newPlot(flaeche, figur.data, figur.layout, EINSTELLUNGEN).then(function () {
      flaeche.dataset.gezeichnet = "ja";
    });
  }

  const flaechen = document.querySelectorAll("[data-diagramm]");
  if (window.Plotly) {
    window.Plotly.register(LOCALE);
    flaechen.forEach(zeichnen);
    window.addEventListener("beforeprint", () => flaechen.forEach((flaeche) => {
      if (flaeche.clientWidth > GEDRUCKT) window.Plotly.relayout(flaeche, { width: GEDRUCKT });
    }));
    window.addEventListener("afterprint", () => flaechen.forEach((flaeche) => window.Plotly.relayout(flaeche, { width: null, autosize: true })));
    // Was sich beim Zeigen einblendet, lässt sich schließen, ohne die Maus zu bewegen.
    document.addEventListener("keydown", (ereignis) => {
      if (ereignis.key === "Escape") flaechen.forEach((flaeche) => window.Plotly.Fx.unhover(flaeche));
    });
    // Plotly misst Schrift in einem unsichtbaren Bild; Vorleseprogramme sollen es nicht finden.
    document.getElementById("js-plotly-tester")?.setAttribute("aria-hidden", "true");
  } else {
    flaechen.forEach(bildStattdessen);
  }
})();
