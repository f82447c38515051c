"""What a person wants done with many photos: a frozen value that travels between processes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import string
import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.record import read_record
from ccnet_core.canonical import canonical_paths, is_device_name, is_file, is_folder
from ccnet_core.errors import cannot_open
from ccnet_core.looks import look_digest
from ccnet_core.messages import Message
from ccnet_core.own_files import is_own_file
from ccnet_core.photo import READABLE_SUFFIXES, ExportOptions, Photo, PhotoError
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.pages import file_of, stem_of
from ccnet_core.photo.profile import SRGB_NAME
from ccnet_core.photo.sharpening import NO_SHARPENING
from ccnet_core.photo.writing import EXPORT_MARK, exported_from
from ccnet_core.rendering import WORKING_PIXELS
from ccnet_core.white_rule import AS_DECIDED, WhiteRule

DEFAULT_TEMPLATE = f"{{name}}{EXPORT_MARK}"
"""As a single export names its file."""
PLACEHOLDERS = ("name", "number", "date")
_DATE_TIME_ORIGINAL, _DATE_TIME = 0x9003, 0x0132
_FEWEST_DIGITS = 3
_UNDATED = "undated"


class OnConflict(StrEnum):
    """What happens when a file of the wanted name was there before the batch."""

    NUMBER = "number"
    OVERWRITE = "overwrite"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Photos, and what is to become of them.

    Attributes:
        sources: the photos' files.
        folder: where the results go; made if it is not there. It may be the photos' own.
        options: how the results are written; what they leave to the photo each decides for itself, and what
            becomes of names that are taken ``on_conflict`` does.
        template: the results' names without suffix. {name} is the photo's, {number} its place among the
            sources from 1, {date} the day it was taken, as 2024-12-31.
        on_conflict: what happens with names that are taken.
        partial: whether photos that are cut short are brightened as far as they are there.
        adjustments: of all photos.
        own_adjustments: whether the adjustments saved beside a photo, where there are any, come first.
        working_pixels: size of the picture on which tone and colour are decided.
        white: how white balance follows from each photo, but for those with adjustments of their own.
        frames: of each source, in place of all other adjustments; None for those. See
            :mod:`ccnet_core.batch.series`.
        chosen: the places, from 0, of the sources that are to be done; None for all. Results are named and
            kept apart as if all were done.
        sizes: long sides of several results of each photo, in place of that of the options: each is named by
            the template and its size, and reduced from the largest. None for one result as the options say.
        rendered_at: the long side that a result is reduced from; None where it is rendered at its own.

    Raises:
        PhotoError: a value is out of its range, or no file can be named by the template.
    """

    sources: tuple[Path, ...]
    folder: Path
    options: ExportOptions = field(default_factory=lambda: ExportOptions(None, bit_depth=None))
    template: str = DEFAULT_TEMPLATE
    on_conflict: OnConflict = OnConflict.NUMBER
    partial: bool = False
    adjustments: Adjustments = field(default_factory=Adjustments)
    own_adjustments: bool = False
    working_pixels: int = WORKING_PIXELS
    white: WhiteRule = AS_DECIDED
    frames: tuple[Adjustments, ...] | None = None
    chosen: tuple[int, ...] | None = None
    sizes: tuple[int, ...] | None = None
    rendered_at: int | None = None

    def __post_init__(self) -> None:
        _check_template(self.template)
        if self.sizes is not None:
            # Each checks its own.
            self.each_size  # noqa: B018

    @property
    def indices(self) -> tuple[int, ...]:
        """The places, from 0, of the sources that are to be done."""
        return tuple(range(len(self.sources))) if self.chosen is None else self.chosen

    @property
    def each_size(self) -> tuple[BatchJob, ...]:
        """The job of each size alone; this one where there is one."""
        if self.sizes is None:
            return (self,)
        return tuple(
            replace(
                self,
                options=replace(self.options, long_side=pixels),
                template=f"{self.template}-{pixels}",
                sizes=None,
                rendered_at=max(self.sizes),
            )
            for pixels in self.sizes
        )

    @property
    def count_of_sizes(self) -> int:
        """How many results each photo gets."""
        return 1 if self.sizes is None else len(self.sizes)

    def numbers_of(self, index: int) -> tuple[int, ...]:
        """The numbers of the results of the source ``index``: all results of all sources count from 0."""
        count = self.count_of_sizes
        return tuple(range(index * count, (index + 1) * count))

    def options_for(self, photo: Photo) -> ExportOptions:
        """How the result of a photo is written."""
        overwrite = self.on_conflict is OnConflict.OVERWRITE
        return replace(self.options.for_photo(photo), overwrite=overwrite)

    def stem_for(self, index: int, photo: Photo) -> str:
        """The name, without suffix, that the template gives the result of the source ``index``, from 0."""
        return self.stem_of(self.sources[index], self.number_of(index), photo)

    def number_of(self, index: int) -> str:
        """What the template has for {number} of the source ``index``, from 0."""
        digits = max(_FEWEST_DIGITS, len(str(len(self.sources))))
        return f"{index + 1:0{digits}}"

    def stem_of(self, source: Path, number: str, photo: Photo) -> str:
        """The name, without suffix, that the template gives the result of a source with its number."""
        date = _date_taken(photo, source) if "{date}" in self.template else ""
        stem = self.template.format(name=stem_of(source), number=number, date=date)
        return f"_{stem}" if sys.platform == "win32" and is_device_name(stem) else stem

    def settings_digest(self, adjustments: Adjustments, white: WhiteRule | None = None) -> str:
        """A hash of all that decides, beside photo and network, what is written under which name.

        Args:
            adjustments: of the photo.
            white: how its white balance follows; by default as of the job.
        """
        white = self.white if white is None else white
        # Where a reference's picture lies, and how it is shown, changes nothing.
        references = tuple(replace(r, path="", thumbnail=b"") for r in adjustments.references)
        adjustments = replace(adjustments, references=references)
        options = self.options
        values: list[object] = [
            options.format,
            options.quality,
            options.bit_depth,
            self.template,
            options.long_side,
        ]
        values.append(self.working_pixels)
        if not options.keep_location:
            # Only then: the records of earlier versions, which kept it, hold on.
            values.append("without location")
        if options.profile != SRGB_NAME:
            values.append(options.profile)
        if self.partial:
            values.append("partial")
        if not options.keep_metadata:
            values.append("without metadata")
        if self.rendered_at not in (None, options.long_side):
            values.append(["rendered at", self.rendered_at])
        if options.sharpen != NO_SHARPENING:
            values.append(["sharpen", options.sharpen])
        if not white.is_neutral:
            values.append(["white", white.automatic, white.kelvin])
        # What a look makes of colours is in its file, not in its name.
        values += [look_digest(look) for look in adjustments.looks]
        return hashlib.sha256(json.dumps([values, adjustments.to_json()]).encode()).hexdigest()


