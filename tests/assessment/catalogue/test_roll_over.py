"""The next year takes over what ends with this one, as drafts; running it twice changes nothing."""

from datetime import date

import pytest

from assessment.audit.models import Entry
from assessment.catalogue.actions import freeze_scheme, open_collection
from assessment.catalogue.errors import FrozenTooLate, OfficeMarksMissing, YearNotCatalogued
from assessment.catalogue.models import (
    CalendarDay,
    CalendarYear,
    CheckRule,
    Collection,
    FormVersion,
    Item,
    SchemeVersion,
    SignOffStep,
)
from assessment.catalogue.queries import rules_for, stored_scheme_digest
from assessment.catalogue.roll_over_actions import plan_of_next_year, roll_over
from assessment.catalogue.roll_over_lines import RollOverLine, a_year_later
from assessment.catalogue.roll_over_view import line_view
from assessment.methodology.working_days import WorkingCalendar
from assessment.people.errors import PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import (
    a_commission_officer,
    a_frozen_scheme,
    a_planned_collection,
    a_reviewer,
    an_account,
    moment,
    the_catalogue,
)

pytestmark = pytest.mark.django_db
DECEMBER = moment("2021-12-20 09:00")
TABLES = (FormVersion, Item, SignOffStep, CheckRule, Collection, SchemeVersion, CalendarYear, CalendarDay)


def rolled(by: User, year: int = 2022) -> dict[str, tuple[str, bool]]:
    """Name of each line -> what the new year has of it, and whether it was added."""
    return seen(roll_over(year, by=by, at=DECEMBER))


def seen(lines: tuple[RollOverLine, ...]) -> dict[str, tuple[str, bool]]:
    views = [(line_view(line), line.added) for line in lines]
    return {f"{view.name} {view.old}": (view.new, added) for view, added in views}


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def test_the_bureau_plans_the_collections_of_the_next_year_and_nothing_twice() -> None:
    the_catalogue()
    before = counted()
    lines = rolled(a_reviewer())
    after = counted()
    # The ten of 2021 (four quarters of two forms, the year of two others), a year later, and the working days of 2022.
    assert after["Collection"] - before["Collection"] == 10
    assert after["CalendarYear"] - before["CalendarYear"] == 1
    assert {name: after[name] for name in ("FormVersion", "Item", "CheckRule", "SchemeVersion")} == {
        name: before[name] for name in ("FormVersion", "Item", "CheckRule", "SchemeVersion")
    }
    assert sum(added for _, added in lines.values()) == 11
    quarter = Collection.objects.get(form_version__form__code="SW-Q", period="2022c03")
    assert (quarter.form_version.number, quarter.opened_at) == (2, None)
    entries = Entry.objects.filter(action="year.roll_over").count()
    again = rolled(a_reviewer())
    assert not any(added for _, added in again.values())
    assert counted() == after
    assert Entry.objects.filter(action="year.roll_over").count() == entries == 11


def test_a_moment_keeps_day_and_time_and_leaves_days_off() -> None:
    the_catalogue()
    rolled(a_reviewer())
    quarter = Collection.objects.get(form_version__form__code="SW-Q", period="2022c03")
    assert [quarter.opens_at, quarter.on_time_until, quarter.locks_at] == [
        moment("2022-04-01 08:00"),
        moment("2022-04-15 18:00"),
        moment("2022-04-29 18:00"),
    ]
    autumn = Collection.objects.get(form_version__form__code="SW-Q", period="2022c09")
    # 8 October 2022 is a Saturday that is worked; 29 October a Saturday that is not.
    assert autumn.opens_at == moment("2022-10-08 08:00")
    assert autumn.locks_at == moment("2022-10-31 18:00")


def test_without_a_calendar_only_weekends_are_known_and_a_leap_day_has_a_day_before() -> None:
    nothing = WorkingCalendar(frozenset(), frozenset(), frozenset())
    assert a_year_later(moment("2024-02-29 18:00"), nothing) == moment("2025-02-28 18:00")
    assert a_year_later(moment("2021-01-01 08:00"), nothing) == moment("2022-01-03 08:00")


