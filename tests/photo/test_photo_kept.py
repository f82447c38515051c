"""What a file says of its photo, wherever it says so, is in every export; what is no longer true is not."""

from __future__ import annotations

import binascii
import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import tifffile
from photo_kinds import CHART, RGB, bmp, imagej, jpeg, segment, with_segments, words
from photo_samples import chunk, encoded, exif_block, png, tiff
from PIL import Image
from test_photo_iptc import IIM, texts
from test_photo_xmp import PACKET

from ccnet_core.messages import Message
from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo
from ccnet_core.photo.exif import Entry, Exif
from ccnet_core.photo.xmp import upright_xmp

FORMATS = ("jpeg", "png", "tiff", "webp")


def extended(packet: bytes, more: bytes, *, size: int = 60_000, wrong: bool = False) -> bytes:
    """A JPEG whose XMP goes on in further segments (XMP Specification Part 3, 1.1.3.1)."""
    name = hashlib.md5(more + b"!" * wrong).hexdigest().upper()
    noted = packet.replace(
        b"<rdf:Description ",
        b'<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="'
        + name.encode()
        + b'" ',
        1,
    )
    parts = [
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + name.encode()
            + struct.pack(">II", len(more), at)
            + more[at : at + size],
        )
        for at in range(0, len(more), size)
    ]
    return with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + noted), *reversed(parts))


def described(text: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def raw_profile(kind: str, content: bytes, *, packed: bool = True, title: str = "") -> bytes:
    digits = binascii.hexlify(content).decode()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    text = f"\n{title or kind}\n{len(content):8}\n{lines}\n".encode()
    keyword = f"Raw profile type {kind}".encode()
    return (
        chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(text))
        if packed
        else chunk(b"tEXt", keyword + b"\0" + text)
    )


def resources(iim: bytes) -> bytes:
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim + bytes(len(iim) % 2)


@dataclass(frozen=True)
class Kept:
    """A file, and what is to be in its exports: pixels an inch, fields of EXIF, texts of XMP."""

    name: str
    data: Callable[[], bytes]
    density: tuple[float, float] | None = None
    exif: dict[int, bytes] = field(default_factory=dict)
    xmp: tuple[str, ...] = ()


