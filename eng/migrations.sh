#!/usr/bin/env bash
# Throws the migrations of both databases away and makes one anew for each, called Initial. Only for as long as no
# version was released: a database that somebody keeps can be brought further only by a migration that is added.
# To add one to both: eng/migrations.sh --add NAME
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

name=Initial fresh=true
case "${1:-}" in
  "") ;;
  --add) name=${2:?"a name for the migration"} fresh=false ;;
  *) printf 'usage: eng/migrations.sh [--add NAME]\n' >&2; exit 2 ;;
esac

dotnet tool restore
$fresh && rm -rf src/Store/Relational/Migrations src/Store/Relational/{Sqlite,Postgres}/Migrations
dotnet build src/Store -c Release --nologo -v q
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --context "${database}K3Context" --project src/Store --startup-project src/Store \
    --configuration Release --output-dir "Relational/$database/Migrations" --no-build
done
dotnet build src/Store -c Release --nologo -v q
