// Kennwort zeigen und Ersatzcodes drucken. Ohne JavaScript fehlen nur diese Knöpfe.
(function () {
  "use strict";

  document.querySelectorAll("input[type=password]").forEach((feld) => {
    const knopf = document.createElement("button");
    knopf.type = "button";
    knopf.className = "kern-btn kern-btn--tertiary kennwort-zeigen";
    knopf.setAttribute("aria-controls", feld.id);
    const text = document.createElement("span");
    text.className = "kern-label";
    knopf.append(text);
    const beschriften = () => {
      const wort = feld.labels[0].textContent.trim();
      text.textContent = feld.type === "password" ? "Anzeigen" : "Verbergen";
      knopf.setAttribute("aria-label", `${text.textContent}: ${wort}`);
    };
    knopf.addEventListener("click", () => {
      feld.type = feld.type === "password" ? "text" : "password";
      beschriften();
    });
    // Beim Absenden wieder verborgen: Sonst merkt sich der Browser die Eingabe wie gewöhnlichen Text.
    feld.form.addEventListener("submit", () => { feld.type = "password"; });
    beschriften();
    feld.after(knopf);
  });

  document.querySelectorAll("[data-drucken]").forEach((knopf) => {
    knopf.hidden = false;
    knopf.addEventListener("click", () => window.print());
  });
})();
