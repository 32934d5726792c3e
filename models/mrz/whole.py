"""whole.py: what both trainings share: networks in whole numbers, the loop that fits them, the file that lib/mrz/net.c reads

The file, little-endian: 8 bytes of magic, SHA-256 of the configuration as JSON (32 bytes); int32 layers; per layer int32 outputs,
inputs, kernel (1: dense), stride, shift; then per layer weights int8 [kernel row][kernel column][input][output] (dense after
convolution: the input's order is row, column, channel) and biases int32; then float32 numbers of the network's own."""
import hashlib
import json
import math
import struct
import time

import numpy as np
import torch
import torch.nn as nn


def whole(x):
    """Rounded, with the gradient of the identity."""
    return x + (torch.round(x) - x).detach()


def whole_floor(x):
    return x + (torch.floor(x) - x).detach()


def weights(w, of):
    """Weights as the file holds them: whole numbers up to 127."""
    return torch.clamp(whole(w * of), -127, 127)


def activations(x, shift):
    """Sums as the next layer sees them: halved `shift` times, 0 to 255."""
    return torch.clamp(whole_floor((x + 2 ** (shift - 1)) / 2 ** shift), 0, 255)


def scale_of(w, x, come):
    """What a layer's weights are multiplied by, and how often its sums are halved so that nearly all of x, after ReLU, fit 255;
    come: what its input was multiplied by."""
    of = 127 / float(w.abs().max())
    most = float(torch.quantile(x.flatten()[:: max(1, x.numel() // 1000000)], 0.9998))
    return of, max(1, math.ceil(math.log2(of * come / (255 / most))))


def fit(net, batch, loss_of, steps, rate, what, every):
    """batch(): what loss_of gets after the network's output, with the input first; loss_of may also give a count of right ones."""
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, rate, total_steps=steps, pct_start=0.1)
    start, total, right = time.time(), 0.0, 0.0
    net.train()
    for i in range(steps):
        x, *want = batch()
        loss, good = loss_of(net(x), *want)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        opt.step()
        plan.step()
        total += float(loss)
        right += good
        if i % every == every - 1:
            print("%s %d: loss %.4f%s, %.0f s" % (what, i + 1, total / every, ", right %.4f" % (right / every) if right else "",
                                                  time.time() - start), flush=True)
            total, right = 0.0, 0.0


def write(path, magic, config, layers, tail):
    """layers: (weights [kernel row][kernel column][input][output], biases, stride, shift) each."""
    head, body = struct.pack("<i", len(layers)), b""
    for w, b, stride, shift in layers:
        head += struct.pack("<5i", w.shape[3], w.shape[2], w.shape[0], stride, shift)
        body += np.ascontiguousarray(w.astype(np.int8)).tobytes() + b.astype("<i4").tobytes()
    with open(path, "wb") as f:
        f.write(magic + hashlib.sha256(json.dumps(config, sort_keys=True).encode()).digest() + head + body + struct.pack("<%df" % len(tail), *tail))


def read(path):
    """The same back: layers, tail; weights and biases are whole numbers in float32."""
    with open(path, "rb") as f:
        d = f.read()
    n = struct.unpack_from("<i", d, 40)[0]
    at, layers = 44 + 20 * n, []
    for i in range(n):
        out, inn, k, stride, shift = struct.unpack_from("<5i", d, 44 + 20 * i)
        count = out * inn * k * k
        w = np.frombuffer(d, np.int8, count, at).reshape(k, k, inn, out).astype(np.float32)
        layers.append((w, np.frombuffer(d, "<i4", out, at + count).astype(np.float32), stride, shift))
        at += count + 4 * out
    return layers, struct.unpack_from("<%df" % ((len(d) - at) // 4), d, at)
