#include "report/html_style.h"

namespace jiheng::report {

// The sheet is the A4 page of GB/T 9704-2012 on screen: type area 156 mm, 28 characters a line, 22 lines to 225 mm.
const std::string_view html_report_style = R"css(:root {
  --fangsong: "仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "Noto Serif CJK SC", serif;
  --kaiti: "楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "LXGW WenKai", "Noto Serif CJK SC", serif;
  --heiti: "黑体", "SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC", sans-serif;
  --songti: "宋体", "SimSun", "STSong", "FandolSong", "Noto Serif CJK SC", serif;
  --biaosong: "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "Noto Serif CJK SC", serif;
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: #e9ebee; color: #000; font: 16pt/28.99pt var(--fangsong); }
.sheet { width: 210mm; max-width: 100%; min-height: 297mm; margin: 8mm auto; padding: 37mm 26mm 35mm 28mm; background: #fff;
  box-shadow: 0 1px 6px rgba(0, 0, 0, .25); overflow-wrap: break-word; }
.title { margin: 0; font: normal 22pt/30pt var(--biaosong); font-weight: 600; text-align: center; text-wrap: balance; }
.date { margin: 0; font-family: var(--kaiti); text-align: center; text-indent: 0; }
.status { margin: 0; font: 12pt/19pt var(--kaiti); text-align: center; text-indent: 0; color: #8a4b00; }
.sheet > .status + :not(.status), .sheet > .date + :not(.status), .title + p:not(.date):not(.status), .title + h2 { margin-top: 28.99pt; }
p { margin: 0; text-indent: 2em; text-align: justify; }
p.flush { text-indent: 0; }
h2, h3, h4, h5 { margin: 0; font-size: 16pt; font-weight: normal; text-indent: 2em; scroll-margin-top: 12mm; }
h2 { font-family: var(--heiti); }
h3 { font-family: var(--kaiti); }
b { font-family: var(--heiti); font-weight: normal; }
a.figure { color: inherit; text-decoration: underline dotted #1f5fa8; text-underline-offset: 3px; }
a.figure:hover, a.figure:focus { background: #e6f0fb; color: #0b4a94; }
.note { font: 12pt/19pt var(--kaiti); color: #5c3a00; }
table { width: 100%; margin: 4pt 0 8pt; border: 1pt solid #000; border-collapse: collapse; table-layout: fixed; font-family: var(--songti); }
caption { font: 12pt/28.99pt var(--heiti); }
table.normal { font-size: 12pt; line-height: 16pt; }
table.small { font-size: 10.5pt; line-height: 14pt; }
table.tiny { font-size: 9pt; line-height: 12pt; }
th, td { padding: 2.5pt 3pt; border: .75pt solid #000; text-align: left; vertical-align: middle; overflow-wrap: break-word; }
th { font-family: var(--heiti); font-weight: normal; }
td[data-sum] { background: #ebebeb; }
.c { text-align: center; }
.r { text-align: right; font-variant-numeric: tabular-nums; }
.signature { margin-top: 28.99pt; padding-right: 4em; display: flex; justify-content: flex-end; break-inside: avoid; }
.signature p { text-align: center; text-indent: 0; }
.contents { display: none; }
@media screen and (min-width: 1300px) {
  .contents { display: block; position: fixed; top: 8mm; bottom: 8mm; left: 16px; width: calc((100vw - 210mm) / 2 - 40px); max-width: 320px;
    overflow: auto; padding: 12px 16px; background: #fff; border-radius: 4px; font: 14px/1.7 var(--heiti); }
  .contents p { text-indent: 0; font-size: 15px; color: #666; }
  .contents ul { margin: 4px 0 0; padding: 0; list-style: none; }
  .contents .l2 { padding-left: 1em; }
  .contents .l3 { padding-left: 2em; }
  .contents .l4 { padding-left: 3em; }
  .contents a { color: #1f3f66; text-decoration: none; }
  .contents a:hover { text-decoration: underline; }
}
@media screen and (max-width: 800px) {
  .sheet { margin: 0; padding: 10mm 6mm; box-shadow: none; }
}
@media print {
  @page { size: A4; margin: 37mm 26mm 35mm 28mm; }
  body { background: none; }
  .sheet { width: auto; min-height: 0; margin: 0; padding: 0; box-shadow: none; }
  .contents { display: none; }
  .page-break { break-before: page; }
  h2, h3, h4, h5, caption { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  a.figure { text-decoration: none; }
}
)css";

const std::string_view html_rows_style =
    R"css(body { margin: 0 auto; padding: 0 20px 20px; max-width: 1600px; background: #fff; color: #1a1a1a;
  font: 14px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", "SimSun", sans-serif; }
header { padding: 14px 0 10px; }
h1 { margin: 0; font-size: 20px; }
p { margin: 2px 0; }
.back { float: right; }
.back a { color: #1f5fa8; }
.value { font-size: 18px; color: #0b4a94; }
.formula { color: #555; }
table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px; border: 1px solid #d5d9df; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: #eef2f7; font-weight: 600; white-space: nowrap; }
tbody tr:nth-child(even) { background: #f8fafc; }
.c { text-align: center; }
.r, .n { text-align: right; white-space: nowrap; }
.n { color: #888; }
footer { padding: 10px 0; color: #555; }
@media print { thead { display: table-header-group; } thead th { position: static; } tr { break-inside: avoid; } .back { display: none; } }
)css";

}  // namespace jiheng::report
