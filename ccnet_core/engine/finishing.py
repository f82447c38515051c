"""Curves, mixer and looks in one table: what a drag shows of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import chroma_gain, lab_to_srgb, limit_chroma, roll_off_chroma, srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.engine.cube import corners, nodes_of, weighted
from ccnet_core.engine.mixing import curve_luminance, mix_colours
from ccnet_core.engine.pixels import Finish
from ccnet_core.mixer import ColourMixer
from ccnet_core.tone_curve import LUMINANCE, ToneCurve

_NODES = 33
"""Of each channel where a table is computed: what is used in photo and film, too."""
_CELLS = 64
"""Of each channel where it is looked up: four codes of 8 bits are one."""
_ROWS = 64
"""Looked up at once: what is between stays in the cache, and takes a fifth of the time."""


def without_table(adjustments: Adjustments) -> Adjustments:
    """Adjustments without what a :class:`ColourTable` does."""
    return replace(adjustments, curve=ToneCurve(), mixer=ColourMixer(), looks=())


class ColourTable:
    """Curves, mixer and looks as one table of 8-bit sRGB, which is applied in a small part of their time.

    Each of its cells holds four codes of each channel and moves them alike: half as steep or twice as steep
    as they are, neighbouring cells meet within two codes of 255.

    Attributes:
        of: neutral adjustments but for what the table does.
    """

    def __init__(self, adjustments: Adjustments, finish: Finish | None) -> None:
        """Compute it; where it would change nothing none is needed.

        Args:
            adjustments: whose curves, mixer and looks are meant.
            finish: what they do to display values.
        """
        self.of = self.part_of(adjustments)
        nodes = _displayed(nodes_of(_NODES), self.of, finish).reshape(3, -1).T.contiguous()
        cells = weighted(nodes, *_cells())
        # From the middle to the first code, to which the last two bits of a code are added.
        first = cells.mul_(255).sub_(1.5).round_().clamp_(0, 252).to(torch.uint8)
        table = np.zeros((_CELLS**3, 4), np.uint8)
        table[:, :3] = first.numpy()
        self._table = table.view(np.uint32)[:, 0]

    @staticmethod
    def part_of(adjustments: Adjustments) -> Adjustments:
        """Neutral adjustments but for what the table does."""
        value = adjustments
        return replace(Adjustments(), curve=value.curve, mixer=value.mixer, looks=value.looks)

    def apply(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """A picture (h, w, 3) of sRGB by the table."""
        result = np.empty_like(picture)
        strips = [slice(top, top + _ROWS) for top in range(0, len(picture), _ROWS)]

        def look_up(rows: slice) -> None:
            codes = cv2.cvtColor(picture[rows], cv2.COLOR_RGB2RGBA).view(np.uint32)[..., 0]
            # Of each byte the first six bits, side by side.
            index = (codes >> 6) & (63 << 12)
            index |= (codes >> 4) & (63 << 6)
            index |= (codes >> 2) & 63
            moved = np.take(self._table, index, mode="clip")
            moved += codes & 0x03030303
            cv2.cvtColor(moved.view(np.uint8).reshape(*moved.shape, 4), cv2.COLOR_RGBA2RGB, dst=result[rows])

        with ThreadPoolExecutor(torch.get_num_threads()) as threads:
            for _ in threads.map(look_up, strips):
                pass
        return result


def _displayed(rgb: Tensor, adjustments: Adjustments, finish: Finish | None) -> Tensor:
    """Display values of sRGB (1, 3, H, W) by curves, mixer and looks."""
    curve, mixer = adjustments.curve, adjustments.mixer
    if not (curve.is_identity(LUMINANCE) and mixer.is_neutral):
        before, ab = srgb_to_lab(rgb)
        L = curve_luminance(before, curve)
        if L is not before:
            ab = roll_off_chroma(ab, before, L, chroma_gain(before, L))
        L, ab = mix_colours(L, ab, mixer)
        L = L.clamp(0, 1)
        rgb = lab_to_srgb(L, limit_chroma(L, ab)).clamp(0, 1)
    return rgb if finish is None else finish(rgb)


@cache
def _cells() -> tuple[Tensor, Tensor]:
    """The nodes around the middles of cells, and their weights."""
    return corners(_NODES, nodes_of(_CELLS).mul_(252 / 255).add_(1.5 / 255))