TOLD = ("Nachtschicht", "night", "Zoë Müller", "© 2024", "Straße & 夜")
TEXTS = b"".join(
    chunk(b"tEXt", keyword + b"\0" + text)
    for keyword, text in (
        (b"Author", b"Zo\xeb"),
        (b"Copyright", "© 2024".encode()),
        (b"Description", b"Night"),
        (b"Title", b"Nocturne"),
        (b"Creation Time", b"Mon, 06 May 2024 07:08:09 +0000"),
        (b"Software", b"Paint"),
        (b"Comment", b"nice"),
        (b"Thumb::URI", b"nothing"),
    )
)
KEPT = [
    Kept("inches.jpg", lambda: jpeg(dpi=(300, 300)), (300, 300)),
    Kept("unequal.jpg", lambda: jpeg(dpi=(300, 150)), (300, 150)),
    Kept(
        "centimetres.jpg",
        lambda: jpeg().replace(b"JFIF\0\1\1\0\0\1\0\1", b"JFIF\0\1\1\2\0\x64\0\x64"),
        (254, 254),
    ),
    Kept("turned.jpg", lambda: jpeg(dpi=(300, 150), exif=b"Exif\0\0" + exif_block(6)), (150, 300)),
    Kept("in-exif.jpg", lambda: jpeg(exif=b"Exif\0\0" + exif_of({0x11A: 240, 0x11B: 240})), (240, 240)),
    Kept("metres.png", lambda: png(CHART, 2, before=chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1))), (300, 300)),
    Kept("a.tif", lambda: tiff(CHART, resolution=(300, 300), resolutionunit="inch", **RGB), (300, 300)),
    Kept("cm.tif", lambda: tiff(CHART, resolution=(100, 100), resolutionunit="centimeter", **RGB), (254, 254)),
    Kept("a.bmp", lambda: bmp(words((CHART[..., 0], 8, 0)), 32), (100, 100)),
    Kept(
        "texts.png",
        lambda: png(CHART, 2, before=TEXTS),
        exif={
            0x13B: "Zoë\0".encode(),
            0x8298: "© 2024\0".encode(),
            0x10E: b"Night\0",
            0x131: b"Paint\0",
            0x9003: b"2024:05:06 07:08:09\0",
        },
        xmp=("Zoë", "© 2024", "Night", "Nocturne", "2024-05-06T07:08:09+00:00", "Paint", "nice"),
    ),
    Kept(
        "packed-texts.png",
        lambda: png(CHART, 2, before=chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Zo\xeb"))),
        exif={0x13B: "Zoë\0".encode()},
        xmp=("Zoë",),
    ),
    Kept(
        "utf-8-texts.png",
        lambda: png(CHART, 2, after=chunk(b"iTXt", b"Title\0\0\0de\0Titel\0" + "夜".encode())),
        xmp=("夜",),
    ),
    Kept("date-of-iso.png", lambda: png(CHART, 2, before=chunk(b"tEXt", b"Creation Time\0" + b"2024-05-06T07:08:09")), exif={0x9003: b"2024:05:06 07:08:09\0"}),
    Kept("date-of-exif.png", lambda: png(CHART, 2, before=chunk(b"tEXt", b"Creation Time\0" + b"2024:05:06 07:08:09")), exif={0x9003: b"2024:05:06 07:08:09\0"}),
    Kept("iptc.png", lambda: png(CHART, 2, before=raw_profile("iptc", resources(IIM))), xmp=TOLD),
    Kept("iptc-alone.png", lambda: png(CHART, 2, before=raw_profile("iptc", IIM, packed=False)), xmp=TOLD),
    Kept("iptc-named-otherwise.png", lambda: png(CHART, 2, before=raw_profile("IPTC", resources(IIM), title="IPTC profile")), xmp=TOLD),
    Kept("8bim.png", lambda: png(CHART, 2, before=raw_profile("8bim", resources(IIM))), xmp=TOLD),
    Kept("xmp.png", lambda: png(CHART, 2, before=raw_profile("xmp", PACKET)), xmp=("night", "harbour")),
    Kept("app1-xmp.png", lambda: png(CHART, 2, before=raw_profile("APP1", b"http://ns.adobe.com/xap/1.0/\0" + PACKET)), xmp=("night",)),
    Kept("exif.png", lambda: png(CHART, 2, before=raw_profile("exif", b"Exif\0\0" + exif_block())), exif={0x110: b"Nightcam\0"}),
    Kept("resources.tif", lambda: tiff(CHART, extratags=[(34377, 1, len(resources(IIM)), resources(IIM), True)], **RGB), xmp=TOLD),
    Kept("iptc.tif", lambda: tiff(CHART, extratags=[(33723, 1, len(IIM), IIM, True)], **RGB), xmp=TOLD),
    Kept("many-resources.jpg", lambda: with_segments(*(segment(0xED, b"Photoshop 3.0\0" + part) for part in (resources(IIM)[:40], resources(IIM)[40:]))), xmp=TOLD),
    Kept("iptc-in-exif.jpg", lambda: jpeg(exif=b"Exif\0\0" + Exif(main={33723: Entry(1, len(IIM), IIM)}).to_bytes()), xmp=TOLD),
    Kept("xmp-in-exif.jpg", lambda: jpeg(exif=b"Exif\0\0" + Exif(main={700: Entry(1, len(PACKET), PACKET)}).to_bytes()), xmp=("night",)),
    Kept("extended.jpg", lambda: extended(PACKET, described("x" * 150_000)), xmp=("night", "x" * 150_000)),
    Kept("comment.jpg", lambda: with_segments(segment(0xFE, b"nice")), xmp=("nice",)),
    Kept("xmp.dng", lambda: dng_with(PACKET), xmp=("night",)),
]  # fmt: skip


def exif_of(numbers: dict[int, int]) -> bytes:
    return Exif(
        main={tag: Entry(5, 1, struct.pack("<2I", value, 1)) for tag, value in numbers.items()}
    ).to_bytes()


def dng_with(packet: bytes) -> bytes:
    from photo_kinds import dng

    with tifffile.TiffFile(io.BytesIO(dng(0))) as file:
        page = file.pages[0]
        sensor, tags = (
            page.asarray(),
            [t for t in page.tags if t.code > 50_000 or t.code in (271, 272, 33421, 33422)],
        )
        extra = [(t.code, t.dtype, t.count, t.value, True) for t in tags]
    return tiff(
        sensor, photometric=32803, metadata=None, extratags=[*extra, (700, 1, len(packet), packet, True)]
    )


