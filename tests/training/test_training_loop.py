"""Training learns, goes on after it was killed as if nothing had happened, and leaves usable weights."""

from __future__ import annotations

import csv
import math
import multiprocessing
import shutil
import signal
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from ccnet_samples import CONFIGS, random_lab, tiny_network
from PIL import Image
from safetensors import safe_open
from torch import Tensor

from ccnet_core import cli
from ccnet_core.colour import srgb_to_lab
from ccnet_core.data.pictures import PictureStore
from ccnet_core.network import CCNet, load_network
from ccnet_core.network.gain import GainBrightening
from ccnet_core.training.batches import Batch, TrainingData
from ccnet_core.training.config import ConfigError, DataConfig, LossConfig, Phase, TrainingConfig, load_config
from ccnet_core.training.loop import BEST, CHECKPOINT, CURVES, LAST, METRICS, SAMPLES, RunOptions, Trainer
from ccnet_core.training.losses import chrominance_loss, luminance_loss
from ccnet_core.training.report import read_metrics
from ccnet_core.training.validation import Validation

_RUN = RunOptions(workers=0, checkpoint_minutes=60, validation_minutes=60)
_ALWAYS = replace(_RUN, checkpoint_minutes=0.0)


def _state(path: Path) -> dict[str, Tensor]:
    state: dict[str, Tensor] = torch.load(path / CHECKPOINT, weights_only=True)["network"]
    return state


def _assert_equal(found: dict[str, Tensor], expected: dict[str, Tensor]) -> None:
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert torch.equal(found[key], value), key


@pytest.mark.parametrize(
    "phase",
    ["joint", *[pytest.param(each, marks=pytest.mark.thorough) for each in ("brightening", "colorization")]],
)
def test_loss_falls(data_folder: Path, tmp_path: Path, config: TrainingConfig, phase: Phase) -> None:
    config = replace(config, steps=60, stages=config.stages[:1], data=DataConfig(real=1), loss=LossConfig())
    batch = TrainingData(data_folder, config)[0]
    L, ab = srgb_to_lab(batch.low.float() / 255)
    L_target, target_ab = srgb_to_lab(batch.high.float() / 255)

    def losses(network: CCNet) -> tuple[float, float]:
        with torch.inference_mode():
            bright, out = network.eval()(L, ab)
        lightness = luminance_loss(config.loss, bright, L_target, L)
        return float(lightness), float(chrominance_loss(config.loss, out, target_ab))

    torch.manual_seed(config.seed)
    before = losses(CCNet(config.network))
    after = losses(Trainer(config, phase, data_folder, tmp_path, _RUN).run())
    if phase != "colorization":
        assert after[0] < 0.6 * before[0]
    if phase != "brightening":
        assert after[1] < 0.9 * before[1]


@pytest.mark.parametrize(("phase", "frozen"), [("brightening", "chrominance"), ("colorization", "lightness")])
def test_phase_leaves_the_other_network_alone(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, phase: Phase, frozen: str
) -> None:
    torch.manual_seed(config.seed)
    start = CCNet(config.network).state_dict()
    trained = Trainer(config, phase, data_folder, tmp_path, _RUN).run().state_dict()
    changed = {key.split(".")[0] for key in start if not torch.equal(start[key], trained[key])}
    assert changed == {"lightness", "chrominance"} - {frozen}


