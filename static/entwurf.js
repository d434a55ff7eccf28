// Ungespeichertes überlebt eine abgelaufene Anmeldung: Formulare mit data-entwurf merken sich ihren Text, bis er
// gespeichert ist. Er liegt nur in diesem Fenster und verschwindet mit ihm.
(function () {
  "use strict";

  const gespeichert = document.currentScript.dataset.gespeichert;
  if (gespeichert) sessionStorage.removeItem("entwurf " + gespeichert);

  const formular = document.querySelector("form[data-entwurf]");
  if (!formular) return;
  const ort = "entwurf " + formular.dataset.entwurf;
  const felder = () => [...formular.querySelectorAll("textarea, input[type=text], input:not([type])")];
  const stand = () => JSON.stringify(felder().map((feld) => [feld.name, feld.value]));
  const vorgefunden = stand();

  // Was der Server schickt, gilt: nach einem Fehler oder Zusammenstoß steht die Eingabe schon im Formular.
  if ("entwurfGilt" in formular.dataset) sessionStorage.removeItem(ort);
  const gemerkt = sessionStorage.getItem(ort);
  if (gemerkt && gemerkt !== vorgefunden) {
    const werte = new Map(JSON.parse(gemerkt));
    felder().forEach((feld) => { if (werte.has(feld.name)) feld.value = werte.get(feld.name); });
    melden();
  }

  formular.addEventListener("input", () => sessionStorage.setItem(ort, stand()));
  // Ob es gespeichert ist, weiß erst die nächste Seite.
  formular.addEventListener("submit", () => sessionStorage.setItem(ort, stand()));

  function melden() {
    const hinweis = document.createElement("p");
    hinweis.className = "entwurf-hinweis";
    hinweis.setAttribute("role", "status");
    hinweis.textContent = "Ihr noch nicht gespeicherter Text steht wieder im Formular. ";
    const verwerfen = document.createElement("button");
    verwerfen.type = "button";
    verwerfen.className = "kern-btn kern-btn--tertiary";
    verwerfen.textContent = "Verwerfen";
    verwerfen.addEventListener("click", () => { sessionStorage.removeItem(ort); location.reload(); });
    hinweis.append(verwerfen);
    formular.prepend(hinweis);
  }
})();
