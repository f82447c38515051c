"""The network's exposures of one photo, fused: what each shows well, in one picture.

Exposure fusion (Mertens, Kautz, Van Reeth, Computer Graphics Forum 28(1), 2009) on exposures that are made
from one photo (Hessel, Morel, "An Extended Exposure Fusion and its Application to Single Image Contrast
Enhancement", WACV 2020): weights say how well exposed each is at each place, and Laplacian pyramids blend
them without seams. Here the photo's own luminance is one of them, so what is bright in it keeps its tone
and detail, and the result is nowhere darker than the photo.

It is made on a small square picture of the whole photo and carried to any size, and to any part, by
functions that are linear in small windows (fast guided filter: He, Sun, arXiv 1505.00996).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.colour.ramps import rise
from ccnet_core.network.exposure import expose
from ccnet_core.network.windows import look_up, mean_around

SIDE = 256
"""Of the picture on which exposures are fused."""
SIZE = 3 * SIDE * SIDE
"""Numbers that :func:`fusion_maps` gives for a photo."""
_STEPS = (-3.0, -2.0, -1.0, 0.0, 1.0)
"""Logarithms of the gains of the exposures, beside that of the photo on the whole."""
_BACKLIT = (2.0, 0.22, 0.32)
"""That of one more, and the mean L of photos from which it begins to count and counts wholly: what is dark in
a photo that is bright on the whole lies in shadow."""
_SPREAD = 0.25
"""Standard deviation of what counts as well exposed, around L 0.5 (Mertens et al. 2009, section 3.1)."""
_OWN_LIGHT = 12.0
"""How much more the photo's own luminance counts where it is bright: it was well exposed for its lights."""
_LEAST_WEIGHT = 1e-6
_SMALLEST = 8
"""Side of the coarsest level of the pyramids."""
_SOFT = 0.01
"""How gradually, in L, the result leaves the photo's own luminance."""
_RADIUS = 2
_FLATNESS = 0.01**2
"""Variance of L below which a window is taken as flat."""
_HELD_BACK = 1.0
"""By which share of its variance the slope along one of the two is held back."""
_ENDS = 5e-4
"""How near to black or white, in L, the result is drawn to it."""
_OWN_DETAIL = (0.15, 0.40)
"""L of the surroundings from which detail begins to be the photo's own, and from which it is wholly."""


def fuse(raw: Tensor, L: Tensor, log_gain: Tensor) -> Tensor:
    """Fuse exposures.

    Args:
        raw: what the brightening makes of a photo before exposure, (N, 1, H, W).
        L: luminance of the photo, (N, 1, H, W) in [0, 1].
        log_gain: of the exposure of the whole, (N,).

    Returns:
        (N, 1, H, W) in [0, 1].
    """
    mean = L.mean(dim=(1, 2, 3))
    extra, low, high = _BACKLIT
    steps = [(step, torch.ones_like(mean)) for step in _STEPS]
    steps.append((extra, ((mean - low) / (high - low)).clamp(0, 1)))
    exposures = [expose(raw, log_gain + step).clamp(0, 1) for step, _ in steps]
    exposures.append(L.clamp(0, 1))
    priors = [*(prior for _, prior in steps), torch.ones_like(mean)]
    stack = torch.cat(exposures, dim=1)
    prior = torch.stack(priors, dim=1)[:, :, None, None].repeat(1, 1, *stack.shape[-2:])
    prior[:, -1:] = 1 + _OWN_LIGHT * rise(L, *_OWN_DETAIL)
    weights = prior * torch.exp(-(stack - 0.5).square() / (2 * _SPREAD**2)) + _LEAST_WEIGHT
    weights = weights / weights.sum(1, keepdim=True)
    fused = _blend(stack, weights)
    more = fused - L
    fused = L + 0.5 * (more + torch.sqrt(more.square() + _SOFT**2) - _SOFT)
    return fused.clamp(0, 1)


def _blend(exposures: Tensor, weights: Tensor) -> Tensor:
    """The sum of exposures by weights, both (N, C, H, W), level by level: (N, 1, H, W)."""
    if min(exposures.shape[-2:]) < 2 * _SMALLEST:
        return (exposures * weights).sum(1, keepdim=True)
    smaller = _reduce(exposures)
    detail = exposures - _enlarge(smaller, exposures)
    coarse = _blend(smaller, _reduce(weights))
    return (detail * weights).sum(1, keepdim=True) + _enlarge(coarse, exposures)


