"""Labels of the quality sets: what a labelled report should give, and how a finding is matched with a label.

labels.toml holds, per file: `name`, `clean`, and lists of tables `finding` (must be found), `optional` (true, or open to
argument: neither asked for nor held against the auditor) and `info` (shown, never scored). Each has `rule`, `quote` (a
piece of the statement at fault; empty where something is absent), perhaps `also` (other pieces of the same fault),
`says` (what the message must name) and `note`. `group` lists files that are audited together; its own `finding` tables are found between them.
"""
import html
import pathlib
import re
import tomllib
import unicodedata

ERRORS = """ratio sum subset growth same-quantity score.items score.item-range score.rate score.grade missing.score
count.list placeholder""".split()
WARNINGS = """score.over-awarded score.deduction-unexplained score.no-evidence score.equals-rate over-fulfilment
missing.grade missing.budget missing.efficiency missing.section numbering problem-measure low-execution.no-problem
goal.unquantified stale.phrase year.mismatch period.cutoff copy.within copy.across name.mismatch disclosure.late
doubled-word""".split()
INFOS = ["ratio.truncated", "sum.envelope", "coincidence", "no-base"]
RULES = ERRORS + WARNINGS

SHORTEST_OVERLAP = 8  # characters that an evidence and a quote must share when neither holds the other


def severity(rule):
    return "error" if rule in ERRORS else "warning" if rule in WARNINGS else "info"


def plain(text):
    """Text without anything that a reader may take out or normalise: spaces, breaks, footers, marks, widths."""
    text = re.sub(r"^\s*[—－-]\s*\d+\s*[—－-]\s*$", "", text, flags=re.M)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[“”„]", '"', text)
    text = re.sub(r"[‘’]", "'", text)
    return re.sub(r"[\s#*|`]+", "", text)


def plain_file(path):
    data = pathlib.Path(path).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    if pathlib.Path(path).suffix in (".html", ".htm"):
        text = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(style|head)\b.*?</\1>", "", text)))
    return plain(text)


def longest_common(a, b):
    """Length of the longest common substring of two short texts."""
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            row[j], last = (last + 1 if x == y else 0), row[j]
            best = max(best, row[j])
    return best


def overlaps(quote, evidence):
    """Whether an evidence text speaks of the quoted statement."""
    quote = plain(quote)
    for part in plain(evidence).split("…") + plain(evidence).split("..."):
        if len(part) >= 2 and quote and (part in quote or quote in part):
            return True
        if min(len(part), len(quote)) >= SHORTEST_OVERLAP and longest_common(quote, part) >= SHORTEST_OVERLAP:
            return True
    return False


class Label:
    def __init__(self, table, file):
        self.rule = table["rule"]
        self.quotes = [table.get("quote", "")] + table.get("also", [])
        self.quotes = [quote for quote in self.quotes if quote]
        self.says = table.get("says", "")
        self.note = table.get("note", "")
        self.file = file
        if self.rule not in RULES + INFOS:
            raise SystemExit(f"{file}: unknown rule {self.rule}")

    def fits(self, finding):
        if self.says not in finding["message"]:
            return False
        return not self.quotes or any(
            overlaps(quote, evidence["text"]) for quote in self.quotes for evidence in finding["evidence"])


class Unit:
    """Files that are audited by one call, with what is expected of them."""

    def __init__(self, paths):
        self.paths = paths
        self.findings, self.optional, self.info = [], [], []
        self.clean = False


def load(path, folder):
    """The units of one label file; complains of quotes that are not in the report."""
    tables = tomllib.loads(pathlib.Path(path).read_text("utf-8"))
    folder = pathlib.Path(folder)
    units, mistakes = {}, []
    for group in tables.get("group", []):
        unit = Unit([folder / name for name in group["files"]])
        for name in group["files"]:
            units[name] = unit
        whole = "".join(plain_file(p) for p in unit.paths)
        for kind in ("finding", "optional", "info"):
            for table in group.get(kind, []):
                add(unit, kind, Label(table, " + ".join(group["files"])), whole, mistakes)
    for entry in tables["file"]:
        name = entry["name"]
        unit = units.setdefault(name, Unit([folder / name]))
        unit.clean = entry.get("clean", False)
        if unit.clean and entry.get("finding"):
            mistakes.append(f"{name}: clean, yet findings are expected")
        whole = plain_file(folder / name)
        for kind in ("finding", "optional", "info"):
            for table in entry.get(kind, []):
                add(unit, kind, Label(table, name), whole, mistakes)
    if mistakes:
        raise SystemExit(f"{path}:\n  " + "\n  ".join(mistakes))
    return list(dict.fromkeys(units.values()))


def add(unit, kind, label, text, mistakes):
    mistakes += [f"{label.file}: {label.rule}: not in the file: {q}" for q in label.quotes if plain(q) not in text]
    {"finding": unit.findings, "optional": unit.optional, "info": unit.info}[kind].append(label)
