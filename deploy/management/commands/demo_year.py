"""`manage.py demo_year`: the main job, from published figures and the demo year to ranked Excel reports."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.display.wording import say
from assessment.measurement.survey_models import SurveyEstimation
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.scoring.models import Placing, Run
from assessment.scoring.queries import current_run
from assessment.territory.models import Region
from deploy.demo.accounts import Demo, open_demo_accounts
from deploy.demo.enterprises import file_enterprise_rows
from deploy.demo.measuring import (
    anchors_of,
    check_tables,
    deliver_months,
    deliver_tables,
    measure_batch,
    write_batch_workbooks,
)
from deploy.demo.papers import write_papers
from deploy.demo.proofs import Proof, all_proofs
from deploy.demo.provinces import rank_provinces, write_provinces
from deploy.demo.ranking import rank_period, write_report
from deploy.demo.returns import file_returns, freeze_demo_schemes
from deploy.demo.survey import run_survey
from deploy.demo.today import Offered, open_today

OPENED = datetime(2021, 1, 4, 0, 0, tzinfo=UTC)
FROZEN = datetime(2021, 1, 20, 2, 0, tzinfo=UTC)
# The base year, measured without a ranking, and the quarters of the first assessment.
BASE_PERIOD = "2020c12"
QUARTERS = {
    "2021c03": (datetime(2021, 5, 8, 2, 0, tzinfo=UTC), "黔发改数字〔2021〕演示1号"),
    "2021c06": (datetime(2021, 8, 9, 2, 0, tzinfo=UTC), "黔发改数字〔2021〕演示2号"),
    "2021c09": (datetime(2021, 11, 8, 2, 0, tzinfo=UTC), "黔发改数字〔2021〕演示3号"),
    "2021c12": (datetime(2022, 2, 8, 2, 0, tzinfo=UTC), "黔发改数字〔2022〕演示1号"),
}
# Of each year: tables delivered, checked by the cities, measured and confirmed; then the cities sign.
YEARS = {
    "2020": tuple(datetime(2021, *day, 2, 0, tzinfo=UTC) for day in ((2, 26), (3, 3), (3, 10))),
    "2021": tuple(datetime(2022, *day, 2, 0, tzinfo=UTC) for day in ((2, 25), (3, 3), (3, 10))),
}
# Measured before the year is over; a batch of months informs and is never scored.
MONTHS_MEASURED = datetime(2021, 12, 20, 2, 0, tzinfo=UTC)
ONE_DECIMAL = Rounding(RoundingMethod.HALF_UP, 1)
# The enterprises of two cities, whose rows add up to what the cities filed.
ENTERPRISE_PERIOD, ENTERPRISES_LISTED = "2021c12", datetime(2022, 1, 4, 2, 0, tzinfo=UTC)
YEAR_ISSUED = (datetime(2022, 4, 20, 2, 0, tzinfo=UTC), "黔发改数字〔2022〕演示2号")
SHOWN = (
    "guiyang.filler",
    "guiyang.head",
    "guiyang.unit",
    "bureau.reviewer",
    "bureau.confirmer",
    "statistics.bureau",
    "institute",
    "commission.officer",
    "commission.approver",
    "commission.leader",
    "admin.audit",
)

# Who finds what to do in the quarter that is open today.
TO_TRY = {
    "guiyang.filler": N_("fill in the return: paste the block of the file below; one figure of it is in another unit"),
    "anshun.filler": N_("two items were sent back: only these are open"),
    "qiandongnan.head": N_("a return waits for the signature"),
    "bureau.reviewer": N_("review, an answered query sheet, a request for correction, an extension to decide"),
}


class Command(BaseCommand):
    help = (
        "Prove the method on published figures, then run the demo year to its reports. Running twice changes nothing."
    )

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO_DATA:
            raise CommandError(_("This installation is not a demo: set DEMO_DATA=1 to fill it with demo data."))
        try:
            self._prove()
            self._run_year()
        except AssessmentError as error:
            raise CommandError(say(error)) from error

    def _prove(self) -> None:
        self._head(_("Method check on published figures"))
        proofs = all_proofs()
        for proof in proofs:
            mark = _mark(proof)
            self.stdout.write(
                "  "
                + _("{subject}: computed {computed}, published {published} — {mark}").format(
                    subject=proof.subject, computed=proof.computed, published=proof.published, mark=mark
                )
            )
        if not all(proof.holds for proof in proofs):
            raise CommandError(_("The method does not agree with the published figures; nothing further is computed."))
        evaluation = rank_provinces()
        for placing in sorted(evaluation.placings, key=lambda p: (p.group, p.rank or 0)):
            self.stdout.write(f"  {placing.group}  {placing.rank}  {placing.unit}  {placing.shown}")
        self._wrote(write_provinces(evaluation, at=timezone.now()))

    def _run_year(self) -> None:
        demo = open_demo_accounts(at=OPENED)
        freeze_demo_schemes(demo, at=FROZEN)
        self._head(_("The year 2021 of Guizhou (demo data)"))
        self._filed("SW-Q", BASE_PERIOD, file_returns(demo, "SW-Q", BASE_PERIOD))
        for period, (at, number) in QUARTERS.items():
            self._filed("SW-Q", period, file_returns(demo, "SW-Q", period))
            self._ranked(demo, *rank_period(demo, period, "quarterly", issue_number=number, at=at))
        self._filed("SW-Q-E", ENTERPRISE_PERIOD, file_enterprise_rows(demo, at=ENTERPRISES_LISTED))
        self._measured(demo)
        self._surveyed(run_survey(demo))
        at, number = YEAR_ISSUED
        self._ranked(demo, *rank_period(demo, "2021", "annual", issue_number=number, at=at))
        self._sent_up(demo)
        self._log_ins(demo)
        self._to_try(open_today(demo, at=timezone.now()))

    def _measured(self, demo: Demo) -> None:
        """The three batches: 2020 全年, 2021年1—11月, 2021 全年."""
        batches = []
        for year, (delivered, checked, measured) in YEARS.items():
            if year == "2021":
                deliver_months(demo, at=MONTHS_MEASURED)
                batches.append(measure_batch(demo, year, months=11, at=MONTHS_MEASURED))
            deliver_tables(demo, year, at=delivered)
            check_tables(demo, year, at=checked)
            batches.append(measure_batch(demo, year, at=measured))
            self._filed("DE-A", year, file_returns(demo, "DE-A", year))
        for batch in batches:
            self.stdout.write("  " + _("{batch}: measured and confirmed").format(batch=batch))
        share, growth = anchors_of(batches[-1], batches[0])
        anchors = _(
            "2021, all cities: {share}% of GDP (published 35.3%), nominal growth {growth}% (published 20.6%), by "
            "construction of the illustrative inputs"
        )
        self.stdout.write("  " + anchors.format(share=ONE_DECIMAL.apply(share), growth=ONE_DECIMAL.apply(growth)))
        for path in write_batch_workbooks(batches, at=timezone.now()):
            self._wrote(path)

    def _surveyed(self, estimation: SurveyEstimation | None) -> None:
        if estimation is not None:
            said = _("Sample survey {survey}: drawn, answered and estimated; illustrative, not delivered")
            self.stdout.write("  " + said.format(survey=estimation.survey.period))

    def _filed(self, form: str, period: str, count: int) -> None:
        self.stdout.write(
            "  "
            + _("{form} {period}: {count} returns filed, signed and accepted now").format(
                form=form, period=Period.parse(period).name_zh, count=count
            )
        )

    def _ranked(self, demo: Demo, run: Run, made_now: bool) -> None:
        names = dict(Region.objects.filter(valid_until__isnull=True).values_list("code", "short_name_zh"))
        state = _("computed and issued now") if made_now else _("issued before")
        name = Period.parse(run.period).name_zh
        self.stdout.write(f"\n  {name}（演示数据） {run.issue_number} — {state}")
        for placing in Placing.objects.filter(run=run).order_by("rank", "unit"):
            shown = Rounding(RoundingMethod.HALF_UP, 2).apply(placing.shown) if placing.shown is not None else "--"
            self.stdout.write(f"  {placing.rank:>4.0f}  {shown:>7}  {names.get(placing.unit, placing.unit)}")
        kind = "数字经济考核" if run.scheme_version.kind == "annual" else "软件业务收入考核"
        self._wrote(
            write_report(run, f"{name}{kind}排名（演示数据）", reader=demo["commission.officer"], at=timezone.now())
        )

    def _sent_up(self, demo: Demo) -> None:
        """The papers of the latest issued run, as they went up for decision."""
        run = current_run("2021", "annual")
        for path in write_papers(demo, run, at=timezone.now()) if run else ():
            self._wrote(path)

    def _log_ins(self, demo: Demo) -> None:
        self._head(_("Demo log-ins, all with the password {password}").format(password=demo.password))
        for username in SHOWN:
            self.stdout.write(f"  {username:<22}{demo[username].display_name}")

    def _to_try(self, offered: Offered | None) -> None:
        self._head(_("To try out: the first quarter of 2022 is open (demo data)"))
        for username, what in TO_TRY.items():
            self.stdout.write(f"  {username:<22}{_(what)}")
        if offered is not None:
            self.stdout.write("  " + _("An enterprise files through its one-time link:") + f" {offered.link}")
            self._wrote(offered.block)

    def _head(self, text: str) -> None:
        self.stdout.write(f"\n== {text} ==")

    def _wrote(self, path: Path) -> None:
        self.stdout.write(f"  → {path}")


def _mark(proof: Proof) -> str:
    if not proof.should_agree and proof.holds:
        return _("differs, as it must")
    return _("agrees") if proof.holds else _("DIFFERS")
