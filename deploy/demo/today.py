"""演示数据 to try out: one quarter that is open on the day the demo is set up, its returns in every state."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from docx import Document

from assessment.catalogue.actions import Plan, open_collection, plan_collection
from assessment.catalogue.models import Collection, Obligation
from assessment.directory.actions import issue_links
from assessment.filing.actions import (
    accept,
    add_evidence,
    answer,
    ask,
    ask_extension,
    grant_extension,
    import_figures,
    open_review,
    request_correction,
    request_signatures,
    send_back,
    sign,
    submit,
)
from assessment.filing.evidence_actions import Upload
from assessment.filing.extension_actions import Until
from assessment.filing.models import Version
from assessment.filing.query_actions import Question
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS
from deploy.demo.explaining import explain_findings
from deploy.demo.quarter import block_to_paste, figures_of
from deploy.demo.returns import SIGNERS

PERIOD = "2022c03"
OPENED_FOR, LOCKED_AFTER = timedelta(days=20), timedelta(days=40)
LEFT_TO_THE_VISITOR, LISTING = "520100", "522300"
WAITING_FOR_SIGNATURES, WAITING_FOR_REVIEW = "522600", ("520600", "522700")
QUERIED, SENT_BACK, ACCEPTED = "520300", "520400", "520200"
EXTENDED, ASKING_FOR_MORE_TIME = "520500", "522300"
NOTES = {
    "total_profit": "利润总额与财务报表不一致，请核对原始凭证。",
    "average_staff": "平均人数与上季度差异较大，请核对口径。",
}


@dataclass(frozen=True)
class Offered:
    """What a visitor may take up: the block to paste, and the address of a one-time link of an enterprise."""

    block: Path
    link: str


@transaction.atomic
def open_today(demo: Demo, *, at: datetime) -> Offered | None:
    """Open the quarter and bring its returns into their states; None where it was opened before."""
    if Collection.objects.filter(form_version__form__code="SW-Q", period=PERIOD).exists():
        return None
    collection = _opened(demo, "SW-Q", at=at)
    for region in (SENT_BACK, QUERIED, ACCEPTED, *WAITING_FOR_REVIEW):
        _submitted(demo, collection, region, at=at)
    _signed_for(demo, _draft(demo, collection, WAITING_FOR_SIGNATURES, at=at), at=at, steps=0)
    _send_back(demo, collection, at=at)
    _query(demo, collection, at=at)
    _ask_for_correction(demo, collection, at=at)
    _extend(demo, collection, at=at)
    enterprises = _opened(demo, "SW-Q-E", at=at)
    filler = demo[f"{DESKS[LISTING]}.filler"]
    (issued, *_) = issue_links(LISTING, enterprises.pk, by=filler, at=at)
    return Offered(_written(block_to_paste(LEFT_TO_THE_VISITOR)), f"/enterprise/#{issued.token}")


def _opened(demo: Demo, form: str, *, at: datetime) -> Collection:
    """From this morning on, on time to the end of an afternoon."""
    morning = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    evening = morning + timedelta(hours=18)
    plan = Plan(morning, evening + OPENED_FOR, evening + LOCKED_AFTER)
    collection = plan_collection(form, PERIOD, plan, by=demo["bureau.reviewer"], at=at)
    return open_collection(collection.pk, by=demo["bureau.reviewer"], at=at)


def _draft(demo: Demo, collection: Collection, region: str, *, at: datetime) -> Version:
    filler = demo[f"{DESKS[region]}.filler"]
    import_figures(figures_of(region), file_name=f"{region}.csv", by=filler, at=at)
    version = _version(collection, region)
    explain_findings(version, by=filler, at=at)
    return version


def _signed_for(demo: Demo, version: Version, *, at: datetime, steps: int) -> None:
    """The filler asks for signatures; the first `steps` signers sign."""
    desk = DESKS[version.return_filed.reporting_unit.code]
    request_signatures(version.pk, by=demo[f"{desk}.filler"], at=at)
    for step in version.return_filed.collection.form_version.sign_off_steps.exclude(role="filler")[:steps]:
        sign(version.pk, by=demo[f"{desk}.{SIGNERS[step.role]}"], at=at)


def _submitted(demo: Demo, collection: Collection, region: str, *, at: datetime) -> None:
    version = _draft(demo, collection, region, at=at)
    filler = demo[f"{DESKS[region]}.filler"]
    if region == QUERIED:
        add_evidence(version.pk, Upload("一季度利润表（演示数据）.docx", _proof(), "total_profit"), by=filler, at=at)
    _signed_for(demo, version, at=at, steps=9)
    submit(version.pk, by=filler, at=at)


def _proof() -> bytes:
    document, content = Document(), io.BytesIO()
    document.add_paragraph("演示数据：一季度利润表，已由财务负责人核对。")
    document.save(content)
    return content.getvalue()


def _send_back(demo: Demo, collection: Collection, *, at: datetime) -> None:
    version = _version(collection, SENT_BACK)
    open_review(version.pk, by=demo["bureau.reviewer"], at=at)
    send_back(version.pk, NOTES, by=demo["bureau.reviewer"], at=at)


def _query(demo: Demo, collection: Collection, *, at: datetime) -> None:
    """Two questions on one 核实单, both answered; what they are worth is for the reviewer to say."""
    version, reviewer = _version(collection, QUERIED), demo["bureau.reviewer"]
    open_review(version.pk, by=reviewer, at=at)
    due = (timezone.localtime(at) + timedelta(days=5)).date()
    questions = [
        Question("total_profit", "current", "利润总额比上年同期增长的主要原因是什么？", due),
        Question("software_exports", "current", "出口数是否与海关口径一致？", due),
    ]
    first, second = ask(version.pk, questions, by=reviewer, at=at)
    answers = {
        first.pk: "两家企业去年下半年投产，利润按月确认，利润表见佐证材料。",
        second.pk: "按外汇收汇口径填报，已与企业逐户核对。",
    }
    answer(version.pk, answers, by=demo[f"{DESKS[QUERIED]}.filler"], at=at)


def _ask_for_correction(demo: Demo, collection: Collection, *, at: datetime) -> None:
    version, reviewer = _version(collection, ACCEPTED), demo["bureau.reviewer"]
    open_review(version.pk, by=reviewer, at=at)
    accept(version.pk, by=reviewer, at=at)
    reason = "一家企业补报了三月的工资总额，原报数不含这一户。"
    filler = demo[f"{DESKS[ACCEPTED]}.filler"]
    request_correction(version.return_filed_id, ["total_pay"], reason, by=filler, at=at)


def _extend(demo: Demo, collection: Collection, *, at: datetime) -> None:
    """One extension granted, one asked for."""
    obligations = {one.reporting_unit.code: one for one in Obligation.objects.filter(collection=collection)}
    until = Until(collection.on_time_until + timedelta(days=3), collection.locks_at + timedelta(days=3))
    grant_extension(
        obligations[EXTENDED].pk, "机房搬迁，停网三天。", until, by=demo["bureau.reviewer"], at=at
    )  # fmt: skip
    ask_extension(
        obligations[ASKING_FOR_MORE_TIME].pk,
        "两家重点企业的财务报表尚未结账。",
        wanted_until=until.on_time,
        by=demo[f"{DESKS[ASKING_FOR_MORE_TIME]}.filler"],
        at=at,
    )


def _version(collection: Collection, region: str) -> Version:
    versions = Version.objects.filter(return_filed__collection=collection, return_filed__reporting_unit__code=region)
    return versions.latest("number")


def _written(block: str) -> Path:
    path = Path(settings.REPORTS_DIR) / "试填-贵阳市-2022年一季度（演示数据）.txt"
    path.write_text(block, "utf-8")
    return path
