"""The network as its users see it: brighten once, colorize as often as the guidance changes."""

from __future__ import annotations

import hashlib

import torch
from torch import Tensor, nn

from ccnet_core.network.backend import BrightLuminance
from ccnet_core.network.config import CCNetConfig
from ccnet_core.network.gain import GainColorization
from ccnet_core.network.padding import crop, pad_to_multiple
from ccnet_core.network.published import PublishedColorization
from ccnet_core.network.structures import Brightening, Colorization, Structure
from ccnet_core.network.windows import Window


class CCNet(nn.Module):
    """CCNet in any of its structures.

    Attributes:
        config: the structure and its sizes.
        lightness: the brightening network.
        chrominance: the colorization network.

    >>> network = CCNet(CCNetConfig.gain()).eval()
    >>> L, guidance = torch.rand(1, 1, 40, 60), torch.zeros(1, 2, 40, 60)
    >>> bright = network.brighten(L, ab=guidance)  # once per photo
    >>> tuple(network.colorize(bright, guidance).shape)  # as often as the guidance changes
    (1, 2, 40, 60)
    """

    lightness: Brightening
    chrominance: Colorization

    def __init__(self, config: CCNetConfig | None = None) -> None:
        super().__init__()
        self.config = config or CCNetConfig()
        self.lightness = self.structure.brightening(self.config)
        self.chrominance = self.structure.colorization(self.config)

    @property
    def structure(self) -> Structure:
        """What it can do."""
        return self.config.kind

    def use(self, device: torch.device) -> None:
        """Compute on a device from now on: see :class:`ccnet_core.network.backend.Backend`."""
        self.to(device).eval()
        # Half of the time of the other layout, on CPUs as on GPUs; torch's stubs do not know the argument.
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def digest(self) -> str:
        """SHA-256 of structure and weights: the same network in another file is the same."""
        digest = hashlib.sha256(self.config.to_json().encode())
        for name, values in sorted(self.state_dict().items()):
            digest.update(name.encode())
            digest.update(values.cpu().contiguous().numpy())
        return digest.hexdigest()

    def brighten(
        self,
        L: Tensor,
        context: Tensor | None = None,
        window: Window | None = None,
        *,
        ab: Tensor | None = None,
    ) -> BrightLuminance:
        """Brighten a luminance and prepare its colorization.

        Args:
            L: (N, 1, H, W) in [0, 1], any size from 1x1.
            context: that of the whole photo, when L is only a part of it.
            window: where that part lies in the photo.
            ab: (N, 2, H, W), (a*, b*) / 110 of the whole photo, of which a network that chooses light per
                place needs to know where its context is not given.

        Raises:
            ValueError: L or ab has another shape, or ab is needed and not given.
        """
        _expect_channels("L", L, 1)
        if ab is not None:
            _expect_channels("ab", ab, 2)
        padded, bright, features, context = self._lightness(L, context, window, ab)
        # Colour must not be bought with luminance: its loss does not reach the bright L.
        prepared = self.chrominance.prepare(features, padded, bright.detach())
        return BrightLuminance(crop(bright, _size(L)), L, prepared, context)

    def brighten_part(self, L: Tensor, context: Tensor | None, window: Window | None = None) -> Tensor:
        """Only the bright luminance (N, 1, H, W) of a part of a photo, at less cost than :meth:`brighten`.

        The context is None for a structure without one alone.
        """
        _expect_channels("L", L, 1)
        _, bright, _, _ = self._lightness(L, context, window, None)
        return crop(bright, _size(L))

    def context(self, L: Tensor, ab: Tensor, mean: Tensor | None = None) -> Tensor | None:
        """What a part of a photo must know of the whole.

        Args:
            L: (N, 1, H, W) of the whole photo, at any size.
            ab: (N, 2, H, W), its (a*, b*) / 110.
            mean: (N,), the mean luminance that the exposure shall give; the network's choice otherwise.

        Returns:
            (N, K), or None where the structure has no such thing.
        """
        return self.lightness.context(L, ab, mean)

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
            reference: (N, 2, H, W), the guidance in the style of a reference picture, or None.
            reference_weight: the share of the reference in what CEM receives, 0 to 1 (all of it).

        Returns:
            ab (N, 2, H, W), (a*, b*) / 110.

        Raises:
            ValueError: guidance or reference is not (N, 2, H, W) of the luminance's size.
        """
        for name, value in (("guidance", guidance), ("reference", reference)):
            if value is not None:
                _expect_channels(name, value, 2)
                if _size(value) != _size(bright.L):
                    raise ValueError(f"{name} is {_size(value)}, the luminance {_size(bright.L)}")
        multiple = self.structure.multiple
        ab: Tensor = self.chrominance(
            bright.prepared,
            pad_to_multiple(guidance, multiple),
            None if reference is None else pad_to_multiple(reference, multiple),
            reference_weight,
        )
        return crop(ab, _size(guidance))

    def colour_terms(self, bright: BrightLuminance, guidance: Tensor, pattern: Tensor) -> Tensor:
        """Six pictures at half size of which colours are sums, while the matrices of a pattern are held.

        For an affine map of the guidance, x -> B x + c, the colours are their sum by the entries of B, row by
        row, and of c.

        Args:
            bright: from :meth:`brighten`, of one photo.
            guidance: (1, 2, H, W), as it is.
            pattern: the guidance that decides on the matrices, like it.

        Returns:
            (6, 2, H', W'), H' and W' half of the sides of the padded picture.

        Raises:
            ValueError: the structure has no matrices.
        """
        if not isinstance(self.chrominance, GainColorization):
            raise ValueError(f"the {self.structure.name} structure has no matrices to hold")
        own, deciding = (pad_to_multiple(x, self.structure.multiple) for x in (guidance, pattern))
        return self.chrominance.terms(bright.prepared, own, deciding)

    def colorize_with_bins(self, bright: BrightLuminance, guidance: Tensor) -> tuple[Tensor, Tensor]:
        """As :meth:`colorize`, and what the training head makes of it, where the structure has one.

        Args:
            bright: from :meth:`brighten`.
            guidance: (N, 2, H, W), sides multiples of 16.

        Returns:
            ab (N, 2, H, W), and logits (N, 313, H/4, W/4) of the bins of :mod:`ccnet_core.training.bins`.
        """
        if not isinstance(self.chrominance, PublishedColorization):
            raise ValueError("only the published structure predicts bins")
        return self.chrominance.with_bins(bright.prepared, guidance)

    def forward(self, L: Tensor, guidance: Tensor) -> tuple[Tensor, Tensor]:
        """Both networks in one pass: bright L (N, 1, H, W) and ab (N, 2, H, W)."""
        _expect_channels("guidance", guidance, 2)
        bright = self.brighten(L, ab=guidance)
        return bright.L, self.colorize(bright, guidance)

    def _lightness(
        self, L: Tensor, context: Tensor | None, window: Window | None, ab: Tensor | None
    ) -> tuple[Tensor, Tensor, tuple[Tensor, ...], Tensor | None]:
        """The padded L, its bright luminance, the features, and the context."""
        padded = pad_to_multiple(L, self.structure.multiple)
        return padded, *self.lightness.brighten(L, padded, context, window, ab)


def _size(x: Tensor) -> tuple[int, int]:
    return x.shape[-2], x.shape[-1]


def _expect_channels(name: str, x: Tensor, channels: int) -> None:
    if x.dim() != 4 or x.shape[1] != channels or not torch.is_floating_point(x):
        raise ValueError(
            f"{name} must be a float tensor (N, {channels}, H, W), got {x.dtype} {tuple(x.shape)}"
        )
