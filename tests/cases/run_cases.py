#!/usr/bin/env python3
"""Runs transcripts of commands and compares their whole output.

A transcript is a .test file, or the ```console blocks of a .md file:

    $ jiheng init --db sqlite:a.db      a command, run by bash in a fresh folder of its own per file
    数据库已就绪：sqlite:a.db             its output, standard output and standard error together, exactly
    …                                   a line of … alone stands for any lines
    ? 1                                 its exit code, when it is not 0

Lines that start with # before the first command are comments. $SOURCE is the source folder, $SAMPLE the sample year.
With --update the file is rewritten with what the commands print now (review the difference); a lone … is filled in.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ANY = "…"


def matches(expected, found):
    """Whether the expected lines, with … for any run of lines, describe the found ones."""
    at = star = 0
    back = None  # the line after the last …, to come back to with one more line skipped
    position = 0
    while position < len(found):
        if at < len(expected) and expected[at] == ANY:
            at += 1
            back, star = at, position
        elif at < len(expected) and expected[at] == found[position]:
            at += 1
            position += 1
        elif back is not None:
            star += 1
            at, position = back, star
        else:
            return False
    return all(line == ANY for line in expected[at:])


def blocks(path, lines):
    """Ranges of lines that are transcript."""
    if path.suffix != ".md":
        yield 0, len(lines)
        return
    start = None
    for number, line in enumerate(lines):
        if start is None and line.strip() == "```console":
            start = number + 1
        elif start is not None and line.strip() == "```":
            yield start, number
            start = None


def steps(lines, start, end):
    """(line of the command, command, expected output, expected exit code, line after) of a block."""
    number = start
    while number < end:
        if not lines[number].startswith("$ "):
            number += 1
            continue
        command_line, command = number, lines[number][2:]
        number += 1
        while command.endswith("\\") and number < end:
            command = command[:-1] + lines[number].strip()
            number += 1
        expected, code = [], 0
        while number < end and not lines[number].startswith("$ "):
            exit_code = re.fullmatch(r"\? (\d+)", lines[number])
            if exit_code:
                code = int(exit_code[1])
            else:
                expected.append(lines[number])
            number += 1
        while expected and not expected[-1]:
            expected.pop()
        yield command_line, command, expected, code, number


def run(path, program, source, update):
    lines = path.read_text(encoding="utf-8").splitlines()
    environment = dict(os.environ)
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    environment["SOURCE"] = str(source)
    environment["SAMPLE"] = str(source / "samples/zengcheng-2022")
    environment["LC_ALL"] = "C.UTF-8"
    environment["JIHENG_PACKS"] = str(source / "packs")
    environment.pop("JIHENG_DB", None)
    failures = count = 0
    out = []
    copied = 0
    with tempfile.TemporaryDirectory(prefix="jiheng-case-") as folder:
        for start, end in blocks(path, lines):
            for at, command, expected, code, after in steps(lines, start, end):
                count += 1
                result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
                found = result.stdout.decode("utf-8", "replace").replace(str(source), "$SOURCE").splitlines()
                while found and not found[-1].strip():
                    found.pop()
                good = matches(expected, found) and result.returncode == code
                if not good and not update:
                    failures += 1
                    print(f"{path}:{at + 1}: $ {command}\n--- expected (exit {code})")
                    print("\n".join(expected))
                    print(f"--- found (exit {result.returncode})")
                    print("\n".join(found) + "\n---")
                if update:
                    first_output = at + 1
                    while lines[first_output - 1].endswith("\\"):
                        first_output += 1
                    out += lines[copied:first_output]
                    out += expected if good and expected != [ANY] else found
                    if result.returncode:
                        out.append(f"? {result.returncode}")
                    if after < end:
                        out.append("")
                    copied = after
    if update:
        path.write_text("\n".join(out + lines[copied:]) + "\n", encoding="utf-8")
    if count == 0:
        print(f"{path}: no commands")
        return 1
    print(f"{path.name}: {count} commands, {failures} failed")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    return max(run(f, arguments.program.resolve(), arguments.source.resolve(), arguments.update)
               for f in arguments.files)


if __name__ == "__main__":
    sys.exit(main())
