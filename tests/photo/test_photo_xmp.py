"""Captions, keywords and ratings travel with a photo; what the new file makes untrue does not."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from photo_samples import PACKET, chunk, encoded, exif_block, noise, png, smooth, tiff
from PIL import Image

from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo
from ccnet_core.photo.xmp import upright_xmp

KEPT = ['xmp:Rating="4"', "Harbour, Straße &amp; 夜", "<rdf:li>night</rdf:li>", 'exif:FocalLength="50/1"']
LEFT_OUT = ["ImageWidth", "PixelXDimension", "Exposure2012", "Thumbnails", "dc:format", "uuid"]


def itxt(packet: bytes, *, compressed: bool = False) -> bytes:
    text = zlib.compress(packet) if compressed else packet
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0" + bytes((compressed, 0)) + b"en\0XMP\0" + text)


FILES = {
    "a.jpg": lambda: encoded(smooth(), "JPEG", xmp=PACKET, exif=b"Exif\0\0" + exif_block(6)),
    "a.webp": lambda: encoded(smooth(), "WEBP", xmp=PACKET),
    "a.tif": lambda: tiff(smooth(), photometric="rgb", extratags=[(700, "B", len(PACKET), PACKET, True)]),
    "16.tif": lambda: tiff(
        noise(bits=16), photometric="rgb", extratags=[(700, "B", len(PACKET), PACKET, True)]
    ),
    "a.png": lambda: png(noise(), 2, before=chunk(b"iTXt", b"Title\0\0\0\0\0Night") + itxt(PACKET)),
    "after.png": lambda: png(noise(), 2, after=itxt(PACKET)),
    "16.png": lambda: png(noise(bits=16), 2, before=itxt(PACKET, compressed=True)),
}


@pytest.mark.parametrize("name", FILES)
def test_what_describes_the_photo_is_read_from_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    xmp = (open_photo(tmp_path / name).xmp or b"").decode()
    assert [text for text in KEPT if text not in xmp] == []
    assert [text for text in LEFT_OUT if text in xmp] == []
    assert 'tiff:Orientation="1"' in xmp
    assert "<tiff:Orientation>1</tiff:Orientation>" in xmp
    assert ("mwg-rs:Regions" in xmp) == (name != "a.jpg"), (
        "where faces are is untrue once a picture is turned"
    )


@pytest.mark.parametrize("name", ["b.jpg", "b.png", "b.tif", "b.webp"])
def test_it_is_kept_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(FILES["a.jpg"]())
    photo = open_photo(tmp_path / "a.jpg")
    path = save_photo(tmp_path / name, photo.pixels, ExportOptions.for_path(name), photo)
    again = open_photo(path)
    assert again.exif is not None
    assert photo.xmp is not None
    assert again.xmp == photo.xmp
    with Image.open(path) as image:
        image.load()
        found = image.tag_v2[700] if name == "b.tif" else image.info["xmp"]
    assert found == photo.xmp


def test_exports_without_it_have_none(tmp_path: Path) -> None:
    for name in ("b.jpg", "b.png", "b.tif", "b.webp"):
        path = save_photo(tmp_path / name, smooth(), ExportOptions.for_path(name), Photo(smooth()))
        assert b"xmpmeta" not in path.read_bytes()


def test_a_packet_too_large_for_a_segment_of_jpeg_is_extended(tmp_path: Path) -> None:
    packet = upright_xmp(PACKET.replace(b"night", b"n" * 70_000))
    source = replace(Photo(smooth()), xmp=packet)
    found = open_photo(save_photo(tmp_path / "a.jpg", smooth(), ExportOptions(), source)).xmp
    assert found is not None
    assert b"n" * 70_000 in found
    assert [text for text in KEPT if text not in found.decode() and "night" not in text] == []
    assert open_photo(save_photo(tmp_path / "a.png", smooth(), ExportOptions("png"), source)).xmp == packet


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\xff\xfe\x00",
        PACKET[:-40],
        b"<rdf/>",
        f"<rdf:RDF {RDF}/>".encode(),
        f"<rdf:RDF {RDF}><rdf:Description dc:format='image/png'/></rdf:RDF>".encode(),
        f"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><rdf:RDF {RDF}>"
        "<rdf:Description><dc:title>&f;</dc:title></rdf:Description></rdf:RDF>".encode(),
        f"<!DOCTYPE x [<!ENTITY f 'text'>]><rdf:RDF {RDF}>"
        "<rdf:Description><dc:title>&f;</dc:title></rdf:Description></rdf:RDF>".encode(),
        f"<rdf:RDF {RDF}><rdf:Description>".encode()
        + b"<dc:title>" * 50_000
        + b"</dc:title>" * 50_000
        + b"</rdf:Description></rdf:RDF>",
        PACKET + b" " * (1 << 22),
    ],
    ids=range(10),
)
def test_what_cannot_be_parsed_holds_nothing_or_asks_for_files_is_dropped(
    tmp_path: Path, packet: bytes
) -> None:
    assert upright_xmp(packet) is None
    (tmp_path / "a.png").write_bytes(png(noise(), 2, before=itxt(packet)))
    assert open_photo(tmp_path / "a.png").xmp is None


def test_the_place_is_left_out_and_the_rest_kept(tmp_path: Path) -> None:
    described = PACKET.replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:pl="http://ns.adobe.com/photoshop/1.0/" pl:City="Prague" pl:Credit="me" ',
        1,
    )
    source = replace(Photo.from_array(smooth()), xmp=upright_xmp(described))
    for keep in (True, False):
        path = tmp_path / f"{keep}.jpg"
        save_photo(path, source.pixels, ExportOptions("jpeg", keep_location=keep), source)
        packet = open_photo(path).xmp
        assert packet is not None
        assert (b"Prague" in packet) is keep
        assert b"Credit" in packet
        assert b"night" in packet
