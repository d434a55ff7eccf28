-- Eine leere Datenbank senioren für die drei Rollen: beim Einrichten nach rollen.sql, allein vor einer Wiederherstellung.
\set ON_ERROR_STOP on
CREATE DATABASE senioren OWNER senioren_eigner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE senioren FROM PUBLIC;
GRANT CONNECT ON DATABASE senioren TO senioren_app, senioren_lesen;
\connect senioren
-- Ab PostgreSQL 15 ist das die Vorgabe; davor dürfte jede Rolle Tabellen anlegen.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO senioren_eigner;
