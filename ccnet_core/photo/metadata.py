"""What a file tells beside its pixels, brought together: one EXIF block, one XMP packet, one density.

Programs write the same in many places: PNG in texts, older programs in IPTC-IIM, those that leave photos
alone in a file beside them. XMP carries all of it from here on, and EXIF what it has fields for. Where two
tell of the same, XMP is newer than IIM (IPTC Photo Metadata Standard 2023.2), and a file beside the photo is
newer than what is in it.
"""

from __future__ import annotations

import contextlib
import errno
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from ccnet_core.messages import Message
from ccnet_core.photo.exif import (
    ARTIST,
    COPYRIGHT,
    DATE_TIME_ORIGINAL,
    DESCRIPTION,
    MODEL,
    RATING,
    RATING_PERCENT,
    SOFTWARE,
    USER_COMMENT,
    XP_AUTHOR,
    XP_COMMENT,
    XP_KEYWORDS,
    XP_SUBJECT,
    XP_TITLE,
    Entry,
    Exif,
)
from ccnet_core.photo.iptc import IPTC_TAG, with_iptc
from ccnet_core.photo.photo import Density
from ccnet_core.photo.resources import IPTC_RESOURCE, RESOURCES_TAG, resource
from ccnet_core.photo.source import Metadata
from ccnet_core.photo.xmp import (
    DC,
    EXIF,
    PHOTOSHOP,
    RIGHTS,
    XMP,
    XMP_TAG,
    Property,
    is_readable,
    joined,
    overlaid,
    told_in,
    upright_xmp,
    value_of,
    with_properties,
)
from ccnet_core.reading import read_regular

