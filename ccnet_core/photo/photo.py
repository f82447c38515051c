"""A photo in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ccnet_core.messages import Message
from ccnet_core.photo.camera import Camera
from ccnet_core.photo.lens import Lens

Density = tuple[float, float]
"""Pixels an inch, across and down."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Photo:
    """A photo as it is seen: upright, in sRGB, with what else its file told.

    Attributes:
        pixels: (H, W, 3) uint8 or uint16, sRGB-encoded red, green, blue over the type's full range,
            orientation applied, C-contiguous, read-only.
        alpha: (H, W) of the same type, 0 transparent, not premultiplied; None where the file has none.
        path: the file it came from; None for a pasted picture.
        format: "JPEG", "PNG", "TIFF", "WEBP", "BMP", "HEIF", "AVIF" or "RAW".
        exif: a whole EXIF block (it starts with the TIFF header), with Orientation 1, ColorSpace sRGB and
            without thumbnail; None where the file has none.
        profile: name of the embedded profile the pixels were converted from, "sRGB" where there was none.
        xmp: an XMP packet of what describes the photo, with Orientation 1; None where the file has none.
        density: how large the photo is to be printed; None where the file does not tell.
        notices: what the person should know of how it was opened, each a sentence.
        missing: which share of the picture the file has lost, 0 to 1; its pixels are grey.
        page: which of several pictures in the file it is, from 1.
        pages: how many there are.
        camera: what took it, as far as the file tells; None where it tells nothing of that.
        lens: what it is to be corrected by (:func:`ccnet_core.photo.lens.corrected`); None where nothing is
            known of that, or it is done.
        uncorrected: the photo before that was done; None where it was not.

    Raises:
        ValueError: ``pixels`` or ``alpha`` have another shape or type.

    >>> photo = Photo.from_array(np.zeros((60, 90, 3), np.uint16))
    >>> photo.width, photo.height, photo.bit_depth, photo.name
    (90, 60, 16, 'Pasted picture')
    """

    pixels: np.ndarray
    alpha: np.ndarray | None = None
    path: Path | None = None
    format: str = "PNG"
    exif: bytes | None = None
    profile: str = "sRGB"
    xmp: bytes | None = None
    density: Density | None = None
    notices: tuple[Message, ...] = ()
    missing: float = 0.0
    page: int = 1
    pages: int = 1
    camera: Camera | None = None
    lens: Lens | None = None
    uncorrected: Photo | None = None

    def __post_init__(self) -> None:
        check_pixels(self.pixels)
        if self.alpha is not None and (
            self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != self.pixels.dtype
        ):
            raise ValueError(f"alpha {self.alpha.shape} {self.alpha.dtype} does not fit the pixels")
        object.__setattr__(self, "pixels", _read_only(self.pixels))
        if self.alpha is not None:
            object.__setattr__(self, "alpha", _read_only(self.alpha))

    @classmethod
    def from_array(
        cls,
        pixels: np.ndarray,
        alpha: np.ndarray | None = None,
        path: Path | None = None,
        format: str = "PNG",
    ) -> Self:
        """Make a photo of a copy of ``pixels`` and ``alpha``, as when a picture is pasted."""
        return cls(np.array(pixels, order="C"), None if alpha is None else np.array(alpha), path, format)

    @property
    def width(self) -> int:
        """Width in pixels, upright."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels, upright."""
        return int(self.pixels.shape[0])

    @property
    def name(self) -> str:
        """The file's name, or a stand-in for a pasted picture."""
        return self.path.name if self.path else "Pasted picture"

    @property
    def nbytes(self) -> int:
        """Memory of its pixels, alpha and metadata in bytes, and of those before its lens was corrected."""
        alpha = 0 if self.alpha is None else self.alpha.nbytes
        before = 0 if self.uncorrected is None else self.uncorrected.nbytes
        return self.pixels.nbytes + alpha + len(self.exif or b"") + len(self.xmp or b"") + before

    @property
    def bit_depth(self) -> int:
        """Bits a channel: 8 or 16."""
        return 8 * self.pixels.itemsize

    @property
    def megapixels(self) -> float:
        """Millions of pixels."""
        return self.width * self.height / 1e6


def check_pixels(pixels: np.ndarray) -> None:
    """Raise ValueError unless ``pixels`` is a non-empty (H, W, 3) array of uint8 or uint16."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"pixels must be (H, W, 3) and not empty, not {pixels.shape}")
    if pixels.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"pixels must be uint8 or uint16, not {pixels.dtype}")


def _read_only(array: np.ndarray) -> np.ndarray:
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
