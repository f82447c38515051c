"""Exports: exact pixels, kept EXIF, and files that appear whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import struct
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from photo_samples import chunk, encoded, exif_block, noise, png, smooth
from PIL import Image

from ccnet_core import atomic
from ccnet_core.paths import RESOURCES
from ccnet_core.photo import (
    ExportOptions,
    Photo,
    PhotoError,
    default_export_path,
    open_photo,
    save_photo,
)
from ccnet_core.photo.exif import Entry, Exif
from ccnet_core.photo.profile import SRGB_PROFILE

ALL = [("a.jpg", 8), ("a.png", 8), ("a.png", 16), ("a.tif", 8), ("a.tif", 16), ("a.webp", 8)]
EXIFTOOL = shutil.which("exiftool")


def source_photo(folder: Path, order: str = "<", channels: int = 3) -> Photo:
    """A photo whose file says: held sideways, 11 x 9 as stored."""
    path = folder / "source.png"
    block = chunk(b"eXIf", exif_block(6, order))
    path.write_bytes(png(noise(channels=channels), 2 if channels == 3 else 6, before=block))
    return open_photo(path)


@pytest.mark.parametrize(("name", "bits"), [case for case in ALL if case[0] in ("a.png", "a.tif")])
@pytest.mark.parametrize("with_alpha", [False, True])
def test_lossless_formats_keep_every_sample(tmp_path: Path, name: str, bits: int, with_alpha: bool) -> None:
    pixels = noise(300, 70, bits=bits)
    alpha = noise(300, 70, 1, bits, seed=1) if with_alpha else None
    path = save_photo(tmp_path / name, pixels, ExportOptions.for_path(name, bit_depth=bits), alpha=alpha)
    photo = open_photo(path)
    np.testing.assert_array_equal(photo.pixels, pixels)
    assert photo.bit_depth == bits
    if alpha is None:
        assert photo.alpha is None
    else:
        np.testing.assert_array_equal(photo.alpha, alpha)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", [8, 16])
def test_tiff_is_read_alike_by_other_readers(tmp_path: Path, order: str, bits: int) -> None:
    pixels = noise(700, 300, bits=bits)  # more than one strip
    source = source_photo(tmp_path, order)
    path = save_photo(tmp_path / "a.tif", pixels, ExportOptions("tiff", bit_depth=bits), source)
    np.testing.assert_array_equal(tifffile.imread(path), pixels)
    decoded = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(decoded[..., ::-1], pixels)
    if bits == 8:
        np.testing.assert_array_equal(np.asarray(Image.open(path)), pixels)


def test_16_to_8_bits_rounds_to_the_nearest(tmp_path: Path) -> None:
    every = np.repeat(np.arange(65536, dtype=np.uint16).reshape(256, 256, 1), 3, axis=2)
    path = save_photo(tmp_path / "a.png", every, ExportOptions("png"))
    np.testing.assert_array_equal(open_photo(path).pixels, np.rint(every / 257).astype(np.uint8))


@pytest.mark.parametrize(("name", "limit"), [("a.jpg", 3), ("a.webp", 9)])
def test_lossy_formats_stay_near(tmp_path: Path, name: str, limit: int) -> None:
    path = save_photo(tmp_path / name, smooth(), ExportOptions.for_path(name))
    assert np.abs(open_photo(path).pixels.astype(int) - smooth()).max() <= limit


def test_jpeg_is_not_subsampled_and_heeds_quality(tmp_path: Path) -> None:
    sizes = []
    for quality in (30, 95):
        path = save_photo(tmp_path / f"{quality}.jpg", noise(64, 64), ExportOptions("jpeg", quality))
        with Image.open(path) as image:
            assert image.layer[0][1:3] == image.layer[1][1:3] == (1, 1)
        sizes.append(path.stat().st_size)
    assert sizes[0] < sizes[1] / 2


@pytest.mark.parametrize(("name", "bits"), ALL)
def test_alpha_comes_back_where_the_format_has_it(tmp_path: Path, name: str, bits: int) -> None:
    source = source_photo(tmp_path, channels=4)
    pixels = np.ascontiguousarray(source.pixels).astype(np.uint16) * 257
    photo = open_photo(
        save_photo(tmp_path / name, pixels, ExportOptions.for_path(name, bit_depth=bits), source)
    )
    if name == "a.jpg":
        assert photo.alpha is None
        return
    assert photo.alpha is not None
    assert source.alpha is not None
    np.testing.assert_array_equal(photo.alpha // (257 if bits == 16 else 1), source.alpha)


def test_the_source_s_alpha_is_left_out_of_a_resized_picture(tmp_path: Path) -> None:
    source = source_photo(tmp_path, channels=4)
    path = save_photo(tmp_path / "b.png", noise(20, 20), ExportOptions("png"), source)
    assert open_photo(path).alpha is None


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("name", "bits"), ALL)
def test_exif_and_profile_are_kept_in_every_format(tmp_path: Path, name: str, bits: int, order: str) -> None:
    source = source_photo(tmp_path, order)
    pixels = noise(source.height, source.width, bits=16)
    path = save_photo(tmp_path / name, pixels, ExportOptions.for_path(name, bit_depth=bits), source)
    photo = open_photo(path)
    exif = Exif.parse(photo.exif or b"")
    assert exif is not None
    assert exif.order == order
    assert exif.main[0x0110].data == b"Nightcam\0"
    assert exif.orientation == 1
    assert exif.exif[0x9003].data == b"2024:05:06 07:08:09\0"
    note = Exif.parse(exif_block()).exif[0x927C]  # type: ignore[union-attr]
    assert (exif.exif[0x927C].data, exif.exif[0x927C].at) == (note.data, note.at), "offsets in it stay true"
    assert len(exif.gps[2].data) == 24
    with Image.open(path) as image:
        assert image.info["icc_profile"] == SRGB_PROFILE


@pytest.mark.skipif(EXIFTOOL is None, reason="exiftool is not installed")
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("name", "bits"), ALL)
def test_exiftool_agrees(tmp_path: Path, name: str, bits: int, order: str) -> None:
    source = source_photo(tmp_path, order)
    pixels = noise(source.height, source.width, bits=16)
    path = save_photo(tmp_path / name, pixels, ExportOptions.for_path(name, bit_depth=bits), source)
    command = [EXIFTOOL or "", "-j", "-G1", "-n", "-a", "-validate", "-warning", "-error", "-all", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)[0]
    assert told["IFD0:Model"] == "Nightcam"
    assert told["IFD0:Orientation"] == 1
    assert told["ExifIFD:DateTimeOriginal"] == "2024:05:06 07:08:09"
    assert (told["ExifIFD:ExifImageWidth"], told["ExifIFD:ExifImageHeight"]) == (9, 11)
    assert told["ExifIFD:ColorSpace"] == 1
    assert told["GPS:GPSLatitude"] == pytest.approx(48 + 8 / 60 + 25.5 / 3600)
    assert told["ICC_Profile:ProfileDescription"] == "sRGB"
    assert not [key for key in told if key.startswith("IFD1") or "Thumbnail" in key]
    assert not [
        value for key, value in told.items() if key.endswith((":Error", ":Warning")) and serious(value)
    ], told


def serious(warning: str) -> bool:
    """Leave out what exiftool says about the sample's own sparse EXIF: fields that cameras should write."""
    return not (
        "Missing required" in warning or "nrecognized MakerNotes" in warning or "Non-standard" in warning
    )


