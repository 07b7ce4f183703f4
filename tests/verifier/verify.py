#!/usr/bin/env python3
"""A second verifier of evidence packages, written from docs/formats/package.md and docs/formats/journal.md alone.

    verify.py PACKAGE [--key PEM] [--json]

Exit code 0: good; 1: refused; 2: wrong command line, or a file cannot be read. Python's standard library only: Ed25519,
SM2 and, where the platform's OpenSSL lacks it, SM3 are written out here. It is slow and holds everything in memory: it
is there to disagree with the program's own verifier, not to replace it.
"""
import argparse
import base64
import binascii
import datetime
import fractions
import hashlib
import json
import re
import sys
import zipfile
import zlib

REQUIRED = ["package.json", "checkpoint.txt", "key.pem", "entries.jsonl", "figures.jsonl", "scorecard.json"]
MOST_MEMBERS, MOST_ENTRIES, MOST_ROWS = 100_000, 2_000_000, 10_000_000
MOST_BYTES, MOST_LINE, SMALL, MOST_RATIO = 4 << 30, 64 << 20, 2 << 20, 500
INT_63 = 1 << 63


class Malformed(Exception):
    """A text that is not what it should be."""


# ---------------------------------------------------------------------------------------------------------- hashes

def sm3_own(data):
    """SM3, GB/T 32905-2016."""
    def rotated(x, n):
        n %= 32
        return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF

    def p0(x):
        return x ^ rotated(x, 9) ^ rotated(x, 17)

    def p1(x):
        return x ^ rotated(x, 15) ^ rotated(x, 23)

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + 4 * i:start + 4 * i + 4], "big") for i in range(16)]
        for i in range(16, 68):
            w.append(p1(w[i - 16] ^ w[i - 9] ^ rotated(w[i - 3], 15)) ^ rotated(w[i - 13], 7) ^ w[i - 6])
        a, b, c, d, e, f, g, h = state
        for i in range(64):
            constant = 0x79CC4519 if i < 16 else 0x7A879D8A
            ss1 = rotated((rotated(a, 12) + e + rotated(constant, i)) & 0xFFFFFFFF, 7)
            ss2 = ss1 ^ rotated(a, 12)
            ff = a ^ b ^ c if i < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if i < 16 else (e & f) | (~e & 0xFFFFFFFF & g)
            tt1 = (ff + d + ss2 + (w[i] ^ w[i + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[i]) & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = tt1, a, rotated(b, 9), c, p0(tt2), e, rotated(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)


def sm3(data):
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_own(data)


def sha256(data):
    return hashlib.sha256(data).digest()


HASHES = {"sha256": sha256, "sm3": sm3}


# ------------------------------------------------------------------------------------------------------ signatures

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def ed_x(y, sign):
    """x of the point with this y, RFC 8032 §5.1.3."""
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise Malformed
    return P - x if x % 2 != sign else x


def ed_decode(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        raise Malformed
    x = ed_x(y, sign)
    return x, y, 1, x * y % P


def ed_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = ed_add(result, point)
        point = ed_add(point, point)
        n >>= 1
    return result


def ed_encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed_check(data):
    """Of a key as such only the range of y is asked; one that is no point signs nothing."""
    if int.from_bytes(data, "little") & (2**255 - 1) >= P:
        raise Malformed


ED_BASE_Y = 4 * pow(5, P - 2, P) % P
ED_BASE_X = ed_x(ED_BASE_Y, 0)
ED_BASE = (ED_BASE_X, ED_BASE_Y, 1, ED_BASE_X * ED_BASE_Y % P)


def ed25519_verify(public, message, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    try:
        x, y, z, t = ed_decode(public)
    except Malformed:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return ed_encode(ed_add(ed_times(s, ED_BASE), ed_times(k, (P - x, y, z, P - t)))) == signature[:32]


SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
         0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)


def sm2_add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % SM2_P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] + SM2_A) * pow(2 * p[1], -1, SM2_P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, SM2_P)
    x = (slope * slope - p[0] - q[0]) % SM2_P
    return x, (slope * (p[0] - x) - p[1]) % SM2_P


def sm2_times(n, point):
    result = None
    while n:
        if n & 1:
            result = sm2_add(result, point)
        point = sm2_add(point, point)
        n >>= 1
    return result


def sm2_decode(raw):
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    if raw[0] != 4 or x >= SM2_P or y >= SM2_P or (x**3 + SM2_A * x + SM2_B - y * y) % SM2_P:
        raise Malformed
    return x, y


def sm2_verify(public, message, signature):
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (1 <= r < SM2_N and 1 <= s < SM2_N):
        return False
    point = sm2_decode(public)
    numbers = [SM2_A, SM2_B, *SM2_G, *point]
    z = sm3(b"\x00\x80" + b"1234567812345678" + b"".join(n.to_bytes(32, "big") for n in numbers))
    e = int.from_bytes(sm3(z + message), "big")
    t = (r + s) % SM2_N
    if t == 0:
        return False
    found = sm2_add(sm2_times(s, SM2_G), sm2_times(t, point))
    return found is not None and (e + found[0]) % SM2_N == r


class Key:
    KINDS = {
        "ed25519": (bytes.fromhex("302a300506032b6570032100"), 32, b"\x01", ed_check, ed25519_verify),
        "sm2": (bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200"), 65,
                b"\xffjiheng/sm2-with-sm3/v1", sm2_decode, sm2_verify),
    }

    def __init__(self, pem):
        match = re.fullmatch(rb"-----BEGIN PUBLIC KEY-----\n([^-]*)-----END PUBLIC KEY-----\n", pem)
        if not match:
            raise Malformed
        self.der = from_base64(match[1].replace(b"\n", b""))
        text = base64.b64encode(self.der)
        lines = [text[i:i + 64] + b"\n" for i in range(0, len(text), 64)]
        if b"".join(lines) != match[1]:
            raise Malformed
        for prefix, size, self.type, check, self.verify_raw in self.KINDS.values():
            if self.der.startswith(prefix) and len(self.der) == len(prefix) + size:
                self.raw = self.der[len(prefix):]
                check(self.raw)
                return
        raise Malformed

    def fingerprint(self):
        return sha256(self.der).hex()

    def id(self, name):
        return sha256(name.encode() + b"\n" + self.type + self.raw)[:4]

    def verify(self, message, signature):
        return self.verify_raw(self.raw, message, signature)


# ----------------------------------------------------------------------------------------------------------- texts

def from_base64(text):
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Malformed from None
    if base64.b64encode(data) != text:
        raise Malformed
    return data


def hash_from_base64(text):
    if not isinstance(text, str):
        raise Malformed
    data = from_base64(text)
    if len(data) != 32:
        raise Malformed
    return data


def is_day(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or not "1900" <= text[:4] <= "2199":
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_time(text):
    match = re.fullmatch(r"([0-9-]{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z", text)
    return bool(match) and is_day(match[1]) and match[2] < "24" and match[3] < "60" and match[4] < "60"


def no_constant(name):
    raise Malformed


def parse_int(text):
    return int(text) if len(text) < 30 else float(text)  # no integer of ours is as long


def depth_of(value):
    deepest, todo = 0, [(value, 1)]
    while todo:
        each, depth = todo.pop()
        if isinstance(each, (dict, list)):
            deepest = max(deepest, depth)
            todo += [(inner, depth + 1) for inner in (each.values() if isinstance(each, dict) else each)]
    return deepest


def parse_json(text):
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        value = json.loads(text, parse_constant=no_constant, parse_int=parse_int)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses unpaired surrogates
    except (ValueError, RecursionError):
        raise Malformed from None
    if depth_of(value) > 32:
        raise Malformed
    return value


def members_of(value, required, optional=(), others=False):
    """The object, which has these members and, unless `others`, no more."""
    if not isinstance(value, dict) or any(name not in value for name in required):
        raise Malformed
    if not others and not set(value) <= set(required) | set(optional):
        raise Malformed
    return value


def string(value):
    if not isinstance(value, str):
        raise Malformed
    return value


def is_integer(value):
    return type(value) is int and -INT_63 <= value < INT_63


def integer(value):
    if not is_integer(value) or value < 0:
        raise Malformed
    return value


def array(value):
    if not isinstance(value, list):
        raise Malformed
    return value


def exact_text(value):
    if value is not None:
        string(value)
    return value


def decimal(text):
    """[+-]digits[.digits] as the scorecard writes numbers."""
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]{1,18})?", string(text)):
        raise Malformed
    if len(text.lstrip("+-").replace(".", "").lstrip("0")) > 37:
        raise Malformed
    return fractions.Fraction(text)


