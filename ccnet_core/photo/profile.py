"""Colour profiles: embedded ICC profiles to sRGB, and the sRGB profile that exports carry.

Pictures of 8 bits a channel go through LittleCMS (relative colorimetric, black point compensation). Pillow
gives LittleCMS no 16-bit RGB, so 16-bit pictures are converted here:

- Profiles made of a matrix and curves (sRGB, Display P3, Adobe RGB, ProPhoto and every camera's or monitor's
  profile of that kind; also grey profiles) are evaluated in floating point; the result is within 1/65535 of
  what the profile's numbers say. (Those are rounded to 1/65536 themselves, which moves the darkest saturated
  colours by up to 40/65535 from the colour space's definition.)
- Profiles made of tables only (some scanners) are sampled by LittleCMS on a 52 x 52 x 52 lattice and
  interpolated; smooth like the source, but off by 1/1000 on average and by up to 2/255 (a few times that
  at the edge of the gamut).

A profile that cannot be used (broken, or of another colour space than the picture) is ignored, as if the
picture had none: seeing the photo in slightly wrong colours beats not seeing it.

Pages cited are of ICC.1:2022 (profile version 4.4).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageCms

SRGB = "sRGB"

_D50 = np.array([0.9642, 1.0, 0.8249])  # the profile connection space's white, 7.2.16
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)  # Annex E
D65 = (0.3127, 0.3290)
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_BAND = 1 << 20  # pixels converted at a time, to keep the floating point copies small
_NODES = 52  # lattice nodes 5/255 apart: each one an exact 8-bit value

Xy = tuple[float, float]
"""A chromaticity."""
Curve = tuple[int, tuple[float, ...]]
Converter = Callable[[np.ndarray], np.ndarray]


class _Parsed(NamedTuple):
    """A profile as ``linear = curves[c][sample]`` and, for RGB, ``xyz = matrix @ linear``."""

    matrix: np.ndarray | None  # (3, 3) float64 to XYZ of D50; None for a grey profile
    curves: np.ndarray  # (3 or 1, 65536) float64, linear light 0..1 by 16-bit sample


class _Embedded(NamedTuple):
    """A profile as LittleCMS sees it: usable at all, its colour space, and its description."""

    profile: ImageCms.ImageCmsProfile
    space: str
    name: str


def build_profile(name: str, primaries: tuple[Xy, ...], curve: Curve, white: Xy = D65) -> bytes:
    """Build an ICC version 4.3 display profile of a matrix and one parametric curve.

    ``primaries`` are the xy chromaticities of red, green and blue; ``curve`` is a function type and its
    parameters (parametricCurveType, 10.18); ``white`` is the white's xy.

    Raises:
        ValueError: the primaries span no colours.
    """
    adapt = _adaptation(white)
    red, green, blue = (adapt @ rgb_to_xyz(primaries, white)).T
    shape = b"para" + bytes(4) + struct.pack(">HH", curve[0], 0) + _fixed(curve[1])
    tags = {
        b"desc": _text(name),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(adapt.ravel()),
        b"rXYZ": b"XYZ " + bytes(4) + _fixed(red),
        b"gXYZ": b"XYZ " + bytes(4) + _fixed(green),
        b"bXYZ": b"XYZ " + bytes(4) + _fixed(blue),
        b"rTRC": shape,
        b"gTRC": shape,
        b"bTRC": shape,
    }
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        if data not in places:  # the three curves share their bytes
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", tag, places[data], len(data))
    header = struct.pack(">I4sI", start + len(body), bytes(4), 0x04300000) + b"mntrRGB XYZ "  # 7.2
    header += struct.pack(">6H", 2025, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(_D50) + bytes(48)
    return header + table + body


def rgb_to_xyz(primaries: tuple[Xy, ...], white: Xy = D65) -> np.ndarray:
    """The (3, 3) matrix from linear light of these primaries to XYZ, in which ``white`` has Y = 1.

    Raises:
        ValueError: the primaries span no colours.
    """
    # In this form a primary may lie at y = 0, as that of XYZ itself does.
    columns = np.array([(x, y, 1 - x - y) for x, y in primaries]).T
    if white[1] <= 0 or abs(np.linalg.det(columns)) < 1e-6:
        raise ValueError("the primaries span no colours")
    matrix: np.ndarray = columns * np.linalg.solve(columns, _xyz(white))
    return matrix


def _adaptation(white: Xy) -> np.ndarray:
    """From XYZ under ``white`` to XYZ under D50, by the linear Bradford transform (Annex E).

    Raises:
        ValueError: this is no white.
    """
    seen = _BRADFORD @ _xyz(white) if white[1] > 0 else np.zeros(3)
    if (seen <= 0).any():
        raise ValueError("this is no white")
    cone = (_BRADFORD @ _D50) / seen
    matrix: np.ndarray = np.linalg.inv(_BRADFORD) @ np.diag(cone) @ _BRADFORD
    return matrix


def to_srgb8(image: Image.Image, icc: bytes | None) -> tuple[np.ndarray, str]:
    """Convert an 8-bit picture of mode L, RGB or CMYK to (H, W, 3) uint8 sRGB.

    Gives the pixels and the name of the profile they came from. CMYK without a usable profile is taken as
    ideal inks: each channel is (1 - ink) (1 - black).
    """
    embedded = _open(icc)
    if image.mode == "L" and embedded and embedded.space == "RGB":
        image = image.convert("RGB")
    if embedded is None or icc is None or _MODES.get(embedded.space) != image.mode:
        return _to_array(image), SRGB
    if not _is_srgb(_parse(icc)):
        try:
            # Seen with a linear grey profile: the coarse table misses dark greys by 10 of 255.
            image = _transform(embedded.profile, image, exact=image.mode == "L")
        except ImageCms.PyCMSError:
            return _to_array(image), SRGB
    return _to_array(image), embedded.name


def _to_array(image: Image.Image) -> np.ndarray:
    """(H, W, 3) uint8, without a copy that is not needed: of a large photo each takes a tenth of a second."""
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def to_srgb(pixels: np.ndarray, icc: bytes | None) -> tuple[np.ndarray, str]:
    """Convert (H, W) grey or (H, W, 3) RGB, uint8 or uint16, to (H, W, 3) of the same type.

    Gives the pixels and the name of the profile they came from.
    """
    if pixels.dtype == np.uint16:
        return to_srgb16(pixels, icc)
    if not icc:
        return (pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)), SRGB
    return to_srgb8(Image.fromarray(np.ascontiguousarray(pixels)), icc)


def to_srgb16(pixels: np.ndarray, icc: bytes | None) -> tuple[np.ndarray, str]:
    """Convert (H, W) grey or (H, W, 3) RGB uint16 to (H, W, 3) uint16 sRGB, 16 bits deep all the way.

    Gives the pixels and the name of the profile they came from.
    """
    colour = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    embedded = _open(icc)
    if embedded is None or icc is None:
        return colour, SRGB
    parsed = _parse(icc)
    if _is_srgb(parsed):
        return colour, embedded.name
    if parsed is not None and (parsed.matrix is not None or pixels.ndim == 2):
        return by_bands(colour, lambda band: _evaluate(parsed, band)), embedded.name
    if embedded.space != "RGB":
        return colour, SRGB
    try:
        lattice = _sample(embedded.profile)
    except ImageCms.PyCMSError:
        return colour, SRGB
    return by_bands(colour, lambda band: _interpolate(lattice, band)), embedded.name


def _open(icc: bytes | None) -> _Embedded | None:
    if not icc:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        space, name = profile.profile.xcolor_space, profile.profile.profile_description
    except (ImageCms.PyCMSError, OSError, ValueError):  # the last for a signature that is no text
        return None
    return _Embedded(profile, space.strip(), (name or "").strip("\0 \n") or "unnamed profile")


def profile_name(icc: bytes) -> str:
    """The name of a profile, as :func:`to_srgb` gives it; "sRGB" of one that cannot be used."""
    embedded = _open(icc)
    return embedded.name if embedded else SRGB


def _transform(profile: ImageCms.ImageCmsProfile, image: Image.Image, exact: bool) -> Image.Image:
    """Convert by LittleCMS; cameras' and printers' blacks differ, hence black point compensation.

    Unless ``exact`` (15 times slower), LittleCMS resamples all but matrix profiles to a coarse table.
    """
    precision = ImageCms.Flags.NOOPTIMIZE if exact else ImageCms.Flags.HIGHRESPRECALC
    transform = ImageCms.buildTransform(
        profile,
        ImageCms.ImageCmsProfile(io.BytesIO(SRGB_PROFILE)),
        image.mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION | precision,
    )
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None  # None only when converting in place
    return converted


# Photos of one folder mostly carry one profile.
@lru_cache(maxsize=8)
def _parse(icc: bytes) -> _Parsed | None:
    """Read the matrix and curves of an RGB profile or the curve of a grey one; None where there are none."""
    try:
        tags = _tags(icc)
        if icc[16:20] == b"GRAY":
            return _Parsed(None, _curve(tags[b"kTRC"])[None])
        if icc[16:20] != b"RGB " or icc[20:24] != b"XYZ ":
            return None
        columns = [struct.unpack_from(">3i", tags[tag], 8) for tag in (b"rXYZ", b"gXYZ", b"bXYZ")]
        curves = [_curve(tags[tag]) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    except (KeyError, struct.error, ValueError):
        return None
    return _Parsed(np.array(columns).T / 65536, np.array(curves))


def _tags(icc: bytes) -> dict[bytes, bytes]:
    """Read the tag table, 7.3."""
    (count,) = struct.unpack_from(">I", icc, 128)
    entries = [struct.unpack_from(">4sII", icc, 132 + 12 * index) for index in range(min(count, 256))]
    return {tag: icc[at : at + size] for tag, at, size in entries}


def _curve(data: bytes) -> np.ndarray:
    """Tabulate a curveType (10.6) or parametricCurveType (10.18) for every 16-bit sample, clipped to 0..1."""
    x: np.ndarray = np.linspace(0.0, 1.0, 65536)
    y: np.ndarray
    if data[:4] == b"curv":
        (count,) = struct.unpack_from(">I", data, 8)
        if count == 0:
            return x
        if count == 1:
            y = x ** (struct.unpack_from(">H", data, 12)[0] / 256)
        else:
            table = np.frombuffer(data, ">u2", count, 12) / 65535
            y = np.interp(x, np.linspace(0, 1, count), table)
    elif data[:4] == b"para":
        (kind,) = struct.unpack_from(">H", data, 8)
        g, a, b, c, d, e, f = _parameters(kind, data)
        with np.errstate(all="ignore"):  # absurd parameters are caught below
            y = np.where(x >= d, np.maximum(a * x + b, 0) ** g + e, c * x + f)
    else:
        raise ValueError(f"no curve: {data[:4]!r}")
    if not np.isfinite(y).all():
        raise ValueError("the curve leaves all bounds")
    return y.clip(0, 1)


def _parameters(kind: int, data: bytes) -> tuple[float, ...]:
    """Give g, a, b, c, d, e, f of Table 68 for each of the five function types."""
    counts = (1, 3, 4, 5, 7)
    if kind >= len(counts):
        raise ValueError(f"unknown function type {kind}")
    values = [value / 65536 for value in struct.unpack_from(f">{counts[kind]}i", data, 12)]
    if kind == 0:
        return values[0], 1, 0, 0, 0, 0, 0
    if kind in (1, 2):
        g, a, b, *offset = values
        c = offset[0] if offset else 0.0
        if a == 0:
            raise ValueError("the curve is not one")
        return g, a, b, 0, -b / a, c, c
    return tuple([*values, 0.0, 0.0][:7])


def _is_srgb(parsed: _Parsed | None) -> bool:
    """Whether a profile is sRGB but for rounding, so that its pixels are best left alone.

    True where no colour of a 9 x 9 x 9 lattice would move by half an 8-bit step.
    """
    if parsed is None or parsed.matrix is None:
        return False
    axis = np.linspace(0, 65535, 9).astype(np.uint16)
    probe = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    moved = _evaluate(parsed, probe).astype(np.int32) - probe
    return bool(np.abs(moved).max() < 129)


def by_bands(pixels: np.ndarray, convert: Converter) -> np.ndarray:
    """Convert (H, W, 3) uint16 a part at a time, to keep what is computed in floating point small."""
    flat = np.ascontiguousarray(pixels).reshape(-1, 3)
    out = np.empty_like(flat)
    for start in range(0, len(flat), _BAND):
        out[start : start + _BAND] = convert(flat[start : start + _BAND])
    return out.reshape(pixels.shape)


def _evaluate(parsed: _Parsed, samples: np.ndarray) -> np.ndarray:
    """Convert (N, 3) uint16 of a parsed profile to (N, 3) uint16 sRGB."""
    curves = parsed.curves
    if parsed.matrix is None:
        grey = encode_srgb16(curves[0][samples[:, 0]])
        return np.repeat(grey[:, None], 3, axis=1)
    linear = np.stack([curves[channel][samples[:, channel]] for channel in range(3)], axis=1)
    assert _SRGB.matrix is not None
    return encode_srgb16(linear @ (np.linalg.inv(_SRGB.matrix) @ parsed.matrix).T)


def xyz_d50_to_linear_srgb() -> np.ndarray:
    """The (3, 3) matrix from XYZ under D50 to linear light of sRGB."""
    matrix: np.ndarray = np.linalg.inv(_adaptation(D65) @ rgb_to_xyz(SRGB_PRIMARIES))
    return matrix


def encode_srgb16(linear: np.ndarray) -> np.ndarray:
    """Encode linear light to 16-bit sRGB, IEC 61966-2-1; what lies outside the gamut is clipped."""
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return (encoded * 65535 + 0.5).astype(np.uint16)


def decode_srgb(values: np.ndarray) -> np.ndarray:
    """The linear light of sRGB values from 0 to 1, IEC 61966-2-1."""
    light: np.ndarray = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return light


def decode_srgb16() -> np.ndarray:
    """The linear light (65536,), 0 to 1, of every 16-bit value of sRGB."""
    return decode_srgb(np.arange(65536) / 65535)


def _sample(profile: ImageCms.ImageCmsProfile) -> np.ndarray:
    """Let LittleCMS convert every node of the lattice: (52, 52, 52, 3) float32, 0..65535."""
    axis = np.arange(_NODES, dtype=np.uint8) * 5
    nodes = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    converted = _transform(profile, Image.fromarray(nodes.reshape(_NODES, -1, 3)), exact=True)
    return np.asarray(converted, np.float32).reshape(nodes.shape) * 257


def _interpolate(lattice: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Read (N, 3) uint16 off the lattice, trilinearly, as (N, 3) uint16."""
    place = samples.astype(np.float32) * ((_NODES - 1) / 65535)
    low = np.minimum(place.astype(np.intp), _NODES - 2)
    part = place - low
    total = np.zeros(samples.shape, np.float32)
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, part, 1 - part), axis=1, keepdims=True)
        r, g, b = (low + corner).T
        total += weight * lattice[r, g, b]
    return (total + 0.5).astype(np.uint16)


