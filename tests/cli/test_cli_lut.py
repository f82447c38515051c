"""``--lut`` and ``ccnet lut``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image

from ccnet_core import cli
from ccnet_core.adjustments import SCHEMA, Adjustments
from ccnet_core.looks import Look, read_look, write_cube
from ccnet_core.sidecar import read_sidecar, write_sidecar


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "night.png"
    Image.fromarray(colour_ramp(60, 90, top=0.3)).save(path)
    return path


def _run(*arguments: str | Path) -> int:
    return cli.main([*map(str, arguments), "--device", "cpu"])


def test_a_photo_goes_through_looks_and_its_colours_become_one(
    photo: Path, tiny_weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, dusk, neutral = (photo.with_name(name) for name in ("out.png", "dusk.cube", "neutral.cube"))
    weights = ("--weights", tiny_weights)
    write_sidecar(photo, Adjustments(exposure=0.5, highlights=-0.4))
    assert _run("lut", photo, "-o", dusk, "--size", "9", "--mixer", "blue.luminance=-50", *weights) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(dusk)
    assert "dusk.cube: left out, as they act on places: highlights" in told.err
    cube = read_look(dusk)
    assert cube.size == 9
    assert cube.table[9**3 // 2].mean() > 0.55
    assert _run("lut", photo, "-o", dusk, *weights) == 1
    assert "already exists" in capsys.readouterr().err
    assert _run("lut", photo, "-o", photo.with_name("dusk.txt"), *weights) == 1
    assert "must end in .cube" in capsys.readouterr().err
    # Through it, twice, with a strength the second time.
    write_cube(neutral, read_look(dusk).table, "again", overwrite=False)

    def written(*options: str) -> np.ndarray:
        assert _run("enhance", photo, "-o", out, "--overwrite", *options, *weights) == 0
        return np.asarray(Image.open(out)).astype(int)

    plain = written()
    once, half = written("--lut", str(dusk)), written("--lut", f"{dusk}:0.5")
    assert once.mean() > plain.mean() + 5
    np.testing.assert_allclose(half, (plain + once) / 2, atol=2)
    assert written("--lut", str(dusk), "--lut", str(neutral)).mean() > once.mean()


def test_looks_that_cannot_be_read_stop_what_asks_for_them_and_warn_else(
    photo: Path, tiny_weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, gone = photo.with_name("out.png"), photo.with_name("gone.cube")
    assert _run("enhance", photo, "-o", out, "--lut", gone, "--weights", tiny_weights) == 1
    assert "gone.cube: the file does not exist" in capsys.readouterr().err
    assert not out.exists()
    assert _run("enhance", photo, "-o", out, "--lut", f"{gone}:2", "--weights", tiny_weights) == 1
    # Of a preset that was made where it was there, all else is done.
    preset = photo.with_name("preset.json")
    values = json.loads(Adjustments(looks=(Look("gone.cube"),)).to_json())
    preset.write_text(json.dumps(values), encoding="utf-8")
    assert _run("enhance", photo, "-o", out, "--preset", preset, "--weights", tiny_weights) == 0
    assert "The photo is shown without this look." in capsys.readouterr().err
    assert out.exists()


def test_sidecars_name_looks_relative_to_themselves(photo: Path) -> None:
    folder = photo.parent / "looks"
    folder.mkdir()
    look = Look(str(folder / "dusk.cube"), 0.4)
    write_sidecar(photo, Adjustments(looks=(look,)))
    stored = json.loads(photo.with_name("night.png.ccnet.json").read_text(encoding="utf-8"))
    assert stored["adjustments"]["looks"] == [{"path": "looks/dusk.cube", "strength": 0.4}]
    assert read_sidecar(photo) == Adjustments(looks=(look,))


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ({}, "expected a list of looks"),
        ([3], "a look must be an object"),
        ([{"path": "a"}] * 9, "8 looks at most"),
        ([{"path": ""}], "needs the path of a file"),
        ([{"path": "a", "strength": 2}], "strength of a look must lie between 0 and 1"),
        ([{"strength": 1}], "a look must be an object with a path"),
        ([{"path": "a", "order": 1}], "a look must be an object with a path"),
    ],
    ids=str,
)
def test_what_is_no_list_of_looks_is_refused(looks: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Adjustments.from_json(json.dumps({"schema": SCHEMA, "looks": looks}))
