"""Cuts pictures as a geometry says. Without torch: the window's first picture must not wait for it.

Quarter turns, flips and crops copy pixels; straightening samples them by cubic convolution (R. Keys: Cubic
convolution interpolation for digital image processing, IEEE ASSP 29, 1981) on display values. What is shown
is put together in pieces, of which each asks for no more of the photo than it shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.geometry import Frame, Geometry
from ccnet_core.photo.reducing import Pixels
from ccnet_core.progress import Progress, ignore_progress

Part = tuple[slice, slice]
"""Rows and columns."""
Read = Callable[[slice, slice], Pixels]
"""Gives rows and columns of a photo, or of what became of it: (h, w, 3) or (h, w)."""

PIECE_PIXELS = 250_000
"""As much as a tile of the full size has: what waits for the next report of progress waits for no more."""
_REACH = 3
"""Pixels around a sample on which it depends, and one more."""


def cut(pixels: Pixels, geometry: Geometry, *, quick: bool = False) -> Pixels:
    """What a geometry shows of a picture, of whatever size: (h, w, 3) or (h, w), C-contiguous.

    Args:
        pixels: the whole picture; it is given back where it is shown as it is.
        geometry: what is shown.
        quick: whether straightening may be done by linear interpolation, while a hand drags.
    """
    frame = geometry.frame(*pixels.shape[:2])
    return pixels if frame.is_whole else cut_part(pixels, frame, whole(frame), quick=quick)


def cut_part(pixels: Pixels, frame: Frame, part: Part, *, quick: bool = False) -> Pixels:
    """Rows and columns of what a frame shows of a picture; as :func:`cut`."""
    rows, columns = part
    size = rows.stop - rows.start, columns.stop - columns.start
    picture = np.empty((*size, *pixels.shape[2:]), pixels.dtype)
    compose(lambda *where: pixels[where], frame, part, picture, quick=quick)
    return picture


def whole(frame: Frame) -> Part:
    """All rows and columns of what a frame shows."""
    return slice(0, frame.size[0]), slice(0, frame.size[1])


def needed(frame: Frame, part: Part) -> Part:
    """The rows and columns of the photo on which a part of what is shown depends."""
    rows, columns = part
    corners = [frame.to_photo(x, y) for x in (columns.start, columns.stop) for y in (rows.start, rows.stop)]
    if frame.is_exact:
        xs, ys = ([round(corner[axis]) for corner in corners] for axis in (0, 1))
        return slice(min(ys), max(ys)), slice(min(xs), max(xs))
    height, width = frame.photo
    sides = []
    for axis, length in ((1, height), (0, width)):
        values = [corner[axis] for corner in corners]
        start = min(max(0, math.floor(min(values)) - _REACH), length - 1)
        sides.append(slice(start, max(start + 1, min(length, math.ceil(max(values)) + _REACH))))
    return sides[0], sides[1]


def compose(
    read: Read,
    frame: Frame,
    part: Part,
    picture: Pixels,
    progress: Progress = ignore_progress,
    *,
    quick: bool = False,
) -> None:
    """Fill a picture with a part of what a frame shows, piece by piece.

    Args:
        read: asked for the photo's pixels, a piece at a time.
        frame: what is shown.
        part: rows and columns of it.
        picture: of the part's size; takes them.
        progress: told how far the work is, before each piece; may stop it.
        quick: as of :func:`cut`.
    """
    if frame.is_exact:
        # Seen as the photo is stored, so that rows are written where they belong and nothing is turned twice.
        target = _as_stored(picture, frame)
        rows, columns = needed(frame, part)
        step = max(1, PIECE_PIXELS // target.shape[1])
        for y in range(0, target.shape[0], step):
            progress(y / target.shape[0])
            target[y : y + step] = read(slice(rows.start + y, min(rows.start + y + step, rows.stop)), columns)
        return
    pieces = list(_pieces(part))
    how = cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC
    for index, piece in enumerate(pieces):
        progress(index / len(pieces))
        source = needed(frame, piece)
        pixels = read(*source)
        into = tuple(
            slice(one.start - of.start, one.stop - of.start) for one, of in zip(piece, part, strict=True)
        )
        _sample(pixels, (source[1].start, source[0].start), frame, piece, picture[into], how)


def _as_stored(picture: Pixels, frame: Frame) -> Pixels:
    """What is shown, as a view that lies as the photo does: writing to it writes what is shown."""
    if frame.mirrored:
        picture = picture[:, ::-1]
    return np.rot90(picture, frame.rotation // 90)


def _sample(
    pixels: Pixels, origin: tuple[int, int], frame: Frame, part: Part, picture: Pixels, how: int
) -> None:
    """Sample a part of what is shown from what is known of the photo.

    Args:
        pixels: a part of the photo that holds all that is needed.
        origin: its first column and row in the photo.
        frame: what is shown.
        part: rows and columns of it.
        picture: takes them.
        how: OpenCV's interpolation.
    """
    rows, columns = part
    # The middles of the first pixel and its neighbours: OpenCV counts from there.
    x, y = columns.start + 0.5, rows.start + 0.5
    middle = np.array(frame.to_photo(x, y))
    across, down = np.array(frame.to_photo(x + 1, y)) - middle, np.array(frame.to_photo(x, y + 1)) - middle
    matrix = np.column_stack((across, down, middle - 0.5 - np.array(origin, np.float64)))
    picture[...] = cv2.warpAffine(
        pixels,
        matrix,
        (columns.stop - columns.start, rows.stop - rows.start),
        flags=how | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _pieces(part: Part) -> Iterator[Part]:
    """Squares, or what is left of them at the ends: turned, they ask for little beside what they show."""
    side = math.isqrt(PIECE_PIXELS)
    rows, columns = part
    for y in range(rows.start, rows.stop, side):
        for x in range(columns.start, columns.stop, side):
            yield slice(y, min(y + side, rows.stop)), slice(x, min(x + side, columns.stop))
