"""A photo file that is being read, and what a reader makes of it: what all readers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ccnet_core.errors import CutShortError, PhotoError
from ccnet_core.messages import Message
from ccnet_core.photo.camera import Camera
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.lens import Lens
from ccnet_core.photo.photo import Density

GAIN_MAP = Message("It holds a gain map for HDR displays; the base picture is shown.")
"""What is to be told of a picture that could be shown brighter than white."""

SAVE_OTHERWISE = "Save it as an ordinary JPEG, PNG or TIFF with the program that made it."
"""What to do about a picture of a kind that is too rare to be opened."""

GREY = 0.5
"""What the part of a picture that a file has lost is filled with: of the full range."""


_NO_CODER = 64
"""So many zeros in a row no coder writes at the end."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and how it is to be read.

    Attributes:
        path: its name. data: its content. max_pixels: larger pictures are refused. least_side: a smaller
        picture will do, but not below so many pixels on either side; None for all of it. partial: whether a
        picture of which the end is missing is given, too, the rest being grey. page: which of several
        pictures, from 1; None for the one that the file is about.
    """

    path: Path
    data: bytes
    max_pixels: int
    least_side: int | None = None
    partial: bool = False
    page: int | None = None

    def check_size(self, width: int, height: int) -> None:
        """Raise PhotoError where a picture has more than ``max_pixels`` pixels, or none."""
        if width < 1 or height < 1:
            raise self.damaged()
        if width * height > self.max_pixels:
            problem = Message(
                "{width} × {height} pixels are more than the {megapixels} megapixels that can be opened",
                width=width,
                height=height,
                megapixels=f"{self.max_pixels / 1e6:g}",
            )
            raise PhotoError(self.path, problem, "Save a smaller version of it first.")

    def damaged(self) -> PhotoError:
        """The error of a file that is not as it was written."""
        return damaged(self.path)

    def cut_short(self, share: float) -> CutShortError:
        """The error of a file of whose picture only a ``share``, 0 to 1, is there."""
        error = damaged(self.path)
        return CutShortError(self.path, error.problem, error.advice, share)

    def no_page(self, pages: int) -> PhotoError:
        """The error of a picture that is asked for and not there, of so many."""
        problem = Message("it has {pages} pictures, and no picture {page}", pages=pages, page=self.page)
        return PhotoError(self.path, problem, "Choose another one.")

    def unsupported(self, problem: str, advice: str = SAVE_OTHERWISE) -> PhotoError:
        """The error of a file that is whole but of a kind that cannot be opened: a clause, and what to do."""
        return PhotoError(self.path, problem, advice)


def of_missing(share: float) -> tuple[Message, ...]:
    """What is to be told of a picture whose file lacks a share, 0 to 1; nothing of a whole one."""
    if not share:
        return ()
    percent = max(1, round(100 * share))
    text = "The end of the file is missing: {percent} % of the picture is grey or coarse."
    return (Message(text, percent=percent),)


def ends_unwritten(coded: bytes) -> bool:
    """Whether what a coder is to have written ends in zeros: its place was kept, and never filled."""
    return len(coded) > _NO_CODER and not any(coded[-_NO_CODER:])


def damaged(path: Path) -> PhotoError:
    """The error of a file that is not as it was written."""
    advice = "Copy it again from the camera or wherever it came from."
    return PhotoError(path, "the file is damaged or cut short", advice)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file tells beside its pixels, as it stands there.

    Attributes:
        exif: its EXIF.
        xmp: its XMP packet.
        extended: the part of its XMP that did not fit into the packet, as a packet of its own.
        iim: its IPTC-IIM datasets.
        density: pixels an inch, across and down, by the format's own field.
        texts: what it says in words, by keyword; "Comment" of a JPEG, and what PNG knows.
    """

    exif: Exif | None = None
    xmp: bytes | None = None
    extended: bytes | None = None
    iim: bytes | None = None
    density: Density | None = None
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a reader gives.

    Attributes:
        pixels: (H, W, 3) uint8 or uint16 sRGB, as stored.
        alpha: (H, W) of the same type, or as the file has it; None where there is none.
        profile: the name of the colour space that they were converted from.
        metadata: what else the file tells.
        orientation: how the pixels are to be turned, by EXIF's numbers; None leaves that to the EXIF.
        notices: what the person should know.
        missing: which share of the picture is not in the file, 0 to 1.
        pages: how many pictures of the same standing the file holds.
        kind: the file's format, where its content tells more than its first bytes.
        camera: what took it, where the reader knows more than EXIF tells.
        lens: what its lens is to be corrected by; None where nothing is known of that.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    profile: str
    metadata: Metadata = field(default_factory=Metadata)
    orientation: int | None = None
    notices: tuple[Message, ...] = ()
    missing: float = 0.0
    pages: int = 1
    kind: str = ""
    camera: Camera | None = None
    lens: Lens | None = None
