"""``--mask``, of single photos and of batches."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.masks import LocalValues, Mask, MaskKind, Point, Radial
from ccnet_core.photo import open_photo
from ccnet_core.sidecar import write_sidecar

_FACE = Mask(MaskKind.RADIAL, Radial(Point(0.5, 0.5), (0.2, 0.2)), values=LocalValues(exposure=1.5))
_LAMP = Mask(MaskKind.RADIAL, Radial(Point(0.1, 0.1), (0.1, 0.1)), values=LocalValues(saturation=0.0))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "night.png"
    Image.fromarray(colour_ramp(60, 90, top=0.3)).save(path)
    return path


def test_masks_of_files_are_applied_alone_and_in_batches(photo: Path, tiny_weights: Path) -> None:
    one, several, sidecar = (photo.with_name(f"{name}.json") for name in ("one", "several", "sidecar"))
    one.write_text(json.dumps(_FACE.to_dict()))
    several.write_text(json.dumps([_FACE.to_dict(), _LAMP.to_dict()]))
    other = photo.with_name("other.png")
    # What else is decided there plays no part.
    write_sidecar(other, Adjustments(exposure=2, masks=[_FACE]))
    sidecar.write_bytes(photo.with_name("other.png.ccnet.json").read_bytes())
    photo.with_name("other.png.ccnet.json").unlink()
    engine = Engine.load(tiny_weights, device="cpu")
    brightened = engine.brighten(open_photo(photo))
    fixed = ["--saturation", "1.2", "--weights", str(tiny_weights), "--device", "cpu"]
    for files, masks in (
        ([one], [_FACE]),
        ([several], [_FACE, _LAMP]),
        ([sidecar], [_FACE]),
        ([one, sidecar], [_FACE, _FACE]),
    ):
        given = [text for file in files for text in ("--mask", str(file))]
        single, folder = photo.with_name("out.png"), photo.parent / f"out {len(masks)} {files[0].stem}"
        assert cli.main(["enhance", str(photo), "-o", str(single), "--overwrite", *given, *fixed]) == 0
        assert cli.main(["batch", str(photo), "-o", str(folder), "--format", "png", *given, *fixed]) == 0
        assert len(list(folder.glob("*.png"))) == 1
        expected = engine.export(brightened, Adjustments(saturation=1.2, masks=masks))
        for path in (single, *folder.glob("*.png")):
            np.testing.assert_array_equal(open_photo(path).pixels, expected)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "it holds no masks"),
        (b'{"kind": "square"}', "mask 1: kind must be one of"),
        (b'[{"kind": "brush"}, {"kind": "brush", "strength": 7}]', "mask 2: strength must lie between"),
        (b"[" * 100_000, "it holds no masks"),
        (None, "does not exist"),
    ],
)
def test_a_file_without_masks_is_named(
    photo: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, told: str
) -> None:
    file = photo.with_name("broken.json")
    if content is not None:
        file.write_bytes(content)
    assert cli.main(["enhance", str(photo), "-o", str(photo.with_name("out.png")), "--mask", str(file)]) != 0
    written = capsys.readouterr().err
    assert "broken.json" in written
    assert re.search(told, written), written
    assert not photo.with_name("out.png").exists()