def test_an_exif_too_large_for_jpeg_loses_its_largest_field(tmp_path: Path) -> None:
    exif = Exif.parse(exif_block())
    assert exif is not None
    exif.exif[0x9286] = Entry(7, 70_000, bytes(70_000))
    source = replace(Photo.from_array(smooth()), exif=exif.to_bytes())
    small = Exif.parse(
        open_photo(save_photo(tmp_path / "a.jpg", smooth(), ExportOptions(), source)).exif or b""
    )
    whole = Exif.parse(
        open_photo(save_photo(tmp_path / "a.png", smooth(), ExportOptions("png"), source)).exif or b""
    )
    assert small is not None
    assert whole is not None
    assert 0x9286 in whole.exif
    assert 0x9286 not in small.exif
    assert 0x9003 in small.exif


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": "gif"}, "gif"),
        ({"quality": 0}, "1 to 100"),
        ({"quality": 101}, "1 to 100"),
        ({"bit_depth": 12}, "8 or 16"),
        ({"bit_depth": 16}, "into jpeg, which holds 8"),
        ({"format": "webp", "bit_depth": 16}, "into webp, which holds 8"),
    ],
)
def test_options_out_of_range(values: dict[str, object], words: str) -> None:
    with pytest.raises(PhotoError, match=words):
        ExportOptions(**values)  # type: ignore[arg-type]


