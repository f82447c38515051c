"""What adjustments do to a photo's guidance."""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AbMap, chroma_gain, mix_maps, transfer_map
from ccnet_core.engine.brightened import Brightened


def scales_of(adjustments: Adjustments) -> tuple[float, float]:
    """The factors on a and b."""
    saturation = adjustments.saturation
    return saturation * adjustments.green_magenta, saturation * adjustments.blue_yellow


def style_of(brightened: Brightened, adjustments: Adjustments) -> AbMap:
    """The map from the photo's neutral colours to the mix of the active references."""
    references = adjustments.active_references
    maps = [transfer_map(brightened.neutral, r.statistics, adjustments.transfer) for r in references]
    return mix_maps(maps, [reference.weight for reference in references])


def adjust_guidance(brightened: Brightened, adjustments: Adjustments) -> tuple[Tensor, Tensor | None]:
    """The guidance (1, 2, h, w) scaled, and the same in the style of the references, or None without."""
    guidance, bright = brightened.guidance, brightened.bright
    scales = torch.tensor(scales_of(adjustments), device=guidance.device).view(1, 2, 1, 1)
    reference = None
    if adjustments.active_references:
        style = style_of(brightened, adjustments)
        reference = style(guidance, chroma_gain(bright.input_L, bright.L)) * scales
    return guidance * scales, reference
