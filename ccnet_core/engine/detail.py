"""Fine structure and noise: what is taken from a photo's luminance, and how much of it comes back.

The photo's own luminance without its noise (:mod:`ccnet_core.network.detail`) is brightened as the working
picture was: by the log odds that this gained, carried up along edges. Luminance so never passes white, and
detail keeps its contrast. What was taken away goes the same way, so that a hand can give it back: all of it
evenly, which is grain, or what of it stands out from noise, which is structure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.controls import CONTROLS, Section
from ccnet_core.engine.pixels import to_lab
from ccnet_core.engine.upsampling import JointUpsampler, box, sample
from ccnet_core.network.detail import MARGIN as NETWORK_MARGIN
from ccnet_core.network.detail import MULTIPLE, Denoiser, noise_at
from ccnet_core.network.padding import crop, pad_to_multiple
from ccnet_core.noise import LEAST, NoiseProfile
from ccnet_core.photo.reducing import Pixels
from ccnet_core.rendering import WORKING_PIXELS

_LEAST_L = 0.01
"""Log odds are taken of L between this and 1 minus this."""
_LARGEST_GAIN = 6.0
STRUCTURE_POOL = 4
"""Side of the squares of pixels for which structure is told from noise together."""
_STRUCTURE = 2.0
"""Mean square of what was taken away, in variances of the noise, above which it holds structure, too."""
MARGIN = NETWORK_MARGIN + 8
"""Pixels around a part on which its layers depend: those of the network and of the means around."""
_NOISY = (0.004, 0.03)
"""Level of noise from which a photo counts as noisy, and from which as very noisy."""
_WINDOW, _WINDOWS = 128, 32
"""Side and number of the windows of a photo in which its noise is estimated."""
_BLUR = 0.8
"""Sharpen: deviation of the Gaussian that is taken off, in pixels of the full size."""
_LEAST_BLUR = 0.35
_SHARPEN = 1.6
_EDGE = 0.06
"""Differences of L beyond which sharpening grows no more: edges get no halo."""
SHARPEN_MARGIN = 3
_CHROMA_POOL, _CHROMA_RADIUS = 4, 5
"""The latter is of a picture of a megapixel, after the former; smaller ones have smaller blotches."""
_CHROMA_FLATNESS = 0.03**2
_CHROMA_BOUND = 4.5
"""In medians of the differences of a picture: what differs by more is another colour, no blotch."""


def estimate_noise(photo: Pixels) -> NoiseProfile:
    """The noise of a photo, from windows of it at its own size: (H, W, 3) uint8 or uint16."""
    height, width = photo.shape[:2]
    side = min(_WINDOW, height, width)
    across = max(1, round((_WINDOWS * width / height) ** 0.5))
    tops = _starts(height, side, max(1, _WINDOWS // across))
    lefts = _starts(width, side, across)
    windows = [photo[y : y + side, x : x + side] for y in tops for x in lefts]
    L, _ = to_lab(np.concatenate(windows), torch.device("cpu"))
    return NoiseProfile.of(L[0, 0].numpy().reshape(-1, side, side))


def _starts(length: int, side: int, count: int) -> list[int]:
    """Where at most so many windows begin that are spread evenly and do not overlap."""
    count = min(count, length // side)
    return sorted({round((i + 0.5) * length / count - side / 2) for i in range(count)})


def automatic(noise: NoiseProfile, *, whole: bool) -> Mapping[str, float]:
    """What the controls of detail are where nobody set them, by their names.

    Args:
        noise: of the photo.
        whole: the working picture is the photo at its full size, and the brightening network's alone.
    """
    low, high = _NOISY
    noisy = min(1.0, max(0.0, (noise.level - low) / (high - low)))
    return {
        "luminance_noise": 1.0 if whole else 0.9,
        "colour_noise": 0.2 + 0.6 * noisy,
        "detail": 0.0 if whole else 0.5 - 0.3 * noisy,
        "sharpen": 0.0,
    }


Amount = float | Tensor
"""The same everywhere, or (1, 1, H, W)."""


class Amounts(NamedTuple):
    """The controls of detail, as they act: everywhere, or where masks change one at each place.

    Attributes:
        luminance_noise: share of the noise of luminance that is taken away.
        colour_noise: of that of colours.
        detail: share of the structure among what was taken away that comes back.
        sharpen: strength of sharpening.
        own_noise: share of noise that comes back at Auto.
        own_structure: share of structure that comes back beside it at Auto. These two are what the working
            picture has as the brightening network made it.
    """

    luminance_noise: Amount
    colour_noise: Amount
    detail: Amount
    sharpen: Amount
    own_noise: float
    own_structure: float

    @property
    def luminance(self) -> Self:
        """Without what changes colours alone: equal values give equal luminances."""
        return self._replace(colour_noise=0.0)

    @property
    def noise(self) -> Amount:
        """Share of what was taken away that comes back everywhere."""
        return 1 - self.luminance_noise

    @property
    def structure(self) -> Amount:
        """Share of it that comes back beside that where it is structure."""
        return self.luminance_noise * self.detail

    @property
    def change_working(self) -> bool:
        """Whether more comes back than at Auto, and so to the working picture, too; anywhere it may."""
        more = self.noise - self.own_noise
        both = more + self.structure - self.own_structure
        return any(isinstance(x, Tensor) or x > 0 for x in (more, both))

    @classmethod
    def of(cls, value: Adjustments, own: Mapping[str, float]) -> Self:
        """Those of adjustments, with the photo's own, of :func:`automatic`, where none is set."""
        chosen = {name: getattr(value, name) for name in NAMES}
        back, kept = 1 - own["luminance_noise"], own["luminance_noise"] * own["detail"]
        given = {name: own[name] if x is None else x for name, x in chosen.items()}
        return cls(**given, own_noise=back, own_structure=kept)


