#!/usr/bin/env python3
"""Validates SARIF 2.1.0 files by the schema beside this script, and their regions by the files they point into.

Every region is looked up as an editor does, by line and column and by offset, in UTF-16 code units: both ways must lead
to the same words, and those must be the words of the snippet, but for what the auditor makes plain (white space, forms
of one letter, punctuation). Files are sought from --root on. Prints every mistake. Exit code 1: there were some.
"""
import argparse
import json
import pathlib
import re
import sys
import unicodedata
import urllib.parse

import jsonschema

SCHEMA = pathlib.Path(__file__).parent / "data/sarif-schema-2.1.0.json"


def units(text):
    return text.encode("utf-16-le")


def decoded(file):
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def cut(encoded, begin, end=None):
    return encoded[2 * begin : None if end is None else 2 * end].decode("utf-16-le")


def plain(text):
    """Letters and digits only; no page footers (— 4 —)."""
    text = re.sub(r"—\s*\d+\s*—", "", text)
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def by_lines(lines, region):
    first, last = region["startLine"] - 1, region["endLine"] - 1
    begin, end = region["startColumn"] - 1, region["endColumn"] - 1
    if first == last:
        return cut(lines[first], begin, end)
    whole = [cut(lines[first], begin), *(cut(line, 0) for line in lines[first + 1 : last])]
    return "\n".join([*whole, cut(lines[last], 0, end)])


def mistakes_of_regions(log, root):
    texts = {}
    for run in log["runs"]:
        for result in run["results"]:
            for location in [*result["locations"], *result.get("relatedLocations", [])]:
                place = location["physicalLocation"]
                region = place.get("region")
                if region is None:
                    continue
                uri = place["artifactLocation"]["uri"]
                if uri not in texts:
                    name = urllib.parse.unquote(uri.removeprefix("file://"))
                    text = decoded(root / name)
                    texts[uri] = units(text), [units(line) for line in text.split("\n")]
                whole, lines = texts[uri]
                offset = region["charOffset"]
                words = cut(whole, offset, offset + region["charLength"])
                if words != by_lines(lines, region):
                    yield f"{uri}: {words!r} by offset is {by_lines(lines, region)!r} by line"
                snippet = region.get("snippet", {}).get("text", "")
                if plain(words) != plain(snippet):
                    yield f"{uri}: {words!r} is quoted as {snippet!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker())
    mistakes = []
    for file in arguments.files:
        log = json.loads(file.read_text(encoding="utf-8"))
        found = [f"/{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in validator.iter_errors(log)]
        if not found and arguments.root is not None:
            found = list(mistakes_of_regions(log, arguments.root))
        mistakes += [f"{file}: {each}" for each in found]
    print("\n".join(mistakes), end="\n" if mistakes else "")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
