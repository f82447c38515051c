"""A run of a few steps."""

from __future__ import annotations

import pytest
from ccnet_samples import CONFIGS

from ccnet_core.training import report
from ccnet_core.training.config import CropStage, DataConfig, LossConfig, TrainingConfig


@pytest.fixture
def config() -> TrainingConfig:
    """A few seconds of training of a tiny network, with every kind of sample and loss."""
    return TrainingConfig(
        network=CONFIGS["gain"],
        steps=12,
        learning_rate=3e-3,
        warmup=4,
        seed=3,
        stages=(CropStage(0, 32, 2), CropStage(6, 48, 2)),
        data=DataConfig(real=0.6, synthetic=0.3, unchanged=0.1),
        loss=LossConfig(total_variation=0.01, highlight=0.1, tone=0.5, ab_tone=0.5),
    )


@pytest.fixture
def drawn_curves() -> None:
    """Have the curves of runs drawn; each drawing takes half a second."""


@pytest.fixture(autouse=True)
def undrawn_curves(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the file without drawing where no test looks at it."""
    if "drawn_curves" not in request.fixturenames:
        monkeypatch.setattr(report, "draw_curves", lambda _: b"not drawn")
