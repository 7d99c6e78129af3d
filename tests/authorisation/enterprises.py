"""The enterprises of the seeded province: one with a link and its row in several states, a neighbour, a foreign one."""

from datetime import datetime

from django.test import Client
from django.utils import timezone

from assessment.directory import actions as directory
from assessment.directory.claim_actions import Decision
from assessment.directory.models import Claim
from assessment.filing import actions as filing
from assessment.filing.enterprise_row_view import begin
from assessment.filing.models import Version
from assessment.people.models import User
from tests.authorisation.matrix import FOREIGN, HERE
from tests.authorisation.places import NOWHERE, Address, Province
from tests.situations import enterprises
from tests.situations.catalogue import a_reviewer
from tests.situations.enterprises import FILED, ISSUED, SAID, a_code, the_collection
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city, a_value
from tests.situations.people import LONG_AGO

OWN, NEIGHBOUR, ELSEWHERE = 1, 2, 3
FAR = datetime.fromisoformat("2099-01-01 00:00+08:00")
BASE = a_value("1000", basis="same_period_last_year")


def enterprises_of(province: Province) -> None:
    """Rows of the own enterprise in four states, one of a neighbour, one of another city; lists, links, claims."""
    user = _sign_in(province)
    for version in _own_rows(user):
        _add(province, version, where=HERE)
    for number, region in ((NEIGHBOUR, ZUNYI), (ELSEWHERE, LIUPANSHUI)):
        version = enterprises.a_filed_row(number, region)
        _add(province, version, where=FOREIGN)
        province.add("filed_row", version.state, id=version.pk)
    _lists(province)


def _sign_in(province: Province) -> User:
    """By the door, at the real moment: the session of a client is as old as the test."""
    entry = enterprises.an_entry(OWN)
    directory.list_enterprises([entry], by=a_city(ZUNYI).filler, at=LONG_AGO)
    filler, collection = a_city(ZUNYI).filler, the_collection()
    issued = directory.issue_link(entry.code, collection.pk, by=filler, at=timezone.now(), expires_at=FAR)
    User.objects.filter(organisation__code=entry.code).update(username="the.enterprise")
    client = Client()
    assert client.post("/enterprise/", {"token": issued.token}).status_code == 302
    user = User.objects.select_related("organisation").get(username="the.enterprise")
    user.collection_open = collection.pk
    province.users["enterprise"], province.clients["enterprise"] = user, client
    return user


def _own_rows(user: User) -> list[Version]:
    """One return: withdrawn, sent back, accepted, and a draft with figures at revision 1."""
    made = [_filed(user)]
    filing.withdraw(made[0].pk, by=user, at=FILED)
    made.append(_filed(user))
    filing.open_review(made[1].pk, by=a_reviewer(), at=FILED)
    filing.send_back(made[1].pk, {"software_revenue": "请核对原始凭证"}, by=a_reviewer(), at=FILED)
    made.append(_filed(user))
    filing.accept_rows([made[2].pk], by=a_reviewer(), at=FILED)
    items, why = ["software_revenue"], "原始凭证补登两笔"
    asked = filing.request_correction(made[2].return_filed_id, items, why, by=user, at=FILED)
    filing.grant_correction(asked.pk, "原始凭证齐全", by=a_reviewer(), at=FILED)
    draft = begin(user, at=FILED)
    filing.save_cells(draft.pk, [a_value("1500"), BASE], revision=0, by=user, at=FILED)
    return list(Version.objects.filter(pk__in=[*(version.pk for version in made), draft.pk]))


def _filed(user: User) -> Version:
    version = begin(user, at=FILED)
    filing.save_cells(version.pk, [a_value("1200"), BASE], revision=0, by=user, at=FILED)
    filing.sign_and_submit(version.pk, SAID, by=user, at=FILED)
    return version


def _add(province: Province, version: Version, *, where: str) -> None:
    province.add("row", version.state, where=where, id=version.pk)
    province.add("row_return", version.state, where=where, id=version.return_filed_id)


def _lists(province: Province) -> None:
    collection = the_collection().pk
    places = ((HERE, NEIGHBOUR, ZUNYI), (FOREIGN, ELSEWHERE, LIUPANSHUI))
    for where, number, region in places:
        province.add("enterprise", "listed", where=where, enterprise=a_code(number, region), collection=collection)
        province.add("totals", "any", where=where, region=region, period="2021c03")
        filler = a_city(region).filler
        issued = directory.issue_link(a_code(number, region), collection, by=filler, at=ISSUED)
        province.add("link", "good", where=where, id=issued.link.pk)
    first = enterprises.a_link(4)
    directory.revoke_link(first.link.pk, by=a_city(ZUNYI).filler, at=ISSUED)
    province.add("link", "revoked", id=first.link.pk)
    _claims(province)
    nobody: Address = {"enterprise": a_code(9), "collection": collection}
    nowhere: Address = {"id": NOWHERE}
    province.missing.update({"row": nowhere, "row_return": nowhere, "link": nowhere, "claim": nowhere})
    province.missing.update({"enterprise": nobody, "totals": {"region": "529999", "period": "2021c03"}})


def _claims(province: Province) -> None:
    for number, state in ((5, "open"), (6, "refused")):
        enterprises.an_enterprise(number)
        entry = enterprises.an_entry(number)
        claimed = type(entry)(**{**vars(entry), "region": LIUPANSHUI})
        directory.list_enterprises([claimed], by=a_city(LIUPANSHUI).filler, at=ISSUED)
        claim = Claim.objects.get(enterprise__code=entry.code)
        if state == "refused":
            decision = Decision(granted=False, effective_on=entry.valid_from, reason="住所未变更")
            directory.decide_claim(claim.pk, decision, by=a_reviewer(), at=ISSUED)
        province.add("claim", state, id=claim.pk)