# ------------------------------------------------------------------------------------------------------ the checks

CHECKS = ["container", "manifest", "checkpoint", "key", "entries", "figures", "scorecard", "blobs"]


class Stop(Exception):
    """Nothing more can be checked."""


class Problem(Exception):
    """Of the container or a member, found while reading."""


class Verifier:
    def __init__(self, path, key):
        self.path, self.given_key = path, key
        self.problems = {}  # check → codes with words, in the order found
        self.notes = []

    def start(self, check):
        self.problems.setdefault(check, [])

    def add(self, check, code, words=""):
        self.problems[check].append(("package." + code, words))

    def good(self):
        unknown_signer = self.given_key is None and "key" not in self.problems
        return all(self.problems.get(check) == [] or (check == "key" and unknown_signer) for check in CHECKS)

    def run(self):
        try:
            self.check_container()
            self.check_manifest()
        except Stop:
            return
        log = self.check_checkpoint()
        self.check_key()
        self.named_blobs = set()
        if log:
            self.check_figures()
            self.check_entries()
            self.check_scorecard()
        self.check_blobs()

    # container

    def check_container(self):
        self.start("container")
        try:
            self.read_members()
        except Problem as problem:
            self.add("container", *problem.args)
            raise Stop from None

    def read_members(self):
        try:
            archive = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise Problem("not-a-zip") from None
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise Problem("too-large")
        total, seen = 0, set()
        for info in infos:
            name = info.orig_filename
            if name not in REQUIRED and not re.fullmatch(r"blobs/[0-9a-f]{64}", name):
                raise Problem("member-name", name)
            if name in seen:
                raise Problem("member-twice", name)
            seen.add(name)
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Problem("member-form", name)
            if info.file_size > SMALL and info.file_size // max(info.compress_size, 1) > MOST_RATIO:
                raise Problem("bomb", name)
            if name in REQUIRED and not name.endswith(".jsonl") and info.file_size > MOST_LINE:
                raise Problem("too-large", name)
            total += info.file_size
            if total > MOST_BYTES:
                raise Problem("too-large")
        self.members = {}
        for info in sorted(infos, key=lambda each: each.filename):
            try:
                with archive.open(info) as stream:
                    data = stream.read(info.file_size + 1)
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
                raise Problem("member-damaged", info.filename) from None
            if len(data) != info.file_size:
                raise Problem("member-damaged", info.filename)
            self.members[info.filename] = data

    def lines(self, check, name):
        data = self.members[name]
        parts = data.split(b"\n")
        for part in parts[:-1]:
            if len(part) > MOST_LINE:
                self.add(check, "too-large", name)
                return
            yield part
        if len(parts[-1]) > MOST_LINE:
            self.add(check, "too-large", name)
        elif parts[-1]:
            self.add(check, "line", name)

    # manifest

    def check_manifest(self):
        self.start("manifest")
        for name in REQUIRED:
            if name not in self.members:
                self.add("manifest", "member-missing", name)
        if self.problems["manifest"]:
            raise Stop
        try:
            self.read_manifest()
        except Malformed:
            self.add("manifest", "manifest")
        if self.problems["manifest"]:
            raise Stop

    def read_manifest(self):
        value = parse_json(self.members["package.json"])
        if not isinstance(value, dict) or value.get("format") != "jiheng-evidence 1":
            self.add("manifest", "format")
            return
        manifest = members_of(value, ["format", "unit", "unit_name", "year", "made", "version", "hash", "seal",
                                      "seal_entry", "members"])
        for name in ("unit", "unit_name", "version", "hash", "seal", "made"):
            string(manifest[name])
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", manifest["unit"]) or not re.fullmatch(r"[0-9a-f]{64}", manifest["seal"]):
            raise Malformed
        if not 1900 <= integer(manifest["year"]) <= 2199 or not is_time(manifest["made"]):
            raise Malformed
        if manifest["seal_entry"] is not None:
            integer(manifest["seal_entry"])
        self.manifest = manifest
        listed = {"package.json"}
        for each in array(manifest["members"]):
            member = members_of(each, ["name", "size", "sha256"])
            name, size, digest = string(member["name"]), integer(member["size"]), string(member["sha256"])
            if name in listed:
                raise Malformed
            listed.add(name)
            if name not in self.members:
                self.add("manifest", "member-missing", name)
            elif len(self.members[name]) != size or sha256(self.members[name]).hex() != digest:
                self.add("manifest", "member-altered", name)
        for name in self.members:
            if name not in listed:
                self.add("manifest", "member-extra", name)

    # checkpoint and key

    def check_checkpoint(self):
        self.start("checkpoint")
        self.key = None
        try:
            self.parse_checkpoint(self.members["checkpoint.txt"])
        except Malformed:
            self.add("checkpoint", "checkpoint")
            return False
        if self.unit != self.manifest["unit"]:
            self.add("checkpoint", "checkpoint-unit", self.unit)
        if self.hash_id != self.manifest["hash"]:
            self.add("checkpoint", "checkpoint-hash", self.hash_id)
        try:
            self.key = Key(self.members["key.pem"])
        except Malformed:
            self.add("checkpoint", "key")
            return True
        origin = "jiheng/" + self.unit
        mine = [data[4:] for name, data in self.signatures if name == origin and data[:4] == self.key.id(origin)]
        if not mine or not all(self.key.verify(self.body, signature) for signature in mine):
            self.add("checkpoint", "signature")
        return True

    def parse_checkpoint(self, data):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed from None
        if len(data) > 128 << 10 or not text.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", text):
            raise Malformed
        lines = text[:-1].split("\n")
        if not 7 <= len(lines) <= 6 + 16 or lines[5]:
            raise Malformed
        origin = re.fullmatch(r"jiheng/([A-Za-z0-9_-]{1,64})", lines[0])
        if not origin or not re.fullmatch(r"0|[1-9][0-9]*", lines[1]) or int(lines[1]) >= 1 << 62:
            raise Malformed
        self.unit, self.size, self.root = origin[1], int(lines[1]), hash_from_base64(lines[2])
        if not lines[3].startswith("time ") or not is_time(lines[3][5:]):
            raise Malformed
        if lines[4] not in ("hash sha256", "hash sm3"):
            raise Malformed
        self.hash_id = lines[4][5:]
        self.hash = HASHES[self.hash_id]
        self.body = "".join(line + "\n" for line in lines[:5]).encode()
        self.signatures = []
        for line in lines[6:]:
            match = re.fullmatch(r"— ([^ ]+) ([^ ]+)", line)
            if not match or "+" in match[1] or any(letter.isspace() for letter in match[1]):
                raise Malformed
            data = from_base64(match[2])
            if len(data) <= 4:
                raise Malformed
            self.signatures.append((match[1], data))

    def check_key(self):
        if self.key is None:
            return
        if self.given_key is None:
            self.notes.append("no key was given, anyone can sign with one of their own: compare the fingerprint "
                              + self.key.fingerprint())
            return
        self.start("key")
        if self.given_key.der != self.key.der:
            self.add("key", "key-other", self.key.fingerprint())

    # figures

    def check_figures(self):
        self.start("figures")
        self.figures, self.claims = {}, {}
        rows = 0
        for line in self.lines("figures", "figures.jsonl"):
            try:
                figure = self.parse_figure(parse_json(line))
            except Malformed:
                self.add("figures", "figure", line[:60].decode("utf-8", "replace"))
                continue
            rows += len(figure.get("rows", ()))
            if rows > MOST_ROWS:
                self.add("figures", "too-large")
                return
            self.check_figure(figure)
        formulas = sum("formula" in figure for figure in self.figures.values())
        if formulas:
            self.notes.append(f"{formulas} formulas were not recomputed")
        claimed = sum(bool(figure.get("rows")) and "field" not in figure and figure["aggregate"] != "count"
                      for figure in self.figures.values())
        if claimed:
            self.notes.append(f"{claimed} figures whose rows add what the maker says")

    def parse_figure(self, value):
        common = ["id", "title", "unit", "type", "decimals", "value", "shown"]
        is_formula = isinstance(value, dict) and "formula" in value
        if is_formula:
            figure = members_of(value, common + ["formula", "inputs"])
            if not string(figure["formula"]):
                raise Malformed
            for each in array(figure["inputs"]):
                string(each)
        else:
            figure = members_of(value, common + ["over", "aggregate", "rows"], ["field"])
            if not string(figure["over"]) or ("field" in figure and not string(figure["field"])):
                raise Malformed
            if figure["aggregate"] not in ("count", "sum", "distinct", "minimum", "maximum"):
                raise Malformed
            for row in array(figure["rows"]):
                members_of(row, ["index", "counts"])
                integer(row["index"])
                exact_text(row["counts"])
        for name in ("id", "title", "unit", "shown"):
            string(figure[name])
        if not figure["id"] or integer(figure["decimals"]) > 18:
            raise Malformed
        kind, aggregate = figure["type"], figure.get("aggregate")
        if kind not in ("number", "money", "date", "moment") or (kind == "money" and figure["unit"] not in FEN):
            raise Malformed
        if (aggregate in ("count", "distinct") and kind != "number") or (aggregate == "sum" and kind in ("date", "moment")):
            raise Malformed
        figure["exact"] = exact(exact_text(figure["value"]), kind)
        return figure

    def check_figure(self, figure):
        name = figure["id"]
        if name in self.figures:
            self.add("figures", "figure-twice", name)
            return
        if "formula" in figure:
            for each in figure["inputs"]:
                if each not in self.figures:
                    self.add("figures", "figure-input", f"{name}: {each}")
        else:
            try:
                expected = total_of(figure)
            except Malformed:
                expected = "malformed"
            if expected != figure["exact"]:
                self.add("figures", "figure-value", f"{name}: {figure['value']}, its rows come to {expected}")
        self.figures[name] = figure
        try:
            shown = shown_text(figure)
        except Malformed:
            shown = None
        if shown != figure["shown"]:
            self.add("figures", "figure-shown", f"{name}: {figure['shown']}, not {shown}")
        last = -1
        for i, row in enumerate(figure.get("rows", ())):
            if i and row["index"] <= last:
                self.add("figures", "row-order", f"{name}: {row['index']}")
            last = row["index"]
            self.claims.setdefault(row["index"], []).append((figure, row["counts"]))

    # entries

    def check_entries(self):
        self.start("entries")
        self.seal_recorded = False
        last, count, rows, used = -1, 0, {}, {}
        for line in self.lines("entries", "entries.jsonl"):
            count += 1
            if count > MOST_ENTRIES:
                self.add("entries", "too-large")
                break
            try:
                wrapped = members_of(parse_json(line), ["index", "entry", "proof"])
                index, text = integer(wrapped["index"]), string(wrapped["entry"]).encode("utf-8")
                proof = [hash_from_base64(each) for each in array(wrapped["proof"])]
                entry = parse_json(text)
                if not isinstance(entry, dict):
                    raise Malformed
            except Malformed:
                self.add("entries", "entry", line[:60].decode("utf-8", "replace"))
                continue
            if index <= last:
                self.add("entries", "entry-order", str(index))
                continue
            last = index
            if not self.is_included(text, index, proof):
                self.add("entries", "entry-proof", str(index))
            if entry.get("unit") != self.manifest["unit"]:
                self.add("entries", "entry-unit", str(index))
            claims = self.claims.pop(index, [])
            row = row_of(entry)
            for figure, counts in claims:
                self.check_row(index, entry, row, figure, counts)
            if entry.get("action") == "clear":
                if scope_of(entry) in used:
                    self.add("figures", "row-superseded", f"{used.pop(scope_of(entry))} by {index}")
            if claims:
                used[scope_of(entry)] = index
            if row is not None:
                before = rows.get(row)
                if before and before[1]:
                    self.add("figures", "row-superseded", f"{before[0]} by {index}")
                rows[row] = index, bool(claims)
            if index == self.manifest["seal_entry"]:
                record = entry.get("record")
                self.seal_recorded = (entry.get("action") == "seal" and is_integer(entry.get("year"))
                                      and entry["year"] == self.manifest["year"] and isinstance(record, dict)
                                      and record.get("sha256") == self.manifest["seal"])
            if isinstance(entry.get("blobs"), list):
                self.named_blobs |= {each for each in entry["blobs"] if isinstance(each, str)}
        for index, claims in self.claims.items():
            for figure, _ in claims:
                self.add("figures", "row-absent", f"{figure['id']}: {index}")
        self.notes.append(f"{count} of the {self.size} entries of the journal are in the package")

    def is_included(self, text, index, proof):
        """RFC 9162 §2.1.3.2."""
        if index >= self.size:
            return False
        fn, sn, r = index, self.size - 1, self.hash(b"\0" + text)
        for p in proof:
            if sn == 0:
                return False
            if fn & 1 or fn == sn:
                r = self.hash(b"\1" + p + r)
                while not fn & 1 and fn:
                    fn, sn = fn >> 1, sn >> 1
            else:
                r = self.hash(b"\1" + r + p)
            fn, sn = fn >> 1, sn >> 1
        return sn == 0 and r == self.root

    def check_row(self, index, entry, row, figure, counts):
        where = f"{figure['id']}: {index}"
        if row is None or entry["record"] is None or row[:2] != (figure["over"], self.manifest["year"]):
            self.add("figures", "row-register", where)
            return
        if "field" not in figure:
            return
        found = entry["record"].get(figure["field"])
        if is_integer(found):
            found = str(found)
        elif not isinstance(found, str):
            found = None
        if found != counts:
            self.add("figures", "row-value", f"{where}: {counts}, the entry has {found}")

    # scorecard and attached files

    def check_scorecard(self):
        self.start("scorecard")
        data = self.members["scorecard.json"]
        if sha256(data).hex() != self.manifest["seal"]:
            self.add("scorecard", "scorecard-seal")
        if self.manifest["seal_entry"] is None:
            self.notes.append("the journal has no entry of the sealing")
        elif not self.seal_recorded:
            self.add("scorecard", "seal-entry", str(self.manifest["seal_entry"]))
        try:
            self.check_card(parse_json(data))
        except Malformed:
            self.add("scorecard", "scorecard")

    def check_card(self, value):
        card = members_of(value, ["unit", "year", "total", "items"], others=True)
        unit, year, total = string(card["unit"]), integer(card["year"]), decimal(card["total"])
        items = array(card["items"])
        if unit != self.manifest["unit"] or year != self.manifest["year"]:
            self.add("scorecard", "scorecard-unit", f"{unit} {year}")
        added = fractions.Fraction(0)
        for each in items:
            item = members_of(each, ["id", "score", "inputs"], others=True)
            string(item["id"])
            added = in_range(added + decimal(item["score"]))
            for given in array(item["inputs"]):
                used = members_of(given, ["measure", "unit", "value"], others=True)
                measure, figure_unit = string(used["measure"]), string(used["unit"])
                used_value = exact_text(used["value"])
                figure = self.figures.get(measure)
                if figure is None:
                    self.add("scorecard", "score-figure-absent", measure)
                    continue
                try:
                    same = used_value == scored_text(figure) and figure_unit == figure["unit"]
                except Malformed:
                    same = False
                if not same:
                    self.add("scorecard", "score-figure-value", f"{measure}: {used_value}{figure_unit}")
        if added != total:
            self.add("scorecard", "scorecard-total", f"{card['total']}, not {added}")

    def check_blobs(self):
        self.start("blobs")
        present = set()
        for name, data in self.members.items():
            if name.startswith("blobs/"):
                present.add(name[6:])
                if sha256(data).hex() != name[6:]:
                    self.add("blobs", "blob", name)
        for count, words in ((len(present - self.named_blobs), "attached files that no entry names"),
                             (len(self.named_blobs - present), "attached files named by entries are not there")):
            if count:
                self.notes.append(f"{count} {words}")


