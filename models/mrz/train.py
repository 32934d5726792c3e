#!/usr/bin/python3
"""train.py: trains the classifier of MRZ characters and writes cells.bin

  train.py [OUT]            (all else stands in CONFIG: the same numbers give the same file on one build of PyTorch)
  train.py --test [MODEL]   held-out accuracy of cells.bin by degradation, computed in integers as lib/mrz/cells.c does

A cell is a character's place in a line that was laid level: 20 pixels from character to character, capitals 19 high, seen through a window of 32 × 32. The network says which of 37 characters it is, or none, and how far off its middle and size are: so the
rectifier can lay the line again."""
import math
import multiprocessing
import os
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import zones
from whole import activations, fit, read, scale_of, weights, whole, write

CONFIG = {"seed": 20261126, "zones": 7000, "real": 0.5,
          "kinds": {"mix": 0.76, "clean": 0.06, "hard": 0.04, "lowres": 0.04, "jpeg": 0.03, "moderate": 0.03, "fax": 0.02, "stamp": 0.02},
          "blank": 0.5, "steps": 6000, "integer_steps": 1000, "batch": 256, "rate": 0.003, "integer_rate": 0.0004,
          "pitch": 20, "cap": 19, "window": 32, "channels": [16, 32, 64], "hidden": 128, "outputs": 41, "classes": zones.ALPHABET,
          "offsets": 8.0, "shift": 3, "held_out": 1 / 40}
PITCH, CAP, WINDOW = CONFIG["pitch"], CONFIG["cap"], CONFIG["window"]
STORED = WINDOW + 2 * CONFIG["shift"]  # a patch has room to be shifted
NONE = len(zones.ALPHABET)
HERE = os.path.dirname(os.path.abspath(__file__))

# ---- cells from zones ----


