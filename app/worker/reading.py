"""What is done with files that are read for the window: photos, and pictures that photos follow."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from app.widgets.images import eight_bit, to_image, to_jpeg
from app.widgets.messages import told
from app.worker.cache import BrightenedCache, FileVersion
from app.worker.requests import (
    BrightenRequest,
    Failed,
    Opened,
    OpenRequest,
    ReferenceMeasured,
    ReferencePictured,
    ReferencePicturesRequest,
    ReferenceRequest,
)
from ccnet_core.photo import Photo, PhotoError, open_photo, read_thumbnail
from ccnet_core.photo.reducing import Pixels, reduce_pixels, reduced_size

_log = logging.getLogger(__name__)

DISPLAY_PIXELS = 2_000_000
"""Of a photo as it was, for the screen."""
_REFERENCE_SIDE = 192
_THUMBNAIL_SIDE = 2 * _REFERENCE_SIDE
"""Longer side of what is read for it: of a panorama the middle is shown."""
_KEPT_SIDE = 96
"""Of what is kept of a reference picture that has no file."""

Emit = Callable[[object], None]
Check = Callable[[], None]
"""Raises ``Cancelled`` where nobody waits for a request any more."""


def read_photo(
    request: OpenRequest,
    cache: BrightenedCache,
    emit: Emit,
    check: Check,
    brighten: Callable[[BrightenRequest], None],
) -> None:
    """Read a photo, show it, and have it brightened.

    Args:
        request: what is asked for.
        cache: what is kept brightened of a file that is as it was need not be read.
        emit: takes the result.
        check: whether it is still wanted.
        brighten: asks for the brightening.

    Raises:
        PhotoError: it cannot be read.
        Cancelled: it is not wanted any more.
    """
    source = request.source
    # Before it is read: what is written to the file from here on makes another version of it.
    version = None if isinstance(source, Photo) else FileVersion.of(source)
    kept = None if version is None else cache.get(version)
    if isinstance(source, Photo):
        photo = source
    else:
        photo = open_photo(source, partial=True) if kept is None else kept.photo.uncorrected or kept.photo
    found = request.find()
    picture = reduced_image(photo.pixels, DISPLAY_PIXELS)
    check()
    emit(Opened(request.id, photo, picture, version, found))
    brighten(BrightenRequest(request.id, request.photo_id, photo, found.decided, version))


def measure_references(request: ReferenceRequest, emit: Emit, check: Check) -> None:
    """Read pictures that are to be followed, and measure their styles; each is answered.

    Raises:
        Cancelled: they are not wanted any more.
    """
    from ccnet_core.engine import picture_reference

    for source in request.sources:
        check()
        try:
            photo = source if isinstance(source, Photo) else open_photo(source)
        except PhotoError as error:
            emit(Failed(request.id, told(error)))
            continue
        thumbnail = _reference_thumbnail(photo.pixels)
        kept = b"" if photo.path else to_jpeg(thumbnail, _KEPT_SIDE)
        reference = picture_reference(photo, part=request.part, thumbnail=kept)
        emit(ReferenceMeasured(request.id, request.photo_id, reference, thumbnail))


def picture_references(request: ReferencePicturesRequest, emit: Emit, check: Check) -> None:
    """Read pictures that are followed already, to show them; one that cannot be read goes without.

    Raises:
        Cancelled: they are not wanted any more.
    """
    for reference in request.references:
        check()
        try:
            pixels = read_thumbnail(reference.path, _THUMBNAIL_SIDE)
        except PhotoError as error:
            # Its statistics are all that the style needs.
            _log.info("%s", error)
            continue
        emit(ReferencePictured(request.id, reference, _reference_thumbnail(pixels)))


def reduced_image(pixels: Pixels, count: int) -> QImage:
    """A picture with at most so many pixels, to be shown."""
    height, width = pixels.shape[:2]
    return to_image(eight_bit(reduce_pixels(pixels, reduced_size(height, width, count))))


def _reference_thumbnail(pixels: Pixels) -> QImage:
    return reduced_image(pixels, 200_000).scaled(
        QSize(_REFERENCE_SIDE, _REFERENCE_SIDE),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
