"""Pages of the workbooks and documents look as they did when somebody last looked at them.

Their pictures lie in `golden_images`. Where a page is to look otherwise, they are written anew by

    RENEW_GOLDEN_IMAGES=1 pytest tests/reporting/test_golden_pages.py

which ends in red on purpose: look at each picture that changed, then run the tests without it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.recalculation import Office
from tests.reporting.broken_layouts import (
    borders_removed,
    column_halved,
    drawing_removed,
    grid_removed,
    indents_removed,
    row_emptied,
    size_doubled,
    with_part_changed,
)
from tests.reporting.golden_documents import DOCUMENTS, two_sheets
from tests.reporting.page_images import differing_fields, picture_of, read_picture, write_picture
from tests.reporting.printed_pages import pages_of

KEPT = Path(__file__).parent / "golden_images"
RENEW = "RENEW_GOLDEN_IMAGES"
PAGES: Mapping[str, tuple[str, int]] = {
    "ranking": ("ranking", 1),
    "ranking-charts": ("ranking", 3),
    "ranking-calculation": ("ranking", 5),
    "ranking-method": ("ranking", 7),
    "year-calculation": ("year", 5),
    "memo": ("memo", 1),
    "bulletin": ("bulletin", 1),
    "annexes": ("annexes", 1),
    "leaders": ("leaders", 1),
    "pack-growth": ("pack", 3),
    "pack-trend": ("pack", 4),
    "note": ("note", 1),
    "query-sheet": ("query-sheet", 1),
}
LENGTHS: Mapping[str, int] = {
    "ranking": 7, "year": 8, "memo": 2, "bulletin": 3, "annexes": 4, "leaders": 1, "pack": 5, "note": 1,
    "query-sheet": 1,
}  # fmt: skip
SHEET, CHARTS, STYLES, TEXT = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/styles.xml",
    "word/document.xml",
)
SPOILT = {
    "names halved": ("two-sheets", 1, SHEET, column_halved(2)),
    "scores halved": ("two-sheets", 1, SHEET, column_halved(3)),
    "head dropped": ("two-sheets", 1, SHEET, row_emptied(4)),
    "borders lost": ("two-sheets", 1, STYLES, borders_removed),
    "letters doubled": ("two-sheets", 1, STYLES, size_doubled("11")),
    "charts removed": ("two-sheets", 2, CHARTS, drawing_removed),
    "text doubled": ("leaders", 1, TEXT, size_doubled("32")),
    "indents lost": ("leaders", 1, TEXT, indents_removed),
    "table without lines": ("leaders", 1, TEXT, grid_removed),
}
"""The document, the page that shows it, the part changed and how."""

Printed = Mapping[str, Path]


@pytest.fixture(scope="module")
def printed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Everything printed in one start of LibreOffice, by its name."""
    folder = tmp_path_factory.mktemp("golden")
    written = {Path(name).stem: (Path(name).suffix, make()) for name, make in DOCUMENTS.items()}
    written["two-sheets"] = (".xlsx", two_sheets())
    for number, (of, _, part, change) in enumerate(SPOILT.values()):
        suffix, content = written[of]
        written[f"spoilt-{number}"] = (suffix, with_part_changed(content, part, change))
    paths = []
    for name, (suffix, content) in written.items():
        paths.append(folder / f"{name}{suffix}")
        paths[-1].write_bytes(content)
    return dict(zip(written, office.documents_printed(*paths, into=folder), strict=True))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_its_picture(printed: Printed, name: str, tmp_path: Path) -> None:
    document, page = PAGES[name]
    found = picture_of(printed[document], page)
    if os.environ.get(RENEW):
        KEPT.mkdir(exist_ok=True)
        write_picture(found, KEPT / f"{name}.png")
        pytest.fail(f"written anew: look at {KEPT / name}.png, then run without {RENEW}")
    differing = differing_fields(read_picture(KEPT / f"{name}.png"), found)
    if differing:
        write_picture(found, tmp_path / f"{name}.png")
    assert differing == [], f"the page as it is now: {tmp_path / name}.png"


def test_nothing_runs_on_to_one_more_page(printed: Printed) -> None:
    assert {name: len(pages_of(printed[name])) for name in LENGTHS} == LENGTHS
    assert not any("###" in page.text for name in LENGTHS for page in pages_of(printed[name]))


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_page_is_told_from_the_good_one(printed: Printed, name: str) -> None:
    document, page, _, _ = SPOILT[name]
    spoilt = printed[f"spoilt-{list(SPOILT).index(name)}"]
    assert differing_fields(picture_of(printed[document], page), picture_of(spoilt, page)) != []


@pytest.mark.parametrize("name", ["ranking", "ranking-method", "leaders"])
def test_the_same_page_drawn_a_little_otherwise_is_the_same(printed: Printed, name: str) -> None:
    document, page = PAGES[name]
    kept, pdf = read_picture(KEPT / f"{name}.png"), printed[document]
    assert differing_fields(kept, picture_of(pdf, page, options=("-aaVector", "no"))) == []
    assert differing_fields(kept, picture_of(pdf, page, finer=3)) == []
    darker = np.clip(picture_of(pdf, page) * 1.1, 0, 1)
    assert differing_fields(kept, darker) == []
    # A third of a millimetre to the right and down.
    assert differing_fields(kept, picture_of(pdf, page, moved=1)) == []
