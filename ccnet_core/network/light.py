"""How much light goes where: a choice per place, made on a small picture of the whole photo.

One number per photo cannot be right where a lamp stands in a dark street or a face before a window. Here a
small network looks at the whole photo and gives a bilateral grid (Chen, Paris, Durand, "Real-time Edge-aware
Image Processing with the Bilateral Grid", SIGGRAPH 2007; learned as by Gharbi et al., "Deep Bilateral
Learning for Real-Time Image Enhancement", SIGGRAPH 2017): for each place, and for each luminance there, how
much more or less light than the photo on the whole, and how much of the photo's own luminance is kept. What a
pixel gets depends on where it is and how bright its surroundings are, smoothly in both. Surroundings follow
edges (fast guided filter: He, Sun, arXiv 1505.00996), so light does, too, without halos, and detail keeps its
contrast; and as the small picture is made by areas, all of it is the same for the photo at any size and for
each of its tiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ccnet_core.network.exposure import CANVAS, expose
from ccnet_core.network.fusion import leaky_

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
_LARGEST_LOG_GAIN = 3.0
_KEPT_AT_FIRST = (-4.0, -4.0, -4.0, -3.5, -2.5, 0.0, 2.0, 3.0)
"""Logits of the share of the photo's own luminance before training: little where dark, most where bright."""
_RADIUS = 3
"""Of the windows of the small picture on which surroundings are fitted."""
_EDGE = 0.004
"""Variance of L above which a window holds an edge that the surroundings keep."""
_AROUND = 31
"""Side of the window of the small picture over which what is around a place is averaged."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Where parts lie in their photos.

    Attributes:
        corners: left, top, right, bottom of each part in shares of the photo's sides, (N, 4).
    """

    corners: Tensor

    @classmethod
    def of(
        cls, rows: slice, columns: slice, size: tuple[int, int], device: torch.device | None = None
    ) -> Window:
        """That of one part, by its rows and columns in a photo of ``size`` (height, width)."""
        height, width = size
        corners = (
            columns.start / width,
            rows.start / height,
            columns.stop / width,
            rows.stop / height,
        )
        return cls(torch.tensor([corners], dtype=torch.float32, device=device))

    @classmethod
    def whole(cls, like: Tensor) -> Window:
        """All of each photo of a batch (N, ...)."""
        return cls(like.new_tensor((0.0, 0.0, 1.0, 1.0)).float().expand(like.shape[0], 4))

    def padded(self, size: tuple[int, int], padded: tuple[int, int]) -> Window:
        """That of parts of ``size`` (height, width) after padding at the right and the bottom."""
        left, top, right, bottom = self.corners.unbind(1)
        right = left + (right - left) * (padded[1] / size[1])
        bottom = top + (bottom - top) * (padded[0] / size[0])
        return Window(torch.stack((left, top, right, bottom), dim=1))


