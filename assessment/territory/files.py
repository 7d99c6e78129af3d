"""The territory as readable files: fixtures/territory/*.yaml into plain rows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assessment.territory.errors import TerritoryFileUnreadable, TerritoryFileWithoutMapping, TerritoryRowsWrong


@dataclass(frozen=True)
class TerritoryFiles:
    """Rows as they stand in the files, parents before children."""

    regions: tuple[dict[str, Any], ...]
    organisations: tuple[dict[str, Any], ...]
    reporting_units: tuple[dict[str, Any], ...]


def read_territory(folder: Path) -> TerritoryFiles:
    """All three files of `folder`; `TerritoryFileUnreadable` names the file and what is wrong with it."""
    regions = _load(folder / "regions.yaml")
    rows = [*_rows(regions, "regions", folder), *_rows(regions, "former_regions", folder)]
    return TerritoryFiles(
        regions=tuple(_region(row, folder) for row in rows),
        organisations=tuple(_rows(_load(folder / "organisations.yaml"), "organisations", folder)),
        reporting_units=tuple(_rows(_load(folder / "reporting_units.yaml"), "reporting_units", folder)),
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TerritoryFileUnreadable(path=path, problem=error) from None
    if not isinstance(content, dict):
        raise TerritoryFileWithoutMapping(path=path)
    return content


def _rows(content: dict[str, Any], name: str, folder: Path) -> list[dict[str, Any]]:
    rows = content.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "code" in row for row in rows):
        raise TerritoryRowsWrong(path=folder, name=name)
    return rows


def _region(row: dict[str, Any], folder: Path) -> dict[str, Any]:
    try:
        until = row["valid_until"]
        return {
            **row,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_until": date.fromisoformat(until) if until else None,
        }
    except (KeyError, TypeError, ValueError) as error:
        raise TerritoryFileUnreadable(path=folder / "regions.yaml", problem=f"{row['code']}: {error}") from None
