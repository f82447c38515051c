"""Weights of a mix as shares of a hundred."""

from __future__ import annotations

from collections.abc import Sequence


def percent_shares(weights: Sequence[float]) -> list[int]:
    """Whole percents of each weight in their sum.

    What rounding leaves goes to those with the largest remainders (Hare's method), so that they come to 100.

    Args:
        weights: 0 or more each.

    Returns:
        As many, which sum to 100; zeros where nothing weighs anything.
    """
    total = sum(weights)
    if not total > 0:
        return [0] * len(weights)
    exact = [100 * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    largest = sorted(range(len(exact)), key=lambda index: shares[index] - exact[index])
    for index in largest[: 100 - sum(shares)]:
        shares[index] += 1
    return shares


def with_share(weights: Sequence[float], index: int, share: float) -> list[float]:
    """Give one of a mix a share; the others divide the rest as they did before.

    Args:
        weights: 0 or more each.
        index: which of them is given its share.
        share: 0 to 1.

    Returns:
        As many, 1 on average, so that what is added with a weight of 1 gets a fair share; one that is alone
        is all of the mix, or nothing.
    """
    if len(weights) == 1:
        return [1.0 if share > 0 else 0.0]
    others = sum(weights) - weights[index]
    count = len(weights)
    return [
        count * (share if i == index else (1 - share) * (w / others if others > 0 else 1 / (count - 1)))
        for i, w in enumerate(weights)
    ]
