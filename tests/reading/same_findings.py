#!/usr/bin/env python3
"""same_findings.py FILE…: audits two and more forms of one report by themselves; what they find must be the same."""
import json
import subprocess
import sys


def findings(file):
    command = ["jiheng", "audit", file, "--no-across", "--format", "json"]
    document = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["documents"][0]
    if "error" in document:
        return [document["error"]["code"]]
    return sorted(f"{each['severity']} {each['rule']} {each['message']}" for each in document["findings"])


def main():
    first, *others = sys.argv[1:]
    expected = findings(first)
    for other in others:
        found = findings(other)
        for line in expected:
            if line not in found:
                print("-", line)
        for line in found:
            if line not in expected:
                print("+", line)
        print("the same" if found == expected else "NOT THE SAME")


main()