class Light(nn.Module):
    """The grid of a photo, from its luminance and what the brightening makes of it, both small."""

    def __init__(self) -> None:
        super().__init__()
        w = _CHANNELS
        self.conv_in = nn.Conv2d(5, w, 3, padding=1)
        self.down1 = nn.Conv2d(w, w, 3, stride=2, padding=1)
        self.down2 = nn.Conv2d(w, 2 * w, 3, stride=2, padding=1)
        self.down3 = nn.Conv2d(2 * w, 2 * w, 3, stride=2, padding=1)
        self.whole = nn.Linear(4 * w + 1, 2 * w)
        self.middle = nn.Conv2d(2 * w, 2 * w, 3, padding=1)
        self.up = nn.Conv2d(4 * w, 2 * w, 3, padding=1)
        self.conv_out = nn.Conv2d(2 * w, 2 * KNOTS, 3, padding=1)
        self.dropout = nn.Dropout(0.2)
        nn.init.zeros_(self.conv_out.weight)
        with torch.no_grad():
            bias = cast(Tensor, self.conv_out.bias)
            bias.zero_()
            bias[KNOTS:] = torch.tensor(_KEPT_AT_FIRST)

    def forward(self, canvas: Tensor, raw: Tensor, log_gain: Tensor) -> Tensor:
        """Decide.

        Args:
            canvas: L of the whole photo, (N, 1, 96, 96).
            raw: what the brightening makes of it before exposure, (N, 1, 96, 96).
            log_gain: of the exposure of the whole, (N,).

        Returns:
            (N, SIZE): the grid and the maps of the surroundings, as one row of numbers.
        """
        canvas = canvas.float()
        x = torch.cat(
            (
                canvas,
                (canvas.clamp_min(0) + _NEAR_BLACK) ** _GUIDE_GAMMA,
                raw.float(),
                expose(raw.float(), log_gain.float()),
                F.avg_pool2d(canvas, _AROUND, 1, _AROUND // 2, count_include_pad=False),
            ),
            dim=1,
        )
        x = leaky_(self.conv_in(x))
        x = leaky_(self.down1(x))
        fine = leaky_(self.down2(x))
        coarse = leaky_(self.down3(fine))
        variance, mean = torch.var_mean(coarse, dim=(2, 3), correction=0)
        said = torch.cat((mean, torch.sqrt(variance + 1e-6), log_gain[:, None].float()), dim=1)
        coarse = coarse + self.whole(self.dropout(said))[:, :, None, None]
        coarse = leaky_(self.middle(coarse))
        up = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
        x = leaky_(self.up(torch.cat((up, fine), dim=1)))
        grid = cast(Tensor, self.conv_out(x)).flatten(1)
        return torch.cat((grid, _surroundings(canvas).flatten(1)), dim=1)


def _surroundings(canvas: Tensor) -> Tensor:
    """Slope and intercept by which the surroundings follow L, (N, 2, 96, 96)."""
    mean = _box(canvas)
    variance = (_box(canvas * canvas) - mean.square()).clamp_min(0)
    slope = variance / (variance + _EDGE)
    return _box(torch.cat((slope, mean - slope * mean), dim=1))


def _box(x: Tensor) -> Tensor:
    return F.avg_pool2d(x, 2 * _RADIUS + 1, stride=1, padding=_RADIUS, count_include_pad=False)


def slice_grid(grid: Tensor, L: Tensor, window: Window) -> tuple[Tensor, Tensor]:
    """Look up what each pixel gets.

    Args:
        grid: (N, SIZE).
        L: luminance of parts of the photos, (N, 1, h, w) in [0, 1].
        window: where the parts lie.

    Returns:
        The logarithm of a gain, and the share of the photo's own luminance that is kept, (N, 1, h, w) each.
    """
    positions = _positions(window, L)
    cells, maps = (
        F.grid_sample(x, positions, mode="bilinear", padding_mode="border", align_corners=False)
        for x in (
            grid[:, :_GRID].float().reshape(-1, 2 * KNOTS, CELLS, CELLS),
            grid[:, _GRID:].float().reshape(-1, 2, CANVAS, CANVAS),
        )
    )
    around = (maps[:, :1] * L.float() + maps[:, 1:]).clamp(0, 1)
    guide = (KNOTS - 1) * ((around + _NEAR_BLACK) ** _GUIDE_GAMMA).clamp_max(1)
    knots = torch.arange(KNOTS, device=L.device, dtype=torch.float32).view(1, -1, 1, 1)
    near = (1 - (guide - knots).abs()).clamp_min(0)
    gain, kept = ((values * near).sum(1, keepdim=True) for values in cells.chunk(2, dim=1))
    return _LARGEST_LOG_GAIN * torch.tanh(gain / _LARGEST_LOG_GAIN), torch.sigmoid(kept)


def _positions(window: Window, L: Tensor) -> Tensor:
    """Where the pixels of parts lie in their photos, as grid_sample wants it: (N, h, w, 2) in [-1, 1]."""
    height, width = L.shape[-2:]
    left, top, right, bottom = (side[:, None] for side in window.corners.unbind(1))
    across = (torch.arange(width, device=L.device) + 0.5) / width
    down = (torch.arange(height, device=L.device) + 0.5) / height
    x = 2 * (left + across * (right - left)) - 1
    y = 2 * (top + down * (bottom - top)) - 1
    shape = (L.shape[0], height, width)
    return torch.stack((x[:, None, :].expand(shape), y[:, :, None].expand(shape)), dim=-1)


assert CELLS * 4 == CANVAS
