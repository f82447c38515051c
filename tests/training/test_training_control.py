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


def _maps(count: int = 200, seed: int = 0) -> ColourMaps:
    return ColourMaps.draw_affine(count, torch.Generator().manual_seed(seed))


def test_colour_maps_apply_alike_before_and_after_brightening() -> None:
    generator = torch.Generator().manual_seed(1)
    ab = torch.randn((200, 2, 3, 4), generator=generator)
    gain = 1 + 4 * torch.rand((200, 1, 3, 4), generator=generator)
    maps = _maps()
    torch.testing.assert_close(maps.apply(ab, gain) * gain, maps.apply(ab * gain))


def test_colour_maps_are_rows_times_columns_for_each_sample() -> None:
    maps = ColourMaps(
        torch.tensor([[[1.0, 2.0], [3.0, 4.0]], [[1.0, 0.0], [0.0, 1.0]]]),
        torch.tensor([[0.5, 0.25], [0.0, 0.0]]),
    )
    ab = torch.tensor([10.0, 1.0]).view(1, 2, 1, 1).expand(2, 2, 1, 1)
    assert maps.apply(ab).flatten(1).tolist() == [[12.5, 34.25], [10.0, 1.0]]


def test_colour_maps_are_drawn_by_their_generator_alone() -> None:
    first, again, other = _maps(), _maps(), _maps(seed=1)
    assert torch.equal(first.A, again.A)
    assert torch.equal(first.t, again.t)
    assert not torch.equal(first.A, other.A)


def test_about_half_of_the_colour_maps_change_nothing() -> None:
    maps = _maps(2000)
    identity = (torch.eye(2) == maps.A).all(dim=(1, 2)) & (maps.t == 0).all(dim=1)
    assert 0.45 < identity.float().mean() < 0.55
    assert maps.A.isfinite().all()
    assert torch.linalg.det(maps.A).min() > 0
