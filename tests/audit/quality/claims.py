#!/usr/bin/env python3
"""Checks each claim of claims.toml on the five published reports: found, tested and holding, or silent, as it says.

    claims.py --program BUILD/jiheng [--source DIR] [--write docs/audit-quality.md]

Exit code 77 (skipped) when the reports are not beside the checkout. --write lists what is not tested, with the reason.
"""
import argparse
import pathlib
import re
import sys
import tomllib

sys.dont_write_bytecode = True  # the source folder stays as it is

import labels
import measure

SKIPPED = 77


def numbers(values):
    """The digits or numerals of printed values: '3,168.61万元' gives '3168.61'."""
    found = []
    for value in values:
        plain = labels.plain(value).replace(",", "")
        found += re.findall(r"\d+(?:\.\d+)?", plain) + re.findall(r"[一二两三四五六七八九十]+", plain)
    return found


def check(claim, document):
    """What is wrong with this claim in the audited document; empty when nothing is."""
    what, _, name = claim["how"].partition(" ")
    quote = claim.get("quote")
    found = [f for f in document["findings"] if f["rule"] == name and
             (not quote or any(labels.overlaps(quote, e["text"]) for e in f["evidence"]))]
    if what == "finding":
        return "" if found else "not reported"
    if what == "silent":
        return "; ".join(f["message"] for f in found)
    tested = [c for c in document["claims"] if c["relation"].replace("_", "-") == name]
    holding = [c for c in tested if c["holds"] and not set(claim["values"]) - set(numbers(c["values"]))]
    return "" if holding else f"no such relation tested: {name} {claim['values']}"


def untested(claims):
    """The rows of the list of what is not tested, one reason after the other."""
    reasons = {}
    for claim in claims:
        if claim["how"] == "not tested":
            reasons.setdefault(claim["reason"], []).append(claim)
    lines = ["| reason | claims |", "|---|---|"]
    for reason, of in reasons.items():
        lines.append(f"| {reason} | " + "; ".join(f"{c['id']} {c['topic']}" for c in of) + " |")
    return lines


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--source", type=pathlib.Path, default=here.parents[2])
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    claims = tomllib.loads((here / "claims.toml").read_text("utf-8"))["claim"]
    if options.write:
        measure.write(options.write, untested(claims), "untested")

    folder = options.source / "../shared/seeds"
    files = sorted(folder.glob("00*.txt"))
    if not files:
        print("the published reports are not beside the checkout")
        sys.exit(SKIPPED)
    answer = measure.audit(options.program, files, "--claims")
    documents = {pathlib.Path(d["file"]).name[:3]: d for d in answer["documents"]}
    wrong = 0
    for claim in claims:
        if claim["how"] == "not tested":
            continue
        complaint = check(claim, documents[claim["id"][:3]])
        # A copy stands in either of its two reports.
        if complaint and claim["how"] == "finding copy.across":
            complaint = "" if any(not check(claim, d) for d in documents.values()) else complaint
        if complaint:
            wrong += 1
            print(f"{claim['id']} {claim['topic']} ({claim['verdict']}): {claim['how']}: {complaint}")
    tested = sum(claim["how"] != "not tested" for claim in claims)
    print(f"{len(claims)} claims: {tested} tested, {wrong} not as they should be, {len(claims) - tested} not tested")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