def patches(picture, middle, right, down, size):
    """A patch of size × size around each middle; right and down are the vectors of a pitch and of a capital's height."""
    step = max(np.hypot(right[:, 0], right[:, 1]).max() / PITCH, np.hypot(down[:, 0], down[:, 1]).max() / CAP)
    fine = max(1, int(math.ceil(step)))
    t = (np.arange(size * fine) + 0.5) / fine - size / 2
    gx, gy = (g.astype(np.float32) for g in np.meshgrid(t / PITCH, t / CAP))
    middle, right, down = (v.astype(np.float32) for v in (middle, right, down))
    x = middle[:, 0, None, None] + gx * right[:, 0, None, None] + gy * down[:, 0, None, None]
    y = middle[:, 1, None, None] + gx * right[:, 1, None, None] + gy * down[:, 1, None, None]
    flat = (len(middle) * size * fine, size * fine)
    v = cv2.remap(np.asarray(picture), x.reshape(flat) - 0.5, y.reshape(flat) - 0.5, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    return cv2.resize(v, (size, flat[0] // fine), interpolation=cv2.INTER_AREA).reshape(len(middle), size, size)


def cells(z, rng, still=False):
    """Patches, classes and offsets (right, down, logarithm of height) of a zone's characters and of places without one."""
    out, label, offset = [], [], []
    for line, m, r, d in zip(z.lines, z.middle, z.right, z.down):
        n = len(line)
        k = 0.0 if still else 1.0
        turn = k * rng.normal(0, 0.018)
        wide, high = 1 + k * rng.normal(0, 0.025), math.exp(k * rng.normal(0, 0.08))
        jx = k * (rng.normal(0, 1.1) + rng.normal(0, 0.6, n)) / PITCH
        jy = k * (rng.normal(0, 1.3) + rng.normal(0, 0.5, n)) / CAP
        r2 = (r + turn * d) * wide
        d2 = (d - turn * r) * high
        at = m + jx[:, None] * r + jy[:, None] * d
        out.append(patches(z.picture, at, r2, d2, STORED))
        label += [zones.ALPHABET.index(c) for c in line]
        offset.append(np.stack([-jx * PITCH / wide, -jy * CAP / high, np.full(n, -math.log(high)) * 16], 1))
        # beside the line and between lines
        ends = [m[0] - r[0] * (1 + rng.uniform(0, 0.8)), m[-1] + r[-1] * (1 + rng.uniform(0, 0.8)), m[-1]
                + r[-1] * rng.uniform(1.8, 3)]
        for _ in range(2):
            i = int(rng.integers(0, n))
            ends.append(m[i] + d[i] * rng.choice([-1, 1]) * rng.uniform(0.85, 1.2) + r[i] * rng.uniform(-.5, .5))
        ends = np.array(ends)
        near = np.array([min(np.min(np.hypot(*(e - o).T)) for o in z.middle) for e in ends]) > 0.75 * math.hypot(*d[0])
        if near.any():
            ends = ends[near]
            e = len(ends)
            out.append(patches(z.picture, ends, np.repeat(r2[:1], e, 0), np.repeat(d2[:1], e, 0), STORED))
            label += [NONE] * e
            offset.append(np.zeros((e, 3)))
    return np.concatenate(out), np.array(label, np.int64), np.concatenate(offset).astype(np.float32)


def sample(job):
    """The cells of one zone, and of blank paper at times."""
    seed, i = job
    kinds = CONFIG["kinds"]
    rng = np.random.default_rng([seed, i, 1])
    kind = list(kinds)[rng.choice(len(kinds), p=list(kinds.values()))]
    x, y, o = cells(zones.zone(seed, i, kind, rng.random() < CONFIG["real"]), rng)
    if rng.random() < CONFIG["blank"]:
        paper = rng.uniform(40, 255, (2, 1, 1)) + rng.normal(0, 1, (2, STORED, STORED)) * rng.choice([0, 0.5, 1.5])
        x = np.concatenate([x, np.clip(paper, 0, 255).astype(np.uint8)])
        y, o = np.concatenate([y, [NONE] * 2]), np.concatenate([o, np.zeros((2, 3), np.float32)])
    return x, y, o


def make(count, seed, jobs=2):
    all_of, start = [], time.time()
    with multiprocessing.Pool(jobs, cv2.setNumThreads, (1,)) as pool:
        for n, one in enumerate(pool.imap(sample, [(seed, i) for i in range(count)], 8), 1):
            all_of.append(one)
            if n % 500 == 0:
                print("%d zones, %.0f s" % (n, time.time() - start), flush=True)
    return tuple(torch.from_numpy(np.concatenate(part)) for part in zip(*all_of))


def normal(x):
    """Grey values of windows to what the network sees: 32 times the distance from the mean in standard deviations, whole, ±127."""
    m = x.mean((2, 3), keepdim=True)
    s = torch.sqrt(torch.clamp((x * x).mean((2, 3), keepdim=True) - m * m, min=0)).clamp(min=4)
    return torch.clamp(torch.round((x - m) / s * 32), -127, 127)


# ---- network ----


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c = CONFIG["channels"]
        self.conv = nn.ModuleList([nn.Conv2d(1, a, 5, 2, 2, bias=False), nn.Conv2d(a, b, 3, 2, 1, bias=False), nn.Conv2d(b, c,
                3, 2, 1, bias=False)])
        self.norm = nn.ModuleList([nn.BatchNorm2d(n) for n in (a, b, c)])
        self.full = nn.Linear(c * 16, CONFIG["hidden"])
        self.last = nn.Linear(CONFIG["hidden"], CONFIG["outputs"])
        self.to(memory_format=torch.channels_last)

    def forward(self, x):
        with torch.autocast("cpu", torch.bfloat16):  # five times as fast as floats
            x = (x / 32).contiguous(memory_format=torch.channels_last)
            for conv, norm in zip(self.conv, self.norm):
                x = F.relu(norm(conv(x)))
            x = F.relu(self.full(x.flatten(1)))
        return self.last(x.float())


class Layers(nn.Module):
    """The same network with its norms folded in; `scale` set: computed in whole numbers."""

    def __init__(self, net):
        super().__init__()
        w, b = [], []
        for conv, norm in zip(net.conv, net.norm):
            k = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            w.append(conv.weight * k[:, None, None, None])
            b.append(norm.bias - norm.running_mean * k)
        w += [net.full.weight, net.last.weight]
        b += [net.full.bias, net.last.bias]
        self.w = nn.ParameterList([nn.Parameter(t.detach().clone()) for t in w])
        self.b = nn.ParameterList([nn.Parameter(t.detach().clone()) for t in b])
        self.scale = None  # per layer: of weights, of what comes in, shift
        self.tail = None   # what the last sums are multiplied by: of characters, of offsets

    def step(self, i, x, w, b):
        if i < 4 and self.training:  # in short floats, which hold inputs and weights, but not all of the sums
            x, w = x.bfloat16(), w.bfloat16()
        if i < 3:
            x = F.conv2d(x.contiguous(memory_format=torch.channels_last), w, None, 2, 2 if i == 0 else 1)
            return x.float() + b[:, None, None]
        return F.linear(x.flatten(1), w).float() + b

    def settle(self, x):
        """Scales from what the layers give for x: outputs of hidden layers are 0 to 255."""
        self.eval()
        self.scale = []
        come = 32.0
        x = x / 32
        with torch.no_grad():
            for i in range(5):
                x = self.step(i, x, self.w[i], self.b[i])
                if i == 4:
                    self.scale.append((127 / float(self.w[i].abs().max()), come, 0))
                    self.tail = (1 / (self.scale[4][0] * come),) * 2
                    break
                x = F.relu(x)
                of, shift = scale_of(self.w[i], x, come)
                self.scale.append((of, come, shift))
                come = of * come / 2 ** shift

    def forward(self, x):
        """x: whole numbers from normal()."""
        for i in range(5):
            of, come, shift = self.scale[i]
            x = self.step(i, x, weights(self.w[i], of), whole(self.b[i] * of * come))
            if i == 4:
                return torch.cat([x[:, :38] * self.tail[0], x[:, 38:] * self.tail[1]], 1)
            x = activations(x, shift)


def loss_of(out, y, o):
    there = (y != NONE).float()[:, None]
    near = F.smooth_l1_loss(out[:, 38:41] * there, o / CONFIG["offsets"] * there)
    return F.cross_entropy(out[:, :38], y) + 2 * near, float((out[:, :38].argmax(1) == y).float().mean())


def batch_of(x, y, o, rng):
    """Patches shifted by whole pixels, the same for 16 neighbours (cheap), windows cut out."""
    n, s = CONFIG["batch"], CONFIG["shift"]
    i = torch.from_numpy(rng.integers(0, len(x), n))
    a, b, c = x[i], y[i], o[i].clone()
    out = torch.empty((n, 1, WINDOW, WINDOW))
    for k in range(0, n, 16):
        dx, dy = int(rng.integers(-s, s + 1)), int(rng.integers(-s, s + 1))
        out[k:k + 16, 0] = a[k:k + 16, s + dy:s + dy + WINDOW, s + dx:s + dx + WINDOW]
        c[k:k + 16, 0] -= dx
        c[k:k + 16, 1] -= dy
    return normal(out), b, c


def temperature(out, y):
    """What logits are divided by so that their probabilities are as good as they can be."""
    best = (1e9, 1.0)
    for t in np.linspace(0.6, 2.5, 77):
        best = min(best, (float(F.cross_entropy(out[:, :38] / t, y)), float(t)))
    return best[1]


# ---- the file: tail: what the last sums are multiplied by (temperature included), and the same for the offsets ----


def export(layers, t, path):
    rows = []
    for i, (of, come, shift) in enumerate(layers.scale):
        w, b = (v.detach().numpy() for v in (weights(layers.w[i], of), whole(layers.b[i] * of * come)))
        if i == 3:  # of the convolution's channels, rows, columns
            w = w.reshape(len(w), CONFIG["channels"][2], 4, 4).transpose(2, 3, 1, 0).reshape(1, 1, -1, len(w))
        else:
            w = w.transpose(2, 3, 1, 0) if i < 3 else w.T[None, None]
        rows.append((w, b, 2 if i < 3 else 1, shift))
    write(path, b"DXCELLS1", CONFIG, rows, (layers.tail[0] / t, CONFIG["offsets"] * layers.tail[1]))


def load(path):
    """cells.bin as a function that computes as the C does."""
    rows, (logit, off) = read(path)
    layers = [(torch.from_numpy(w.transpose(3, 2, 0, 1).astype(np.float64)), torch.from_numpy(b.astype(np.float64)), stride, shift)
              for w, b, stride, shift in rows]

    def run(x):
        x = x.double()
        for i, (w, b, stride, shift) in enumerate(layers):
            if i >= 3:
                x = x.permute(0, 2, 3, 1).flatten(1)[:, :, None, None] if i == 3 else x
            x = F.conv2d(x, w, b, stride, w.shape[2] // 2)
            x = activations(x, shift) if i < 4 else x
        x = x[:, :, 0, 0]
        return x[:, :38] * logit, x[:, 38:] * off
    return run


def test(path):
    run = load(path)
    s = CONFIG["shift"]
    print("%-10s %7s %8s %8s %9s %9s" % ("kind", "cells", "right", "NLL", "off x", "off y"))
    for kind in zones.KINDS:
        got, want, far = [], [], []
        for i in range(60):
            rng = np.random.default_rng([99, i])
            x, y, o = cells(zones.zone(777 + zones.KINDS.index(kind), i, kind), rng)
            p, f = run(normal(torch.from_numpy(x[:, None, s:-s, s:-s].astype(np.float32))))
            got.append(p)
            want.append(torch.from_numpy(y))
            there = y != NONE
            far.append(np.abs(f.numpy() - o)[there])
        p, y, f = torch.cat(got), torch.cat(want), np.concatenate(far)
        print("%-10s %7d %8.4f %8.4f %9.2f %9.2f" % (kind, len(y), float((p.argmax(1) == y).float().mean()),
                float(F.cross_entropy(p, y)),
                                                    f[:, 0].mean(), f[:, 1].mean()), flush=True)


def settle(layers, x, y, out):
    """Sets the temperature by zones that weren't trained on, and writes the file."""
    s = CONFIG["shift"]
    layers.eval()
    with torch.no_grad():
        held = torch.cat([layers(normal(x[i:i + 512, None, s:-s, s:-s].float())) for i in range(0, len(x), 512)])
    t = temperature(held, y)
    print("held out: right %.4f, temperature %.2f" % (float((held[:, :38].argmax(1) == y).float().mean()), t))
    export(layers, t, out)


def train(out):
    """The network in floats, then in whole numbers."""
    x, y, o = make(CONFIG["zones"], CONFIG["seed"])
    n = len(x) - int(len(x) * CONFIG["held_out"])
    rng = np.random.default_rng(CONFIG["seed"])
    net = Net()
    fit(net, lambda: batch_of(x[:n], y[:n], o[:n], rng), loss_of, CONFIG["steps"], CONFIG["rate"], "step", 500)
    net.eval()
    layers = Layers(net)
    layers.settle(torch.cat([batch_of(x[:n], y[:n], o[:n], rng)[0] for _ in range(8)]))
    fit(layers, lambda: batch_of(x[:n], y[:n], o[:n], rng), loss_of, CONFIG["integer_steps"], CONFIG["integer_rate"], "integer step", 200)
    settle(layers, x[n:], y[n:], out)


def main():
    torch.set_num_threads(1)
    if len(sys.argv) > 1 and sys.argv[1] == "--test":
        return test(sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "cells.bin"))
    torch.manual_seed(CONFIG["seed"])
    torch.use_deterministic_algorithms(True)
    train(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "cells.bin"))


if __name__ == "__main__":
    main()
