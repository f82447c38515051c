"""XMP: the captions, keywords, ratings and rights that people and their programs gave a photo.

Only what describes the photo is kept, as of EXIF: how the old file stored its pixels, what else it held and
how a raw converter developed it is not true of the new one. Read and written by ISO 16684-1.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_NOTE = "http://ns.adobe.com/xmp/note/"
EXIF = "http://ns.adobe.com/exif/1.0/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
XMP = "http://ns.adobe.com/xap/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
DC = "http://purl.org/dc/elements/1.1/"
_REGIONS = "http://www.metadataworkinggroup.com/schemas/regions/"
_PREFIXES = {
    DC: "dc",
    XMP: "xmp",
    RIGHTS: "xmpRights",
    PHOTOSHOP: "photoshop",
    IPTC: "Iptc4xmpCore",
    _IPTC_EXT: "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.acdsee.com/iptc/1.0/": "acdsee",
    "http://ns.iview-multimedia.com/mediapro/1.0/": "mediapro",
    "http://creativecommons.org/ns#": "cc",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    EXIF: "exif",
    _TIFF: "tiff",
    _REGIONS: "mwg-rs",
}
"""The namespaces of properties that describe a photo."""
_OF_THE_FILE = {
    (DC, "format"),
    (XMP, "Thumbnails"),
    *((PHOTOSHOP, name) for name in ("ColorMode", "DocumentAncestors", "History", "ICCProfile")),
    *((PHOTOSHOP, name) for name in ("LegacyIPTCDigest", "TextLayers")),
    *((EXIF, name) for name in ("ColorSpace", "ComponentsConfiguration", "CompressedBitsPerPixel")),
    *((EXIF, name) for name in ("MakerNote", "NativeDigest", "PixelXDimension", "PixelYDimension")),
}
"""What is left out of them: it says how the old file stored the photo."""
_OF_THE_PHOTO = {"Artist", "Copyright", "DateTime", "ImageDescription", "Make", "Model", "Software"}
"""What is kept of the TIFF namespace, with an Orientation of 1."""
_PLACE = re.compile(
    "GPS|Gps|Geo[A-Z]|[Ll]atitude|[Ll]ongitude|[Ll]ocation|City|Countr|Province|WorldRegion|"
    "^((?i:city|country|state|coverage|geo|places?|gps.*))$"
)
"""What names of properties, of whatever namespace, tell of a place."""
_CONTACT = re.compile("CreatorContactInfo|Licensor")
"""Where people live who are to be asked: not where the photo was taken."""
_PLACE_ROOTS = {
    *("place", "places", "location", "locations", "geo", "geography", "geotag", "geotags", "where"),
    *("country", "countries", "city", "cities", "ort", "orte", "standort", "land", "länder"),
    *("stadt", "städte", "lieu", "lieux", "pays", "ville", "villes", "lugar", "lugares"),
    *("luogo", "luoghi", "plaats", "plaatsen", "miejsce", "miejsca", "места", "地点", "位置", "地理", "場所"),
}
"""What the branch of a tree of keywords that holds places is called."""
_GEO_TAG = re.compile("geo:|geotagged$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_BRANCH = re.compile(r"[|/\\]")
_MAX_BYTES = 1 << 22
_ABOUT = f"{{{_RDF}}}about"
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="w"?>'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_TEXTS = {_LANGUAGE, _ABOUT, *(f"{{{_RDF}}}{name}" for name in ("parseType", "resource", "datatype"))}
"""Attributes that hold no text of a person."""
XMP_TAG = 700
"""Of a TIFF directory."""
PNG_KEYWORD = "XML:com.adobe.xmp"
"""Of the text chunk of a PNG that holds XMP."""

for _uri, _prefix in {**_PREFIXES, _RDF: "rdf", _META: "x", _NOTE: "xmpNote"}.items():
    ET.register_namespace(_prefix, _uri)  # some programs look for the usual prefixes


def upright_xmp(packet: bytes, *, turned: bool = False) -> bytes | None:
    """Give what of a packet stays true once the pixels are upright and in a new file.

    Args:
        packet: as a file holds it, in UTF-8.
        turned: whether the pixels were turned: where faces are in the picture is no longer true then.

    Returns:
        A packet; None where nothing is left, and of what is no XMP.
    """
    return _filtered(packet, lambda uri, name: _is_kept(uri, name, turned=turned))


def without_location(packet: bytes) -> bytes | None:
    """Leave out of a packet where the photo was taken: coordinates, names of places, keywords of places.

    Keywords are places where a tree of keywords has them on a branch of places, and where a property that
    tells of the place names them, too.

    Returns:
        As :func:`upright_xmp`.
    """
    rdf = _parsed(packet)
    if rdf is None:
        return None
    places = _places(rdf)
    for part in rdf:
        _leave_out(part, places)
    return _filtered(ET.tostring(rdf, encoding="unicode").encode(), lambda uri, name: not _PLACE.search(name))


def places_in(packet: bytes) -> set[str]:
    """The keywords, in lower case, that are places by :func:`without_location`."""
    rdf = _parsed(packet)
    return set() if rdf is None else _places(rdf)


def _places(rdf: ET.Element) -> set[str]:
    places = set(_named_places(rdf))
    for item in rdf.iter(f"{{{_RDF}}}li"):
        words = [word.strip().lower() for word in _BRANCH.split(item.text or "")]
        if len(words) > 1 and words[0] in _PLACE_ROOTS:
            places |= set(words)
    return places - {""}


def _named_places(element: ET.Element, *, inside: bool = False) -> Iterator[str]:
    """What the properties of a place hold, in lower case; codes are short enough to be words."""
    for child in element:
        name = _split(child.tag)[1]
        if _CONTACT.search(name):
            continue
        is_place = inside or _PLACE.search(name) is not None
        attributes = [(_split(key)[1], value) for key, value in child.attrib.items() if key not in _NO_TEXTS]
        for key, value in ((name, child.text or ""), *attributes):
            if (is_place or _PLACE.search(key)) and not key.endswith("Code"):
                yield value.strip().lower()
        yield from _named_places(child, inside=is_place)


def _leave_out(element: ET.Element, places: set[str]) -> None:
    """Leave out of an element what tells of places."""
    for child in list(element):
        text = (child.text or "").strip().lower()
        words = [word.strip() for word in _BRANCH.split(text)]
        is_item = child.tag == f"{{{_RDF}}}li"
        if is_item and (
            words[0] in _PLACE_ROOTS or not places.isdisjoint((text, *words)) or _GEO_TAG.match(text)
        ):
            element.remove(child)
        elif not is_item and ("<category" in text and set(_WORD.findall(text)) & (_PLACE_ROOTS | places)):
            element.remove(child)  # a tree of keywords in a text of XML, as ACDSee writes it
        elif not is_item and _PLACE.search(_split(child.tag)[1]):
            element.remove(child)
        elif not _CONTACT.search(child.tag):
            for name in [name for name in child.attrib if _PLACE.search(_split(name)[1])]:
                del child.attrib[name]
            _leave_out(child, places)


def is_readable(packet: bytes) -> bool:
    """Whether a packet can be read at all: it is neither damaged nor too large."""
    return _parsed(packet) is not None


def joined(packet: bytes, more: bytes) -> bytes:
    """A packet with all that another holds beside; the packet itself where either cannot be read."""
    rdf, others = _parsed(packet), _parsed(more)
    if rdf is None or others is None:
        return packet
    rdf.extend(others)
    return _packed(rdf) or packet


def overlaid(packet: bytes | None, newer: bytes) -> bytes | None:
    """A packet whose properties give way to those that a newer one holds, too."""
    over = _filtered(newer, lambda uri, name: _is_kept(uri, name, turned=False) and name != "Orientation")
    rdf, others = None if packet is None else _parsed(packet), None if over is None else _parsed(over)
    if rdf is None or others is None:
        return over if others is not None else packet
    names = _names(others)
    for part in rdf:
        for name in names & set(part.attrib):
            del part.attrib[name]
        for element in [element for element in part if element.tag in names]:
            part.remove(element)
    rdf.extend(others)
    return _packed(rdf) or packet


def value_of(packet: bytes, uri: str, name: str) -> str | None:
    """The text of a property that is a single one; None where the packet has none."""
    rdf, tag = _parsed(packet), f"{{{uri}}}{name}"
    for part in rdf if rdf is not None else ():
        element = part.find(tag)
        value = part.get(tag) or (element.text if element is not None else None)
        if value:
            return value
    return None


def told_in(packet: bytes) -> set[tuple[str, str]]:
    """Namespace and name of the properties of a packet."""
    rdf = _parsed(packet)
    return set() if rdf is None else {_split(name) for name in _names(rdf)}


def _names(rdf: ET.Element) -> set[str]:
    """The properties of descriptions, be they attributes or elements."""
    return {name for part in rdf for name in (*part.attrib, *(e.tag for e in part))} - {_ABOUT}


def split(packet: bytes, limit: int) -> tuple[bytes, bytes]:
    """Divide a packet into one of at most ``limit`` bytes, and an extended one with its largest properties.

    As XMP asks for it where a JPEG segment cannot hold all (XMP Specification Part 3, 2020, 1.1.3.1).

    Raises:
        ValueError: it cannot be divided so.
    """
    rdf = _parsed(packet)
    if rdf is None:
        raise ValueError("the XMP cannot be divided")
    extended = ET.Element(f"{{{_RDF}}}RDF")
    target = ET.SubElement(extended, f"{{{_RDF}}}Description", {_ABOUT: ""})
    elements = [(len(ET.tostring(element)), part, element) for part in rdf for element in part]
    excess = len(packet) + 256 - limit  # the note takes its part
    for size, part, element in sorted(elements, key=lambda it: it[0], reverse=True):
        if excess > 0:
            part.remove(element)
            target.append(element)
            excess -= size
    for part in rdf:
        for name, value in sorted(part.attrib.items(), key=lambda it: len(it[1]), reverse=True):
            if excess > 0 and name != _ABOUT:
                target.set(name, part.attrib.pop(name))
                excess -= len(value.encode())
    meta = ET.Element(f"{{{_META}}}xmpmeta")
    meta.append(extended)
    more = ET.tostring(meta, encoding="unicode").encode()
    note = ET.SubElement(rdf, f"{{{_RDF}}}Description", {_ABOUT: ""})
    note.set(f"{{{_NOTE}}}HasExtendedXMP", extended_name(more))
    standard = _packed(rdf)
    if standard is None or len(standard) > limit:
        raise ValueError("the XMP cannot be divided")
    return standard, more


def extended_name(extended: bytes) -> str:
    """What the extended part of an XMP is called: its MD5 digest."""
    return hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()


class Property(NamedTuple):
    """A property and its values.

    Attributes:
        uri: its namespace.
        name: its name in it.
        container: "Alt" for a text that may be given in several languages, "Bag" or "Seq" for a list; empty
            for a single text.
        values: the texts, at least one.
    """

    uri: str
    name: str
    container: str
    values: tuple[str, ...]


def with_properties(packet: bytes | None, properties: Sequence[Property]) -> bytes | None:
    """Add to a packet what it does not tell yet.

    Args:
        packet: as a file holds it; None for a new one, which takes the place of what is no XMP, too.
        properties: of texts that XML can hold.

    Returns:
        The packet itself where nothing is to be added.
    """
    rdf = None if packet is None else _parsed(packet)
    known = set() if rdf is None else _names(rdf)
    missing = [p for p in properties if f"{{{p.uri}}}{p.name}" not in known]
    if not missing:
        return packet
    if rdf is None:
        rdf = ET.Element(f"{{{_RDF}}}RDF")
    part = ET.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    for uri, name, container, values in missing:
        element = ET.SubElement(part, f"{{{uri}}}{name}")
        if not container:
            element.text = values[0]
            continue
        items = ET.SubElement(element, f"{{{_RDF}}}{container}")
        for value in values[:1] if container == "Alt" else values:
            item = ET.SubElement(
                items, f"{{{_RDF}}}li", {_LANGUAGE: "x-default"} if container == "Alt" else {}
            )
            item.text = value
    return _packed(rdf) or packet


def _parsed(packet: bytes) -> ET.Element | None:
    """The descriptions of a packet; None of what is no XMP."""
    try:
        text = packet.decode("utf-8-sig").strip("\0")
        # No XMP has a document type, and without one there are no entities to expand or to fetch.
        if len(packet) > _MAX_BYTES or "<!DOCTYPE" in text:
            return None
        found = ET.fromstring(text)
    except (ET.ParseError, ValueError, RecursionError):
        return None
    return found if found.tag == f"{{{_RDF}}}RDF" else found.find(f"{{{_RDF}}}RDF")


def _packed(rdf: ET.Element) -> bytes | None:
    """The packet with these descriptions; None where they are nested too deep to be written."""
    meta = ET.Element(f"{{{_META}}}xmpmeta")
    meta.append(rdf)
    try:
        return f"{_BEGIN}\n{ET.tostring(meta, encoding='unicode')}\n{_END}".encode()
    except (ValueError, RecursionError):
        return None


def _filtered(packet: bytes, keep: Callable[[str, str], bool]) -> bytes | None:
    """A packet with the properties whose namespace and name are kept, as :func:`upright_xmp`."""
    rdf = _parsed(packet)
    if rdf is None:
        return None
    kept = ET.Element(f"{{{_RDF}}}RDF")
    kept.extend(_kept(part, keep) for part in rdf.findall(f"{{{_RDF}}}Description"))
    if not any(len(part) or len(part.attrib) > 1 for part in kept):
        return None
    return _packed(kept)


def _kept(part: ET.Element, keep: Callable[[str, str], bool]) -> ET.Element:
    """A description with those of its properties that are kept, be they attributes or elements."""
    kept = ET.Element(part.tag, {f"{{{_RDF}}}about": ""})
    for name, value in part.attrib.items():
        if keep(*_split(name)):
            kept.set(name, "1" if name == _ORIENTATION else value)
    for element in part:
        if keep(*_split(element.tag)):
            if element.tag == _ORIENTATION:
                element.text = "1"
            kept.append(element)
    return kept


_ORIENTATION = f"{{{_TIFF}}}Orientation"


def _split(tag: str) -> tuple[str, str]:
    """Namespace and name."""
    uri, _, name = tag.removeprefix("{").partition("}")
    return uri, name


def _is_kept(uri: str, name: str, *, turned: bool) -> bool:
    if uri == _TIFF:
        return name in _OF_THE_PHOTO or name == "Orientation"
    return uri in _PREFIXES and (uri, name) not in _OF_THE_FILE and not (turned and uri == _REGIONS)


def to_png_text(packet: bytes) -> bytes:
    """The content of an iTXt chunk that holds the packet, as XMP asks for it: not compressed."""
    return PNG_KEYWORD.encode() + bytes(5) + packet
