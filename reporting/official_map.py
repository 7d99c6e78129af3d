"""An official map of boundaries: read only with its review number (审图号) and its source, drawn as it is given.

A GeoJSON FeatureCollection (RFC 7946) with the members `review_number` and `source`; each feature has the `code` of its
region in its properties, and a Polygon or MultiPolygon. No boundary is made, corrected or simplified here; points that
fall on one tenth of a unit of the picture are drawn once. Longitudes are shortened by the cosine of the middle
latitude, so that a small area keeps its shape.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import cos, radians
from pathlib import Path
from typing import Any, Final

from reporting.errors.maps import MapNotOfficial, MapUnreadable

WIDTH: Final = 420
# GS(2019)1822号, 黔S(2021)007号 and the like.
REVIEW_NUMBER: Final = re.compile(r"^\w{1,6}[（(]\d{4}[）)]\w*\d+号$")
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class OfficialMap:
    """`shapes` are SVG paths by region code, in a picture of `width` × `height`; `labels` the middles of the shapes."""

    review_number: str
    source: str
    width: int
    height: int
    shapes: Mapping[str, str]
    labels: Mapping[str, tuple[int, int]]


def official_map(path: str) -> OfficialMap | None:
    """The map that the installation names, read once while it is unchanged; None where it names none: then tiles."""
    if not path:
        return None
    try:
        return _read_as_of(path, Path(path).stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError) as error:
        raise MapUnreadable from error


@lru_cache(maxsize=1)
def _read_as_of(path: str, changed: int) -> OfficialMap:
    """`changed` is the time of the file: another one is read again."""
    return read_official_map(Path(path).read_text(encoding="utf-8"))


def read_official_map(text: str) -> OfficialMap:
    """Refuses with `MapNotOfficial` what does not say who reviewed it and where it is from."""
    try:
        document = json.loads(text)
        number, source = (str(document.get(name, "")).strip() for name in ("review_number", "source"))
        rings = {} if document["type"] != "FeatureCollection" else _rings_by_code(document["features"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MapUnreadable from error
    if not REVIEW_NUMBER.match(number):
        raise MapNotOfficial(missing="审图号")
    if not source:
        raise MapNotOfficial(missing="来源")
    if not rings:
        raise MapUnreadable
    return _drawn(number, source, rings)


def _rings_by_code(features: Iterable[Mapping[str, Any]]) -> dict[str, list[Ring]]:
    return {str(feature["properties"]["code"]): _rings(feature["geometry"]) for feature in features}


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    return [[(float(one[0]), float(one[1])) for one in ring] for polygon in kinds[geometry["type"]] for ring in polygon]


def _drawn(number: str, source: str, rings: Mapping[str, list[Ring]]) -> OfficialMap:
    points = [point for shape in rings.values() for ring in shape for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shorter = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * shorter, 1e-9)

    placed = {
        code: [[((x - west) * shorter * scale, (north - y) * scale) for x, y in ring] for ring in shape]
        for code, shape in rings.items()
    }
    shapes = {code: " ".join(_path(ring) for ring in shape) for code, shape in placed.items()}
    labels = {code: _middle(max(shape, key=lambda ring: abs(_area(ring)))) for code, shape in placed.items()}
    return OfficialMap(number, source, WIDTH, round((north - south) * scale), shapes, labels)


def _path(ring: Ring) -> str:
    steps = [f"{x:.1f},{y:.1f}" for x, y in ring]
    return f"M{' L'.join(step for step, _ in groupby(steps))} Z"


def _area(ring: Ring) -> float:
    """Twice the signed area of a closed ring."""
    return sum(x * below - right * y for (x, y), (right, below) in pairwise(ring))


def _middle(ring: Ring) -> tuple[int, int]:
    """The centre of gravity of the largest ring; of one without an area its first point."""
    area = _area(ring)
    if not area:
        return round(ring[0][0]), round(ring[0][1])
    parts = [(x + right, y + below, x * below - right * y) for (x, y), (right, below) in pairwise(ring)]
    return (
        round(sum(x * part for x, _, part in parts) / (3 * area)),
        round(sum(y * part for _, y, part in parts) / (3 * area)),
    )