def test_the_commission_takes_its_schemes_over_as_drafts_with_the_difference_shown() -> None:
    frozen = a_frozen_scheme()
    lines = {line_view(line).new: line_view(line) for line in roll_over(2022, by=a_commission_officer(), at=DECEMBER)}
    assert set(lines) == {"2022年季度考核方案（第1版）", "2022年度考核方案（第1版）"}
    draft = SchemeVersion.objects.get(code="guizhou-2022-quarterly")
    assert (draft.number, draft.first_period, draft.last_period) == (1, "2022c03", "2022c12")
    assert (draft.document_number, draft.effective_on, draft.frozen_at) == ("", date(2022, 1, 20), None)
    assert draft.text == frozen.text.replace("code: guizhou-2021-quarterly", "code: guizhou-2022-quarterly")
    changes = [(one.what, one.old, one.new) for one in lines["2022年季度考核方案（第1版）"].changes]
    assert changes == [
        ("名称", "2021年季度考核方案（第1版）", "2022年季度考核方案（第1版）"),
        (
            "英文名称",
            "Quarterly assessment scheme 2021 (version 1)",
            "Quarterly assessment scheme 2022 (version 1)",
        ),
        ("首期", "2021年一季度", "2022年一季度"),
        ("末期", "2021年全年", "2022年全年"),
        ("文号", "黔发改数字〔2021〕00号（演示）", "--"),
        ("施行日期", "2021-01-20", "2022-01-20"),
    ]
    assert stored_scheme_digest(draft) == draft.digest
    before = counted()
    assert not any(added for _, added in rolled(a_commission_officer()).values())
    assert counted() == before
    with pytest.raises(OfficeMarksMissing):
        freeze_scheme(draft.pk, by=a_commission_officer(), at=DECEMBER)


def test_a_draft_that_was_changed_meanwhile_is_kept_and_its_difference_is_shown() -> None:
    a_frozen_scheme()
    rolled(a_commission_officer())
    draft = SchemeVersion.objects.get(code="guizhou-2022-quarterly")
    SchemeVersion.objects.filter(pk=draft.pk).update(text=draft.text.replace("weight: 40", "weight: 45"))
    lines = plan_of_next_year(2022, by=a_commission_officer(), at=DECEMBER)
    (line,) = [view for line in lines if (view := line_view(line)).new == "2022年季度考核方案（第1版）"]
    assert ("权重", "40", "45") in [(one.what, one.old, one.new) for one in line.changes]
    assert line.light.text == "无变化"


def test_a_scheme_in_force_goes_before_drafts_of_its_kind() -> None:
    frozen = a_frozen_scheme()
    SchemeVersion.objects.create(
        **{
            column: getattr(frozen, column)
            for column in ("kind", "title_zh", "title_en", "first_period", "last_period")
        },
        code="a-draft",
        number=1,
        effective_on=frozen.effective_on,
        text=frozen.text,
    )
    rolled(a_commission_officer())
    assert not SchemeVersion.objects.filter(code="a-draft", number=2).exists()
    assert SchemeVersion.objects.filter(code="guizhou-2022-quarterly").exists()


def test_a_code_without_a_year_goes_on_as_the_next_version() -> None:
    frozen = a_frozen_scheme()
    text = frozen.text.replace("code: guizhou-2021-quarterly", "code: quarterly")
    SchemeVersion.objects.filter(pk=frozen.pk).update(code="quarterly", text=text)
    rolled(a_commission_officer())
    draft = SchemeVersion.objects.get(code="quarterly", number=2)
    assert (draft.first_period, draft.text, draft.title_zh) == ("2022c03", text, "2022年季度考核方案（第1版）")
    before = counted()
    rolled(a_commission_officer())
    assert counted() == before


def test_a_form_that_ends_with_the_year_is_copied_with_its_items_signatures_and_rules() -> None:
    the_catalogue()
    FormVersion.objects.filter(form__code="DE-A").update(last_period="2021", valid_until=date(2022, 3, 31))
    CheckRule.objects.filter(form="DE-A").update(last_period="2021")
    lines = seen(plan_of_next_year(2022, by=a_reviewer(), at=DECEMBER))
    assert counted()["FormVersion"] == FormVersion.objects.count()
    rolled(a_reviewer())
    old, new = FormVersion.objects.filter(form__code="DE-A").order_by("number")
    assert (new.number, new.first_period, new.last_period) == (2, "2022", "")
    assert lines[f"{old.form.name_zh} (DE-A) 第1版，自2020年度起"] == ("第2版，自2022年度起", True)
    assert [(item.code, item.parent.code if item.parent else None) for item in new.items.all()] == [
        (item.code, item.parent.code if item.parent else None) for item in old.items.all()
    ]
    assert not set(new.items.values_list("pk", flat=True)) & set(old.items.values_list("pk", flat=True))
    assert {item.parent.form_version_id for item in new.items.all() if item.parent} == {new.pk}
    assert list(new.sign_off_steps.values_list("step", "role")) == list(old.sign_off_steps.values_list("step", "role"))
    ended = CheckRule.objects.filter(form="DE-A", last_period="2021").count()
    assert ended == CheckRule.objects.filter(form="DE-A", first_period="2022").count() == 7
    assert {rule.code for rule in rules_for("DE-A", "2022")} == {rule.code for rule in rules_for("DE-A", "2021")}
    assert Collection.objects.get(form_version__form__code="DE-A", period="2022").form_version == new
    before = counted()
    rolled(a_reviewer())
    assert counted() == before


