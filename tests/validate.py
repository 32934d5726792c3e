#!/usr/bin/python3
"""validate.py: does a stream of records, or a case, keep the record contract?

  validate.py [--fragment] [--open] [FILE…]   records from files, one stream each (default: standard input)
  validate.py --case CASE                     every *.ndjson of a case
  --fragment  part of a stream (after --only, or cut out): no begin, end or order is asked of it
  --open      unknown keys are allowed (records of a later version)

Every record is held against its JSON Schema (schemas/), and against what a schema can't say: the one written form, the
order of keys and records, identities recomputed from content, spans against the text, boxes against the picture.
One line on standard error per fault, FILE:LINE: what; exit status 1 when there is one."""
import argparse
import base64
import hashlib
import json
import math
import os
import re
import sys

import jsonschema

RECORD_BYTES = 64 << 20  # lib/base/limits.h
WORDS_IN_SCHEMA = 20     # jsonschema takes 0.1 ms a word: beyond these, check_words alone looks at them
PLACES = {"lat": 6, "lon": 6, "amount": 6}  # decimals; all other numbers: 3
OWN_KEYS = {"mm.nrc", "email", "imei"}  # what links isn't the value's spelling: the Burmese township code, letter case, the serial
# without its software version (doc/decisions.md)
RANK = {"page": 1, "document": 2, "finding": 3, "error": 4}  # within a page
CASE_FILES = [("tools", ["tool"]), ("roots", ["root"]), ("items", ["item"]), ("entries", ["entry"]), ("pages", ["page"]),
              ("documents", ["document"]), ("findings", ["finding"]), ("errors", ["error"]), ("ends", ["end"]),
              ("ledger", ["status"]), ("custody", None)]
ESCAPED = re.compile("[\"\\\\\x00-\x1f\x7f-\x9f\u2028\u2029]")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.([0-9]*[1-9])")


class Fault(Exception):
    pass


class Decimal(float):
    """A number with a point, that remembers how it was written."""
    def __new__(cls, text):
        self = super().__new__(cls, text)
        self.text = text
        return self


# ---- form ----

def pairs(members):
    d = dict(members)
    if len(d) != len(members):
        raise Fault("a key stands twice in one object")
    return d


def read(line):
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Fault("byte %d is not UTF-8" % e.start)
    def refuse(word):
        raise Fault("%s is not JSON" % word)
    try:
        return text, json.loads(text, object_pairs_hook=pairs, parse_float=Decimal, parse_constant=refuse)
    except (ValueError, RecursionError) as e:
        raise Fault("not JSON: %s" % e)


def escape(m):
    c = m.group()
    return "\\" + c if c in '"\\' else "\\u%04x" % ord(c)


