#!/usr/bin/python3
"""train_lines.py: trains the network that sees where lines of a machine-readable zone run, and writes lines.bin

  train_lines.py [--short] [OUT [MODEL]]    MODEL: only go on from this one, with close crops of zones besides
                                            --short: a hundredth of it, to see that it runs

It looks at a picture in which characters are 6 to 13 pixels apart, each pixel as its distance from the mean of some 24 × 24 around
it in their standard deviations, and says for every fourth pixel of every fourth row whether the middle of such a line is there.
All else stands in CONFIG."""
import math
import multiprocessing
import os
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image, ImageDraw

import scenes
import zones
from whole import activations, fit, read, scale_of, weights, whole, write

CONFIG = {"seed": 20261126, "scenes": 1100, "faces": 0.8, "print": 260, "pitches": [6.0, 13.5], "tile": 224, "steps": 2000, "integer_steps": 300, "batch": 20,
          "strips": 1200, "more_steps": 900, "more_rate": 0.0012,
          "rate": 0.006, "integer_rate": 0.0008, "channels": [8, 16, 16, 16], "around": [1, 2, 2, 2, 2, 2, 1], "core": 0.5, "rim": 0.85}
TILE = CONFIG["tile"]
HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["web", "specimen", "phone", "table", "dark", "glare", "curl", "scan", "copy", "far", "mix"]
MONO = ["truetype/liberation/LiberationMono-Regular.ttf", "truetype/dejavu/DejaVuSansMono.ttf", "truetype/freefont/FreeMono.ttf"]


def print_page(rng):
    """Other print than zones: paragraphs, tables, listings, of any size and darkness."""
    im = Image.new("L", (TILE * 2, TILE * 2), int(rng.uniform(90, 255)))
    d = ImageDraw.Draw(im)
    faces = scenes.TEXT_FACES + MONO
    size = rng.uniform(6, 26)
    path = faces[rng.integers(0, len(faces))]
    f = scenes.face(path, size)
    ink, step, y = int(rng.uniform(0, 80)), size * rng.uniform(1.0, 2.4), rng.uniform(-10, 10)
    upper = rng.random() < 0.4 and path not in MONO  # capitals of one width are what some zones are printed in
    while y < im.height:
        words = [scenes.word(rng, 1, 11) for _ in range(14)] if rng.random() < 0.8 else [zones.pick(rng, zones.DIGITS, 8) for _ in range(9)]
        t = (" " * int(rng.integers(1, 4))).join(words)
        d.text((rng.uniform(-20, 20), y), t if upper else t.lower(), ink, f)
        y += step * (1 if rng.random() < 0.85 else 2)
    a = np.asarray(im.rotate(rng.choice([0, 0, 90, 3, -4, 33]), Image.BILINEAR, fillcolor=200), np.float32)
    return a + rng.normal(0, rng.uniform(0, 9), a.shape).astype(np.float32)


def ground(z):
    """For every fourth pixel: 1 the core of a line, 0 not, -1 at its rim."""
    w, h = z.picture.size
    out = []
    for share in (CONFIG["rim"], CONFIG["core"]):
        m = Image.new("L", (w, h), 0)
        d = ImageDraw.Draw(m)
        for mid, right, down in zip(z.middle, z.right, z.down):
            ends = np.concatenate([mid[:1] - right[:1] * 0.45, mid, mid[-1:] + right[-1:] * 0.45])
            v = np.concatenate([down[:1], down, down[-1:]]) * share / 2 * (1.15 if share == CONFIG["rim"] else 1)
            d.polygon([tuple(p) for p in ends - v] + [tuple(p) for p in (ends + v)[::-1]], 255)
        out.append(np.asarray(m) > 127)
    return np.where(out[1], 1, np.where(out[0], -1, 0)).astype(np.int8)


def strip(seed, i, rng):
    """A close crop of a zone (zones.py) on something else."""
    z = zones.zone(seed, i, "mix", True)
    pitch = float(np.median(np.hypot(z.right[..., 0], z.right[..., 1])))
    by = min(1.0, math.exp(rng.uniform(*np.log(CONFIG["pitches"]))) / pitch)
    w, h = max(8, int(z.picture.width * by)), max(8, int(z.picture.height * by))
    shift = rng.uniform(0, 60, 2).astype(int)
    a = np.full((h + shift[1] + int(rng.integers(0, 160)), w + shift[0] + int(rng.integers(0, 60))), rng.uniform(10, 250), np.float32)
    a += zones.blob_noise(rng, a.shape[1], a.shape[0], rng.uniform(1, 30)) * rng.uniform(0, 25)
    a[shift[1]:shift[1] + h, shift[0]:shift[0] + w] = np.asarray(z.picture.resize((w, h), Image.BOX))
    z.middle = z.middle * by + shift
    z.right, z.down = z.right * by, z.down * by
    z.picture = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    return z


