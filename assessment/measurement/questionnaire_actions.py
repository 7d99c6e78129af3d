"""Writers of questionnaires: links to the sample, links again to who has not answered, answers on paper."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import connection, transaction
from django.db.models import F, Max
from psycopg import Error

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.catalogue.models import Collection
from assessment.directory.invitation_actions import Invited, invite
from assessment.directory.link_actions import Issued
from assessment.filing.enterprise_rows import counted_versions
from assessment.measurement.notices import tell_questionnaires_sent, tell_reminded
from assessment.measurement.paper_file import COLUMNS, MOST_MEGABYTES, heading_problem, problems_in
from assessment.measurement.survey_errors import FrameUnreadable, PaperWrong, QuestionnaireMissing
from assessment.measurement.survey_models import PAPER_IMPORT_SETTING, PaperAnswer, PaperImport, Survey, SurveyUnit
from assessment.measurement.survey_states import SURVEY_STATES, SurveyMove
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

QUESTIONNAIRE = "DS-Q"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class SentQuestionnaire:
    """A link that was just issued, with the unit it is for. The token exists here alone."""

    unit: SurveyUnit
    issued: Issued


def send_questionnaires(survey_id: int, *, by: User, at: datetime) -> list[SentQuestionnaire]:
    """A one-time link for every drawn unit that has none yet, each to its own questionnaire."""
    with transaction.atomic():
        survey = _locked(survey_id, SurveyMove.INVITE, Action.SURVEY_INVITE, by=by, at=at)
        collection = _collection(survey)
        units = list(survey.units.filter(drawn=True, invited_at__isnull=True).select_related("region"))
        if survey.collection_id is None:
            survey.collection = collection
            survey.save(update_fields=["collection"])
        sent = _send(units, collection, by=by, at=at)
        _record(survey, "survey.invite", by=by, at=at, sent=len(sent))
        tell_questionnaires_sent(survey, units, at=at)
    return sent


def follow_up(survey_id: int, *, by: User, at: datetime) -> list[SentQuestionnaire]:
    """催报: a new link for every unit that was asked and has answered neither online nor on paper."""
    with transaction.atomic():
        survey = _locked(survey_id, SurveyMove.INVITE, Action.SURVEY_INVITE, by=by, at=at)
        collection = _collection(survey)
        asked = list(survey.units.filter(drawn=True, invited_at__isnull=False).select_related("region"))
        answered = counted_versions(collection, [unit.code for unit in asked])
        on_paper = set(PaperAnswer.objects.filter(paper_import__survey=survey).values_list("pseudonym", flat=True))
        silent = [unit for unit in asked if unit.code not in answered and unit.pseudonym not in on_paper]
        sent = _send(silent, collection, by=by, at=at)
        SurveyUnit.objects.filter(pk__in=[unit.pk for unit in silent]).update(reminders=F("reminders") + 1)
        _record(survey, "survey.follow_up", by=by, at=at, sent=len(sent))
        tell_reminded(survey, silent, at=at)
    return sent


def enter_paper_answers(survey_id: int, file: IO[bytes], *, name: str, by: User, at: datetime) -> PaperImport:
    """Answers on paper as CSV under pseudonyms, all rows or none; marked as paper with who and when.

    What an enterprise files itself counts before any paper, whenever it comes. The rows go to the database as they
    are; only a file that it refuses is read again here, to say in which row and column.
    """
    with transaction.atomic():
        survey = _locked(survey_id, SurveyMove.ENTER, Action.SURVEY_ENTER, by=by, at=at)
        one_at_a_time("measurement.paper", str(survey.pk))
        file.seek(0)
        heading = heading_problem(file.readline())
        if heading is not None:
            raise PaperWrong(file=name, problems=[heading])
        last = survey.paper_imports.aggregate(last=Max("number"))["last"] or 0
        entered = PaperImport.objects.create(
            survey=survey,
            number=last + 1,
            file_name=name[:200],
            file_digest=_digest(file),
            rows=0,
            entered_by=by,
            entered_at=at,
        )
        rows = _copied(entered, file, name=name)
        entered.rows = rows
        entered.save(update_fields=["rows"])
        facts = {"number": entered.number, "rows": rows, "file_digest": entered.file_digest}
        record(Fact(Action.SURVEY_ENTER, PROVINCE, "measurement.paper", str(entered.pk), facts=facts), by=by, at=at)
    return entered


def _copied(entered: PaperImport, file: IO[bytes], *, name: str) -> int:
    """The rows as the database took them; every one belongs to the sample."""
    table = PaperAnswer._meta.db_table
    columns = ", ".join(COLUMNS)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [PAPER_IMPORT_SETTING, str(entered.pk)])
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, HEADER true)") as copy:
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    copy.write(chunk)
            rows = int(cursor.rowcount)
            # The planner knows nothing of rows just copied, and would look them up one by one.
            cursor.execute("SET LOCAL enable_nestloop = off")
            unknown = _SQL_UNKNOWN.format(answers=table, units=SurveyUnit._meta.db_table)
            cursor.execute(unknown, [entered.survey_id, entered.pk])
            everybody_known = cursor.fetchone() is None
            cursor.execute("SET LOCAL enable_nestloop = on")
            if everybody_known:
                return rows
    except Error:
        # The sentences below say what the database only hints at.
        pass
    pseudonyms = set(entered.survey.units.filter(drawn=True).values_list("pseudonym", flat=True))
    problems = problems_in(file, pseudonyms, name=name)
    raise PaperWrong(file=name, problems=problems or [FrameUnreadable(file=name, megabytes=MOST_MEGABYTES)])


_SQL_UNKNOWN = """
SELECT answer.pseudonym FROM {answers} answer
LEFT JOIN {units} unit ON unit.survey_id = %s AND unit.pseudonym = answer.pseudonym AND unit.drawn
WHERE answer.paper_import_id = %s AND unit.id IS NULL LIMIT 1
"""


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _send(units: Sequence[SurveyUnit], collection: Collection, *, by: User, at: datetime) -> list[SentQuestionnaire]:
    invited = [Invited(unit.code, unit.name_zh, unit.region) for unit in units]
    issued = invite(invited, collection, by=by, at=at)
    SurveyUnit.objects.filter(pk__in=[unit.pk for unit in units]).update(invited_at=at)
    return [SentQuestionnaire(unit, one) for unit, one in zip(units, issued, strict=True)]


def _collection(survey: Survey) -> Collection:
    """The questionnaire of the year of the survey, once its collection is open."""
    collections = Collection.objects.select_related("form_version__form").filter(
        form_version__form__code=QUESTIONNAIRE, period=survey.period, opened_at__isnull=False
    )
    collection = collections.first()
    if collection is None:
        raise QuestionnaireMissing(form=QUESTIONNAIRE, period=survey.period)
    return collection


def _locked(survey_id: int, move: SurveyMove, action: Action, *, by: User, at: datetime) -> Survey:
    require(by, action, at=at)
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=survey_id).first()
    if survey is None:
        raise NotFound
    survey.state = SURVEY_STATES.after(survey.state, move)
    return survey


def _record(survey: Survey, action: str, *, by: User, at: datetime, sent: int) -> None:
    facts = {"period": survey.period, "number": survey.number, "sent": sent}
    record(Fact(action, PROVINCE, "measurement.survey", str(survey.pk), facts=facts), by=by, at=at)