def acts(amount: Amount) -> bool:
    """Whether an amount is more than nothing, or may be so anywhere."""
    return isinstance(amount, Tensor) or amount > 0


NAMES = tuple(control.name for control in CONTROLS if control.section is Section.DETAIL)


class Layers(NamedTuple):
    """Luminance in parts, each by itself.

    Attributes:
        clean: bright, without noise, (1, 1, H, W).
        removed: what the noise adds to it, like it.
        structure: share of that which stands out from noise, 0 to 1: of a quarter of its size.
    """

    clean: Tensor
    removed: Tensor
    structure: Tensor


class Fitted(NamedTuple):
    """Luminance in parts that agree with the working picture.

    What this can hold of noise and structure is apart: at Auto it is as the brightening network made it,
    which took both away as it saw fit.

    Attributes:
        clean: bright, (1, 1, H, W).
        fine: what the noise adds to it that the working picture cannot hold, like it; None for the working
            picture itself.
        coarse: what the noise adds to it that the working picture can hold, like it.
        structure: share of these that stands out from noise, 0 to 1, like it.
    """

    clean: Tensor
    fine: Tensor | None
    coarse: Tensor
    structure: Tensor

    @classmethod
    def plain(cls, clean: Tensor) -> Self:
        """Luminance to which nothing comes back."""
        nothing = clean.new_zeros(()).expand_as(clean)
        return cls(clean, None, nothing, nothing)

    def mixed(self, amounts: Amounts) -> Tensor:
        """The bright luminance with as much noise and structure as is asked for, not clipped."""
        L = self.clean
        if self.fine is not None and (acts(amounts.noise) or acts(amounts.structure)):
            L = torch.addcmul(L, self.fine, self.structure * amounts.structure + amounts.noise)
        if amounts.change_working:
            noise, structure = amounts.noise - amounts.own_noise, amounts.structure - amounts.own_structure
            L = torch.addcmul(L, self.coarse, (self.structure * structure + noise).clamp_min(0))
        return L


