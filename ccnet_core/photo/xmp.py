"""XMP: the captions, keywords, ratings and rights that people and their programs gave a photo.

Only what describes the photo is kept, as of EXIF: how the old file stored its pixels, what else it held and
how a raw converter developed it is not true of the new one. Read and written by ISO 16684-1.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
DC = "http://purl.org/dc/elements/1.1/"
_REGIONS = "http://www.metadataworkinggroup.com/schemas/regions/"
_PREFIXES = {
    DC: "dc",
    _XMP: "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
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
    _EXIF: "exif",
    _TIFF: "tiff",
    _REGIONS: "mwg-rs",
}
"""The namespaces of properties that describe a photo."""
_OF_THE_FILE = {
    (DC, "format"),
    (_XMP, "Thumbnails"),
    *((PHOTOSHOP, name) for name in ("ColorMode", "DocumentAncestors", "History", "ICCProfile")),
    *((PHOTOSHOP, name) for name in ("LegacyIPTCDigest", "TextLayers")),
    *((_EXIF, name) for name in ("ColorSpace", "ComponentsConfiguration", "CompressedBitsPerPixel")),
    *((_EXIF, name) for name in ("MakerNote", "NativeDigest", "PixelXDimension", "PixelYDimension")),
}
"""What is left out of them: it says how the old file stored the photo."""
_OF_THE_PHOTO = {"Artist", "Copyright", "DateTime", "ImageDescription", "Make", "Model", "Software"}
"""What is kept of the TIFF namespace, with an Orientation of 1."""
_PLACES = {
    *((PHOTOSHOP, name) for name in ("City", "Country", "State")),
    *((IPTC, name) for name in ("CountryCode", "Location")),
    *((_IPTC_EXT, name) for name in ("LocationCreated", "LocationShown")),
}
"""What names the place beside the coordinates of EXIF (IPTC Photo Metadata Standard 2023.2)."""
_MAX_BYTES = 1 << 22
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="w"?>'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PNG_KEYWORD = b"XML:com.adobe.xmp"

for _uri, _prefix in {**_PREFIXES, _RDF: "rdf", _META: "x"}.items():
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
    """Leave out of a packet where the photo was taken: its coordinates and the names of the place.

    Returns:
        As :func:`upright_xmp`.
    """
    return _filtered(packet, lambda uri, name: not _tells_place(uri, name))


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
    known = (
        set() if rdf is None else {name for part in rdf for name in (*part.attrib, *(e.tag for e in part))}
    )
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


def _tells_place(uri: str, name: str) -> bool:
    return (uri == _EXIF and name.startswith("GPS")) or (uri, name) in _PLACES


def _is_kept(uri: str, name: str, *, turned: bool) -> bool:
    if uri == _TIFF:
        return name in _OF_THE_PHOTO or name == "Orientation"
    return uri in _PREFIXES and (uri, name) not in _OF_THE_FILE and not (turned and uri == _REGIONS)


def from_png_text(chunk: bytes) -> bytes | None:
    """The packet in an iTXt chunk (PNG third edition, 11.3.3.4); None of a chunk that holds another text."""
    keyword, _, rest = chunk.partition(b"\0")
    if keyword != _PNG_KEYWORD or len(rest) < 2:
        return None
    text = rest[2:].split(b"\0", 2)[-1]
    if rest[0] != 1:
        return text
    try:
        return zlib.decompressobj().decompress(text, _MAX_BYTES)
    except zlib.error:
        return None


def to_png_text(packet: bytes) -> bytes:
    """The content of an iTXt chunk that holds the packet, as XMP asks for it: not compressed."""
    return _PNG_KEYWORD + bytes(5) + packet