def density_in(path: Path) -> tuple[float, float]:
    """As Pillow reads it."""
    with Image.open(path) as image:
        found = image.info.get("dpi")
        if found is None:
            exif = image.getexif()
            found = exif[0x11A], exif[0x11B]
    return float(found[0]), float(found[1])


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_it_is_in_every_export(tmp_path: Path, kept: Kept, format: str) -> None:
    if kept.name.endswith("dng"):
        pytest.importorskip("rawpy", reason="the raw extra is not installed")
    (tmp_path / kept.name).write_bytes(kept.data())
    photo = open_photo(tmp_path / kept.name)
    path = save_photo(
        tmp_path / f"out{ExportOptions(format).suffix}", photo.pixels, ExportOptions(format), photo
    )
    again = open_photo(path)
    if kept.density:
        assert density_in(path) == pytest.approx(kept.density, abs=0.6)
        assert again.density == pytest.approx(kept.density, abs=0.6)
    exif = Exif.parse(again.exif or b"") or Exif()
    for tag, data in kept.exif.items():
        assert (exif.main.get(tag) or exif.exif[tag]).data == data
    assert [text for text in kept.xmp if text not in texts(again.xmp)] == []


@pytest.mark.parametrize("wrong", ["digest", "missing part", "of another"])
def test_an_extended_part_that_is_not_whole_is_left_out(tmp_path: Path, wrong: str) -> None:
    data = extended(PACKET, described("secret" * 20_000), wrong=wrong == "digest")
    if wrong == "missing part":
        at = data.index(b"\xff\xe1", data.index(b"xap/1.0"))
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]
    if wrong == "of another":
        at = data.index(b'HasExtendedXMP="') + 16
        data = data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]
    (tmp_path / "a.jpg").write_bytes(data)
    photo = open_photo(tmp_path / "a.jpg")
    assert b"night" in (photo.xmp or b"")
    assert b"secret" not in (photo.xmp or b"")


# What a file beside the photo says

BESIDE = PACKET.replace(b'xmp:Rating="4"', b'xmp:Rating="2"').replace(b"harbour", b"bridge")


def beside(folder: Path, name: str, packet: bytes, photo: str = "a.jpg") -> Photo:
    inside = PACKET.replace(b"Harbour", b"Quay") if photo == "a.jpg" else b""
    exif = Exif(
        main={0x4746: Entry(3, 1, b"\5\0"), 0x8298: Entry(2, 4, b"me!\0"), 0x110: Entry(2, 4, b"Cam\0")}
    )
    data = jpeg(xmp=inside, exif=b"Exif\0\0" + exif.to_bytes()) if photo == "a.jpg" else png(CHART, 2)
    (folder / photo).write_bytes(data)
    (folder / name).write_bytes(packet)
    return open_photo(folder / photo)


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.xmp", "a.jpg.XMP"])
def test_a_file_beside_the_photo_says_more_than_the_photo(tmp_path: Path, name: str) -> None:
    photo = beside(tmp_path, name, BESIDE + b"\n")
    xmp = (photo.xmp or b"").decode()
    assert 'xmp:Rating="2"' in xmp
    assert 'xmp:Rating="4"' not in xmp
    assert "bridge" in xmp
    assert "harbour" not in xmp
    assert "crs:" not in xmp
    exif = Exif.parse(photo.exif or b"")
    assert exif is not None
    assert 0x4746 not in exif.main, "its rating is old"
    assert exif.main[0x8298].data == b"me!\0", "of the copyright nothing else is said"
    assert exif.main[0x110].data == b"Cam\0"
    assert photo.notices == ()


def test_it_is_enough_where_the_photo_says_nothing(tmp_path: Path) -> None:
    assert "bridge" in texts(beside(tmp_path, "a.png.xmp", BESIDE, "a.png").xmp)


def test_a_file_of_the_raw_photo_beside_is_not_the_jpeg_s(tmp_path: Path) -> None:
    raw = BESIDE.replace(b"<rdf:Description ", b'<rdf:Description xmlns:ps="http://ns.adobe.com/photoshop/1.0/" ps:SidecarForExtension="NEF" ', 1)  # fmt: skip
    assert "harbour" in texts(beside(tmp_path, "a.xmp", raw).xmp)