# ------------------------------------------------------------------------------------------------ figures' arithmetic

FEN = {"元": 100, "万元": 10**6, "亿元": 10**10}
NO_BASE = "no-base"


def in_range(number):
    if max(abs(number.numerator), number.denominator) >= 1 << 127:
        raise Malformed
    return number


def exact(text, kind):
    """None, "no-base", a Fraction, a date or a moment."""
    if text is None or text == NO_BASE:
        return text
    if kind == "date":
        if not is_day(text):
            raise Malformed
        return datetime.date.fromisoformat(text)
    if kind == "moment":
        match = re.fullmatch(r"([0-9-]{10}) ([0-9]{2}):([0-9]{2})", text)
        if not match or not is_day(match[1]) or match[1] < "1970" or match[2] > "23" or match[3] > "59":
            raise Malformed
        return datetime.datetime.fromisoformat(text)
    if kind == "money":
        if not re.fullmatch(r"-?[0-9]+", text) or not -INT_63 <= int(text) < INT_63:
            raise Malformed
        return fractions.Fraction(int(text))
    if "." in text:
        if text.startswith("+"):
            raise Malformed
        return decimal(text)
    match = re.fullmatch(r"(-?[0-9]+)(?:/([0-9]+))?", text)
    if not match:
        raise Malformed
    numerator, denominator = int(match[1]), int(match[2] or 1)
    if denominator == 0 or max(abs(numerator), denominator) >= 1 << 127:
        raise Malformed
    return fractions.Fraction(numerator, denominator)


