#!/usr/bin/env bash
# 100 reports of 8 pages: our DOCX against npm's `docx`, our PDF against LibreOffice converting the same DOCX; then ten
# times as many of ours, to show that the cost is linear. Everything else goes into a temporary folder.
#
#   bench/report_compare.sh BUILD_FOLDER [COUNT]
set -euo pipefail
bench=$(realpath "${1:?build folder}")/bench/report_bench
count=${2:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== ours, $count and $((count * 10))"
"$bench" --docx "$count"
"$bench" --docx "$((count * 10))"
"$bench" --pdf "$count"
"$bench" --pdf "$((count * 10))"

echo "== npm docx, $count DOCX of the same text"
"$bench" --text-file "$work/text"
if (cd "$work" && npm init -y && npm install --no-audit --no-fund docx) >"$work/npm.log" 2>&1; then
  cat >"$work/bench.js" <<'JS'
const fs = require('fs');
const docx = require('docx');
const count = Number(process.argv[2]);
const lines = fs.readFileSync('text', 'utf8').split('\n').filter(Boolean);
const cell = text => new docx.TableCell({ children: [new docx.Paragraph(text)] });
function report(number) {
  const children = [];
  for (let i = 0; i < lines.length; ) {
    if (!lines[i].includes('\t')) {
      children.push(new docx.Paragraph({ children: [new docx.TextRun(lines[i++] + (children.length ? '' : number))] }));
      continue;
    }
    const rows = [];
    for (; i < lines.length && lines[i].includes('\t'); ++i) {
      rows.push(new docx.TableRow({ children: lines[i].split('\t').slice(0, -1).map(cell) }));
    }
    children.push(new docx.Table({ rows }));
  }
  return new docx.Document({ sections: [{ children }] });
}
(async () => {
  const seconds = [];
  for (let round = 0; round < 5; ++round) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; ++i) await docx.Packer.toBuffer(report(i));
    seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  seconds.sort((a, b) => a - b);
  console.log(`docx ${JSON.parse(fs.readFileSync('node_modules/docx/package.json')).version}: ${seconds[2].toFixed(3)} s wall (median of 5), ${(process.cpuUsage().user / 5e6).toFixed(3)} s processor a round`);
})();
JS
  (cd "$work" && node bench.js "$count")
else
  echo "skipped: npm install docx failed (the end of its log follows)"
  tail -3 "$work/npm.log"
fi

echo "== LibreOffice, $count DOCX to PDF in one call"
if command -v soffice >/dev/null; then
  "$bench" --docx-file "$work/report.docx"
  mkdir "$work/in" "$work/out"
  for ((i = 0; i < count; ++i)); do cp "$work/report.docx" "$work/in/$i.docx"; done
  start=$(date +%s.%N)
  soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf --outdir "$work/out" "$work"/in/*.docx >/dev/null 2>&1
  end=$(date +%s.%N)
  made=$(find "$work/out" -name '*.pdf' | wc -l)
  awk -v a="$start" -v b="$end" -v n="$made" 'BEGIN { printf "LibreOffice: %d files in %.1f s (once)\n", n, b - a }'
else
  echo "skipped: soffice is not installed"
fi
