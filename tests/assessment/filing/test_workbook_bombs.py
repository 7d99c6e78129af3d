"""What is made to exhaust is refused in seconds and megabytes; what is damaged is told why, nothing is written."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from django.utils import translation

from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.errors.workbook import WorkbookRefused
from assessment.filing.models import Cell, Upload, Version
from assessment.filing.return_template import lines_of_form, template_of
from assessment.filing.upload_actions import Incoming
from assessment.filing.upload_queries import upload_seen
from assessment.filing.upload_view import preview_of
from assessment.filing.workbook.book_reading import read_book
from assessment.filing.workbook.isolation import read_isolated
from assessment.filing.workbook.layout import SHEET
from assessment.filing.workbook.limits import LARGEST_FILE, MEMORY, OF_A_RETURN
from assessment.filing.workbook.reading import read_return_workbook
from assessment.methodology.errors import AssessmentError
from tests.situations.bombs import bombs, mutated
from tests.situations.filing import FILLED, a_city, a_filled_draft
from tests.situations.workbooks import NAME

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]
PROJECT = Path(__file__).parents[3]
MOST_MEMORY_KB = 300 * 1024
MUTATIONS, ALL_MUTATIONS = 200, 10_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROCESSOR_SECONDS = 2.0


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def draft() -> Version:
    return a_filled_draft()


MEASURED = f"""
import sys; sys.path.insert(0, {str(PROJECT)!r})
from assessment.filing.workbook.reading_child import main
main()
import re, resource
used = resource.getrusage(resource.RUSAGE_SELF)
peak = re.search(r"VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1]
print("used", used.ru_utime + used.ru_stime, peak, file=sys.stderr)
"""


def measured(content: bytes) -> tuple[float, int]:
    """The child's own seconds of the processor and its largest memory in kB, as it says itself at its end."""
    task = json.dumps({"limits": asdict(OF_A_RETURN), "only": [SHEET]}).encode()
    done = subprocess.run(
        [sys.executable, "-I", "-c", MEASURED], input=task + b"\n" + content, capture_output=True, check=True
    )
    assert b"refused" in done.stdout
    # Whoever measures the coverage of the child says a word of its own there.
    seconds, kilobytes = re.findall(rb"^used (\S+) (\S+)$", done.stderr, re.MULTILINE)[0]
    return float(seconds), int(kilobytes)


@pytest.mark.no_cover
def test_each_bomb_is_refused_within_two_seconds_and_three_hundred_megabytes(draft: Version) -> None:
    told = {}
    for name, content in bombs(template_of(draft)).items():
        with pytest.raises(WorkbookRefused) as refused:
            read_return_workbook(content, file_name=NAME)
        seconds, kilobytes = measured(content) if len(content) <= LARGEST_FILE else (0.0, 0)
        told[name] = f"{seconds:.2f} s, {kilobytes // 1024} MB: {say(refused.value)}"
        # The processor's time is the child's own; the wall's depends on whoever else uses the machine.
        assert seconds <= PROCESSOR_SECONDS, told
        assert kilobytes <= MOST_MEMORY_KB, told
    assert len(told) == 19
    print(*(f"{name}: {words}" for name, words in told.items()), sep="\n")  # noqa: T201 - figures to be reported


def test_the_limits_of_the_child_hold_whatever_it_reads() -> None:
    assert MEMORY <= 512 << 20
    assert OF_A_RETURN.seconds <= PROCESSOR_SECONDS
    assert LARGEST_FILE <= 5 << 20


def test_a_refused_bomb_leaves_the_server_ready_for_the_next_file(draft: Version) -> None:
    template = template_of(draft)
    with pytest.raises(WorkbookRefused):
        read_isolated(bombs(template)["a million strings"])
    assert read_return_workbook(template).problems == ()


@pytest.mark.no_cover
@pytest.mark.parametrize("part", range(4))
def test_a_mutated_workbook_is_taken_or_refused_in_chinese_and_never_written_by_half(part: int, draft: Version) -> None:
    check_mutations(draft, range(part * MUTATIONS // 4, (part + 1) * MUTATIONS // 4))


@pytest.mark.full
@pytest.mark.no_cover
@pytest.mark.parametrize("part", range(20))
def test_ten_thousand_mutated_workbooks(part: int, draft: Version) -> None:
    step = ALL_MUTATIONS // 20
    check_mutations(draft, range(MUTATIONS + part * step, MUTATIONS + (part + 1) * step))


def check_mutations(draft: Version, numbers: range) -> None:
    template, city = template_of(draft), a_city()
    refused = taken = 0
    for number in numbers:
        way, content = mutated(template, number)
        before = list(Cell.objects.order_by("id").values_list("value", "condition", "reason"))
        file = Incoming(f"{number}.xlsx", content)
        try:
            upload = actions.upload_workbook(draft.pk, file, by=city.filler, at=FILLED)
            told = [one.sentence for one in preview_of(upload_seen(upload.pk, by=city.filler, at=FILLED)).problems]
            taken += 1
        except AssessmentError as refusal:
            told = [say(refusal)]
            refused += 1
        assert all(CHINESE.search(sentence) for sentence in told), (number, way, told)
        assert list(Cell.objects.order_by("id").values_list("value", "condition", "reason")) == before, (number, way)
    assert refused, "the mutator spoils nothing"
    assert taken, "the mutator spoils everything"
    assert Upload.objects.count() == taken


def test_the_reader_itself_meets_the_mutations_without_a_fault(draft: Version) -> None:
    """In this process, so that a fault is seen for what it is and not as a child that ended."""
    template = template_of(draft)
    for number in range(400):
        _, content = mutated(template, number)
        if not content.startswith(b"PK"):
            continue
        with suppress(WorkbookRefused):
            read_book(content, OF_A_RETURN)


def test_reading_a_template_gives_each_cell_of_the_form_once(draft: Version) -> None:
    lines = lines_of_form(draft.return_filed.collection.form_version.items.all())
    read = read_return_workbook(template_of(draft), lines=lines)
    assert len(read.cells) == sum(len(line.bases) for line in lines)
    assert read.identity.period == "2021c03"
