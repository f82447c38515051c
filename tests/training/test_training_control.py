"""The maps by which colorization learns to obey."""

from __future__ import annotations

import pytest
import torch

from ccnet_core.training.control import ColourMaps, draw_maps


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(4)


def _changes(maps: ColourMaps) -> torch.Tensor:
    return (maps.A - torch.eye(2)).flatten(1).any(1) | (maps.t != 0).any(1)


def test_affine_maps_guidance_and_target_alike() -> None:
    guidance, target = draw_maps("affine", 400, _generator())
    ab = torch.rand(400, 2, 3, 3)
    assert torch.equal(guidance.apply(ab), target.apply(ab))
    assert 0.4 < _changes(guidance).float().mean() < 0.6


def test_published_scales_half_of_the_guidance_and_no_target() -> None:
    guidance, target = draw_maps("published", 400, _generator())
    assert not _changes(target).any()
    changed = _changes(guidance)
    assert 0.4 < changed.float().mean() < 0.6
    ab = torch.rand(400, 2, 3, 3)
    ratios = (guidance.apply(ab) / ab)[changed]
    assert 0.5 <= ratios.min() < 0.55
    assert 0.95 < ratios.max() <= 1
    torch.testing.assert_close(ratios, ratios[:, :1, :1, :1].expand_as(ratios))


def test_none_changes_nothing() -> None:
    for maps in draw_maps("none", 5, _generator()):
        ab = torch.rand(5, 2, 3, 3)
        assert torch.equal(maps.apply(ab), ab)


@pytest.mark.parametrize("control", ["affine", "published"])
def test_maps_follow_the_generator(control: str) -> None:
    first, second = (draw_maps(control, 8, _generator())[0] for _ in range(2))
    assert torch.equal(first.A, second.A)
    assert torch.equal(first.t, second.t)
