"""Styles as this photo needs them.

A reference whose main colours are known moves those of the network's result: the same function of colour
whatever the size, decided once on a small picture of the photo, and evaluated where its chrominance is made.

The others guide the network. Statistical transfer maps the guidance, but the network colours what it is given
in its own way, and colours no screen can show are brought back: the result keeps a third of its distance to
the style. So the result is measured on a small picture of the photo, and what is missing is added to the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import (
    AbMap,
    AbStatistics,
    TransferMethod,
    chroma_gain,
    limit_chroma,
    mix_maps,
    transfer_map,
    wasserstein,
)
from ccnet_core.colour.palette import Floats, Palette
from ccnet_core.colour.palette_map import PaletteMap, matching_curve
from ccnet_core.colour.skin import skin_is_told, skin_likeness
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.pixels import to_lab
from ccnet_core.geometry import WHOLE, Crop
from ccnet_core.network import Backend
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels, reduced_size

SAMPLE_PIXELS = 60_000
"""Size of the picture that is measured."""
_CORRECTIONS = 2
_STATISTICS_PIXELS = 250_000
_DECIMALS = 5
"""Of palettes: no colour of 8 bits is told as finely."""


class PictureStyle(NamedTuple):
    """What a picture is followed by.

    Attributes:
        statistics: the mean and covariance of its a, b.
        palette: its main colours.
    """

    statistics: AbStatistics
    palette: Palette


def picture_style(photo: Photo, part: Crop = WHOLE) -> PictureStyle:
    """The style of a reference picture. No network is needed.

    Args:
        photo: the picture.
        part: what of it counts, in shares of its width and height.
    """
    L, ab = _measured(photo, part)
    return PictureStyle(AbStatistics.of(ab), Palette.of(L, ab).rounded(_DECIMALS))


def _measured(photo: Photo, part: Crop) -> tuple[Tensor, Tensor]:
    """L and ab of a part of a picture, of as many pixels as tell its style."""
    sides = []
    for start, length, whole in ((part.top, part.height, photo.height), (part.left, part.width, photo.width)):
        first = min(round(start * whole), whole - 1)
        sides.append(slice(first, max(first + 1, round((start + length) * whole))))
    pixels = photo.pixels[sides[0], sides[1]]
    size = reduced_size(pixels.shape[0], pixels.shape[1], _STATISTICS_PIXELS)
    return to_lab(reduce_pixels(pixels, size), torch.device("cpu"))


def picture_statistics(photo: Photo) -> AbStatistics:
    """The mean and covariance of a reference picture's a, b alone."""
    _, ab = _measured(photo, WHOLE)
    return AbStatistics.of(ab)


def picture_reference(
    photo: Photo, weight: float = 1.0, part: Crop = WHOLE, thumbnail: bytes = b""
) -> Reference:
    """A picture as a reference of adjustments, named as its file.

    Args:
        photo: the picture.
        weight: share among all references.
        part: what of it counts.
        thumbnail: as of :class:`ccnet_core.adjustments.Reference`.
    """
    style = picture_style(photo, part)
    path = str(photo.path or "")
    return Reference(photo.name, style.statistics, weight, path, thumbnail, style.palette, part)


@dataclass(frozen=True, eq=False)
class Style:
    """What the active references do to one photo.

    Attributes:
        guide: the map of the guidance; None where no reference guides the network.
        moves: maps of the result's colours, each with its share.
        strength: how far colours move, 0 to 1.
        protection: how far such as skin has do not, 0 to 1.
        scales: the factors on a and b.
        curve: of luminance, (257,); None where that is not matched.
    """

    guide: AbMap | None
    moves: tuple[tuple[PaletteMap, float], ...] = ()
    strength: float = 0.0
    protection: float = 0.0
    scales: tuple[float, float] = (1.0, 1.0)
    curve: Floats | None = None

    def shift(self, L: Tensor, ab: Tensor) -> Tensor | None:
        """By how much the result's colours move, (N, 2, H, W); None where they do not.

        Args:
            L: of the result, (N, 1, H, W) in [0, 1].
            ab: of it, (N, 2, H, W), without adjustments.
        """
        if not self.moves:
            return None
        shifts = [map_.shift(L, ab).mul_(share) for map_, share in self.moves]
        return self.kept(sum(shifts[1:], shifts[0]), skin_likeness(L, ab))

    def kept(self, shift: Tensor, skin: Tensor) -> Tensor:
        """What is left of a whole shift, in place, by how far colours are skin's, (N, 1, H, W)."""
        scales = torch.tensor(self.scales, device=shift.device).view(1, 2, 1, 1)
        return shift.mul_((-self.protection * self.strength * skin).add_(self.strength)).mul_(scales)