@pytest.mark.parametrize("packet", [b"", b"nothing", BESIDE[:400], BESIDE + b" " * (1 << 22)], ids=range(4))
def test_one_that_cannot_be_read_is_told_of(tmp_path: Path, packet: bytes) -> None:
    photo = beside(tmp_path, "a.jpg.xmp", packet)
    assert "harbour" in texts(photo.xmp)
    assert [str(notice) for notice in photo.notices] == [
        "a.jpg.xmp beside it cannot be read; it is left out."
    ]


def test_a_folder_or_a_pipe_of_that_name_is_not_waited_for(tmp_path: Path) -> None:
    import os

    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "a.jpg.xmp").mkdir()
    assert len(open_photo(tmp_path / "a.jpg").notices) == 1
    if hasattr(os, "mkfifo"):
        (tmp_path / "b.jpg").write_bytes(jpeg())
        os.mkfifo(tmp_path / "b.jpg.xmp")
        assert len(open_photo(tmp_path / "b.jpg").notices) == 1


# What is no longer true

OME = b'<?xml version="1.0" encoding="UTF-8"?><!-- Warning --><OME xmlns="http://www.openmicroscopy.org">'


@pytest.mark.parametrize(
    "description",
    [b"ImageJ=1.54\nimages=5\n", OME, b"<OME>", b"SCIFIO=0.4\naxes=X,Y\n", b'{"shape": [5, 160, 240]}'],
    ids=range(5),
)
def test_what_is_said_of_a_stack_is_not_said_of_one_picture(tmp_path: Path, description: bytes) -> None:
    data = tiff(CHART, description=description, metadata=None, **RGB)
    (tmp_path / "a.tif").write_bytes(data)
    photo = open_photo(tmp_path / "a.tif")
    path = save_photo(tmp_path / "b.tif", photo.pixels, ExportOptions("tiff"), photo)
    assert description not in path.read_bytes()
    with tifffile.TiffFile(path) as file:
        np.testing.assert_array_equal(file.asarray(), CHART)


