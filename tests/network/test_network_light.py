"""Light per place: what the choice and the fusion promise by construction."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from ccnet_samples import random_lab, tiny_network
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import avg_pool2d

from ccnet_core.network import CCNet, CCNetConfig, Window
from ccnet_core.network.exposure import expose
from ccnet_core.network.fusing import carried, carrying, fuse, fusion_maps, small_copy
from ccnet_core.network.gain import GainBrightening, GainColorization
from ccnet_core.network.light import Light, slice_grid


def _night(height: int = 128, width: int = 192) -> torch.Tensor:
    """L of a dark street, softly uneven, with a bright window that holds detail."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    L = 0.04 + 0.02 * torch.sin(rows / 9) * torch.cos(columns / 7)
    window = (rows > 40) & (rows < 80) & (columns > 60) & (columns < 120)
    return torch.where(window, 0.65 + 0.05 * torch.sin(columns * 1.3), L)[None, None].float()


def _grey(L: torch.Tensor) -> torch.Tensor:
    return torch.zeros_like(L).expand(-1, 2, -1, -1)


def _exposed_and_fused(log_gain: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    L = _night()
    gain = torch.tensor([log_gain])
    k = float(torch.exp(gain))
    return L, k * L / (k * L + 1 - L), fuse(L, L, gain)


def test_fusion_opens_the_dark_and_keeps_the_light() -> None:
    L, exposed, fused = _exposed_and_fused(2.5)
    dark, bright = (slice(90, 120), slice(10, 50)), (slice(46, 74), slice(66, 114))
    assert fused[0, 0][dark].mean() > 3 * L[0, 0][dark].mean()
    assert (fused - L)[0, 0][bright].abs().mean() < 0.4 * (exposed - L)[0, 0][bright].abs().mean()
    assert fused[0, 0][bright].std() > 0.8 * L[0, 0][bright].std() > exposed[0, 0][bright].std()


@settings(max_examples=15)
@given(log_gain=st.floats(-1, 3), seed=st.integers(0, 5))
def test_fusion_is_never_darker_than_the_photo_and_stays_in_range(log_gain: float, seed: int) -> None:
    torch.manual_seed(seed)
    L = torch.nn.functional.interpolate(torch.rand(1, 1, 9, 12), size=(96, 128), mode="bicubic").clamp(0, 1)
    fused = fuse(L, L, torch.tensor([log_gain]))
    assert (fused - L).min() > -0.011
    assert 0 <= fused.min() <= fused.max() <= 1


def test_a_well_exposed_grey_stays_what_it_is() -> None:
    grey = torch.full((1, 1, 64, 64), 0.5)
    torch.testing.assert_close(fuse(grey, grey, torch.zeros(1)), grey, atol=0.02, rtol=0)


def _choosing(share: float, gain: float = 0.0) -> CCNet:
    """A network that takes the same share of the fusion everywhere."""
    network = tiny_network("lit")
    assert isinstance(network.lightness, GainBrightening)
    light = network.lightness.light
    assert light is not None
    with torch.no_grad():
        light.conv_out.weight.zero_()
        light.conv_out.bias[:8] = share
        light.conv_out.bias[8:] = gain
    return network


def test_without_any_share_the_exposure_of_the_whole_is_left() -> None:
    network = _choosing(-40.0)
    plain = CCNet(replace(network.config, light=False)).eval()
    plain.load_state_dict(network.state_dict(), strict=False)
    L = 0.1 * _night() + 0.06  # neither black nor bright places, which are cared for apart
    with torch.inference_mode():
        torch.testing.assert_close(network.brighten(L, ab=_grey(L)).L, plain.brighten(L).L, atol=1e-5, rtol=0)


def test_the_more_of_the_fusion_the_more_is_kept_of_the_light() -> None:
    L = _night()
    bright = (slice(46, 74), slice(66, 114))
    with torch.inference_mode():
        risen = [
            float((_choosing(share, 1.0).brighten(L, ab=_grey(L)).L - L)[0, 0][bright].mean())
            for share in (-9.0, 0.0, 9.0)
        ]
    assert risen[0] > risen[1] > risen[2]


@pytest.mark.parametrize("rows", [slice(0, 64), slice(32, 96)])
def test_a_part_gets_the_light_of_its_place(rows: slice) -> None:
    network = tiny_network("lit")
    L = _night()
    columns = slice(32, 160)
    with torch.inference_mode():
        whole = network.brighten(L, ab=_grey(L))
        window = Window.of(rows, columns, (128, 192))
        part = network.brighten_part(L[..., rows, columns], whole.context, window)
        elsewhere = network.brighten_part(
            L[..., rows, columns], whole.context, Window.of(slice(100, 128), slice(0, 20), (128, 192))
        )
    inner = (..., slice(16, -16), slice(16, -16))
    expected = whole.L[..., rows, columns][inner]
    assert (part[inner] - expected).abs().mean() < 0.004
    assert (part[inner] - expected).abs().mean() < 0.5 * (elsewhere[inner] - expected).abs().mean()


def test_leaves_before_a_bright_sky_keep_what_is_finer_than_the_fusion_sees() -> None:
    """Some are dark, where the network's detail counts, some bright, where the photo's own does."""
    torch.manual_seed(0)
    L = torch.full((1, 1, 512, 768), 0.7)
    L[..., 128:640] = 0.02 + torch.rand((1, 1, 512, 512)) * torch.linspace(0.1, 0.7, 512)
    exposed, gain = expose(L, torch.tensor([2.0])), torch.tensor([2.0])
    small = small_copy(L)
    maps = fusion_maps(small, small, small, gain)
    slope, other, intercept = carrying(maps, Window.whole(L).positions(L)).chunk(3, dim=1)
    fused = carried((slope, other), intercept, exposed, L)
    fine, own = ((x - avg_pool2d(x, 5, 1, 2))[..., 140:628] for x in (fused, L))
    for a, b in zip(fine.split(61, dim=3), own.split(61, dim=3), strict=True):
        together = torch.corrcoef(torch.stack((a.flatten(), b.flatten())))[0, 1]
        assert together > 0.9


@pytest.mark.parametrize(("wall", "opens"), [(0.7, True), (0.02, False)])
def test_shade_opens_in_a_photo_that_is_bright_on_the_whole(wall: float, opens: bool) -> None:
    """In the dark beside nothing brighter nobody knows what is shade."""
    L = torch.full((1, 1, 96, 96), wall)
    L[..., 60:90, 10:60] = 0.05
    grid = Light().eval()(L, _grey(L), L, torch.zeros(1))
    around = torch.full((1, 1, 4, 4), 0.05)
    share, gain = slice_grid(grid, around, Window.whole(around).positions(around))
    assert torch.allclose(share, torch.full_like(share, 0.5))
    assert bool((gain > 0.05).all()) == opens
    bright = slice_grid(grid, torch.full_like(around, 0.8), Window.whole(around).positions(around))[1]
    assert not bright.any()


def test_what_is_underexposed_by_day_gets_more_light_than_nights_and_what_is_well_exposed() -> None:
    """By the mean L of the photo; what is bright in it is left as it is."""
    place = torch.tensor([[[[0.0437, 0.12, 0.247]]]])
    gains = []
    for mean in (0.1, 0.19, 0.27, 0.5, 0.7):
        L = torch.full((1, 1, 96, 96), mean)
        grid = Light().eval()(L, _grey(L), L, torch.zeros(1))
        gains.append(slice_grid(grid, place, Window.whole(place).positions(place))[1].flatten())
        bright = torch.full_like(place, 0.8)
        assert slice_grid(grid, bright, Window.whole(bright).positions(bright))[1].abs().max() < 0.04
    night, dusk, room, clear, bright = gains
    assert not night.any()
    assert (room - bright > 0.1).all()
    torch.testing.assert_close(clear, bright)
    assert (dusk < bright + 1e-6).all()


@pytest.mark.parametrize(("sky", "stays"), [(0.7, True), (0.02, False)])
def test_a_silhouette_stays_black_in_a_photo_that_is_bright_on_the_whole(sky: float, stays: bool) -> None:
    """Of what lies in front of a bright sky at one code of 255 nobody can see more than noise."""
    L = torch.full((1, 1, 96, 96), sky)
    L[..., :40, :] = 0.004
    light = Light().eval()
    with torch.no_grad():
        light.conv_out.bias.fill_(1.0)  # a choice of more light everywhere
    grid = light(L, _grey(L), L, torch.zeros(1))
    around = torch.full((1, 1, 4, 4), 0.004)
    gain = slice_grid(grid, around, Window.whole(around).positions(around))[1]
    assert bool((gain < -0.9).all()) == stays
    assert bool((gain > 0.8).all()) == (not stays)


def test_black_and_white_stay_what_they_are_in_the_fusion() -> None:
    network = _choosing(9.0)
    L = _night()
    L[..., :3, :] = 0
    with torch.no_grad():
        network.lightness.conv_out.weight.zero_()
        network.lightness.conv_out.bias.zero_()
    with torch.inference_mode():
        assert not network.brighten(L, ab=_grey(L)).L[..., :3, :].any()


def test_colours_of_bright_places_are_the_photos_own() -> None:
    network = tiny_network("lit")
    L = torch.full((1, 1, 64, 64), 0.6)
    L[..., :32] = 0.03
    orange = torch.tensor((0.25, 0.45)).view(1, 2, 1, 1).expand(1, 2, 64, 64)
    with torch.no_grad():
        network.chrominance.conv_out.bias[1] += 0.4  # it turns what it may
    with torch.inference_mode():
        bright = network.brighten(L, ab=orange)
        ab = network.colorize(bright, orange)
    lit, dark = ab[0, :, 24:40, 48:60], ab[0, :, 24:40, 4:16]
    own = torch.atan2(orange[:, 1], orange[:, 0]).mean()
    hue = [torch.atan2(x[1].mean(), x[0].mean()) for x in (lit, dark)]
    assert abs(float(hue[0] - own)) < 0.02
    assert abs(float(hue[1] - own)) > 0.05


def test_a_configuration_from_before_has_no_light_and_the_published_one_can_have_none() -> None:
    text = '{"structure": "gain", "channels": [8, 8, 8, 8, 8], "view": 8}'
    assert not CCNetConfig.from_json(text).light
    assert isinstance(CCNet(CCNetConfig.from_json(text)).chrominance, GainColorization)
    with pytest.raises(ValueError, match="light"):
        CCNetConfig(light=True)
    with pytest.raises(ValueError, match="light"):
        replace(tiny_network("lit").config, light="yes")


def test_saturation_still_scales_colour_exactly() -> None:
    network = tiny_network("lit")
    L, ab = random_lab(40, 50)
    with torch.inference_mode():
        bright = network.brighten(0.2 + 0.6 * L, ab=ab)
        torch.testing.assert_close(
            network.colorize(bright, 1.7 * ab), 1.7 * network.colorize(bright, ab), atol=2e-5, rtol=1e-4
        )


def test_light_may_depend_on_the_colours_of_the_whole_photo_and_needs_them() -> None:
    network = tiny_network("lit")
    L = _night()
    warm = torch.tensor((0.2, 0.5)).view(1, 2, 1, 1) * (L > 0.3)
    with torch.inference_mode():
        assert not torch.allclose(
            network.brighten(L, ab=_grey(L)).L, network.brighten(L, ab=warm).L, atol=1e-4
        )
        with pytest.raises(ValueError, match="ab"):
            network.brighten(L)
        with pytest.raises(ValueError, match="ab"):
            network.brighten(L, ab=L)
