"""Situations of laid-out figures: the annual return of one city, its figures delivered by three bodies.

Every industry of 六盘水市 has 1 000 万元 in 2021 and 800 万元 the year before; what stands above them adds up: the four
industries 4 000 and 3 200, with industrial digitalisation 5 000 and 4 000. GDP is 10 000 and 9 000.
"""

from datetime import datetime
from decimal import Decimal

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.laid_out_actions import Laid, Said
from assessment.filing.laid_out_queries import departments_of
from assessment.filing.models import FigureCheck, Version
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import an_account, an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.kept_rows import kept
from tests.situations.measurement import the_communications_administration, the_institute, the_statistics_bureau

DELIVERED = moment("2022-02-28 09:00")
CHECKED = moment("2022-03-02 09:00")
ANSWERED = moment("2022-03-03 09:00")
YEAR = "2021"
GDP = "gross_domestic_product"
PAIRS = {
    GDP: ("10000", "9000"),
    "digital_economy_value_added": ("5000", "4000"),
    "digital_industrialisation_value_added": ("4000", "3200"),
}
EACH = ("1000", "800")
NOT_OURS = "与本市核算数不一致"


def the_bodies() -> tuple[User, User, User]:
    return the_statistics_bureau(), the_communications_administration(), the_institute()


def figures_of_body(body: User, code: str = LIUPANSHUI) -> list[Laid]:
    """Every figure the body answers for."""
    collection = an_open_collection("DE-A", YEAR)
    items = collection.form_version.items.filter(laid_out=True, source_department__in=departments_of(body))
    return [laid(item.code, PAIRS.get(item.code, EACH), basis, code) for item in items for basis in item.bases]


def laid(item: str, pair: tuple[str, str], basis: str, code: str = LIUPANSHUI, *, vintage: str = "初步核算数") -> Laid:
    number = pair[0] if basis == "current" else pair[1]
    return Laid(code, CellChange(item, basis, "value", Decimal(number), source=vintage))


@kept
def the_deliveries(code: str = LIUPANSHUI, *, at: datetime = DELIVERED) -> None:
    """All three bodies have delivered everything for one city."""
    collection = an_open_collection("DE-A", YEAR)
    for body in the_bodies():
        actions.deliver_figures(collection.pk, figures_of_body(body, code), by=body, at=at)


@kept
def an_annual_draft(code: str = LIUPANSHUI, *, at: datetime = CHECKED) -> Version:
    """Begun, with what had been laid out by then."""
    collection = an_open_collection("DE-A", YEAR)
    return actions.start_version(collection.pk, code, by=a_city(code).filler, at=at)


@kept
def a_laid_out_draft(code: str = LIUPANSHUI) -> Version:
    the_deliveries(code)
    return an_annual_draft(code)


@kept
def a_checked_draft(code: str = LIUPANSHUI, *, disputed: tuple[str, ...] = ()) -> Version:
    """Every item agreed with but those that are disputed."""
    draft = a_laid_out_draft(code)
    items = draft.return_filed.collection.form_version.items.values_list("code", flat=True)
    said = [Said(one, "disputed", NOT_OURS) if one in disputed else Said(one, "agreed") for one in items]
    return actions.check_figures(draft.pk, said, by=a_city(code).filler, at=CHECKED)


@kept
def a_dispute(code: str = LIUPANSHUI, *, item: str = GDP) -> FigureCheck:
    draft = a_checked_draft(code, disputed=(item,))
    return draft.figure_checks.get(item=item)


@kept
def an_answered_dispute(code: str = LIUPANSHUI) -> FigureCheck:
    return actions.answer_dispute(a_dispute(code).pk, "以省统一核算结果为准", by=the_statistics_bureau(), at=ANSWERED)


def the_government(code: str = LIUPANSHUI) -> User:
    return an_account(f"government-{code}", Role.GOVERNMENT_SIGNER, code)


def a_submitted_annual(draft: Version, code: str = LIUPANSHUI, *, at: datetime = ANSWERED) -> Version:
    """Signed along the chain of four, the government of the city last, and submitted."""
    city = a_city(code)
    actions.request_signatures(draft.pk, by=city.filler, at=at)
    for signer in (city.statistics_head, city.unit_head, the_government(code)):
        actions.sign(draft.pk, by=signer, at=at)
    actions.submit(draft.pk, by=city.filler, at=at)
    return Version.objects.get(pk=draft.pk)
