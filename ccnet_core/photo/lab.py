"""CIE L*a*b* of D50, as files hold it, to sRGB (CIE 15:2018, 8.2.1; ICC.1:2022, annex E)."""

from __future__ import annotations

import numpy as np

from ccnet_core.photo.profile import encode_srgb16, xyz_d50_to_linear_srgb

_D50 = np.array([0.9642, 1.0, 0.8249])
_KNEE, _SLOPE = 6 / 29, 3 * (6 / 29) ** 2


def lab_to_srgb16(lab: np.ndarray) -> np.ndarray:
    """Convert (N, 3) L* from 0 to 100, a* and b* to (N, 3) uint16 sRGB; what lies outside is clipped."""
    y = (lab[..., 0] + 16) / 116
    roots = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], axis=-1)
    xyz = np.where(roots > _KNEE, roots**3, _SLOPE * (roots - 4 / 29)) * _D50
    return encode_srgb16(xyz @ xyz_d50_to_linear_srgb().T)
