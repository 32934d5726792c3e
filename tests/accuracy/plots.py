"""plots.py: the report as one HTML page with SVG plots; nothing is loaded from anywhere"""
import html

COLOURS = {"docex": "#0b5fa5", "dx-mrz": "#0b5fa5", "before": "#8a8a8a", "baseline": "#c05a00"}
STYLE = """body{font:16px/1.45 sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}h1,h2{font-weight:600}
figure{display:inline-block;margin:0 1em 1em 0;vertical-align:top}figcaption{font-size:14px}svg{background:#fff}
pre{font-size:12px;overflow-x:auto;background:#f6f6f6;padding:1em}.big{font-size:20px}"""
W, H, LEFT, TOP = 400, 240, 46, 12


def x_at(i, n):
    return LEFT + (i + 0.5) * (W - LEFT - 10) / n


def y_at(v):
    return TOP + (1 - v) * (H - TOP - 44)


def frame(labels):
    """Axes from 0 to 100 %, a label under each bin."""
    out = ['<svg width="%d" height="%d" viewBox="0 0 %d %d" font-size="11" font-family="sans-serif">' % (W, H, W, H)]
    for v in (0, 0.25, 0.5, 0.75, 1):
        out.append('<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%d %%</text>'
                   % (LEFT, W - 10, y_at(v), y_at(v), LEFT - 5, y_at(v) + 4, 100 * v))
    for i, label in enumerate(labels):
        for k, line in enumerate(label):
            out.append('<text x="%.1f" y="%d" text-anchor="middle" fill="%s">%s</text>'
                       % (x_at(i, len(labels)), H - 28 + 14 * k, "#222" if k == 0 else "#888", html.escape(line)))
    return out


def line(points, colour, dash=False):
    """Points (x, y, low, high) with their intervals."""
    out = ['<polyline fill="none" stroke="%s" stroke-width="2"%s points="%s"/>' % (
        colour, ' stroke-dasharray="6 4"' if dash else "", " ".join("%.1f,%.1f" % (x, y_at(y)) for x, y, _, _ in points))]
    for x, y, low, high in points:
        out.append('<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s" stroke-width="1"/><circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>'
                   % (x, x, y_at(low), y_at(high), colour, x, y_at(y), colour))
    return out


def curve(unit, what, rows, names, m):
    """rows: (low, high, n, {system: count}); names: the systems, the first with a full line."""
    out = frame([("%g–%g" % (a, b), "n=%d" % n) for a, b, n, _ in rows])
    for name in names:
        shift = 3 if name != names[0] else -3 if len(names) > 1 else 0
        out += line([(x_at(i, len(rows)) + shift, k[name] / n, *m.wilson(k[name], n)) for i, (_, _, n, k) in enumerate(rows)],
                    COLOURS[name], name != names[0])
    return "<figure>%s</svg><figcaption>%s against %s</figcaption></figure>" % ("".join(out), html.escape(what),
                                                                                html.escape(unit))


def reliability(scores, m, name):
    """The share right of the readings of each bin of scores, against their mean score."""
    rows, error = m.reliability(scores)
    out = frame([("%.1f–%.1f" % (i / 5, i / 5 + 0.2), "") for i in range(5)])

    def x(v):
        return LEFT + v * (W - LEFT - 10)
    out.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#999" stroke-dasharray="3 3"/>'
               % (x(0), y_at(0), x(1), y_at(1)))
    out += line([(x(mean), right, *m.wilson(round(right * n), n)) for _, _, n, mean, right in rows], COLOURS[name])
    return "<figure>%s</svg><figcaption>%s: share right against score, %d readings; %s</figcaption></figure>" % (
        "".join(out), name, len(scores), html.escape(m.ece_line(scores)))


def bars(title, by, systems, m):
    """Recall (full bar) and precision (mark) of each group."""
    per = [{name: c for b, name, c in m.groups(s) if b == by} for s in systems]
    names = [n for n in per[0] if per[0][n]["planted"]]
    high, out = 18 * len(names) * len(systems) + 34, []
    for i, name in enumerate(names):
        out.append('<text x="150" y="%d" text-anchor="end">%s (%d)</text>' % (i * 18 * len(systems) + 14, html.escape(name),
            per[0][name]["planted"]))
        for k, (s, d) in enumerate(zip(systems, per)):
            precision, recall, _ = m.quality(d.get(name, per[0][name]) if name in d else m.collections.Counter(planted=1))
            y = (i * len(systems) + k) * 18 + 3
            out.append('<rect x="158" y="%d" width="%.1f" height="13" fill="%s"/>' % (y, 320 * (recall or 0), COLOURS[s.name]))
            if precision is not None:
                out.append('<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#000" stroke-width="3"/>'
                           % (158 + 320 * precision, 158 + 320 * precision, y - 1, y + 14))
    out.append('<text x="158" y="%d">0 %%</text><text x="478" y="%d" text-anchor="end">100 %%</text>' % (high - 10, high - 10))
    return ('<figure><svg width="500" height="%d" viewBox="0 0 500 %d" font-size="12" font-family="sans-serif">%s</svg><figcaption>%s: bar: recall, '
            'black mark: precision; planted values in brackets</figcaption></figure>'
            % (high, high, "".join(out), html.escape(title)))


def summary(s, m):
    p, r, f = m.quality(m.total(s.score.kinds))
    z = m.zone_counts(s).get("all", {"planted": 0, "exact": 0})
    return '<p class="big"><b style="color:%s">%s</b>: precision %s, recall %s, F1 %s; machine-readable zones exact: %d of %d</p>' % (
        COLOURS[s.name], s.name, m.percent(p), m.percent(r), m.percent(f), z["exact"], z["planted"])


def document(title, body):
    """One HTML page that needs nothing from anywhere."""
    return "\n".join(['<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title><style>%s</style></head><body>' % (
        html.escape(title), STYLE), *body, "</body></html>\n"])


def page(systems, curves, text, m):
    """The whole page; m is the module that measures."""
    names = [s.name for s in systems]
    return document("docex: accuracy", [
        "<h1>Accuracy on the wide set</h1>", *[summary(s, m) for s in systems],
        "<p>Synthetic pages only. Vertical lines are 95 % intervals (Wilson): where they are long, few values were planted. The baseline is "
        "Tesseract with regular expressions (tests/accuracy/baseline.py) on the same files.</p>",
        "<h2>How much to trust a score</h2>", reliability(systems[0].scores, m, systems[0].name),
        "<h2>By stratum, kind and class</h2>", bars("stratum", "stratum", systems, m),
        bars("kind", "kind", systems, m), bars("class", "class", systems, m),
        "<h2>Against each kind of damage</h2>", *[curve(m.UNITS[name], "recall", rows, names, m) for name,
                                                  rows in curves.items()],
        "<h2>All figures</h2><pre>%s</pre>" % html.escape(text)])
