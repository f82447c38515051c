"""The network that takes noise out of luminance: bounded, the same in parts, and read by a safe loader."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from ccnet_samples import random_lab, tiny_detail
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch.utils.flop_counter import FlopCounterMode

from ccnet_core.network import WeightsError
from ccnet_core.network.detail import (
    MARGIN,
    DetailConfig,
    DetailNetwork,
    even_out,
    load_detail,
    noise_at,
    save_detail,
)
from ccnet_core.noise import KNOTS
from ccnet_core.paths import DETAIL_WEIGHTS


def told(sigma: float, coarseness: float = 1.0) -> torch.Tensor:
    return torch.tensor([[sigma] * len(KNOTS) + [coarseness]])


@settings(deadline=None, max_examples=15)
@given(st.floats(0.0, 0.5), st.integers(0, 99))
def test_no_more_is_taken_than_a_few_deviations_of_the_noise(sigma: float, seed: int) -> None:
    L, ab = random_lab(32, 48, seed)
    with torch.inference_mode():
        made = tiny_detail(seed)(L, ab, told(sigma))
    assert ((made >= 0) & (made <= 1)).all()
    assert (made - L).abs().max() <= 6.01 * min(max(sigma, 0.001), 0.2)


def test_a_part_with_its_margin_is_the_crop_of_the_whole() -> None:
    network, (L, ab) = tiny_detail(), random_lab(304, 320, 3)
    rows, columns = slice(104, 200), slice(104, 216)
    wide = tuple(slice(side.start - MARGIN, side.stop + MARGIN) for side in (rows, columns))
    with torch.inference_mode():
        whole = network(L, ab, told(0.02))[..., rows, columns]
        part = network(L[..., wide[0], wide[1]], ab[..., wide[0], wide[1]], told(0.02))
    torch.testing.assert_close(part[..., MARGIN:-MARGIN, MARGIN:-MARGIN], whole, rtol=0, atol=1e-6)


def test_noise_between_knots_is_interpolated() -> None:
    sigma = torch.linspace(0.01, 0.12, len(KNOTS))[None]
    told = torch.cat((sigma, torch.ones(1, 1)), dim=1)
    L = torch.tensor([*KNOTS, (KNOTS[4] + KNOTS[5]) / 2]).view(1, 1, 1, -1)
    expected = torch.cat((sigma[0], (sigma[0, 4:5] + sigma[0, 5:6]) / 2))
    torch.testing.assert_close(noise_at(told, L)[0, 0, 0], expected)


def test_the_network_that_ships_takes_noise_from_flat_parts_and_leaves_what_is_clean() -> None:
    network = load_detail(DETAIL_WEIGHTS)
    torch.manual_seed(0)
    clean = torch.linspace(0.05, 0.3, 256).expand(1, 1, 128, 256)
    noisy = clean + 0.015 * torch.randn(clean.shape)
    with torch.inference_mode():
        made = network(noisy, torch.zeros(1, 2, 128, 256), told(0.015))
        same = network(clean, torch.zeros(1, 2, 128, 256), told(0.001))
    assert (made - clean).std() < 0.35 * (noisy - clean).std()
    assert (same - clean).abs().mean() < 5e-4


def test_a_megapixel_takes_less_than_25_gflop() -> None:
    network = DetailNetwork(load_detail(DETAIL_WEIGHTS).config)
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        network(*random_lab(256, 256), told(0.01))
    assert counter.get_total_flops() / 256**2 * 1e6 < 25e9


def test_saved_weights_come_back(tmp_path: Path) -> None:
    network, path = tiny_detail(), tmp_path / "detail.safetensors"
    save_detail(network, path, {"step": "7"})
    loaded, (L, ab) = load_detail(path), random_lab(24, 32)
    assert loaded.config == network.config
    assert not any(p.requires_grad for p in loaded.parameters())
    assert torch.equal(loaded(L, ab, told(0.02)), network(L, ab, told(0.02)))


@pytest.mark.parametrize(
    "config",
    [
        '{"channels": [4, 8, 1000000], "depth": [1, 1, 1]}',
        '{"channels": [4, 8, 8], "depth": [1, 1, 99]}',
        '{"channels": [4, 8], "depth": [1, 1, 1]}',
        '{"channels": [4, 8, 8.0], "depth": [1, 1, 1]}',
        '{"channels": [4, 8, 8]}',
        "[]",
        "no json",
    ],
)
def test_a_file_of_other_sizes_is_refused_by_its_name(tmp_path: Path, config: str) -> None:
    path = tmp_path / "odd.safetensors"
    save_file(tiny_detail().state_dict(), path, metadata={"ccnet_detail_config": config})
    with pytest.raises(WeightsError, match=r"odd\.safetensors"):
        load_detail(path)


@pytest.mark.parametrize("damage", ["missing", "misshapen", "infinite", "of another kind"])
def test_weights_that_are_not_the_networks_are_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "odd.safetensors"
    save_detail(tiny_detail(), path)
    state, config = load_file(path), {"ccnet_detail_config": DetailConfig((4, 8, 8), (1, 1, 1)).to_json()}
    match damage:
        case "missing":
            del state["conv_in.bias"]
        case "misshapen":
            state["conv_in.bias"] = torch.zeros(3)
        case "infinite":
            state["conv_in.bias"] = torch.full((4,), torch.inf)
        case _:
            config = {"ccnet_config": "{}"}
    save_file(state, path, metadata=config)
    with pytest.raises(WeightsError, match=r"odd\.safetensors"):
        load_detail(path)


def test_what_is_weak_beside_the_noise_is_evened_and_edges_stay() -> None:
    torch.manual_seed(0)
    step = torch.full((1, 1, 96, 192), 0.2)
    step[..., 101:] = 0.5
    L = step + 0.01 * torch.randn(step.shape)
    made = even_out(L, told(0.05))
    flat = (..., slice(16, 80), slice(16, 80))
    assert made[flat].std() < 0.5 * L[flat].std()
    assert made[flat].mean() == pytest.approx(float(L[flat].mean()), abs=1e-3)
    assert (made[..., 102] - made[..., 99]).mean() > 0.85 * 0.3
    torch.testing.assert_close(even_out(L, told(0.001)), L, rtol=0, atol=2e-4)
