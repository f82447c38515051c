"""Dark photos made out of bright ones, in linear light.

The recipe follows Brooks et al., "Unprocessing Images for Learned Raw Denoising" (CVPR 2019, arXiv
1811.11127) and ISP-driven synthesis for low light (arXiv 2504.12204): undo the tone curve, gamma, white
balance and colour matrix, darken, add noise on a Bayer mosaic, then come back through slightly different
settings. The noise of every other photo is that of Brooks et al., of the rest that of five cameras as
calibrated by Wei, Fu, Zheng, Yang, "Physics-based Noise Modeling for Extreme Low-light Photography" (IEEE
TPAMI 2021, arXiv 2108.02158): shot noise, read noise with heavy tails (Tukey lambda) and noise of whole rows.
What a camera does to it afterwards, denoising and sharpening, comes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage, FloatImage

Matrix = npt.NDArray[np.float64]
_T = TypeVar("_T", bound=np.generic)

# XYZ to camera, D65, of four cameras as listed by Brooks et al. 2019 (rows: camera R, G, B).
_XYZ_TO_CAMERA = np.array(
    [
        [[1.0234, -0.2969, -0.2266], [-0.5625, 1.6328, -0.0469], [-0.0703, 0.2188, 0.6406]],
        [[0.4913, -0.0541, -0.0202], [-0.6130, 1.3513, 0.2906], [-0.1564, 0.2151, 0.7183]],
        [[0.8380, -0.2630, -0.0639], [-0.2887, 1.0725, 0.2496], [-0.0627, 0.1427, 0.5438]],
        [[0.6596, -0.2079, -0.0562], [-0.4782, 1.3016, 0.1933], [-0.0970, 0.1581, 0.5181]],
    ]
)
_SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


@dataclass(frozen=True, slots=True)
class _Sensor:
    """Noise of a camera by its gain K, in codes of 14 bits, on logarithmic scales (Wei et al. 2021).

    Attributes:
        read: slope, intercept and deviation of log(scale of read noise) over log K.
        row: the same of row noise.
        shape: lowest and highest shape of the Tukey lambda distribution; 0.14 is nearly normal, below are
            heavier tails.
    """

    read: tuple[float, float, float]
    row: tuple[float, float, float]
    shape: tuple[float, float]


_SENSORS = (
    _Sensor((0.656, 1.093, 0.286), (0.471, -0.808, 0.244), (0.01, 0.20)),  # Canon EOS 5D Mark IV
    _Sensor((0.598, 1.537, 0.389), (0.622, -0.776, 0.248), (-0.16, 0.13)),  # Canon EOS 700D
    _Sensor((0.487, 1.464, 0.382), (0.729, -0.937, 0.250), (-0.17, 0.14)),  # Canon EOS 70D
    _Sensor((0.477, -0.090, 0.239), (0.448, -1.798, 0.232), (-0.24, -0.10)),  # Nikon D850
    _Sensor((0.462, 0.566, 0.263), (0.528, -0.592, 0.294), (-0.14, 0.13)),  # Sony A7S II
)
_NORMAL = (0.14, 1.4545)
"""Shape at which the Tukey lambda distribution is nearly normal, and its standard deviation there."""
_WHITE = 15_500.0
"""Codes from black to white of 14 bits, on which the calibration stands."""


def _random_rgb_to_camera(rng: np.random.Generator) -> Matrix:
    weights = rng.uniform(1e-8, 1e8, 4)
    xyz_to_camera = np.tensordot(weights / weights.sum(), _XYZ_TO_CAMERA, axes=1)
    matrix: Matrix = xyz_to_camera @ _SRGB_TO_XYZ
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True), np.float64)


@dataclass(frozen=True, slots=True)
class LightPool:
    """A soft ellipse of less darkening, in coordinates of the photo from 0 to 1, as under a street lamp."""

    x: float
    y: float
    radius: float
    stops: float


@dataclass(frozen=True, slots=True)
class Darkness:
    """One way of taking a photo in the dark: drawn once per sample, applied to any part of the photo.

    Attributes:
        exposure: factor on linear light, 2^-4.5 to 1.
        pools: where the scene is darkened less; none for most photos.
        rgb_to_camera: linear sRGB to the camera's own RGB, (3, 3), rows that sum to 1.
        camera_to_rgb: the way back, (3, 3): the inverse of a slightly different camera's matrix, so that
            colours come back imperfectly.
        red_gain: of the white balance, relative to green.
        blue_gain: the same of blue.
        global_gain: of all channels.
        shot: variance of shot noise per unit of signal, of linear light in [0, 1].
        read: scale of read noise, of the same light.
        shape: of its distribution (Tukey lambda).
        row: standard deviation of the noise of whole rows.
        bits: of the sensor's codes, 12 or 14.
        cast: white balance error, a factor for each of R, G, B.
        tone: share of the tone curve that the dark photo got, 0 to 1.
        quality: of its JPEG, or None where it is not compressed.
        denoised: how strongly the camera smoothed, in codes; 0 does not.
        sharpened: share of the difference to a blurred copy that the camera added.
        lamps: factor on linear light where the bright photo is at its limit: a lamp or the sun was brighter
            than white, and is still bright when all else is dark.
    """

    exposure: float
    pools: tuple[LightPool, ...]
    rgb_to_camera: Matrix
    camera_to_rgb: Matrix
    red_gain: float
    blue_gain: float
    global_gain: float
    shot: float
    read: float
    shape: float
    row: float
    bits: int
    cast: tuple[float, float, float]
    tone: float
    quality: int | None
    denoised: float = 0.0
    sharpened: float = 0.0
    lamps: float = 1.0

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Darkness:
        """Draw the settings of one sample."""
        log_shot = rng.uniform(np.log(1e-4), np.log(0.012))
        sensor = _SENSORS[rng.integers(len(_SENSORS))]
        log_gain = log_shot + np.log(_WHITE)
        read, row = (
            float(np.exp(slope * log_gain + intercept + rng.normal(0, deviation)) / _WHITE)
            for slope, intercept, deviation in (sensor.read, sensor.row)
        )
        shape = float(rng.uniform(*sensor.shape))
        if rng.uniform() < 0.5:
            # Brooks et al. 2019 (section 3.5) give the variance of normal noise.
            log_variance = 2.18 * log_shot + 1.20 + rng.normal(0, 0.26)
            read, row, shape = float(np.exp(log_variance / 2)) / _NORMAL[1], 0.0, _NORMAL[0]
        camera = _random_rgb_to_camera(rng)
        other = _random_rgb_to_camera(rng)
        back = rng.uniform(0.7, 1.0)
        pools = tuple(
            LightPool(rng.uniform(), rng.uniform(), rng.uniform(0.1, 0.4), rng.uniform(0.5, 2.5))
            for _ in range(rng.integers(0, 3))
        )
        return cls(
            exposure=float(2.0 ** -rng.uniform(0.0, 4.5)),
            pools=pools if rng.uniform() < 0.5 else (),
            rgb_to_camera=camera,
            camera_to_rgb=np.asarray(np.linalg.inv(back * camera + (1 - back) * other), np.float64),
            red_gain=float(rng.uniform(1.9, 2.4)),
            blue_gain=float(rng.uniform(1.5, 1.9)),
            global_gain=float(1 / rng.normal(0.8, 0.1)),
            shot=float(np.exp(log_shot)),
            read=read,
            shape=shape,
            row=row,
            bits=int(rng.choice((12, 14))),
            cast=(float(np.exp(rng.normal(0, 0.05))), 1.0, float(np.exp(rng.normal(0, 0.07)))),
            tone=float(rng.uniform(0.0, 1.0)),
            quality=int(rng.integers(60, 96)) if rng.uniform() < 0.7 else None,
            denoised=float(rng.uniform(4.0, 24.0)) if rng.uniform() < 0.4 else 0.0,
            sharpened=float(rng.uniform(0.2, 1.0)) if rng.uniform() < 0.4 else 0.0,
            lamps=float(2.0 ** rng.uniform(1.0, 6.0)) if rng.uniform() < 0.7 else 1.0,
        )

    def apply(
        self,
        bright: ByteImage,
        rng: np.random.Generator | None,
        window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0),
    ) -> ByteImage:
        """Darken a part of a photo.

        Args:
            bright: (H, W, 3) sRGB, even sides.
            rng: source of the noise; None leaves out noise, mosaic and JPEG, for thumbnails.
            window: x0, y0, x1, y1 of the part in the photo, 0 to 1.

        Returns:
            (H, W, 3) sRGB.
        """
        srgb = self._develop(bright, rng, window)
        coded: ByteImage = np.clip(srgb * 255 + 0.5, 0, 255).astype(np.uint8)
        if rng is None:
            return coded
        coded = self._polish(coded)
        return coded if self.quality is None else compress(coded, self.quality)

    def without_noise(
        self, bright: ByteImage, window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    ) -> FloatImage:
        """What :meth:`apply` would give with a sensor without noise, and without loss.

        Args:
            bright: (H, W, 3) sRGB, even sides.
            window: x0, y0, x1, y1 of the part in the photo, 0 to 1.

        Returns:
            (H, W, 3) sRGB in [0, 1], sharpened as the dark photo is.
        """
        srgb = np.asarray(self._develop(bright, None, window), np.float32)
        return np.clip(self._sharpen(srgb), 0, 1) if self.sharpened else srgb

    def _develop(
        self, bright: ByteImage, rng: np.random.Generator | None, window: tuple[float, float, float, float]
    ) -> FloatImage:
        """The dark photo as sRGB in [0, 1], before it is coded."""
        linear = _inverse_smoothstep(bright.astype(np.float32) / 255.0) ** 2.2
        raw = np.maximum(linear @ self.rgb_to_camera.T.astype(np.float32), 0) * self._unclipped(linear)
        raw = raw * self._illumination(raw.shape[:2], window)[..., None]
        raw = raw * self._inverse_gains(raw)
        if rng is not None:
            raw = self._sense(raw, rng)
        # Cut off at white before colours are mixed, or what is beyond it would turn pink.
        balanced = np.minimum(raw * self._gains() * np.array(self.cast, np.float32), 1)
        linear = np.clip(balanced @ self.camera_to_rgb.T.astype(np.float32), 0, 1)
        encoded = np.clip(linear, 1e-8, 1) ** np.float32(1 / 2.2)
        curved = 3 * encoded**2 - 2 * encoded**3
        return np.asarray(self.tone * curved + (1 - self.tone) * encoded, np.float32)

    def _polish(self, photo: ByteImage) -> ByteImage:
        """What a camera does to its own noise: smooth it along edges, then sharpen what is left."""
        if self.denoised:
            photo = np.asarray(cv2.bilateralFilter(photo, 5, self.denoised, 2.0), np.uint8)
        return np.asarray(self._sharpen(photo), np.uint8) if self.sharpened else photo

    def _sharpen(self, photo: npt.NDArray[_T]) -> npt.NDArray[_T]:
        blurred = cv2.GaussianBlur(photo, (0, 0), 1.0)
        sharp = cv2.addWeighted(photo, 1 + self.sharpened, blurred, -self.sharpened, 0)
        return np.asarray(sharp, photo.dtype)

    def _unclipped(self, linear: FloatImage) -> FloatImage:
        """Factor by which light was brighter than the photo could hold: (H, W, 1)."""
        clipped = _clipped(linear.min(axis=-1, keepdims=True))
        return np.asarray(1 + (self.lamps - 1) * clipped, np.float32)

    def _gains(self) -> FloatImage:
        return np.array((self.red_gain, 1.0, self.blue_gain), np.float32) * np.float32(self.global_gain)

    def _inverse_gains(self, raw: FloatImage) -> FloatImage:
        """Divide by the white balance, but keep highlights above 0.9 as they are (Brooks et al., eq. 7).

        Those of the dark scene: a lamp that is no longer near the sensor's limit is as white as the rest.
        """
        inverse = 1 / self._gains()
        grey = raw.mean(axis=-1, keepdims=True)
        mask = _clipped(grey)
        return np.asarray(np.maximum(mask + (1 - mask) * inverse, inverse), np.float32)

    def _illumination(self, shape: tuple[int, int], window: tuple[float, float, float, float]) -> FloatImage:
        x0, y0, x1, y1 = window
        x = np.linspace(x0, x1, shape[1], dtype=np.float32)[None, :]
        y = np.linspace(y0, y1, shape[0], dtype=np.float32)[:, None]
        stops = np.zeros(shape, np.float32)
        for pool in self.pools:
            distance = ((x - pool.x) ** 2 + (y - pool.y) ** 2) / pool.radius**2
            stops += pool.stops * np.exp(-distance)
        # A pool of light gives back at most what the exposure took.
        return np.asarray(np.minimum(self.exposure * 2.0**stops, max(1.0, self.exposure)), np.float32)

    def _sense(self, raw: FloatImage, rng: np.random.Generator) -> FloatImage:
        """Mosaic (RGGB), add noise, quantize, demosaic: noise comes out correlated in space and colour."""
        mosaic = raw[..., 1].copy()
        mosaic[0::2, 0::2] = raw[0::2, 0::2, 0]
        mosaic[1::2, 1::2] = raw[1::2, 1::2, 2]
        noise = rng.standard_normal(mosaic.shape, dtype=np.float32) * np.sqrt(self.shot * mosaic)
        noise += self.read * _tukey_lambda(rng.random(mosaic.shape, dtype=np.float32), self.shape)
        noise += self.row * rng.standard_normal((mosaic.shape[0], 1), dtype=np.float32)
        mosaic = mosaic + noise
        levels = 2**self.bits - 1
        # A pedestal of 1/16 keeps the negative half of the read noise, as a camera's black level does.
        coded = np.clip((mosaic + 1 / 16) * (levels * 15 / 16), 0, levels).round()
        scale = np.float32(65535 / levels)
        rgb = cv2.cvtColor((coded * scale).astype(np.uint16), cv2.COLOR_BayerRGGB2RGB)
        linear = rgb.astype(np.float32) / np.float32(65535 * 15 / 16) - np.float32(1 / 16)
        return np.asarray(np.maximum(linear, 0), np.float32)


def compress(photo: ByteImage, quality: int) -> ByteImage:
    """What is left of an (H, W, 3) picture as a JPEG of a quality, 1 to 100."""
    ok, data = cv2.imencode(".jpg", photo[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if ok else None
    return photo if decoded is None else np.asarray(decoded[..., ::-1], np.uint8)


def _tukey_lambda(p: FloatImage, shape: float) -> FloatImage:
    """The quantiles at p, in [0, 1), of the Tukey lambda distribution: of random p, random numbers."""
    p = np.clip(p, 1e-6, 1 - 1e-6)
    if abs(shape) < 1e-3:
        return np.asarray(np.log(p / (1 - p)), np.float32)
    return np.asarray((p**shape - (1 - p) ** shape) / shape, np.float32)


def _inverse_smoothstep(x: FloatImage) -> FloatImage:
    """Undo 3x^2 - 2x^3 (Brooks et al. 2019, section 3.1)."""
    return np.asarray(0.5 - np.sin(np.arcsin(1 - 2 * np.clip(x, 0, 1)) / 3), np.float32)


def _clipped(light: FloatImage) -> FloatImage:
    """How near linear light is to the limit of 1, from 0 up to 0.9 to 1 (Brooks et al. 2019, eq. 7)."""
    return np.asarray(np.minimum((np.maximum(light - 0.9, 0) / 0.1) ** 2, 1), np.float32)