def sample(job):
    """Tiles of a scene, a page of print or a strip, and their ground."""
    seed, i = job
    rng = np.random.default_rng([seed, i, 3])
    near = i < CONFIG["scenes"]
    if i >= CONFIG["scenes"] + CONFIG["print"]:
        near = True
        z = strip(seed, i, rng)
        a, t = np.asarray(z.picture, np.float32), ground(z)
    elif i >= CONFIG["scenes"]:
        a, t = print_page(rng), None
        t = np.zeros(a.shape, np.int8)
    else:
        z = scenes.scene(seed, i, KINDS[i % len(KINDS)], pitches=CONFIG["pitches"], faces=CONFIG["faces"])
        a, t = np.asarray(z.picture, np.float32), ground(z)
    pad = [(0, max(0, TILE - n)) for n in a.shape]
    a, t = np.pad(a, pad, mode="edge"), np.pad(t, pad)
    tiles = []
    for k in range(4):
        x, y = int(rng.integers(0, a.shape[1] - TILE + 1)), int(rng.integers(0, a.shape[0] - TILE + 1))
        if near and k < 3:  # near the zone
            m = z.middle[rng.integers(0, len(z.middle)), rng.integers(0, z.middle.shape[1])]
            x = int(np.clip(m[0] - TILE * rng.random(), 0, a.shape[1] - TILE))
            y = int(np.clip(m[1] - TILE * rng.random(), 0, a.shape[0] - TILE))
        turn, flip = int(rng.integers(0, 4)), rng.random() < 0.3
        both = [np.rot90(q[y:y + TILE, x:x + TILE], turn) for q in (a, t)]
        if flip:
            both = [q[:, ::-1] for q in both]
        tiles.append((normal(np.clip(np.rint(both[0]), 0, 255)), np.ascontiguousarray(both[1])))
    return tiles


def make(seed, part, jobs=2):
    """All tiles of the part: 0 scenes and print, 1 strips."""
    first = CONFIG["scenes"] + CONFIG["print"]
    order = np.random.default_rng(seed).permutation(first) if part == 0 else range(first, first + CONFIG["strips"])
    x, t, start = [], [], time.time()
    with multiprocessing.Pool(jobs) as pool:
        for n, tiles in enumerate(pool.imap(sample, [(seed, int(i)) for i in order], 8), 1):
            for a, b in tiles:
                x.append(a)
                t.append(b)
            if n % 200 == 0:
                print("%d pictures, %.0f s" % (n, time.time() - start), flush=True)
    return np.stack(x), np.stack(t)