_MOST_BYTES = 1 << 22
"""No file beside a photo has more."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TEXTS: dict[str, tuple[int | None, tuple[str, str, str]]] = {
    "title": (None, (DC, "title", "Alt")),
    "author": (ARTIST, (DC, "creator", "Seq")),
    "artist": (ARTIST, (DC, "creator", "Seq")),
    "description": (DESCRIPTION, (DC, "description", "Alt")),
    "copyright": (COPYRIGHT, (DC, "rights", "Alt")),
    "creation time": (DATE_TIME_ORIGINAL, (PHOTOSHOP, "DateCreated", "")),
    "software": (SOFTWARE, (XMP, "CreatorTool", "")),
    "disclaimer": (None, (RIGHTS, "UsageTerms", "Alt")),
    "warning": (None, (PHOTOSHOP, "Instructions", "")),
    "source": (MODEL, (PHOTOSHOP, "Source", "")),
    "comment": (USER_COMMENT, (EXIF, "UserComment", "Alt")),
    "keywords": (None, (DC, "subject", "Bag")),
}
"""What becomes of a text, by its keyword (PNG third edition, 11.3.3.1): a tag of EXIF, a property of XMP."""

_REPLACED: dict[tuple[str, str], tuple[int, ...]] = {
    (XMP, "Rating"): (RATING, RATING_PERCENT),
    (DC, "title"): (XP_TITLE,),
    (DC, "description"): (DESCRIPTION, XP_SUBJECT, XP_COMMENT),
    (DC, "subject"): (XP_KEYWORDS,),
    (DC, "rights"): (COPYRIGHT,),
    (DC, "creator"): (ARTIST, XP_AUTHOR),
}
"""What EXIF repeats of XMP, and is old where XMP comes from a file beside the photo."""


class Told(NamedTuple):
    """What a photo's file, and those beside it, tell.

    Attributes:
        exif: true of upright sRGB pixels; None where there is nothing.
        xmp: as of upright pixels; None where there is nothing.
        density: pixels an inch, across and down, upright.
        notices: what the person should know.
    """

    exif: Exif | None
    xmp: bytes | None
    density: Density | None
    notices: tuple[Message, ...]


def told_by(path: Path, metadata: Metadata, *, orientation: int) -> Told:
    """Bring together what a photo's file tells, and a file of XMP beside it.

    Args:
        path: the photo's.
        metadata: of its file.
        orientation: by which its pixels were turned.
    """
    exif, notices = metadata.exif, list[Message]()
    main = exif.main if exif else {}
    xmp = metadata.xmp or _data(main.get(XMP_TAG))
    if xmp and not is_readable(xmp):
        if xmp.strip(b"\0 \r\n\t"):
            notices.append(Message("Its XMP is damaged or too large; it is left out."))
        xmp = None
    if xmp and metadata.extended:
        xmp = joined(xmp, metadata.extended)
    iim = metadata.iim or _data(main.get(IPTC_TAG))
    xmp = with_iptc(xmp, iim or resource(_data(main.get(RESOURCES_TAG)) or b"", IPTC_RESOURCE))
    texts, fields = _texts(metadata.texts)
    xmp = with_properties(xmp, texts)
    xmp = upright_xmp(xmp, turned=orientation != 1) if xmp else None
    density = metadata.density or (exif.density if exif else None)
    if density and orientation >= 5:
        density = density[::-1]
    if fields or density:
        exif = (exif or Exif()).with_texts(fields)
    exif = exif.upright_srgb().with_density(density) if exif else None
    for beside in _beside(path):
        newer, notice = _read_beside(path, beside)
        if notice:
            notices.append(notice)
        if newer:
            replaced = [tag for name in told_in(newer) for tag in _REPLACED.get(name, ())]
            xmp, exif = overlaid(xmp, newer), exif.without(*replaced) if exif else None
            break
    return Told(exif, xmp, density, tuple(notices))


def _data(entry: Entry | None) -> bytes | None:
    return entry.data if entry else None


def _texts(texts: dict[str, str]) -> tuple[list[Property], dict[int, str]]:
    """Texts as properties of XMP and as fields of EXIF."""
    properties, fields = list[Property](), dict[int, str]()
    for keyword, told in texts.items():
        tag, (uri, name, container) = _TEXTS.get(keyword.lower(), (None, ("", "", "")))
        text = _NO_XML.sub("", told).strip()
        if not uri or not text:
            continue
        value, field = text, text
        if tag == DATE_TIME_ORIGINAL:
            when = _moment(text)
            if when is None:
                continue
            value, field = when.isoformat(), when.strftime("%Y:%m:%d %H:%M:%S")
        values = tuple(word.strip() for word in re.split("[,;]", value)) if name == "subject" else (value,)
        properties.append(Property(uri, name, container, tuple(filter(None, values))))
        if tag is not None:
            fields.setdefault(tag, field)
    return properties, fields


def _moment(text: str) -> datetime | None:
    """The date in a text by RFC 1123, which PNG asks for, by ISO 8601 or as in EXIF; None of others."""
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(text)
    for form in ("%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %z", "%d %b %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form)
    with contextlib.suppress(ValueError, TypeError, IndexError):
        return parsedate_to_datetime(text)
    return None


def _beside(path: Path) -> Iterator[Path]:
    """Where programs keep the XMP of a photo that they leave alone: night.jpg.xmp, or night.xmp."""
    for name in (f"{path.name}.xmp", f"{path.name}.XMP", f"{path.stem}.xmp", f"{path.stem}.XMP"):
        with contextlib.suppress(ValueError):
            yield path.with_name(name)


def _read_beside(photo: Path, path: Path) -> tuple[bytes | None, Message | None]:
    """The XMP in a file beside a photo, and what is to be told of one that cannot be read."""
    unreadable = Message("{file} beside it cannot be read; it is left out.", file=path.name)
    try:
        packet = read_regular(path, _MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None, None
    except OSError as error:
        # A name that is too long is no file's.
        return None, None if error.errno == errno.ENAMETOOLONG else unreadable
    if not is_readable(packet):
        return None, unreadable
    kind = value_of(packet, PHOTOSHOP, "SidecarForExtension")
    if kind and path.stem == photo.stem and kind.lower() != photo.suffix[1:].lower():
        return None, None  # it belongs to a photo of the same name, as RAW beside JPEG
    return packet, None
