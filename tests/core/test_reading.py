"""What is read beside photos may be anything: it is a regular file of bounded size, or an error in words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ccnet_samples import colour_ramp

from ccnet_core import atomic
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.batch.record import RECORD_NAME
from ccnet_core.cli import main
from ccnet_core.colour import AbStatistics
from ccnet_core.documents import LARGEST
from ccnet_core.network import WeightsError, load_network
from ccnet_core.photo import ExportOptions, PhotoError, open_photo, save_photo
from ccnet_core.presets import SUFFIX, Preset, PresetError, PresetFolder, read_preset, write_preset
from ccnet_core.reading import UnusableFileError, check_regular, open_regular, read_regular
from ccnet_core.sidecar import SidecarError, read_sidecar, sidecar_path, write_sidecar
from ccnet_core.styles import load_styles

needs_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has named pipes")


def pipe(path: Path) -> None:
    """Nobody writes to it: who opens it as usual waits for ever."""
    os.mkfifo(path)


def device(path: Path) -> None:
    """It never ends."""
    path.symlink_to("/dev/zero")


def gigabytes(path: Path) -> None:
    """Of nothing, which take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(5_000_000_000)


HOSTILE = pytest.mark.parametrize("make", [pipe, device, gigabytes])


@needs_posix
@HOSTILE
def test_what_is_no_regular_file_or_too_large_is_neither_opened_nor_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "odd"
    make(path)
    for look in (check_regular, read_regular, open_regular):
        with pytest.raises(UnusableFileError, match=r"no regular file|too large: more than 1 MB"):
            look(path, 1_000_000)


@needs_posix
def test_a_file_that_is_exchanged_for_a_pipe_while_it_is_opened_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "odd"
    path.touch()
    before = path.stat()
    path.unlink()
    os.mkfifo(path)
    with monkeypatch.context() as looked_at_before:
        looked_at_before.setattr(os, "stat", lambda *_, **__: before)
        with pytest.raises(UnusableFileError, match="no regular file"):
            read_regular(path, 100)


@needs_posix
def test_a_photo_that_is_exchanged_for_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = save_photo(tmp_path / "night.png", colour_ramp(9, 12), ExportOptions("png"))
    before = photo.stat()
    photo.unlink()
    os.mkfifo(photo)
    with monkeypatch.context() as looked_at_before:
        looked_at_before.setattr(os, "stat", lambda *_, **__: before)
        with pytest.raises(PhotoError, match=r"night\.png: this is not a regular file"):
            open_photo(photo)


@needs_posix
def test_a_file_that_tells_no_size_is_read_up_to_the_largest() -> None:
    path = Path("/proc/kallsyms")
    if not path.exists():
        pytest.skip("only Linux has files that tell no size")
    assert check_regular(path, 10) == 0
    with pytest.raises(UnusableFileError, match="too large"):
        read_regular(path, 10)


def test_links_are_followed_only_where_that_is_wanted(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"content")
    link.symlink_to(path)
    assert read_regular(link, 7) == b"content"
    with pytest.raises(UnusableFileError, match="a link to another file"):
        read_regular(link, 7, follow_links=False)
    with pytest.raises(UnusableFileError, match="a link to another file"):
        open_regular(link, 7, follow_links=False, append=True)
    assert read_regular(path, 7, follow_links=False) == b"content"
    with open_regular(path, 7, append=True) as file:
        file.write(b" more")
    assert path.read_bytes() == b"content more"


@needs_posix
@HOSTILE
def test_a_sidecar_that_cannot_be_one_is_told_at_once_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    photo = tmp_path / "night.jpg"
    make(sidecar_path(photo))
    before = os.lstat(sidecar_path(photo))
    with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: .*move it away"):
        read_sidecar(photo)
    if make is not gigabytes:
        with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: .*move it away"):
            write_sidecar(photo, Adjustments())
    assert os.lstat(sidecar_path(photo)) == before


def test_what_a_linked_sidecar_leads_to_is_neither_read_nor_written(tmp_path: Path) -> None:
    photo, elsewhere = tmp_path / "night.jpg", tmp_path / "elsewhere"
    sidecar_path(photo).symlink_to(elsewhere)
    with pytest.raises(SidecarError, match="a link to another file"):
        write_sidecar(photo, Adjustments(saturation=0.5))
    assert not elsewhere.exists()
    write_sidecar(tmp_path / "other.jpg", Adjustments(saturation=0.5))
    sidecar_path(tmp_path / "other.jpg").rename(elsewhere)
    with pytest.raises(SidecarError, match="a link to another file"):
        read_sidecar(photo)


@needs_posix
def test_nothing_but_a_regular_file_is_replaced(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    pipe(odd)
    before = odd.stat()
    (tmp_path / "link").symlink_to(odd)
    for target in (odd, tmp_path / "link"):
        with pytest.raises(UnusableFileError, match="no regular file"):
            atomic.write_whole(target, b"data", overwrite=True)
    assert odd.stat() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "odd"]


