"""Both structures: any size, the cached path, and what is computed how often."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import torch
from ccnet_samples import CONFIGS, counted, random_lab, tiny_network

from ccnet_core.network import CCNet, CCNetConfig

# Below, at and around the multiples that the levels need, and strips of one pixel.
_SIZES = ((1, 1), (1, 2), (2, 1), (3, 5), (15, 17), (16, 16), (31, 33), (32, 32), (33, 65), (1, 64), (70, 1))
_DECODER = {"published": ("up1", "up2"), "gain": ("up3", "up2", "up1", "block3", "block2", "block1")}
_DECODER["lit"] = _DECODER["gain"]


@pytest.mark.parametrize("size", _SIZES)
def test_any_size_gives_finite_results_of_that_size(network: CCNet, size: tuple[int, int]) -> None:
    L, ab = random_lab(*size, batch=2)
    bright, out = network(L, ab)
    assert bright.shape == L.shape
    assert out.shape == ab.shape
    assert bright.isfinite().all()
    assert out.isfinite().all()


@pytest.mark.parametrize("with_reference", [False, True])
@pytest.mark.parametrize("structure", ["published", "gain", "lit"])
def test_only_the_guidance_is_computed_anew(structure: str, with_reference: bool) -> None:
    network = tiny_network(structure)
    once = {"lightness": network.lightness} | {
        name: getattr(network.chrominance, name) for name in _DECODER[structure]
    }
    L, ab = random_lab(40, 50)
    with counted(once | {"chrominance": network.chrominance}) as calls:
        bright = network.brighten(L, ab=ab)
        for saturation in (0.5, 1.0, 2.0):
            network.colorize(bright, saturation * ab, ab if with_reference else None, 0.3)
    # Light is chosen on a small copy of the photo, which is brightened, too.
    copies = {"lightness": 2} if structure == "lit" else {}
    assert calls == dict.fromkeys(once, 1) | copies | {"chrominance": 3}


def test_training_head_of_the_published_structure_does_not_run() -> None:
    network = tiny_network("published")
    with counted({"encode_q": network.chrominance.encode_q}) as calls:
        network(*random_lab(33, 20))
    assert not calls


@pytest.mark.parametrize("size", [(64, 32), (45, 61)])
def test_cached_path_gives_what_one_pass_gives(network: CCNet, size: tuple[int, int]) -> None:
    L, ab = random_lab(*size)
    expected, expected_ab = network(L, ab)
    bright = network.brighten(L, ab=ab)
    network.colorize(bright, 3 * ab, -ab, 0.7)  # must leave no trace
    torch.testing.assert_close(bright.L, expected, atol=1e-6, rtol=0)
    torch.testing.assert_close(network.colorize(bright, ab), expected_ab, atol=1e-6, rtol=0)


@pytest.mark.parametrize("size", [(64, 32), (45, 61)])
def test_brightening_without_colour_gives_the_same_luminance(network: CCNet, size: tuple[int, int]) -> None:
    L, ab = random_lab(*size)
    bright = network.brighten(L, ab=ab)
    torch.testing.assert_close(network.brighten_part(L, bright.context), bright.L, atol=1e-6, rtol=0)


def test_pictures_of_a_batch_do_not_mix(network: CCNet) -> None:
    L, ab = random_lab(40, 33, batch=2)
    together = network(L, ab)
    for index in range(2):
        alone = network(L[index : index + 1], ab[index : index + 1])
        for one, both in zip(alone, together, strict=True):
            torch.testing.assert_close(both[index : index + 1], one, atol=2e-5, rtol=0)


def test_reference_counts_by_its_weight(network: CCNet) -> None:
    L, ab = random_lab(40, 33)
    reference = ab.flip(1)
    bright = network.brighten(L, ab=ab)
    torch.testing.assert_close(network.colorize(bright, ab, reference, 0.0), network.colorize(bright, ab))
    assert not torch.allclose(
        network.colorize(bright, ab, reference, 0.5), network.colorize(bright, ab), atol=1e-6
    )


def test_whole_weight_on_the_reference_replaces_the_guidance(network: CCNet) -> None:
    L, ab = random_lab(40, 33)
    reference = ab.flip(1)
    bright = network.brighten(L, ab=ab)
    torch.testing.assert_close(
        network.colorize(bright, ab, reference, 1.0),
        network.colorize(bright, reference),
        atol=1e-6,
        rtol=1e-5,
    )


@pytest.mark.parametrize(
    ("name", "shape"),
    [("L", (1, 3, 8, 8)), ("L", (8, 8)), ("guidance", (1, 1, 8, 8)), ("guidance", (1, 2, 8, 9))],
)
def test_wrong_shapes_are_named(network: CCNet, name: str, shape: tuple[int, ...]) -> None:
    inputs = dict(zip(("L", "guidance"), random_lab(8, 8), strict=True)) | {name: torch.zeros(shape)}
    with pytest.raises(ValueError, match=name):
        network(**inputs)


def test_integer_pictures_are_refused(network: CCNet) -> None:
    with pytest.raises(ValueError, match="uint8"):
        network.brighten(torch.zeros((1, 1, 8, 8), dtype=torch.uint8))


def test_reference_of_another_size_is_named(network: CCNet) -> None:
    L, ab = random_lab(8, 8)
    with pytest.raises(ValueError, match="reference"):
        network.colorize(network.brighten(L, ab=ab), ab, torch.zeros((1, 2, 8, 7)))


@pytest.mark.parametrize(
    "config",
    [
        *CONFIGS.values(),
        CCNetConfig(),
        CCNetConfig.gain(),
        replace(CCNetConfig.gain(), depth=(3, 2, 1, 1, 1)),
    ],
)
def test_config_survives_json(config: CCNetConfig) -> None:
    assert CCNetConfig.from_json(config.to_json()) == config


_GAIN = {"structure": "gain", "channels": [8] * 5, "view": 8}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({**_GAIN, "structure": "other"}, "structure"),
        ({**_GAIN, "channels": [8] * 4}, "channels"),
        ({**_GAIN, "channels": [8, 8, 8, 8, 6]}, "channels"),
        ({**_GAIN, "channels": [8, 8, 8, 8, 0]}, "channels"),
        ({**_GAIN, "channels": [8.0] * 5}, "channels"),
        ({**_GAIN, "channels": 8}, "channels"),
        ({**_GAIN, "view": 0}, "view"),
        ({**_GAIN, "view": 8.5}, "view"),
        ({**_GAIN, "structure": "published"}, "channels"),
        ({**_GAIN, "depth": [1] * 4}, "depth"),
        ({**_GAIN, "depth": [1, 1, 1, 1, 0]}, "depth"),
        ({**_GAIN, "depth": [1.0] * 5}, "depth"),
        ({**_GAIN, "depth": 3}, "depth"),
        ({"channels": [16, 32, 64, 128, 256], "depth": [2] * 5}, "depth"),
        ({**_GAIN, "width": 3}, "width"),
        ({"structure": "gain"}, "channels"),
        ([], "configuration"),
    ],
)
def test_config_names_what_is_wrong(fields: object, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        CCNetConfig.from_json(json.dumps(fields))


def test_config_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="configuration"):
        CCNetConfig.from_json("{")