def written(v, key=None):
    """The one form in which the contract writes a value."""
    if isinstance(v, dict):
        return "{" + ",".join('"%s":%s' % (ESCAPED.sub(escape, k), written(x, k)) for k, x in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ",".join(written(x, key) for x in v) + "]"
    if isinstance(v, str):
        return '"%s"' % ESCAPED.sub(escape, v)
    if isinstance(v, float):
        m = DECIMAL.fullmatch(v.text)
        if not m or len(m.group(2)) > PLACES.get(key, 3):
            raise Fault("the number %s: at most %d decimals, no exponent, no trailing zero" % (v.text, PLACES.get(key, 3)))
        return v.text
    return "null" if v is None else "true" if v is True else "false" if v is False else str(v)


def check_form(text, record):
    want = written(record)
    if want != text:
        at = next((i for i, (a, b) in enumerate(zip(text, want)) if a != b), min(len(text), len(want)))
        raise Fault("not the one form at character %d: got %r, want %r" % (at + 1, text[at:at + 12], want[at:at + 12]))


# ---- schemas ----

def inline(schema, defs):
    """The schema with what it refers to in its place: quicker than resolving, and the same for every jsonschema."""
    if isinstance(schema, list):
        return [inline(s, defs) for s in schema]
    if not isinstance(schema, dict):
        return schema
    out = {k: inline(v, defs) for k, v in schema.items() if k not in ("$ref", "$id", "$defs")}
    if "$ref" in schema:
        out = {**inline(defs[schema["$ref"].rsplit("/", 1)[1]], defs), **out}
    return out


def load_schemas(folder):
    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            return json.load(f)
    defs = load("common.schema.json")["$defs"]
    names = [n[:-len(".schema.json")] for n in sorted(os.listdir(folder)) if n.endswith(".schema.json")]
    schemas = {n: inline(load(n + ".schema.json"), defs) for n in names if n != "common"}
    for s in schemas.values():
        jsonschema.Draft202012Validator.check_schema(s)
    return {n: jsonschema.Draft202012Validator(s) for n, s in schemas.items()}


def check_order(record, schema, strict, where):
    """Known keys in the order of the schema's properties, unknown ones after them, `by` last where the schema has it last."""
    known = list(schema["properties"])
    keys = list(record)
    extra = [k for k in keys if k not in schema["properties"]]
    if extra and strict:
        raise Fault("%sunknown key %s" % (where, extra[0]))
    last = known[-1:] if known[-1] == "by" else []
    body = [k for k in known if k not in last]
    want = [k for k in body if k in record] + extra + [k for k in last if k in record]
    if keys != want:
        wrong = next(g for g, w in zip(keys, want) if g != w)
        raise Fault("%sthe key %s stands out of its place: want %s" % (where, wrong, " ".join(want)))
    for k, v in record.items():
        inner = schema["properties"].get(k, {})
        if isinstance(v, dict) and "properties" in inner:
            check_order(v, inner, strict, k + ": ")


# ---- content ----

def head(text, digits):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def check_id(record, *parts):
    want = head(written(list(parts)), 16)
    if record["id"] != want:
        raise Fault("id is not that of its content: want %s, of %s" % (want, written(list(parts))[:200]))


def shown(raw):
    """A name as `path` shows it: one U+FFFD for each byte that is not UTF-8."""
    out = ""
    while raw:
        try:
            return out + raw.decode("utf-8")
        except UnicodeDecodeError as e:
            out += raw[:e.start].decode("utf-8") + "\ufffd"
            raw = raw[e.start + 1:]
    return out


def check_path(r):
    path = r["path"]
    if "exhibit" in r and path[0] != r["exhibit"] and not path[0].startswith(r["exhibit"] + "/"):
        raise Fault("path doesn't start with its exhibit")
    if "at" in r and len(r["at"]) != len(path):
        raise Fault("at has %d levels, path %d" % (len(r["at"]), len(path)))
    raws = r.get("path_raw")
    if raws is None:
        return
    if len(raws) != len(path):
        raise Fault("path_raw has %d levels, path %d" % (len(raws), len(path)))
    for name, raw in zip(path, raws):
        if raw and shown(base64.b64decode(raw)) != name:
            raise Fault("path_raw doesn't show as path")
    if "\ufffd" not in "".join(path):
        raise Fault("path_raw where every name is UTF-8")


def check_box(box, size, what):
    x, y, w, h = box
    if w < 1 or h < 1 or x + w > size[0] or y + h > size[1]:
        raise Fault("%s %s is not inside the picture of %d x %d" % (what, box, size[0], size[1]))


def is_cut(text, at):
    return at < len(text) and text[at] & 0xC0 == 0x80


def check_words(page, text):
    at = 0
    for w in page["words"]:
        if len(w) != 7 or not all(isinstance(n, int) for n in w[:6]) or not 0 <= w[6] <= 1:
            raise Fault("word %s is not [start,end,x,y,w,h,confidence]" % w)
        if w[0] < at or w[1] <= w[0] or w[1] > len(text) or is_cut(text, w[0]) or is_cut(text, w[1]):
            raise Fault("word %s: bytes out of order, beyond the text or within a character" % w)
        at = w[1]
        check_box(w[2:6], page["size"], "word")


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


class Stream:
    def __init__(self, schemas, fragment, strict):
        self.schemas, self.fragment, self.strict = schemas, fragment, strict
        self.linked = not fragment  # `by` and `of` name records that were read before
        self.custody_allowed = False
        self.tools, self.open, self.seen, self.errors = set(), [], set(), {}
        self.pages, self.texts, self.sizes, self.documents = {}, {}, {}, set()
        self.count, self.last_type = 0, None
        self.new_group(None)

    def new_group(self, item):
        self.group, self.at, self.said = item, None, set()
        self.findings = {}

    # One method a type: what its schema can't say. The group's rules stand in `in_group`.
    def tool(self, r, text):
        for k in ("models", "libs", "options"):
            if list(r.get(k, {})) != sorted(r.get(k, {})):
                raise Fault("%s: keys are not sorted" % k)
        want = head(text.replace('"id":"%s",' % r["id"], "", 1), 12)
        if r["id"] != want:
            raise Fault("id is not that of its content: want %s" % want)
        self.tools.add(r["id"])
        self.open.append(r["id"])

    def end(self, r, _):
        self.close_group()
        if self.fragment:
            return
        if not self.open or self.open[-1] != r["by"]:
            raise Fault("ends a tool that isn't the latest one still open")
        self.open.pop()
        if r["errors"] != self.errors.get(r["by"], 0):
            raise Fault("says %d errors, the stream has %d" % (r["errors"], self.errors.get(r["by"], 0)))

    def item(self, r, _):
        check_path(r)
        self.close_group()
        if r["duplicate"] != (r["id"] in self.seen) and not self.fragment:
            raise Fault("duplicate is %s" % str(r["duplicate"]).lower())
        if "size" not in r and r["id"] != "-":
            raise Fault("no size")
        self.seen.add(r["id"])
        self.new_group(r["id"])

    def entry(self, r, _):
        check_path(r)
        self.close_group()

    def root(self, r, _):
        self.close_group()

    def page(self, r, _):
        check_id(r, r["item"], r["page"], r["layer"], r["n"])
        text = r["text"].encode("utf-8")
        if len(text) > 1 << 20:
            raise Fault("text of %d bytes, at most 1 MiB" % len(text))
        if "words" in r:
            check_words(r, text)
        self.pages[r["id"]] = r
        self.texts[r["item"], r["layer"], r["n"], r["page"]] = text
        if "size" in r:
            self.sizes[r["item"], r["page"]] = r["size"]

    def document(self, r, _):
        check_id(r, r["item"], r.get("page"), r["lines"], r.get("box"))
        if "of" in r and self.linked and r["of"] not in self.pages:
            raise Fault("of names no page")
        if len({len(line) for line in r["lines"]}) != 1:
            raise Fault("lines of different length")
        if ("read" in r) != (r.get("read", r["lines"]) != r["lines"]):
            raise Fault("read is for what differs from lines")
        size = self.sizes.get((r["item"], r.get("page")))
        if "box" in r and size:
            check_box(r["box"], size, "box")
        self.documents.add(r["id"])

    def finding(self, r, _):
        check_id(r, r.get("of", r["item"]), r["kind"], r["value"], r.get("span"))
        if r["key"].split(":")[0] != r["kind"] or not (r["key"].endswith(":" + r["value"]) or r["kind"] in OWN_KEYS):
            raise Fault("key is not kind[:country or bank]:value")
        got = sigmoid(sum(p[1] for p in r["why"]["parts"]))
        if abs(got - r["score"]) > 0.0011 + 0.00013 * len(r["why"]["parts"]):
            raise Fault("score %s is not what its parts add up to (%.3f)" % (r["score"], got))
        self.findings[r["id"]] = r.get("rivals", [])
        if r.get("of") in self.pages:
            self.in_text(r, self.pages[r["of"]])
        elif "of" in r and r["of"] not in self.documents and self.linked:
            raise Fault("of names neither page nor document")

    def in_text(self, r, page):
        if (r["item"], r.get("page")) != (page["item"], page["page"]):
            raise Fault("item and page are not those of the page that it names")
        text, nr = b"", page["page"]
        start, end = r["span"]
        while end > len(text) and (r["item"], page["layer"], page["n"], nr) in self.texts:  # a finding may run into the next page
            text += self.texts[r["item"], page["layer"], page["n"], nr]
            nr += 1
        for s, e in r.get("spans", [r["span"]]):
            if not s < e <= len(text) or is_cut(text, s) or is_cut(text, e):
                raise Fault("span [%d,%d] is empty, beyond the text or within a character" % (s, e))
        if "spans" not in r and text[start:end] != r["raw"].encode("utf-8"):
            raise Fault("raw is not what stands at its span: %r" % text[start:end].decode("utf-8", "replace"))
        for box in r.get("boxes", [r["box"]] if "box" in r else []):
            if "size" in page:
                check_box(box, page["size"], "box")

    def error(self, r, _):
        if "path" in r:
            check_path(r)
        self.errors[r["by"]] = self.errors.get(r["by"], 0) + 1
        what = (str(r.get("path")), r.get("item"), r.get("page"), r["stage"])
        if what in self.said and ("path" in r or "item" in r):
            raise Fault("a second error of the same item, page and stage")
        self.said.add(what)

    def status(self, r, _):
        check_path(r)

    def custody(self, r, _):
        pass

    def in_group(self, r):
        """Item groups: each record belongs to the item before it; page by page, type by type."""
        if r["item"] != self.group and not (r["item"] == "-" and self.group is None):
            raise Fault("belongs to item %s, but stands in the group of %s" % (r["item"][:12], (self.group or "none")[:12]))
        here = (r.get("page", math.inf), RANK[r["type"]])
        if "page" not in r and r["type"] == "error" and self.at is None:
            return  # the walker's: right after the item
        if self.at is not None and here < self.at:
            raise Fault("stands after a record that follows it in the order of groups")
        self.at = here

    def close_group(self):
        for i, rivals in self.findings.items():
            for rival in rivals:
                if i not in self.findings.get(rival, []):
                    raise Fault("finding %s of the group before names the rival %s, which %s" % (
                        i, rival, "doesn't name it" if rival in self.findings else "doesn't exist"))
        self.findings = {}

    def record(self, line):
        self.count += 1
        if not line.endswith(b"\n"):
            raise Fault("no line end")
        if len(line) > RECORD_BYTES:
            raise Fault("longer than 64 MiB")
        text, r = read(line[:-1])
        if not isinstance(r, dict) or next(iter(r), None) != "type":
            raise Fault("not an object with its type first")
        check_form(text, r)
        self.last_type = kind = r["type"] if r["type"] in self.schemas else "custody"
        if self.count == 1 and kind != "tool" and not self.fragment:
            raise Fault("a stream begins with a tool record")
        if kind == "custody" and not self.custody_allowed:
            raise Fault("unknown type %s" % r["type"])
        validator = self.schemas[kind]
        part = {**r, "words": r["words"][:WORDS_IN_SCHEMA]} if isinstance(r.get("words"), list) else r
        fault = jsonschema.exceptions.best_match(validator.iter_errors(part))
        if fault:
            raise Fault("%s: %s" % ("/".join(map(str, fault.absolute_path)) or kind, fault.message[:300]))
        if kind != "custody":
            check_order(r, validator.schema, self.strict, "")
        if "by" in r and self.linked and r["by"] not in self.tools:
            raise Fault("by names no tool record before it")
        getattr(self, kind)(r, text)
        if not self.fragment and kind in RANK and "item" in r:
            self.in_group(r)

    def finish(self):
        self.close_group()
        if self.fragment:
            return
        if self.count == 0:
            raise Fault("no records")
        if self.open:
            raise Fault("the tool %s has no end" % self.open[-1])
        if self.last_type != "end":
            raise Fault("a stream ends with an end record")


class Report:
    def __init__(self):
        self.records = self.faults = 0

    def fault(self, name, line, what):
        self.faults += 1
        print("%s:%d: %s" % (name, line, what), file=sys.stderr)

    def lines(self, stream, name, f, types=None):
        n = 0
        for n, line in enumerate(f, 1):
            self.records += 1
            try:
                stream.record(line)
                if types and stream.last_type not in types:
                    raise Fault("a record of type %s in %s" % (stream.last_type, name))
            except Fault as e:
                self.fault(name, n, e)
        return n

    def stream(self, stream, name, f, types=None):
        n = self.lines(stream, name, f, types)
        try:
            stream.finish()
        except Fault as e:
            self.fault(name, n, e)

    def case(self, schemas, folder, strict):
        """A case: each file holds its types; identities, texts and tools are looked up across files."""
        stream = Stream(schemas, True, strict)
        stream.linked = True
        places = {}
        for name, types in CASE_FILES:
            path = os.path.join(folder, name + ".ndjson")
            if name in ("roots", "entries", "ends") and not os.path.exists(path):
                continue
            stream.custody_allowed = types is None
            with open(path, "rb") as f:
                self.stream(stream, path, f, types)
            if name in ("items", "ledger"):
                with open(path, "rb") as f:
                    places[name] = [(r["item"] if name == "ledger" else r["id"], r["path"]) for r in map(json.loads, f)]
        for left in sorted(f for f in os.listdir(folder) if f.endswith(".ndjson") and f[:-7] not in dict(CASE_FILES)):
            self.fault(os.path.join(folder, left), 0, "no file of a case")
        if sorted(places["items"]) != sorted(places["ledger"]):
            self.fault(os.path.join(folder, "ledger.ndjson"), len(places["ledger"]), "the ledger doesn't have one line per item record")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--fragment", action="store_true")
    p.add_argument("--open", action="store_true")
    p.add_argument("--case")
    p.add_argument("--schemas", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "schemas"))
    p.add_argument("files", nargs="*")
    a = p.parse_args()
    schemas = load_schemas(a.schemas)
    report = Report()
    if a.case:
        report.case(schemas, a.case, not a.open)
    elif not a.files:
        report.stream(Stream(schemas, a.fragment, not a.open), "stdin", sys.stdin.buffer)
    for name in a.files:
        with open(name, "rb") as f:
            report.stream(Stream(schemas, a.fragment, not a.open), name, f)
    print("%d records, %d faults" % (report.records, report.faults))
    return 1 if report.faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as e:
        sys.exit("validate.py: %s" % e)
