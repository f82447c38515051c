"""What any program can do: the reference rows beside which the product is judged."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.libraries import load_library
from ccnet_core.photo.reducing import reduced_size

FloatArray = npt.NDArray[np.float64]

_GAMMA = 0.4
_LIME_ALPHA = 0.15
_LIME_SIGMA = 2.0
_LIME_GAMMA = 0.8
_LIME_EPSILON = 1e-3
_LIME_PIXELS = 1_000_000


def unchanged(picture: ByteImage) -> ByteImage:
    """The input itself."""
    return picture


def gamma(picture: ByteImage) -> ByteImage:
    """The 0.4th power of sRGB values in [0, 1]: (H, W, 3) -> (H, W, 3)."""
    table = np.rint(255 * (np.arange(256) / 255) ** _GAMMA).astype(np.uint8)
    return table[picture]


def clahe(picture: ByteImage) -> ByteImage:
    """Contrast limited adaptive histogram equalization of L* (Zuiderveld, Graphics Gems IV, 1994).

    OpenCV's, clip limit 2 on 8x8 tiles, on the L of its 8-bit Lab; a and b stay. (H, W, 3) -> (H, W, 3).
    """
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def lime(picture: ByteImage) -> ByteImage:
    """Low-light enhancement by an estimated illumination (LIME: Guo, Li, Ling, IEEE TIP 26(2), 2017).

    The illumination starts as the largest of the three channels and is smoothed within structures by the
    paper's sped-up objective with its third weighting (sigma 2, alpha 0.15), solved exactly; the picture is
    divided by its 0.8th power. Two things differ: the paper's optional denoising by BM3D is left out, and the
    illumination of a photo above 1 MP is smoothed at 1 MP and enlarged bilinearly. (H, W, 3) -> (H, W, 3).

    Raises:
        EvaluationError: SciPy, which solves the system, is not installed.
    """
    values = picture.astype(np.float64) / 255
    height, width = picture.shape[:2]
    rows, columns = reduced_size(height, width, _LIME_PIXELS)
    illumination = cv2.resize(values.max(axis=2), (columns, rows), interpolation=cv2.INTER_AREA)
    refined = _smooth(illumination, _lime_weights(illumination, 0), _lime_weights(illumination, 1))
    refined = cv2.resize(refined, (width, height), interpolation=cv2.INTER_LINEAR)
    bright = values / (np.clip(refined, _LIME_EPSILON, 1) ** _LIME_GAMMA)[..., None]
    return np.asarray(np.rint(255 * np.clip(bright, 0, 1)), np.uint8)


def _lime_weights(illumination: FloatArray, axis: int) -> FloatArray:
    """alpha W / (|gradient| + epsilon) along an axis, 0 beyond the border.

    W falls with the local mean of the gradient: texture, which cancels out, is smoothed, and edges stay.
    """
    gradient = np.diff(illumination, axis=axis, append=np.take(illumination, [-1], axis=axis))
    mean = cv2.GaussianBlur(gradient, (0, 0), _LIME_SIGMA, borderType=cv2.BORDER_REPLICATE)
    weights = _LIME_ALPHA / ((np.abs(mean) + _LIME_EPSILON) * (np.abs(gradient) + _LIME_EPSILON))
    weights = np.asarray(weights, np.float64)
    weights[(slice(None),) * axis + (-1,)] = 0
    return weights


def _smooth(values: FloatArray, down: FloatArray, right: FloatArray) -> FloatArray:
    """Minimize sum (u - values)^2 + sum down (u below - u)^2 + sum right (u next - u)^2; all (H, W)."""
    width = values.shape[1]
    d, r = down.ravel(), right.ravel()
    diagonal = 1 + d + r
    diagonal[width:] += d[:-width]
    diagonal[1:] += r[:-1]
    d, r = -d[:-width], -r[:-1]
    system = load_library("scipy.sparse").diags(
        [diagonal, r, r, d, d], [0, 1, -1, width, -width], format="csc"
    )
    solve = load_library("scipy.sparse.linalg").spsolve
    # The ordering for symmetric systems takes a fraction of the default's time.
    return np.asarray(solve(system, values.ravel(), permc_spec="MMD_AT_PLUS_A")).reshape(values.shape)
