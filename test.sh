#!/usr/bin/env bash
# Builds everything and runs every test, on a Debian 12 with nothing but the .NET SDK.
#
#   ./test.sh          all of it
#   ./test.sh --fast   without the tests that drive a browser or the whole system
#
# The last line is "N passed, N failed, N skipped", summed over the result files of all test projects. A check that fails before or
# beside the tests (the build, the format, a project that leaves no results or holds no test) is told and counts as one failure.
# Ends with 0 only when nothing failed and something ran. Result files stay in artifacts/test-results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fast=no
case "${1:-}" in
    '') ;;
    --fast) fast=yes ;;
    -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "test.sh: unknown option '$1'; known: --fast, --help" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# No build process may outlive this script: it would hold the pipe of whoever reads the output.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export HOME="${HOME:-$PWD/artifacts/home}"

results="$PWD/artifacts/test-results"
limit_per_project=20m
passed=0 failed=0 skipped=0
phase='' phase_began=0 phases=''

begin() { phase="$1" phase_began=$SECONDS; echo "== $phase"; }
end() { phases+="$(printf '  %4d s  %s' $((SECONDS - phase_began)) "$phase")"$'\n'; }
fault() { echo "FAILED: $1"; failed=$((failed + 1)); }

finish() {
    echo "== time taken"
    printf '%s' "$phases"
    if [ $((passed + failed)) -eq 0 ]; then
        fault "no test ran"
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    if [ "$failed" -eq 0 ]; then exit 0; else exit 1; fi
}

# The programs that the tests start, and what the runtime needs for zones and languages.
install_packages() {
    if ! command -v dpkg-query > /dev/null; then
        echo "not a Debian system: chromium, mosquitto and the Noto fonts must be there already"
        return 0
    fi
    local missing=() package
    for package in chromium mosquitto mosquitto-clients fonts-noto-core libicu72 tzdata; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi
    echo "installing ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q < /dev/null &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
}

# Name and message of each failed test in a result file.
print_failures() {
    awk '
        function attribute(line, key,    rest) {
            if (!match(line, " " key "=\"[^\"]*\"")) return ""
            rest = substr(line, RSTART + length(key) + 3, RLENGTH - length(key) - 4)
            return plain(rest)
        }
        function plain(text) {
            gsub(/&#xD;/, "", text); gsub(/&#xA;/, " ", text)
            gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
            gsub(/&apos;/, "\x27", text); gsub(/&amp;/, "\\&", text)
            return text
        }
        /<UnitTestResult / { shown = (attribute($0, "outcome") == "Failed"); if (shown) print "FAILED: " attribute($0, "testName") }
        shown && /<Message>/ { inside = 1 }
        inside {
            line = $0; last = sub(/<\/Message>.*/, "", line); sub(/.*<Message>/, "", line)
            print "    " plain(line)
            if (last) inside = 0
        }
        shown && /<StackTrace>/ { line = $0; sub(/.*<StackTrace>/, "", line); sub(/<\/StackTrace>.*/, "", line); print "    " plain(line) }
        /<\/UnitTestResult>/ { shown = 0; inside = 0 }
    ' "$1"
}

# "passed failed skipped" of a result file. A test that neither passed nor was skipped (error, timeout, aborted) has failed.
read_counters() {
    grep -o '<Counters [^>]*>' "$1" | awk '
        function count(key) { return match($0, " " key "=\"[0-9]+\"") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4) + 0 : 0 }
        { passed = count("passed"); skipped = count("total") - count("executed"); if (count("notExecuted") > skipped) skipped = count("notExecuted")
          print passed, count("total") - passed - skipped, skipped }'
}

run_project() {
    local project="$1" name ended=0 file
    name="$(basename "$project" .csproj)"
    file="$results/$name.trx"
    begin "$name"
    timeout -k 20 "$limit_per_project" dotnet test "$project" -c Release --no-build \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=quiet' \
        < /dev/null > "$results/$name.log" 2>&1 || ended=$?
    end
    if [ ! -s "$file" ]; then
        tail -n 40 "$results/$name.log"
        fault "$name left no results (ended with $ended)"
        return 0
    fi
    local p=0 f=0 s=0
    read -r p f s < <(read_counters "$file") || true
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    echo "$name: $p passed, $f failed, $s skipped"
    if [ "$f" -gt 0 ]; then
        print_failures "$file"
    elif [ $((p + s)) -eq 0 ]; then
        fault "$name holds no test"
    elif [ "$ended" -ne 0 ]; then
        tail -n 40 "$results/$name.log"
        fault "$name ended with $ended although no test of it failed"
    fi
}

rm -rf "$results"
mkdir -p "$results"

begin "system packages"
install_packages || fault "the system packages could not be installed; the tests that need them will tell"
end

begin "restore"
dotnet restore --locked-mode -v quiet < /dev/null || { end; fault "restore"; finish; }
end

begin "build"
dotnet build -c Release --no-restore -v quiet < /dev/null || { end; fault "build"; finish; }
end

begin "format"
dotnet format whitespace --verify-no-changes --no-restore < /dev/null || fault "whitespace: run 'dotnet format whitespace'"
dotnet format style --verify-no-changes --no-restore < /dev/null || fault "style: run 'dotnet format style'"
end

for project in tests/*/*.csproj; do
    if [ "$fast" = yes ]; then
        case "$project" in
            */Browser.Tests.csproj | */EndToEnd.Tests.csproj) continue ;;
        esac
    fi
    run_project "$project"
done
finish