class Shifts:
    """How far styles move the colours of one working picture, at half of its size; each is made once."""

    def __init__(self, brightened: Brightened, neutral: Callable[[], Tensor]) -> None:
        """Nothing is computed yet.

        Args:
            brightened: the photo.
            neutral: gives its chrominance without adjustments, (1, 2, h, w).
        """
        self._L, self._size = brightened.bright.L, brightened.size
        self._ask = neutral
        self._shifts: dict[PaletteMap, Tensor] = {}

    def at_half(self, style: Style | None) -> Tensor | None:
        """By how much a style moves colours, (1, 2, h/2, w/2), sides rounded up; None where it does not."""
        if style is None or not style.moves:
            return None
        L, ab, skin = self._half
        shift = torch.zeros_like(ab)
        kept = {}
        for map_, share in style.moves:
            known = self._shifts.get(map_)
            kept[map_] = map_.shift(L, ab) if known is None else known
            shift.add_(kept[map_], alpha=share)
        self._shifts = kept
        return style.kept(shift, skin)

    def whole(self, style: Style | None) -> Tensor | None:
        """The same at the working picture's size, (1, 2, h, w)."""
        half = self.at_half(style)
        if half is None:
            return None
        height, width = self._size
        up = F.interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)
        return up[..., :height, :width]

    @cached_property
    def _half(self) -> tuple[Tensor, Tensor, Tensor]:
        """Luminance, chrominance, and how far that is skin's, of half of the size."""
        L, ab = (
            F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False)
            for x in (self._L.clamp(0, 1), self._ask())
        )
        return L, ab, skin_likeness(L, ab)


class StyleMaps:
    """Maps from one photo's neutral colours to styles; each is made when it is first asked for."""

    def __init__(self, network: Backend, sample: Brightened) -> None:
        """Prepare for a photo.

        Args:
            network: on the sample's device.
            sample: the photo, brightened as a picture of :data:`SAMPLE_PIXELS`, so that a style is the same
                in thumbnails, preview and export.
        """
        self._network = network
        # Not the sample itself, which would hold the whole photo.
        self._bright, self._guidance, self._neutral = sample.bright, sample.guidance, sample.neutral
        self._L = sample.bright.L.clamp(0, 1)
        self._gain = chroma_gain(sample.bright.input_L, sample.bright.L)
        self._maps: dict[tuple[AbStatistics, TransferMethod], AbMap] = {}
        self._moves: dict[Palette, tuple[PaletteMap, Floats]] = {}

    def mix(self, adjustments: Adjustments) -> Style:
        """The mix of the active references, of which there must be one."""
        references = adjustments.active_references
        shares = np.array([reference.weight for reference in references])
        shares /= shares.sum()
        guides, moves, curve = [], [], np.zeros(0)
        for reference, share in zip(references, shares.tolist(), strict=True):
            palette = reference.palette
            if palette is None or not adjustments.moves_colours_of(reference):
                guides.append(self._map(reference, adjustments.transfer))
                continue
            guides.append(AbMap())
            move, matching = self._move(palette)
            moves.append((move, share))
            curve = share * matching + (curve if curve.size else 0)
        if len(moves) < len(references) and moves:
            # Whoever has no palette leaves light alone.
            curve = curve + (1 - sum(share for _, share in moves)) * np.linspace(0, 1, curve.size)
        strength = adjustments.style_strength
        matched = strength * curve + (1 - strength) * np.linspace(0, 1, curve.size)
        return Style(
            mix_maps(guides, shares.tolist()) if len(moves) < len(references) else None,
            tuple(moves),
            strength,
            adjustments.protect_skin * self._skin if moves else 0.0,
            adjustments.scales,
            matched if moves and adjustments.match_luminance else None,
        )

    def _move(self, palette: Palette) -> tuple[PaletteMap, Floats]:
        if palette not in self._moves:
            own = self._palette
            self._moves[palette] = PaletteMap.between(own, palette), matching_curve(own, palette)
        return self._moves[palette]

    @cached_property
    def _shown(self) -> Tensor:
        """The chrominance of the photo without adjustments."""
        with torch.inference_mode():
            return limit_chroma(self._L, self._network.colorize(self._bright, self._guidance))

    @cached_property
    def _palette(self) -> Palette:
        """The main colours of it."""
        return Palette.of(self._L, self._shown)

    @cached_property
    def _skin(self) -> float:
        """How far skin can be told in it."""
        return skin_is_told(self._L, self._shown)

    def _map(self, reference: Reference, method: TransferMethod) -> AbMap:
        key = reference.statistics, method
        if key not in self._maps:
            with torch.inference_mode():
                self._maps[key] = self._make(reference.statistics, method)
        return self._maps[key]

    def _make(self, wanted: AbStatistics, method: TransferMethod) -> AbMap:
        best = transfer_map(self._neutral, wanted, method)
        if not self._network.structure.is_size_independent:
            # What comes out of the sample says little of what comes out of the photo.
            return best
        reached = self._result(best)
        distance = wasserstein(reached, wanted)
        for _ in range(_CORRECTIONS):
            corrected = best.then(transfer_map(reached, wanted, method))
            reached = self._result(corrected)
            if not wasserstein(reached, wanted) < distance:
                break
            best, distance = corrected, wasserstein(reached, wanted)
        return best

    def _result(self, style: AbMap) -> AbStatistics:
        """Statistics of what is shown with a style at full strength."""
        reference = style(self._guidance, self._gain)
        ab = self._network.colorize(self._bright, self._guidance, reference, 1.0)
        return AbStatistics.of(limit_chroma(self._L, ab))
