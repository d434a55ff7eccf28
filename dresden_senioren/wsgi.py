"""Einstieg für den Anwendungsserver: `gunicorn dresden_senioren.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dresden_senioren.settings")
application = get_wsgi_application()