def total_of(figure):
    """What the rows come to."""
    aggregate = figure["aggregate"]
    texts = [row["counts"] for row in figure["rows"] if row["counts"] is not None]
    known = [text for text in texts if text != NO_BASE]
    if aggregate == "distinct":
        result = fractions.Fraction(len(set(known)))
    else:
        if aggregate == "count" and any(text != "1" for text in known):
            raise Malformed
        values = [exact(text, figure["type"]) for text in known]
        if aggregate in ("count", "sum"):
            result = fractions.Fraction(0)
            for value in values:
                result = in_range(result + value)
        else:
            result = (min if aggregate == "minimum" else max)(values, default=None)
    return NO_BASE if len(known) < len(texts) else result


def rounded(figure):
    """The value in its unit, half away from zero, as text."""
    value, decimals = figure["exact"], figure["decimals"]
    if figure["type"] == "money":
        value = value / FEN[figure["unit"]]
    elif figure["unit"] == "%":
        value = in_range(value * 100)
    scaled = (2 * abs(value) * 10**decimals + 1) // 2
    if scaled >= 10**37:
        raise Malformed
    digits = str(scaled).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], "." + digits[-decimals:]) if decimals else (digits, "")
    return ("-" if value < 0 and scaled else "") + whole + part


def scored_text(figure):
    value = figure["exact"]
    if value is None or value == NO_BASE:
        return value
    if figure["type"] == "moment":
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if figure["type"] == "date" else rounded(figure)


