"""What the engine asks of whatever runs the network: brighten once, colorize as often as guidance changes.

:class:`ccnet_core.network.CCNet` does it with PyTorch. Another runtime implements :class:`Backend`, and is
given to :class:`ccnet_core.engine.Engine` in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from ccnet_core.network.structures import Structure


@dataclass(frozen=True, slots=True, eq=False)
class BrightLuminance:
    """A bright luminance and everything colorization needs that does not depend on the guidance.

    Attributes:
        L: (N, 1, H, W), the bright luminance; not clipped.
        input_L: (N, 1, H, W), the luminance that was brightened.
        prepared: features of the padded picture, for the colorization network only.
        context: what parts of the photo must know of it when they are brightened by themselves, (N, K); None
            for a structure without such a thing.
    """

    L: Tensor
    input_L: Tensor
    prepared: tuple[Tensor, ...]
    context: Tensor | None = None


class Backend(Protocol):
    """Runs a network. All pictures are float32 tensors on the device in use, of any size from 1 x 1."""

    @property
    def structure(self) -> Structure:
        """What the network can do."""

    def use(self, device: torch.device) -> None:
        """Compute on a device from now on, to which everything that the network holds is moved."""

    def digest(self) -> str:
        """What tells the network from others, in hexadecimal digits, wherever it came from."""

    def brighten(self, L: Tensor, *, ab: Tensor) -> BrightLuminance:
        """Brighten the luminance of whole photos, and prepare their colorization.

        Args:
            L: (N, 1, H, W) in [0, 1].
            ab: (N, 2, H, W), (a*, b*) / 110.
        """

    def colorize(
        self,
        bright: BrightLuminance,
        guidance: Tensor,
        reference: Tensor | None = None,
        reference_weight: float = 1.0,
    ) -> Tensor:
        """Give a bright luminance its colours.

        Args:
            bright: from :meth:`brighten`.
            guidance: (N, 2, H, W), (a*, b*) / 110 of the dim photo, as the person adjusted it.
            reference: the guidance in the style of a reference picture, like it, or None.
            reference_weight: share of the reference, 0 to 1.

        Returns:
            (N, 2, H, W), (a*, b*) / 110.
        """

    def colour_terms(self, bright: BrightLuminance, guidance: Tensor, pattern: Tensor) -> Tensor:
        """Six pictures of which colours are sums, while the matrices of a pattern of colours are held.

        As :meth:`ccnet_core.network.CCNet.colour_terms`; asked for only where :attr:`structure` has matrices.
        """
