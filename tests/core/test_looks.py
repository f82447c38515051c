"""Looks in files: what is read of them, and what is refused with the line at fault."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ccnet_core.engine.cube import nodes_of
from ccnet_core.engine.looks import apply_cube
from ccnet_core.looks import ColourCube, Look, LookError, parse_cube, read_look, write_cube

_HEAD = 'TITLE "by hand"\n# a comment\nLUT_3D_SIZE 2\n\n'
_BY_HAND = ["0 0 0", "1 0 0", "0 .5 0", "1 .5 0", "0 0 1", "1 0 1", "0 .5 1", "1 .5 1"]
"""Green becomes half of itself, red and blue stay: red varies fastest."""


def _parsed(text: str) -> ColourCube:
    return parse_cube(Path("look.cube"), text.encode())


def _applied(cube: ColourCube, colours: list[tuple[float, float, float]]) -> np.ndarray:
    rgb = torch.tensor(colours, dtype=torch.float32).T[None, :, None]
    return apply_cube(rgb, cube)[0, :, 0].T.numpy()


def _identity(size: int) -> np.ndarray:
    return np.ascontiguousarray(nodes_of(size).reshape(3, -1).T.numpy())


@pytest.mark.parametrize("size", [2, 17, 33, 65])
def test_identity_changes_nothing(size: int, tmp_path: Path) -> None:
    path = tmp_path / "identity.cube"
    write_cube(path, _identity(size), 'a "quoted" name', overwrite=False)
    cube = read_look(path)
    assert cube.size == size
    colours = np.random.default_rng(1).random((500, 3)).tolist()
    np.testing.assert_allclose(_applied(cube, colours), colours, atol=1 / 65535)


def test_reference_values_of_a_cube_made_by_hand() -> None:
    cube = _parsed(_HEAD + "\n".join(_BY_HAND))
    np.testing.assert_allclose(
        _applied(cube, [(0.2, 0.4, 0.6), (1, 1, 1), (0, 0.5, 0), (2, -1, 0.5)]),
        [(0.2, 0.2, 0.6), (1, 0.5, 1), (0, 0.25, 0), (1, 0, 0.5)],
        atol=1e-6,
    )
    # Only the node of white is moved: within its tetrahedra the least of the three says how far.
    white = _parsed(_HEAD + "\n".join([*_BY_HAND[:2], "0 1 0", "1 1 0", *_BY_HAND[4:6], "0 1 1", "0 0 0"]))
    np.testing.assert_allclose(_applied(white, [(0.9, 0.5, 0.2)]), [(0.7, 0.3, 0.0)], atol=1e-6)


def test_one_dimension_and_domains() -> None:
    curve = "LUT_1D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 2\n0 0 0\n.25 .5 .5\n1 1 1\n"
    np.testing.assert_allclose(
        _applied(_parsed(curve), [(0.5, 0.5, 0.5), (0.75, 0.25, 1)]),
        [(0.25, 0.5, 0.25), (0.625, 0.25, 0.5)],
        atol=1e-6,
    )
    ranged = "LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0.0 0.5\n" + "\n".join(_BY_HAND)
    np.testing.assert_allclose(_applied(_parsed(ranged), [(0.25, 0.5, 0.1)]), [(0.5, 0.5, 0.2)], atol=1e-6)


@given(st.integers(2, 5), st.randoms(use_true_random=False))
def test_what_is_written_is_read_again(size: int, random: object) -> None:
    cube = np.random.default_rng(random.getrandbits(32)).random((size**3, 3)).astype(np.float32)  # type: ignore[attr-defined]
    rows = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in cube.tolist())
    np.testing.assert_allclose(_parsed(f"LUT_3D_SIZE {size}\n{rows}\n").table, cube, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1 of it cannot be read (there is no LUT_1D_SIZE or LUT_3D_SIZE)"),
        ("LUT_3D_SIZE 1\n", "line 1 of it cannot be read (LUT_3D_SIZE must be a whole number from 2 to 65)"),
        ("LUT_3D_SIZE 66\n", "from 2 to 65"),
        ("LUT_3D_SIZE ²\n", "from 2 to 65"),
        ("LUT_3D_SIZE 2 2\n", "from 2 to 65"),
        ("LUT_1D_SIZE 65537\n", "from 2 to 65536"),
        ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n", "line 2 of it cannot be read (there is a second size"),
        ("0 0 0\n", "line 1 of it cannot be read (a colour comes before"),
        (_HEAD + "\n".join(_BY_HAND[:7]), "line 11 of it cannot be read (it ends after 7 of 8 colours)"),
        (
            _HEAD + "\n".join([*_BY_HAND, "0 0 0"]),
            "line 13 of it cannot be read (there are more than 8 colours)",
        ),
        (_HEAD + "0 0\n", "line 5 of it cannot be read (3 numbers were expected)"),
        (_HEAD + "0 0 nan\n", "line 5 of it cannot be read (what should be a number is none)"),
        (_HEAD + "0 1_0 0\n", "what should be a number is none"),
        (_HEAD + "0 1e400 0\n", "a number is out of range"),
        (_HEAD + "0 0 0\nDOMAIN_MIN 0 0 0\n", "line 6 of it cannot be read (DOMAIN_MIN comes after"),
        (_HEAD + "DOMAIN_MIN 0 0 0\nDOMAIN_MIN 0 0 0\n", "there is a second DOMAIN_MIN"),
        (_HEAD + "DOMAIN_MIN 1 0 0\n" + "\n".join(_BY_HAND), "its domain ends before it begins"),
        ("LUT_9D_SIZE 2\n", "LUT_9D_SIZE is not known"),
        ("<html> <body> <p>", "line 5 of it cannot be read (what should be a number is none)"),
    ],
)
def test_what_is_no_cube_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(LookError) as raised:
        _parsed(_HEAD + text if text.startswith("<") else text)
    assert told in str(raised.value)
    assert str(raised.value).startswith("look.cube: ")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_hald_pictures_are_cubes(dtype: type, tmp_path: Path) -> None:
    import cv2

    level = 4
    scale = np.iinfo(dtype).max
    nodes = np.round(scale * _identity(level * level)).astype(dtype).reshape(level**3, level**3, 3)
    path = tmp_path / "identity.png"
    assert cv2.imwrite(str(path), nodes[..., ::-1])
    cube = read_look(path)
    assert cube.size == level * level
    colours = np.random.default_rng(1).random((200, 3)).tolist()
    np.testing.assert_allclose(_applied(cube, colours), colours, atol=1 / scale)
    Image.fromarray(np.zeros((64, 65, 3), np.uint8)).save(path)
    with pytest.raises(LookError, match=r"identity.png: it is no Hald CLUT: 65 × 64 pixels"):
        read_look(path)


def test_files_that_cannot_be_read_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(LookError, match=r"gone.cube: the file does not exist"):
        read_look(tmp_path / "gone.cube")
    with pytest.raises(LookError, match=r"gone.png: the file does not exist"):
        read_look(tmp_path / "gone.png")
    large = tmp_path / "large.cube"
    large.touch()
    os.truncate(large, 32_000_001)
    with pytest.raises(LookError, match=r"large.cube: it is too large: more than 32 MB"):
        read_look(large)
    taken = tmp_path / "taken.cube"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(LookError, match=r"taken.cube: a file of this name already exists"):
        write_cube(taken, _identity(2), "x", overwrite=False)
    assert taken.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("path", ["", "a\0b", 3])
def test_a_look_needs_a_file(path: object) -> None:
    with pytest.raises(ValueError, match="needs the path of a file"):
        Look(path)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="strength of a look must lie between 0 and 1, got 2"):
        Look("a.cube", 2)
