"""Correlations, reliability and principal components, with the same digits on every processor.

Sources: Pearson; Spearman (Pearson of mean ranks); Kendall's tau-b with ties; Cronbach's alpha; principal components of
the correlation matrix by Jacobi's rotations. Sums run over products element by element, never through a library of
linear algebra. None where a figure cannot be formed: fewer than two pairs, or no variation.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.methodology.robustness_arithmetic import Floats

Correlation = Callable[[Floats, Floats], float | None]
Whole = NDArray[np.int64]
_SMALL: Final = 1e-24


def pearson(first: Floats, second: Floats) -> float | None:
    """Product-moment correlation of pairs."""
    return _cosine(centred(first), centred(second))


def spearman(first: Floats, second: Floats) -> float | None:
    """Correlation of ranks, ties sharing the mean rank."""
    return pearson(mean_ranks(first), mean_ranks(second))


def kendall(first: Floats, second: Floats) -> float | None:
    """Tau-b: pairs in the same order less pairs in opposite order, over the geometric mean of untied pairs."""
    pairs = len(first) * (len(first) - 1) // 2
    left, right = _places(first), _places(second)
    tied = [_tied(each) for each in (left, right, left * (len(first) + 1) + right)]
    untied = (pairs - tied[0]) * (pairs - tied[1])
    if untied <= 0:
        return None
    opposite = inversions(right[np.lexsort((right, left))])
    return (pairs - tied[0] - tied[1] + tied[2] - 2 * opposite) / math.sqrt(untied)


def cronbach_alpha(columns: Sequence[Floats]) -> float | None:
    """The reliability k / (k - 1) · (1 - Σ variance of the columns / variance of their sum); of two columns or more."""
    count = len(columns)
    gaps = centred(np.add.reduce(list(columns)))
    whole = float((gaps * gaps).sum())
    if count < 2 or whole == 0:
        return None
    parts = math.fsum(float((own * own).sum()) for own in map(centred, columns))
    return count / (count - 1) * (1 - parts / whole)


def principal_components(matrix: Sequence[Sequence[float]]) -> list[tuple[float, list[float]]]:
    """Eigenvalues of a correlation matrix, greatest first, each with its |loadings| = |vector| · √eigenvalue."""
    size = len(matrix)
    rows = [list(row) for row in matrix]
    vectors = [[float(row == column) for column in range(size)] for row in range(size)]
    while math.fsum(rows[p][q] * rows[p][q] for p in range(size) for q in range(p)) > _SMALL:
        for p in range(size - 1):
            for q in range(p + 1, size):
                _rotate(rows, vectors, p, q)
    found = [(rows[p][p], [vector[p] for vector in vectors]) for p in range(size)]
    found.sort(key=lambda pair: -pair[0])
    return [(value, [abs(entry) * math.sqrt(max(value, 0.0)) for entry in vector]) for value, vector in found]


def centred(values: Floats) -> Floats:
    """Deviations from the mean; exact zeros for a constant column."""
    if not len(values) or values.min() == values.max():
        return np.zeros_like(values)
    deviations: Floats = values - values.mean()
    return deviations


def mean_ranks(values: Floats) -> Floats:
    """Ascending ranks, ties sharing the mean."""
    ordered = np.sort(values)
    both = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")
    return np.asarray((both + 1) / 2.0, dtype=np.float64)


def inversions(values: Whole) -> int:
    """Pairs of which the earlier is the greater: counted at the highest bit in which the two differ."""
    found = 0
    for bit in range(int(values.max(initial=0)).bit_length()):
        above = values >> (bit + 1)
        order = np.argsort(above, kind="stable")
        above, ones = above[order], ((values >> bit) & 1)[order]
        before = np.cumsum(ones) - ones
        before = before - before[np.searchsorted(above, above, "left")]
        found += int(((1 - ones) * before).sum())
    return found


def _cosine(first: Floats, second: Floats) -> float | None:
    size = math.sqrt((first * first).sum()) * math.sqrt((second * second).sum())
    return None if size == 0 else max(-1.0, min(1.0, float((first * second).sum()) / size))


def _places(values: Floats) -> Whole:
    return np.searchsorted(np.sort(values), values, "left").astype(np.int64)


def _tied(places: Whole) -> int:
    _, counts = np.unique(places, return_counts=True)
    return int((counts * (counts - 1) // 2).sum())


def _rotate(rows: list[list[float]], vectors: list[list[float]], p: int, q: int) -> None:
    """One rotation that makes the entry (p, q) zero."""
    if rows[p][q] == 0:
        return
    theta = (rows[q][q] - rows[p][p]) / (2 * rows[p][q])
    tangent = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta * theta + 1))
    cosine = 1 / math.sqrt(tangent * tangent + 1)
    sine = tangent * cosine
    for row in (*rows, *vectors):
        row[p], row[q] = cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]
    above, below = rows[p], rows[q]
    rows[p] = [cosine * a - sine * b for a, b in zip(above, below, strict=True)]
    rows[q] = [sine * a + cosine * b for a, b in zip(above, below, strict=True)]
