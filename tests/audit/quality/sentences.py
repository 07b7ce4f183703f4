#!/usr/bin/env python3
"""Holds the auditor to short passages, each with what a careful reviewer would raise on it: precision and recall per rule.

    sentences.py --program BUILD/jiheng [--assert] [--list]

Every [[case]] of sentences/*.toml becomes a report of its own: the passage under a heading of the budget when it speaks
of budgets, else of what was done. Only the rules a file names in some case are judged.
--assert: over all cases, precision ≥ 0.95 and recall ≥ 0.70: what is reached, so that it is not lost again. The aim is
0.97 and 0.95.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

TITLE = "2023年度临泽县人民政府办公室部门整体支出绩效自评报告"
BUDGET = "## 一、基本情况\n\n### （三）部门整体收支情况"
WORK = "## 二、综合评价分析\n\n### （二）各项工作任务绩效目标完成情况分析"
FLOOR = {"precision": 0.95, "recall": 0.70}


def report(text):
    heading = BUDGET if any(word in text for word in ("预算", "支出", "经费", "资金")) else WORK
    return f"# {TITLE}\n\n{heading}\n\n{text}\n"


def found(program, cases):
    """The rules raised on each case."""
    packs = pathlib.Path(__file__).resolve().parents[3] / "packs"
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, case in enumerate(cases):
            path = pathlib.Path(folder) / f"{number:04}.md"
            path.write_text(report(case["text"]), "utf-8")
            paths.append(str(path))
        call = [program, "--packs", str(packs), "audit", "--format", "json", "--no-across", *paths]
        done = subprocess.run(call, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode("utf-8", "replace"))
    return [document["findings"] for document in json.loads(done.stdout)["documents"]]


def main():
    here = pathlib.Path(__file__).resolve().parent / "sentences"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--assert", dest="check", action="store_true")
    parser.add_argument("--list", action="store_true", help="what was missed and what was false")
    parser.add_argument("files", nargs="*", type=pathlib.Path, default=sorted(here.glob("*.toml")))
    options = parser.parse_args()

    hit, false, missed = collections.Counter(), collections.Counter(), collections.Counter()
    for path in options.files:
        cases = tomllib.loads(path.read_text("utf-8"))["case"]
        rules = {rule for case in cases for rule in case["finding"]}
        for case, findings in zip(cases, found(options.program, cases)):
            raised = {finding["rule"] for finding in findings} & rules
            expected, optional = set(case["finding"]), set(case.get("optional", []))
            hit.update(raised & expected)
            missed.update(expected - raised)
            false.update(raised - expected - optional)
            if options.list:
                for rule in sorted(expected - raised):
                    print(f"missed {rule}: {case['text']}")
                for finding in findings:
                    if finding["rule"] in rules - expected - optional:
                        print(f"false {finding['rule']}: {finding['message']}\n    {case['text']}")
    for rule in sorted(hit | false | missed):
        print(f"{rule:28} found {hit[rule]:3}  false {false[rule]:3}  missed {missed[rule]:3}")
    total = {"precision": hit.total() / max(1, hit.total() + false.total()),
             "recall": hit.total() / max(1, hit.total() + missed.total())}
    print("all", *(f"{name} {value:.3f}" for name, value in total.items()))
    if options.check and any(total[name] < floor for name, floor in FLOOR.items()):
        sys.exit("below the floor")


if __name__ == "__main__":
    main()
