"""Parts of photos, and means over the surroundings of pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.cv import cv2


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

    def positions(self, L: Tensor) -> Tensor:
        """Where the pixels of parts (N, ..., h, w) lie, as grid_sample wants it: (N, h, w, 2) in [-1, 1]."""
        height, width = L.shape[-2:]
        left, top, right, bottom = (side[:, None] for side in self.corners.unbind(1))
        across = (torch.arange(width, device=L.device) + 0.5) / width
        down = (torch.arange(height, device=L.device) + 0.5) / height
        x = 2 * (left + across * (right - left)) - 1
        y = 2 * (top + down * (bottom - top)) - 1
        shape = (L.shape[0], height, width)
        return torch.stack((x[:, None, :].expand(shape), y[:, :, None].expand(shape)), dim=-1)


def mean_around(x: Tensor, radius: int, *, repeated: bool = False) -> Tensor:
    """The mean of a window around each pixel: (N, C, H, W) -> the same shape.

    Args:
        x: of any size.
        radius: the window has 2 ``radius`` + 1 rows and columns.
        repeated: beyond its border the picture is as at its border; by default the mean is of what there is.
    """
    side = 2 * radius + 1
    if x.device.type == "cpu" and x.dtype == torch.float32 and torch.is_inference_mode_enabled():
        # OpenCV's running sums take a thirtieth of the time, and equal to the rounding of single precision.
        return _running_mean(x, side, repeated=repeated)
    padding = radius
    if repeated:
        x, padding = F.pad(x, (radius,) * 4, mode="replicate"), 0
    # Along one axis after the other: the cost grows with the side instead of its square.
    rows = F.avg_pool2d(x, (side, 1), stride=1, padding=(padding, 0), count_include_pad=False)
    return F.avg_pool2d(rows, (1, side), stride=1, padding=(0, padding), count_include_pad=False)


def _running_mean(x: Tensor, side: int, *, repeated: bool) -> Tensor:
    planes = x.contiguous().numpy()
    result = np.empty_like(planes)
    window = (side, side)
    if repeated:
        for source, target in zip(_flat(planes), _flat(result), strict=True):
            cv2.blur(source, window, dst=target, borderType=cv2.BORDER_REPLICATE)
        return torch.from_numpy(result)
    for source, target in zip(_flat(planes), _flat(result), strict=True):
        cv2.boxFilter(source, -1, window, dst=target, normalize=False, borderType=cv2.BORDER_CONSTANT)
    rows, columns = (_share_within(length, side) for length in planes.shape[-2:])
    result *= (rows[:, None] * columns).astype(np.float32)
    return torch.from_numpy(result)


def _flat(planes: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return planes.reshape(-1, *planes.shape[-2:])


def _share_within(length: int, side: int) -> npt.NDArray[np.float64]:
    """One over how many pixels of a window there are, by the place of its middle."""
    places, radius = np.arange(length), side // 2
    return 1.0 / (np.minimum(places, radius) + np.minimum(length - 1 - places, radius) + 1)


def look_up(maps: Tensor, positions: Tensor) -> Tensor:
    """Values of small maps of whole photos at some positions, bilinearly.

    Args:
        maps: (N, C, H, W).
        positions: (N, h, w, 2) in [-1, 1], from :meth:`Window.positions`.

    Returns:
        (N, C, h, w).
    """
    return F.grid_sample(maps.float(), positions, mode="bilinear", padding_mode="border", align_corners=False)
