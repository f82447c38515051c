"""A photo that holds black keeps it.

What is brightened is lifted, and so is what was black: noise and stray light of the darkest places become a
grey veil. As the black point of a print, the darkest fiftieth of the result is brought back to nearly black,
by a toe that leaves all but the shadows as they are. How much is one number of the whole photo.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.colour.ramps import ramp

_DARKEST = 0.02
"""Share of the pixels by which black is judged."""
_HOLDS_BLACK = (0.02, 0.05)
"""L of the photo's darkest up to which it holds black, and from which it does not; between them in part."""
_NIGHT = (0.15, 0.25)
"""Mean L of the photo up to which black is lowered, and from which it is not: there what is dark lies in
shade, which is to open."""
_BLACK = 0.02
"""L that the darkest of the result shall have."""
_TOE = 0.38
"""L up to which the toe reaches."""
_CURVE = 1.5
_MOST = 0.20
"""By how much L is lowered at most: less than what would let the toe fall where it shall rise."""
_LEAST = 0.01


def black_level(L: Tensor, bright: Tensor) -> Tensor:
    """By how much black is to be lowered.

    Args:
        L: luminance of the whole photo, small, (N, 1, H, W).
        bright: what it becomes.

    Returns:
        (N,), in units of L.
    """
    holds = ramp(_darkest(L), *_HOLDS_BLACK[::-1]) * ramp(L.mean(dim=(1, 2, 3)), *_NIGHT[::-1])
    darkest = _darkest(bright)
    return holds * ((darkest - _BLACK) / _toe(darkest).clamp_min(_LEAST)).clamp(0.0, _MOST)


def _darkest(x: Tensor) -> Tensor:
    """The quantile of each picture, (N,); of its nearest rank, which every runtime knows how to find."""
    flat = x.flatten(1)
    count = max(1, round(_DARKEST * flat.shape[1]))
    return torch.topk(flat, count, dim=1, largest=False).values[:, -1]


def _toe(x: Tensor) -> Tensor:
    """How much of the level is taken from an L: 1 at black, 0 above the toe."""
    return (1 - x.clamp_min(0) / _TOE).clamp_min(0) ** _CURVE


def lower_black(bright: Tensor, level: Tensor) -> Tensor:
    """Lower the black of a bright L (N, 1, H, W) by a level (N,), to 0 at most; what is brighter stays."""
    lowered = bright - level[:, None, None, None] * _toe(bright)
    return torch.maximum(lowered, bright.clamp_max(0))