def test_an_export_of_a_stack_is_read_by_others(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(imagej())
    photo = open_photo(tmp_path / "a.tif")
    path = save_photo(tmp_path / "b.tif", photo.pixels, ExportOptions("tiff", bit_depth=16), photo)
    np.testing.assert_array_equal(tifffile.imread(path), photo.pixels)


def test_a_description_in_words_stays(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(tiff(CHART, description="ImageJ is a program", metadata=None, **RGB))
    assert b"ImageJ is a program" in (open_photo(tmp_path / "a.tif").exif or b"")


def test_what_is_said_of_the_old_file_s_coding_and_places_goes(tmp_path: Path) -> None:
    short = struct.pack("<H", 5)
    exif = Exif(
        exif={
            0x9102: Entry(5, 1, struct.pack("<2I", 3, 1)),
            0x9101: Entry(7, 4, b"\1\2\3\0"),
            0xA500: Entry(5, 1, struct.pack("<2I", 22, 10)),
            0x9214: Entry(3, 2, short * 2),
            0xA20E: Entry(5, 1, struct.pack("<2I", 4000, 1)),
            0xA002: Entry(4, 1, struct.pack("<I", 56)),
            0xA003: Entry(4, 1, struct.pack("<I", 40)),
            0x829A: Entry(5, 1, struct.pack("<2I", 1, 60)),
        }
    )
    (tmp_path / "a.jpg").write_bytes(jpeg(exif=b"Exif\0\0" + exif.to_bytes()))
    photo = open_photo(tmp_path / "a.jpg")
    for size, left in (((40, 56), {0x9214, 0xA20E}), ((20, 28), set())):
        path = tmp_path / f"{size[0]}.png"
        save_photo(path, photo.pixels[: size[0], : size[1]], ExportOptions("png"), photo)
        again = Exif.parse(open_photo(path).exif or b"")
        assert again is not None
        assert set(again.exif) == {0xA002, 0xA003, 0x829A} | left
    # Of the same size, but turned by half a turn, the subject lies elsewhere.
    turned = np.ascontiguousarray(photo.pixels[::-1, ::-1])
    save_photo(tmp_path / "turned.png", turned, ExportOptions("png"), photo, moved=True)
    again = Exif.parse(open_photo(tmp_path / "turned.png").exif or b"")
    assert again is not None
    assert set(again.exif) == {0xA002, 0xA003, 0x829A}


# What does not fit


def large_packet(size: int) -> bytes:
    packet = upright_xmp(PACKET.replace(b"Harbour", b"H" * size))
    assert packet is not None
    return packet


@pytest.mark.parametrize("size", [60_000, 66_000, 200_000, 1_000_000])
def test_a_large_packet_is_extended_in_a_jpeg(tmp_path: Path, size: int) -> None:
    source = Photo(CHART, xmp=large_packet(size))
    told: list[Message] = []
    path = save_photo(tmp_path / "a.jpg", CHART, ExportOptions(), source, tell=told.append)
    assert sorted(texts(open_photo(path).xmp)) == sorted(texts(source.xmp))
    assert told == []
    with Image.open(path) as image:
        assert b"night" in image.info["xmp"], "what fits stands in the first part"


def test_what_cannot_be_divided_is_told_of(tmp_path: Path) -> None:
    packet = described("x").replace(b"<dc:rights>", b"<dc:rights>" + b"<!--" + b"y" * 70_000 + b"-->")
    source = Photo(CHART, xmp=b"<x>" + packet)
    told: list[Message] = []
    save_photo(tmp_path / "a.jpg", CHART, ExportOptions(), source, tell=told.append)
    assert [str(message) for message in told] == ["Its XMP does not fit into JPEG; it is left out."]


def test_xmp_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(xmp=PACKET[:300]))
    photo = open_photo(tmp_path / "a.jpg")
    assert photo.xmp is None
    assert [str(notice) for notice in photo.notices] == ["Its XMP is damaged or too large; it is left out."]


def test_of_much_exif_the_largest_fields_are_left_out_at_once_and_told(tmp_path: Path) -> None:
    fields = {tag: Entry(7, 6000, bytes(6000)) for tag in range(0x5000, 0x5000 + 1000)}
    source = Photo(CHART, exif=Exif(exif={**fields, 0x829A: Entry(5, 1, bytes(8))}).to_bytes())
    told: list[Message] = []
    path = save_photo(tmp_path / "a.jpg", CHART, ExportOptions(), source, tell=told.append)
    exif = Exif.parse(open_photo(path).exif or b"")
    assert exif is not None
    assert 0x829A in exif.exif
    kept = sum(tag in exif.exif for tag in fields)
    assert kept == 10, "as many as fit into a segment beside the directory"
    assert [str(message) for message in told] == [
        f"JPEG holds 64 KB of EXIF; the {1000 - kept} largest fields are left out."
    ]


# The place

PLACES = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:mp="http://ns.iview-multimedia.com/mediapro/1.0/" xmlns:exifEX="http://cipa.jp/exif/1.0/"
 xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:ms="http://ns.microsoft.com/photo/1.0/"
 xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 mp:Location="SECRET" exifEX:GPSLatitude="SECRET" aux:GpsLongitude="SECRET" xmp:Rating="3">
<dc:coverage>SECRET</dc:coverage>
<mp:City>SECRET</mp:City>
<aux:GeoTag>SECRET</aux:GeoTag>
<dc:subject><rdf:Bag><rdf:li>SECRET</rdf:li><rdf:li>kept</rdf:li><rdf:li>geo:lat=5</rdf:li><rdf:li>geotagged</rdf:li>
</rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Land|SECRET</rdf:li><rdf:li>Animals|kept</rdf:li></rdf:Bag>
</lr:hierarchicalSubject>
<digiKam:TagsList><rdf:Seq><rdf:li>Orte/SECRET</rdf:li><rdf:li>Tiere/kept</rdf:li></rdf:Seq></digiKam:TagsList>
<ms:LastKeywordXMP><rdf:Bag><rdf:li>Places/SECRET</rdf:li></rdf:Bag></ms:LastKeywordXMP>
<mp:CatalogSets><rdf:Bag><rdf:li>Locations|SECRET</rdf:li></rdf:Bag></mp:CatalogSets>
<acdsee:categories>&lt;Categories&gt;&lt;Category&gt;Places&lt;Category&gt;SECRET&lt;/Category&gt;&lt;/Category&gt;
&lt;/Categories&gt;</acdsee:categories>
<core:CreatorContactInfo rdf:parseType="Resource"><core:CiAdrCity>studio</core:CiAdrCity></core:CreatorContactInfo>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize("format", FORMATS)
def test_no_namespace_tells_of_the_place_where_it_is_to_be_left_out(tmp_path: Path, format: str) -> None:
    keywords = "SECRET;kept".encode("utf-16-le") + b"\0\0"
    block = Exif(main={0x9C9E: Entry(1, len(keywords), keywords)}).to_bytes()
    (tmp_path / "a.jpg").write_bytes(jpeg(xmp=PLACES, exif=b"Exif\0\0" + block))
    photo = open_photo(tmp_path / "a.jpg")
    assert photo.xmp is not None
    assert photo.xmp.count(b"SECRET") == 12
    options = ExportOptions(format, keep_location=False)
    path = save_photo(tmp_path / f"b{options.suffix}", photo.pixels, options, photo)
    again = open_photo(path)
    assert b"SECRET" not in path.read_bytes()
    assert "SECRET".encode("utf-16-le") not in path.read_bytes()
    assert again.xmp is not None
    assert b"geo" not in again.xmp
    assert again.xmp.count(b"kept") == 3
    assert b"studio" in again.xmp, "that is where the photographer is, not where the photo was taken"
    assert b'Rating="3"' in again.xmp


PLACED = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" photoshop:City="SECRET" core:CountryCode="us">
<dc:subject><rdf:Bag><rdf:li>secret</rdf:li><rdf:li>HIDDEN</rdf:li><rdf:li>us</rdf:li><rdf:li>Studio</rdf:li>
<rdf:li>Resource</rdf:li></rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>Travel|SECRET</rdf:li><rdf:li>Places|</rdf:li></rdf:Bag></lr:hierarchicalSubject>
<ext:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><ext:Sublocation>Hidden</ext:Sublocation></rdf:li></rdf:Bag>
</ext:LocationCreated>
<ext:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType="Resource"><ext:PersonName>kept</ext:PersonName></rdf:li></rdf:Bag>
</ext:PersonInImageWDetails>
<core:CreatorContactInfo rdf:parseType="Resource"><core:CiAdrCity>studio</core:CiAdrCity></core:CreatorContactInfo>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_keywords_that_name_the_place_go_with_it_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(xmp=PLACED))
    photo = open_photo(tmp_path / "a.jpg")
    path = save_photo(tmp_path / "b.jpg", photo.pixels, ExportOptions(keep_location=False), photo)
    xmp = open_photo(path).xmp
    assert xmp is not None
    assert b"secret" not in xmp.lower()
    assert b"hidden" not in xmp.lower()
    for text in (b"<rdf:li>us<", b"<rdf:li>Studio<", b"<rdf:li>Resource<", b">kept<"):
        assert text in xmp


