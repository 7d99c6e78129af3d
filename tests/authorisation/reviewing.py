"""What is said about the returns of the seeded province: queries, adopted values, findings, corrections, 核对."""

from collections.abc import Callable

from assessment.filing import actions as filing
from assessment.filing.explanation_actions import Explaining
from assessment.filing.laid_out_actions import Said
from assessment.filing.models import AdoptedValue, QueryThread, Return
from tests.authorisation.places import NOWHERE, OWN_REGION, PLACES, QUIET_PERIODS, Province, another
from tests.situations import catalogue, laid_out, measurement, review
from tests.situations import filing as returns

THREADS: dict[str, Callable[[str], QueryThread]] = {
    "asked": returns.an_asked_thread,
    "answered": returns.an_answered_thread,
    "closed": returns.a_closed_thread,
}
ADOPTIONS: dict[str, Callable[[str], AdoptedValue]] = {
    "proposed": review.a_proposed_value,
    "confirmed": review.an_adopted_value,
    "rejected": review.a_rejected_value,
}


def review_of(province: Province) -> None:
    """Queries and adopted values in their states, each beside a return of its own."""
    first = catalogue.an_open_collection()
    for number, (state, build) in enumerate(THREADS.items(), 70):
        collection = another(first, f"2021b{number}")
        for where, code in PLACES:
            thread = build(code)
            filed = thread.version.return_filed_id
            Return.objects.filter(pk=filed).update(collection=collection)
            province.add("thread", state, where=where, id=thread.pk)
            province.add("sheet", state, where=where, id=filed)
            province.add("queried", state, where=where, id=thread.version_id, thread=thread.pk)
    for number, (kind, adopt) in enumerate(ADOPTIONS.items(), 80):
        collection = another(first, f"2021b{number}")
        adopted = adopt(OWN_REGION)
        Return.objects.filter(pk=adopted.return_filed_id).update(collection=collection)
        province.add("adopted", kind, id=adopted.pk)
    waiting = returns.a_submitted_version(OWN_REGION)
    Return.objects.filter(pk=waiting.return_filed_id).update(collection=another(first, "2021c08"))
    province.add("clean", "submitted", id=waiting.pk)
    province.missing.update({name: {"id": NOWHERE} for name in ("thread", "sheet", "adopted")})
    province.missing["queried"] = {"id": NOWHERE, "thread": NOWHERE}


def findings_of(province: Province) -> None:
    """A draft with a finding that asks for an explanation, and one whose unit looks wrong; the others have none."""
    slips = {"growth": ("3000", "1000"), "unit": ("12345678", "1234")}
    for (state, (current, base)), period in zip(slips.items(), QUIET_PERIODS[-3:], strict=False):
        collection = another(catalogue.an_open_collection(), period)
        for where, code in PLACES:
            filler = returns.a_city(code).filler
            draft = filing.start_version(collection.pk, code, by=filler, at=returns.FILLED)
            figures = [returns.a_value(current), returns.a_value(base, basis="same_period_last_year")]
            filing.save_cells(draft.pk, figures, revision=0, by=filler, at=returns.FILLED)
            province.add(f"finding_of_{state}", "draft", where=where, id=draft.pk)
            if state == "growth":
                said = Explaining("SW7.1:software_revenue.current", "large_contract", "新签政务云合同二千万元")
                filing.explain(draft.pk, [said], by=filler, at=returns.FILLED)
        province.missing[f"finding_of_{state}"] = {"id": NOWHERE}


def corrections_of(province: Province) -> None:
    for number, (state, build) in enumerate(returns.CORRECTION_IN_STATE.items(), 50):
        collection = another(catalogue.an_open_collection(), f"2021b{number}")
        for where, code in PLACES:
            correction = build(code)
            Return.objects.filter(pk=correction.return_filed_id).update(collection=collection)
            province.add("correction", state, where=where, id=correction.pk)
            if state == "granted":
                province.add("owed", "correction_granted", where=where, collection=collection.pk, unit=code)
    province.missing["correction"] = {"id": NOWHERE}


def laid_out_of(province: Province) -> None:
    """Annual returns that the three bodies laid out, and what the cities say of them."""
    for where, code in PLACES:
        open_one = laid_out.a_dispute(code)
        province.add("dispute", "open", id=open_one.pk)
        province.add("annual", "draft", where=where, id=open_one.version_id)
        answered = open_one.version.figure_checks.get(item="software_and_it_services_value_added")
        said = [Said(answered.item, "disputed", laid_out.NOT_OURS)]
        filing.check_figures(open_one.version_id, said, by=returns.a_city(code).filler, at=laid_out.CHECKED)
        disputed = open_one.version.figure_checks.get(item=answered.item, superseded_at__isnull=True)
        body = measurement.the_statistics_bureau()
        filing.answer_dispute(disputed.pk, "以省统一核算结果为准", by=body, at=laid_out.ANSWERED)
        province.add("dispute", "answered", id=disputed.pk)
    province.missing.update({"annual": {"id": NOWHERE}, "dispute": {"id": NOWHERE}})
