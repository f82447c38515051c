"""Highlight roll-off: colours that are exposed towards white lose chroma gradually, as film loses it.

More light scales chroma with luminance. Near white sRGB has ever less room for it, and a colour that is
merely cut at the gamut's edge has a channel at its end long before its luminance has. Here chroma approaches
that edge but does not reach it; hue (CIE 1976 h_ab) and luminance stay.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.colour.bisection import largest_chroma_where
from ccnet_core.colour.lab import lab_to_linear, linear_to_srgb, srgb_to_linear
from ccnet_core.colour.luminance import chroma_gain

_KNEE = 0.5
"""Share of the room for chroma up to which colours keep it all."""
_HEADROOM = 0.9
"""How far the highest channel may come from grey to 255: what is left lets every code below L* 98 be less."""
_LUMINANCES = 129
_HUES = 360
_PIECE = 1 << 17
"""Pixels that are rolled off at once."""
_DENSE = 0.6
"""Share of pixels that come near to the edge from which on all are looked at."""
_CELLS = 8 * (_LUMINANCES - 1)
"""Parts of the luminances of each of which the least room is known."""
_LARGEST = 4.0
"""Where the room ends that dark colours have below the top, in units of ab / 110: more than any has."""


def roll_off_chroma(ab: Tensor, before: Tensor, after: Tensor, gain: Tensor | None = None) -> Tensor:
    """Chrominance scaled as luminance is raised, rolled off towards white: see :class:`RollOff`."""
    return RollOff(before, after, gain).apply(ab)


class RollOff:
    """What becomes of colours where luminance is raised or lowered.

    A colour that is not raised, or that stays below the knee, comes out scaled by the gain alone. One that
    was above the knee already keeps its place below white at first, so the result is continuous in ``after``.

    Attributes:
        gain: the factor (1, 1, H, W) on chroma that goes with the light.
    """

    def __init__(self, before: Tensor, after: Tensor, gain: Tensor | None = None) -> None:
        """Find out what is raised.

        Args:
            before: luminance (1, 1, H, W) in [0, 1].
            after: the same, raised or lowered.
            gain: the factor, (1, 1, H, W); by default that of :func:`chroma_gain`.
        """
        self.gain = chroma_gain(before, after) if gain is None else gain
        raised = after > before
        self._some = bool(raised.any())
        self._given = [x.expand_as(raised) for x in (before, after, self.gain)]
        self._least: Tensor | None = None
        if self._some and raised.device.type == "cpu":
            cells = (after * _CELLS).clamp_(0, _CELLS - 1).to(torch.int32)
            least = _least_room().index_select(0, cells.flatten()).view_as(after)
            self._least = least.mul_(_KNEE).square_().masked_fill_(~raised, math.inf)

    def apply(self, ab: Tensor) -> Tensor:
        """Chrominance (1, 2, H, W), (a*, b*) / 110, that goes with ``before``; the result with ``after``."""
        scaled = ab * self.gain
        if not self._some:
            return scaled
        if self._least is None:
            return _rolled(scaled, *self._given)
        # Few colours come so near to the edge: of the rest nothing has to be known but that.
        a, b = scaled[:, :1], scaled[:, 1:]
        near = torch.addcmul(a * a, b, b) > self._least
        places = torch.from_numpy(np.flatnonzero(near.numpy()))
        if len(places) > _DENSE * near.numel():
            # What is between stays in the processor's cache so.
            rows = max(1, _PIECE // scaled.shape[-1])
            for top in range(0, scaled.shape[-2], rows):
                strip = (..., slice(top, top + rows), slice(None))
                scaled[strip] = _rolled(scaled[strip], *(x[strip] for x in self._given))
            return scaled
        planes = scaled.view(2, -1)
        for piece in torch.split(places, _PIECE) if len(places) else ():
            given = (x.flatten().index_select(0, piece)[None, None, None] for x in self._given)
            part = planes.index_select(1, piece)[None, :, None]
            planes.index_copy_(1, piece, _rolled(part, *given)[0, :, 0])
        return scaled


def _rolled(scaled: Tensor, before: Tensor, after: Tensor, gain: Tensor) -> Tensor:
    """Chrominance that was scaled by ``gain``, rolled off; of pixels of any arrangement."""
    # Not vector_norm, which takes 20 times as long over an axis of two. In place, as most of the time goes
    # into memory for intermediate values.
    share = torch.hypot(scaled[:, :1], scaled[:, 1:])
    at = scaled.new_empty((*share.shape[:1], *share.shape[2:], 2))
    at[..., 0] = torch.atan2(scaled[:, 1], scaled[:, 0]).mul_(1 / math.pi)
    at[..., 1] = 2 * after[:, 0] - 1
    room = _room(at)
    share.div_(room).clamp_min_(1e-6)
    at[..., 1] = 2 * before[:, 0] - 1
    own = room.div_(_room(at)).div_(gain).mul_(share)
    knee = own.clamp(_KNEE, 1)
    above = (share - knee).clamp_min_(0)
    # From the knee with the slope 1 towards the whole of the room.
    rolled = (above / (1 - knee).clamp_min_(1e-6)).square_().add_(1).rsqrt_().mul_(above).add_(knee)
    # What had more than the room already keeps it at first, and approaches the room from above.
    rolled.add_((own - 1).clamp_min_(0).mul_(own.div_(share).square_()))
    return scaled * rolled.div_(share).clamp_max_(1)


def _room(at: Tensor) -> Tensor:
    """Chroma at which the highest channel has come as far as it may.

    Hue in half turns and 2 L - 1, both -1 to 1, (1, H, W, 2) -> (1, 1, H, W), positive.
    """
    table = _room_table(at.device)
    room = F.grid_sample(table, at, mode="bilinear", padding_mode="border", align_corners=True)
    return room.clamp_min_(1e-6)


@lru_cache(maxsize=4)
def _room_table(device: torch.device) -> Tensor:
    """The room by L (rows, 0 to 1) and hue (columns, -180 to 180 degrees): (1, 1, rows, columns)."""
    luminance = torch.linspace(0, 1, _LUMINANCES, dtype=torch.float64)[None, None, :, None]
    hue = torch.linspace(-math.pi, math.pi, _HUES + 1, dtype=torch.float64)
    shape = (1, 2, _LUMINANCES, _HUES + 1)
    direction = torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(shape)
    luminance = luminance.expand(1, 1, *shape[2:])
    no_chroma = torch.zeros(shape, dtype=torch.float64)
    grey = linear_to_srgb(lab_to_linear(luminance, no_chroma)).amax(1, keepdim=True)
    top = srgb_to_linear(torch.lerp(grey, torch.ones_like(grey), _HEADROOM))

    def is_below(chroma: Tensor) -> Tensor:
        return lab_to_linear(luminance, chroma * direction).amax(1, keepdim=True) <= top

    return largest_chroma_where(is_below, luminance, _LARGEST).float().to(device)


@lru_cache(maxsize=1)
def _least_room() -> Tensor:
    """The least room of any hue in each of the `_CELLS` parts of L, 0 to 1; of the table between its rows."""
    rows = _room_table(torch.device("cpu"))[0, 0].amin(1).numpy()
    edges = np.interp(np.linspace(0, 1, _CELLS + 1), np.linspace(0, 1, _LUMINANCES), rows)
    # A little less, as floating-point numbers are not exact.
    return torch.from_numpy(np.minimum(edges[:-1], edges[1:]).astype(np.float32) * np.float32(0.999))