@needs_posix
@HOSTILE
def test_a_preset_that_cannot_be_one_is_told_and_the_others_are_there(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / ("odd" + SUFFIX)
    make(path)
    with pytest.raises(PresetError, match=r"odd\.ccnet-preset\.json: "):
        read_preset(path)
    folder = PresetFolder(tmp_path)
    folder.save(Preset("Warm", Adjustments(temperature=0.4)))
    (error,) = folder.load()
    assert str(error).startswith(path.name)
    assert [preset.name for preset in folder.presets] == ["Warm"]


def test_a_linked_preset_is_read(tmp_path: Path) -> None:
    warm = Preset("Warm", Adjustments(temperature=0.4))
    write_preset(tmp_path / "warm.json", warm, overwrite=False)
    (tmp_path / ("warm" + SUFFIX)).symlink_to(tmp_path / "warm.json")
    assert read_preset(tmp_path / ("warm" + SUFFIX)) == warm


@needs_posix
@HOSTILE
@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_weights_that_cannot_be_any_are_told(
    tmp_path: Path, make: Callable[[Path], None], suffix: str
) -> None:
    path = tmp_path / f"odd{suffix}"
    make(path)
    with pytest.raises(WeightsError, match=rf"odd\{suffix}: .*(no regular file|too large)"):
        load_network(path)


@needs_posix
@HOSTILE
def test_a_style_that_cannot_be_one_is_told(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "odd.json")
    with pytest.raises(ValueError, match=r"odd\.json: holds no style"):
        load_styles(tmp_path)


@needs_posix
@pytest.mark.parametrize("make", [device, gigabytes])
def test_a_preset_of_the_command_line_that_cannot_be_one_is_told(
    tmp_path: Path, tiny_weights: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    photo, preset = tmp_path / "night.png", tmp_path / "odd.json"
    save_photo(photo, colour_ramp(9, 12, top=0.3), ExportOptions("png"))
    make(preset)
    arguments = ["enhance", str(photo), "-o", str(tmp_path / "out.png"), "--preset", str(preset)]
    assert main([*arguments, "--weights", str(tiny_weights)]) == 1
    assert "ccnet: odd.json: " in capsys.readouterr().err


@needs_posix
@HOSTILE
def test_a_record_that_cannot_be_one_is_told_before_any_work(
    tmp_path: Path, tiny_weights: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    photo, out = tmp_path / "night.png", tmp_path / "out"
    save_photo(photo, colour_ramp(9, 12, top=0.3), ExportOptions("png"))
    out.mkdir()
    make(out / RECORD_NAME)
    # Where photos are looked for it counts as none.
    arguments = ["batch", str(tmp_path), "--recursive", "-o", str(out), "--weights", str(tiny_weights)]
    assert main([*arguments, "--jobs", "1"]) == 1
    told = capsys.readouterr().err
    assert f"ccnet: {RECORD_NAME}: " in told
    assert "Move it away" in told
    assert list(out.iterdir()) == [out / RECORD_NAME]


@pytest.mark.parametrize("there", [True, False])
def test_a_linked_record_is_not_written_through(
    tmp_path: Path, tiny_weights: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    photo, out, elsewhere = tmp_path / "$(touch evil).png", tmp_path / "out", tmp_path / "startup.sh"
    save_photo(photo, colour_ramp(9, 12, top=0.3), ExportOptions("png"))
    out.mkdir()
    if there:
        elsewhere.write_text("true\n")
    (out / RECORD_NAME).symlink_to(elsewhere)
    arguments = ["batch", str(photo), "-o", str(out), "--weights", str(tiny_weights), "--jobs", "1"]
    assert main(arguments) == 1
    assert "a link to another file" in capsys.readouterr().err
    assert elsewhere.exists() == there
    assert not there or elsewhere.read_text() == "true\n"


def test_a_document_that_grows_too_large_leaves_out_pictures_and_can_be_read(tmp_path: Path) -> None:
    photo = tmp_path / "night.jpg"
    statistics = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
    references = tuple(Reference(f"{i}", statistics, thumbnail=bytes(25_000)) for i in range(200))
    write_sidecar(photo, Adjustments(references=references))
    assert sidecar_path(photo).stat().st_size <= LARGEST
    # What is equal has the same statistics and weights.
    assert read_sidecar(photo) == Adjustments(references=references)


def test_a_document_that_would_be_too_large_is_not_written(tmp_path: Path) -> None:
    photo = tmp_path / "night.jpg"
    write_sidecar(photo, Adjustments(saturation=0.5))
    statistics = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
    with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: "):
        write_sidecar(photo, Adjustments(references=(Reference("n" * LARGEST, statistics),)))
    assert read_sidecar(photo) == Adjustments(saturation=0.5)
    assert json.loads(sidecar_path(photo).read_bytes())["adjustments"]["saturation"] == 0.5
