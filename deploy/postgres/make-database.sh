#!/bin/sh
# Runs once, when the database's volume is empty: the roles with their passwords, and the product's database.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --file "${MAYAK_ROLES:-/mayak/roles.sql}"
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set owner="$MAYAK_OWNER_PASSWORD" --set login="$MAYAK_LOGIN_PASSWORD" <<'SQL'
alter role mayak_owner password :'owner';
alter role mayak_login password :'login';
create database mayak owner mayak_owner;
SQL
