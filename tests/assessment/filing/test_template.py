"""The template of a return: whose it is, what is in it, what can be changed."""

from pathlib import Path

import pytest

from assessment.filing.return_template import template_of
from assessment.filing.workbook.reading import read_return_workbook
from tests.situations.filing import a_filled_draft

pytestmark = pytest.mark.django_db


def test_out(tmp_path, office):
    content = template_of(a_filled_draft())
    Path("/tmp/d").mkdir(exist_ok=True)
    Path("/tmp/d/t.xlsx").write_bytes(content)
    print(office.printed(Path("/tmp/d/t.xlsx"), into=Path("/tmp/d/pdf")))
    print(office.recalculated(Path("/tmp/d/t.xlsx"), into=Path("/tmp/d/lo")))
    print(read_return_workbook(content))
    print(read_return_workbook(Path("/tmp/d/lo/t.xlsx").read_bytes()))
    print(len(content))
