"""Situations of enterprises: listed, with a link, signed in by it, filed."""

from datetime import date, datetime
from decimal import Decimal

from stdnum.cn import uscc

from assessment.catalogue.models import Collection
from assessment.directory import actions as directory
from assessment.directory.link_actions import Issued
from assessment.directory.list_file import ListRow
from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.enterprise_actions import Statement
from assessment.filing.models import Version
from assessment.people.models import User
from tests.situations.catalogue import FIRST_QUARTER, a_reviewer, an_open_collection, moment
from tests.situations.filing import ZUNYI, a_city
from tests.situations.kept_rows import kept

LISTED = date(2020, 1, 1)
ISSUED = moment("2021-04-02 09:00")
FILED = moment("2021-04-08 09:00")
SAID = Statement("王填报", "李负责", promised=True)
SOURCE = "10.1.1.1"


def a_code(number: int, region: str = ZUNYI) -> str:
    """A code nobody holds whose check digit is right: 91, the region, MA9 and the number."""
    body = f"91{region}MA9{number:06d}"
    return body + str(uscc.calc_check_digit(body))


def an_entry(number: int, region: str = ZUNYI, *, name: str = "", valid_from: date = LISTED) -> ListRow:
    code = a_code(number, region)
    return ListRow(code, name or f"演示企业{number}", "6513", region, True, False, False, valid_from)


def an_enterprise(number: int = 1, region: str = ZUNYI, *, valid_from: date = LISTED) -> str:
    """Listed by the filler of the city; its code."""
    entry = an_entry(number, region, valid_from=valid_from)
    directory.list_enterprises([entry], by=a_city(region).filler, at=ISSUED)
    return entry.code


def the_collection(period: str = FIRST_QUARTER) -> Collection:
    return an_open_collection("SW-Q-E", period)


def a_link(number: int = 1, region: str = ZUNYI, *, expires_at: datetime | None = None) -> Issued:
    code, collection = an_enterprise(number, region), the_collection()
    return directory.issue_link(code, collection.pk, by=a_city(region).filler, at=ISSUED, expires_at=expires_at)


def an_account_of(number: int = 1, region: str = ZUNYI) -> User:
    """The account of the enterprise as a request by its link knows it."""
    issued = a_link(number, region)
    return directory.use_link(issued.token, source=SOURCE, at=ISSUED).user


@kept
def a_row_draft(number: int = 1, region: str = ZUNYI, *, revenue: str = "1200", base: str = "1000") -> Version:
    user = an_account_of(number, region)
    draft = actions.start_version(the_collection().pk, user.organisation.code, by=user, at=ISSUED)
    figures = [
        CellChange("software_revenue", "current", "value", Decimal(revenue)),
        CellChange("software_revenue", "same_period_last_year", "value", Decimal(base)),
    ]
    return actions.save_cells(draft.pk, figures, revision=0, by=user, at=ISSUED)


def account_behind(version: Version) -> User:
    """Who filed the row, as its link left the account."""
    user = User.objects.select_related("organisation").get(pk=version.filler_id)
    user.collection_open = version.return_filed.collection_id
    return user


@kept
def a_filed_row(number: int = 1, region: str = ZUNYI, *, revenue: str = "1200", base: str = "1000") -> Version:
    draft = a_row_draft(number, region, revenue=revenue, base=base)
    actions.sign_and_submit(draft.pk, SAID, by=account_behind(draft), at=FILED)
    return Version.objects.get(pk=draft.pk)


@kept
def an_accepted_row(number: int = 1, region: str = ZUNYI, *, revenue: str = "1200", base: str = "1000") -> Version:
    version = a_filed_row(number, region, revenue=revenue, base=base)
    actions.accept_rows([version.pk], by=a_reviewer(), at=FILED)
    return Version.objects.get(pk=version.pk)
