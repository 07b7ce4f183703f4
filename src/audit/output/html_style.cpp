#include "audit/output/html_style.h"

namespace jiheng::audit {

// Severities differ by hue, by the line under the text and by the shape of the number, so that they can be told apart
// in grey print. The filter is three check boxes in front of everything: no script is needed.
const std::string_view html_style = R"css(:root {
  --sans: "Microsoft YaHei", "微软雅黑", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  --song: "仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "Noto Serif CJK SC", serif;
  --error: #c4281c; --warning: #b7791f; --info: #2b6cb0; --good: #2e7d4f; --link: #1f4e79;
  --line: #d5d9df; --soft: #f4f6f8; --grey: #59636e; --bar: 46px;
}
* { box-sizing: border-box; }
html { scroll-padding-top: calc(var(--bar) + 10px); }
body { margin: 0; background: #fff; color: #1a1a1a; font: 14px/1.65 var(--sans); overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
h1, h2, h3, p, ol, ul, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
code { font: 12px/1 Consolas, "DejaVu Sans Mono", monospace; color: var(--grey); }
.num { font-variant-numeric: tabular-nums; }
.error { --hue: var(--error); --ink: #b3231a; --tint: #fdecea; }
.warning { --hue: var(--warning); --ink: #80520d; --tint: #fdf3d8; }
.info { --hue: var(--info); --ink: #24598f; --tint: #e6f0fa; }
.switch { position: absolute; opacity: 0; }
.bar { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 8px; height: var(--bar); padding: 0 20px;
  background: #fff; border-bottom: 1px solid var(--line); }
.bar h1 { margin-right: auto; overflow: hidden; font-size: 15px; text-overflow: ellipsis; white-space: nowrap; }
.bar label { flex: none; padding: 2px 10px; border: 1px solid var(--hue); border-radius: 3px; color: var(--ink); cursor: pointer; }
.bar .show { display: flex; flex: none; gap: 6px; }
.bar select, .bar button { flex: none; max-width: 15em; height: 30px; padding: 0 8px; border: 1px solid #aab3bd; border-radius: 3px; background: #fff;
  color: var(--link); font: inherit; cursor: pointer; }
.bar button:hover, .bar select:hover { border-color: var(--link); background: var(--soft); }
.bar .steps { display: flex; flex: none; align-items: center; gap: 6px; }
.bar output { min-width: 4.6em; color: var(--grey); text-align: center; font-variant-numeric: tabular-nums; }
.bar [hidden] { display: none; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
#show-error:checked ~ .bar .error, #show-warning:checked ~ .bar .warning, #show-info:checked ~ .bar .info { background: var(--tint); }
#show-error:not(:checked) ~ .bar .error, #show-warning:not(:checked) ~ .bar .warning, #show-info:not(:checked) ~ .bar .info {
  border-color: var(--line); color: var(--grey); text-decoration: line-through; }
#show-error:focus-visible ~ .bar .error, #show-warning:focus-visible ~ .bar .warning, #show-info:focus-visible ~ .bar .info {
  outline: 2px solid var(--link); outline-offset: 1px; }
main .off { display: none; }
main mark.off { display: inline; background: none; border-color: transparent; cursor: auto; }
#show-error:not(:checked) ~ main .card.error, #show-warning:not(:checked) ~ main .card.warning,
#show-info:not(:checked) ~ main .card.info, #show-error:not(:checked) ~ main .n.error,
#show-warning:not(:checked) ~ main .n.warning, #show-info:not(:checked) ~ main .n.info { display: none; }
#show-error:not(:checked) ~ main mark.error, #show-warning:not(:checked) ~ main mark.warning,
#show-info:not(:checked) ~ main mark.info { background: none; border-color: transparent; }
.summary { padding: 14px 20px 12px; }
.summary .printed { display: none; }
.answer { display: flex; align-items: baseline; flex-wrap: wrap; gap: 2px 28px; }
.answer b { margin-right: 6px; color: var(--hue); font-size: 34px; font-weight: 600; line-height: 1.25; }
.answer .none { --hue: var(--good); color: var(--good); font-size: 26px; font-weight: 600; }
.answer .zero { --hue: var(--grey); color: var(--grey); }
.summary p, .file p { color: var(--grey); font-size: 13px; }
.summary .lost, .file .lost { margin-top: 4px; color: #1a1a1a; }
.lost b { margin-right: 6px; }
.lost .num { margin-right: 4px; font-weight: 600; }
table { border-collapse: collapse; }
.index { width: 100%; margin-top: 10px; font-size: 13px; }
.index th, .index td { padding: 5px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.index th { background: var(--soft); color: var(--grey); font-weight: 600; }
.index .r, .text .r { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.index .r { width: 1%; }
.index .some { color: var(--ink); font-weight: 600; }
.file { padding: 12px 20px 10px; border-top: 1px solid var(--line); background: var(--soft); }
.file h2 { font-size: 18px; line-height: 1.5; }
.failed { margin: 12px 20px 20px; padding: 10px 14px; border-left: 4px solid var(--error); background: #fdecea; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(340px, 33%); align-items: start; gap: 20px; padding: 12px 20px 28px; }
.findings { grid-column: 2; grid-row: 1; position: sticky; top: calc(var(--bar) + 10px); max-height: calc(100vh - var(--bar) - 20px);
  overflow: auto; padding-right: 4px; }
.text { grid-column: 1; grid-row: 1; padding: 24px 40px 40px; border: 1px solid var(--line); font: 17px/1.9 var(--song); }
.none-found { padding: 14px; border-left: 4px solid var(--good); background: #eaf5ee; color: var(--good); font-weight: 600; }
.card { margin-bottom: 10px; padding: 10px 14px 11px; border: 1px solid var(--line); border-left: 4px solid var(--hue); border-radius: 0 3px 3px 0; }
.card .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; }
.card .head b { color: var(--ink); }
.card:focus { outline: 0; }
.card .message { margin: 3px 0 4px; }
.values { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0; padding: 4px 10px; background: var(--soft); }
.values div { display: flex; gap: 6px; }
.values dt, .quotes, .card .where { color: var(--grey); font-size: 13px; }
.values dd { font-variant-numeric: tabular-nums; font-weight: 600; font-size: 13px; }
.quotes li { margin-top: 3px; }
.quotes a, .lost a { border-bottom: 1px solid #9fb3c8; }
.quotes a:hover, .lost a:hover { border-bottom-color: var(--link); text-decoration: none; }
.quotes q { color: #333; quotes: none; }
.quotes em { padding-bottom: 1px; border-bottom: 2px solid var(--hue); color: #000; font-style: normal; }
.card:target, .card.now { border-color: var(--hue); background: var(--tint); }
.title { font-family: "方正小标宋简体", "STZhongsong", "Noto Serif CJK SC", serif; font-size: 24px; font-weight: 600; line-height: 1.5; text-align: center; }
.title + :not(.title) { margin-top: 16px; }
.text p, .text h3 { max-width: 50em; margin-left: auto; margin-right: auto; text-align: justify; text-indent: 2em; }
.text p.title { max-width: none; }
.text p.title { text-align: center; text-indent: 0; }
.text h3 { font: inherit; }
.text .l1 { font-family: "黑体", "SimHei", "Noto Sans CJK SC", sans-serif; }
.text .l2 { font-family: "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "LXGW WenKai", serif; font-weight: 600; }
.text .l3 { font-weight: 600; }
.sheet { margin: 10px 0 14px; overflow-x: auto; }
.sheet table { width: 100%; font: 13px/1.5 var(--sans); }
.sheet td { min-width: 3em; padding: 4px 7px; border: 1px solid #8b949e; text-align: left; vertical-align: middle; }
.page { display: flex; align-items: center; gap: 12px; margin: 14px 0; color: var(--grey); font: 12px/1 var(--sans); text-indent: 0; }
.page::before, .page::after { content: ""; flex: 1; border-top: 1px dashed #b6bec7; }
.turn { padding: 0 4px; color: var(--grey); font: 12px/1 var(--sans); }
mark { padding: 1px 0; background: var(--tint); color: inherit; border-bottom: 2px solid var(--hue); cursor: pointer;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
mark.warning { border-bottom-style: dashed; }
mark.info { border-bottom-style: dotted; }
.at { scroll-margin-top: 30vh; }
.at:target + mark, mark.now { outline: 2px solid var(--hue); outline-offset: 1px; }
.text :target:not(.at), .text .now:not(mark) { background: #eef3f8; }
.n { display: inline-block; min-width: 18px; margin: 0 2px; padding: 0 4px; border: 1px solid var(--hue); border-radius: 3px; background: var(--hue);
  color: #fff; font: 600 12px/16px var(--sans); text-align: center; text-indent: 0; vertical-align: 2px; white-space: nowrap; }
.n:hover { text-decoration: none; filter: brightness(.88); }
.n.warning { border-radius: 9px; background: #fff; color: var(--ink); }
.n.info { border-style: dotted; border-radius: 9px; background: #fff; color: var(--ink); }
.claims, .rules { padding: 4px 20px 28px; overflow-x: auto; }
.claims h3, .rules h2 { margin: 8px 0; font-size: 16px; }
.claims table { width: 100%; font-size: 13px; }
.claims th, .claims td { padding: 4px 8px; border: 1px solid var(--line); text-align: left; vertical-align: top; }
.claims th { background: var(--soft); }
.claims td:nth-child(-n + 2), .claims td:nth-child(4) { white-space: nowrap; }
.fails { color: var(--error); font-weight: 600; }
.rules dt { margin-top: 10px; font-weight: 600; }
.rules dd { max-width: 64em; }
.rules .source { color: var(--grey); font-size: 13px; }
.foot { padding: 12px 20px 24px; border-top: 1px solid var(--line); color: var(--grey); font-size: 12px; }
@media screen and (max-width: 900px) {
  .pair { display: block; }
  .findings { position: static; max-height: none; margin-bottom: 20px; }
  .text { padding: 16px; }
  .sheet td { min-width: 5.5em; }
  .sheet td.r { min-width: 3em; }
}
@media screen and (max-width: 1100px) {
  :root { --bar: 86px; }
  .bar { flex-wrap: wrap; align-content: center; gap: 6px 8px; }
  .bar h1 { flex: 1 0 100%; line-height: 1.3; }
  .bar .steps { margin-left: auto; }
}
@media screen and (max-width: 640px) {
  .bar { padding: 0 10px; }
  .bar h1, .bar select { display: none; }
  .bar .show { flex: 1 0 100%; }
  .bar label { flex: 1; text-align: center; }
  .bar .steps { flex: 1; justify-content: space-between; }
  .summary, .pair, .file, .claims, .rules, .foot { padding-left: 12px; padding-right: 12px; }
  .index th:nth-child(3), .index td:nth-child(3), .index th:nth-child(4), .index td:nth-child(4) { display: none; }
  .index th, .index td { padding: 5px 4px; }
}
@media print {
  @page { size: A4; margin: 20mm 18mm 18mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; line-height: 1.55; }
  .summary .printed { display: block; margin-bottom: 6pt; color: #000; font-size: 16pt; font-weight: 600; text-align: center; }
  .bar, .switch { display: none; }
  #show-error:not(:checked) ~ main .answer .error::after, #show-warning:not(:checked) ~ main .answer .warning::after,
  #show-info:not(:checked) ~ main .answer .info::after { content: "，未列出"; }
  .summary, .file, .pair, .claims, .rules, .foot { padding-left: 0; padding-right: 0; }
  .file { background: none; border-top: 1.5pt solid #000; }
  section.document + section.document { break-before: page; }
  .pair { display: block; padding-top: 6pt; }
  .findings { position: static; max-height: none; overflow: visible; }
  .card, .sheet tr, .rules dd { break-inside: avoid; }
  .text h3, .title, .file, .rules dt { break-after: avoid; }
  .text { break-before: page; margin-top: 0; padding: 0; border: 0; font-size: 12pt; line-height: 1.8; }
  .text::before { content: "报告原文（数字为疑点编号）"; display: block; margin-bottom: 8pt; border-bottom: .75pt solid #000; font: 600 11pt/2 var(--sans); }
  .sheet { overflow: visible; }
  .sheet table { font-size: 8.5pt; }
  a, .quotes a, .lost a { border-bottom: 0; color: inherit; }
  a.n.error { color: #fff; }
  .card:target, .card.now { border-color: var(--line); border-left-color: var(--hue); background: none; }
  .at:target + mark, mark.now { outline: 0; }
  .text :target:not(.at), .text .now:not(mark) { background: none; }
}
)css";

const std::string_view html_script = R"js("use strict";
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 900px)");
  const behavior = still ? "auto" : "smooth";
  const element = id => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const rule = element("rule"), position = element("position");
  const boxes = ["error", "warning", "info"].map(name => element("show-" + name));
  const visible = card => !card.classList.contains("off");
  let current = null, pointed = [];

  const tell = () => {
    if (!position) return;
    const shown = cards.filter(visible);
    const at = shown.indexOf(current);
    position.textContent = !shown.length ? "没有疑点" : at < 0 ? `共 ${shown.length} 处` : `${at + 1} / ${shown.length}`;
  };
  const point = (card, place) => {
    for (const each of pointed) each.classList.remove("now");
    pointed = [card, place].filter(Boolean);
    for (const each of pointed) each.classList.add("now");
    if (card) current = card;
    tell();
  };

  // The list of findings beside the report scrolls by itself; on a narrow screen it stands above the report.
  const reveal = card => {
    const list = card.closest(".findings"), inside = list.getBoundingClientRect();
    if (narrow.matches || inside.bottom < 120 || inside.top > innerHeight - 120) {
      card.scrollIntoView({ block: narrow.matches ? "start" : "center", behavior });
      return;
    }
    const place = card.getBoundingClientRect();
    if (place.top < inside.top || place.bottom > inside.bottom) {
      list.scrollBy({ top: place.top - inside.top - Math.max(0, (inside.height - place.height) / 3), behavior });
    }
  };
  const mark_after = anchor => {
    const next = anchor && anchor.nextElementSibling;
    return next && next.matches("mark") ? next : null;
  };
  const first_place = card => {
    const link = card.querySelector("a[href^='#e']");
    return link && element(link.getAttribute("href").slice(1));
  };
  const show_place = (target, card) => {
    target.scrollIntoView({ block: "center", behavior });
    point(card, mark_after(target) || (target.matches(".at") ? null : target));
  };
  const show_card = card => {
    reveal(card);
    point(card, null);
    card.focus({ preventScroll: true });
  };
  const show_both = card => {
    const place = narrow.matches ? null : first_place(card);
    reveal(card);
    if (place) show_place(place, card);
    else point(card, null);
    card.focus({ preventScroll: true });
  };
  const go = (target, from) => {
    if (target.matches(".card")) show_card(target);
    else show_place(target, from && from.closest(".card"));
    history.replaceState(null, "", "#" + target.id);
  };

  // Marks show the gravest of their findings that is not filtered out.
  const filter = () => {
    for (const card of cards) {
      const severity = boxes.some(box => box.checked && card.classList.contains(box.id.slice(5)));
      card.classList.toggle("off", !severity || (rule && rule.value && card.dataset.rule !== rule.value));
    }
    for (const number of document.querySelectorAll(".text .n")) {
      number.classList.toggle("off", !visible(element(number.getAttribute("href").slice(1))));
    }
    for (const mark of document.querySelectorAll("mark")) {
      const card = mark.dataset.cards.split(" ").map(element).find(visible);
      mark.className = card ? boxes.map(box => box.id.slice(5)).find(name => card.classList.contains(name)) : "off";
    }
    if (current && !visible(current)) current = null;
    tell();
  };
  const step = by => {
    const shown = cards.filter(visible);
    const at = shown.indexOf(current);
    const card = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (!card) return;
    show_both(card);
    history.replaceState(null, "", "#" + card.id);
  };

  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const target = element(link.getAttribute("href").slice(1));
      if (!target || !/^[fep]\d+-/.test(target.id)) return;
      event.preventDefault();
      go(target, link);
      return;
    }
    if (String(getSelection())) return;
    const mark = event.target.closest("mark");
    const card = mark ? mark.dataset.cards.split(" ").map(element).find(visible) : event.target.closest(".card");
    if (!card) return;
    if (mark) show_card(card);
    else show_both(card);
    history.replaceState(null, "", "#" + card.id);
  });
  document.addEventListener("keydown", event => {
    if (event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { j: 1, n: 1, k: -1, p: -1 }[event.key.toLowerCase()];
    if (by) step(by);
  });
  for (const box of boxes) box.addEventListener("change", filter);
  if (rule) {
    rule.hidden = false;
    rule.addEventListener("change", filter);
    position.parentElement.hidden = false;
    element("previous").addEventListener("click", () => step(-1));
    element("next").addEventListener("click", () => step(1));
  }
  filter();
  const asked = location.hash && element(decodeURIComponent(location.hash.slice(1)));
  if (asked && asked.matches(".card")) show_both(asked);
})();
)js";

}  // namespace jiheng::audit
