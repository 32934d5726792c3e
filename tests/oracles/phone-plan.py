#!/usr/bin/python3
"""Writes lib/find/phone/phone_data.c: the numbering plans of all countries as one automaton over digits.

    tests/oracles/phone-plan.py > lib/find/phone/phone_data.c

Source: the metadata of libphonenumber (Apache License 2.0) as Debian's python3-phonenumbers has it. Its regular expressions
describe finite sets of digit strings. All of them, each type of number of each country with the lengths that it may have,
become one minimal acyclic automaton whose equal parts are one, so that a number is decided in as many steps as it has digits.
"""
import sys

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.carrierdata import CARRIER_DATA
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

DIGITS = range(10)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 17  # digits of a national number that the library accepts

# ---- regular expressions of the metadata: (?:…) (…) | [..] \d digits ? {n} {n,m} $ ----


class Parser:
    """Gives a tree: ("set", frozenset), ("cat", [..]), ("alt", [..]), ("rep", tree, least, most), ("group", tree, n), ("end",)"""

    def __init__(self, text):
        self.text, self.at, self.groups = text, 0, 0

    def peek(self):
        return self.text[self.at:self.at + 1]

    def take(self, expected=None):
        c = self.peek()
        assert c and (expected is None or c == expected), (self.text, self.at)
        self.at += 1
        return c

    def alternatives(self):
        found = [self.sequence()]
        while self.peek() == "|":
            self.take()
            found.append(self.sequence())
        return found[0] if len(found) == 1 else ("alt", found)

    def sequence(self):
        found = []
        while self.peek() and self.peek() not in "|)":
            found.append(self.repeated())
        return found[0] if len(found) == 1 else ("cat", found)

    def number(self):
        start = self.at
        while self.peek().isdigit():
            self.take()
        return int(self.text[start:self.at])

    def repeated(self):
        tree = self.atom()
        if self.peek() == "?":
            self.take()
            return ("rep", tree, 0, 1)
        if self.peek() == "{":
            self.take()
            least = most = self.number()
            if self.peek() == ",":
                self.take()
                most = self.number()
            self.take("}")
            return ("rep", tree, least, most)
        return tree

    def atom(self):
        c = self.take()
        if c.isdigit():
            return ("set", frozenset([int(c)]))
        if c == "\\":
            self.take("d")
            return ("set", frozenset(DIGITS))
        if c == "$":
            return ("end",)
        if c == "[":
            return ("set", self.members())
        assert c == "(", (self.text, self.at)
        if self.text.startswith("?:", self.at):
            self.at += 2
            tree = self.alternatives()
        else:
            self.groups += 1
            n = self.groups
            tree = ("group", self.alternatives(), n)
        self.take(")")
        return tree

    def members(self):
        found = set()
        while self.peek() != "]":
            first = int(self.take())
            last = first
            if self.peek() == "-":
                self.take()
                last = int(self.take())
            found |= set(range(first, last + 1))
        self.take("]")
        return frozenset(found)


class Program:
    """Threads of a backtracking matcher: ("digit", set, next), ("split", [next…]), ("save", slot, next), ("end", next), ("match",)"""

    def __init__(self, pattern):
        parser = Parser(pattern)
        tree = parser.alternatives()
        assert parser.at == len(pattern), pattern
        self.groups, self.code = parser.groups, [("match",)]
        self.start = self.put(tree, 0)

    def add(self, *instruction):
        self.code.append(instruction)
        return len(self.code) - 1

    def put(self, tree, then):
        kind = tree[0]
        if kind == "set":
            return self.add("digit", tree[1], then)
        if kind == "end":
            return self.add("end", then)
        if kind == "cat":
            for part in reversed(tree[1]):
                then = self.put(part, then)
            return then
        if kind == "alt":
            return self.add("split", [self.put(part, then) for part in tree[1]])
        if kind == "group":
            return self.add("save", 2 * tree[2] - 2, self.put(tree[1], self.add("save", 2 * tree[2] - 1, then)))
        _, part, least, most = tree
        for _ in range(most - least):
            then = self.add("split", [self.put(part, then), then])
        for _ in range(least):
            then = self.put(part, then)
        return then

    def closure(self, threads, at, ended):
        """The threads that wait for a digit, best first, and the captures of the match that beats those after it, if any."""
        waiting, seen = [], set()
        stack = list(reversed(threads))
        while stack:
            pc, saved = stack.pop()
            if pc in seen:
                continue
            seen.add(pc)
            op = self.code[pc]
            if op[0] == "digit":
                waiting.append((pc, saved))
            elif op[0] == "split":
                stack.extend((p, saved) for p in reversed(op[1]))
            elif op[0] == "save":
                stack.append((op[2], saved[:op[1]] + (at,) + saved[op[1] + 1:]))
            elif op[0] == "end":
                if ended:
                    stack.append((op[1], saved))
            else:
                return waiting, (at, saved)
        return waiting, None

    def begin(self):
        return ((self.start, (None,) * (2 * self.groups)),)

    def step(self, waiting, digit):
        return tuple((self.code[pc][2], saved) for pc, saved in waiting if digit in self.code[pc][1])


