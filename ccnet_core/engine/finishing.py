"""What is done to the display values of a picture, last of all; and all that follows tone, in one table."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageFilter
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import lab_to_srgb, limit_chroma, srgb_to_lab
from ccnet_core.engine.mixing import curve_channels, mix_colours
from ccnet_core.engine.pixels import Finish

_NODES = 33
"""Of each channel in a table of colours: what is used in photo and film, too."""


def finish_of(adjustments: Adjustments) -> Finish | None:
    """What adjustments do to display values; None where that is nothing."""
    if not adjustments.curve.changes_channels:
        return None
    return partial(curve_channels, curve=adjustments.curve)


class ColourTable:
    """The mixer and what finishes a picture as one table of display values, quickly applied.

    Between its nodes it is interpolated linearly: a few codes of 255 from what it stands for where that is
    bent most.
    """

    def __init__(self, adjustments: Adjustments) -> None:
        """Ask :meth:`changes` whether it is needed at all.

        Args:
            adjustments: whose mixer and channel curves are meant.
        """
        axis = torch.linspace(0, 1, _NODES)
        # The nodes of red lie next to each other.
        blue, green, red = torch.meshgrid(axis, axis, axis, indexing="ij")
        nodes = torch.stack((red, green, blue)).reshape(1, 3, _NODES, _NODES * _NODES)
        if not adjustments.mixer.is_neutral:
            L, ab = mix_colours(*srgb_to_lab(nodes), adjustments.mixer)
            L = L.clamp(0, 1)
            nodes = lab_to_srgb(L, limit_chroma(L, ab)).clamp(0, 1)
        finish = finish_of(adjustments)
        if finish is not None:
            nodes = finish(nodes)
        table = nodes.reshape(3, -1).T.contiguous().numpy().ravel()
        self._filter = ImageFilter.Color3DLUT(_NODES, table, _copy_table=False)

    @staticmethod
    def changes(adjustments: Adjustments) -> bool:
        """Whether there is anything for it to do."""
        return not adjustments.mixer.is_neutral or finish_of(adjustments) is not None

    def apply(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """A picture (h, w, 3) of sRGB by the table."""
        return _in_strips(self._filtered, picture)

    def _filtered(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        return np.asarray(Image.fromarray(picture).filter(self._filter))


def _in_strips(
    work: Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]], picture: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Work on a picture in as many parts as torch has threads: Pillow has one, and lets others run."""
    count = min(torch.get_num_threads(), len(picture))
    if count < 2:
        return work(picture)
    with ThreadPoolExecutor(count) as threads:
        return np.concatenate(list(threads.map(work, np.array_split(picture, count))))
