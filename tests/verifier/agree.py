#!/usr/bin/env python3
"""Holds `jiheng verify` and verify.py to the same packages, good and forged: the same exit code, the same problems.

    agree.py --program JIHENG --make MAKE_PACKAGES --samples FOLDER
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def output_of(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--make", required=True)
    parser.add_argument("--samples", required=True)
    arguments = parser.parse_args()
    second = [sys.executable, str(pathlib.Path(__file__).with_name("verify.py"))]

    def disagree(name, path, key, wanted):
        """Whether either verifier finds anything but `wanted`."""
        code, out, err = output_of([arguments.program, "verify", path, "--key", key, "--format", "json"])
        mine = {each["code"] for check in json.loads(out)["checks"] for each in check["problems"]} if out else err
        second_code, out, err = output_of(second + [path, "--key", key, "--json"])
        theirs = set(json.loads(out)["problems"]) if out else err
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
