#!/usr/bin/env bash
# Builds, checks the form of, and tests everything; the same on a desk and in CI (CI=true makes an absent
# external program a failure instead of a skip). Last line: "N passed, N failed, N skipped".
# A step that breaks without giving counts (build, form, a test project that dies) counts as one failed,
# so that the last line never looks green when the exit code is not.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec </dev/null

usage() {
  cat <<'TXT'
usage: ./test.sh [--fast]
  --fast   for the desk: no system packages are installed, no Browser and EndToEnd tests
TXT
}

fast=false
for argument in "$@"; do
  case "$argument" in
    --fast) fast=true ;;
    -h | --help) usage; exit 0 ;;
    *) printf 'test.sh: unknown argument "%s"\n' "$argument" >&2; usage >&2; exit 2 ;;
  esac
done

solution=K3Monitor.sln
results=artifacts/test-results
project_limit=35m
passed=0 failed=0 skipped=0
complaints=()
step_name="" step_began=0

# Kept nodes would hold the pipe of whoever waits for this script to end.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en TERM=dumb

step() { # name; tells how long the one before took
  [ -z "$step_name" ] || printf "   %s took %ss\n" "$step_name" "$((SECONDS - step_began))"
  step_name=$1 step_began=$SECONDS
  [ -z "$1" ] || printf "\n== %s\n" "$1"
}

broken() { # what broke
  failed=$((failed + 1))
  complaints+=("$1")
}

finish() {
  step ""
  if [ "${#complaints[@]}" -gt 0 ]; then
    printf '\n== failures\n'
    printf '%s\n' "${complaints[@]}"
  fi
  printf '\ntook %ss\n' "$SECONDS"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# ---- system packages ------------------------------------------------------------------------------------------
has_icu() {
  [ -n "$(compgen -G '/usr/lib/*/libicuuc.so.*' || compgen -G '/usr/lib/libicuuc.so.*' || compgen -G '/usr/lib64/libicuuc.so.*')" ]
}

missing_packages() {
  command -v chromium >/dev/null || echo chromium
  # Debian keeps servers in sbin, which is not on every user's path.
  [ -x /usr/sbin/mosquitto ] || command -v mosquitto >/dev/null || echo mosquitto
  [ -x /usr/bin/influxd ] || command -v influxd >/dev/null || echo influxdb
  command -v mosquitto_pub >/dev/null || echo mosquitto-clients
  [ -n "$(compgen -G '/usr/lib/postgresql/*/bin/initdb')" ] || echo postgresql
  [ -x /usr/sbin/nats-server ] || command -v nats-server >/dev/null || echo nats-server
  [ -d /usr/share/fonts/truetype/noto ] || echo fonts-noto-core
  [ -e /usr/share/zoneinfo/Asia/Jakarta ] || echo tzdata
  has_icu || echo libicu72
}

install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  printf 'missing: %s\n' "${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo 'no apt-get here: install these with the means of your system' >&2
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo 'neither root nor sudo: cannot install' >&2; return 0; }
    as_root=(sudo -n)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" ||
    broken "system packages: apt-get could not install ${missing[*]}"
  # The packages start brokers of their own on ports 1883 and 4222; tests start theirs on ports they choose.
  return 0
}

# ---- reading results ------------------------------------------------------------------------------------------
counters() { # trx -> "passed failed skipped"; nothing if the file holds no counters
  sed -n 's/.*<Counters \([^>]*\)>.*/\1/p' "$1" | awk '
    function attribute(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    { $0 = " " $0; total += attribute("total"); executed += attribute("executed"); passed += attribute("passed"); seen = 1 }
    END { if (seen) print passed, executed - passed, total - executed }'
}

failing_tests() { # trx -> name and message of each failed test
  awk -v RS='<UnitTestResult ' '
    function plain(s) {
      gsub(/&#x[dD];/, "", s); gsub(/&#x[aA];/, "\n", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s)
      gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\047", s); gsub(/&amp;/, "\\&", s); return s
    }
    NR > 1 && match($0, /outcome="[A-Za-z]+"/) {
      outcome = substr($0, RSTART + 9, RLENGTH - 10)
      if (outcome == "Passed" || outcome == "NotExecuted") next
      name = match($0, /testName="[^"]*"/) ? substr($0, RSTART + 10, RLENGTH - 11) : "?"
      message = ""
      if ((from = index($0, "<Message>")) && (to = index($0, "</Message>"))) message = substr($0, from + 9, to - from - 9)
      message = plain(message); gsub(/\n/, "\n      ", message)
      if (length(message) > 4000) message = substr(message, 1, 4000) " …"
      printf "  FAILED %s\n      %s\n", plain(name), message
    }' "$1"
}

run_project() { # csproj, what is added to the name of its results
  local name trx log code counts started=$SECONDS p f s
  name=$(basename "$1" .csproj)${2:-}
  trx=$PWD/$results/$name.trx log=$results/$name.log
  timeout --kill-after=30s "$project_limit" dotnet test "$1" -c Release --no-build --nologo \
    --results-directory "$PWD/$results" --logger "trx;LogFileName=$name.trx" >"$log" 2>&1
  code=$?
  counts=""
  [ -s "$trx" ] && counts=$(counters "$trx")
  if [ -z "$counts" ]; then
    tail -n 40 "$log"
    broken "  $name gave no results (exit $code): $log"
    return
  fi
  read -r p f s <<<"$counts"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%-24s %5d passed, %d failed, %d skipped (%ss)\n' "$name" "$p" "$f" "$s" "$((SECONDS - started))"
  if [ "$f" -gt 0 ]; then
    complaints+=("$name" "$(failing_tests "$trx")")
  elif [ "$code" -ne 0 ]; then
    tail -n 40 "$log"
    broken "  $name ended with exit $code though no test failed: $log"
  elif [ "$((p + s))" -eq 0 ]; then
    broken "  $name holds no tests"
  fi
}

# ---- the work -------------------------------------------------------------------------------------------------
if ! $fast; then
  step 'system packages'
  install_packages
fi

if ! command -v dotnet >/dev/null; then
  broken 'the .NET SDK of global.json is not on the path (dotnet)'
  finish
fi

step 'restore'
dotnet restore "$solution" --locked-mode -v q || { broken 'restore'; finish; }

step 'build'
dotnet build "$solution" -c Release --no-restore --nologo -v q || { broken 'build'; finish; }

step "form: whitespace"
dotnet format whitespace "$solution" --verify-no-changes --no-restore || broken 'form: run "dotnet format whitespace"'
step "form: style"
dotnet format style "$solution" --verify-no-changes --no-restore || broken 'form: run "dotnet format style"'

step 'tests'
rm -rf "$results"
mkdir -p "$results"
for project in tests/*/*.csproj; do
  if $fast; then
    case "$project" in */Browser.Tests.csproj | */EndToEnd.Tests.csproj) continue ;; esac
  fi
  run_project "$project"
  # What inspectors do is checked on both databases; without a server these tests are skipped on a desk.
  case "$project" in */Inspection.Tests.csproj) K3_TEST_DATABASE=postgresql run_project "$project" -on-postgresql ;; esac
done
finish
