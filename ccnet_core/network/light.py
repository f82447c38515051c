"""How much light goes where: a choice per place, made on a small picture of the whole photo.

One number per photo cannot be right where a lamp stands in a dark street or a face before a window, and a
fusion of exposures (:mod:`ccnet_core.network.fusing`) not where a photo is simply underexposed and all of
it should go up. Here a small network looks at the whole photo and gives a bilateral grid (Chen, Paris,
Durand, "Real-time Edge-aware Image Processing with the Bilateral Grid", SIGGRAPH 2007; learned as by Gharbi
et al., "Deep Bilateral Learning for Real-Time Image Enhancement", SIGGRAPH 2017): for each place, and for
each luminance there, how much of the fused picture is taken against the exposure of the whole, and how much
more or less light there is. What a pixel gets depends on where it is and how bright its surroundings are,
smoothly in both. Surroundings follow edges (fast guided filter: He, Sun, arXiv 1505.00996), so light does,
too, without halos, and detail keeps its contrast; and as the small picture is made by areas, all of it is
the same for the photo at any size and for each of its tiles.
"""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ccnet_core.colour.ramps import ramp
from ccnet_core.network.exposure import CANVAS, expose
from ccnet_core.network.fusing import fuse
from ccnet_core.network.fusion import leaky_
from ccnet_core.network.windows import look_up, mean_around

