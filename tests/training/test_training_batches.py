"""Batches: the same on every run, of the kinds asked for; mistakes in the folder are named."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from ccnet_core.colour import srgb_to_lab
from ccnet_core.data.layout import DataError
from ccnet_core.data.pictures import PictureStore, read_rgb
from ccnet_core.training import batches
from ccnet_core.training.batches import Sample, TrainingData
from ccnet_core.training.config import CropStage, DataConfig, TrainingConfig


@pytest.fixture
def own_folder(data_folder: Path, tmp_path: Path) -> Path:
    """A data folder that a test may spoil."""
    return Path(shutil.copytree(data_folder, tmp_path / "data"))


@pytest.mark.parametrize("step", [0, 5, 6, 11])
def test_batch_is_the_same_in_every_run(data_folder: Path, config: TrainingConfig, step: int) -> None:
    first, second = TrainingData(data_folder, config), TrainingData(data_folder, config)
    second[3]  # what was drawn before must not matter
    for name in ("low", "high", "thumbnail", "mean", "given", "night", "corners"):
        assert torch.equal(getattr(first[step], name), getattr(second[step], name)), name


def test_batches_differ_by_step_and_by_seed(data_folder: Path, config: TrainingConfig) -> None:
    data, other = TrainingData(data_folder, config), TrainingData(data_folder, replace(config, seed=4))
    assert not torch.equal(data[0].low, data[1].low)
    assert not torch.equal(data[0].low, other[0].low)


def test_batches_have_the_shapes_of_their_stage(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, replace(config, stages=(CropStage(0, 32, 3), CropStage(6, 48, 2))))
    assert len(data) == 12
    for step, size, count in ((0, 32, 3), (5, 32, 3), (6, 48, 2)):
        batch = data[step]
        assert batch.low.shape == batch.high.shape == (count, 3, size, size)
        assert batch.low.dtype == torch.uint8
        assert batch.thumbnail.shape == (count, 3, 96, 96)
        L, ab = batch.thumbnail[:, :1], batch.thumbnail[:, 1:]
        assert 0 <= L.min() <= L.max() <= 1 + 1e-6
        assert 0.01 < ab.abs().max() < 1.3


def _only(config: TrainingConfig, kind: str) -> TrainingConfig:
    return replace(config, data=DataConfig(**({"real": 0.0} | {kind: 1.0})))


def test_photographed_pairs_stay_aligned(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, _only(config, "real"))
    for step in range(12):
        batch = data[step]
        # In the folder the dark side has 0.3 of the bright side's level, everywhere.
        assert (batch.low.float() - 0.3 * batch.high.float()).abs().max() < 4


def test_unchanged_samples_must_come_out_as_they_went_in(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, _only(config, "unchanged"))
    for step in range(6):
        assert torch.equal(data[step].low, data[step].high)


def test_synthetic_samples_are_darker_than_their_target(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, _only(config, "synthetic"))
    pairs = [(data[step].low.float().mean(), data[step].high.float().mean()) for step in range(12)]
    assert np.mean([low < high for low, high in pairs]) > 0.8
    assert np.mean([low / high for low, high in pairs]) < 0.8


def test_dark_scenes_are_no_example_of_what_needs_no_change(
    data_folder: Path, config: TrainingConfig
) -> None:
    data = TrainingData(data_folder, _only(config, "unchanged"))
    assert min(float(data[step].high.float().mean()) for step in range(12)) > 60


def _write_ramp(path: Path, low: int, high: int) -> None:
    """A picture that grows brighter to the right, so that no crop has the mean of the whole."""
    row = np.linspace(low, high, 288).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", np.broadcast_to(row[None, :, None], (192, 288, 3)))[1].tobytes())


def _mean_luminance(path: Path) -> float:
    pixels = torch.from_numpy(read_rgb(path)).permute(2, 0, 1)[None].double() / 255
    return float(srgb_to_lab(pixels)[0].mean())


@pytest.mark.parametrize("cache_gib", [0.0, 1.0])
@pytest.mark.parametrize("source", ["lol", "sice"])
@pytest.mark.parametrize(
    "shares",
    [
        DataConfig(real=1),
        DataConfig(real=1, exposure=2.0),
        DataConfig(real=0, synthetic=1),
        DataConfig(real=0, synthetic=1, coarse=1),
        DataConfig(real=0, unchanged=1),
    ],
    ids=["pair", "pair exposed anew", "darkened", "darkened coarsely", "unchanged"],
)
def test_exposure_to_learn_is_the_mean_luminance_of_the_whole_bright_photo(
    tmp_path: Path, config: TrainingConfig, shares: DataConfig, source: str, cache_gib: float
) -> None:
    _write_ramp(tmp_path / source / "low.png", 2, 40)
    for bright in (f"{source}/high.png", "clean.png"):
        _write_ramp(tmp_path / bright, 40, 250)
    (tmp_path / "pairs.csv").write_text(f"low,high,split\n{source}/low.png,{source}/high.png,train\n")
    (tmp_path / "clean.csv").write_text("photo,split\nclean.png,train\n")
    data = TrainingData(tmp_path, replace(config, data=shares, stages=(CropStage(0, 32, 4),)), cache_gib)
    expected = torch.full((4,), _mean_luminance(tmp_path / "clean.png"))
    for step in range(3):
        torch.testing.assert_close(data[step].mean, expected, atol=1e-4, rtol=0)


def test_photos_smaller_than_the_crop_are_enlarged(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, replace(_only(config, "real"), stages=(CropStage(0, 128, 1),)))
    assert data[0].low.shape == (1, 3, 128, 128)


def test_split_without_a_photo_is_named(own_folder: Path, config: TrainingConfig) -> None:
    (own_folder / "pairs.csv").write_text("low,high,split\na,b,val\n")
    with pytest.raises(DataError, match=r"no training pair"):
        TrainingData(own_folder, _only(config, "real"))
    (own_folder / "clean.csv").write_text("photo,split\na,val\n")
    with pytest.raises(DataError, match=r"no well exposed training photo"):
        TrainingData(own_folder, _only(config, "synthetic"))


@pytest.mark.parametrize("content", [None, b"", b"not a picture"])
def test_broken_picture_is_named(own_folder: Path, config: TrainingConfig, content: bytes | None) -> None:
    path = own_folder / "lol" / "low" / "1.png"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DataError, match=r"low/1\.png"):
        TrainingData(own_folder, config)


def test_pair_of_different_sizes_is_named(own_folder: Path, config: TrainingConfig) -> None:
    shutil.copyfile(own_folder / "clean" / "0.png", own_folder / "lol" / "low" / "0.png")
    small = np.zeros((10, 12, 3), np.uint8)
    (own_folder / "lol" / "high" / "0.png").write_bytes(cv2.imencode(".png", small)[1].tobytes())
    with pytest.raises(DataError, match=r"low/0\.png.*\(48, 64\).*high/0\.png.*\(10, 12\)"):
        TrainingData(own_folder, config)


@pytest.mark.parametrize("cache_gib", [0.0, 40_000 / 2**30])
def test_batches_do_not_depend_on_how_much_is_held(
    data_folder: Path, config: TrainingConfig, cache_gib: float
) -> None:
    held, other = TrainingData(data_folder, config), TrainingData(data_folder, config, cache_gib)
    assert not held._pictures.full
    assert other._pictures.full
    for step in (0, 3, 7):
        for name in ("low", "high", "thumbnail", "mean"):
            assert torch.equal(getattr(held[step], name), getattr(other[step], name)), name


def test_pictures_are_held_up_to_the_limit(data_folder: Path) -> None:
    paths = sorted((data_folder / "clean").iterdir())
    one = read_rgb(paths[0]).nbytes
    store = PictureStore(2.5 * one / 2**30)
    for path in paths:
        store.keep(path, read_rgb(path))
    assert store.full
    assert [store.read(path) is store.read(path) for path in paths] == [True, True, False, False]
    for path in paths:
        np.testing.assert_array_equal(store.read(path), read_rgb(path))


def test_worker_that_is_not_forked_gets_no_pictures_and_the_same_batches(
    data_folder: Path, config: TrainingConfig
) -> None:
    data = TrainingData(data_folder, config)
    assert not data._pictures.full
    store = pickle.dumps(data._pictures)
    assert len(store) < 200
    there = pickle.loads(pickle.dumps(data))
    assert there._pictures.full
    assert not data._pictures.full
    for name in ("low", "high", "thumbnail", "mean"):
        assert torch.equal(getattr(there[3], name), getattr(data[3], name)), name


def test_missing_picture_is_named_even_if_it_is_not_held(own_folder: Path, config: TrainingConfig) -> None:
    (own_folder / "sice" / "high" / "2.png").unlink()
    with pytest.raises(DataError, match=r"high/2\.png"):
        TrainingData(own_folder, config, cache_gib=0)


def test_broken_picture_that_is_not_held_is_named_when_it_is_wanted(
    own_folder: Path, config: TrainingConfig
) -> None:
    for path in (own_folder / "lol" / "low").iterdir():
        path.write_bytes(b"not a picture")
    data = TrainingData(own_folder, replace(_only(config, "real"), data=DataConfig(sice=0)), cache_gib=0)
    with pytest.raises(DataError, match=r"low/\d\.png: is no picture"):
        data[0]


def test_plain_crops_are_parts_of_the_photo(data_folder: Path, config: TrainingConfig) -> None:
    data = TrainingData(data_folder, replace(config, data=DataConfig(zoom=1)))
    photos = [read_rgb(path) for path in sorted(data_folder.glob("*/high/*.png"))]
    windows = [np.lib.stride_tricks.sliding_window_view(photo, (32, 32), axis=(0, 1)) for photo in photos]
    for crop in data[0].high.numpy():
        turned = [np.rot90(c, k, (1, 2)) for c in (crop, crop[:, :, ::-1]) for k in range(4)]
        assert any((window == turn).all((2, 3, 4)).any() for window in windows for turn in turned)


def test_batch_is_pinned_for_the_gpu_as_a_whole(
    data_folder: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned: list[int] = []
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda x: pinned.append(x.dim()) or x)
    batch = TrainingData(data_folder, config)[0]
    moved = batch.pin_memory().to(torch.device("cpu"))
    assert pinned == [4, 4, 4, 1, 1, 1, 2]
    assert torch.equal(moved.low, batch.low)


def test_exposure_changes_the_dark_side_of_pairs_and_is_the_same_in_every_run(
    data_folder: Path, config: TrainingConfig
) -> None:
    plain = replace(config, data=DataConfig(sice=0.0))
    jittered = replace(config, data=DataConfig(sice=0.0, exposure=2.0))
    after = TrainingData(data_folder, jittered)[0]
    assert not torch.equal(after.low, TrainingData(data_folder, plain)[0].low)
    assert torch.equal(after.low, TrainingData(data_folder, jittered)[0].low)
    assert torch.equal(after.thumbnail, TrainingData(data_folder, jittered)[0].thumbnail)


def test_a_stop_of_exposure_doubles_linear_light() -> None:
    image = np.arange(0, 120, dtype=np.uint8).reshape(1, 40, 3)
    linear, exposed = ((x / 255.0) ** 2.2 for x in (image, batches._expose(image, 1.0)))
    assert np.abs(exposed - 2 * linear).max() < 0.01


def _coarse(config: TrainingConfig, share: float, size: int = 64) -> TrainingConfig:
    """Darkened crops at the photo's own scale, a share of them with coarse noise."""
    data = DataConfig(real=0.0, synthetic=1.0, zoom=1, coarse=share)
    return replace(config, stages=(CropStage(0, size, 4),), data=data)


