"""Einstellungen. Alles, was je Installation verschieden ist, kommt aus Umgebungsvariablen (siehe README)."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import umgebung
from .anfrage import protokollzeilen

BASE_DIR = Path(__file__).resolve().parent.parent
DATEN = Path(umgebung.text("DATENVERZEICHNIS") or BASE_DIR / ".daten")

DEBUG = umgebung.wahrheit("DEBUG")
# Vorführung: ohne TLS, nur auf dem eigenen Rechner erreichbar (start.sh).
VORFUEHRUNG = umgebung.wahrheit("VORFUEHRUNG")
SECRET_KEY = umgebung.geheimnis("SECRET_KEY", datei=DATEN / "geheimer_schluessel")
ALLOWED_HOSTS = umgebung.liste("ALLOWED_HOSTS", vorgabe="localhost,127.0.0.1,[::1]")

INSTALLED_APPS = [
    "dresden_senioren",
    "massnahmen",
    "beratung",
    "berichte",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "simple_history",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "dresden_senioren.anfrage.vorgang.begleiten",
    # Kopfzeilen zuerst: sie gelten auch für Umleitungen, statische Dateien und jeden Fehler weiter innen.
    "dresden_senioren.auslieferung.kopfzeilen.vervollstaendigen",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "dresden_senioren.auslieferung.kopfzeilen.nur_uebliche_methoden",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dresden_senioren.anmeldung.schranken.sitzungsgrenzen",
    # Erst verweigern, dann erlauben: ohne Anmeldung ist nur erreichbar, was login_not_required trägt.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dresden_senioren.anmeldung.schranken.FaktorSchranke",
    "dresden_senioren.datenbank.lesekopie.Lesekopie",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dresden_senioren.anfrage.haeufigkeit.Bremse",
    "dresden_senioren.anfrage.groesse.begrenzen",
    "dresden_senioren.anfrage.fehlerseiten.falscher_weg",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dresden_senioren.urls"
WSGI_APPLICATION = "dresden_senioren.wsgi.application"
FORM_RENDERER = "dresden_senioren.formulare.KernFormulare"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dresden_senioren.navigation.seitenrahmen",
                "berichte.auswertung.rahmen.datenstand",
            ],
            "builtins": ["dresden_senioren.templatetags.deutsch", "django.templatetags.static"],
        },
    }
]

# --- Datenbank -------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Ist der Rechner der Datenbank fort, scheitert die Anfrage nach Sekunden statt nach Minuten.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
elif DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: gleichzeitige Schreiber warten, statt zu scheitern. FULL: kein Stromausfall verliert Bestätigtes.
    # secure_delete: Gelöschtes, auch eine hochgeladene Datei, wird mit Nullen überschrieben.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    raise ImproperlyConfigured(
        "DATABASE_URL nennt weder SQLite noch PostgreSQL. Abhilfe: postgres://… oder sqlite:///…"
    )
if adresse := umgebung.text("DATABASE_URL_LESEN"):
    # Eine Kopie zum Lesen der Auswertungen; fehlt sie gerade, gilt die Hauptdatenbank.
    DATABASES["lesen"] = dj_database_url.parse(adresse, conn_max_age=60, conn_health_checks=True)
    nur_lesen = {"connect_timeout": 2, "options": "-c default_transaction_read_only=on"}
    DATABASES["lesen"]["OPTIONS"] = DATABASES["lesen"].get("OPTIONS", {}) | nur_lesen  # sslmode bleibt
    DATABASES["lesen"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["dresden_senioren.datenbank.lesekopie.Weiche"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Anmeldung -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "dresden_senioren.Benutzer"
LOGIN_URL = "anmelden"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "anmelden"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Nach so viel Ruhe endet eine Sitzung, spätestens aber nach zehn Stunden (anmeldung/schranken.py); in Sekunden.
SITZUNG_RUHE = SESSION_COOKIE_AGE = umgebung.zahl("SITZUNG_RUHE_MINUTEN", vorgabe=30) * 60
SITZUNG_HOECHSTENS = 10 * 60 * 60
# 0: Auch Administration und Leitung genügt das Kennwort. Wer einen zweiten Faktor hat, braucht ihn trotzdem.
ZWEITER_FAKTOR = umgebung.wahrheit("ZWEITER_FAKTOR", vorgabe=not VORFUEHRUNG)
OTP_TOTP_ISSUER = "Dresden Senioren"
# 0: Vor Handlungen mit Gewicht wird nicht nach dem Kennwort gefragt.
KENNWORT_ERNEUT = umgebung.wahrheit("KENNWORT_ERNEUT", vorgabe=not VORFUEHRUNG)
# Ein Link zum Setzen des Kennworts gilt einen Tag.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"dresden_senioren.anmeldung.kennwortregeln.{name}Validator"}
    for name in ("Mindestlaenge", "Hoechstlaenge", "EigeneAngaben", "Bekannt", "Naheliegend")
]
# Bremse gegen Raten, für alle Prozesse gemeinsam in der Datenbank (anmeldung/bremse.py sagt, warum gerade so).
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # wer weiter rät, verlängert nichts
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # An- und Abmeldung stehen im Protokoll
AXES_USERNAME_CALLABLE = "dresden_senioren.anmeldung.bremse.gezaehlter_name"
AXES_CLIENT_IP_CALLABLE = "dresden_senioren.anfrage.absender.adresse"
AXES_CLIENT_STR_CALLABLE = "dresden_senioren.anmeldung.bremse.ohne_angaben"
AXES_LOCKOUT_CALLABLE = "dresden_senioren.anmeldung.bremse.gesperrt"

# --- Dienstkonto der Stadt (OIDC) -------------------------------------------------------------------------------------
# Kennung des Identitätsdienstes (issuer); ohne sie gibt es diesen Weg nicht, und sein Paket wird nicht gebraucht.
OIDC_ANBIETER = umgebung.text("OIDC_ANBIETER")
if OIDC_ANBIETER:
    AUTHENTICATION_BACKENDS.append("dresden_senioren.anmeldung.dienstkonto.Dienstkonto")
    # Vorgaben wie bei Keycloak.
    _KEYCLOAK = f"{OIDC_ANBIETER.rstrip('/')}/protocol/openid-connect"
    OIDC_OP_AUTHORIZATION_ENDPOINT = umgebung.text("OIDC_ANMELDEADRESSE", vorgabe=f"{_KEYCLOAK}/auth")
    OIDC_OP_TOKEN_ENDPOINT = umgebung.text("OIDC_TOKENADRESSE", vorgabe=f"{_KEYCLOAK}/token")
    OIDC_OP_JWKS_ENDPOINT = umgebung.text("OIDC_SCHLUESSELADRESSE", vorgabe=f"{_KEYCLOAK}/certs")
    OIDC_OP_USER_ENDPOINT = ""  # gelesen wird nur das unterschriebene Token
    OIDC_RP_CLIENT_ID = umgebung.text("OIDC_KENNUNG", vorgabe="dresden-senioren")
    OIDC_RP_CLIENT_SECRET = umgebung.geheimnis("OIDC_GEHEIMNIS", datei=DATEN / "oidc_geheimnis")
    OIDC_RP_SIGN_ALGO, OIDC_USE_PKCE, OIDC_CREATE_USER, OIDC_TIMEOUT = "RS256", True, False, 10
# Werte in acr oder amr, mit denen der Identitätsdienst einen zweiten Faktor bestätigt.
OIDC_ZWEITER_FAKTOR = umgebung.liste("OIDC_ZWEITER_FAKTOR")

# --- Sprache und Zeit ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Statische Dateien -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATEN / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "dresden_senioren.auslieferung.paketdateien.PaketdateiFinder",
]
# Ziel unter /static/ → (Paket, Pfad darin). Fremde Dateien werden aus dem Paket ausgeliefert, nie kopiert.
STATISCHE_PAKETDATEIEN = {
    "kern/kern.min.css": ("mkdocs_kern_ux", "kern-ux/vendor/kern/kern.min.css"),
    "kern/fonts/fira-sans.css": ("mkdocs_kern_ux", "kern-ux/vendor/kern/fonts/fira-sans.css"),
    "kern/fonts/fira-sans": ("mkdocs_kern_ux", "kern-ux/vendor/kern/fonts/fira-sans"),
    "plotly/plotly.min.js": ("plotly", "package_data/plotly.min.js"),
    "htmx/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dresden_senioren.auslieferung.paketdateien.GepackteDateien"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Sicherheit ------------------------------------------------------------------------------------------------------
# Höchstgröße einer hochgeladenen Datei in Bytes.
DATEI_HOECHSTGROESSE = umgebung.zahl("DATEI_HOECHSTGROESSE_MB", vorgabe=20) * 1024 * 1024
# Wie viele Zeilen eine CSV-Datei haben darf; Arbeitsmappen haben höchstens 50.000.
DATEI_ZEILEN_HOECHSTENS = umgebung.zahl("DATEI_ZEILEN_HOECHSTENS", vorgabe=50_000)
# Beim Fortschreiben wird jede Maßnahme einzeln angekreuzt.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Bis zu dieser Größe wird eine einzelne Datei sofort gelesen, größere und mehrere von einem eigenen Prozess.
EINGANG_SOFORT_BIS = umgebung.zahl("EINGANG_SOFORT_BIS_KB", vorgabe=2048) * 1024
# Ohne sie liest und erstellt nur ein Zeitplan (manage.py eingang_abarbeiten, berichtsauftraege_abarbeiten).
ARBEITER_STARTEN = umgebung.wahrheit("ARBEITER_STARTEN", vorgabe=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Eine Anfrage samt allen ihren Dateien; nie kleiner als eine erlaubte Datei.
ANFRAGE_HOECHSTGROESSE = max(
    umgebung.zahl("ANFRAGE_HOECHSTGROESSE_MB", vorgabe=64) * 1024 * 1024,
    DATEI_HOECHSTGROESSE + DATA_UPLOAD_MAX_MEMORY_SIZE,
)
FILE_UPLOAD_HANDLERS = [
    "dresden_senioren.anfrage.groesse.Mengenzaehler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Der Lastverteiler fragt den Anwendungsserver selbst, ohne TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]
# Wer es kennt, sieht an /health/ready, was im Einzelnen fehlt; ohne es sieht es nur dieser Rechner.
GESUNDHEIT_TOKEN = umgebung.geheimnis("GESUNDHEIT_TOKEN")
# Kein Skript liest ein Cookie.
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "dresden_senioren.anfrage.meldungen.Ablage"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not VORFUEHRUNG
if not VORFUEHRUNG:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_NAME = "__Host-sitzung"
    CSRF_COOKIE_NAME = "__Host-csrf"
# Nur dann gelten X-Forwarded-Proto, X-Forwarded-For und X-Request-ID.
HINTER_PROXY = umgebung.wahrheit("HINTER_PROXY")
if HINTER_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "dresden_senioren.anfrage.fehlerseiten.formular_veraltet"
CSRF_TRUSTED_ORIGINS = umgebung.liste("CSRF_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # Prüfsumme der leeren Zeichenkette: plotly.js legt ein leeres <style> an und füllt es über CSSOM.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # Nicht report-to: Das meldet erst Minuten später und nicht in jedem Browser.
        "report-uri": "/csp-bericht/",
    }
}

# --- Geheimhaltung ---------------------------------------------------------------------------------------------------
# Zur Weitergabe wird auf Vielfache davon gerundet.
GEHEIMHALTUNG_BASIS = umgebung.zahl("GEHEIMHALTUNG_BASIS", vorgabe=5)
if GEHEIMHALTUNG_BASIS not in {5, 10}:
    raise ImproperlyConfigured(f"GEHEIMHALTUNG_BASIS={GEHEIMHALTUNG_BASIS} ist weder 5 noch 10.")

# --- Aufbewahrung ----------------------------------------------------------------------------------------------------
# Wie lange etwas bleibt (manage.py aufbewahrung); das Löschkonzept entsteht daraus.
AUFBEWAHRUNG_ZEILEN_MONATE = umgebung.zahl("AUFBEWAHRUNG_ZEILEN_MONATE", vorgabe=24, mindestens=1)
AUFBEWAHRUNG_PROTOKOLL_MONATE = umgebung.zahl("AUFBEWAHRUNG_PROTOKOLL_MONATE", vorgabe=12, mindestens=1)
AUFBEWAHRUNG_ZUGRIFFE_MONATE = umgebung.zahl("AUFBEWAHRUNG_ZUGRIFFE_MONATE", vorgabe=12, mindestens=1)
AUFBEWAHRUNG_PERSONEN_MONATE = umgebung.zahl("AUFBEWAHRUNG_PERSONEN_MONATE", vorgabe=12, mindestens=1)
AUFBEWAHRUNG_MELDUNGEN_MONATE = umgebung.zahl("AUFBEWAHRUNG_MELDUNGEN_MONATE", vorgabe=12, mindestens=1)
AUFBEWAHRUNG_EMAILS_MONATE = umgebung.zahl("AUFBEWAHRUNG_EMAILS_MONATE", vorgabe=24, mindestens=4)
AUFBEWAHRUNG_ANMELDEVERSUCHE_TAGE = umgebung.zahl("AUFBEWAHRUNG_ANMELDEVERSUCHE_TAGE", vorgabe=30, mindestens=1)
AUFBEWAHRUNG_VORSCHAU_TAGE = umgebung.zahl("AUFBEWAHRUNG_VORSCHAU_TAGE", vorgabe=90, mindestens=1)

# --- E-Mail ----------------------------------------------------------------------------------------------------------
EMAIL_HOST = umgebung.text("EMAIL_HOST")
EMAIL_PORT = umgebung.zahl("EMAIL_PORT", vorgabe=587)
EMAIL_USE_TLS = umgebung.wahrheit("EMAIL_USE_TLS", vorgabe=True)
EMAIL_HOST_USER = umgebung.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = (
    umgebung.geheimnis("EMAIL_HOST_PASSWORD", datei=DATEN / "email_kennwort") if EMAIL_HOST_USER else ""
)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = umgebung.text("EMAIL_ABSENDER", vorgabe="senioren@localhost")
# Ohne Mailserver wird nichts gesendet, und die Seite sagt es; in der Vorführung erscheint jede E-Mail auf der Konsole.
EMAIL_IST_EINGERICHTET = bool(EMAIL_HOST) or VORFUEHRUNG
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- Barrierefreiheit ------------------------------------------------------------------------------------------------
# Steht in der Erklärung; an diese Adresse geht auch ein Hinweis, wenn eine Barriere gemeldet ist.
BARRIEREFREIHEIT_KONTAKT = umgebung.text("BARRIEREFREIHEIT_KONTAKT")

DJANGO_TABLES2_TEMPLATE = "bausteine/tabelle.html"

# --- Protokollzeilen -------------------------------------------------------------------------------------------------
LOG_FORMAT = umgebung.auswahl("LOG_FORMAT", ("json", "text"), vorgabe="text" if VORFUEHRUNG else "json")
# In der Vorführung steht nur da, was nicht stimmt.
LOGGING = protokollzeilen.einstellung(form=LOG_FORMAT, stufe="WARNING" if VORFUEHRUNG else "INFO")
