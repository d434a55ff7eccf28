#!/usr/bin/env python
"""Einstieg für alle Befehle: `.venv/bin/python manage.py help`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dresden_senioren.settings")
    from dresden_senioren.befehlszeile import ausfuehren

    ausfuehren(sys.argv)
