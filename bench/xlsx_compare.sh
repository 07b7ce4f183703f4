#!/usr/bin/env bash
# Import of an XLSX workbook of payment vouchers against `xlsx2csv` (Debian's package) turning the same workbook into
# CSV, which is less than half of the job:
#
#   bench/xlsx_compare.sh BUILD [rows=200000] [runs=5]
#
# BUILD/jiheng must be built. The workbook is its own export of generated vouchers, rows × 10 columns, and is imported
# into a new SQLite database, every cell and row validated. The two take turns; printed are the medians of wall and CPU
# time, the larger peak of memory, and the ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,9p' "$0" >&2; exit 2; }
program=$(realpath "$1/jiheng")
shift
rows=200000 runs=5
for argument in "$@"; do
  case $argument in
    rows=*) rows=${argument#rows=} ;;
    runs=*) runs=${argument#runs=} ;;
    *) sed -n '2,9p' "$0" >&2; exit 2 ;;
  esac
done
command -v xlsx2csv >/dev/null || scripts/install-packages bench
export JIHENG_PACKS=$PWD/packs

work=$(mktemp -d "${TMPDIR:-/tmp}/jiheng-xlsx.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$program" sample payments --rows "$rows" --out "$work/payments.csv" >/dev/null
"$program" import "$work/payments.csv" --db "sqlite:$work/source.db" >/dev/null
"$program" export payments --unit 440118001 --year 2022 --db "sqlite:$work/source.db" --out "$work/payments.xlsx" >/dev/null
rm "$work/source.db"*
"$program" init --db "sqlite:$work/empty.db" >/dev/null

run() {  # name; the command follows
  local name=$1
  shift
  sync
  /usr/bin/time -a -o "$work/$name" -f '%e %U %S %M' "$@" >/dev/null
}
for ((i = 0; i < runs; ++i)); do
  run xlsx2csv xlsx2csv "$work/payments.xlsx" "$work/out.csv"
  cp "$work/empty.db" "$work/run.db"
  run jiheng "$program" import "$work/payments.xlsx" --register payments --db "sqlite:$work/run.db"
  [ "$(sqlite3 "$work/run.db" 'SELECT COUNT(*) FROM r_payments')" = "$rows" ]
  rm "$work/run.db"*
done

median() { awk "{ print $2 }" "$work/$1" | sort -n | sed -n "$(((runs + 1) / 2))p"; }
echo "$rows rows, $(stat -c %s "$work/payments.xlsx") bytes, medians of $runs"
for name in xlsx2csv jiheng; do
  printf '%-8s %7.2f s wall %7.2f s CPU %5d MB peak\n' "$name" "$(median "$name" '$1')" "$(median "$name" '$2 + $3')" \
    "$(($(cut -d' ' -f4 "$work/$name" | sort -n | tail -n 1) / 1024))"
done
awk -v a="$(median jiheng '$1')" -v b="$(median xlsx2csv '$1')" 'BEGIN { printf "jiheng / xlsx2csv = %.2f\n", a / b }'
