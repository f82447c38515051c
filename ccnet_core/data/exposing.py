"""Photos that were exposed a little wrong, made out of right ones: for the whole, or against the light.

Each is drawn once per sample and applied to any part of the photo. What they are made of is their target.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage, FloatImage

Corners = tuple[float, float, float, float]
"""Left, top, right, bottom of a part of a photo, in shares of its sides."""
WHOLE: Corners = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Misexposure:
    """A photo that needs little: somewhat too dark, flat, or too bright.

    Attributes:
        gamma: exponent of its codes, 0.6 (too bright) to 1.8.
        stops: factor on light as a power of 2, -1.5 to 0.5.
        contrast: share of the distance to middle grey that is left, 0.6 to 1.
    """

    gamma: float
    stops: float
    contrast: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Misexposure:
        """Draw the settings of one sample; half of them with full contrast."""
        return cls(
            gamma=float(np.exp(rng.uniform(np.log(0.6), np.log(1.8)))),
            stops=float(rng.uniform(-1.5, 0.5)),
            contrast=float(rng.uniform(0.6, 1.0)) if rng.uniform() < 0.5 else 1.0,
        )

    def apply(self, photo: ByteImage) -> ByteImage:
        """Expose (H, W, 3) sRGB wrongly."""
        codes = np.arange(256) / 255.0
        # Light is taken as the power 2.2 of the code.
        codes = np.clip(codes**self.gamma * 2.0 ** (self.stops / 2.2), 0, 1)
        codes = 0.5 + self.contrast * (codes - 0.5)
        table = np.round(255 * np.clip(codes, 0, 1)).astype(np.uint8)
        return np.asarray(table[photo])


@dataclass(frozen=True, slots=True, eq=False)
class Backlight:
    """A photo taken against the light: what is dark in it, and what lies around that, got less light still.

    Attributes:
        stops: light that is missing there, as a power of 2, 1 to 4.
        low: L* / 100 of what lies in the dark wholly.
        high: of what keeps all of its light; between them the darkness fades.
        locality: how much the surroundings of a pixel count against the pixel itself, 0 to 1.
        around: L of what is around each place of the photo, (96, 96).
        noise: standard deviation of noise in the dark, in codes.
    """

    stops: float
    low: float
    high: float
    locality: float
    around: FloatImage
    noise: float

    @classmethod
    def draw(cls, rng: np.random.Generator, thumbnail: FloatImage) -> Backlight:
        """Draw the settings of one sample.

        Args:
            rng: source of chance.
            thumbnail: L of the whole photo in [0, 1], (96, 96).
        """
        around = np.asarray(cv2.GaussianBlur(thumbnail, (0, 0), float(rng.uniform(2, 6))), np.float32)
        low = float(np.quantile(around, rng.uniform(0.3, 0.6)))
        return cls(
            stops=float(rng.uniform(1.0, 4.0)),
            low=low,
            high=low + float(rng.uniform(0.08, 0.25)),
            locality=float(rng.uniform(0.4, 1.0)),
            around=around,
            noise=float(rng.uniform(0.0, 1.5)),
        )

    def apply(
        self, photo: ByteImage, luminance: FloatImage, rng: np.random.Generator | None, part: Corners = WHOLE
    ) -> ByteImage:
        """Take light away from a part of the photo.

        Args:
            photo: the part, (H, W, 3) sRGB.
            luminance: its L in [0, 1], (H, W).
            rng: source of the noise; None leaves it out.
            part: where it lies in the photo.

        Returns:
            (H, W, 3) sRGB.
        """
        around = _look_up(self.around, part, (photo.shape[0], photo.shape[1]))
        level = self.locality * around + (1 - self.locality) * luminance
        lit = np.clip((level - self.low) / (self.high - self.low), 0, 1)
        lit = lit * lit * (3 - 2 * lit)
        dark = photo.astype(np.float32) * (2.0 ** (-self.stops * (1 - lit) / 2.2))[..., None]
        if rng is not None:
            dark += self.noise * (1 - lit)[..., None] * rng.standard_normal(dark.shape, dtype=np.float32)
        return np.asarray(np.clip(dark + 0.5, 0, 255).astype(np.uint8))


def _look_up(values: FloatImage, part: Corners, size: tuple[int, int]) -> FloatImage:
    """A part of a small map at the part's own size."""
    left, top, right, bottom = part
    height, width = values.shape
    x = (left + (right - left) * (np.arange(size[1]) + 0.5) / size[1]) * width - 0.5
    y = (top + (bottom - top) * (np.arange(size[0]) + 0.5) / size[0]) * height - 0.5
    columns, rows = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    found = cv2.remap(values, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)
