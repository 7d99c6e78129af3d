"""What stood when, and the timeline: from rows and record alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assessment.filing import actions
from assessment.filing.correction_queries import end_of_day, stood_at
from assessment.filing.errors.corrections import DayUnreadable
from assessment.filing.models import InForce, Version
from assessment.filing.queries import figures_as_of, figures_in_force
from assessment.filing.timeline import timeline
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer, moment
from tests.situations.filing import (
    CORRECTED,
    REVIEWED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_settled_correction,
    a_submitted_version,
    a_value,
    a_version_sent_back,
    an_accepted_version,
)

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2021c03")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def revenue_as_of(at: datetime) -> list[str]:
    figures = figures_as_of("SW-Q", QUARTER, as_of=at)
    return [str(one.figure.value) for one in figures if (one.item, one.basis) == ("software_revenue", "current")]


def test_before_during_and_after_a_correction_each_moment_has_its_figure() -> None:
    a_settled_correction()
    before = [REVIEWED - timedelta(microseconds=1), REVIEWED, CORRECTED - timedelta(microseconds=1), CORRECTED]
    assert [revenue_as_of(at) for at in before] == [[], ["1234.50000000"], ["1234.50000000"], ["1300.00000000"]]
    assert figures_as_of("SW-Q", QUARTER, as_of=CORRECTED) == figures_in_force("SW-Q", QUARTER)


def test_the_spans_of_a_return_follow_each_other_without_a_gap() -> None:
    filed = a_settled_correction().return_filed
    spans = InForce.objects.filter(return_filed=filed).order_by("since")
    assert [(one.version.number, one.since, one.until) for one in spans] == [
        (1, REVIEWED, CORRECTED),
        (2, CORRECTED, None),
    ]


def test_a_version_that_is_only_submitted_stood_at_no_time() -> None:
    version = a_submitted_version()
    _, span = stood_at(version.return_filed_id, REVIEWED, by=a_city().filler, at=REVIEWED)
    assert span is None


def test_a_day_ends_at_midnight_in_beijing() -> None:
    assert end_of_day("2021-04-15") == moment("2021-04-16 00:00") - timedelta(microseconds=1)
    for text in ("15.04.2021", "2021-02-30", "yesterday"):
        with pytest.raises(DayUnreadable):
            end_of_day(text)


def test_the_interface_tells_what_counted_when_a_day_was_over() -> None:
    filed = a_settled_correction().return_filed
    officer = signed_in(a_city().filler)

    def stood(day: str) -> Any:
        return officer.get(f"/api/filing/returns/{filed.pk}/as-of/", {"on": day}).json()["in_force"]

    assert stood("2021-04-12") is None
    assert [stood(day)["number"] for day in ("2021-04-13", "2021-04-15", "2021-04-16", "2021-04-30")] == [1, 1, 2, 2]
    assert officer.get(f"/api/filing/returns/{filed.pk}/as-of/", {"on": "soon"}).status_code == 400
    cells = {(cell["item"], cell["basis"]): cell["value"] for cell in stood("2021-04-15")["cells"]}
    assert cells["software_revenue", "current"] == "1234.5"


def test_the_timeline_tells_every_step_with_who_and_when() -> None:
    filed = a_settled_correction().return_filed
    _, events = timeline(filed.pk, by=a_city().filler, at=CORRECTED)
    told = [(event.version, event.action, event.who) for event in events]
    filler, reviewer = "filler-520200", "reviewer"
    first = [
        (1, "return.fill", filler), (1, "return.fill", filler), (1, "return.fill", filler),
        (1, "return.sign", "statistics-head-520200"), (1, "return.sign", "unit-head-520200"),
        (1, "return.submit", filler), (1, "return.review", reviewer), (1, "return.accept", reviewer),
    ]  # fmt: skip
    correction = [(1, "correction.request", filler), (1, "correction.decide", reviewer)]
    second = [(2, action, who) for _, action, who in first]
    assert told == [*first, *correction, *second]
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_saves_in_a_row_are_one_event_and_the_named_items_are_told() -> None:
    draft, filler = a_filled_draft(), a_city().filler
    for number in range(3):
        later = CORRECTED + timedelta(minutes=number)
        actions.save_cells(draft.pk, [a_value(str(number))], revision=1 + number, by=filler, at=later)
    _, events = timeline(draft.return_filed_id, by=filler, at=CORRECTED)
    saved = events[-1]
    assert (saved.times, saved.until) == (4, CORRECTED + timedelta(minutes=2))
    back = a_version_sent_back(ZUNYI)
    _, events = timeline(back.return_filed_id, by=a_city(ZUNYI).filler, at=CORRECTED)
    assert (events[-1].action, len(events[-1].items)) == ("return.send_back", 1)


def test_the_timeline_stops_at_the_wall() -> None:
    version = an_accepted_version()
    with pytest.raises(NotFound):
        timeline(version.return_filed_id, by=a_city(ZUNYI).filler, at=REVIEWED)


def test_timeline_and_time_page_ask_the_same_number_of_queries_however_long_the_story(
    django_assert_max_num_queries: Any,
) -> None:
    filed = a_settled_correction().return_filed
    reviewer = signed_in(a_reviewer())
    for address in (f"/api/filing/returns/{filed.pk}/timeline/", f"/returns/{filed.pk}/timeline/"):
        with django_assert_max_num_queries(14):
            assert reviewer.get(address).status_code == 200
    with django_assert_max_num_queries(15):
        page = reviewer.get(f"/returns/{filed.pk}/as-of/?on=2021-04-15")
    assert page.status_code == 200
    assert Version.objects.filter(return_filed=filed).count() == 2
