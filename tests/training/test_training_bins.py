"""The bins of ab: the published set, and colours encoded on it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ccnet_core.colour import srgb_to_lab
from ccnet_core.training.bins import bin_centres, soft_encode
from ccnet_core.training.losses import bins


def _colour(a: float, b: float) -> Tensor:
    return torch.tensor((a, b)).view(1, 2, 1, 1) / 110


def test_there_are_313_on_a_grid_of_10() -> None:
    centres = bin_centres()
    assert centres.shape == (313, 2)
    assert len(centres.unique(dim=0)) == 313
    assert (centres % 10 == 0).all()
    assert centres[0].tolist() == [-90, 50]
    assert centres[-1].tolist() == [100, 0]


def test_they_are_the_corners_of_the_cells_that_srgb_fills_and_four_more() -> None:
    # A line of constant ab leaves the gamut through its surface: the faces of the RGB cube say all.
    levels = torch.linspace(0, 1, 256, dtype=torch.float64)
    corners: set[tuple[int, int]] = set()
    for channel in range(3):
        for value in (0.0, 1.0):
            grids = list(torch.meshgrid(levels, levels, indexing="ij"))
            grids.insert(channel, torch.full_like(grids[0], value))
            _, ab = srgb_to_lab(torch.stack(grids)[None])
            cells = torch.floor(11 * ab).int().movedim(1, -1).reshape(-1, 2).unique(dim=0)
            for a, b in (10 * cells).tolist():
                corners |= {(a, b), (a + 10, b), (a, b + 10), (a + 10, b + 10)}
    published = {tuple(point) for point in bin_centres().int().tolist()}
    assert len(corners) == 309
    assert published - corners == {(40, 90), (100, -90), (100, -10), (100, 0)}
    assert corners < published


def test_colour_on_a_bin_weighs_it_most() -> None:
    encoded = soft_encode(_colour(20, -30))
    assert encoded.indices.shape == encoded.weights.shape == (1, 5, 1, 1)
    assert bin_centres()[encoded.indices[0, 0, 0, 0]].tolist() == [20, -30]
    side = torch.exp(torch.tensor(-2.0))  # 10 away at sigma 5
    expected = torch.stack((torch.tensor(1.0), *[side] * 4)) / (1 + 4 * side)
    torch.testing.assert_close(encoded.weights[0, :, 0, 0], expected)


def test_colour_between_four_bins_weighs_them_alike() -> None:
    encoded = soft_encode(_colour(5, 5))
    nearest = {tuple(bin_centres()[i].tolist()) for i in encoded.indices[0, :4, 0, 0]}
    assert nearest == {(0, 0), (0, 10), (10, 0), (10, 10)}
    weights = encoded.weights[0, :, 0, 0]
    torch.testing.assert_close(weights[:4], weights[:1].expand(4))


@pytest.mark.parametrize("colour", [(300.0, 0.0), (0.0, -1000.0)])
def test_colours_far_outside_still_weigh_one(colour: tuple[float, float]) -> None:
    weights = soft_encode(_colour(*colour)).weights
    torch.testing.assert_close(weights.sum(1), torch.ones(1, 1, 1))


def test_cross_entropy_is_least_at_the_encoded_target() -> None:
    target = _colour(23, 41).expand(1, 2, 8, 8)
    encoded = soft_encode(target[..., :2, :2])
    exact = torch.full((1, 313, 2, 2), 1e-9).scatter(1, encoded.indices, encoded.weights).log()
    entropy = -(encoded.weights * encoded.weights.log()).sum(1).mean()
    torch.testing.assert_close(bins(exact, target), entropy, atol=1e-4, rtol=0)
    even = bins(torch.zeros(1, 313, 2, 2), target)
    torch.testing.assert_close(even, torch.tensor(313.0).log())
    assert even > entropy
