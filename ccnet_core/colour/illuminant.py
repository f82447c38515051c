"""The light that a camera was balanced for, as a temperature in kelvin and a tint.

A camera's matrix tells what it would have recorded of a grey in any light; so its white balance multipliers
tell a light, and a light the white balance that makes a grey in it grey. Without torch: the window shows
numbers before it is there.

The Planckian locus is that of Krystek (Color Research & Application 10, 1985, pages 38-40), in the CIE 1960
UCS diagram. Temperature is that of the nearest place on the locus (CIE 15:2004, 9.5), tint the distance from
it, in units of 1/3000 as Adobe's DNG specification 1.6 and its SDK have it: above 0 the light is greener than
the locus, and the photo is made more magenta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from ccnet_core.colour.pixel import RGB_TO_XYZ, WHITE
from ccnet_core.colour.white_balance import LARGEST_SHIFT, WhiteBalance

Rows = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
Three = tuple[float, float, float]

LEAST_KELVIN, MOST_KELVIN = 1700.0, 25_000.0
LARGEST_TINT = 100.0
"""How far tint goes to either side: about as far as the relative one goes."""
_TINT = 3000.0
_FURTHEST = 150.0
"""Of no light that is further from the locus a temperature can be told: 0.05 in u, v (CIE 15:2004, 9.5)."""
_MIREDS = np.linspace(20.0, 1000.0, 981)


class Light(NamedTuple):
    """A light: correlated colour temperature in kelvin, and tint, above 0 where it is greener than daylight.

    >>> [round(value) for value in Light.of_xyz((0.95047, 1.0, 1.08883))]  # D65
    [6504, 10]
    """

    kelvin: float
    tint: float

    @classmethod
    def of_xyz(cls, xyz: Three) -> Self:
        """The light of a colour in CIE XYZ."""
        x, y, z = xyz
        whole = x + 15 * y + 3 * z
        point = np.array((4 * x / whole, 6 * y / whole))
        nearest = int(np.argmin(np.square(_locus(_MIREDS) - point).sum(axis=1)))
        nearest = min(max(nearest, 1), len(_MIREDS) - 2)
        before, after = _locus(_MIREDS[[nearest - 1, nearest + 1]])
        along = after - before
        share = float((point - before) @ along / (along @ along))
        span = float(_MIREDS[nearest + 1] - _MIREDS[nearest - 1])
        mireds = max(1.0, float(_MIREDS[nearest - 1]) + share * span)
        away = point - _locus(np.array([mireds]))[0]
        return cls(1e6 / mireds, _TINT * float(away @ _across(mireds)))

    @property
    def xyz(self) -> Three:
        """Its colour in CIE XYZ, Y being 1."""
        mireds = 1e6 / self.kelvin
        point = _locus(np.array([mireds]))[0] + _across(mireds) * (self.tint / _TINT)
        u, v = float(point[0]), float(point[1])
        return 1.5 * u / v, 1.0, (4 - u - 10 * v) / (2 * v)


@dataclass(frozen=True, slots=True)
class CameraLight:
    """How a camera sees light, and the light that it was balanced for.

    Attributes:
        to_srgb: the rows of the matrix from the camera's balanced colours to linear sRGB.
        daylight: the multipliers of red, green and blue that make D65 grey.
        as_shot: those that the photo was developed with.
        own: the light that these make grey.
    """

    to_srgb: Rows
    daylight: Three
    as_shot: Three
    own: Light

    @classmethod
    def of(cls, to_srgb: np.ndarray, daylight: Three, as_shot: Three) -> Self | None:
        """Of a matrix (3, 3) and multipliers; None where they tell no light."""
        values = np.concatenate((np.ravel(to_srgb), daylight, as_shot)).astype(np.float64)
        if not np.isfinite(values).all() or min(*daylight, *as_shot) <= 0:
            return None
        matrix = np.asarray(to_srgb, np.float64)
        if abs(np.linalg.det(matrix)) < 1e-6:
            return None
        xyz = _xyz_of(matrix @ (np.array(daylight) / as_shot))
        if min(xyz) <= 0:
            return None
        own = Light.of_xyz(xyz)
        if abs(own.tint) > _FURTHEST or not 1000 < own.kelvin < 50_000:
            return None
        rows: Rows = tuple(tuple(float(value) for value in row) for row in matrix)  # type: ignore[assignment]
        return cls(rows, daylight, as_shot, own)

    def moved(self, warmth: float, magenta: float) -> Light:
        """A light so far from its own.

        Args:
            warmth: in `LARGEST_SHIFT` mireds: above 0 the light is taken for bluer, so the photo gets warmer.
            magenta: in `LARGEST_TINT`.
        """
        own = 1e6 / self.own.kelvin
        # Where the photo's own light lies beyond the ends, it is the end.
        least, most = min(own, 1e6 / MOST_KELVIN), max(own, 1e6 / LEAST_KELVIN)
        mireds = min(max(own - LARGEST_SHIFT * warmth, least), most)
        return Light(1e6 / mireds, self.own.tint + LARGEST_TINT * magenta)

    def adjusted(self, warmth: float, magenta: float) -> tuple[float, float]:
        """The temperature and tint of adjustments, -1 to 1, that take the light for one so far away."""
        if not warmth and not magenta:
            return 0.0, 0.0
        temperature, tint = (
            min(1.0, max(-1.0, round(value, 4))) for value in self.balance(self.moved(warmth, magenta)).chosen
        )
        return temperature, tint

    def chosen(self, temperature: float, tint: float) -> tuple[float, float]:
        """The warmth and magenta that :meth:`adjusted` makes such adjustments of."""
        if not temperature and not tint:
            return 0.0, 0.0
        return self.distance(self.light(WhiteBalance.of(temperature, tint)))

    def distance(self, light: Light) -> tuple[float, float]:
        """The warmth and magenta by which :meth:`moved` gives a light."""
        warmth = (1e6 / self.own.kelvin - 1e6 / light.kelvin) / LARGEST_SHIFT
        return warmth, (light.tint - self.own.tint) / LARGEST_TINT

    def balance(self, light: Light) -> WhiteBalance:
        """What makes grey, of a photo developed for its own light, what is grey in another."""
        # What the camera records of a grey in that light, developed as the photo was.
        recorded = np.linalg.solve(self.to_srgb, _srgb_of(light.xyz)) / self.daylight
        x, y, z = _xyz_of(np.asarray(self.to_srgb) @ (recorded * self.as_shot))
        least = 1e-3 * y
        return WhiteBalance(math.cbrt(WHITE[0] * y / max(x, least)), math.cbrt(WHITE[2] * y / max(z, least)))

    def light(self, balance: WhiteBalance) -> Light:
        """The light that a white balance makes grey: :meth:`balance` gives that of it."""
        shown = _srgb_of((WHITE[0] / balance.fx**3, 1.0, WHITE[2] / balance.fz**3))
        recorded = np.linalg.solve(self.to_srgb, shown) / self.as_shot
        return Light.of_xyz(_xyz_of(np.asarray(self.to_srgb) @ (recorded * self.daylight)))


def _xyz_of(linear: np.ndarray) -> Three:
    x, y, z = (float(value) for value in np.array(RGB_TO_XYZ) @ linear)
    return x, y, z


def _srgb_of(xyz: Three) -> np.ndarray:
    return np.linalg.solve(np.array(RGB_TO_XYZ), xyz)


def _locus(mireds: np.ndarray) -> np.ndarray:
    """The Planckian locus at (N,) mireds: (N, 2) u, v."""
    t = 1e6 / mireds
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t**2) / (
        1 + 8.42420235e-4 * t + 7.08145163e-7 * t**2
    )
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t**2) / (
        1 - 2.89741816e-5 * t + 1.61456053e-7 * t**2
    )
    return np.stack((u, v), axis=1)


def _across(mireds: float) -> np.ndarray:
    """The unit vector (2,) across the locus, towards green."""
    before, after = _locus(np.array([mireds - 0.5, mireds + 0.5]))
    u, v = (after - before) / np.linalg.norm(after - before)
    return np.array((-v, u))
