"""反馈核对: each unit checks its own figures in an account of its own, before anything is approved."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.catalogue.models import CalendarYear
from assessment.measurement.table_actions import load_industry_accounts
from assessment.messages.models import Notice
from assessment.methodology.income_approach import AccountRow
from assessment.methodology.run_document import thaw
from assessment.methodology.withheld_figures import NOTHING_WITHHELD
from assessment.methodology.working_days import CalendarUnknown
from assessment.people.errors import NotFound, PermissionRefused
from assessment.scoring.actions import (
    agree,
    agree_with_form,
    approve_run,
    confirm_run,
    return_form,
    send_feedback,
    start_run,
)
from assessment.scoring.errors.feedback import (
    FeedbackClosed,
    FeedbackNotOpen,
    FeedbackOutstanding,
    FormDiffers,
    StampedFormMissing,
    WindowNotPossible,
)
from assessment.scoring.errors.runs import RunHasSuccessor
from assessment.scoring.feedback_actions import Scan
from assessment.scoring.feedback_queries import answered_by, feedback_seen, feedback_visible_to
from assessment.scoring.feedback_states import FEEDBACK_STATES, FeedbackMove
from assessment.scoring.feedback_view import feedback_page_of
from assessment.scoring.models import CityFeedback, Run
from assessment.scoring.ranking_view import ranking_view
from tests.situations.files import PDF
from tests.situations.measurement import (
    MEASURED,
    ZUNYI,
    accounts_of,
    moment,
    the_confirmer,
    the_statistics_bureau,
    the_tables_of,
)
from tests.situations.scoring import (
    ANSWERED,
    APPROVED,
    FIRST_QUARTER,
    GUIAN,
    SENT,
    YEAR_SCORED,
    a_checked_run,
    a_computed_annual_run,
    a_confirmed_run,
    a_replaced_run,
    a_run_in_feedback,
    agreed,
    agreed_by_all,
    an_accepted_return,
    computed,
    feedback_row,
    the_approver,
    the_calendar,
    the_filler,
    the_officer,
    the_scan,
)

UNTIL = moment("2021-04-27 18:00")
AFTER_THE_WINDOW = moment("2021-04-28 09:00")

# The printed total of C39 is 160, its components give 150.
A_TOTAL_THAT_DIFFERS = {(ZUNYI, "C39"): AccountRow(*(Decimal(amount) for amount in (160, 100, 20, 20, 10)))}


def lines(row: CityFeedback) -> dict[str, dict[str, Any]]:
    return {line["code"]: line for line in thaw(row.document)["lines"]}


def test_whatever_is_not_in_the_table_is_refused() -> None:
    complement = FEEDBACK_STATES.complement()
    assert len(complement) + len(FEEDBACK_STATES.moves) == len(list(product(CityFeedback.State, FeedbackMove)))
    for state, move in complement:
        with pytest.raises(WrongState):
            FEEDBACK_STATES.after(state, move)


def test_every_answer_can_be_given_and_nothing_leads_out_of_an_agreement_or_silence() -> None:
    assert FEEDBACK_STATES.reachable_from("awaiting") == set(CityFeedback.State.values)
    assert FEEDBACK_STATES.moves_from("agreed") == FEEDBACK_STATES.moves_from("deemed") == ()


@pytest.mark.django_db
def test_each_unit_is_shown_level_growth_last_year_and_the_difference_to_its_return() -> None:
    run = a_run_in_feedback()
    zunyi = lines(feedback_row(run))
    # 9 000 against 6 000: 50 %.
    assert (zunyi["software_revenue"]["used"], zunyi["software_revenue"]["last_year"]) == ("9000", "6000")
    assert (zunyi["software_revenue"]["filed"], zunyi["software_revenue"]["difference"]) == ("9000", "0")
    assert zunyi["growth"]["used"] == "50"
    # 贵阳市 filed 400 000; 贵安新区, ranked within it, adds 100 000.
    guiyang = lines(feedback_row(run, "520100"))["software_revenue"]
    assert (guiyang["used"], guiyang["filed"], guiyang["difference"]) == ("500000", "400000", "100000")
    assert run.feedback.count() == 10


@pytest.mark.django_db
def test_what_a_unit_is_shown_holds_no_score_and_no_place() -> None:
    run = a_run_in_feedback()
    city = Client()
    city.force_login(the_filler("520300"))
    own = feedback_row(run)
    addresses = (f"/api/scoring/feedback/{own.pk}/", "/api/scoring/feedback/", f"/feedback/{own.pk}/",
                 f"/feedback/{own.pk}/form/", "/feedback/")  # fmt: skip
    told = {f"{placing.shown:.2f}" for placing in run.placings.all() if placing.shown not in {0, 60, 100}}
    assert told
    for address in addresses:
        answer = city.get(address)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [total for total in told if total in text]
        assert not [word for word in ("综合得分", "第 1 名", '"rank"', '"score"') if word in text]


@pytest.mark.django_db
def test_a_unit_sees_and_answers_its_own_figures_and_no_others() -> None:
    run = a_run_in_feedback()
    zunyi, liupanshui = the_filler("520300"), feedback_row(run, "520200")
    assert [row.unit for row in feedback_visible_to(zunyi, at=SENT)] == ["520300"]
    with pytest.raises(NotFound):
        feedback_seen(liupanshui.pk, by=zunyi, at=SENT)
    with pytest.raises(NotFound):
        agree_with_form(liupanshui.pk, the_scan(liupanshui), by=zunyi, at=ANSWERED)
    with pytest.raises(PermissionRefused):
        feedback_visible_to(the_confirmer(), at=SENT)
    with pytest.raises(PermissionRefused):
        agree(liupanshui.pk, by=the_officer(), at=ANSWERED)
    assert feedback_visible_to(the_officer(), at=SENT).count() == 10


@pytest.mark.django_db
def test_the_window_ends_at_the_end_of_work_of_the_last_working_day_over_a_worked_sunday() -> None:
    run = a_run_in_feedback()
    assert run.feedback_until == UNTIL
    row = feedback_row(run)
    with pytest.raises(FeedbackClosed):
        agree_with_form(row.pk, the_scan(row), by=the_filler(row.unit), at=UNTIL + timedelta(seconds=1))
    assert agree_with_form(row.pk, the_scan(row), by=the_filler(row.unit), at=UNTIL).state == "agreed"


@pytest.mark.django_db
def test_a_window_of_no_days_or_without_a_calendar_is_refused_and_nothing_is_sent() -> None:
    run = a_confirmed_run()
    with pytest.raises(WindowNotPossible):
        send_feedback(run.pk, by=the_officer(), at=SENT, working_days=0)
    the_calendar()
    CalendarYear.objects.all().delete()
    with pytest.raises(CalendarUnknown):
        send_feedback(run.pk, by=the_officer(), at=SENT)
    assert not CityFeedback.objects.exists()
    with pytest.raises(PermissionRefused):
        send_feedback(run.pk, by=the_approver(), at=SENT)


@pytest.mark.django_db
def test_a_unit_agrees_only_with_the_stamped_form_of_exactly_these_figures() -> None:
    row = feedback_row(a_run_in_feedback())
    filler = the_filler(row.unit)
    with pytest.raises(StampedFormMissing):
        agree(row.pk, by=filler, at=ANSWERED)
    with pytest.raises(FormDiffers):
        return_form(row.pk, Scan("表.pdf", PDF, "0000-0000"), by=filler, at=ANSWERED)
    return_form(row.pk, Scan("表.pdf", PDF, f"{row.digest[:4]}-{row.digest[4:8]}".upper()), by=filler, at=ANSWERED)
    assert agree(row.pk, by=filler, at=ANSWERED).answered_by == filler
    with pytest.raises(WrongState):
        agree(row.pk, by=filler, at=ANSWERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityFeedback.objects.filter(unit="520200").update(state="agreed")


@pytest.mark.django_db
def test_nothing_is_approved_while_one_unit_has_yet_to_answer() -> None:
    run = agreed_by_all(a_run_in_feedback(), but=("520300",))
    with pytest.raises(FeedbackOutstanding) as refused:
        approve_run(run.pk, by=the_approver(), at=APPROVED)
    assert refused.value.where["units"] == ["遵义市"]
    assert Run.objects.get(pk=run.pk).state == "feedback"
    agreed(feedback_row(run))
    assert approve_run(run.pk, by=the_approver(), at=APPROVED).state == "approved"


@pytest.mark.django_db
def test_who_keeps_silent_to_the_end_is_deemed_without_objection_on_record_and_in_a_footnote() -> None:
    run = agreed_by_all(a_run_in_feedback(), but=("520300",))
    approved = approve_run(run.pk, by=the_approver(), at=AFTER_THE_WINDOW)
    row = feedback_row(approved)
    assert (row.state, row.answered_by) == ("deemed", None)
    entry = Entry.objects.get(action="feedback.deemed")
    assert (entry.chain, entry.by, entry.object_id) == ("520300", "approver", str(row.pk))
    sentences = [sentence for _, sentence in ranking_view(approved, NOTHING_WITHHELD).notes]
    assert "遵义市未在期限内反馈核对，视同无异议。" in sentences
    assert len([sentence for sentence in sentences if "视同无异议" in sentence]) == 1


@pytest.mark.django_db
def test_a_new_version_names_the_one_before_and_asks_only_whose_figures_changed() -> None:
    first = a_replaced_run()
    later = Run.objects.get(replaces=first)
    assert (first.state, later.state) == ("replaced", "feedback")
    assert [row.run_id for row in feedback_visible_to(the_officer(), at=ANSWERED)][::10] == [later.pk, first.pk]
    states = {row.unit: row.state for row in later.feedback.all()}
    assert {unit for unit, state in states.items() if state == "awaiting"} == {"520300"}
    carried = feedback_row(later, "520200")
    assert (carried.carried_from, carried.answered_by) == (feedback_row(first, "520200"), the_filler("520200"))
    with pytest.raises(FeedbackNotOpen):
        agree(feedback_row(first).pk, by=the_filler("520300"), at=ANSWERED)
    told = Notice.objects.filter(topic="feedback", link__endswith=f"/feedback/{feedback_row(later).pk}/")
    assert [notice.to for notice in told] == [the_filler("520300")]


@pytest.mark.django_db
def test_a_version_that_has_a_successor_is_not_approved() -> None:
    run = a_checked_run()
    an_accepted_return("520300", 9_400, 6_000)
    successor = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ANSWERED))
    assert successor.replaces == run
    with pytest.raises(RunHasSuccessor):
        approve_run(run.pk, by=the_approver(), at=APPROVED)


@pytest.mark.django_db
def test_every_answer_stands_in_the_chain_of_the_unit() -> None:
    row = agreed(feedback_row(a_run_in_feedback()))
    entries = Entry.objects.filter(object_type="scoring.feedback", object_id=str(row.pk)).order_by("sequence")
    assert [(entry.action, entry.by, entry.chain) for entry in entries] == [
        ("feedback.answer", "filler-520300", "520300")
    ] * 2


@pytest.mark.django_db
def test_of_a_year_the_source_value_stands_beside_the_used_one() -> None:
    """遵义市, C39: the table prints 160 where its components give 150. 610 + 900 = 1 510 at the source, 1 500 used."""
    for year, changed in (("2020", None), ("2021", A_TOTAL_THAT_DIFFERS)):
        the_tables_of(year)
        if changed:
            load_industry_accounts(accounts_of(year, changed=changed), by=the_statistics_bureau(), at=MEASURED)
    run = confirm_run(a_computed_annual_run().pk, by=the_confirmer(), at=YEAR_SCORED)
    the_calendar()
    sent = send_feedback(run.pk, by=the_officer(), at=YEAR_SCORED)
    zunyi = lines(feedback_row(sent))
    economy, product, share = (
        zunyi[code] for code in ("digital_economy_value_added", "gross_domestic_product", "share")
    )
    assert [economy[name] for name in ("used", "last_year", "filed", "difference")] == ["1500", "1000", "1510", "-10"]
    assert [product[name] for name in ("used", "last_year", "filed", "difference")] == ["10000", "10000", "10000", "0"]
    assert [share[name] for name in ("used", "last_year", "filed")] == ["15", "10", "15.1"]
    shown = {line.code: line for line in feedback_page_of(feedback_row(sent)).lines}
    assert (shown["share"].filed, shown["share"].difference) == ("15.10", "−0.10")
    client = Client()
    client.force_login(the_filler("520300"))
    page = client.get(f"/feedback/{feedback_row(sent).pk}/").content.decode()
    assert "来源部门数" in page
    assert "原报数" not in page


@pytest.mark.django_db
def test_the_officer_of_the_ranked_unit_reads_the_check_of_its_part_and_the_part_answers() -> None:
    run = a_run_in_feedback()
    guian, guiyang = feedback_row(run, GUIAN), the_filler("520100")
    assert {row.unit for row in feedback_visible_to(guiyang, at=SENT)} == {"520100", GUIAN}
    assert {row.unit for row in feedback_visible_to(the_filler(GUIAN), at=SENT)} == {GUIAN}
    assert answered_by(guiyang, [guian, feedback_row(run, "520100")], at=SENT) == {"520100"}
    with pytest.raises(NotFound):
        agree_with_form(guian.pk, the_scan(guian), by=guiyang, at=ANSWERED)
    client = Client()
    client.force_login(guiyang)
    page = client.get(f"/feedback/{guian.pk}/").content.decode()
    assert "贵安新区单列核对，自行答复。数据计入贵阳市考核结果" in page
    assert 'name="claimed_value"' not in page
    assert "本页数据含贵安新区。" in client.get(f"/feedback/{feedback_row(run, '520100').pk}/").content.decode()