# ---- one automaton for all ----

NODES = [()]  # node 0: a dead end. A node is (label, ((mask of digits, node), …)); label 0: nothing ends here
IDS = {(): 0}


def node(label, targets):
    """The node with this label and these targets by digit; equal nodes are one."""
    edges = {}
    for digit, target in enumerate(targets):
        if target:
            edges[target] = edges.get(target, 0) | 1 << digit
    if not label and not edges:
        return 0
    key = (label, tuple(sorted((mask, target) for target, mask in edges.items())))
    if key not in IDS:
        IDS[key] = len(NODES)
        NODES.append(key)
    return IDS[key]


def language(machines, label):
    """The node for a set of plain expressions at once. machines: {name: (Program, lengths or None)}; label(names, digits so far)."""
    memo = {}

    def build(states, depth):
        key = (states, depth)
        if key in memo:
            return memo[key]
        names, alive = set(), {}
        for name, threads in states:
            program, lengths = machines[name]
            waiting, matched = [], False
            todo, seen = list(threads), set()
            while todo:
                pc = todo.pop()
                if pc in seen:
                    continue
                seen.add(pc)
                op = program.code[pc]
                if op[0] == "digit":
                    waiting.append(op)
                elif op[0] == "split":
                    todo.extend(op[1])
                elif op[0] == "save":
                    todo.append(op[2])
                else:
                    assert op[0] == "match", "a plain expression has no $"
                    matched = True
            if matched and (lengths is None or depth in lengths):
                names.add(name)
            if waiting:
                alive[name] = waiting
        targets = []
        for digit in DIGITS:
            after = frozenset((name, frozenset(op[2] for op in ops if digit in op[1]))
                              for name, ops in alive.items() if any(digit in op[1] for op in ops))
            targets.append(build(after, depth + 1) if after and depth < LONGEST + 3 else 0)
        memo[key] = node(label(names), targets)
        return memo[key]

    return build(frozenset((name, frozenset([m[0].start])) for name, m in machines.items()), 0)


def prefix(pattern, outcome):
    """The node for an expression that matches at the start of a number, best alternative first: the label of a node is what the
    match is if the number goes on behind it, times 256, plus what it is if the number ends there; the last label on a walk holds."""
    program, memo = Program(pattern), {}

    def build(threads, at):
        if (threads, at) in memo:
            return memo[threads, at]
        waiting, within = program.closure(threads, at, False)
        _, ended = program.closure(threads, at, True)
        targets = [0] * 10
        for digit in DIGITS:
            after = program.step(waiting, digit)
            targets[digit] = build(after, at + 1) if after else 0
        label = (outcome(within, program.groups) if within else 0) << 8 | (outcome(ended, program.groups) if ended else 0)
        memo[threads, at] = node(label, targets)
        return memo[threads, at]

    return build(program.begin(), 0)


# ---- the plans ----

# as libphonenumber asks for them: the first that fits is the type
TYPES = ["premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail"]
LINES = ["", "premium", "toll-free", "shared-cost", "voip", "personal", "pager", "uan", "voicemail", "fixed", "fixed-or-mobile", "mobile"]


def described(desc):
    return desc is not None and desc.national_number_pattern


def machine(desc):
    return Program(desc.national_number_pattern), set(desc.possible_length) or None


def line_of(names):
    """The place in LINES of a number that matches these of the region's descriptions, 0: the plan doesn't have it."""
    if "general_desc" not in names:
        return 0
    for i, name in enumerate(TYPES):
        if name in names:
            return i + 1
    if "fixed_line" in names:
        return LINES.index("fixed-or-mobile" if "mobile" in names else "fixed")
    return LINES.index("mobile") if "mobile" in names else 0


def country(regions):
    """The node for all regions of a calling code: label = line | place of the region in the list << 4 | 1 << 12."""
    machines, leading = {}, {}
    for i, m in enumerate(regions):
        for name in ["general_desc", "fixed_line", "mobile"] + TYPES:
            if described(getattr(m, name)):
                machines[i, name] = machine(getattr(m, name))
        if len(regions) > 1 and m.leading_digits:
            leading[i] = Program("(?:" + m.leading_digits + r")\d{0,%d}" % LONGEST)
            machines[i, "leading"] = leading[i], None

    def label(names):
        for i in range(len(regions)):
            line = line_of({name for at, name in names if at == i})
            if i in leading:
                if (i, "leading") in names:
                    return 1 << 12 | i << 4 | line if line else 0
            elif line:
                return 1 << 12 | i << 4 | line
        return 0

    return language(machines, label)


OUTCOMES = {(0, 0, 0): 0}  # digits of the match, first and last digit of the group that is kept (0, 0: none)


def outcome_for(rule):
    """What a match of national_prefix_for_parsing does: it goes away, or is replaced by the rule's digits and a group."""

    def outcome(match, groups):
        end, saved = match
        kept = (0, 0)
        if rule and groups and saved[2 * groups - 1] is not None:
            n = int(rule[-1])
            kept = saved[2 * n - 2], saved[2 * n - 1]
        return OUTCOMES.setdefault((end, *kept), len(OUTCOMES))

    return outcome