def _reduce(x: Tensor) -> Tensor:
    """Half the size, after a binomial filter of five taps (Burt, Adelson 1983)."""
    channels = x.shape[1]
    taps = x.new_tensor((1.0, 4.0, 6.0, 4.0, 1.0)) / 16
    rows = taps.view(1, 1, 5, 1).expand(channels, 1, 5, 1)
    x = F.conv2d(F.pad(x, (0, 0, 2, 2), mode="replicate"), rows, stride=(2, 1), groups=channels)
    return F.conv2d(
        F.pad(x, (2, 2, 0, 0), mode="replicate"), rows.transpose(2, 3), stride=(1, 2), groups=channels
    )


def _enlarge(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)


def small_copy(x: Tensor) -> Tensor:
    """A picture of a whole photo (N, C, H, W), averaged by areas: (N, C, SIDE, SIDE)."""
    return F.adaptive_avg_pool2d(x.float(), (SIDE, SIDE))


def fusion_maps(raw: Tensor, L: Tensor, around: Tensor, log_gain: Tensor) -> Tensor:
    """What carries the fused picture of a whole photo to its parts.

    Args:
        raw: what the brightening makes of the photo before exposure, (N, 1, SIDE, SIDE).
        L: its luminance, like it.
        around: that of its surroundings.
        log_gain: of the exposure of the whole, (N,).

    Returns:
        Two slopes and an intercept, as one row of numbers: (N, SIZE).
    """
    fused, exposed = fuse(raw, L, log_gain), expose(raw, log_gain).clamp(0, 1)
    own = own_detail(around)
    products = (exposed * exposed, L * L, exposed * L, exposed * fused, L * fused)
    means = mean_around(torch.cat((exposed, L, fused, own, *products), dim=1), _RADIUS)
    mean_e, mean_l, mean_f, own, ee, ll, el, ef, lf = means.chunk(means.shape[1], dim=1)
    ee, ll = (ee - mean_e.square()).clamp_min(0), (ll - mean_l.square()).clamp_min(0)
    el, ef, lf = el - mean_e * mean_l, ef - mean_e * mean_f, lf - mean_l * mean_f
    # Of two that tell the same, each is held back where the other's detail counts.
    ee, ll = ee * (1 + _HELD_BACK * own) + _FLATNESS, ll * (1 + _HELD_BACK * (1 - own)) + _FLATNESS
    determinant = ee * ll - el.square()
    slopes = torch.cat((ef * ll - lf * el, lf * ee - ef * el), dim=1) / determinant
    slopes = mean_around(slopes, _RADIUS)
    # The intercept is exact at this size, so nothing of the fused picture is lost.
    intercept = fused - (slopes * torch.cat((exposed, L), dim=1)).sum(1, keepdim=True)
    return torch.cat((slopes, intercept), dim=1).flatten(1)


def carrying(maps: Tensor, positions: Tensor) -> Tensor:
    """Maps of the whole photo at some positions: (N, C, h, w).

    Args:
        maps: (N, C * SIDE * SIDE), as from :func:`fusion_maps`.
        positions: (N, h, w, 2) in [-1, 1].
    """
    return look_up(maps.reshape(len(maps), -1, SIDE, SIDE), positions)


def carried(slopes: tuple[Tensor, Tensor], intercept: Tensor, exposed: Tensor, L: Tensor) -> Tensor:
    """The fused picture of a part of a photo, all (N, 1, H, W); black stays black, and white white.

    Args:
        slopes: by which it follows the exposure of the whole, and the photo itself.
        intercept: what it has beside them.
        exposed: the photo as the exposure of the whole gives it.
        L: its luminance.
    """
    exposed = exposed.clamp(0, 1)
    fused = (slopes[0] * exposed + slopes[1] * L + intercept).clamp(0, 1)
    fused = fused * _not_at(exposed)
    return 1 - (1 - fused) * _not_at(1 - L)


def _not_at(distance: Tensor) -> Tensor:
    """0 at a distance of 0, quickly near 1, and 1 at a distance of 1."""
    return distance * (1 + _ENDS) / (distance + _ENDS)


def own_detail(around: Tensor) -> Tensor:
    """The share of the photo's own detail where its surroundings are so bright, both (N, 1, H, W)."""
    return rise(around, *_OWN_DETAIL)
