"""What adjustments do to a photo's guidance."""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AbMap, chroma_gain
from ccnet_core.engine.brightened import Brightened


def adjust_guidance(
    brightened: Brightened, adjustments: Adjustments, style: AbMap | None
) -> tuple[Tensor, Tensor | None]:
    """The guidance (1, 2, h, w) scaled, and the same in the style of the references, or None without."""
    guidance, bright = brightened.guidance, brightened.bright
    scales = torch.tensor(adjustments.scales, device=guidance.device).view(1, 2, 1, 1)
    if style is None:
        return guidance * scales, None
    return guidance * scales, style(guidance, chroma_gain(bright.input_L, bright.L)) * scales
