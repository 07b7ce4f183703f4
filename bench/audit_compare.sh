#!/usr/bin/env bash
# Audits 1,000 and 10,000 generated reports of 5,000 characters on one thread and on two, and sets beside it two Python
# scripts of the kind that offices write for themselves: one that only pulls the numbers with their units out of the same
# files with a regular expression, and one that only looks for shared passages, by a dictionary of every window of 30
# characters. Neither tests anything; together they are the least that such a check has to do.
#
#   bench/audit_compare.sh [BUILD] [COUNT]     (defaults: build, configured with -DJIHENG_BENCH=ON; 1000)
set -euo pipefail
cd "$(dirname "$0")/.."
bench=${1:-build}/bench/audit_bench
count=${2:-1000}
packs=packs/rules-cn
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/numbers.py" <<'PYTHON'
import pathlib, re, resource, sys, time
number = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元|%|个百分点|分|人次|批次|件|次|份|篇|场|期|项|宗|个|人)?")
files = sorted(pathlib.Path(sys.argv[1]).iterdir())
times = []
for _ in range(5):
    start = time.perf_counter()
    found = sum(len(number.findall(file.read_text(encoding="utf-8"))) for file in files)
    times.append(time.perf_counter() - start)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"python re, numbers only {len(files):5} reports {sorted(times)[2]:8.3f} s  {memory:5} MB  {found} numbers")
PYTHON
cat >"$work/windows.py" <<'PYTHON'
import pathlib, resource, sys, time
files = sorted(pathlib.Path(sys.argv[1]).iterdir())
start = time.perf_counter()
first, shared = {}, set()
for i, file in enumerate(files):
    text = "".join(file.read_text(encoding="utf-8").split())
    for at in range(len(text) - 29):
        j = first.setdefault(text[at:at + 30], i)
        if j != i:
            shared.add((j, i))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"python dict, copies only {len(files):4} reports {time.perf_counter() - start:8.3f} s  {memory:5} MB  {len(shared)} pairs (once)")
PYTHON

for n in "$count" "$((count * 10))"; do
  echo "== $("$bench" "$packs" --write "$work/$n" "$n")"
  for threads in 1 2; do "$bench" "$packs" --audit "$work/$n" "$threads"; done
  python3 "$work/numbers.py" "$work/$n"
  if [ "$n" = "$count" ]; then python3 "$work/windows.py" "$work/$n"; fi
done
echo "== most paragraphs the same in all: $("$bench" "$packs" --write "$work/shared" "$((count * 10))" shared)"
"$bench" "$packs" --audit "$work/shared" 2
echo "== what each part costs"
"$bench" "$packs" --parts "$work/$count"