def collect_photos(
    paths: Iterable[Path], *, recursive: bool = False, exported: Container[Path] = ()
) -> tuple[Path, ...]:
    """The photos among files and folders, each once.

    Files stay in their order, whatever they are; of folders, the files with a photo's suffix follow in the
    order of their names, numbers in them counting as such, but no hidden ones. What this program wrote is
    left out as long as anything else is found: the results of earlier batches, exports that stand beside
    their photo under the name that an export is given by itself, those that are known as such, sidecars.

    Args:
        paths: files and folders.
        recursive: whether folders in folders are looked into.
        exported: the canonical names of files that are known to be exports.

    Raises:
        PhotoError: a folder cannot be read.
    """
    photos: list[Path] = []
    # Of each, whether a folder holds it, and whether it is known that this program wrote it.
    held: list[tuple[bool, bool]] = []
    for path in paths:
        if is_folder(path):
            for photo, written in _photos_in(path, recursive=recursive):
                photos.append(photo)
                held.append((True, written))
        else:
            photos.append(path)
            held.append((False, is_own_file(path)))
    found: dict[Path, Path] = {}
    left_out: dict[Path, Path] = {}
    for name, photo, (in_folder, written) in zip(canonical_paths(photos), photos, held, strict=True):
        own = written or (in_folder and name in exported)
        (left_out if own else found).setdefault(name, photo)
    return tuple((found or left_out).values())


def _photos_in(folder: Path, *, recursive: bool) -> Iterator[tuple[Path, bool]]:
    """Each with whether it is a result of a batch, or an export beside its photo."""
    try:
        # It tells what kind each entry is: a folder of thousands is not looked at file by file.
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: _natural_order(entry.name))
    except OSError as error:
        raise cannot_open(folder, error) from error
    results = read_record(folder)
    entries = [entry for entry in entries if not entry.name.startswith(".")]
    photos = [folder / entry.name for entry in entries if _is_photo(entry)]
    stems = {photo.stem for photo in photos}
    for photo in photos:
        result = results.get(photo.name)
        written = result is not None and result.content.seems_in(photo)
        yield photo, written or exported_from(photo.stem) in stems
    for entry in entries if recursive else ():
        # Links could lead round in circles.
        if entry.is_dir(follow_symlinks=False):
            yield from _photos_in(folder / entry.name, recursive=True)


def _is_photo(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or leads to one, by whose name it may be a photo."""
    if Path(entry.name).suffix.lower() not in READABLE_SUFFIXES:
        return False
    return entry.is_file(follow_symlinks=False) or is_file(entry.path)


def _natural_order(name: str) -> list[tuple[int, str]]:
    """IMG_9 before IMG_10."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _check_template(template: str) -> None:
    advice = "Use {name}, {number} and {date}, such as {name}-bright."
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        problem = Message("the name {name!r} has a lone brace", name=template)
        raise PhotoError(None, problem, advice) from error
    for _, placeholder, form, conversion in parts:
        if placeholder is not None and (placeholder not in PLACEHOLDERS or form or conversion):
            problem = Message(
                "the name {name!r} has an unknown placeholder {{{placeholder}}}",
                name=template,
                placeholder=placeholder,
            )
            raise PhotoError(None, problem, advice)
    if not template.strip():
        raise PhotoError(None, "the results need a name", advice)
    if re.search(r"[/\\\x00-\x1f]", template):
        problem = Message("the name {name!r} leads into another folder", name=template)
        raise PhotoError(None, problem, advice)
    if sys.platform == "win32" and re.search(r'[<>:"|?*]', template):
        # With a colon it would lead to another drive, or into a file that is there.
        problem = Message("the name {name!r} has characters that Windows does not allow", name=template)
        raise PhotoError(None, problem, advice)


def _date_taken(photo: Photo, source: Path) -> str:
    """The day a photo was taken by its EXIF, else the day its file was last changed."""
    exif = Exif.parse(photo.exif) if photo.exif else None
    entries = (exif.exif.get(_DATE_TIME_ORIGINAL), exif.main.get(_DATE_TIME)) if exif else ()
    for entry in entries:
        date = re.match(rb"(\d{4}):(\d\d):(\d\d)", entry.data) if entry else None
        if date and date[1] != b"0000":
            return "-".join(part.decode() for part in date.groups())
    try:
        return datetime.fromtimestamp(file_of(source).stat().st_mtime).date().isoformat()
    except (ValueError, OverflowError, OSError):  # of a clock that went wrong, or a file that is gone
        return _UNDATED
