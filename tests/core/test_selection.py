"""Lists of photos, and shares of them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.batch import BatchJob, OnConflict, State, run_batch
from ccnet_core.batch.record import RECORD_NAME
from ccnet_core.batch.selection import Shard, listed_paths
from ccnet_core.engine import Engine
from ccnet_core.photo import ExportOptions, save_photo

_NAMES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1), unique=True)


@given(_NAMES, st.integers(1, 20))
def test_every_photo_is_in_exactly_one_shard(names: list[str], count: int) -> None:
    photos = [Path("photos", name) for name in names]
    shares = [Shard(number, count).indices(photos) for number in range(1, count + 1)]
    assert sorted(index for share in shares for index in share) == list(range(len(photos)))


def test_a_shard_is_the_same_wherever_the_folder_lies_and_whatever_is_added() -> None:
    names = [f"IMG_{number:04}" for number in range(400)]
    here = Shard(3, 8).indices([Path("/here", f"{name}.nef") for name in names])
    there = Shard(3, 8).indices([Path("/mnt/there", f"{name}.NEF") for name in names[::-1]])
    assert sorted(399 - index for index in there) == list(here)
    # An eighth of them, as far as chance has it.
    assert 30 <= len(here) <= 70
    # As one system or the other writes an accent.
    for form in ("NFC", "NFD"):
        assert Shard(1, 2).holds(Path(unicodedata.normalize(form, "é.jpg"))) == Shard(1, 2).holds(
            Path("É.png")
        )


def test_shards_stay_what_they_are_from_version_to_version() -> None:
    photos = [Path(f"IMG_{number}.jpg") for number in range(8)]
    shards = [next(n for n in range(1, 5) if Shard(n, 4).holds(photo)) for photo in photos]
    assert shards == [3, 1, 2, 3, 1, 2, 3, 2]


@pytest.mark.parametrize("text", ["3", "3/", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "²/4"])
def test_what_is_no_shard_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="shard"):
        Shard.parse(text)


def test_lists_hold_any_name() -> None:
    assert listed_paths(b"a b.jpg\r\n\r\n\nc.nef") == [Path("a b.jpg"), Path("c.nef")]
    assert listed_paths(b"a\nb.jpg\0\xff.nef\0") == [Path("a\nb.jpg"), Path("\udcff.nef")]
    assert listed_paths(b"") == []
    # As editors on Windows begin a file.
    assert listed_paths("\ufeffnight.jpg\n".encode()) == [Path("night.jpg")]


def test_all_shards_together_write_what_one_batch_does(tmp_path: Path) -> None:
    sources = []
    for number, name in enumerate(["a/x.png", "b/x.png", "b/y.png", "z.png"]):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        save_photo(path, colour_ramp(8 + number, 12, np.uint8, 0.3), ExportOptions.for_path(path))
        sources.append(path)
    engine = Engine(tiny_network("gain"), "cpu")
    job = BatchJob(tuple(sources), tmp_path / "one", template="{number}-{name}")
    run_batch(job, engine)
    made = 0
    for number in (1, 2):
        chosen = Shard(number, 2).indices(sources)
        part = BatchJob(
            job.sources,
            tmp_path / "two",
            template="{number}-{name}",
            on_conflict=OnConflict.SKIP,
            chosen=chosen,
        )
        report = run_batch(part, engine)
        assert [outcome.source for outcome in report.having(State.WRITTEN)] == [sources[i] for i in chosen]
        assert report.not_begun == 0
        made += len(chosen)
    assert made == 4
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir() if path.name != RECORD_NAME}
        for name in ("one", "two")
    )
    assert one == two
