// Startet den Download, sobald die Datei fertig ist; je Datei einmal, auch wenn man die Seite neu lädt.
(function () {
  "use strict";

  function herunterladen() {
    const link = document.querySelector("[data-herunterladen]");
    if (!link || sessionStorage.getItem(link.href)) return;
    sessionStorage.setItem(link.href, "1");
    link.click();
  }

  document.addEventListener("DOMContentLoaded", herunterladen);
  document.addEventListener("htmx:afterSettle", herunterladen);
})();