def sharpen(L: Tensor, strength: Amount, scale: float) -> Tensor:
    """Unsharp masking that spares edges.

    Args:
        L: (1, 1, H, W).
        strength: 0 to 1, the same everywhere or (1, 1, H, W).
        scale: pixels of L per pixel of the full size, at most 1.
    """
    blur = _BLUR * scale
    if not acts(strength) or blur < _LEAST_BLUR:
        # Of what is finer than its pixels a reduced picture shows nothing.
        return L
    offsets = torch.arange(-SHARPEN_MARGIN, SHARPEN_MARGIN + 1, device=L.device, dtype=L.dtype)
    kernel = torch.exp(-offsets.square() / (2 * blur**2))
    kernel = (kernel / kernel.sum()).view(1, 1, 1, -1)
    padded = F.pad(L, (SHARPEN_MARGIN,) * 4, mode="replicate")
    smooth = F.conv2d(F.conv2d(padded, kernel), kernel.transpose(2, 3))
    fine = L - smooth
    return torch.addcmul(L, fine, strength / (1 + fine.abs() / _EDGE), value=_SHARPEN)


@dataclass(frozen=True, slots=True, eq=False)
class WorkingDetail:
    """The layers of the working picture, and how its tone is carried to full size.

    Attributes:
        fitted: luminance of the working picture.
        gain: carries the log odds gained by brightening, as a function of clean luminance.
        told: noise of the photo at full size, (1, K + 1), as the network is told it.
    """

    fitted: Fitted
    gain: JointUpsampler
    told: Tensor

    @classmethod
    def of(
        cls,
        network: Denoiser,
        own: tuple[Tensor, Tensor],
        bright: Tensor,
        noise: NoiseProfile,
        size: tuple[int, int],
    ) -> Self:
        """Fit to a working picture.

        Args:
            network: takes the noise out.
            own: L (1, 1, h, w) and ab (1, 2, h, w) of the dim working picture.
            bright: its bright luminance, within [0, 1].
            noise: of the photo at full size.
            size: height and width of the full size.
        """
        L, ab = own
        here = noise if L.shape[-2:] == torch.Size(size) else NoiseProfile.of(L[0, 0].float().cpu().numpy())
        clean = denoise(network, L, ab, _tensor(here, L.device))
        gain = (_log_odds(bright) - _log_odds(clean)).clamp_(-_LARGEST_GAIN, _LARGEST_GAIN)
        removed, structure = _taken(L, clean, gain, _tensor(here, L.device))
        structure = structure_at(structure, 0, 0, (L.shape[-2], L.shape[-1]))
        fitted = Fitted(bright, None, removed, structure)
        return cls(fitted, JointUpsampler(clean, gain, size), _tensor(noise, L.device))

    @property
    def tensors(self) -> list[Tensor]:
        """All that it holds."""
        bright, _, removed, structure = self.fitted
        return [bright, removed, structure, self.gain.maps]

    @staticmethod
    def nbytes_of(working: tuple[int, int]) -> int:
        """Memory of these, in bytes, by the height and width of a working picture."""
        return 5 * torch.float32.itemsize * working[0] * working[1]

    def part(self, network: Denoiser, own: tuple[Tensor, Tensor], y: int, x: int) -> Layers:
        """The layers of a part of the full size, before they are fitted to the working picture.

        Args:
            network: takes the noise out.
            own: L (1, 1, H, W) and ab of the dim photo there.
            y: its first row, a multiple of 8.
            x: its first column, a multiple of 8.
        """
        L, ab = own
        clean = denoise(network, L, ab, self.told)
        gain = self.gain(clean, y, x).clamp_(-_LARGEST_GAIN, _LARGEST_GAIN)
        removed, structure = _taken(L, clean, gain, self.told)
        return Layers(_amplify(clean, torch.exp(gain)), removed, structure)


def structure_at(structure: Tensor, y: int, x: int, part: tuple[int, int]) -> Tensor:
    """The part at row y, column x of a share of structure, (1, 1, h, w) of a quarter of the size."""
    size = STRUCTURE_POOL * structure.shape[-2], STRUCTURE_POOL * structure.shape[-1]
    return sample(structure, y, x, part, size)


