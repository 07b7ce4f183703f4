#!/usr/bin/env python3
"""Validates SARIF 2.1.0 files by the schema beside this script; prints every mistake. Exit code 1: there were some."""
import json
import pathlib
import sys

import jsonschema

SCHEMA = pathlib.Path(__file__).parent / "data/sarif-schema-2.1.0.json"


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker())
    mistakes = 0
    for name in sys.argv[1:]:
        log = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
        for mistake in validator.iter_errors(log):
            mistakes += 1
            print(f"{name}: /{'/'.join(map(str, mistake.absolute_path))}: {mistake.message}")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
