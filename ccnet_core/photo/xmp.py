"""XMP: the captions, keywords, ratings and rights that people and their programs gave a photo.

Only what describes the photo is kept, as of EXIF: how the old file stored its pixels, what else it held and
how a raw converter developed it is not true of the new one. Read and written by ISO 16684-1.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zlib

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_DC = "http://purl.org/dc/elements/1.1/"
_REGIONS = "http://www.metadataworkinggroup.com/schemas/regions/"
_PREFIXES = {
    _DC: "dc",
    _XMP: "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    _PHOTOSHOP: "photoshop",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
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
    (_DC, "format"),
    (_XMP, "Thumbnails"),
    *((_PHOTOSHOP, name) for name in ("ColorMode", "DocumentAncestors", "History", "ICCProfile")),
    *((_PHOTOSHOP, name) for name in ("LegacyIPTCDigest", "TextLayers")),
    *((_EXIF, name) for name in ("ColorSpace", "ComponentsConfiguration", "CompressedBitsPerPixel")),
    *((_EXIF, name) for name in ("MakerNote", "NativeDigest", "PixelXDimension", "PixelYDimension")),
}
"""What is left out of them: it says how the old file stored the photo."""
_OF_THE_PHOTO = {"Artist", "Copyright", "DateTime", "ImageDescription", "Make", "Model", "Software"}
"""What is kept of the TIFF namespace, with an Orientation of 1."""
_MAX_BYTES = 1 << 22
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="w"?>'
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
    try:
        text = packet.decode("utf-8-sig").strip("\0")
        # No XMP has a document type, and without one there are no entities to expand or to fetch.
        if len(packet) > _MAX_BYTES or "<!DOCTYPE" in text:
            return None
        found = ET.fromstring(text)
        rdf = found if found.tag == f"{{{_RDF}}}RDF" else found.find(f"{{{_RDF}}}RDF")
        if rdf is None:
            return None
        meta = ET.Element(f"{{{_META}}}xmpmeta")
        kept = ET.SubElement(meta, f"{{{_RDF}}}RDF")
        kept.extend(_kept(part, turned=turned) for part in rdf.findall(f"{{{_RDF}}}Description"))
        if not any(len(part) or len(part.attrib) > 1 for part in kept):
            return None
        return f"{_BEGIN}\n{ET.tostring(meta, encoding='unicode')}\n{_END}".encode()
    except (ET.ParseError, ValueError, RecursionError):
        return None


def _kept(part: ET.Element, *, turned: bool) -> ET.Element:
    """A description with those of its properties that are kept, be they attributes or elements."""
    kept = ET.Element(part.tag, {f"{{{_RDF}}}about": ""})
    for name, value in part.attrib.items():
        if _is_kept(name, turned=turned):
            kept.set(name, "1" if name == _ORIENTATION else value)
    for element in part:
        if _is_kept(element.tag, turned=turned):
            if element.tag == _ORIENTATION:
                element.text = "1"
            kept.append(element)
    return kept


_ORIENTATION = f"{{{_TIFF}}}Orientation"


def _is_kept(tag: str, *, turned: bool) -> bool:
    uri, _, name = tag.removeprefix("{").partition("}")
    if uri == _TIFF:
        return name in _OF_THE_PHOTO or tag == _ORIENTATION
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
