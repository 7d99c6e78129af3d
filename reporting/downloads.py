"""Handing out reports: who took which copy when is written down with it."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.measurement.survey_errors import EstimationUnfinished
from assessment.measurement.survey_queries import estimation_seen
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may, require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen
from reporting import report_words as words
from reporting.queries import bulletin_report_for, ranking_report_for
from reporting.ranking_report import Audience, RankingReport
from reporting.survey_report import survey_report
from reporting.survey_terms import FILE_NAME
from reporting.workbook.ranking import write_ranking_workbook
from reporting.workbook.survey_quality import write_survey_workbook


@dataclass(frozen=True)
class Download:
    file_name: str
    content: bytes


def download_ranking(run_id: int, *, by: User, at: datetime) -> Download:
    """The ranking workbook of a run; a copy that is not issued carries the reader's name and the time.

    Who may see the run has the internal copy with the inputs, everybody else the public one.
    """
    with transaction.atomic():
        require(by, Action.REPORT_DOWNLOAD, at=at)
        run = run_with_scores_seen(run_id, by=by, at=at)
        report = ranking_report_for(run, reader=by, at=at)
        _record(Action.REPORT_DOWNLOAD, run, by=by, at=at)
    audience = Audience.INTERNAL if may(by, Action.RUN_VIEW, at=at) else Audience.PUBLIC
    written = BytesIO()
    write_ranking_workbook(report, written, audience=audience)
    name = words.FILE_NAME.format(title=report.title, code=report.check_code)
    return Download(name, written.getvalue())


def download_survey_quality(estimation_id: int, *, by: User, at: datetime) -> Download:
    """The quality sheet of a finished estimation; `EstimationUnfinished` before that."""
    with transaction.atomic():
        estimation = estimation_seen(estimation_id, by=by, at=at)
        if not estimation.result_document:
            raise EstimationUnfinished
        report = survey_report(estimation, maker=by.organisation.name_zh, at=at)
        facts = {"survey": estimation.survey_id, "result_digest": estimation.result_digest}
        fact = Fact("survey.download", PROVINCE, "measurement.estimation", str(estimation.pk), facts=facts)
        record(fact, by=by, at=at)
    written = BytesIO()
    write_survey_workbook(report, written)
    return Download(FILE_NAME.format(title=report.title, code=report.check_code), written.getvalue())


def read_ranking(run_id: int, *, by: User, at: datetime) -> RankingReport:
    """The ranking for a page; reading one that is not issued is written down."""
    with transaction.atomic():
        run = run_with_scores_seen(run_id, by=by, at=at)
        report = ranking_report_for(run, reader=by, at=at)
        if run.state != Run.State.ISSUED:
            _record(Action.SCORE_VIEW, run, by=by, at=at)
    return report


def read_bulletin(run_id: int, *, by: User, at: datetime) -> RankingReport:
    """The ranking as the bulletin tells it, for its page; reading one that is not issued is written down."""
    with transaction.atomic():
        run = run_with_scores_seen(run_id, by=by, at=at)
        report = bulletin_report_for(run, reader=by, at=at)
        if run.state != Run.State.ISSUED:
            _record(Action.SCORE_VIEW, run, by=by, at=at)
    return report


def _record(action: Action, run: Run, *, by: User, at: datetime) -> None:
    facts = {"period": run.period, "state": run.state, "result_digest": run.result_digest}
    record(Fact(action.value, PROVINCE, "scoring.run", str(run.pk), facts=facts), by=by, at=at)