def test_adobe_rgb_is_told_by_its_index_and_by_a_colour_space_of_2(tmp_path: Path) -> None:
    from ccnet_core.photo.profile import ADOBE_RGB_PROFILE

    (tmp_path / "profile.jpg").write_bytes(jpeg(icc_profile=ADOBE_RGB_PROFILE))
    expected = open_photo(tmp_path / "profile.jpg").pixels
    by_index = Exif(exif={0xA001: Entry(3, 1, b"\xff\xff")}, interop={1: Entry(2, 4, b"R03\0")})
    by_number = Exif(exif={0xA001: Entry(3, 1, b"\2\0")})
    files = {
        "index.jpg": jpeg(exif=b"Exif\0\0" + by_index.to_bytes()),
        "number.jpg": jpeg(exif=b"Exif\0\0" + by_number.to_bytes()),
        "number.tif": encoded(CHART, "TIFF", exif=by_number.to_bytes()),
        "number.webp": encoded(CHART, "WEBP", exif=by_number.to_bytes()),
        "number.png": png(CHART, 2, before=chunk(b"eXIf", by_number.to_bytes())),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        photo = open_photo(path)
        assert photo.profile == "Adobe RGB (1998)", name
        told = Exif.parse(photo.exif or b"")
        assert told is not None
        assert told.exif[0xA001].data[:2] == b"\1\0", name
        if name.endswith("jpg"):
            np.testing.assert_array_equal(photo.pixels, expected)
