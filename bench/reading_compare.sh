#!/usr/bin/env bash
# What reading costs. A PDF of 20 pages (a report of ours with its tables, one of a browser, one in landscape): jiheng
# audit against pdftotext -bbox alone on the same file, the difference being all that jiheng adds: drawing the pages with
# tables, finding their lines, laying out, auditing. Then the largest inputs, with their peak memory, children included:
# a PDF of 1,000 pages with a ruled table on each, 15 MB of text, 100 MB of text (refused).
#
#   bench/reading_compare.sh [BUILD] [RUNS]     (defaults: build; 11)
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-build}/jiheng")
runs=${2:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=tests/reading/data

"$program" import samples/zengcheng-2022 --db "sqlite:$work/a.db" >/dev/null
"$program" report --unit 440118001 --year 2022 --db "sqlite:$work/a.db" --only pdf --out "$work/out" >/dev/null
pdfunite "$work"/out/*.pdf $data/08-narrow.pdf $data/21-landscape.pdf "$work/20.pdf"
pdfinfo "$work/20.pdf" | grep Pages

cat >"$work/make.py" <<'PYTHON'
import sys
def pdf(count, content):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>"
               % (count, b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count))),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for i in range(count):
        drawn = content(i)
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * i))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number, each in enumerate(objects, 1):
        places.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, each))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    return b"".join(parts)
def page(i):
    lines = [f"BT /F 11 Tf 60 {780 - 18 * k} Td (Line {k} of page {i}: 1,234.5 of 2,469.0, 50.00%.) Tj ET" for k in range(12)]
    lines += [f"60 {540 - 20 * r} m 500 {540 - 20 * r} l S" for r in range(21)]
    lines += [f"{60 + 88 * c} 540 m {60 + 88 * c} 140 l S" for c in range(6)]
    lines += [f"BT /F 10 Tf {66 + 88 * c} {525 - 20 * r} Td ({r * 7 + c}.{i % 100}) Tj ET" for r in range(20) for c in range(5)]
    return "\n".join(lines).encode()
folder = sys.argv[1]
open(folder + "/1000.pdf", "wb").write(pdf(1000, page))
line = "会议指出要持续改进作风，切实提高服务质量，完善工作机制，推动各项任务落实，年内召开推进会若干次。"
for size in (15, 100):
    with open(f"{folder}/{size}.txt", "wb") as file:
        written, number = 0, 0
        while written < size * 2**20 - 1000:
            number += 1
            written += file.write(f"（{number % 90 + 1}）第{number % 97 + 1}次会议。{line}\n".encode())
PYTHON
python3 "$work/make.py" "$work"

cat >"$work/measure.py" <<'PYTHON'
import statistics, subprocess, sys, time
program, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start
own, other = [], []
for _ in range(runs):
    own.append(seconds([program, "audit", folder + "/20.pdf"]))
    other.append(seconds(["pdftotext", "-q", "-bbox", folder + "/20.pdf", "-"]))
a, b = statistics.median(own), statistics.median(other)
print(f"20 pages: jiheng audit {a:.3f} s, pdftotext -bbox {b:.3f} s, over it {a - b:.3f} s (medians of {runs})")
PYTHON
python3 "$work/measure.py" "$program" "$work" "$runs"

for file in 1000.pdf 15.txt 100.txt; do
  code=0
  /usr/bin/time -f "%e s, peak %M KB" -o "$work/time" timeout 300 "$program" audit "$work/$file" --severity error >"$work/log" 2>&1 || code=$?
  echo "$file: $(tail -n 1 "$work/time"), exit code $code, $(grep -m1 -o '无法读取 \[[a-z.-]*\]' "$work/log" || echo read)"
done
