"""A survey from its frame to the draw: refusals with row and column, strata, Neyman allocation, a replayable draw."""

from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.measurement.survey_actions import (
    Design,
    draw,
    draw_digest,
    drawn_again,
    fix_design,
    freeze_frame,
    import_frame,
)
from assessment.measurement.survey_errors import (
    DesignNumberWrong,
    FrameEmpty,
    FrameHeadingWrong,
    FrameUnreadable,
    FrameWithoutValueAdded,
    FrameWrong,
    SurveyYearWrong,
)
from assessment.measurement.survey_models import Survey
from assessment.measurement.survey_planning import Wanted, plan
from assessment.measurement.survey_states import SURVEY_STATES
from assessment.people.errors import PermissionRefused
from tests.situations.catalogue import a_reviewer
from tests.situations.measurement import GUIYANG, ZUNYI, the_confirmer, the_institute
from tests.situations.people import guizhou
from tests.situations.survey import (
    ALL_UNITS,
    PREPARED,
    a_designed_survey,
    a_drawn_survey,
    a_frame,
    a_frame_line,
    a_frozen_frame,
    a_unit_code,
    an_imported_frame,
)

pytestmark = pytest.mark.django_db
SIX_PERCENT = Wanted(Decimal("0.06"), 2)


def imported(*lines: str) -> Survey:
    guizhou()
    return import_frame(a_frame(lines), "2021", file="frame.csv", by=a_reviewer(), at=PREPARED)


def refusals(*lines: str) -> list[str]:
    with pytest.raises(FrameWrong) as refused:
        imported(*lines)
    return [str(problem) for problem in refused.value.problems]


def test_a_frame_is_taken_over_whole_with_section_letter_and_size_class() -> None:
    survey = an_imported_frame()
    assert (survey.period, survey.number, survey.state) == ("2021", 1, "frame")
    units = survey.units.order_by("code")
    assert {(unit.industry, unit.size_class) for unit in units} == {("C1310", "small"), ("C1310", "medium")}
    assert units.filter(region__code=GUIYANG).count() == 10
    assert Entry.objects.filter(action="survey.frame").count() == 1


def test_every_wrong_cell_is_named_with_row_and_column_and_nothing_is_stored() -> None:
    good = a_frame_line(1)
    code, name, *rest = good.split(",")
    said = refusals(
        good,
        good,
        ",".join([code[:-1] + "0" if code[-1] != "0" else code[:-1] + "1", name, *rest]),
        a_frame_line(2, industry="6510"),
        a_frame_line(3, industry="I6510"),
        a_frame_line(4, city="520199"),
        a_frame_line(5).replace(",50,500,,", ",,500,,"),
        a_frame_line(6).replace(",500,,", ",500.12345,,"),
        a_frame_line(7).replace(",500,,", ",-1,,"),
        a_frame_line(8, industry="D1310"),
        a_frame_line(9, industry="131"),
    )
    assert not Survey.objects.exists()
    rows = ("3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    assert [f"Row {row}," in sentence for row, sentence in zip(rows, said, strict=True)] == [True] * 10
    assert "it would count twice" in said[2]
    assert "it would count twice" in said[3]
    assert "stands in row 2 already" in said[0]
    assert "从业人员" in said[5]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"a,b\n1,2\n", FrameHeadingWrong),
        (b"", FrameHeadingWrong),
        (b"\x00", FrameUnreadable),
        (b"\xff\xfe\xff", FrameUnreadable),
    ],
)
def test_a_file_that_is_no_frame_is_refused(content: bytes, error: type[Exception]) -> None:
    guizhou()
    with pytest.raises(error):
        import_frame(content, "2021", file="x.csv", by=a_reviewer(), at=PREPARED)


def test_a_frame_without_units_or_for_a_quarter_is_refused() -> None:
    guizhou()
    heading = a_frame([" "])
    with pytest.raises(FrameEmpty):
        import_frame(heading, "2021", file="x.csv", by=a_reviewer(), at=PREPARED)
    with pytest.raises(SurveyYearWrong):
        import_frame(heading, "2021c03", file="x.csv", by=a_reviewer(), at=PREPARED)


def test_a_frame_imported_again_replaces_the_open_one_and_a_frozen_one_stays() -> None:
    first = an_imported_frame()
    again = imported(a_frame_line(1))
    assert (again.pk, again.units.count()) == (first.pk, 1)
    assert again.frame_digest != first.frame_digest
    freeze_frame(again.pk, by=a_reviewer(), at=PREPARED)
    assert imported(a_frame_line(2)).number == 2


