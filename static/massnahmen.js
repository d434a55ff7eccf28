// Zeilen der Maßnahmenliste an Ort und Stelle ändern (htmx): Fokus, Tastatur, Ansage. Ohne JavaScript bleibt der Link.
(function () {
  "use strict";

  // Ein abgewiesenes Formular (422) und ein Zusammenstoß (409) gehören in die Zeile, nicht in die Konsole.
  document.addEventListener("htmx:beforeSwap", (ereignis) => {
    const status = ereignis.detail.xhr.status;
    if (status === 422 || status === 409) {
      ereignis.detail.shouldSwap = true;
      ereignis.detail.isError = false;
    }
  });

  document.addEventListener("htmx:load", (ereignis) => {
    const zeile = ereignis.detail.elt;
    if (!zeile.matches || !zeile.matches("[data-zeile]")) return;
    const ziel = zeile.querySelector("[data-fokus], #fehlerliste") || zeile.querySelector("select, [data-hx-get]");
    if (ziel) ziel.focus();
  });

  document.addEventListener("massnahmen:meldung", (ereignis) => {
    document.getElementById("ansage").textContent = ereignis.detail.value;
  });
  document.addEventListener("htmx:sendError", ansagen);
  document.addEventListener("htmx:responseError", ansagen);

  function ansagen() {
    document.getElementById("ansage").textContent =
      "Das hat nicht funktioniert; nichts ist gespeichert. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.";
  }

  document.addEventListener("keydown", (ereignis) => {
    const zeile = ereignis.target.closest && ereignis.target.closest(".massnahmen__zeile--offen");
    if (!zeile) return;
    if (ereignis.key === "Escape") {
      zeile.querySelector("[data-abbrechen]").click();
    } else if (ereignis.key === "Enter" && ereignis.target.matches("select")) {
      ereignis.preventDefault();
      ereignis.target.form.requestSubmit();
    }
  });
})();
