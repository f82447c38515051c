"""Losses on luminance and chrominance. Every one takes (N, C, H, W) and returns a scalar.

The one that needs another network has a module of its own: :mod:`ccnet_core.training.perceptual`.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.training.bins import soft_encode
from ccnet_core.training.config import LossConfig

_NEAR_WHITE = 0.96
_TONE_POOL = 16
_BRIGHT = (0.3, 0.55)
"""L of a dark photo from which its contrast begins to be worth keeping, and from which it counts wholly."""
_LEAST_BRIGHT = 0.01
"""Share of a batch below which bright places count for less, as there are so few of them."""
_FLAT = 0.01
"""Differences of neighbours in the target, in units of L, of which flat areas have less."""


def charbonnier(x: Tensor, target: Tensor) -> Tensor:
    """A smooth absolute error: mean sqrt(d^2 + 1e-6) (Charbonnier et al., ICIP 1994)."""
    return torch.sqrt((x - target).square() + 1e-6).mean()


def psnr(x: Tensor, target: Tensor) -> Tensor:
    """Negative peak signal-to-noise ratio in dB, averaged over the photos (Chen et al., HINet, CVPRW 2021).

    It counts relative improvement, so a photo that is nearly right counts as much as one that is not. An
    error of 1e-3 is added, for beyond 30 dB only photos are left that need no change.
    """
    error = (x - target).square().mean(dim=(1, 2, 3))
    return (10 * torch.log10(error + 1e-3)).mean()


def ssim(x: Tensor, target: Tensor) -> Tensor:
    """Structural similarity, Gaussian window 11, sigma 1.5, data range 1 (Wang et al., IEEE TIP 2004)."""
    channels = x.shape[1]
    offsets = torch.arange(11, dtype=x.dtype, device=x.device) - 5
    window = torch.exp(-offsets.square() / (2 * 1.5**2))
    window = (window / window.sum()).expand(channels, 1, 1, 11)

    def blur(y: Tensor) -> Tensor:
        rows = F.conv2d(y, window, groups=channels)
        return F.conv2d(rows, window.transpose(2, 3), groups=channels)

    mean_x, mean_t = blur(x), blur(target)
    var_x = blur(x * x) - mean_x.square()
    var_t = blur(target * target) - mean_t.square()
    covariance = blur(x * target) - mean_x * mean_t
    c1, c2 = 0.01**2, 0.03**2
    luminance = (2 * mean_x * mean_t + c1) / (mean_x.square() + mean_t.square() + c1)
    return (luminance * (2 * covariance + c2) / (var_x + var_t + c2)).mean()


def total_variation(x: Tensor) -> Tensor:
    """Mean absolute difference of neighbours, horizontally plus vertically."""
    return x.diff(dim=-1).abs().mean() + x.diff(dim=-2).abs().mean()


def highlight(x: Tensor, target: Tensor) -> Tensor:
    """How far L rises above both near-white and the target: what burns although it should not."""
    return (x - target.clamp_min(_NEAR_WHITE)).clamp_min(0).mean()


def tone(x: Tensor, target: Tensor) -> Tensor:
    """Absolute error after averaging over 16 pixels: exposure and colour apart from detail."""
    return (F.avg_pool2d(x, _TONE_POOL) - F.avg_pool2d(target, _TONE_POOL)).abs().mean()


def noise(x: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of neighbours in excess of the target's, where the target is flat."""
    loss = x.new_zeros(())
    for axis in (-1, -2):
        own, wanted = x.diff(dim=axis).abs(), target.diff(dim=axis).abs()
        loss = loss + ((own - wanted).clamp_min(0) * torch.exp(-wanted / _FLAT)).mean()
    return loss


def chroma(x: Tensor, target: Tensor) -> Tensor:
    """Absolute error of the chroma averaged over 16 pixels.

    Where the hue is uncertain an absolute error of ab is least for grey; this one is not.
    """
    magnitudes = (torch.sqrt(y.square().sum(1, keepdim=True) + 1e-6) for y in (x, target))
    return tone(*magnitudes)


def kept(x: Tensor, target: Tensor, dark: Tensor) -> Tensor:
    """How much contrast is lost where the dark photo is bright and has it, and the target has it still.

    The mean over bright places of what the difference of neighbours has lost, on the pictures themselves and
    averaged over 4 pixels.

    Args:
        x: bright L, (N, 1, H, W).
        target: what it shall be, the same shape.
        dark: L of the dark photo, the same shape.
    """
    loss = x.new_zeros(())
    for side in (1, 4):
        mine, wanted, own = (F.avg_pool2d(y, side) for y in (x, target, dark))
        bright = ((own - _BRIGHT[0]) / (_BRIGHT[1] - _BRIGHT[0])).clamp(0, 1)
        for axis in (-1, -2):
            had = torch.minimum(own.diff(dim=axis).abs(), wanted.diff(dim=axis).abs())
            lost = (had - mine.diff(dim=axis).abs()).clamp_min(0)
            weight = bright.narrow(axis, 0, lost.shape[axis])
            loss = loss + (weight * lost).sum() / (weight.sum() + _LEAST_BRIGHT * weight.numel())
    return loss


def quantile(x: Tensor, target: Tensor, which: float) -> Tensor:
    """Least where x is a quantile of the targets that are possible (Koenker and Bassett, Econometrica 1978).

    Args:
        x: any shape.
        target: of the same shape.
        which: within (0, 1); the loss is the mean absolute error at 0.5.
    """
    above = x - target
    return 2 * torch.maximum((1 - which) * above, -which * above).mean()


def bins(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy of predicted bins of ab against the softly encoded target (Zhang et al., ECCV 2016).

    Args:
        logits: (N, 313, H, W).
        target: ab (N, 2, H * k, W * k), averaged to the logits' size: k is 4, so 128 for crops of 512.
    """
    encoded = soft_encode(F.avg_pool2d(target, target.shape[-1] // logits.shape[-1]))
    chosen = logits.log_softmax(1).gather(1, encoded.indices)
    return -(encoded.weights * chosen).sum(1).mean()


def luminance_loss(weights: LossConfig, x: Tensor, target: Tensor, dark: Tensor) -> Tensor:
    """The weighted sum of the losses on L (N, 1, H, W); ``dark`` is that of the dark photo."""
    loss = weights.charbonnier * charbonnier(x, target)
    if weights.psnr:
        loss = loss + weights.psnr * psnr(x, target)
    if weights.ssim:
        loss = loss + weights.ssim * (1 - ssim(x, target))
    if weights.total_variation:
        loss = loss + weights.total_variation * total_variation(x)
    if weights.highlight:
        loss = loss + weights.highlight * highlight(x, target)
    if weights.tone:
        loss = loss + weights.tone * tone(x, target)
    if weights.noise:
        loss = loss + weights.noise * noise(x, target)
    if weights.kept:
        loss = loss + weights.kept * kept(x, target, dark)
    return loss


def chrominance_loss(weights: LossConfig, x: Tensor, target: Tensor) -> Tensor:
    """The weighted sum of the losses on ab (N, 2, H, W)."""
    loss = weights.ab * (x - target).abs().mean()
    if weights.ab_tone:
        loss = loss + weights.ab_tone * tone(x, target)
    if weights.chroma:
        loss = loss + weights.chroma * chroma(x, target)
    return loss
