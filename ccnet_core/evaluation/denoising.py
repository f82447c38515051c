"""Noise and detail at full size: the product beside what any program can do instead of its detail network.

Crops of real camera noise, each with the mean of many frames, are darkened to a fifth and brought back as
parts of larger photos: tone is decided on a working picture of a sixth of their pixels, as that of a photo of
6 MP is, so full size is what is measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.cv import cv2
from ccnet_core.data.layout import PhotoPair
from ccnet_core.data.pictures import ByteImage
from ccnet_core.engine import Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known, ratio
from ccnet_core.evaluation.noise import measure_noise
from ccnet_core.evaluation.pairs import PRODUCT, read_pair
from ccnet_core.evaluation.table import format_table, json_number, number
from ccnet_core.network.detail import Denoiser, noise_at
from ccnet_core.photo import Photo

DARKER = 0.2
"""Factor on linear light."""
PIXELS = 6
"""Pixels of the photo per pixel of the working picture."""
WHOLE = "brightening network alone"
_SMALLEST = 64
_NLM_STRENGTH, _NLM_PATCH, _NLM_WINDOW = 1.0, 5, 15
_BILATERAL_STRENGTH, _BILATERAL_REACH = 3.0, 2.0


class Nothing:
    """Takes no noise away."""

    def __call__(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """L (1, 1, H, W) itself."""
        return L

    def use(self, device: torch.device) -> None:
        """It computes nothing."""


class NonLocalMeans(Nothing):
    """Non-local means (Buades, Coll, Morel, CVPR 2005), OpenCV's on 16 bits, as strong as the noise."""

    def __call__(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """L (1, 1, H, W) without noise."""
        strength = 65535 * _NLM_STRENGTH * _mean_noise(L, told)
        codes = np.rint(65535 * L[0, 0].numpy()).astype(np.uint16)
        made = cv2.fastNlMeansDenoising(codes, [strength], None, _NLM_PATCH, _NLM_WINDOW, cv2.NORM_L1)
        return torch.from_numpy(made.astype(np.float32) / 65535)[None, None]


class Bilateral(Nothing):
    """The bilateral filter (Tomasi, Manduchi, ICCV 1998), three deviations of the noise wide."""

    def __call__(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """L (1, 1, H, W) without noise."""
        width = _BILATERAL_STRENGTH * _mean_noise(L, told)
        made = cv2.bilateralFilter(np.ascontiguousarray(L[0, 0].numpy()), 9, width, _BILATERAL_REACH)
        return torch.from_numpy(np.asarray(made, np.float32))[None, None]


def _mean_noise(L: Tensor, told: Tensor) -> float:
    return float(noise_at(told, L.mean(dim=(2, 3), keepdim=True)))


BASELINES: Mapping[str, Denoiser] = MappingProxyType(
    {"nothing": Nothing(), "bilateral": Bilateral(), "non-local means": NonLocalMeans()}
)


@dataclass(frozen=True, slots=True)
class DenoisingRow:
    """Means over the crops, of one method.

    Attributes:
        method: the method.
        photos: how many crops.
        psnr: dB of the noisy crop's result, with the mean of the clean one's, which it is compared with.
        ssim: of the same.
        noise: standard deviation of L* in flat dark blocks over that of the clean crop's result.
        detail: local contrast of the clean crop's result over that where nothing is taken away.
    """

    method: str
    photos: int
    psnr: float
    ssim: float
    noise: float
    detail: float

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {k: json_number(v) if isinstance(v, float) else v for k, v in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class _Figures:
    psnr: float
    ssim: float
    noise: float
    clean_noise: float
    contrast: float
    plain_contrast: float


def darken(picture: ByteImage, factor: float = DARKER) -> ByteImage:
    """Multiply linear light, sRGB to sRGB: (H, W, 3)."""
    codes = np.arange(256) / 255
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4) * factor
    dark = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * dark).astype(np.uint8)[picture])


