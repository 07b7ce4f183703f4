#!/usr/bin/env bash
# Import of payment vouchers against `sqlite3 .import` of the same file:
#
#   bench/import_compare.sh [rows=1000000] [runs=5]     and once more with ten times the rows: rows=10000000 runs=1
#
# Both write into a fresh copy of the same initialised database, journal mode WAL, synchronous FULL, page cache 64 MiB,
# with the same primary key and the same indexes. Ours validates every cell and row, keeps money and dates as integers
# and checks the reference; sqlite3 validates nothing: its copy of the table is not STRICT, or it would refuse the dates.
# The two take turns; printed are the medians of wall and CPU time, the ratio, and the larger peak of memory.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=1000000 runs=5
for argument in "$@"; do
  case $argument in
    rows=*) rows=${argument#rows=} ;;
    runs=*) runs=${argument#runs=} ;;
    *) sed -n '2,9p' "$0" >&2; exit 2 ;;
  esac
done
build=${JIHENG_BENCH_BUILD:-build-bench}
[ -f "$build/build.ninja" ] || cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DJIHENG_BENCH=ON -DJIHENG_TESTS=OFF >/dev/null
cmake --build "$build" --target import_bench >/dev/null
bench=$(realpath "$build/bench/import_bench")
packs=$(realpath packs/base)

work=$(mktemp -d "${TMPDIR:-/tmp}/jiheng-import.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$bench" generate "$work/payments.csv" "$rows"
"$bench" init "sqlite:$work/empty.db" "$packs"
cp "$work/empty.db" "$work/plain.db"
schema=$(sqlite3 "$work/empty.db" "SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'r_payments' AND sql IS NOT NULL")
sqlite3 "$work/plain.db" "DROP TABLE r_payments; ${schema/, STRICT;/;}"

run() {  # name, database; the command follows
  local name=$1 database=$2
  shift 2
  rm -f "$work"/run.db*
  cp "$database" "$work/run.db"
  sync
  "$bench" measure "$@" >>"$work/$name"
  [ "$(sqlite3 "$work/run.db" 'SELECT COUNT(*) FROM r_payments')" = "$rows" ]
}
for ((i = 0; i < runs; ++i)); do
  run sqlite3 "$work/plain.db" sqlite3 -cmd 'PRAGMA journal_mode = WAL' -cmd 'PRAGMA synchronous = FULL' \
    -cmd 'PRAGMA cache_size = -65536' "$work/run.db" ".import --csv --skip 1 $work/payments.csv r_payments"
  run jiheng "$work/empty.db" "$bench" import "sqlite:$work/run.db" "$packs" "$work/payments.csv"
done

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | sed -n "$(((runs + 1) / 2))p"; }
echo "$rows rows, $(stat -c %s "$work/payments.csv") bytes, medians of $runs"
for name in sqlite3 jiheng; do
  printf '%-8s %7d ms wall %7d ms CPU %5d MB peak\n' "$name" "$(median "$name" 1)" "$(median "$name" 2)" \
    "$(cut -d' ' -f3 "$work/$name" | sort -n | tail -n 1)"
done
awk -v a="$(median jiheng 1)" -v b="$(median sqlite3 1)" 'BEGIN { printf "jiheng / sqlite3 = %.2f\n", a / b }'
