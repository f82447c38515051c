"""A run is never replaced, goes on only as itself, and Ctrl+C leaves whole steps."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from ccnet_core.network import CCNet
from ccnet_core.training.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from ccnet_core.training.config import ConfigError, CropStage, TrainingConfig
from ccnet_core.training.loop import BEST, CHECKPOINT, LAST, METRICS, RunOptions, Trainer

_RUN = RunOptions(workers=0, checkpoint_minutes=60, validation_minutes=60)
_RESUME = replace(_RUN, resume=True)
_CPU = torch.device("cpu")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", [CHECKPOINT, BEST, LAST, METRICS])
def test_folder_of_a_run_is_refused_and_left_as_it_is(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, name: str
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / name).write_bytes(b"of weeks")
    with pytest.raises(ConfigError, match=r"mine: holds a run already .*--resume .*choose another folder"):
        Trainer(config, "joint", data_folder, out, _RUN)
    assert _contents(out) == {name: b"of weeks"}


def test_weights_without_a_checkpoint_are_not_replaced_by_resuming(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    (tmp_path / LAST).write_bytes(b"of weeks")
    with pytest.raises(ConfigError, match=r"no checkpoint\.pt to resume from"):
        Trainer(config, "joint", data_folder, tmp_path, _RESUME)
    assert _contents(tmp_path) == {LAST: b"of weeks"}


@pytest.mark.parametrize("below", ["", "deeper"])
def test_file_in_the_place_of_the_folder_is_named(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, below: str
) -> None:
    (tmp_path / "afile").write_text("x")
    with pytest.raises(ConfigError, match=r"afile.*choose another"):
        Trainer(config, "joint", data_folder, tmp_path / "afile" / below, _RUN)
    assert (tmp_path / "afile").read_text() == "x"


@pytest.mark.parametrize(
    "option",
    [{"workers": -1}, {"workers": 1.5}, {"checkpoint_minutes": -1.0}, {"cache_gib": float("nan")}],
)
def test_options_out_of_range_are_named(option: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(option))):
        RunOptions(**option)


def _start(config: TrainingConfig) -> dict[str, torch.Tensor]:
    torch.manual_seed(config.seed)
    return CCNet(config.network).state_dict()


def _saved(out: Path, config: TrainingConfig) -> Checkpoint:
    return read_checkpoint(out / CHECKPOINT, config, "brightening", _CPU)


@pytest.mark.parametrize("moment", ["before the weights change", "after they changed"])
def test_ctrl_c_within_a_step_waits_until_it_is_whole(
    data_folder: Path,
    tmp_path: Path,
    config: TrainingConfig,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    through = Trainer(replace(config, steps=1), "brightening", data_folder, tmp_path / "one", _RUN)
    through.run()
    trainer = Trainer(config, "brightening", data_folder, tmp_path / "stopped", _RUN)
    step = type(trainer._optimizer).step

    def interrupted(optimizer: torch.optim.Optimizer) -> None:
        if moment == "before the weights change":
            signal.raise_signal(signal.SIGINT)
        step(optimizer)
        if moment == "after they changed":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(type(trainer._optimizer), "step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        trainer.run()
    trainer.save()
    # The rate of one step depends on how many there will be only after the warm-up.
    one, stopped = _saved(tmp_path / "one", config), _saved(tmp_path / "stopped", config)
    assert stopped.step == one.step == 1
    for key in ("network", "average"):
        for name, value in getattr(one, key).items():
            assert torch.equal(getattr(stopped, key)[name], value), (key, name)
    assert stopped.losses == one.losses
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_step_that_failed_is_not_counted(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(config, "brightening", data_folder, tmp_path, _RUN)

    def fail(_: torch.optim.Optimizer) -> None:
        raise MemoryError

    monkeypatch.setattr(type(trainer._optimizer), "step", fail)
    with pytest.raises(MemoryError):
        trainer.run()
    trainer.save()
    saved = _saved(tmp_path, config)
    assert (saved.step, saved.losses) == (0, {})
    assert all(torch.equal(saved.network[name], value) for name, value in _start(config).items())


def _write(folder: Path, config: TrainingConfig, step: int = 5) -> Path:
    """A checkpoint of phase joint, as far as it is looked at before the run is prepared."""
    checkpoint = Checkpoint("joint", config.to_dict(), step, 60.0, 20.0, {"L": 0.5}, {}, {}, {})
    write_checkpoint(folder / CHECKPOINT, checkpoint)
    return folder / CHECKPOINT


def test_checkpoint_is_read_as_written(tmp_path: Path, config: TrainingConfig) -> None:
    found = read_checkpoint(_write(tmp_path, config), config, "joint", _CPU)
    assert (found.step, found.seconds, found.best, found.losses) == (5, 60.0, 20.0, {"L": 0.5})


def test_steps_and_stages_may_change_on_purpose(tmp_path: Path, config: TrainingConfig) -> None:
    changed = replace(config, steps=99, stages=(CropStage(0, 16, 1),))
    assert read_checkpoint(_write(tmp_path, config), changed, "joint", _CPU).step == 5


def test_a_run_from_before_an_entry_came_is_resumed_with_its_default(
    tmp_path: Path, config: TrainingConfig
) -> None:
    path = _write(tmp_path, config)
    state = torch.load(path, weights_only=True)
    del state["config"]["loss"]["exposure_quantile"]
    torch.save(state, path)
    assert read_checkpoint(path, config, "joint", _CPU).step == 5
    other = replace(config, loss=replace(config.loss, exposure_quantile=0.4))
    with pytest.raises(ConfigError, match=r"loss\.exposure_quantile was 0\.5, is 0\.4"):
        read_checkpoint(path, other, "joint", _CPU)


def test_run_is_resumed_by_its_own_configuration_and_phase_alone(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    before = _write(tmp_path, config).read_bytes()
    others = {
        r"seed was 3, is 9": replace(config, seed=9),
        r"network\.channels was .*, is": replace(
            config, network=replace(config.network, channels=(8, 8, 8, 8, 12))
        ),
        r"data\.sice was 0\.5, is 0\.1.*loss\.tone was": replace(
            config, data=replace(config.data, sice=0.1), loss=replace(config.loss, tone=0.7)
        ),
        r"is of step 5 already; raise steps = 4": replace(config, steps=4),
    }
    for message, other in others.items():
        with pytest.raises(ConfigError, match=rf"checkpoint\.pt: .*{message}"):
            Trainer(other, "joint", data_folder, tmp_path, _RESUME)
    with pytest.raises(ConfigError, match=r"checkpoint\.pt: is of phase joint, not colorization"):
        Trainer(config, "colorization", data_folder, tmp_path, _RESUME)
    assert _contents(tmp_path) == {CHECKPOINT: before}


@pytest.mark.parametrize("kind", ["cut", "empty", "text", "of another version", "without weights"])
def test_damaged_checkpoint_is_named_and_left_as_it_is(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, kind: str
) -> None:
    path = _write(tmp_path, config)
    if kind == "of another version":
        torch.save({"step": 5, "network": {}}, path)
    elif kind != "without weights":
        path.write_bytes({"cut": path.read_bytes()[:900], "empty": b"", "text": b"hello"}[kind])
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"checkpoint\.pt: is damaged.*--start"):
        Trainer(config, "joint", data_folder, tmp_path, _RESUME)
    assert _contents(tmp_path) == {CHECKPOINT: before}


def test_damaged_table_is_named(data_folder: Path, tmp_path: Path, config: TrainingConfig) -> None:
    short = replace(config, steps=1)
    Trainer(short, "brightening", data_folder, tmp_path, _RUN).run()
    (tmp_path / METRICS).write_text("a,b\n1,2\n")
    with pytest.raises(ConfigError, match=r"metrics\.csv: is no table of a run"):
        Trainer(short, "brightening", data_folder, tmp_path, _RESUME)
