"""Noise and fine structure: what is taken away, what a hand gives back, and that preview and export agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from ccnet_samples import counted, tiny_network
from skimage import color

from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.engine.detail import Amounts, automatic, estimate_noise, sharpen, smooth_chroma
from ccnet_core.engine.upsampling import box
from ccnet_core.noise import NoiseProfile
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels

_BARE = Adjustments(luminance_noise=1.0, colour_noise=0.0, detail=0.0, sharpen=0.0)


def noisy(grain: float, size: tuple[int, int] = (200, 260), seed: int = 0) -> Photo:
    """A dim photo: flat on the left, stripes on the right, grain over all of it."""
    rng = np.random.default_rng(seed)
    _, x = np.mgrid[0 : size[0], 0 : size[1]]
    grey = 45 + np.where(x > size[1] // 2, 14 * np.sign(np.sin(x * 0.8)), 0)
    return Photo.from_array(
        np.clip(grey[..., None] + grain * rng.standard_normal((*size, 3)), 0, 255).astype(np.uint8)
    )


@pytest.fixture
def shipped() -> Engine:
    """Small networks for tone and colour, and the one for detail that ships."""
    return Engine(tiny_network("gain"), "cpu")


def lightness(picture: np.ndarray) -> np.ndarray:
    return np.asarray(color.rgb2lab(picture)[..., 0])


def flat_noise(picture: np.ndarray) -> float:
    part = lightness(picture)[20:180, 20:110]
    return float((part - box(torch.from_numpy(part)[None, None], 8)[0, 0].numpy()).std())


@pytest.mark.parametrize("pixels", [10_000, 10**6], ids=["at full size", "on the working picture"])
def test_luminance_noise_leads_from_all_grain_to_little(shipped: Engine, pixels: int) -> None:
    brightened = shipped.brighten(noisy(6), pixels=pixels)
    amounts = (0.0, 0.5, 1.0)
    made = [shipped.export(brightened, replace(_BARE, luminance_noise=n)) for n in amounts]
    grain = [flat_noise(picture) for picture in made]
    assert grain[0] > grain[1] > grain[2]
    if pixels < 10**6:
        assert grain[2] < 0.5 * grain[0]


class Blur:
    """Takes structure away with the noise."""

    def __call__(self, L: torch.Tensor, ab: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        return box(L, 3)

    def use(self, device: torch.device) -> None:
        pass


def test_detail_brings_back_structure_rather_than_grain() -> None:
    engine = Engine(tiny_network("gain"), "cpu", Blur())
    brightened = engine.brighten(noisy(3), pixels=10_000)
    less, more, everything = (
        lightness(engine.export(brightened, value))
        for value in (_BARE, replace(_BARE, detail=1.0), replace(_BARE, luminance_noise=0.0))
    )
    stripes, flat = np.s_[20:180, 150:240], np.s_[20:180, 20:110]
    # Of all that was taken away, in shares of it.
    back = [
        np.abs(more - less)[area].mean() / np.abs(everything - less)[area].mean() for area in (stripes, flat)
    ]
    assert back[0] > 0.7
    assert back[1] < 0.3


@pytest.mark.parametrize(
    "value",
    [
        Adjustments(),
        _BARE,
        replace(_BARE, luminance_noise=0.0),
        replace(_BARE, detail=1.0, sharpen=1.0, colour_noise=1.0),
    ],
)
def test_export_reduced_is_what_is_shown_whatever_the_noise(engine: Engine, value: Adjustments) -> None:
    brightened = engine.brighten(noisy(6), pixels=13_000)
    shown = engine.render(brightened, value)
    reduced = reduce_pixels(engine.export(brightened, value), brightened.size)
    difference = color.deltaE_ciede2000(color.rgb2lab(reduced), color.rgb2lab(shown))
    assert difference.mean() <= 1


@pytest.mark.parametrize("name", ["luminance_noise", "colour_noise", "detail", "sharpen"])
def test_a_drag_shows_what_the_rest_shows(shipped: Engine, name: str) -> None:
    brightened = shipped.brighten(noisy(5))
    shipped.prepare_quick(brightened, Adjustments())
    for amount in (0.0, 1.0):
        value = Adjustments(**{name: amount})
        quick = shipped.render_quick(brightened, value)
        assert quick is not None
        assert np.abs(quick.astype(int) - shipped.render(brightened, value)).mean() < 0.6


def test_sharpen_raises_local_contrast_and_leaves_flat_parts_and_edges(shipped: Engine) -> None:
    brightened = shipped.brighten(noisy(0), pixels=10_000)
    plain, crisp = (lightness(shipped.export(brightened, replace(_BARE, sharpen=s))) for s in (0.0, 1.0))
    assert (
        np.abs(np.diff(crisp, axis=1))[:, 150:].mean() > 1.05 * np.abs(np.diff(plain, axis=1))[:, 150:].mean()
    )
    flat = torch.full((1, 1, 9, 9), 0.4)
    torch.testing.assert_close(sharpen(flat, 1.0, 1.0), flat)
    step = torch.zeros(1, 1, 16, 32)
    step[..., 16:] = 0.8
    assert sharpen(step, 1.0, 1.0).amax() < 0.8 + 0.09
    assert sharpen(step, 1.0, 0.2) is step


def test_colour_noise_takes_blotches_and_keeps_colours() -> None:
    torch.manual_seed(0)
    L = torch.full((1, 1, 640, 960), 0.4)
    ab = torch.zeros(1, 2, 640, 960)
    ab[..., 480:] = 0.3
    blotches = 0.02 * torch.randn(1, 2, 80, 120)
    spotted = ab + torch.nn.functional.interpolate(blotches, scale_factor=8, mode="bilinear")
    made = smooth_chroma(spotted, L, 1.0)
    inside = (..., slice(60, 580), slice(60, 380))
    assert (made - ab)[inside].std() < 0.6 * (spotted - ab)[inside].std()
    assert made[..., 600:900].mean() == pytest.approx(0.3, abs=0.02)
    assert smooth_chroma(spotted, L, 0.0) is spotted


def test_the_noise_of_a_photo_is_found_and_decides_what_is_automatic() -> None:
    quiet, loud = (estimate_noise(noisy(grain, (400, 600)).pixels) for grain in (1, 10))
    assert loud.level > 4 * quiet.level
    of_loud, of_quiet = (automatic(noise, whole=False) for noise in (loud, quiet))
    assert of_loud["colour_noise"] > of_quiet["colour_noise"]
    assert of_loud["detail"] < of_quiet["detail"]


@pytest.mark.parametrize("pixels", [10_000, 10**6], ids=["of a large photo", "of a small one"])
def test_the_first_picture_waits_for_no_work_on_detail(engine: Engine, pixels: int) -> None:
    with counted({"detail": engine.detail}) as calls:
        brightened = engine.brighten(noisy(6), pixels=pixels)
        first = engine.render(brightened, Adjustments())
    assert calls["detail"] == 0
    if pixels == 10**6:
        np.testing.assert_array_equal(engine.export(brightened, Adjustments()), first)
    grainy = engine.render(brightened, Adjustments(luminance_noise=0.0))
    assert np.abs(grainy.astype(int) - first).max() > 2
    np.testing.assert_array_equal(engine.render(brightened, Adjustments()), first)


def test_what_nobody_set_is_the_photos_own(engine: Engine) -> None:
    own = automatic(NoiseProfile.constant(0.02), whole=False)
    assert Amounts.of(Adjustments(), own)._asdict().items() >= own.items()
    chosen = Amounts.of(Adjustments(detail=0.1, sharpen=0.7), own)
    assert (chosen.detail, chosen.sharpen) == (0.1, 0.7)
    for pixels in (10_000, 10**6):
        brightened = engine.brighten(noisy(4), pixels=pixels)
        values = {name: value for name, value in brightened.own_values.items() if name != "range"}
        np.testing.assert_array_equal(
            engine.export(brightened, Adjustments(**values)), engine.export(brightened, Adjustments())
        )


def test_black_stays_black(shipped: Engine) -> None:
    brightened = shipped.brighten(Photo.from_array(np.zeros((120, 160, 3), np.uint8)), pixels=5_000)
    for value in (Adjustments(), Adjustments(luminance_noise=0.0, detail=1.0, sharpen=1.0)):
        assert shipped.export(brightened, value).max() <= 1