def test_options_for_a_path() -> None:
    assert ExportOptions.for_path("x/A.TIFF", quality=80, bit_depth=16) == ExportOptions("tiff", 80, 16)
    assert ExportOptions.for_path(Path("a.jpeg"), overwrite=True) == ExportOptions("jpeg", overwrite=True)
    with pytest.raises(PhotoError, match=r"a\.gif: .*suffix \.gif.*Use one of \.jpg"):
        ExportOptions.for_path("a.gif")
    with pytest.raises(PhotoError, match="without a suffix"):
        ExportOptions.for_path("a")


def test_wrong_arrays_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="take uint16"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png", bit_depth=16))
    with pytest.raises(ValueError, match="pixels must be"):
        save_photo(tmp_path / "a.png", noise(channels=4), ExportOptions("png"))
    with pytest.raises(ValueError, match="does not fit"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png"), alpha=noise(3, 3, 1))
    assert not list(tmp_path.iterdir())


def test_too_wide_for_the_format(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"at most 16383 pixels a side\. Save it as PNG or TIFF"):
        save_photo(tmp_path / "a.webp", np.zeros((1, 16_384, 3), np.uint8), ExportOptions("webp"))


# ---- files ----


def only_file(folder: Path, name: str, content: bytes) -> bool:
    return [path.name for path in folder.iterdir()] == [name] and (folder / name).read_bytes() == content


def test_an_existing_file_is_left_untouched(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"precious")
    with pytest.raises(PhotoError, match=r"a\.png: a file of this name already exists"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png"))
    assert only_file(tmp_path, "a.png", b"precious")


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_left_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "a.png"
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    real = os.fsync

    def race(handle: int) -> None:
        real(handle)
        target.write_bytes(b"precious")

    monkeypatch.setattr(atomic.os, "fsync", race)
    with pytest.raises(PhotoError, match="already exists"):
        save_photo(target, noise(), ExportOptions("png"))
    assert only_file(tmp_path, "a.png", b"precious")


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("overwrite", [False, True])
def test_file_systems_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool) -> None:
    monkeypatch.setattr(os, "link", no_links)
    path = save_photo(tmp_path / "a.png", noise(), ExportOptions("png", overwrite=overwrite))
    np.testing.assert_array_equal(open_photo(path).pixels, noise())
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_overwriting_replaces_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    path = save_photo(str(tmp_path / "a.png"), noise(), ExportOptions("png", overwrite=True))
    np.testing.assert_array_equal(open_photo(path).pixels, noise())
    assert len(list(tmp_path.iterdir())) == 1


def test_overwriting_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(b"old")
    (tmp_path / "link.png").symlink_to("real.png")
    save_photo(tmp_path / "link.png", noise(), ExportOptions("png", overwrite=True))
    assert (tmp_path / "link.png").is_symlink()
    np.testing.assert_array_equal(open_photo(tmp_path / "real.png").pixels, noise())


def test_of_many_writers_at_once_one_wins(tmp_path: Path) -> None:
    results: list[object] = []

    def write(value: int) -> None:
        try:
            atomic.write_whole(tmp_path / "a.png", bytes([value]) * 10_000, overwrite=False)
            results.append(value)
        except FileExistsError:
            results.append(None)

    threads = [threading.Thread(target=write, args=(value,)) for value in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [value for value in results if value is not None]
    assert only_file(tmp_path, "a.png", bytes([winner]) * 10_000)  # type: ignore[list-item]


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("pieces", range(5))
def test_writing_that_is_stopped_between_any_two_pieces_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    class Stop(Exception):  # noqa: N818 - a decision, not an error
        pass

    monkeypatch.setattr(atomic, "_PIECE", 10)
    path, calls = tmp_path / "a.png", []
    path.write_bytes(b"precious")

    def check() -> None:
        calls.append(None)
        if len(calls) > pieces:
            raise Stop

    if pieces < 4:
        with pytest.raises(Stop):
            atomic.write_whole(path, bytes(range(25)), overwrite=True, check=check)
        assert path.read_bytes() == b"precious"
    else:
        atomic.write_whole(path, bytes(range(25)), overwrite=True, check=check)
        assert path.read_bytes() == bytes(range(25))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full. Free some space"),
        (PermissionError(errno.EACCES, "Permission denied"), "no permission to write"),
        (OSError(errno.EROFS, "Read-only file system"), "read-only"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
def test_faults_leave_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: OSError, words: str
) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    monkeypatch.setattr(atomic.os, call, failing(error))
    with pytest.raises(PhotoError, match=rf"a\.png: .*{words}"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png", overwrite=True))
    assert only_file(tmp_path, "a.png", b"old")


def test_no_permission_to_create_the_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic.os, "open", failing(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(PhotoError, match=r"no permission to write here\. Choose another folder"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setattr(atomic.os, call, failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png"))
    assert not list(tmp_path.iterdir())


def test_without_links_a_failed_claim_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(atomic.os, "replace", failing(OSError(errno.EIO, "Input/output error")))
    with pytest.raises(PhotoError, match="could not be saved"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png"))
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_and_a_folder_as_target(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"nowhere does not exist\. Create it"):
        save_photo(tmp_path / "nowhere" / "a.png", noise(), ExportOptions("png"))
    (tmp_path / "a.png").mkdir()
    with pytest.raises(PhotoError, match="this is a folder"):
        save_photo(tmp_path / "a.png", noise(), ExportOptions("png", overwrite=True))


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_the_umask_decides_on_the_file_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = save_photo(tmp_path / "a.png", noise(), ExportOptions("png"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
@pytest.mark.parametrize("mode", [0o600, 0o444, 0o664])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.png"
    path.touch()
    path.chmod(mode)
    (tmp_path / "link.png").symlink_to(path)
    save_photo(tmp_path / "link.png", noise(), ExportOptions("png", overwrite=True))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert open_photo(path).width == 11


def test_names_of_any_script_and_of_full_length(tmp_path: Path) -> None:
    name = "夜" * 80 + ".png"  # 244 bytes of the 255 a name may have
    path = save_photo(tmp_path / name, noise(), ExportOptions("png"))
    np.testing.assert_array_equal(open_photo(path).pixels, noise())
    with pytest.raises(PhotoError, match="too long"):
        save_photo(tmp_path / ("夜" * 90 + ".png"), noise(), ExportOptions("png"))


def test_proposed_names(tmp_path: Path) -> None:
    def proposed(name: str, format: str, suffix: str | None = None) -> str:
        path = default_export_path(Photo.from_array(noise(), path=tmp_path / name, format=format), suffix)
        assert path.parent == tmp_path
        return path.name

    assert proposed("Night.JPEG", "JPEG") == "Night-ccnet.jpg"
    assert proposed("a.b.tiff", "TIFF") == "a.b-ccnet.tif"
    assert proposed("a.webp", "WEBP") == "a-ccnet.webp"
    assert proposed("a.nef", "RAW") == proposed("a.heic", "HEIF") == proposed("a.bmp", "BMP") == "a-ccnet.jpg"
    assert proposed("a.jpg", "JPEG", ".png") == "a-ccnet.png"
    (tmp_path / "a-ccnet.jpg").touch()
    assert proposed("a.jpg", "JPEG") == "a-ccnet-2.jpg"
    (tmp_path / "a-ccnet-2.jpg").symlink_to("nowhere")
    assert proposed("a.jpg", "JPEG") == "a-ccnet-3.jpg"
    photo = Photo.from_array(noise(), path=tmp_path / "a.jpg", format="JPEG")
    assert default_export_path(photo, taken={tmp_path / "a-ccnet-3.jpg"}).name == "a-ccnet-4.jpg"


def test_a_pasted_picture_is_proposed_to_the_home_folder() -> None:
    path = default_export_path(Photo.from_array(noise()))
    assert path.parent == Path.home()
    assert path.suffix == ".png"


def test_a_photo_that_ships_is_proposed_to_the_home_folder() -> None:
    photo = Photo.from_array(noise(), path=RESOURCES / "sample" / "dark-coffee.jpg", format="JPEG")
    assert default_export_path(photo) == Path.home() / "dark-coffee-ccnet.jpg"


def test_saving_what_was_opened_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encoded(smooth(), "JPEG", exif=b"Exif\0\0" + exif_block()))
    photo = open_photo(tmp_path / "a.jpg")
    again = open_photo(save_photo(tmp_path / "a.png", photo.pixels, ExportOptions("png"), photo))
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    twice = open_photo(save_photo(tmp_path / "b.png", again.pixels, ExportOptions("png"), again))
    assert twice.exif == again.exif


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
def test_the_place_is_left_out_where_asked_and_the_date_stays(tmp_path: Path, name: str, order: str) -> None:
    source = source_photo(tmp_path, order)
    options = replace(ExportOptions.for_path(name), keep_location=False)
    path = save_photo(tmp_path / name, noise(source.height, source.width), options, source)
    exif = Exif.parse(open_photo(path).exif or b"")
    assert exif is not None
    assert exif.gps == {}
    assert exif.exif[0x9003].data == b"2024:05:06 07:08:09\0"
    assert 0x927C not in exif.exif, "the maker's own field may tell the place too"
    assert struct.pack(order + "2I", 2550, 100) not in path.read_bytes()
