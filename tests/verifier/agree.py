#!/usr/bin/env python3
"""Holds `jiheng verify` and verify.py to the same packages, good and forged: the same exit code, the same problems.

    agree.py --program JIHENG --make MAKE_PACKAGES --samples FOLDER [--random N [--seed S]]
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zipfile

# What a value of JSON is replaced by: other types, the edges of integers, texts that mean something here.
VALUES = ["null", "true", '""', '"no-base"', "-1", "0", "1", "17.0", "1e3", '"1/3"', '"0.5"', '"+1"', '"2022-02-29"',
          '"2022-03-01"', "[]", "{}", "[1]", "9223372036854775807", "9223372036854775808", '"\\ud800"', '"乙"', "2022",
          '"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="', "NaN", "1.", "[" * 40 + "]" * 40]


def mutated(data, draw):
    """One small change of a text: of a byte, a digit, a value of JSON, a line."""
    kind = draw.randrange(5)
    if kind == 0:
        at = draw.randrange(len(data) + 1)
        return data[:at] + bytes([draw.randrange(256)]) + data[at + draw.randrange(2):]
    if kind == 1:
        digits = [match.start() for match in re.finditer(rb"[0-9]", data)]
        at = draw.choice(digits)
        return data[:at] + b"%d" % draw.randrange(10) + data[at + 1:]
    if kind == 2:
        values = [match.span() for match in re.finditer(rb'(?<=[:,\[])("[^"\\]*"|[0-9]+|null)(?=[,\]}])', data)]
        if values:
            begin, end = draw.choice(values)
            return data[:begin] + draw.choice(VALUES).encode() + data[end:]
    lines = data.splitlines(True)
    first, second = draw.randrange(len(lines)), draw.randrange(len(lines))
    if kind == 3:
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines[first:first + draw.randrange(2)] = [lines[second]] * draw.randrange(2)
    return b"".join(lines)


def write_mutated(source, target, draw):
    """`source` with a change or two in its texts, the manifest listing the members as they then are."""
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    texts = [name for name in members if not name.startswith("blobs/")]
    changed = [draw.choice(texts) for _ in range(draw.choice([1, 1, 1, 2]))]
    for name in changed:
        if name != "package.json":
            members[name] = mutated(members[name], draw)
    manifest = json.loads(members["package.json"])
    manifest["members"] = [{"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                           for name, data in sorted(members.items()) if name != "package.json"]
    if draw.randrange(2):
        manifest["seal"] = hashlib.sha256(members["scorecard.json"]).hexdigest()
    members["package.json"] = json.dumps(manifest, ensure_ascii=False).encode()
    if "package.json" in changed:
        members["package.json"] = mutated(members["package.json"], draw)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def output_of(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--make", required=True)
    parser.add_argument("--samples", required=True)
    parser.add_argument("--random", type=int, default=100, help="how many packages changed at random")
    parser.add_argument("--seed", type=int, default=2022)
    arguments = parser.parse_args()
    second = [sys.executable, str(pathlib.Path(__file__).with_name("verify.py"))]

    def disagree(name, path, key, wanted=None):
        """Whether either verifier finds anything but `wanted`; without it, whether they find the same."""
        code, out, err = output_of([arguments.program, "verify", path, "--key", key, "--format", "json"])
        mine = {each["code"] for check in json.loads(out)["checks"] for each in check["problems"]} if out else err
        second_code, out, err = output_of(second + [path, "--key", key, "--json"])
        theirs = set(json.loads(out)["problems"]) if out else err
        if wanted is None:
            wanted = mine if isinstance(mine, set) else set()
        if (code, mine) == (second_code, theirs) == (bool(wanted), wanted):
            return False
        print(f"{name}: expected {sorted(wanted)}\n  jiheng verify: {code} {mine}\n"
              f"  verify.py: {second_code} {theirs}")
        return True

    failures = count = 0
    with tempfile.TemporaryDirectory(prefix="jiheng-packages-") as name:
        folder = pathlib.Path(name)
        subprocess.run([arguments.make, name], check=True)
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        for package, problems in expected.items():
            count += 1
            key = folder / ("sm2.pem" if package.startswith("good-sm2") else "ed25519.pem")
            path = str(folder / (package + ".jhep"))
            failures += disagree(package, path, str(key), {"package." + code for code in problems})
        for seed in range(arguments.seed, arguments.seed + arguments.random):
            count += 1
            path = str(folder / "mutated.jhep")
            write_mutated(folder / "good-all-entries.jhep" if seed % 8 == 0 else folder / "good.jhep", path,
                          random.Random(seed))
            failures += disagree(f"mutated with --seed {seed}", path, str(folder / "ed25519.pem"))
        # Packages as they were made once: what could be checked then can be checked now.
        samples = pathlib.Path(arguments.samples)
        for package, key, wanted in (("440118001-2022.jhep", "440118001.pem", set()),
                                     ("440118001-2022-sm2.jhep", "440118001-sm2.pem", set()),
                                     ("440118001-2022.jhep", "440118001-sm2.pem", {"package.key-other"}),
                                     ("forged.jhep", "440118001.pem",
                                      {"package.row-value", "package.score-figure-value"})):
            count += 1
            failures += disagree(package, str(samples / package), str(samples / key), wanted)
        # Wrong use.
        for command, wanted in ((second, 2), (second + ["absent.jhep"], 2),
                                (second + [path, "--key", path], 2), ([arguments.program, "verify"], 2),
                                ([arguments.program, "verify", os.path.join(name, "absent.jhep")], 3)):
            count += 1
            code = output_of(command)[0]
            if code != wanted:
                failures += 1
                print(f"{command}: {code}, expected {wanted}")
    print(f"{count} comparisons, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