def _grey_folder(folder: Path, height: int, width: int) -> Path:
    """A data folder with one photo without any detail, of no pair."""
    photo = np.full((height, width, 3), 150, np.uint8)
    (folder / "grey.png").write_bytes(cv2.imencode(".png", photo)[1].tobytes())
    (folder / "clean.csv").write_text("photo,split\ngrey.png,train\n")
    (folder / "pairs.csv").write_text("low,high,scene,split\na,b,c,val\n")
    return folder


def _roughness(data: TrainingData, steps: int) -> float:
    """Differences of neighbours against those of pixels far apart: 1 if each has noise of its own."""
    near, far = 0.0, 0.0
    for step in range(steps):
        green = data[step].low[:, 1].float()
        near += (green[:, :, 1:] - green[:, :, :-1]).square().mean().item()
        far += (green[:, :, 8:] - green[:, :, :-8]).square().mean().item()
    return near / far


def test_coarse_noise_is_alike_in_neighbours(tmp_path: Path, config: TrainingConfig) -> None:
    folder = _grey_folder(tmp_path, 200, 260)
    fine, coarse = (_roughness(TrainingData(folder, _coarse(config, share)), 6) for share in (0, 1))
    assert coarse < 0.6 * fine


@pytest.mark.parametrize("size", [16, 30, 64])
@pytest.mark.parametrize(("height", "width"), [(200, 260), (33, 47), (9, 201), (1, 1)])
def test_coarse_crops_have_their_size_whatever_the_size_of_the_photo(
    tmp_path: Path, config: TrainingConfig, size: int, height: int, width: int
) -> None:
    batch = TrainingData(_grey_folder(tmp_path, height, width), _coarse(config, 1, size))[0]
    assert batch.low.shape == batch.high.shape == (4, 3, size, size)
    assert (batch.high == 150).all()  # the target has no noise, and no border


