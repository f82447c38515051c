"""Looks on pixels, and a photo's own colours as a look."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import lab_to_srgb, limit_chroma, srgb_to_lab
from ccnet_core.engine.cube import nodes_of, tetrahedral
from ccnet_core.engine.mixing import curve_channels, mix_colours, through_table
from ccnet_core.engine.pixels import Finish
from ccnet_core.engine.style import Style
from ccnet_core.engine.tone import Surroundings, adjust_chroma, adjust_luminance
from ccnet_core.looks import ColourCube, Look, LookError, is_allowed, read_look
from ccnet_core.messages import Message

_Stamp = tuple[int, int] | None
_PORTABLE = (
    *("exposure", "contrast", "whites", "blacks", "curve"),
    *("temperature", "tint", "saturation", "vibrance", "green_magenta", "blue_yellow", "mixer"),
    *("references", "style_strength", "transfer", "protect_skin", "match_luminance", "looks"),
)
"""What does the same to a colour wherever it is in a photo."""
_NO_COLOUR = ("geometry", "lens_correction")
"""What nobody looks for in a table of colours."""


def apply_cube(rgb: Tensor, cube: ColourCube) -> Tensor:
    """Display values of sRGB (1, 3, H, W), 0 to 1, by a table: the same shape, 0 to 1."""
    low, high = (torch.tensor(ends).to(rgb).view(1, 3, 1, 1) for ends in (cube.low, cube.high))
    at = (rgb - low) / (high - low)
    if cube.dimensions == 1:
        columns = zip(at.chunk(3, dim=1), cube.table.T, strict=True)
        return torch.cat([through_table(channel, column) for channel, column in columns], dim=1).clamp_(0, 1)
    return tetrahedral(torch.from_numpy(cube.table).to(rgb), at).clamp(0, 1)


@dataclass(slots=True)
class _Loaded:
    allowed: bool
    stamp: _Stamp
    cube: ColourCube | None


class Looks:
    """The tables of looks: each is read once, and again where its file is another by now."""

    def __init__(self, tell: Callable[[LookError], object]) -> None:
        """Begin with none.

        Args:
            tell: told why a look cannot be had, once for as long as it is so.
        """
        self._tell = tell
        self._loaded: dict[str, _Loaded] = {}

    def finish_of(self, adjustments: Adjustments) -> Finish | None:
        """What adjustments do to display values, with the looks that there are; None where it is nothing."""
        wanted = [(look, self._cube(look)) for look in adjustments.looks if look.strength]
        cubes = [(cube, look.strength) for look, cube in wanted if cube is not None]
        curve = adjustments.curve
        if not (cubes or curve.changes_channels):
            return None

        def finish(rgb: Tensor) -> Tensor:
            rgb = curve_channels(rgb, curve)
            for cube, strength in cubes:
                looked = apply_cube(rgb, cube)
                rgb = looked if strength == 1 else torch.lerp(rgb, looked, strength)
            return rgb

        return finish

    def _cube(self, look: Look) -> ColourCube | None:
        allowed = is_allowed(look)
        stamp = _stamp(look.path) if allowed else None
        known = self._loaded.get(look.path)
        if known is None or known.stamp != stamp or known.allowed != allowed:
            known = self._loaded[look.path] = _Loaded(allowed, stamp, None)
            try:
                known.cube = _read(look, allowed)
            except LookError as error:
                self._tell(error)
        return known.cube


def _read(look: Look, allowed: bool) -> ColourCube:
    if allowed:
        return read_look(Path(look.path))
    problem = Message("it lies on another machine, which was not asked for it")
    raise LookError(Path(look.path), problem, "Add the look again to use it.")


def _stamp(path: str) -> _Stamp:
    """What tells a file from what was there before; None where there is none."""
    try:
        about = os.stat(path)  # noqa: PTH116  (Path.stat raises the same)
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size


def left_out_of_cube(adjustments: Adjustments) -> tuple[str, ...]:
    """The names of what is decided and acts on places: what no table of colours can hold."""
    neutral = Adjustments()
    return tuple(
        f.name
        for f in fields(Adjustments)
        if f.name not in (*_PORTABLE, *_NO_COLOUR)
        and getattr(adjustments, f.name) != getattr(neutral, f.name)
    )


def cube_of(
    adjustments: Adjustments, style: Style | None, finish: Finish | None, size: int
) -> npt.NDArray[np.float32]:
    """What becomes of the colours of a brightened photo, as a table: (size^3, 3), red next to each other.

    Args:
        adjustments: of which that counts which acts on colours, not on places.
        style: the mix of the active references, or None without.
        finish: what is done to display values.
        size: nodes of each channel.
    """
    value = replace(Adjustments(), **{name: getattr(adjustments, name) for name in _PORTABLE})
    L, ab = srgb_to_lab(nodes_of(size))
    scales = torch.tensor(value.scales).view(1, 2, 1, 1)
    shift = None if style is None else style.shift(L, ab)
    if style is not None and style.guide is not None:
        ab = torch.lerp(ab, style.guide(ab), value.style_strength)
    ab = ab * scales if shift is None else ab * scales + shift
    # What depends on the surroundings is neutral here: they are not asked for.
    around = Surroundings.of(L, L).around(L, 0, 0, (L.shape[-2], L.shape[-1]))
    tone = adjust_luminance(L, L, around, value, matched=style.curve if style else None)
    ab = adjust_chroma(ab, tone.mixed, tone.shown, value)
    L, ab = mix_colours(tone.shown, ab, value.mixer)
    L = L.clamp(0, 1)
    rgb = lab_to_srgb(L, limit_chroma(L, ab)).clamp(0, 1)
    rgb = rgb if finish is None else finish(rgb)
    return np.ascontiguousarray(rgb.reshape(3, -1).T.numpy(), np.float32)