def blocks(a):
    """Sums over the map's places."""
    h, w = (-(-n // 4) * 4 for n in a.shape)
    return np.pad(a, [(0, h - a.shape[0]), (0, w - a.shape[1])]).reshape(h // 4, 4, w // 4, 4).sum((1, 3))


def normal(a):
    """A picture's grey values as what the network sees, as lib/mrz/lines.c makes it: int8."""
    def around(v):  # seven by seven blocks, the outermost weighing half
        for axis in (0, 1):
            v = np.apply_along_axis(np.convolve, axis, np.pad(v, [(3, 3) if axis == k else (0, 0) for k in (0, 1)]), CONFIG["around"], "valid")
        return v
    a = a.astype(np.int64)
    area, one, two = (around(blocks(v)) for v in (np.ones_like(a), a, a * a))
    spread = np.sqrt(np.maximum(two * area - one * one, 0)) / area
    mean, factor = (np.repeat(np.repeat(np.rint(v).astype(np.int64), 4, 0), 4, 1)[:a.shape[0], :a.shape[1]]
                    for v in (64 * one / area, 512 * 32 / np.maximum(spread, 4)))
    return np.clip(((a << 6) - mean) * factor + (1 << 14) >> 15, -127, 127).astype(np.int8)


SPECS = [(5, 2, 2, 1), (3, 2, 1, 1), (3, 1, 1, 1), (3, 1, 2, 2), (1, 1, 0, 1)]  # kernel, stride, padding, dilation


class Net(nn.Module):
    """Convolutions, each but the last normed; `scale` set: computed in whole numbers with the norms folded in."""

    def __init__(self):
        super().__init__()
        c = [1] + CONFIG["channels"] + [1]
        self.conv = nn.ModuleList([nn.Conv2d(c[i], c[i + 1], k, s, p, d, bias=i == 4) for i, (k, s, p, d) in enumerate(SPECS)])
        self.norm = nn.ModuleList([nn.BatchNorm2d(n) for n in CONFIG["channels"]])

    def forward(self, x):
        x = x / 32
        for conv, norm in zip(self.conv, self.norm):
            x = F.relu(norm(conv(x)))
        return self.conv[4](x)


class Whole(nn.Module):
    """The network with its norms folded in, computed in whole numbers."""

    def __init__(self):
        super().__init__()
        self.w, self.b, self.scale, self.out = nn.ParameterList(), nn.ParameterList(), [], 1.0

    @classmethod
    def of_net(cls, net, x):
        one, come, x = cls(), 32.0, x / 32
        with torch.no_grad():
            for i, (k, s, p, d) in enumerate(SPECS):
                w, b = net.conv[i].weight, net.conv[i].bias
                if i < 4:
                    by = net.norm[i].weight / torch.sqrt(net.norm[i].running_var + net.norm[i].eps)
                    w, b = w * by[:, None, None, None], net.norm[i].bias - net.norm[i].running_mean * by
                one.w.append(nn.Parameter(w.detach().clone()))
                one.b.append(nn.Parameter(b.detach().clone()))
                x = F.conv2d(x, w, b, s, p, d)
                if i == 4:
                    of = 127 / float(w.abs().max())
                    one.scale.append((of, come, 0))
                    one.out = 1 / (of * come)
                    break
                x = F.relu(x)
                of, shift = scale_of(w, x, come)
                one.scale.append((of, come, shift))
                come = of * come / 2 ** shift
        return one

    @classmethod
    def of_file(cls, path):
        one, come = cls(), 32.0
        rows, (one.out,) = read(path)
        for w, b, _, shift in rows:
            one.w.append(nn.Parameter(torch.from_numpy(np.ascontiguousarray(w.transpose(3, 2, 0, 1) / 127))))
            one.b.append(nn.Parameter(torch.from_numpy(b / (127 * come))))
            one.scale.append((127.0, come, shift))
            come = 127 * come / 2 ** shift
        return one

    def forward(self, x):
        for i, (k, s, p, d) in enumerate(SPECS):
            of, come, shift = self.scale[i]
            x = F.conv2d(x, weights(self.w[i], of), whole(self.b[i] * of * come), s, p, d)
            if i == 4:
                return x * self.out
            x = activations(x, shift)


def loss_of(out, t):
    want = t[:, None, ::4, ::4].float()
    each = F.binary_cross_entropy_with_logits(out, want.clamp(min=0), reduction="none")
    return (each * torch.where(want < 0, 0.0, torch.where(want > 0, 2.0, 1.0))).mean(), 0


def train(net, x, t, steps, rate, rng, what):
    def batch():
        k = torch.from_numpy(rng.integers(0, len(x), CONFIG["batch"]))
        return x[k, None].float(), t[k]
    fit(net, batch, loss_of, steps, rate, what, 200)


def export(net, path):
    """The tail: what the last sum is multiplied by. (A stride tells nothing of dilation: the fourth layer's is 2.)"""
    rows = []
    for i, (of, come, shift) in enumerate(net.scale):
        w, b = (v.detach().numpy() for v in (weights(net.w[i], of), whole(net.b[i] * of * come)))
        rows.append((w.transpose(2, 3, 1, 0), b, SPECS[i][1], shift))
    write(path, b"DXLINES1", CONFIG, rows, (net.out,))


def main():
    torch.set_num_threads(1)
    if "--short" in sys.argv:
        sys.argv.remove("--short")
        if len(sys.argv) < 2:
            sys.exit("train_lines.py: --short wants OUT: its model is good for nothing")
        CONFIG.update(scenes=11, print=3, strips=12, steps=20, integer_steps=20, more_steps=20, batch=4)
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "lines.bin")
    torch.manual_seed(CONFIG["seed"])
    torch.use_deterministic_algorithms(True)
    x, t = (torch.from_numpy(a) for a in make(CONFIG["seed"], 0))
    rng = np.random.default_rng(CONFIG["seed"])
    if len(sys.argv) < 3:
        net = Net()
        train(net, x, t, CONFIG["steps"], CONFIG["rate"], rng, "step")
        net.eval()
        exact = Whole.of_net(net, x[:64, None].float())
        train(exact, x, t, CONFIG["integer_steps"], CONFIG["integer_rate"], rng, "integer step")
        export(exact, out)
    more = [torch.from_numpy(a) for a in make(CONFIG["seed"], 1)]
    x, t = torch.cat([x, more[0]]), torch.cat([t, more[1]])
    exact = Whole.of_file(out if len(sys.argv) < 3 else sys.argv[2])
    rng = np.random.default_rng(CONFIG["seed"])  # the same with and without a MODEL to go on from
    train(exact, x, t, CONFIG["more_steps"], CONFIG["more_rate"], rng, "integer step with strips")
    with torch.no_grad():
        p = torch.cat([exact(x[i:i + 20, None].float()) for i in range(0, 600, 20)])[:, 0] > 0
        want = t[:600, ::4, ::4]
        print("core seen %.4f, elsewhere %.5f" % (float(p[want == 1].float().mean()), float(p[want == 0].float().mean())))
    export(exact, out)


if __name__ == "__main__":
    main()