def test_phase_exposure_changes_the_choice_of_exposure_and_nothing_else(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    torch.manual_seed(config.seed)
    start = CCNet(config.network).state_dict()
    trained = Trainer(config, "exposure", data_folder, tmp_path, _RUN).run().state_dict()
    changed = [key for key in start if not torch.equal(start[key], trained[key])]
    assert "lightness.exposure.head.6.weight" in changed
    assert all(key.startswith("lightness.exposure.") for key in changed), changed


def test_phase_light_changes_the_choice_of_light_and_nothing_else_and_leans_as_it_is_told(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    start = tiny_network("lit").requires_grad_(requires_grad=True)
    before = {key: value.clone() for key, value in start.state_dict().items()}
    shares = DataConfig(
        real=0.3, synthetic=0.1, misexposed=0.1, backlit=0.2, unchanged=0.1, night=0.2, parts=0.5
    )
    lean = (0.0, 0.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0)
    plain = replace(config, network=CONFIGS["lit"], samples=8, steps=3, data=shares)
    results = []
    for name, run in (("plain", plain), ("leaning", replace(plain, lean=lean))):
        trainer = Trainer(run, "light", data_folder, tmp_path / name, _RUN, deepcopy(start))
        results.append(trainer.run().state_dict())
        _assert_equal(load_network(tmp_path / name / LAST).state_dict(), results[-1])
    changed = [key for key in before if not torch.equal(before[key], results[0][key])]
    assert "lightness.light.conv_out.weight" in changed
    assert all(key.startswith("lightness.light.") for key in changed), changed
    bias = "lightness.light.conv_out.bias"
    torch.testing.assert_close(results[1].pop(bias) - results[0].pop(bias), torch.tensor(lean + (0.0,) * 8))
    _assert_equal(results[1], results[0])


def test_a_lower_quantile_of_exposure_chooses_darker(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    canvas = torch.linspace(0.02, 0.3, 96 * 96).reshape(1, 1, 96, 96)
    chosen = []
    for which in (0.05, 0.5, 0.95):
        run = replace(config, loss=replace(config.loss, exposure_quantile=which))
        trained = Trainer(run, "exposure", data_folder, tmp_path / str(which), _RUN).run()
        lightness = trained.eval().lightness
        assert isinstance(lightness, GainBrightening)
        with torch.no_grad():
            chosen.append(float(lightness.exposure(canvas, canvas.mean(dim=(1, 2, 3)))))
    assert chosen[0] < chosen[1] < chosen[2]


def _published(config: TrainingConfig) -> TrainingConfig:
    """The published way of training, tiny."""
    return replace(
        config,
        network=CONFIGS["published"],
        schedule="steps",
        milestones=(3, 7),
        optimizer="adam",
        weight_decay=0.0,
        warmup=0,
        ema=0.0,
        gradient_clip=0.0,
        control="published",
        data=DataConfig(zoom=1),
        loss=LossConfig(total_variation=1.0, bins=0.01),
    )


class _KilledError(Exception):
    """Stands for the end of the process."""


_OTHER_STOPS = (("studio", 1), ("studio", 9), ("published", 5))


@pytest.mark.parametrize(
    ("way", "stop"),
    [("studio", 5), *[pytest.param(*case, marks=pytest.mark.thorough) for case in _OTHER_STOPS]],
)
def test_killed_and_resumed_run_ends_as_the_uninterrupted_one(
    data_folder: Path,
    tmp_path: Path,
    config: TrainingConfig,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    stop: int,
) -> None:
    config = config if way == "studio" else _published(config)
    through, pieces = tmp_path / "through", tmp_path / "pieces"
    expected = Trainer(config, "joint", data_folder, through, _RUN).run()
    original = TrainingData.__getitem__

    def kill(data: TrainingData, step: int) -> Batch:
        if step == stop:
            raise _KilledError
        return original(data, step)

    with monkeypatch.context() as patch:
        patch.setattr(TrainingData, "__getitem__", kill)
        with pytest.raises(_KilledError):
            Trainer(config, "joint", data_folder, pieces, _ALWAYS).run()
    assert torch.load(pieces / CHECKPOINT, weights_only=True)["step"] == stop
    resumed = Trainer(config, "joint", data_folder, pieces, replace(_RUN, resume=True)).run()
    _assert_equal(resumed.state_dict(), expected.state_dict())
    _assert_equal(_state(pieces), _state(through))
    (row,), (expected_row,) = (read_metrics(folder / METRICS, 99) for folder in (pieces, through))
    assert {**row, "hours": ""} == {**expected_row, "hours": ""}


_KILLED_RUN = """
import os, signal, sys
from pathlib import Path
import torch
from ccnet_core.training.batches import TrainingData
from ccnet_core.training.config import load_config
from ccnet_core.training.loop import RunOptions, Trainer

torch.set_num_threads(1)  # as here: sums depend on it
read, save = TrainingData.__getitem__, Trainer.save

def kill(data, step):
    if step == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(data, step)

TrainingData.__getitem__ = kill
Trainer.save = lambda trainer: save(trainer) if trainer._step == 4 else None
config, data, out = map(Path, sys.argv[1:])
options = RunOptions(workers=0, checkpoint_minutes=0, validation_minutes=60)
Trainer(load_config(config), "joint", data, out, options).run()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
def test_a_run_that_the_system_kills_between_checkpoints_loses_nothing_but_time(
    data_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "run.toml"
    file.write_text(
        "steps = 12\nwarmup = 4\n[network]\nstructure = 'gain'\nchannels = [8, 8, 8, 8, 8]\nview = 8\n"
        "[[stages]]\nstep = 0\nsize = 32\nbatch = 2\n"
    )
    config, through, pieces = load_config(file), tmp_path / "through", tmp_path / "pieces"
    expected = Trainer(config, "joint", data_folder, through, _RUN).run()
    command = [sys.executable, "-c", _KILLED_RUN, str(file), str(data_folder), str(pieces)]
    killed = subprocess.run(command, capture_output=True, check=False, cwd=Path(cli.__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert torch.load(pieces / CHECKPOINT, weights_only=True)["step"] == 4
    resumed = Trainer(config, "joint", data_folder, pieces, replace(_RUN, resume=True)).run()
    _assert_equal(resumed.state_dict(), expected.state_dict())
    _assert_equal(_state(pieces), _state(through))


def test_resume_without_a_checkpoint_starts_at_the_first_step(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    Trainer(replace(config, steps=2), "joint", data_folder, tmp_path, replace(_RUN, resume=True)).run()
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"] == 2


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
@pytest.mark.skipif(sys.platform == "darwin", reason="is not forked on macOS")
def test_workers_share_the_pictures_whatever_the_way_processes_start(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(_: PictureStore) -> dict[str, object]:
        raise AssertionError("the pictures were sent to a worker")

    monkeypatch.setattr(PictureStore, "__getstate__", sent)
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        options = replace(_RUN, workers=1)
        Trainer(replace(config, steps=2), "brightening", data_folder, tmp_path, options).run()
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"] == 2


def test_finished_run_leaves_weights_and_figures(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    average = Trainer(config, "joint", data_folder, tmp_path / "new" / "out", _RUN).run()
    out = tmp_path / "new" / "out"
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [BEST, CHECKPOINT, CURVES, LAST, METRICS, SAMPLES]
    )
    _assert_equal(load_network(out / LAST).state_dict(), average.state_dict())
    with (out / METRICS).open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["step"] == "12"
    assert {"L", "ab", "psnr_lol", "psnr_sice", "psnr_unchanged", "burnt_added", "score"} <= row.keys()
    assert all(math.isfinite(float(value)) for value in row.values())


def test_best_weights_are_kept_when_later_ones_are_worse(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter((20.0, 30.0, 25.0))
    monkeypatch.setattr(Validation, "measure", lambda *_: {"score": next(scores)})
    options = replace(_RUN, validation_minutes=0.0)
    Trainer(replace(config, steps=3), "joint", data_folder, tmp_path, options).run()
    with safe_open(tmp_path / BEST, framework="pt") as file:
        assert file.metadata()["step"] == "2"
        assert file.metadata()["phase"] == "joint"


@pytest.mark.usefixtures("drawn_curves")
def test_table_and_pictures_follow_every_validation(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    config, options = replace(config, steps=4), replace(_ALWAYS, validation_minutes=0.0)
    Trainer(replace(config, steps=3), "joint", data_folder, tmp_path, options).run()
    Trainer(config, "joint", data_folder, tmp_path, replace(options, resume=True)).run()
    assert [row["step"] for row in read_metrics(tmp_path / METRICS, 99)] == ["1", "2", "3", "4"]
    with Image.open(tmp_path / SAMPLES) as sheet:
        assert sheet.width == 3 * 320 + 4 * 8
        assert sheet.height == 20 + 8 + 5 * (240 + 20 + 8)
    with Image.open(tmp_path / CURVES) as curves:
        assert curves.size == (1210, 495)


def test_training_starts_from_given_weights(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    torch.manual_seed(99)
    start = CCNet(config.network)
    expected = {key: value.clone() for key, value in start.lightness.state_dict().items()}
    trained = Trainer(config, "colorization", data_folder, tmp_path, _RUN, start).run()
    _assert_equal(trained.lightness.state_dict(), expected)


def test_a_deeper_network_starts_from_shallower_weights(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    start = CCNet(config.network)
    deeper = replace(config, network=replace(config.network, depth=(2, 1, 1, 1, 1)))
    trained = Trainer(deeper, "colorization", data_folder, tmp_path, _RUN, start).run()
    assert trained.config == deeper.network
    for key, value in start.lightness.state_dict().items():
        assert torch.equal(trained.lightness.state_dict()[key], value), key


def test_weights_of_another_structure_are_refused(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    with pytest.raises(ConfigError, match="structure"):
        Trainer(config, "colorization", data_folder, tmp_path, _RUN, CCNet(CONFIGS["published"]))


def test_an_exposure_without_a_loss_is_refused_by_the_name_of_its_entry(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    config = replace(config, loss=LossConfig(exposure=0))
    with pytest.raises(ConfigError, match=r"exposure of \[loss\] is 0"):
        Trainer(config, "exposure", data_folder, tmp_path / "run", _RUN)
    assert not (tmp_path / "run").exists()


def test_without_averaging_the_weights_themselves_are_kept(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    average = Trainer(replace(config, ema=0.0), "joint", data_folder, tmp_path, _RUN).run()
    _assert_equal(average.state_dict(), _state(tmp_path))


def _rates(trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The learning rate of every step of a run."""
    rates: list[float] = []
    step = type(trainer._optimizer).step

    def record(optimizer: torch.optim.Optimizer) -> None:
        rates.append(optimizer.param_groups[0]["lr"])
        step(optimizer)

    monkeypatch.setattr(type(trainer._optimizer), "step", record)
    trainer.run()
    return rates


def test_rate_of_the_published_schedule_halves_at_its_milestones(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(_published(config), "brightening", data_folder, tmp_path, _RUN)
    assert type(trainer._optimizer) is torch.optim.Adam
    peak = config.learning_rate
    expected = [peak] * 3 + [peak / 2] * 4 + [peak / 4] * 5
    assert _rates(trainer, monkeypatch) == pytest.approx(expected)


def test_rate_of_the_cosine_rises_and_then_falls_to_a_hundredth(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = _rates(Trainer(config, "brightening", data_folder, tmp_path, _RUN), monkeypatch)
    assert rates[:5] == pytest.approx([config.learning_rate * f for f in (0.25, 0.5, 0.75, 1, 1)])
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rates[-1] < 0.1 * config.learning_rate


@pytest.mark.parametrize(("clip", "limited"), [(1e-3, True), (0.0, False)])
def test_gradient_is_limited_only_where_asked(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, clip: float, limited: bool
) -> None:
    config = replace(config, steps=1, gradient_clip=clip)
    trainer = Trainer(config, "brightening", data_folder, tmp_path, _RUN)
    trainer.run()
    gradients = [p.grad for p in trainer._trained if p.grad is not None]
    norm = torch.linalg.vector_norm(torch.cat([gradient.flatten() for gradient in gradients]))
    assert (norm <= 1.001e-3) == limited


def test_head_of_the_bins_is_trained_where_asked(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    for weight, name in ((0.01, "with"), (0.0, "without")):
        published = replace(_published(config), loss=LossConfig(bins=weight))
        torch.manual_seed(config.seed)
        start = CCNet(published.network).chrominance.encode_q.weight
        trained = Trainer(published, "colorization", data_folder, tmp_path / name, _RUN).run()
        assert torch.equal(trained.chrominance.encode_q.weight, start) == (weight == 0)


def test_gain_structure_has_no_bins(gain_network: CCNet) -> None:
    L, ab = random_lab(32, 32)
    with pytest.raises(ValueError, match="published structure"):
        gain_network.colorize_with_bins(gain_network.brighten(L), ab)


def test_step_without_finite_gradient_is_left_out(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(replace(config, steps=1), "brightening", data_folder, tmp_path, _RUN)
    torch.manual_seed(config.seed)
    start = CCNet(config.network)
    broken = Trainer._losses

    def not_finite(self: Trainer, batch: Batch) -> dict[str, Tensor]:
        return {name: loss * math.nan for name, loss in broken(self, batch).items()}

    monkeypatch.setattr(Trainer, "_losses", not_finite)
    _assert_equal(trainer.run().state_dict(), start.state_dict())


def test_without_val_photos_the_last_weights_are_the_result(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, caplog: pytest.LogCaptureFixture
) -> None:
    data = shutil.copytree(data_folder, tmp_path / "data")
    for table in ("pairs.csv", "clean.csv"):
        lines = (data / table).read_text().splitlines(keepends=True)
        (data / table).write_text("".join(line for line in lines if not line.rstrip().endswith("val")))
    out = tmp_path / "out"
    options = replace(_RUN, validation_minutes=0.0)
    Trainer(replace(config, steps=2), "brightening", data, out, options).run()
    assert sorted(path.name for path in out.iterdir()) == sorted([CHECKPOINT, CURVES, LAST, METRICS])
    rows = read_metrics(out / METRICS, 99)
    assert [row["step"] for row in rows] == ["1", "2"]
    assert all("score" not in row for row in rows)
    assert (
        "has no val photo, so best.safetensors is not written; last.safetensors is the result" in caplog.text
    )