def denoise(network: Denoiser, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
    """L (1, 1, H, W) without its noise, for any size; ab (1, 2, H, W) goes with it."""
    size = L.shape[-2], L.shape[-1]
    return crop(network(pad_to_multiple(L, MULTIPLE), pad_to_multiple(ab, MULTIPLE), told), size)


def _taken(L: Tensor, clean: Tensor, gain: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
    """What noise adds to bright luminance, and the share of it that stands out, at a quarter of the size."""
    k = torch.exp(gain)
    removed = _amplify(L, k) - _amplify(clean, k)
    square, around = (
        F.avg_pool2d(x, STRUCTURE_POOL, ceil_mode=True, count_include_pad=False)
        for x in ((L - clean).square(), clean)
    )
    expected = _STRUCTURE * noise_at(told, around).square()
    return removed, (1 - expected / box(square, 1).clamp_min(LEAST**2 / 4)).clamp_(0, 1)


def _tensor(noise: NoiseProfile, device: torch.device) -> Tensor:
    return torch.tensor([noise.told], dtype=torch.float32, device=device)


def _amplify(L: Tensor, k: Tensor) -> Tensor:
    amplified = k * L
    return amplified / (amplified + (1 - L))


def _log_odds(L: Tensor) -> Tensor:
    return torch.logit(L, eps=_LEAST_L)


def smooth_chroma(ab: Tensor, L: Tensor, strength: Amount) -> Tensor:
    """Take blotches out of chrominance, see :class:`Blotches`.

    Args:
        ab: (1, 2, H, W).
        L: (1, 1, H, W), its luminance.
        strength: share of the difference that is taken away, 0 to 1, the same everywhere or (1, 1, H, W).
    """
    blotches = Blotches.of(L)
    if not acts(strength) or blotches is None:
        return ab
    taken = blotches.taken(_pool(ab, _CHROMA_POOL))
    up = F.interpolate(taken, scale_factor=_CHROMA_POOL, mode="bilinear", align_corners=False)
    return ab + up[..., : ab.shape[-2], : ab.shape[-1]] * strength


class Blotches:
    """What a guided filter at a quarter of the size changes in chrominance (He, Sun, arXiv 1505.00996).

    Only differences up to a few times the usual one of the picture are taken away; larger ones are colours.
    """

    def __init__(self, guide: Tensor, radius: int) -> None:
        """Prepare for a picture by its luminance at a quarter of its size, (1, 1, h, w)."""
        self._guide, self._radius = guide, radius
        self._mean = box(guide, radius)
        self._scale = 1 / ((box(guide * guide, radius) - self._mean.square()).clamp_min(0) + _CHROMA_FLATNESS)

    @classmethod
    def of(cls, L: Tensor) -> Self | None:
        """For a picture by its luminance (1, 1, H, W); None where it is so small that it shows none."""
        radius = round(_CHROMA_RADIUS * math.sqrt(L.shape[-2] * L.shape[-1] / WORKING_PIXELS))
        return cls(_pool(L, _CHROMA_POOL), radius) if radius else None

    def taken(self, small: Tensor) -> Tensor:
        """What is to be added to chrominance (1, 2, h, w) of a quarter of the size, like it."""
        mean_ab = box(small, self._radius)
        slope = (box(self._guide * small, self._radius) - self._mean * mean_ab) * self._scale
        maps = box(torch.cat((slope, mean_ab - slope * self._mean), dim=1), self._radius)
        difference = maps[:, :2] * self._guide + maps[:, 2:] - small
        usual = difference.abs().flatten(2).median(dim=2).values[:, :, None, None]
        bound = (_CHROMA_BOUND * usual).square().clamp_min(1e-10)
        return difference * (bound / (bound + difference.square()))

    def taken_at_half(self, half: Tensor) -> Tensor:
        """What is to be added to chrominance of half of the size, like it: where there is a picture."""
        height, width = self._guide.shape[-2:]
        result = torch.zeros_like(half)
        inner = half[..., : 2 * height, : 2 * width]
        up = F.interpolate(self.taken(_pool(inner, 2)), scale_factor=2, mode="bilinear", align_corners=False)
        result[..., : 2 * height, : 2 * width] = up[..., : inner.shape[-2], : inner.shape[-1]]
        return result


def _pool(x: Tensor, side: int) -> Tensor:
    return F.avg_pool2d(x, side, ceil_mode=True, count_include_pad=False)