def _xyz(xy: tuple[float, float]) -> np.ndarray:
    x, y = xy
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _fixed(values: np.ndarray | tuple[float, ...]) -> bytes:
    """Pack s15Fixed16Numbers, 4.6."""
    return b"".join(struct.pack(">i", round(float(value) * 65536)) for value in values)


def _text(text: str) -> bytes:
    """Pack a multiLocalizedUnicodeType of one English string, 10.15."""
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(encoded), 28) + encoded


SRGB_CURVE: Curve = (3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))

SRGB_PRIMARIES: tuple[Xy, ...] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE_RGB_PRIMARIES: tuple[Xy, ...] = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
DISPLAY_P3_PRIMARIES: tuple[Xy, ...] = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))

SRGB_PROFILE = build_profile(SRGB, SRGB_PRIMARIES, SRGB_CURVE)
"""The sRGB profile (IEC 61966-2-1) that every export carries."""

ADOBE_RGB_PROFILE = build_profile("Adobe RGB (1998)", ADOBE_RGB_PRIMARIES, (0, (563 / 256,)))
"""For cameras that mark a JPEG as Adobe RGB in EXIF and embed no profile."""

DISPLAY_P3_PROFILE = build_profile("Display P3", DISPLAY_P3_PRIMARIES, SRGB_CURVE)
"""Of the displays of phones and of many computers (SMPTE EG 432-1, with sRGB's curve and white)."""


