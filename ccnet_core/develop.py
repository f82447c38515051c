"""From a photo to its picture in a file: one way for the command line, the batch and the window."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core.adjustments import Adjustments
from ccnet_core.framing import cut_part, whole
from ccnet_core.geometry import Geometry
from ccnet_core.messages import Message
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.lens import corrected
from ccnet_core.photo.reducing import Pixels, photo_of_size, reduce_pixels, size_within
from ccnet_core.photo.sharpening import sharpened
from ccnet_core.photo.writing import encode_photo
from ccnet_core.progress import Progress, ignore_progress, part_of
from ccnet_core.rendering import WORKING_PIXELS
from ccnet_core.white_rule import AS_DECIDED, WhiteRule

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine

# Shares of the time, roughly: reading; the working picture; the full size; what is left encodes and writes.
_READ, _BRIGHTENED, _RENDERED = 0.05, 0.2, 0.95

Begun = Callable[[Photo], "Brightened | None"]
"""A photo that is brightened already; None where it is not."""


@dataclass(frozen=True, slots=True, eq=False)
class Developed:
    """A picture that is to be written.

    Attributes:
        source: the photo it was made from, reduced as far as the largest picture that is made of it.
        picture: (H, W, 3) uint8 or uint16, in the colour space of the options.
        options: how it is to be written.
        alpha: (H, W) where the photo has one.
        moved: whether it is cropped or turned.
    """

    source: Photo
    picture: Pixels
    options: ExportOptions
    alpha: Pixels | None = None
    moved: bool = False

    def save(
        self,
        target: Path,
        *,
        overwrite: bool | None = None,
        before_writing: Callable[[bytes], object] | None = None,
        check: Callable[[], object] = lambda: None,
    ) -> tuple[Message, ...]:
        """Write it, with the photo's metadata.

        Args:
            target: where to.
            overwrite: whether a file may be replaced; by default, what the options say.
            before_writing: as of :func:`ccnet_core.photo.save_photo`.
            check: likewise.

        Returns:
            What of the metadata does not fit into the format, each a sentence.

        Raises:
            PhotoError: it cannot be written.
        """
        told: list[Message] = []
        options = self.options if overwrite is None else replace(self.options, overwrite=overwrite)
        save_photo(
            target,
            self.picture,
            options,
            self.source,
            self.alpha,
            moved=self.moved,
            before_writing=before_writing,
            check=check,
            tell=told.append,
        )
        return tuple(told)

    def encode(self, target: Path) -> tuple[bytes, tuple[Message, ...]]:
        """What :meth:`save` would write, and what it would tell.

        Args:
            target: what errors call it.

        Raises:
            PhotoError: it cannot be encoded.
        """
        told: list[Message] = []
        data = encode_photo(
            target, self.picture, self.options, self.source, self.alpha, told.append, moved=self.moved
        )
        return data, tuple(told)


def prepared(photo: Photo, adjustments: Adjustments) -> Photo:
    """The photo as it is to be brightened: its lens corrected, where that is known and decided."""
    return corrected(photo) if adjustments.lens_correction else photo


@dataclass(frozen=True, slots=True, eq=False)
class _Rendered:
    """A rendered picture that is neither sharpened nor reduced yet.

    Attributes:
        source: the photo, reduced as far as the picture, its lens corrected.
        picture: (H, W, 3) uint8 or uint16.
        alpha: (H, W) where the photo has one.
        shown: height and width of what is shown of the photo, before it was reduced.
    """

    source: Photo
    picture: Pixels
    alpha: Pixels | None
    shown: tuple[int, int]


class OneRendering:
    """What several sizes of one photo share: the photo, and its picture in the largest of them.

    It takes as much memory as those two, as long as it is held. Not to be used by several threads at once.
    """

    def __init__(self, long_side: int) -> None:
        """Hold nothing yet.

        Args:
            long_side: of the largest size; the photo is rendered so, and smaller ones are reduced from that.
        """
        self.long_side = long_side
        self._path: Path | None = None
        self._photo: Photo | None = None
        self._of: tuple[object, ...] = ()
        self._rendered: _Rendered | None = None

    def opened(self, path: Path, *, partial: bool = False) -> Photo:
        """The photo of a file, read once.

        Raises:
            PhotoError: it cannot be opened.
        """
        if self._photo is None or self._path != path:
            self._photo, self._path = open_photo(path, partial=partial), path
        return self._photo

    def rendered(self, of: tuple[object, ...], make: Callable[[], _Rendered]) -> _Rendered:
        """The picture of a photo and all else that decides it; made now where there is none."""
        if self._rendered is None or not all(map(_same, self._of, of)):
            # Not both at once.
            self._rendered = None
            self._rendered, self._of = make(), of
        return self._rendered


def _same(one: object, other: object) -> bool:
    """Photos are compared by which they are, not by their pixels."""
    return one is other if isinstance(one, Photo) else one == other


def develop(
    engine: Engine,
    photo: Photo,
    adjustments: Adjustments,
    options: ExportOptions,
    progress: Progress = ignore_progress,
    *,
    working_pixels: int = WORKING_PIXELS,
    begun: Begun = lambda _: None,
    white: WhiteRule = AS_DECIDED,
    once: OneRendering | None = None,
) -> Developed:
    """Reduce a photo as far as is wanted, correct its lens, brighten it, and render what is shown of it.

    Where several sizes are wanted, the largest is rendered and the others are reduced from it.

    Args:
        engine: what computes; it keeps nothing of what is not begun.
        photo: the photo.
        adjustments: what was decided about it.
        options: its size, bits and colour space are those of the picture.
        progress: told how far the work is; may stop it.
        working_pixels: size of the picture on which tone and colour are decided.
        begun: asked for the photo that is brightened, which is the given one where neither its size nor its
            lens is to be changed.
        white: how white balance follows from the photo.
        once: what several sizes share; None for a size alone.

    Raises:
        PhotoError: the photo cannot follow that.
        MemoryError: there is too little of it.
    """
    side = options.long_side if once is None else once.long_side
    bits, profile = options.sample_bits, options.profile

    def render() -> _Rendered:
        return _render(
            engine, photo, adjustments, (bits, profile, side), progress, working_pixels, begun, white
        )

    if once is None:
        rendered = render()
    else:
        original = photo.uncorrected or photo
        rendered = once.rendered((original, adjustments, bits, profile, working_pixels, white), render)
        progress(1.0)
    size = size_within(*rendered.shown, options.long_side)
    picture = reduce_pixels(rendered.picture, size)
    picture = sharpened(picture, options.sharpen, max(size) / max(rendered.shown))
    alpha = None if rendered.alpha is None else reduce_pixels(rendered.alpha, size)
    return Developed(rendered.source, picture, options, alpha, moved=not adjustments.geometry.is_neutral)


def _render(
    engine: Engine,
    photo: Photo,
    adjustments: Adjustments,
    wanted: tuple[int, str, int | None],
    progress: Progress,
    working_pixels: int,
    begun: Begun,
    white: WhiteRule,
) -> _Rendered:
    """As :func:`develop`, of wanted bits, profile and long side."""
    bits, profile, long_side = wanted
    geometry = adjustments.geometry
    reduced, size = _reduced(photo, geometry, long_side)
    source = prepared(reduced, adjustments)
    there = begun(source)
    if there is not None:
        adjustments = white.settled(engine, there, adjustments)
        picture = engine.export(there, adjustments, bits, progress, profile, size)
    else:
        try:
            brightened = engine.brighten(source, part_of(progress, 0.0, _BRIGHTENED), working_pixels)
            adjustments = white.settled(engine, brightened, adjustments)
            rest = part_of(progress, _BRIGHTENED, 1.0)
            picture = engine.export(brightened, adjustments, bits, rest, profile, size)
        finally:
            engine.forget(source)
    frame = geometry.frame(source.height, source.width, size)
    alpha = source.alpha
    if alpha is not None and not frame.is_whole:
        alpha = cut_part(alpha, frame, whole(frame))
    return _Rendered(source, picture, alpha, geometry.size(photo.height, photo.width))


def _reduced(photo: Photo, geometry: Geometry, long_side: int | None) -> tuple[Photo, tuple[int, int] | None]:
    """A photo so small that what is shown of it has a long side, and the size of that; None for its own."""
    shown = geometry.size(photo.height, photo.width)
    size = size_within(*shown, long_side)
    if size == shown:
        return photo, None
    # By no less than what is shown of it, which is cut to its size.
    upright = [
        -(-side * wanted // own)
        for side, wanted, own in zip(geometry.upright(photo.height, photo.width), size, shown, strict=True)
    ]
    rows, columns = geometry.upright(*upright)
    return photo_of_size(photo, (rows, columns)), size


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A picture that is a file.

    Attributes:
        target: the file.
        source: the photo it was made from.
        size: height and width of the picture.
        notices: what the person should know of how it was opened and written.
    """

    target: Path
    source: Photo
    size: tuple[int, int]
    notices: tuple[Message, ...]