def test_a_share_of_crops_is_coarse_and_is_the_same_in_every_run(
    data_folder: Path, config: TrainingConfig
) -> None:
    some = _coarse(config, 0.5)
    first, second, none = (TrainingData(data_folder, c) for c in (some, some, _coarse(config, 0)))
    assert torch.equal(first[3].low, second[3].low)
    assert not torch.equal(first[3].low, none[3].low)


def test_parts_are_taken_for_whole_photos_and_dark_ones_exposed_anew(
    data_folder: Path, config: TrainingConfig
) -> None:
    def drawn(**shares: float) -> Sample:
        data = TrainingData(data_folder, replace(config, data=DataConfig(sice=1.0, given=0.0, **shares)))
        return data.draw(np.random.default_rng(8), 64, whole=True)

    whole, part, dimmed = drawn(), drawn(parts=1.0), drawn(dimmed=1.0)
    assert whole.corners == part.corners == (0.0, 0.0, 1.0, 1.0)
    assert not np.array_equal(whole.thumbnail, part.thumbnail)
    # What the network sees of the whole is the very part that it is to brighten.
    for sample in (whole, part, dimmed):
        seen = cv2.resize(sample.thumbnail[..., 0], (16, 16), interpolation=cv2.INTER_AREA)
        L, _ = srgb_to_lab(torch.from_numpy(sample.low.transpose(2, 0, 1).copy())[None].float() / 255)
        given = torch.nn.functional.adaptive_avg_pool2d(L, 16)[0, 0].numpy()
        assert np.abs(seen - given).mean() < 0.02
    assert not np.array_equal(whole.low, dimmed.low)
    assert np.array_equal(whole.high, dimmed.high)
