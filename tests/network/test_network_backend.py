"""What each structure says that it can do it does, and an engine works with whatever runs a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from ccnet_samples import CONFIGS, random_lab, tiny_network
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.network import (
    STRUCTURES,
    BrightLuminance,
    CCNet,
    Structure,
    load_network,
    save_network,
)
from ccnet_core.photo import Photo


class OtherRuntime:
    """Runs a network by what :class:`ccnet_core.network.Backend` names alone, and counts."""

    def __init__(self, network: CCNet) -> None:
        self._inner, self.devices, self.calls = network, [], set()

    @property
    def structure(self) -> Structure:
        return self._inner.structure

    def use(self, device: torch.device) -> None:
        self.devices.append(device.type)

    def digest(self) -> str:
        return self._inner.digest()

    def brighten(self, L: Tensor, *, ab: Tensor) -> BrightLuminance:
        self.calls.add("brighten")
        return self._inner.brighten(L, ab=ab)

    def colorize(
        self,
        bright: BrightLuminance,
        guidance: Tensor,
        reference: Tensor | None = None,
        reference_weight: float = 1.0,
    ) -> Tensor:
        self.calls.add("colorize")
        return self._inner.colorize(bright, guidance, reference, reference_weight)

    def colour_terms(self, bright: BrightLuminance, guidance: Tensor, pattern: Tensor) -> Tensor:
        self.calls.add("colour_terms")
        return self._inner.colour_terms(bright, guidance, pattern)


def test_an_engine_asks_a_runtime_for_nothing_but_what_the_protocol_names(dim_pixels: np.ndarray) -> None:
    network = tiny_network("lit")
    runtime = OtherRuntime(network)
    adjustments = Adjustments(saturation=1.5)
    pictures = []
    for engine in (Engine(runtime, "cpu"), Engine(network, "cpu")):
        brightened = engine.brighten(Photo.from_array(dim_pixels), pixels=5_000)
        engine.prepare_quick(brightened, Adjustments())
        quick = engine.render_quick(brightened, adjustments)
        assert quick is not None
        pictures.append(
            (engine.render(brightened, adjustments), quick, engine.export(brightened, adjustments))
        )
    for found, expected in zip(*pictures, strict=True):
        np.testing.assert_array_equal(found, expected)
    assert runtime.devices == ["cpu"]
    assert runtime.calls == {"brighten", "colorize", "colour_terms"}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_structure_can_do_what_it_says(name: str) -> None:
    network = tiny_network(name)
    structure = network.structure
    assert STRUCTURES[network.config.structure] is structure
    L, ab = random_lab(64, 96)
    bright = network.brighten(L, ab=ab)
    assert (network.context(L, ab) is not None) == (bright.context is not None) == structure.has_context
    if structure.has_bins:
        _, logits = network.colorize_with_bins(bright, ab)
        assert logits.shape[-2:] == (16, 24)
    else:
        with pytest.raises(ValueError, match="bins"):
            network.colorize_with_bins(bright, ab)
    if not structure.has_matrices:
        with pytest.raises(ValueError, match="matrices"):
            network.colour_terms(bright, ab, ab)


@pytest.mark.parametrize("name", ["gain", "lit"])
def test_colours_are_sums_of_the_terms(name: str) -> None:
    network = tiny_network(name)
    L, ab = random_lab(45, 61)
    bright = network.brighten(L, ab=ab)
    # A scale of the guidance is the map with that on the diagonal; the matrices do not depend on it.
    weights = torch.tensor((1.7, 0.0, 0.0, 1.7, 0.0, 0.0))
    half = torch.einsum("t,tchw->chw", weights, network.colour_terms(bright, ab, ab))[None]
    found = torch.nn.functional.interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)
    torch.testing.assert_close(found[..., :45, :61], network.colorize(bright, 1.7 * ab), atol=1e-5, rtol=1e-4)


def test_sides_are_padded_to_the_multiple_of_the_structure() -> None:
    assert {structure.name: structure.multiple for structure in STRUCTURES.values()} == {
        "published": 16,
        "gain": 32,
    }


def test_the_digest_tells_networks_apart_and_not_their_files(tmp_path: Path) -> None:
    network = tiny_network("gain")
    save_network(network, tmp_path / "a.safetensors", {"step": "3"})
    assert load_network(tmp_path / "a.safetensors").digest() == network.digest()
    assert tiny_network("gain", seed=1).digest() != network.digest()
    assert tiny_network("lit").digest() != network.digest()
