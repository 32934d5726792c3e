"""truth.py: what stands where: one JSON line a planted value, decoy or machine-readable zone"""
import json


class Truth:
    def __init__(self):
        self.lines = []
        self.about = {}  # what is true of the page in hand: its class and the parameters of its damage

    def plant(self, file, page, p, *, level, made="", box=None, quad=None, boxes=None, cap=None):
        rec = {"file": file, "page": page, "decoy": True} if p.decoy else {"file": file, "page": page}
        rec.update(kind=p.kind, value=p.value, raw=p.raw)
        for key, value in (("attrs", p.attrs), ("where", p.where), ("why", p.decoy), ("later", p.later), ("also", p.also),
                           ("box", box),
                           ("boxes", boxes), ("quad", quad), ("cap", cap), ("made", made)):
            if value:
                rec[key] = value
        if not p.check:
            rec["check"] = False
        rec["difficulty"] = p.level or level
        rec.update(self.about)
        self.lines.append(rec)

    def document(self, file, page, zone, *, level, made="", box=None, quad=None, cap=None):
        rec = {"file": file, "page": page, "document": zone.format, "lines": zone.lines}
        if zone.failing:
            rec["failing"] = zone.failing
        for key, value in (("box", box), ("quad", quad), ("cap", cap), ("made", made)):
            if value:
                rec[key] = value
        rec["difficulty"] = level
        rec.update(self.about)
        self.lines.append(rec)

    def text(self, file, page, lines):
        """All that is printed on a page, line by line."""
        self.lines.append({"file": file, "page": page, "text": lines, **self.about})

    def zone(self, file, fmt, lines, failing, quad, cap, face, level):
        """A zone on a picture of the zones set."""
        q = [round(v) for xy in quad for v in xy]
        xs, ys = q[0::2], q[1::2]
        rec = {"file": file, "page": 1, "document": fmt, "lines": lines}
        if failing:
            rec["failing"] = failing
        rec.update(box=[min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)], quad=q, cap=round(cap, 1), face=face,
                   difficulty=level)
        self.lines.append({**rec, **self.about})

    def nothing(self, file):
        """A picture on which no zone stands."""
        self.lines.append({"file": file, "page": 1, "nothing": True, **self.about})

    def write(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            for rec in sorted(self.lines, key=lambda t: (t["file"].encode(), t["page"])):
                f.write(json.dumps(rec, ensure_ascii=False, separators=(",", ":")) + "\n")
