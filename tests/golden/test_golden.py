"""The published structure gives what the authors' implementation gives: see README.md."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from ccnet_samples import GOLDEN

from ccnet_core.colour import lab_to_srgb, srgb_to_lab
from ccnet_core.network import CCNet, load_network

_CASES = (
    "plain",
    "saturation_0",
    "saturation_0.5",
    "saturation_2",
    "reference",
    "reference_saturation_1.5",
    "small_33x47",
)
_REFERENCE_WEIGHT = 0.3


@pytest.fixture(scope="module")
def published() -> CCNet:
    return load_network(GOLDEN / "weights_fp16.pth")


def _tensor(vectors: dict[str, np.ndarray], key: str) -> torch.Tensor:
    return torch.from_numpy(vectors[key])[None]


def test_cases_are_all_that_the_file_holds(vectors: dict[str, np.ndarray]) -> None:
    assert {key.split("/")[0] for key in vectors if "/" in key} == set(_CASES)


def test_keys_and_shapes_are_those_of_the_published_checkpoint(published: CCNet) -> None:
    ours = [f"{key} {tuple(value.shape)}" for key, value in published.state_dict().items()]
    assert sorted(ours) == sorted((GOLDEN / "keys.txt").read_text().splitlines())


def test_parameter_counts_are_the_published_ones(published: CCNet) -> None:
    lightness = sum(p.numel() for p in published.lightness.parameters())
    chrominance = sum(p.numel() for p in published.chrominance.parameters())
    assert (lightness, chrominance, lightness + chrominance) == (2_942_208, 807_065, 3_749_273)


def test_loaded_weights_are_float32_frozen_and_in_evaluation_mode(published: CCNet) -> None:
    assert {p.dtype for p in published.parameters()} == {torch.float32}
    assert not any(p.requires_grad for p in published.parameters())
    assert not published.training


@pytest.mark.parametrize("case", _CASES)
def test_outputs_are_those_of_the_authors_implementation(
    published: CCNet, vectors: dict[str, np.ndarray], case: str
) -> None:
    picture = case if f"{case}/L" in vectors else "plain"
    reference = f"{case}/reference_guidance"
    with torch.inference_mode():
        bright = published.brighten(_tensor(vectors, f"{picture}/L"))
        ab = published.colorize(
            bright,
            _tensor(vectors, f"{case}/guidance"),
            _tensor(vectors, reference) if reference in vectors else None,
            _REFERENCE_WEIGHT,
        )
        rgb = lab_to_srgb(bright.L, ab)
    torch.testing.assert_close(bright.L, _tensor(vectors, f"{picture}/L_out"), atol=2e-5, rtol=0)
    torch.testing.assert_close(ab, _tensor(vectors, f"{case}/ab_out"), atol=2e-5, rtol=0)
    torch.testing.assert_close(rgb, _tensor(vectors, f"{case}/rgb_out"), atol=1e-4, rtol=0)


def test_input_lab_is_that_of_the_authors_implementation(vectors: dict[str, np.ndarray]) -> None:
    rgb = torch.from_numpy(vectors["input_rgb"]).permute(2, 0, 1)[None].float() / 255
    L, ab = srgb_to_lab(rgb)
    torch.testing.assert_close(L, _tensor(vectors, "plain/L"), atol=1e-5, rtol=0)
    torch.testing.assert_close(ab, _tensor(vectors, "plain/guidance"), atol=1e-5, rtol=0)
