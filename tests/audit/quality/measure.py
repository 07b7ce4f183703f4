#!/usr/bin/env python3
"""Measures the auditor on labelled reports: precision and recall per rule, misses and false alarms by file.

    measure.py --program BUILD/jiheng [--source DIR] [--assert] [--write docs/audit-quality.md]

Sets: samples/reports, practice and unseen beside this file, and the published reports beside the checkout when they are
there. The rules were tuned to all but the unseen ones, which tell what to expect of a report never seen.
A finding is matched with a label of the same rule in the same files whose quote its evidence overlaps; where one label
and one finding of a rule are left over in a file, they are taken for each other ("elsewhere" in the listing). Further
findings of a matched label are repeats and count neither way. Infos are not scored.
--assert: errors recall ≥ 0.95 and precision ≥ 0.97, warnings both ≥ 0.85, over all but the unseen reports.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True  # the source folder stays as it is

import labels

FLOORS = {"error": (0.97, 0.95), "warning": (0.85, 0.85)}  # precision, recall


def audit(program, paths, *options):
    """The JSON of one call of the auditor; every file must have been read."""
    packs = pathlib.Path(__file__).resolve().parents[3] / "packs"
    call = [program, "--packs", str(packs), "audit", "--format", "json", *options, *map(str, paths)]
    done = subprocess.run(call, capture_output=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, call))}: exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")
    return json.loads(done.stdout)


class Score:
    def __init__(self):
        self.hit = collections.Counter()
        self.missed = collections.defaultdict(list)  # rule → labels
        self.false = collections.defaultdict(list)   # rule → (file, finding)
        self.repeats = collections.Counter()
        self.elsewhere = []
        self.infos = [0, 0]  # of the labelled ones: found, all

    def add(self, other):
        self.hit += other.hit
        self.repeats += other.repeats
        for rule, found in other.missed.items():
            self.missed[rule] += found
        for rule, found in other.false.items():
            self.false[rule] += found

    def counts(self, rules):
        hit = sum(self.hit[r] for r in rules)
        false = sum(len(self.false[r]) for r in rules)
        missed = sum(len(self.missed[r]) for r in rules)
        return hit, false, missed


def judge(unit, answer, score):
    """Compares what one call found with what was expected."""
    findings = [(d["file"], f) for d in answer["documents"] for f in d["findings"] if f["rule"] not in labels.INFOS]
    infos = [(d["file"], f) for d in answer["documents"] for f in d["findings"] if f["rule"] in labels.INFOS]
    for label in unit.info:
        score.infos[0] += any(f["rule"] == label.rule and label_fits(label, file, f) for file, f in infos)
        score.infos[1] += 1
    for rule in {f["rule"] for _, f in findings} | {label.rule for label in unit.findings}:
        expected = [label for label in unit.findings if label.rule == rule]
        optional = [label for label in unit.optional if label.rule == rule]
        found = [pair for pair in findings if pair[1]["rule"] == rule]
        matched, left = set(), []
        for file, finding in found:
            fitting = [label for label in expected if label_fits(label, file, finding)]
            if fitting:
                fresh = [label for label in fitting if label not in matched]
                score.repeats[rule] += not fresh
                matched.add((fresh or fitting)[0])
            elif not any(label_fits(label, file, finding) for label in optional):
                left.append((file, finding))
        missing = [label for label in expected if label not in matched]
        if len(missing) == 1 and len(left) == 1 and same_file(missing[0], left[0][0]):
            score.elsewhere.append((missing[0], left[0][1]))
            matched.add(missing.pop())
            left = []
        score.hit[rule] += len(matched)
        score.missed[rule] += missing
        score.false[rule] += left


def label_fits(label, file, finding):
    return same_file(label, file) and label.fits(finding)


def same_file(label, file):
    return pathlib.Path(file).name in label.file.split(" + ")


def measure(program, units):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda unit: audit(program, unit.paths), units))
    score = Score()
    for unit, answer in zip(units, answers):
        judge(unit, answer, score)
    return score


def rate(part, whole):
    return "–" if whole == 0 else f"{part / whole:.3f}"


def row(name, counts):
    hit, false, missed = counts
    return f"| {name} | {hit} | {false} | {missed} | {rate(hit, hit + false)} | {rate(hit, hit + missed)} |"


def table(score):
    lines = ["| rule | found | false | missed | precision | recall |", "|---|---|---|---|---|---|"]
    for rule in labels.RULES:
        counts = score.counts([rule])
        if any(counts):
            lines.append(row(f"`{rule}`", counts))
    lines.append(row("**errors**", score.counts(labels.ERRORS)))
    lines.append(row("**warnings**", score.counts(labels.WARNINGS)))
    return lines


def listing(score):
    """Misses and false alarms, one line each."""
    lines = []
    for rule in labels.RULES:
        for label in score.missed[rule]:
            lines.append(f"- missed `{rule}` in {label.file}: {' / '.join(label.quotes) or label.note}")
        for file, finding in score.false[rule]:
            lines.append(f"- false `{rule}` in {pathlib.Path(file).name}: {finding['message']}")
    return lines or ["- none"]


def describe(name, units, score, totals):
    files = sum(len(unit.paths) for unit in units)
    clean = sum(len(unit.paths) for unit in units if not unit.findings)
    head = [f"### {name}", "", f"{files} files, {clean} of them without a planted defect; "
            f"{sum(len(unit.findings) for unit in units)} labelled findings. Of the infos planted, "
            f"{score.infos[0]} of {score.infos[1]} are found.", ""]
    return head + table(score) + ([] if totals else [""] + listing(score)) + [""]


def write(path, lines, name="quality"):
    """Replaces what stands between the markers of this name in a document."""
    text = path.read_text("utf-8")
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, rest = text.split(begin)
    path.write_text(before + begin + "\n" + "\n".join(lines).rstrip() + "\n" + end + rest.split(end)[1], "utf-8")


def floors(score):
    """What is wrong with the totals; empty when nothing is."""
    wrong = []
    for kind, rules in (("error", labels.ERRORS), ("warning", labels.WARNINGS)):
        hit, false, missed = score.counts(rules)
        for what, part, floor in (("precision", hit + false, FLOORS[kind][0]), ("recall", hit + missed, FLOORS[kind][1])):
            if part == 0 or hit / part < floor:
                wrong.append(f"{kind}s: {what} {rate(hit, part)} is below {floor}")
    return wrong


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", help="the jiheng program; without it only the labels are checked")
    parser.add_argument("--source", type=pathlib.Path, default=here.parents[2])
    parser.add_argument("--assert", dest="check", action="store_true")
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--set", dest="sets", action="append", metavar="NAME", help="samples, practice, unseen, published")
    parser.add_argument("--totals", action="store_true", help="no listing of misses and false alarms")
    options = parser.parse_args()

    sets = [("Samples", options.source / "samples/reports/labels.toml", options.source / "samples/reports"),
            ("Practice", here / "practice/labels.toml", here / "practice")]
    if (here / "unseen/labels.toml").exists():  # between one set's becoming practice and the next there is none
        sets.append(("Unseen", here / "unseen/labels.toml", here / "unseen"))
    published = options.source / "../shared/seeds"
    if published.is_dir():
        sets.append(("Published reports", here / "seeds.toml", published))
    if options.sets:
        sets = [one for one in sets if one[0].split()[0].lower() in options.sets]
    loaded = [(name, labels.load(path, folder)) for name, path, folder in sets]
    if not options.program:
        for name, units in loaded:
            count = collections.Counter(label.rule for unit in units for label in unit.findings)
            print(name, sum(count.values()), *(f"\n  {rule} {count[rule]}" for rule in labels.RULES))
        return

    lines, floor = [], Score()
    for name, units in loaded:
        score = measure(options.program, units)
        lines += describe(name, units, score, options.totals)
        for label, finding in score.elsewhere:
            print(f"elsewhere: {label.rule} in {label.file}: {label.quotes} — {finding['message']}")
        if name != "Unseen":
            floor.add(score)
    print("\n".join(lines))
    if options.write:
        write(options.write, lines)
    if options.check and (wrong := floors(floor)):
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
