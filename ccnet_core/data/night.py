"""Nights among lamps, made out of photos of any light.

Of dark photos with bright places some were simply exposed too little, and others show lamps, lit windows and
neon in the dark. Pairs of photographs show the former by far more often, so the latter are made here: what is
bright in a photo stays so and takes the colour of lamps, all else sinks into the dark, the sky above all. A
few lamps with their glow are added. There is no bright photo of such a scene; its target is the fusion of
its own exposures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage, FloatImage

_LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
"""Weights of the channels (ITU-R BT.709); of codes they are near enough to tell light from dark."""
_WARM, _NEON = 0.55, 0.15
"""Shares of nights whose light is that of warm lamps, and of any colour; in the others it is white."""
_MOST_LAMPS = 6
_DARK_SKY = 0.7
"""Share of the nights in coloured light whose sky is dark; in white light all are, or it would be day."""
_SKY = (0.35, 0.03, 0.03)
"""Of a sky: it is this bright, varies no more than this around a place, and takes this share of a photo."""
_LIT = (0.25, 0.85)
"""Brightness, against the brightest, from which a place is lit by the lamps, and from which wholly."""


@dataclass(frozen=True, slots=True, eq=False)
class Lamp:
    """A lamp in the picture.

    Attributes:
        x: where it is, in shares of the sides.
        y: from the top.
        radius: in shares of the longer side.
        brightness: of its disc, in shares of white.
        glow: of the air around it.
        reach: how far the glow reaches, in radii.
        colour: (3,), the channels against the largest.
    """

    x: float
    y: float
    radius: float
    brightness: float
    glow: float
    reach: float
    colour: FloatImage

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Lamp:
        """Draw one, mostly in the upper part of the picture."""
        return cls(
            x=float(rng.uniform()),
            y=float(rng.uniform(0, 0.8)),
            radius=float(rng.uniform(0.004, 0.024)),
            brightness=float(rng.uniform(0.8, 1.3)),
            glow=float(rng.uniform(0.02, 0.25)),
            reach=float(rng.uniform(3, 9)),
            colour=np.array((1.0, rng.uniform(0.7, 0.95), rng.uniform(0.35, 0.9)), np.float32),
        )

    def shine(self, shape: tuple[int, int]) -> FloatImage:
        """Its light on a picture, (H, W, 3) in shares of white."""
        height, width = shape
        longer = max(shape)
        y, x = np.mgrid[:height, :width].astype(np.float32)
        radius = max(self.radius * longer, 0.5)
        away = np.hypot(y + 0.5 - self.y * height, x + 0.5 - self.x * width)
        disc = self.brightness / (1 + np.exp(np.clip((away - radius) / (0.2 * radius + 0.3), -30, 30)))
        glow = self.glow * np.exp(-away / (radius * self.reach))
        return np.asarray((disc + glow)[..., None] * self.colour, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Night:
    """How a photo becomes one of the night.

    Attributes:
        gamma: exponent of brightness, 2 to 4.5: how far the dark sinks.
        brightest: quantile of the photo's brightness that stays bright, 0.93 to 0.995.
        level: how bright that becomes, in shares of white.
        spread: how far light spreads around what is bright, a standard deviation in shares of a side.
        tint: (3,), the colour of the lamps.
        sky: how bright the sky stays, in shares of what it was.
        elsewhere: how much of that tint the dark has, 0 to 1.
        lamps: that are added.
        noise: standard deviation of noise, in codes.
    """

    gamma: float
    brightest: float
    level: float
    spread: float
    tint: FloatImage
    sky: float
    elsewhere: float
    lamps: tuple[Lamp, ...]
    noise: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Night:
        """Draw the settings of one sample."""
        kind = rng.uniform()
        if kind < _WARM:
            tint = np.array((1.0, rng.uniform(0.62, 0.9), rng.uniform(0.2, 0.65)), np.float32)
        elif kind < _WARM + _NEON:
            tint = rng.uniform(0.35, 1.0, 3).astype(np.float32)
            tint /= tint.max()
        else:
            tint = np.array((rng.uniform(0.85, 1.0), rng.uniform(0.92, 1.0), 1.0), np.float32)
        dark_sky = kind >= _WARM + _NEON or rng.uniform() < _DARK_SKY
        return cls(
            gamma=float(rng.uniform(2.0, 4.5)),
            brightest=float(rng.uniform(0.93, 0.995)),
            level=float(rng.uniform(0.55, 1.05)),
            spread=float(rng.uniform(0.001, 0.03)),
            tint=tint,
            sky=float(rng.uniform(0.0, 0.25)) if dark_sky else 1.0,
            elsewhere=float(rng.uniform()),
            lamps=tuple(Lamp.draw(rng) for _ in range(int(rng.integers(_MOST_LAMPS + 1)))),
            noise=float(rng.uniform(0.0, 2.5)),
        )

    def apply(self, photo: ByteImage, rng: np.random.Generator | None) -> ByteImage:
        """Let night fall on a whole photo.

        Args:
            photo: (H, W, 3) sRGB.
            rng: source of the noise; None leaves it out.

        Returns:
            (H, W, 3) sRGB.
        """
        codes = photo.astype(np.float32) / 255
        height, width = photo.shape[:2]
        light = np.asarray(codes @ _LUMA, np.float32)
        kept = 1 - (1 - self.sky) * _find_sky(light)
        codes *= kept[..., None]
        light *= kept
        around = cv2.GaussianBlur(light, (0, 0), max(0.3, self.spread * max(height, width)))
        brightest = max(float(np.quantile(light, self.brightest)), 0.2)
        share = (light + around) / (2 * brightest)
        codes *= (np.clip(share, 1e-3, 1.15) ** (self.gamma - 1) * (self.level / brightest))[..., None]
        lit = np.clip((share - _LIT[0]) / (_LIT[1] - _LIT[0]), 0, 1)[..., None]
        codes *= (1 - self.elsewhere * (1 - self.tint)) * (1 - lit) + self.tint * lit
        for lamp in self.lamps:
            codes += lamp.shine((height, width))
        codes = 255 * np.clip(codes, 0, 1)
        if rng is not None:
            codes += self.noise * rng.standard_normal(codes.shape, dtype=np.float32)
        return np.asarray(np.clip(codes + 0.5, 0, 255).astype(np.uint8))


def _find_sky(light: FloatImage) -> FloatImage:
    """Where a bright, even area reaches down from the upper edge, (H, W) in [0, 1]."""
    least, change, share = _SKY
    longer = max(light.shape)
    side = 2 * round(longer / 64) + 1
    mean = cv2.blur(light, (side, side))
    spread = np.sqrt(np.maximum(cv2.blur(light * light, (side, side)) - mean * mean, 0))
    even = ((light > least) & (spread < change)).astype(np.uint8)
    _, labels = cv2.connectedComponents(even)
    sky = np.zeros(light.shape, np.float32)
    for label in set(labels[0].tolist()) - {0}:
        area = labels == label
        if area.mean() > share:
            sky[area] = 1
    # Edges are uneven, so the area stops short of them.
    sky = cv2.dilate(sky, np.ones((side, side), np.uint8))
    return np.asarray(cv2.blur(sky, (3, 3)), np.float32)
