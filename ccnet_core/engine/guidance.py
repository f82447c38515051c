"""What adjustments do to a photo's own chrominance, by which the network is guided."""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AbMap, chroma_gain
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.style import Style


def adjust_guidance(
    brightened: Brightened, adjustments: Adjustments, style: Style | None
) -> tuple[Tensor, Tensor | None]:
    """The guidance (1, 2, h, w) scaled, and the same in the style of the references, or None without."""
    guidance, bright = brightened.guidance, brightened.bright
    return _adjust(guidance, bright.input_L, bright.L, adjustments, style.guide if style else None)


def own_chroma(
    ab: Tensor,
    input_L: Tensor,
    L: Tensor,
    adjustments: Adjustments,
    style: Style | None,
    shift: Tensor | None = None,
) -> Tensor:
    """The photo's own chrominance, adjusted as the network's guidance is, and as its result.

    Args:
        ab: (1, 2, H, W) of the photo, or a part of it at any size.
        input_L: its luminance, (1, 1, H, W) in [0, 1].
        L: the bright luminance there.
        adjustments: of which saturation and styles count.
        style: the mix of the active references, or None without.
        shift: by how much the style moves the result's colours, like ``ab``; None where it does not.

    Returns:
        (1, 2, H, W) that goes with ``input_L``.
    """
    own, styled = _adjust(ab, input_L, L, adjustments, style.guide if style else None)
    if styled is not None:
        own = own.lerp_(styled, adjustments.style_strength)
    return own if shift is None else own.add_(shift / chroma_gain(input_L, L))


def _adjust(
    ab: Tensor, input_L: Tensor, L: Tensor, adjustments: Adjustments, style: AbMap | None
) -> tuple[Tensor, Tensor | None]:
    scales = torch.tensor(adjustments.scales, device=ab.device).view(1, 2, 1, 1)
    own = ab * scales
    return own, None if style is None else style(ab, chroma_gain(input_L, L)) * scales