def evaluate_denoising(
    pairs: Iterable[PhotoPair], engine: Engine, adjustments: Adjustments | None = None
) -> list[DenoisingRow]:
    """Measure the product, its brightening network alone, and the baselines in place of its detail network.

    What is measured against is the result of the clean crop where nothing is taken away; for the brightening
    network alone, which sees the crop as a whole photo, that of the clean crop as a whole photo.

    Args:
        pairs: of a noisy crop and the same without noise.
        engine: whose networks are used.
        adjustments: of the product; the automatic ones by default.

    Raises:
        DataError, EvaluationError: as for :func:`ccnet_core.evaluation.pairs.read_pair`.
    """
    wanted = adjustments or Adjustments()
    all_of_it = Adjustments(luminance_noise=1.0, colour_noise=0.0, detail=0.0, sharpen=0.0)
    figures: dict[str, list[_Figures]] = {}
    for pair in pairs:
        noisy, clean = (darken(picture) for picture in read_pair(pair))
        plain = _develop(engine, Nothing(), clean, PIXELS, all_of_it)
        whole = _develop(engine, Nothing(), clean, 1, all_of_it)
        results = {WHOLE: (_develop(engine, Nothing(), noisy, 1, all_of_it), whole, whole)}
        methods = {name: (denoiser, all_of_it) for name, denoiser in BASELINES.items()}
        methods[PRODUCT] = engine.detail, wanted
        for name, (denoiser, value) in methods.items():
            output, own = (_develop(engine, denoiser, x, PIXELS, value) for x in (noisy, clean))
            results[name] = output, own, plain
        for name, (output, own, target) in results.items():
            figures.setdefault(name, []).append(_measure(noisy, output, own, target))
    return [_row(name, found) for name, found in figures.items()]


def _develop(
    engine: Engine, denoiser: Denoiser, picture: ByteImage, pixels: int, adjustments: Adjustments
) -> ByteImage:
    other = Engine(engine.network, engine.device, denoiser)
    count = max(_SMALLEST, picture.shape[0] * picture.shape[1] // pixels)
    brightened = other.brighten(Photo.from_array(picture), pixels=count)
    return np.asarray(other.export(brightened, adjustments), np.uint8)


def _measure(low: ByteImage, output: ByteImage, own: ByteImage, target: ByteImage) -> _Figures:
    given = metrics.with_mean_of(output, target)
    L = [metrics.to_lab(picture)[..., 0] for picture in (low, output, target, own)]
    noise, clean_noise = measure_noise(*L[:3])
    return _Figures(
        psnr=metrics.psnr(given, target),
        ssim=metrics.ssim(output, target),
        noise=noise,
        clean_noise=clean_noise,
        contrast=_contrast(L[3]),
        plain_contrast=_contrast(L[2]),
    )


def _contrast(L: metrics.FloatArray) -> float:
    """Mean absolute difference of L* to its mean over a Gaussian of two pixels: fine structure."""
    return float(np.abs(L - cv2.GaussianBlur(L, (0, 0), 2.0)).mean())


def _row(method: str, figures: Sequence[_Figures]) -> DenoisingRow:
    means = {f.name: mean_of_known(getattr(x, f.name) for x in figures) for f in fields(_Figures)}
    return DenoisingRow(
        method,
        len(figures),
        math.fsum(x.psnr for x in figures) / len(figures),
        means["ssim"],
        ratio(means["noise"], means["clean_noise"]),
        ratio(means["contrast"], means["plain_contrast"]),
    )


def format_denoising(rows: Sequence[DenoisingRow]) -> str:
    """The rows as a table for people."""
    headers = ("method", "photos", "PSNR given mean", "SSIM", "noise, flat dark parts", "detail kept")
    cells = [
        (
            row.method,
            str(row.photos),
            number(row.psnr, 2),
            number(row.ssim, 4),
            number(row.noise, 2),
            number(row.detail, 2),
        )
        for row in rows
    ]
    return format_table(headers, cells)


def noise_folders(data: Path) -> tuple[Path, Path]:
    """The folders of noisy crops, and of the same without noise, in a data folder or its ``noise``."""
    root = data / "noise" if (data / "noise").is_dir() else data
    return root / "noisy", root / "mean"
