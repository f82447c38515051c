"""Photoshop's image resources, where a JPEG or TIFF keeps IPTC-IIM (Adobe Photoshop File Formats, 2019)."""

from __future__ import annotations

import struct

IPTC_RESOURCE = 0x0404
"""The one that holds IPTC-IIM."""
RESOURCES_TAG = 0x8649
"""Of a TIFF directory."""
_SIGNATURES = (b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR")


def resource(resources: bytes, wanted: int) -> bytes | None:
    """The content of the first resource of a number; None where none stands before what is damaged."""
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] in _SIGNATURES:
        (number,) = struct.unpack_from(">H", resources, at + 4)
        name = resources[at + 6] + 1
        at += 6 + name + name % 2
        if at + 4 > len(resources):
            return None
        (size,) = struct.unpack_from(">I", resources, at)
        if number == wanted:
            return resources[at + 4 : at + 4 + size]
        at += 4 + size + size % 2
    return None
