-- Einmal, als Verwalter des Datenbankservers:  cat betrieb/postgresql/rollen.sql betrieb/postgresql/datenbank.sql | sudo -u postgres psql
-- Danach für jede der drei Rollen ein Kennwort:  sudo -u postgres psql -c '\password senioren_eigner'
\set ON_ERROR_STOP on

-- Der Eigner legt Tabellen an und löscht nach Frist; mit ihm laufen nur Befehle, nie die Anwendung.
CREATE ROLE senioren_eigner LOGIN;
-- Die Anwendung: was sie darf, schreibt manage.py datenbankrechte aus den Modellen.
CREATE ROLE senioren_app LOGIN;
-- Für eine Lesekopie: nur die Zahlen der Auswertungen.
CREATE ROLE senioren_lesen LOGIN CONNECTION LIMIT 20;

-- Eine vergessene Abfrage hält nichts auf. Die längste gewollte, die Übernahme einer Million Zeilen, dauert Sekunden.
ALTER ROLE senioren_app SET statement_timeout = '5min';
ALTER ROLE senioren_app SET lock_timeout = '30s';
ALTER ROLE senioren_app SET idle_in_transaction_session_timeout = '15min';
ALTER ROLE senioren_lesen SET statement_timeout = '30s';
ALTER ROLE senioren_lesen SET default_transaction_read_only = on;

