"""A short run of the harness that changes files, kills processes and lets calls fail: nothing is lost."""

from __future__ import annotations

import random

import pytest

from benchmarks.torture import PARTS, main, mutate, run


@pytest.mark.parametrize(
    ("part", "count"), [("mutations", 156), ("kills", 4), ("faults", 40), ("endurance", 6)]
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_nothing_is_lost(part: str, count: int) -> None:
    tally = run(part, count, seed=20)
    assert tally.lost == []
    assert sum(tally.outcomes.values()) >= count


def test_every_part_is_run_and_told_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["faults", "--scale", "0.004", "--seed", "3"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].startswith("| part | cases |")
    assert table[2].startswith("| faults | 4 | ")
    assert set(PARTS) == {"mutations", "kills", "faults", "endurance"}


@pytest.mark.parametrize("arguments", [["floods"], ["faults", "kill"], ["--scale", "0"], ["--scale", "nan"]])
def test_a_part_that_is_none_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().out == ""


def test_chance_is_the_same_for_the_same_seed() -> None:
    data = bytes(range(256)) * 4
    assert mutate(data, random.Random(5)) == mutate(data, random.Random(5))
    assert len({mutate(data, random.Random(seed)) for seed in range(50)}) == 50
