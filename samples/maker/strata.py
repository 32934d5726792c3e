"""strata.py: what clean, moderate and hard mean: ranges of each damage's parameter, fixed; and drawing a page's damage from them

The ranges stand in README.md, too, and don't move: figures of different days are compared by them. A clean page has every
parameter in the clean range; a moderate one has one to three in the moderate range, a hard one one or two in the hard range and
one in the moderate, all others clean.
"""

LEVELS = ("clean", "moderate", "hard")
# parameter: range in the clean, the moderate, the hard stratum; None: only there from the next stratum on
RANGES = {
    "cap": ((20, 28), (14, 20), (9, 14)),                    # height of a capital letter, pixels: the median of what is planted
    "blur": ((0, 0.5), (0.5, 1.0), (1.0, 1.8)),              # Gaussian sigma, pixels
    "motion": (None, (1.5, 3), (3, 6)),                      # length, pixels
    "contrast": ((0.9, 1), (0.6, 0.9), (0.35, 0.6)),         # factor about the paper's tone
    "shade": ((0, 0.15), (0.15, 0.4), (0.4, 0.65)),          # light lost at the dark side, of 1
    "glare": (None, (0.2, 0.5), (0.5, 0.9)),                 # white added in the middle of the spot, of 1
    "tilt": ((0, 0.5), (0.5, 3), (3, 8)),                    # degrees, either way
    "perspective": (None, (0.01, 0.04), (0.04, 0.09)),       # a corner's way inwards, of the sheet's side
    "noise": ((0, 3), (3, 8), (8, 16)),                      # standard deviation, of 255
    "jpeg": ((85, 95), (60, 85), (25, 60)),                  # quality
    "moire": (None, (0.04, 0.12), (0.12, 0.3)),              # depth, of 1
    "copy": (None, (1, 1), (2, 3)),                          # generations of photocopying
    "curl": (None, (0.3, 1.0), (1.0, 2.5)),                  # a line's rise and fall, of the page's cap height
    "occlusion": (None, (0.005, 0.02), (0.02, 0.06)),        # covered share of the picture; never a planted value
    "fax": (None, (1, 1), (1, 1)),                           # two colours, 204 x 196 dpi; hard together with a small cap height
}
# what can befall a page, by how it came into the evidence
WAYS = {
    "scan": ("cap", "blur", "contrast", "shade", "tilt", "noise", "jpeg", "copy"),
    "photo": ("cap", "blur", "motion", "contrast", "shade", "glare", "tilt", "perspective", "noise", "jpeg", "curl",
              "occlusion"),
    "screen": ("cap", "blur", "jpeg"),
    "screen-photo": ("cap", "blur", "motion", "glare", "tilt", "perspective", "moire", "noise", "jpeg"),
    "fax": ("cap", "blur", "tilt", "noise", "copy"),
}


def draw(r, way, level):
    """The parameters of one page: {name: value}; what isn't named didn't happen."""
    out = drawn(r, WAYS[way], RANGES, level)
    if way == "fax":
        out["fax"] = 1
    return out


def drawn(r, names, ranges, level):
    chosen = {n: 0 for n in names}
    if level == "moderate":
        chosen.update(dict.fromkeys(r.sample(names, min(len(names), r.randint(1, 3))), 1))
    if level == "hard":
        picked = r.sample(names, min(len(names), r.randint(2, 3)))
        chosen.update({n: 1 if i == len(picked) - 1 else 2 for i, n in enumerate(picked)})
    out = {}
    for name in names:
        span = ranges[name][chosen[name]]
        if span:
            value = r.uniform(*span)
            out[name] = round(value) if name in ("jpeg", "copy") else round(value, 3)
    return out


# ---- pictures with machine-readable zones (zonepages.py): ranges of their own, fixed too; lengths are of the zone's capital letters ----
ZONE_RANGES = {
    "cap": ((18, 40), (11, 18), (5.7, 11)),
    # height of the zone's capital letters, pixels (a few clean ones up to 130)
    "blur": ((0, 0.035), (0.035, 0.07), (0.07, 0.11)),       # deviation of lens blur, of the cap height
    "motion": (None, (0.08, 0.18), (0.18, 0.3)),             # length, of the cap height
    "contrast": ((0.8, 1), (0.5, 0.8), (0.25, 0.5)),         # factor
    "dark": ((0.85, 1), (0.5, 0.85), (0.22, 0.5)),           # exposure, factor
    "shade": ((0, 0.2), (0.2, 0.45), (0.45, 0.7)),           # light lost at the dark side, of 1
    "glare": (None, (0.2, 0.45), (0.45, 0.75)),              # white added in the middle of the spot, of 1
    "tilt": ((0, 1), (1, 5), (5, 14)),                       # degrees, either way, beside the turn by a quarter
    "perspective": ((0, 0.01), (0.01, 0.04), (0.04, 0.09)),  # a corner's way inwards, of the paper's side
    "curl": (None, (0.2, 0.7), (0.7, 1.8)),                  # a line's rise and fall, of the cap height
    "noise": ((0, 4), (4, 9), (9, 18)),                      # standard deviation, of 255
    "jpeg": ((80, 95), (50, 80), (22, 50)),                  # quality
    "ground": ((0, 0.15), (0.15, 0.35), (0.35, 0.55)),       # the security print's tone behind the zone, of the ink's
    "overlay": (None, (0.15, 0.3), (0.3, 0.5)),              # a stamp's or a scratch's tone across the zone, of 1
    "wear": ((0, 0.1), (0.1, 0.3), (0.3, 0.5)),              # ink lost in blots, of 1
    "moire": (None, (0.05, 0.15), (0.15, 0.3)),              # depth, of 1
    "copy": (None, (1, 1), (2, 3)),                          # generations of photocopying
}
ZONE_WAYS = {
    "scan": ("cap", "blur", "contrast", "tilt", "noise", "jpeg", "ground", "overlay", "wear"),
    "photo": ("cap", "blur", "motion", "contrast", "dark", "shade", "glare", "tilt", "perspective", "curl", "noise", "jpeg",
              "ground",
              "overlay", "wear"),
    "copy": ("cap", "blur", "tilt", "jpeg", "ground", "wear", "copy"),
    "screen": ("cap", "blur", "shade", "tilt", "perspective", "noise", "jpeg", "moire"),
}


# the parameters that are gone through one by one (level "sweep"), the first five twice as often
SWEPT = ("cap", "blur", "contrast", "tilt", "perspective") * 2 + ("motion", "dark", "shade", "glare", "curl", "noise", "jpeg", "ground",
                                                                   "overlay", "wear")


def sweep_zone(r, name):
    """All clean but one, which is drawn evenly from all its range."""
    made = drawn(r, ZONE_WAYS["photo"], ZONE_RANGES, "clean")
    spans = [v for span in ZONE_RANGES[name] if span for v in span]
    value = r.uniform(min(spans), 26 if name == "cap" else max(spans))
    made[name] = round(value) if name == "jpeg" else round(value, 3)
    return made


def draw_zone(r, way, level):
    return drawn(r, ZONE_WAYS[way], ZONE_RANGES, level)