def test_frozen_strata_hold_units_value_added_and_spread() -> None:
    strata = [
        (one.label, one.population, one.value_added, round(one.deviation**2, 6))
        for one in a_frozen_frame().strata.all()
    ]
    # Deviations ±300, ±100 of four; ±50, ±30, ±10 of six; ±70, ±50, ±30, ±10 of eight.
    assert strata == [
        (f"{GUIYANG}|C13|medium", 4, 5200, round(200000 / 3, 6)),
        (f"{GUIYANG}|C13|small", 6, 900, 1400),
        (f"{ZUNYI}|C13|small", 8, 1360, 2400),
    ]


def test_a_pseudonym_tells_nothing_and_differs_from_survey_to_survey() -> None:
    first = {unit.code: unit.pseudonym for unit in a_frozen_frame().units.all()}
    second = {unit.code: unit.pseudonym for unit in a_frozen_frame().units.all()}
    assert len(set(first.values())) == 18
    assert not set(first.values()) & set(second.values())
    assert all(len(pseudonym) == 10 and pseudonym not in code for code, pseudonym in first.items())


def test_the_allocation_takes_the_fewest_units_that_reach_the_target() -> None:
    """Two each give variance 16 800 + 266 667 + 57 600 and CV 584.0 / 7 460 = 7.8 %; one more medium unit 5.4 %."""
    planned = plan(list(a_frozen_frame().strata.all()), SIX_PERCENT)
    assert planned.total == 7
    assert planned.allocation == {f"{GUIYANG}|C13|medium": 3, f"{GUIYANG}|C13|small": 2, f"{ZUNYI}|C13|small": 2}
    assert round(planned.cv, 5) == round((163288.888889**0.5) / 7460, 5)


def test_the_design_is_fixed_by_the_institute_with_a_seed_and_a_digest() -> None:
    survey = a_designed_survey(SIX_PERCENT, seed=7)
    assert (survey.state, survey.seed, survey.share_method) == ("designed", 7, "cost_share")
    assert sorted(survey.strata.values_list("allocated", flat=True)) == [2, 2, 3]
    assert survey.design_digest
    entry = Entry.objects.get(action="survey.design")
    assert entry.facts["sample"] == 7


def test_without_a_seed_one_is_drawn() -> None:
    survey = fix_design(a_frozen_frame().pk, Design(SIX_PERCENT, "direct"), by=the_institute(), at=PREPARED)
    assert survey.seed is not None


@pytest.mark.parametrize(
    "design",
    [
        Design(Wanted(Decimal(0), 2), "direct", 1),
        Design(Wanted(Decimal(1), 2), "direct", 1),
        Design(Wanted(Decimal("0.1"), 0), "direct", 1),
        Design(SIX_PERCENT, "guess", 1),
        Design(SIX_PERCENT, "direct", -1),
    ],
)
def test_a_design_out_of_bounds_is_refused(design: Design) -> None:
    with pytest.raises(DesignNumberWrong):
        fix_design(a_frozen_frame().pk, design, by=the_institute(), at=PREPARED)


def test_a_frame_without_value_added_cannot_be_planned() -> None:
    guizhou()
    survey = imported(a_frame_line(1).rsplit(",", 1)[0] + ",0")
    freeze_frame(survey.pk, by=a_reviewer(), at=PREPARED)
    with pytest.raises(FrameWithoutValueAdded):
        fix_design(survey.pk, Design(SIX_PERCENT, "direct", 1), by=the_institute(), at=PREPARED)


def test_a_draw_can_be_drawn_again_and_another_seed_draws_others() -> None:
    survey = a_drawn_survey(SIX_PERCENT)
    assert survey.units.filter(drawn=True).count() == 7
    assert draw_digest(drawn_again(survey)) == survey.draw_digest
    survey.seed = 2022
    assert draw_digest(drawn_again(survey)) != survey.draw_digest


def test_each_step_belongs_to_one_body() -> None:
    survey = a_frozen_frame()
    for by in (a_reviewer(), the_confirmer()):
        with pytest.raises(PermissionRefused):
            fix_design(survey.pk, Design(ALL_UNITS, "direct", 1), by=by, at=PREPARED)
        with pytest.raises(PermissionRefused):
            draw(survey.pk, by=by, at=PREPARED)
    with pytest.raises(PermissionRefused):
        import_frame(a_frame(), "2021", file="frame.csv", by=the_institute(), at=PREPARED)


def test_every_state_is_reached_from_the_frame() -> None:
    assert SURVEY_STATES.reachable_from("frame") == set(Survey.State.values)
    assert ("drawn", "design") in SURVEY_STATES.complement()


def test_a_code_of_the_situations_has_a_right_check_digit() -> None:
    assert a_unit_code(1) != a_unit_code(2)
