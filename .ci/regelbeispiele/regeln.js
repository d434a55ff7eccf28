// ruleid: skript-fuehrt-text-aus
eval(text);
// ruleid: skript-fuehrt-text-aus
stelle.innerHTML = text;
// ruleid: skript-fuehrt-text-aus
localStorage.setItem("a", text);
// ok: skript-fuehrt-text-aus
stelle.textContent = text;
