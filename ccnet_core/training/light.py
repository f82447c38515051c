"""What phase "light" learns from: whole photos, prepared once, as all but the choice of light is frozen.

How much light goes where is decided on a small picture of the whole photo, so it is learned on small pictures
of whole photos, a hundred of them in the time that one crop takes at full size.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset
from tqdm import tqdm

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.network.exposure import expose, log_gain_for
from ccnet_core.network.fusing import fuse
from ccnet_core.network.gain import GainBrightening
from ccnet_core.network.padding import pad_to_multiple
from ccnet_core.training.batches import TrainingData, stack
from ccnet_core.training.config import TrainingConfig

_AT_ONCE = 8
"""Photos that the network sees together while they are prepared."""


@dataclass(frozen=True, slots=True, eq=False)
class LightBatch:
    """Whole photos, squeezed into squares of side S, and their canvases of side 96.

    Attributes:
        L: luminance of the dark photos, (B, 1, S, S).
        exposed: what the network makes of it, exposed as a whole.
        fused: the fusion of its exposures.
        target: luminance of the bright photos.
        canvas: luminance of the dark photos, (B, 1, 96, 96).
        canvas_ab: their (a*, b*) / 110.
        canvas_raw: what the network makes of it before exposure.
        canvas_log_gain: (B,), of its exposure.
    """

    L: Tensor
    exposed: Tensor
    fused: Tensor
    target: Tensor
    canvas: Tensor
    canvas_ab: Tensor
    canvas_raw: Tensor
    canvas_log_gain: Tensor

    def to(self, device: torch.device) -> LightBatch:
        """On a device, in single precision."""
        return LightBatch(*(x.to(device).float() for x in self._tensors()))

    def chosen(self, indices: Tensor) -> LightBatch:
        """Some of the photos."""
        return LightBatch(*(x[indices] for x in self._tensors()))

    def _tensors(self) -> tuple[Tensor, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


class LightData(Dataset[LightBatch]):
    """Batch number ``i`` is the same on every run with the same configuration and network."""

    def __init__(self, photos: TrainingData, config: TrainingConfig, network: GainBrightening) -> None:
        """Prepare ``config.samples`` photos, in half precision, of the size of the first stage.

        Args:
            photos: where they are drawn from.
            config: how many, how large and how to draw batches.
            network: frozen, in evaluation mode, on the device that prepares them.
        """
        self._config = config
        device = next(network.parameters()).device
        size, count = config.stage(0).size, config.samples
        parts = []
        for start in tqdm(range(0, count, _AT_ONCE), desc="preparing", mininterval=5):
            numbers = range(start, min(start + _AT_ONCE, count))
            batch = stack(
                [photos.draw(np.random.default_rng((config.seed, n)), size, whole=True) for n in numbers]
            ).to(device)
            L, _ = srgb_to_lab(batch.low.float() / 255)
            target, _ = srgb_to_lab(batch.high.float() / 255)
            canvas, canvas_ab = batch.thumbnail[:, :1], batch.thumbnail[:, 1:]
            with torch.inference_mode():
                view = network.view(canvas)
                raw, _ = network(pad_to_multiple(L, network.multiple), view)
                raw = raw[..., :size, :size]
                canvas_raw, _ = network(canvas, view)
                chosen = network.exposure(canvas, canvas.mean(dim=(1, 2, 3)))
                wanted = torch.where(batch.given, batch.mean, chosen)
                log_gain, canvas_log_gain = log_gain_for(raw, wanted), log_gain_for(canvas_raw, wanted)
                pictures = expose(raw, log_gain), fuse(raw, L, log_gain)
                target = torch.where(batch.night[:, None, None, None], pictures[1], target)
            held = (L, *pictures, target, canvas, canvas_ab, canvas_raw, canvas_log_gain)
            parts.append(tuple(x.half().cpu() for x in held))
        self._photos = LightBatch(*(torch.cat(tensors) for tensors in zip(*parts, strict=True)))

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> LightBatch:
        rng = np.random.default_rng((self._config.seed, step, 1))
        count = self._config.stage(step).batch
        return self._photos.chosen(torch.from_numpy(rng.integers(self._config.samples, size=count)))