CELLS = 24
"""Side of the grid: cells across and down the photo."""
KNOTS = 8
"""Luminances for which a cell decides; between them it is interpolated."""
_GRID = 2 * KNOTS * CELLS * CELLS
SIZE = _GRID + 2 * CANVAS * CANVAS
"""Numbers that a grid takes, with the maps of the surroundings that go with it."""
_CHANNELS = 24
_GUIDE_GAMMA = 0.4
"""Knots are spaced evenly in L to this power: half of them lie below L* 18."""
_NEAR_BLACK = 1e-4
_LARGEST_LOG_GAIN = 1.5
_SHADE = (0.12, 0.27)
"""Mean L of photos from which what is dark in them begins to be taken for shade, and is wholly."""
_OPENED = (0.12, 0.12, 0.12, 0.12, 0.045, 0.0, 0.0, 0.0)
"""Logarithm of the gain that shade is given, by knot."""
_HALF_LIT = (0.2, 0.25, 0.29, 0.35)
"""Mean L of photos from which they begin to be rooms and views by day that are underexposed, and are wholly;
and from which on they begin to be well exposed, and are. Nights lie below."""
_ROOM_LIGHT = (0.0, 0.1, 0.32, 0.32, 0.14, 0.03, 0.0, 0.0)
"""Logarithm of the gain that they are given beside it, by knot."""
_DAY = (0.2, 0.28)
"""Mean L of photos from which black in them begins to be left as it is, and is wholly."""
_UNSEEN = (-4.0, -3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""What is given there, by knot: below L 0.01 nothing can be seen, and a silhouette or a frame stays black
whatever was chosen, instead of becoming a mottled grey."""
_CHROMA_SCALE, _SATURATION_SCALE = 4.0, 0.5
"""What brings chrominance, and chrominance against luminance, to the scale of luminance."""
_NEAR_DARK = 0.05
_NOISE = 0.03
"""Added to what is seen in training: there are few photos to learn from, and none shall be known by heart."""
_RADIUS = 3
"""Of the windows of the small picture on which surroundings are fitted."""
_EDGE = 0.004
"""Variance of L above which a window holds an edge that the surroundings keep."""
_AROUND = 31
"""Side of the window of the small picture over which what is around a place is averaged."""


class Light(nn.Module):
    """The grid of a photo, from its luminance and colours and what the brightening makes of it, all small."""

    def __init__(self) -> None:
        super().__init__()
        w = _CHANNELS
        self.conv_in = nn.Conv2d(10, w, 3, padding=1)
        self.down1 = nn.Conv2d(w, w, 3, stride=2, padding=1)
        self.down2 = nn.Conv2d(w, 2 * w, 3, stride=2, padding=1)
        self.down3 = nn.Conv2d(2 * w, 2 * w, 3, stride=2, padding=1)
        self.whole = nn.Linear(4 * w + 1, 2 * w)
        self.middle = nn.Conv2d(2 * w, 2 * w, 3, padding=1)
        self.up = nn.Conv2d(4 * w, 2 * w, 3, padding=1)
        self.conv_out = nn.Conv2d(2 * w, 2 * KNOTS, 3, padding=1)
        self.dropout = nn.Dropout(0.4)
        self.seen = nn.Dropout2d(0.05)
        self.found = nn.Dropout2d(0.2)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(cast(Tensor, self.conv_out.bias))

    def forward(self, canvas: Tensor, ab: Tensor, raw: Tensor, log_gain: Tensor) -> Tensor:
        """Decide.

        Args:
            canvas: L of the whole photo, (N, 1, 96, 96).
            ab: its (a*, b*) / 110, (N, 2, 96, 96): lamps and sunsets are warmer than the sky of a dull day.
            raw: what the brightening makes of it before exposure, (N, 1, 96, 96).
            log_gain: of the exposure of the whole, (N,).

        Returns:
            (N, SIZE): the grid and the maps of the surroundings, as one row of numbers.
        """
        canvas, ab, raw, log_gain = canvas.float(), ab.float(), raw.float(), log_gain.float()
        x = torch.cat(
            (
                canvas,
                (canvas.clamp_min(0) + _NEAR_BLACK) ** _GUIDE_GAMMA,
                raw,
                expose(raw, log_gain),
                fuse(raw, canvas, log_gain),
                mean_around(canvas, _AROUND // 2),
                _CHROMA_SCALE * ab,
                (_SATURATION_SCALE * ab / (canvas.clamp_min(0) + _NEAR_DARK)).clamp(-1, 1),
            ),
            dim=1,
        )
        if self.training:
            x = x + _NOISE * torch.randn_like(x)
        x = leaky_(self.conv_in(self.seen(x)))
        x = leaky_(self.down1(x))
        fine = leaky_(self.down2(x))
        coarse = leaky_(self.down3(fine))
        variance, mean = torch.var_mean(coarse, dim=(2, 3), correction=0)
        said = torch.cat((mean, torch.sqrt(variance + 1e-6), log_gain[:, None]), dim=1)
        coarse = coarse + self.whole(self.dropout(said))[:, :, None, None]
        coarse = self.found(leaky_(self.middle(coarse)))
        up = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
        x = leaky_(self.up(torch.cat((up, fine), dim=1)))
        grid = _open_shade(self.conv_out(x), canvas)
        return torch.cat((grid.flatten(1), _fit_surroundings(canvas).flatten(1)), dim=1)


def _open_shade(grid: Tensor, canvas: Tensor) -> Tensor:
    """Give dark places more light in photos that are bright on the whole, and leave black ones black.

    What is dark lies in shade there, or in a room whose window is bright. It is a matter of taste, which
    photos that are their own targets teach nothing of; how much more light the latter are given follows
    exposures fused from brackets.

    Args:
        grid: (N, 2 * KNOTS, CELLS, CELLS).
        canvas: L of the whole photo, (N, 1, 96, 96).
    """
    mean = canvas.mean(dim=(1, 2, 3), keepdim=True)
    half_lit = ramp(mean, *_HALF_LIT[:2]) * (1 - ramp(mean, *_HALF_LIT[2:]))
    shares = (ramp(mean, *_SHADE), half_lit, ramp(mean, *_DAY))
    for share, given in zip(shares, (_OPENED, _ROOM_LIGHT, _UNSEEN), strict=True):
        grid = grid + share * torch.tensor((0.0,) * KNOTS + given, device=grid.device).view(1, -1, 1, 1)
    return grid


def _fit_surroundings(canvas: Tensor) -> Tensor:
    """Slope and intercept by which the surroundings follow L, (N, 2, 96, 96)."""
    mean = mean_around(canvas, _RADIUS)
    variance = (mean_around(canvas * canvas, _RADIUS) - mean.square()).clamp_min(0)
    slope = variance / (variance + _EDGE)
    return mean_around(torch.cat((slope, mean - slope * mean), dim=1), _RADIUS)


def surroundings(grid: Tensor, L: Tensor, positions: Tensor) -> Tensor:
    """How bright it is around pixels, following edges.

    Args:
        grid: (N, SIZE).
        L: luminance of parts of the photos, (N, 1, h, w) in [0, 1].
        positions: where their pixels lie, (N, h, w, 2), from :meth:`Window.positions`.

    Returns:
        (N, 1, h, w) in [0, 1].
    """
    maps = look_up(grid[:, _GRID:].reshape(-1, 2, CANVAS, CANVAS), positions)
    return (maps[:, :1] * L.float() + maps[:, 1:]).clamp(0, 1)


def slice_grid(grid: Tensor, around: Tensor, positions: Tensor) -> tuple[Tensor, Tensor]:
    """Look up what each pixel gets.

    Args:
        grid: (N, SIZE).
        around: how bright it is around the pixels, (N, 1, h, w), from :func:`surroundings`.
        positions: where they lie.

    Returns:
        The share of the fused picture, and the logarithm of a gain, (N, 1, h, w) each.
    """
    cells = look_up(grid[:, :_GRID].reshape(-1, 2 * KNOTS, CELLS, CELLS), positions)
    guide = (KNOTS - 1) * ((around + _NEAR_BLACK) ** _GUIDE_GAMMA).clamp_max(1)
    knots = torch.arange(KNOTS, device=around.device, dtype=torch.float32).view(1, -1, 1, 1)
    near = (1 - (guide - knots).abs()).clamp_min(0)
    share, gain = ((values * near).sum(1, keepdim=True) for values in cells.chunk(2, dim=1))
    return torch.sigmoid(share), _LARGEST_LOG_GAIN * torch.tanh(gain / _LARGEST_LOG_GAIN)
