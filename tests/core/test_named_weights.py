"""The weights that ship, by name."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from ccnet_core import Engine
from ccnet_core.cli.options import add_engine_options
from ccnet_core.network import load_network
from ccnet_core.paths import FREE_WEIGHTS, NAMED_WEIGHTS, WEIGHTS, weights_file


@pytest.mark.parametrize(("name", "path"), [("studio", WEIGHTS), ("free", FREE_WEIGHTS)])
def test_a_name_is_the_file_that_ships(name: str, path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    assert weights_file(name) == parser.parse_args(["--weights", name]).weights == path
    assert load_network(path).config.light


def test_any_other_word_is_a_path() -> None:
    assert weights_file("mine.safetensors") == Path("mine.safetensors")
    assert weights_file("./free") == Path("free")


def test_an_engine_takes_a_name_too() -> None:
    free, studio = Engine.load("free", "cpu"), Engine.load(device="cpu")
    assert free.network.config != studio.network.config
    assert set(NAMED_WEIGHTS) == {"studio", "free"}