def shown_text(figure):
    value = figure["exact"]
    if value is None:
        return "——"
    if value == NO_BASE:
        return "--%（基数为0，不可比）" if figure["unit"] == "%" else "--（基数为0，不可比）"
    if figure["type"] == "date":
        return f"{value.year}年{value.month}月{value.day}日"
    if figure["type"] == "moment":
        return f"{value.year}年{value.month}月{value.day}日{value.hour}时{value.minute}分"
    whole, point, part = rounded(figure).partition(".")
    return with_commas(whole) + point + part + figure["unit"]


def with_commas(whole):
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + f"{int(digits):,}"


def row_of(entry):
    """(register, year, key) of an entry that is of a row, else None."""
    key, record = entry.get("key"), entry.get("record")
    if isinstance(key, list) and all(isinstance(each, str) for each in key):
        key = tuple(key)
    elif not isinstance(key, str):
        return None
    if "record" not in entry or not (record is None or isinstance(record, dict)):
        return None
    return *scope_of(entry), key


def scope_of(entry):
    register, year = entry.get("register"), entry.get("year")
    return register if isinstance(register, str) else "", year if is_integer(year) else 0


def main():
    parser = argparse.ArgumentParser(description="Checks an evidence package.")
    parser.add_argument("package")
    parser.add_argument("--key", help="the unit's public key, PEM")
    parser.add_argument("--json", action="store_true", help="print the problem codes as JSON")
    arguments = parser.parse_args()
    try:
        key = None
        if arguments.key:
            with open(arguments.key, "rb") as file:
                key = Key(file.read())
        open(arguments.package, "rb").close()
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    except Malformed:
        print("not a public key: " + arguments.key, file=sys.stderr)
        return 2
    verifier = Verifier(arguments.package, key)
    verifier.run()
    if arguments.json:
        print(json.dumps({"good": verifier.good(), "problems": sorted(
            {code for problems in verifier.problems.values() for code, _ in problems})}))
    else:
        for check in CHECKS:
            problems = verifier.problems.get(check)
            print(f"{check}: " + ("not done" if problems is None else "refused" if problems else "good"))
            for code, words in problems or ():
                print(f"  {code} " + "".join(c if c.isprintable() else "\ufffd" for c in words))
        for note in verifier.notes:
            print("note: " + note)
        print("GOOD" if verifier.good() else "REFUSED")
    return 0 if verifier.good() else 1


if __name__ == "__main__":
    sys.exit(main())
