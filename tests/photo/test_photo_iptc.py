"""What programs before XMP wrote about a photo goes on as XMP."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from photo_samples import PACKET, encoded, smooth, tiff

from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo
from ccnet_core.photo.iptc import with_iptc

UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"


def dataset(number: int, text: str, encoding: str = "utf-8") -> bytes:
    data = text.encode(encoding)
    return struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data


IIM = UTF8 + b"".join(
    (
        dataset(5, "Nachtschicht"),
        dataset(25, "night"),
        dataset(25, "harbour"),
        dataset(55, "20240229"),
        dataset(80, "Zoë Müller"),
        dataset(90, "Hamburg"),
        dataset(116, "© 2024"),
        dataset(120, "Straße & 夜"),
        dataset(12, "of no interest"),
    )
)
TOLD = ("Nachtschicht", "night", "harbour", "2024-02-29", "Zoë Müller", "Hamburg", "© 2024", "Straße & 夜")


def with_segment(jpeg: bytes, iim: bytes) -> bytes:
    """A JPEG with a Photoshop segment that holds the datasets."""
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iim)) + iim + b"\x00" * (len(iim) % 2)
    data = b"Photoshop 3.0\x00" + block
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def as_longs(iim: bytes) -> bytes:
    """As some programs write it: numbers of four bytes."""
    padded = iim + bytes(-len(iim) % 4)
    return b"".join(padded[at : at + 4][::-1] for at in range(0, len(padded), 4))


FILES = {
    "a.jpg": lambda: with_segment(encoded(smooth(), "JPEG"), IIM),
    "a.tif": lambda: tiff(smooth(), photometric="rgb", extratags=[(33723, "B", len(IIM), IIM, True)]),
    "longs.tif": lambda: tiff(
        smooth(), photometric="rgb", extratags=[(33723, "B", len(as_longs(IIM)), as_longs(IIM), True)]
    ),
}


def texts(packet: bytes | None) -> list[str]:
    """All texts of a packet, which is whole."""
    assert packet is not None
    return [text.strip() for text in ET.fromstring(packet).itertext() if text.strip()]


def opened(path: Path, data: bytes) -> Photo:
    path.write_bytes(data)
    return open_photo(path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("format", ["jpeg", "png", "tiff", "webp"])
def test_it_is_told_by_every_export(tmp_path: Path, name: str, format: str) -> None:
    photo = opened(tmp_path / name, FILES[name]())
    assert sorted(texts(photo.xmp)) == sorted(TOLD)
    out = tmp_path / f"out.{format}"
    save_photo(out, photo.pixels, ExportOptions(format), photo)
    assert sorted(texts(open_photo(out).xmp)) == sorted(TOLD)
    save_photo(out, photo.pixels, ExportOptions(format, overwrite=True, keep_location=False), photo)
    assert sorted(texts(open_photo(out).xmp)) == sorted(text for text in TOLD if text != "Hamburg")


def test_xmp_is_the_newer_where_both_tell(tmp_path: Path) -> None:
    photo = opened(tmp_path / "a.jpg", with_segment(encoded(smooth(), "JPEG", xmp=PACKET), IIM))
    found = texts(photo.xmp)
    assert "Harbour, Straße & 夜" in found
    assert "Straße & 夜" not in found
    assert found.count("night") == 1
    assert "Zoë Müller" in found


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_text_of_no_named_character_set_is_read_as_programs_wrote_it(encoding: str) -> None:
    assert texts(with_iptc(None, dataset(120, "Süß", encoding))) == ["Süß"]


def test_a_caption_of_an_extended_dataset_is_read_whole() -> None:
    text = "night " * 6000
    data = text.encode()
    iim = b"\x1c\x02\x78" + struct.pack(">HI", 0x8004, len(data)) + data
    assert texts(with_iptc(None, iim)) == [text.strip()]


@pytest.mark.parametrize("date", ["20241301", "20240100", "2024", "yesterday"])
def test_what_is_no_date_is_left_out(date: str) -> None:
    assert with_iptc(PACKET, dataset(55, date)) == PACKET
    assert with_iptc(None, dataset(55, date)) is None


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert texts(with_iptc(None, dataset(5, "Night\x00\x1bshift\ufffe"))) == ["Nightshift"]


@given(st.binary(max_size=200), st.booleans())
def test_whatever_is_damaged_the_rest_is_told(damage: bytes, has_packet: bool) -> None:
    packet = PACKET if has_packet else None
    for iim in (damage, dataset(5, "Nachtschicht") + b"\x1c" + damage):
        found = with_iptc(packet, iim)
        assert found is None or texts(found)
    whole = with_iptc(packet, dataset(5, "Nachtschicht") + b"\x1d" + damage)
    assert "Nachtschicht" in texts(whole)


def test_a_packet_nested_too_deep_to_be_written_is_left_as_it_is() -> None:
    deep = b"<d>" * 5000 + b"</d>" * 5000
    packet = PACKET.replace(b"<regions:Regions>faces", b"<regions:Regions>" + deep)
    assert with_iptc(packet, dataset(5, "Nachtschicht")) == packet
