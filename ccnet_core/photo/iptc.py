"""IPTC-IIM: captions, keywords and rights as programs wrote them before XMP, which carries them from here on.

Read by the IPTC Information Interchange Model 4.2; what becomes of each dataset is said by the IPTC Photo
Metadata Standard 2023.2, which lists IIM and XMP side by side. Where a file has both, XMP is the newer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccnet_core.photo.xmp import DC, IPTC, PHOTOSHOP, Property, with_properties

IPTC_TAG = 0x83BB
"""Of a TIFF directory."""
_MARKER = 0x1C
_APPLICATION, _ENVELOPE = 2, 1
_CHARACTER_SET, _UTF8 = 90, b"\x1b%G"
_DATE = 55
_PROPERTIES = {
    5: (DC, "title", "Alt"),
    25: (DC, "subject", "Bag"),
    40: (PHOTOSHOP, "Instructions", ""),
    _DATE: (PHOTOSHOP, "DateCreated", ""),
    80: (DC, "creator", "Seq"),
    85: (PHOTOSHOP, "AuthorsPosition", ""),
    90: (PHOTOSHOP, "City", ""),
    92: (IPTC, "Location", ""),
    95: (PHOTOSHOP, "State", ""),
    100: (IPTC, "CountryCode", ""),
    101: (PHOTOSHOP, "Country", ""),
    103: (PHOTOSHOP, "TransmissionReference", ""),
    105: (PHOTOSHOP, "Headline", ""),
    110: (PHOTOSHOP, "Credit", ""),
    115: (PHOTOSHOP, "Source", ""),
    116: (DC, "rights", "Alt"),
    120: (DC, "description", "Alt"),
    122: (PHOTOSHOP, "CaptionWriter", ""),
}
_MAX_BYTES = 1 << 20
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def with_iptc(packet: bytes | None, iim: bytes | None) -> bytes | None:
    """An XMP packet with what IIM tells beside it.

    Args:
        packet: as the file holds it; None where it has none.
        iim: as the file holds it; None where it has none. What is damaged in it is left out.

    Returns:
        The packet itself where nothing is to be added.
    """
    if not iim or len(iim) > _MAX_BYTES:
        return packet
    if iim[0] != _MARKER and iim[3:4] == bytes((_MARKER,)):
        # Written as numbers of four bytes, in the file's order.
        iim = b"".join(iim[at : at + 4][::-1] for at in range(0, len(iim), 4))
    datasets = list(_datasets(iim))
    utf8 = (_ENVELOPE, _CHARACTER_SET, _UTF8) in datasets
    values: dict[int, list[str]] = {}
    for record, number, data in datasets:
        text = _text(data, utf8=utf8)
        if record == _APPLICATION and number in _PROPERTIES and text:
            values.setdefault(number, []).append(_date(text) if number == _DATE else text)
    properties = [
        Property(*_PROPERTIES[number], tuple(filter(None, texts))) for number, texts in values.items()
    ]
    return with_properties(packet, [p for p in properties if p.values])


def _datasets(iim: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, number and content of each dataset (IIM 4.2, 1.5); up to the first that is damaged."""
    at = 0
    while at + 5 <= len(iim) and iim[at] == _MARKER:
        record, number, size = iim[at + 1], iim[at + 2], int.from_bytes(iim[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # of an extended dataset: how many bytes say how long it is
            count = size & 0x7FFF
            size = int.from_bytes(iim[at : at + count])
            at += count
        if at + size > len(iim):
            return
        yield record, number, iim[at : at + size]
        at += size


def _text(data: bytes, *, utf8: bool) -> str:
    """Where no character set is named, many programs write UTF-8 all the same, older ones Latin 1."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace") if utf8 else data.decode("cp1252", "replace")
    return _NO_XML.sub("", text).strip()


def _date(text: str) -> str:
    """CCYYMMDD as XMP writes it; empty for what is no date."""
    found = re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", text)
    return "-".join(found.groups()) if found else ""
