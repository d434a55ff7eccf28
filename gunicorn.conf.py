"""Liest gunicorn von selbst: Meldungen in derselben Form wie die der Anwendung; die Anfragen schreibt diese selbst."""

import os

from dresden_senioren.protokollzeilen import einstellung

_form = os.environ.get("LOG_FORMAT") or ("text" if os.environ.get("VORFUEHRUNG") == "1" else "json")
logconfig_dict = einstellung(form=_form, stufe="INFO")
accesslog = None
