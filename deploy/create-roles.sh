#!/bin/sh
# Run once by the database's container: the owner of the schema, and the application without any right over it.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
create role assessment_owner login password :'owner';
create role assessment_app login password :'app';
create database assessment owner assessment_owner template template0;
SQL