def mask(lengths):
    return sum(1 << n for n in lengths if n > 0)


def carriers():
    """A node for the prefixes whose holder is known (label: the place of its name + 1), and the names."""
    named = {k: RENAMED.get((k[:2], v["en"]), v["en"]) for k, v in CARRIER_DATA.items() if "en" in v and k.startswith(CODES)}
    names = sorted(set(named.values()))
    assert all(" " <= c <= "~" and c not in '"\\\\' for n in names for c in n) and max(map(len, names)) < 128, "they stand in JSON as they are"
    tree = {}
    for number, name in named.items():
        at = tree
        for c in number:
            at = at.setdefault(int(c), {})
        at["name"] = names.index(name) + 1

    def build(at, above):
        own = at.get("name", 0)
        holder = own or above
        targets = [build(at[d], holder) if d in at else 0 for d in DIGITS]
        return node(own if own != above else 0, targets)

    return build(tree, 0), names


# carriers are kept for the countries where this tool's users work
CODES = ("66", "95", "62", "60", "65", "84", "855", "856", "63", "91", "880", "92", "94", "977", "673", "670", "852", "853", "886")
RENAMED = {("95", "Telenor"): "ATOM"}  # since 2022


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rows(items, width=128):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            yield line
            line = "   "
        line += " " + item + ","
    yield line


def main():
    codes, regions = [], []
    for code in sorted(COUNTRY_CODE_TO_REGION_CODE, key=str):
        metas = [PhoneMetadata.metadata_for_region_or_calling_code(code, r) for r in COUNTRY_CODE_TO_REGION_CODE[code]]
        codes.append((code, len(regions), country(metas)))
        for m in metas:
            general = language({"g": (machine(m.general_desc)[0], None)}, lambda names: 1 if names else 0)
            rule, home, abroad = m.national_prefix_transform_rule or "", m.national_prefix_for_parsing, m.international_prefix
            assert rule == "" or rule[-2] == "\\" and rule[:-2].isdigit() or len(rule) == 2, rule
            regions.append((m.id, len(codes) - 1, rule[:-2], general, prefix(home, outcome_for(rule)) if home else 0,
                            prefix(abroad, outcome_for("")) if abroad else 0,
                            mask(m.general_desc.possible_length), mask(m.general_desc.possible_length_local_only)))
    held, names = carriers()
    place, words = [0] * len(NODES), 0
    for i, n in enumerate(NODES):
        place[i] = words
        words += 2 + (len(n[1]) if n else 0)
    print("/* phone_data.c: the numbering plans of the world, made by tests/oracles/phone-plan.py from the metadata of libphonenumber "
          + phonenumbers.__version__ + "\n * (Copyright The Libphonenumber Authors, Apache License 2.0); phone_plan.h says what the tables are */")
    print('#include "find/phone/phone_plan.h"\n')
    print('const char dx_phone_source[] = "libphonenumber metadata ' + phonenumbers.__version__ + '";\n')
    print("const uint32_t dx_phone_nodes[] = {")
    flat = []
    for n in NODES:
        label, edges = n if n else (0, ())
        assert label < 1 << 16
        taken = sum(i + 1 << 4 * d for i, (m, _) in enumerate(edges) for d in DIGITS if m >> d & 1)
        flat += ["%#x" % word for word in [label << 16 | taken >> 32, taken & 0xFFFFFFFF] + [place[t] for _, t in edges]]
    print("\n".join(rows(flat)))
    print("};\n\nconst struct dx_phone_region dx_phone_regions[] = {")
    for name, code, rule, general, home, abroad, lengths, local in regions:
        print('    {"%s", %d, "%s", %d, %d, %d, %#x, %#x},' % (name, code, rule, place[general], place[home], place[abroad], lengths, local))
    print("};\n\nconst uint8_t dx_phone_region_places[26][26] = {")
    places = {r[0]: i + 1 for i, r in enumerate(regions)}
    for a in LETTERS:
        print("    {" + ", ".join(str(places.get(a + b, 0)) for b in LETTERS) + "},")
    print("};")
    print("\nconst struct dx_phone_code dx_phone_codes[] = {")
    print("\n".join(rows(['{"%d", %d, %d}' % (code, first, place[root]) for code, first, root in codes])))
    print("};\n\nconst uint8_t dx_phone_code_places[1000] = {")
    place_of = {str(code): i + 1 for i, (code, _, _) in enumerate(codes)}
    print("\n".join(rows([str(max(place_of.get(("%03d" % i)[:n], 0) for n in (1, 2, 3))) for i in range(1000)])))
    print("};")
    print("\nconst struct dx_phone_outcome dx_phone_outcomes[] = {")
    print("\n".join(rows(["{%d, %d, %d}" % row for row in OUTCOMES])))
    print("};\n\nconst uint32_t dx_phone_carrier_root = %d;" % place[held])
    print("const char *const dx_phone_carriers[] = {")
    print("\n".join(rows(["NULL"] + [c_string(n) for n in names])))
    print("};")


if __name__ == "__main__":
    main()
