"""Der Fachplan selbst: einlesen, pflegen, prüfen, fortschreiben, außer Kraft setzen."""
