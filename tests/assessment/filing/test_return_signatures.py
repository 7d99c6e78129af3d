"""The sign-off chain: in order, by the right people, never by whoever filled the return."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.errors.returns import (
    AllSigned,
    NotYourStep,
    SignaturesMissing,
    SignedOtherFigures,
    SignerFilled,
    SignerSignedBefore,
)
from assessment.filing.models import Signature, Version
from assessment.filing.queries import steps_to_sign
from assessment.filing.states import State
from assessment.filing.version_document import figures_digest, submission_digest
from assessment.people.actions import create_grant
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy, end_deputy
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.queries import region_coded
from tests.situations.catalogue import an_account, an_open_collection
from tests.situations.filing import (
    FILLED,
    SIGNED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_signed_version,
    a_value,
    awaiting_signature,
)
from tests.situations.people import LONG_AGO, a_user

pytestmark = pytest.mark.django_db


def test_the_chain_is_that_of_the_form_after_the_filler() -> None:
    assert [step.role for step in steps_to_sign(awaiting_signature())] == ["statistics_head", "unit_head"]
    annual = an_open_collection("DE-A", "2021")
    begun = actions.start_version(annual.pk, "520200", by=a_city().filler, at=annual.opens_at)
    assert [step.role for step in steps_to_sign(begun)] == ["statistics_head", "unit_head", "government_signer"]


def test_signatures_are_given_in_order() -> None:
    version, city = awaiting_signature(), a_city()
    with pytest.raises(NotYourStep) as refused:
        actions.sign(version.pk, by=city.unit_head, at=SIGNED)
    assert refused.value.where["title"] == "统计负责人"
    first = actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    second = actions.sign(version.pk, by=city.unit_head, at=SIGNED)
    assert [(s.step, s.title_zh, s.signer_id) for s in (first, second)] == [
        (2, "统计负责人", city.statistics_head.pk),
        (3, "单位负责人", city.unit_head.pk),
    ]
    assert first.digest == second.digest == figures_digest(version)
    third = an_account("third", Role.UNIT_HEAD, "520200")
    with pytest.raises(AllSigned):
        actions.sign(version.pk, by=third, at=SIGNED)


def test_whoever_asked_for_the_signatures_cannot_sign_even_with_the_role() -> None:
    version = awaiting_signature()
    filler = a_city().filler
    create_grant(filler, Role.STATISTICS_HEAD, region=region_coded("520200"), by=filler, at=LONG_AGO)
    with pytest.raises(SignerFilled):
        actions.sign(version.pk, by=filler, at=SIGNED)


def test_whoever_wrote_one_cell_cannot_sign_even_when_another_asked() -> None:
    draft, city = a_filled_draft(), a_city()
    create_grant(city.statistics_head, Role.FILLER, region=region_coded("520200"), by=city.filler, at=LONG_AGO)
    actions.save_cells(draft.pk, [a_value("3", item="total_pay")], revision=1, by=city.statistics_head, at=FILLED)
    actions.request_signatures(draft.pk, by=city.filler, at=FILLED)
    with pytest.raises(SignerFilled):
        actions.sign(draft.pk, by=city.statistics_head, at=SIGNED)


def test_one_person_takes_one_step() -> None:
    version, city = awaiting_signature(), a_city()
    create_grant(city.statistics_head, Role.UNIT_HEAD, region=region_coded("520200"), by=city.filler, at=LONG_AGO)
    actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    with pytest.raises(SignerSignedBefore) as refused:
        actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    assert refused.value.where["title"] == "统计负责人"


def test_a_head_of_another_city_with_a_signature_here_by_another_role_cannot_take_the_step() -> None:
    version = awaiting_signature()
    visitor = an_account("visitor", Role.UNIT_HEAD, "520200")
    create_grant(visitor, Role.STATISTICS_HEAD, region=region_coded(ZUNYI), by=visitor, at=LONG_AGO)
    with pytest.raises(NotYourStep):
        actions.sign(version.pk, by=visitor, at=SIGNED)


def test_the_database_itself_refuses_the_filler_and_a_second_step_of_one_person() -> None:
    version, city = awaiting_signature(), a_city()

    def signature(step: int, signer: User) -> Signature:
        return Signature(
            version=version,
            step=step,
            title_zh="统计负责人",
            signer=signer,
            filler=city.filler,
            signed_at=SIGNED,
            digest="0",
        )

    with pytest.raises(IntegrityError), transaction.atomic():
        signature(2, city.filler).save()
    signature(2, city.unit_head).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        signature(3, city.unit_head).save()


def a_deputy_of(principal: User, deputy: User, role: Role) -> User:
    """`deputy` stands in for `principal` all April."""
    security = User.objects.filter(username="security").first() or a_user("security", Role.SECURITY_ADMINISTRATOR)
    days = date(2021, 4, 1), date(2021, 4, 30)
    wanted = WantedDeputy(deputy.username, principal.username, role, *days, "休假")
    appoint_deputy(wanted, by=security, at=datetime.fromisoformat("2021-04-01 09:00+08:00"))
    return deputy


def test_a_deputy_signs_the_step_of_the_principal_and_the_signature_and_the_record_say_so() -> None:
    version, city = awaiting_signature(), a_city()
    actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    deputy = a_deputy_of(city.unit_head, an_account("vice", Role.UNIT_HEAD, ZUNYI), Role.UNIT_HEAD)
    signature = actions.sign(version.pk, by=deputy, at=SIGNED)
    assert (signature.signer, signature.signed_for) == (deputy, city.unit_head)
    entry = Entry.objects.filter(action="return.sign").latest("sequence")
    assert (entry.by, entry.facts["signed_for"]) == (deputy.username, city.unit_head.username)
    client = Client()
    client.force_login(city.filler)
    [_, second] = client.get(f"/api/filing/versions/{version.pk}/").json()["signatures"]
    assert second["signed_for"]["username"] == city.unit_head.username
    assert (
        f"（代{city.unit_head.display_name}签）" in client.get(f"/returns/{version.return_filed_id}/").content.decode()
    )
    submission = actions.submit(version.pk, by=city.filler, at=SUBMITTED)
    assert submission.digest == submission_digest(Version.objects.get(pk=version.pk))


def test_the_filler_does_not_sign_as_a_deputy_and_a_deputy_does_not_sign_for_the_filler() -> None:
    version, city = awaiting_signature(), a_city()
    create_grant(city.filler, Role.UNIT_HEAD, region=region_coded("520200"), by=city.filler, at=LONG_AGO)
    a_deputy_of(city.statistics_head, city.filler, Role.STATISTICS_HEAD)
    with pytest.raises(SignerFilled):
        actions.sign(version.pk, by=city.filler, at=SIGNED)
    with pytest.raises(SignerFilled):
        actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    end_deputy(
        city.filler.grants.get(deputy_of=city.statistics_head).pk, by=User.objects.get(username="security"), at=SIGNED
    )
    actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    deputy = a_deputy_of(city.filler, an_account("vice", Role.UNIT_HEAD, ZUNYI), Role.UNIT_HEAD)
    with pytest.raises(SignerFilled):
        actions.sign(version.pk, by=deputy, at=SIGNED)


@pytest.mark.parametrize("first_signs", ["principal", "deputy"])
def test_a_deputy_and_the_principal_do_not_take_two_steps(first_signs: str) -> None:
    """The head of the unit stands in for the head of statistics: one of the two signs, and another person."""
    version, city = awaiting_signature(), a_city()
    a_deputy_of(city.statistics_head, city.unit_head, Role.STATISTICS_HEAD)
    actions.sign(version.pk, by=city.statistics_head if first_signs == "principal" else city.unit_head, at=SIGNED)
    with pytest.raises(SignerSignedBefore):
        actions.sign(version.pk, by=city.unit_head, at=SIGNED)


def test_the_database_refuses_a_signature_for_the_filler_or_for_the_signer_itself() -> None:
    version, city = awaiting_signature(), a_city()
    for principal in (city.filler, city.unit_head):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(
                version=version,
                step=2,
                title_zh="统计负责人",
                signer=city.unit_head,
                signed_for=principal,
                filler=city.filler,
                signed_at=SIGNED,
                digest="0",
            )


def test_nothing_is_submitted_before_the_chain_is_complete() -> None:
    version, city = awaiting_signature(), a_city()
    with pytest.raises(SignaturesMissing) as refused:
        actions.submit(version.pk, by=city.filler, at=SUBMITTED)
    assert refused.value.where["missing"] == ["统计负责人", "单位负责人"]
    actions.sign(version.pk, by=city.statistics_head, at=SIGNED)
    with pytest.raises(SignaturesMissing) as refused:
        actions.submit(version.pk, by=city.filler, at=SUBMITTED)
    assert refused.value.where["missing"] == ["单位负责人"]


def test_figures_altered_behind_the_signatures_are_not_submitted() -> None:
    version = a_signed_version()
    version.cells.filter(item="software_revenue", basis="current").update(value=999)
    with pytest.raises(SignedOtherFigures):
        actions.submit(version.pk, by=a_city().filler, at=SUBMITTED)
    assert Version.objects.get(pk=version.pk).state == State.AWAITING_SIGNATURE


def test_the_filler_is_whoever_asks_for_the_signatures() -> None:
    draft, other = a_filled_draft(), an_account("second-filler", Role.FILLER, "520200")
    asked = actions.request_signatures(draft.pk, by=other, at=FILLED)
    assert (asked.filler, asked.signatures_requested_at) == (other, FILLED)
