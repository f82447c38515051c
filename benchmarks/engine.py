"""The engine alone: export's time and memory, and whether fast pictures and exports are the right ones."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import torch
from skimage.color import deltaE_ciede2000, rgb2lab
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.photos import night
from benchmarks.report import Line, at_most
from ccnet_core.adjustments import Adjustments
from ccnet_core.cv import cv2
from ccnet_core.engine import Engine, Region
from ccnet_core.engine.fullsize import TILE
from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo
from ccnet_core.styles import load_styles

Bytes = npt.NDArray[np.uint8]
_SIZES = (6, 12, 24, 50, 100)


def _difference(first: Bytes, second: Bytes) -> tuple[float, float]:
    """Mean and 99th percentile of CIEDE2000."""
    delta = deltaE_ciede2000(rgb2lab(first), rgb2lab(second))
    return float(delta.mean()), float(np.percentile(delta, 99))


def export_once(megapixels: float) -> dict[str, float]:
    """In a process of its own: seconds and peak memory of opening, brightening, rendering and writing."""
    engine = Engine.load()
    engine.render(engine.brighten(night(0.2)), Adjustments())
    with TemporaryDirectory() as name:
        source, target = Path(name) / "in.jpg", Path(name) / "out.jpg"
        save_photo(source, night(megapixels).pixels, ExportOptions("jpeg", 92))
        base = _resident()
        # Making the photo took memory too; the peak counts from here.
        Path("/proc/self/clear_refs").write_text("5")
        started = time.perf_counter()
        photo = open_photo(source)
        picture = engine.export(engine.brighten(photo), Adjustments())
        save_photo(target, picture, ExportOptions("jpeg"), photo)
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "gib": (_peak() - base) / 2**30, "megapixels": photo.megapixels}


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _peak() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(x.split()[1]) * 1024 for x in lines if x.startswith("VmHWM"))


def measure_export() -> list[Line]:
    """Every size in a process of its own."""
    results = []
    for megapixels in _SIZES:
        call = f"print(json.dumps(export_once({megapixels})))"
        program = f"import json; from benchmarks.engine import export_once; {call}"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    lines = []
    for size, result in zip(_SIZES, results, strict=True):
        lines.append(
            at_most(f"export {size} MP, time", result["seconds"], 60, "s", 1)
            if size == 24
            else Line(f"export {size} MP, time", f"{result['seconds']:.1f} s")
        )
        limit = {24: 2.0, 50: 3.0}.get(size)
        name = f"export {size} MP, memory above the program's"
        lines.append(
            at_most(name, result["gib"], limit, "GiB", 2) if limit else Line(name, f"{result['gib']:.2f} GiB")
        )
    x = np.array([r["megapixels"] for r in results])
    for key, unit in (("seconds", "s"), ("gib", "GiB")):
        y = np.array([r[key] for r in results])
        slope, start = np.polyfit(x, y, 1)
        residual = 1 - ((y - slope * x - start) ** 2).sum() / ((y - y.mean()) ** 2).sum()
        lines.append(
            Line(f"linear fit of {key}", f"{start:.2f} {unit} + {slope:.3f} {unit}/MP, R² {residual:.4f}")
        )
    return lines


def measure_full_size() -> list[Line]:
    """What full size costs: operations of the networks, and seconds until a window at 1:1 shows the truth."""
    engine = Engine.load()
    photo = night(6)
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        engine.export(engine.brighten(photo), Adjustments())
    whole = counter.get_total_flops() / 1e9
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        engine.brighten(photo)
    once = counter.get_total_flops() / 1e9
    brightened = engine.brighten(night(24))
    engine.render(brightened, Adjustments())
    seconds = []
    for left, top in ((0, 0), (1950, 1100), (3900, 2200)):
        started = time.perf_counter()
        engine.render_region(brightened, Adjustments(), Region(left, top, 1920, 1080))
        seconds.append(time.perf_counter() - started)
    return [
        Line("networks, once per photo", f"{once:.0f} GFLOP"),
        Line("networks, full size", f"{(whole - once) / photo.megapixels:.1f} GFLOP/MP"),
        at_most("networks, export of 6 MP", whole / photo.megapixels, 40, "GFLOP/MP", 1),
        at_most("visible region at 1:1, 24 MP, 1920 x 1080", float(np.median(seconds)), 0.5, "s", 2),
    ]


def measure_faithfulness(photos: list[Path]) -> list[Line]:
    """Quick against exact over photos, saturations, axes and styles; export against preview; size; seams."""
    engine = Engine.load()
    return [
        *_quick_against_exact(engine, photos),
        *_export_against_preview(engine),
        *_tone_against_size(engine),
        *_seams(engine),
    ]


def _quick_against_exact(engine: Engine, photos: list[Path]) -> list[Line]:
    styles = load_styles()
    drags: list[tuple[str, Adjustments, list[Adjustments]]] = []
    neutral = Adjustments()
    drags.append(("saturation 0 to 3", neutral, [Adjustments(saturation=s) for s in (0.0, 0.5, 2.0, 3.0)]))
    axes = [Adjustments(green_magenta=s) for s in (0.3, 2.0)] + [
        Adjustments(blue_yellow=s) for s in (0.3, 2.0)
    ]
    drags.append(("axes 0.3 to 2", neutral, axes))
    for style in styles[::3]:
        begin = Adjustments(references=(style.reference(),))
        ends = [replace(begin, style_strength=s) for s in (0.0, 0.25, 0.75, 1.0)]
        drags.append(("style strength 0 to 1", begin, ends))
    figures: dict[str, list[tuple[float, float]]] = {}
    for path in photos:
        brightened = engine.brighten(open_photo(path))
        for name, begin, ends in drags:
            engine.prepare_quick(brightened, begin)
            for adjustments in ends:
                quick = engine.render_quick(brightened, adjustments)
                if quick is not None:
                    exact = engine.render(brightened, adjustments)
                    figures.setdefault(name, []).append(_difference(quick, exact))  # type: ignore[arg-type]
    lines = []
    for name, values in figures.items():
        mean, p99 = np.mean(values, axis=0)
        lines.append(at_most(f"quick against exact, {name}: mean CIEDE2000", mean, 1.0, "", 2))
        lines.append(at_most(f"quick against exact, {name}: p99", p99, 6.0, "", 2))
    return lines


def _export_against_preview(engine: Engine) -> list[Line]:
    lines = []
    for megapixels in (4, 12):
        brightened = engine.brighten(night(megapixels))
        for name, adjustments in (("neutral", Adjustments()), ("saturation 2", Adjustments(saturation=2))):
            preview = engine.render(brightened, adjustments)
            full = engine.export(brightened, adjustments)
            reduced = cv2.resize(full, preview.shape[1::-1], interpolation=cv2.INTER_AREA)
            mean, p99 = _difference(reduced, preview)  # type: ignore[arg-type]
            lines.append(at_most(f"export against preview, {megapixels} MP, {name}: mean", mean, 1.0, "", 2))
            lines.append(at_most(f"export against preview, {megapixels} MP, {name}: p99", p99, 5.0, "", 2))
    return lines


def _tone_against_size(engine: Engine) -> list[Line]:
    whole = night(4, grain=0.0)
    results = []
    for megapixels in (0.25, 0.5, 1, 2, 4):
        factor = (megapixels / 4) ** 0.5
        size = (round(whole.width * factor), round(whole.height * factor))
        reduced = cv2.resize(whole.pixels, size, interpolation=cv2.INTER_AREA)
        picture = engine.export(engine.brighten(Photo.from_array(reduced)), Adjustments())
        small = cv2.resize(picture, (612, 408), interpolation=cv2.INTER_AREA)
        results.append(rgb2lab(small)[..., 0])
    reference = results[2]
    worst = max(float(np.abs(result - reference).mean()) for result in results)
    return [at_most("tone of one photo at 0.25 to 4 MP against 1 MP, worst mean |dL*|", worst, 1.5, "", 2)]


def _seams(engine: Engine) -> list[Line]:
    """The gradient of L* across the borders of tiles, against that some pixels beside them."""
    x, y = np.meshgrid(np.linspace(0.02, 0.35, 1800), np.linspace(0.0, 0.2, 1500))
    ramp = np.stack((x + y, x, x + 0.5 * y), axis=-1)
    pictures = {
        "a ramp": Photo.from_array((ramp * 65535).astype(np.uint16)),
        "a photo": night(2.7),
    }
    lines = []
    for name, photo in pictures.items():
        full = engine.export(engine.brighten(photo), Adjustments(), bit_depth=16)
        luminance = rgb2lab(full.astype(np.float64) / 65535)[..., 0]
        gradient = np.abs(np.diff(luminance, axis=1)).mean(axis=0)
        starts = range(TILE, photo.width - 128, TILE)
        across = np.mean([gradient[start : start + 64].mean() for start in starts])
        beside = np.mean([np.r_[gradient[s - 64 : s], gradient[s + 64 : s + 128]].mean() for s in starts])
        lines.append(
            at_most(f"gradient across borders of tiles against beside, {name}", across / beside, 1.02, "", 3)
        )
    return lines
