"""What left the house with an issued result: the packs of the cities, and the rule that converts its scores."""

from decimal import Decimal

from assessment.scoring.models import Run
from reporting.conversion_actions import RuleEntry, enter_rule
from tests.authorisation.places import ANY, NOWHERE, PERIOD, PLACES, Province
from tests.situations import packs, scoring
from tests.situations.measurement import work_off


def packs_of(province: Province, run: Run) -> None:
    work_off(packs.the_job_of_the_packs(run))
    for where, code in PLACES:
        province.add("city_pack", ANY, where=where, id=packs.the_pack(run, code).pk)
    province.missing["city_pack"] = {"id": NOWHERE}
    entry = RuleEntry("quarterly", PERIOD, "proportion", Decimal(3), "黔考办〔2021〕3号")
    enter_rule(entry, by=scoring.the_officer(), at=scoring.ISSUED)