def test_an_approval_that_runs_out_is_said_beside_the_form() -> None:
    the_catalogue()
    FormVersion.objects.filter(form__code="DE-A").update(valid_until=date(2022, 3, 31))
    views = [line_view(line) for line in plan_of_next_year(2022, by=a_reviewer(), at=DECEMBER)]
    assert [view.note for view in views if "DE-A" in view.name and view.kind == "报表"] == [
        "批准有效期至2022-03-31，及时办理续批"
    ]


def test_a_form_that_nobody_dated_for_the_year_collects_nothing_then() -> None:
    planned = a_planned_collection("DE-A", "2021")
    FormVersion.objects.filter(pk=planned.form_version_id).update(first_period="2019", last_period="2019")
    rolled(a_reviewer())
    assert not Collection.objects.filter(form_version__form__code="DE-A", period="2022").exists()


def test_a_period_that_no_version_covers_is_named_and_left_out() -> None:
    monthly = a_planned_collection("SW-Q", "2021c03")
    monthly.pk, monthly.period = None, "2021c02"
    monthly.save(force_insert=True)
    views = [line_view(line) for line in roll_over(2022, by=a_reviewer(), at=DECEMBER)]
    assert [(view.new, view.light.text) for view in views if view.note == "没有适用于该报告期的报表版本"] == [
        ("--", "无变化")
    ]
    assert not Collection.objects.filter(period="2022c02").exists()


def test_what_is_there_already_is_kept_as_it_is() -> None:
    planned = a_planned_collection("SW-Q", "2021c03")
    rolled(a_reviewer())
    next_year = Collection.objects.get(form_version__form__code="SW-Q", period="2022c03")
    Collection.objects.filter(pk=next_year.pk).update(locks_at=moment("2022-05-10 18:00"))
    opened = open_collection(planned.pk, by=a_reviewer(), at=planned.opens_at)
    rolled(a_reviewer())
    next_year.refresh_from_db()
    assert next_year.locks_at == moment("2022-05-10 18:00")
    assert Collection.objects.get(pk=opened.pk).opened_at == planned.opens_at


def test_a_year_whose_holidays_are_not_published_says_so() -> None:
    the_catalogue()
    lines = {line.kind: line_view(line) for line in plan_of_next_year(2022, by=a_reviewer(), at=DECEMBER)}
    assert lines["calendar"].new == "待载入"
    a_planned_collection("DS-Q", "2021")
    Collection.objects.filter(form_version__form__code="DS-Q").update(period="2097")
    later = {line.kind: line_view(line) for line in plan_of_next_year(2098, by=a_reviewer(), at=DECEMBER)}
    assert later["calendar"].note == "国务院办公厅节假日安排通知尚未公布"


@pytest.mark.parametrize("role", [Role.FILLER, Role.CONFIRMER, Role.COMMISSION_APPROVER, Role.MEASURING_INSTITUTE])
def test_nobody_else_rolls_a_year_over(role: Role) -> None:
    the_catalogue()
    stranger = an_account("stranger", role, "520200" if role is Role.FILLER else None)
    with pytest.raises(PermissionRefused):
        roll_over(2022, by=stranger, at=DECEMBER)
    assert not Collection.objects.filter(period="2022").exists()


def test_a_year_after_nothing_is_refused_with_the_years_on_file() -> None:
    the_catalogue()
    with pytest.raises(YearNotCatalogued) as refused:
        roll_over(2031, by=a_reviewer(), at=DECEMBER)
    assert refused.value.where["expected"] == [2020, 2021]


def test_a_draft_of_the_next_year_is_frozen_before_its_own_first_period_closes() -> None:
    a_frozen_scheme()
    rolled(a_commission_officer())
    draft = SchemeVersion.objects.get(code="guizhou-2022-quarterly")
    with pytest.raises(FrozenTooLate):
        freeze_scheme(draft.pk, by=a_commission_officer(), at=moment("2022-04-01 00:00"))