class OutputProfile(NamedTuple):
    """A colour space that pictures are written in.

    Attributes:
        label: its name, for people.
        icc: its profile.
        primaries: the chromaticities of red, green and blue; its white is that of sRGB.
        gamma: the exponent from its samples to light; None for the curve of sRGB.
    """

    label: str
    icc: bytes
    primaries: tuple[Xy, ...]
    gamma: float | None = None

    @property
    def from_srgb(self) -> tuple[tuple[float, ...], ...]:
        """The rows of the (3, 3) matrix from linear light of sRGB to its own."""
        matrix = np.linalg.inv(rgb_to_xyz(self.primaries)) @ rgb_to_xyz(SRGB_PRIMARIES)
        return tuple(tuple(float(value) for value in row) for row in matrix)


SRGB_NAME = "srgb"
OUTPUT_PROFILES: Mapping[str, OutputProfile] = {
    SRGB_NAME: OutputProfile(SRGB, SRGB_PROFILE, SRGB_PRIMARIES),
    "display-p3": OutputProfile("Display P3", DISPLAY_P3_PROFILE, DISPLAY_P3_PRIMARIES),
    "adobe-rgb": OutputProfile("Adobe RGB (1998)", ADOBE_RGB_PROFILE, ADOBE_RGB_PRIMARIES, 563 / 256),
}
"""By `ExportOptions.profile`, in the order in which they are offered."""


def to_linear_srgb(samples: np.ndarray, profile: OutputProfile) -> np.ndarray:
    """Linear light of sRGB, in which what sRGB cannot show lies outside 0 to 1.

    Args:
        samples: (H, W, 3) uint8 or uint16.
        profile: whose colours they are in.

    Returns:
        (H, W, 3) float32.
    """
    whole = np.iinfo(samples.dtype).max
    value = np.arange(whole + 1) / whole
    table = value**profile.gamma if profile.gamma else decode_srgb(value)
    matrix = (rgb_to_xyz(SRGB_PRIMARIES, D65), rgb_to_xyz(profile.primaries, D65))
    to_srgb_light = (np.linalg.inv(matrix[0]) @ matrix[1]).T
    light = np.empty(samples.shape, np.float32)
    for row, wide in zip(light, samples, strict=True):
        row[...] = table[wide] @ to_srgb_light
    return light


_parsed_srgb = _parse(SRGB_PROFILE)
assert _parsed_srgb is not None
_SRGB = _parsed_srgb
