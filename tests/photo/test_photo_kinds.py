"""Every kind of file that people have is seen as others see it, or refused in words that say what it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from photo_kinds import KINDS, REFUSED, Kind, Refused

from ccnet_core.photo import PhotoError, open_photo
from ccnet_core.photo.pages import with_page


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_it_is_seen_as_others_see_it(tmp_path: Path, kind: Kind) -> None:
    if kind.name.endswith("heic"):
        pytest.importorskip("pillow_heif", reason="the heif extra is not installed")
    if kind.name.endswith("jxl") or kind.name.startswith("codec-"):
        pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")
    path = tmp_path / kind.name
    path.write_bytes(kind.data())
    photo = open_photo(path if kind.page is None else with_page(path, kind.page))
    seen = kind.seen()
    assert photo.pixels.shape == seen.shape
    assert photo.bit_depth == kind.bits
    shown = photo.pixels / (257 if kind.bits == 16 else 1)
    assert np.abs(shown - seen).mean() <= kind.error
    told = " ".join(photo.notices)
    assert kind.told in told
    assert bool(told) == bool(kind.told)


def test_there_are_many_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) > 200


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_what_is_not_opened_is_told_for_what_it_is(tmp_path: Path, refused: Refused) -> None:
    module = {"dng": "rawpy", "raf": "rawpy", "cr2": "rawpy", "cr3": "rawpy", "heic": "pillow_heif"}
    if refused.name.rpartition(".")[2] in module:
        pytest.importorskip(module[refused.name.rpartition(".")[2]], reason="the extra is not installed")
    (tmp_path / refused.name).write_bytes(refused.data())
    with pytest.raises(PhotoError, match=refused.words):
        open_photo(tmp_path / refused.name)
