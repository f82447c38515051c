"""``ccnet sync``, and photos that are chosen by their flags."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.geometry import Geometry
from ccnet_core.photo import ExportOptions, open_photo, save_photo
from ccnet_core.sidecar import Snapshot, change_notes, read_whole_sidecar, sidecar_path, write_sidecar

_OWN = Adjustments(exposure=0.5, temperature=0.3, geometry=Geometry(rotation=90))


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    for path in paths:
        save_photo(path, colour_ramp(12, 24, np.uint8, 0.3), ExportOptions.for_path(path))
    return paths


def sync(*arguments: str | Path) -> int:
    return cli.main(["sync", *map(str, arguments)])


def test_others_get_the_settings_by_groups_and_keep_the_rest(
    photos: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, c = photos
    assert sync(a, b) == 1
    assert "a.png: nothing is saved beside it" in capsys.readouterr().err
    write_sidecar(a, _OWN)
    write_sidecar(b, Adjustments(contrast=0.2, tint=0.1))
    change_notes(b, lambda notes: replace(notes, flagged=True))
    assert sync(a, b, c, "--groups", "white-balance") == 0
    assert "2 changed, 0 as before, 0 failed" in capsys.readouterr().err
    whole = read_whole_sidecar(b)
    assert whole is not None
    assert whole.adjustments == Adjustments(contrast=0.2, temperature=0.3)
    assert whole.notes.flagged
    assert sync(a, b) == 0
    whole = read_whole_sidecar(b)
    assert whole is not None
    assert whole.adjustments == replace(_OWN, geometry=Geometry()), "of the usual groups, without the crop"


def test_what_cannot_be_written_is_told_and_stops_no_other(
    photos: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, c = photos
    write_sidecar(a, _OWN)
    sidecar_path(b).write_text("{")
    assert sync(a, b, a.with_name("gone.png"), c) == 1
    told = capsys.readouterr().err
    assert "b.png.ccnet.json: it holds no adjustments" in told
    assert "gone.png: there is no such photo" in told
    assert "1 changed, 0 as before, 2 failed" in told
    assert sidecar_path(b).read_text() == "{"
    with pytest.raises(SystemExit):
        sync(a, b, "--groups", "light,magic")
    assert "names no settings" in capsys.readouterr().err


def test_a_batch_takes_the_flagged_photos_alone(
    photos: list[Path], tiny_weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, _ = photos
    folder, out = a.parent, a.parent / "out"
    batch = ["batch", folder, "-o", out, "--flagged", "--jobs", "1", "--weights", tiny_weights]
    assert cli.main([*map(str, batch), "--device", "cpu"]) == 1
    assert "no flagged photos" in capsys.readouterr().err
    change_notes(b, lambda notes: replace(notes, flagged=True))
    assert cli.main([*map(str, batch), "--device", "cpu"]) == 0
    assert [path.name for path in out.glob("*.png")] == ["b-ccnet.png"]


def test_a_snapshot_of_a_sidecar_can_be_begun_with(
    photos: list[Path], tiny_weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, out = photos[0], photos[0].with_name("out.png")
    grey = Snapshot("Grey", Adjustments(saturation=0.0))
    change_notes(a, lambda notes: replace(notes, snapshots=(grey,)))
    enhance = ["enhance", a, "-o", out, "--weights", tiny_weights, "--device", "cpu"]
    for more, told in (
        (["--snapshot", "Grey"], "give that as --preset"),
        (["--preset", sidecar_path(a), "--snapshot", "Gray"], "no snapshot 'Gray'. Choose one of 'Grey'"),
    ):
        assert cli.main([*map(str, (*enhance, *more))]) == 1
        assert told in capsys.readouterr().err
    assert cli.main([*map(str, enhance), "--preset", str(sidecar_path(a)), "--snapshot", "Grey"]) == 0
    assert int(np.ptp(open_photo(out).pixels.astype(int), axis=2).max()) <= 2
