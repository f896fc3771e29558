#!/bin/sh
# Makes what compose.yaml needs and nobody else may know: passwords, the ledger's keys, tokens. Once; it overwrites nothing.
#   infra/make-secrets.sh            PostgreSQL directly
#   infra/make-secrets.sh --pooler   through PgBouncer (docker compose --profile pooler)
set -eu
umask 077
cd "$(dirname "$0")"
if [ -e secrets ]; then
  echo "infra/secrets is there already; it stays as it is" >&2
  exit 1
fi
random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
views_host=postgres
[ "${1:-}" = --pooler ] && views_host=pgbouncer
mkdir secrets
postgres_password=$(random)
event_store_password=$(random)
keys_password=$(random)
printf '%s' "$postgres_password" >secrets/postgres-password
printf '%s' "$event_store_password" >secrets/event-store-password
printf 'postgres://convenant:%s@%s:5432/convenant' "$postgres_password" "$views_host" >secrets/views-url
printf 'postgres://convenant:%s@postgres:5432/convenant' "$postgres_password" >secrets/views-listen-url
printf '%s' "$keys_password" >secrets/keys-password
printf 'postgres://keeper:%s@keys:5432/keys' "$keys_password" >secrets/keys-url
printf '%s' "$(random)" >secrets/metrics-token
printf '{"tokenSecret":"%s","digestSecret":"%s","generation":1}\n' "$(random)" "$(random)" >secrets/secrets.json
# For the images that take a password from the environment only.
printf 'EVENT_STORE_PASSWORD=%s\nPOSTGRES_PASSWORD=%s\n' "$event_store_password" "$postgres_password" >secrets/compose.env
# A container reads these as another user than this one; the folder itself is closed to everybody else.
chmod 0444 secrets/*
chmod 0400 secrets/compose.env
echo "made infra/secrets; keep a copy of secrets.json where only the administrators of the ledger come"