def develop_file(
    engine: Engine,
    path: Path,
    adjustments: Adjustments,
    options_for: Callable[[Photo], ExportOptions],
    target_for: Callable[[Photo, ExportOptions], Path | None],
    progress: Progress = ignore_progress,
    *,
    partial: bool = False,
    working_pixels: int = WORKING_PIXELS,
    before_writing: Callable[[Path, bytes], object] = lambda target, data: None,
    white: WhiteRule = AS_DECIDED,
    once: OneRendering | None = None,
) -> Written | None:
    """Open a photo's file, develop it and write the picture.

    Args:
        engine: what computes.
        path: the photo's file.
        adjustments: what was decided about it.
        options_for: how its picture is written.
        target_for: where to; asked before the work, and again where somebody takes the name meanwhile. None
            where there is nothing to be done.
        progress: told how far the work is; may stop it.
        partial: whether a photo that is cut short is taken as far as it is there.
        working_pixels: as of :func:`develop`.
        before_writing: told the file's content just before it is written; what it raises leaves no file.
        white: as of :func:`develop`.
        once: likewise; it reads the file once, too.

    Returns:
        What was written; None where that was not wanted.

    Raises:
        PhotoError: the photo cannot be opened, or its picture not be written.
        MemoryError: there is too little of it.
    """
    photo = open_photo(path, partial=partial) if once is None else once.opened(path, partial=partial)
    progress(_READ)
    options = options_for(photo)
    target = target_for(photo, options)
    developed: Developed | None = None
    while target is not None:
        if developed is None:
            rendering = part_of(progress, _READ, _RENDERED)
            developed = develop(
                engine,
                photo,
                adjustments,
                options,
                rendering,
                working_pixels=working_pixels,
                white=white,
                once=once,
            )
        # What appears under a name that was free is nobody's to replace.
        overwrite = options.overwrite and os.path.lexists(target)
        try:
            notices = developed.save(
                target,
                overwrite=overwrite,
                before_writing=lambda data, target=target: before_writing(target, data),  # type: ignore[misc]
            )
        except PhotoError as error:
            if not isinstance(error.__cause__, FileExistsError):
                raise
            target = target_for(photo, options)
        else:
            height, width = developed.picture.shape[:2]
            return Written(target, developed.source, (height, width), (*photo.notices, *notices))
    return None
