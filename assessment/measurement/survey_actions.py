"""The writers of a survey up to its sample: import the frame, freeze it, fix the design, draw."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, Actor, Fact, record
from assessment.audit.keys import KeyRing, key_ring
from assessment.audit.named_locks import one_at_a_time
from assessment.measurement.survey_errors import DesignNumberWrong, FrameWrong, SurveyYearWrong
from assessment.measurement.survey_frame_file import FrameRow, read_frame_file
from assessment.measurement.survey_models import LARGEST_SEED, Survey, SurveyStratum, SurveyUnit
from assessment.measurement.survey_planning import Wanted, checked_threshold, label_of, plan, rows_of_strata
from assessment.measurement.survey_prior import prior_of
from assessment.measurement.survey_states import SURVEY_STATES, SurveyMove
from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.survey_draw import Draw, draw_sample
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region
from assessment.territory.queries import regions_on

PSEUDONYM_DIGITS = 10


@dataclass(frozen=True)
class Design:
    """What the institute decides; without a seed one is drawn.

    `earlier` is the finished estimation whose residuals it plans by; None: by the value added of last year.
    """

    wanted: Wanted
    share_method: str
    seed: int | None = None
    earlier: int | None = None


def import_frame(content: bytes, year: str, *, file: str, by: User, at: datetime) -> Survey:
    """Take over a frame, all of it or nothing: `FrameWrong` carries every slip with its row and column.

    As long as the frame of the year is not frozen, another import takes its place.
    """
    require(by, Action.SURVEY_FRAME, at=at)
    period = _year(year)
    regions = {region.code: region for region in regions_on(date(period.year, 12, 31)).filter(assessed=True)}
    rows, problems = read_frame_file(content, file=file, period=period, regions=regions)
    if problems:
        raise FrameWrong(file=file, problems=problems)
    with transaction.atomic():
        one_at_a_time("measurement.survey", period.code)
        survey = _emptied(period, by=by, at=at)
        SurveyUnit.objects.bulk_create((_unit(survey, row, regions) for row in rows), batch_size=2000)
        survey.frame_digest = digest(_frame_content(rows))
        survey.save()
        _record(Action.SURVEY_FRAME, survey, by=by, at=at, units=len(rows), frame_digest=survey.frame_digest)
    return survey


def freeze_frame(survey_id: int, *, by: User, at: datetime) -> Survey:
    """From here on nobody changes the frame: strata are counted, and each unit gets its pseudonym.

    A pseudonym is keyed with a key that lies outside the database and holds for one survey alone.
    """
    with transaction.atomic():
        survey = _moved(survey_id, SurveyMove.FREEZE, Action.SURVEY_FRAME, by=by, at=at)
        ring = key_ring()
        survey.pseudonym_key, survey.frozen_by, survey.frozen_at = ring.current, by, at
        units = list(survey.units.select_related("region").order_by("code"))
        for unit in units:
            unit.pseudonym = _pseudonym(survey, unit.code, ring)
        SurveyUnit.objects.bulk_update(units, ["pseudonym"], batch_size=2000)
        strata = _stratified(survey, units)
        survey.save()
        _record("survey.freeze", survey, by=by, at=at, units=len(units), strata=len(strata))
    return survey


def fix_design(survey_id: int, design: Design, *, by: User, at: datetime) -> Survey:
    """测算机构 fixes sample size, allocation, seed and the reading of ρ before anybody is drawn."""
    with transaction.atomic():
        survey = _moved(survey_id, SurveyMove.DESIGN, Action.SURVEY_DESIGN, by=by, at=at)
        if design.share_method not in Survey.ShareMethod.values:
            expected = ", ".join(Survey.ShareMethod.values)
            raise DesignNumberWrong(name=Phrase(N_("Reading of ρ")), expected=expected, received=design.share_method)
        seed = secrets.randbelow(LARGEST_SEED) if design.seed is None else design.seed
        if not 0 <= seed <= LARGEST_SEED:
            raise DesignNumberWrong(name=Phrase(N_("Seed")), expected=f"0 … {LARGEST_SEED}", received=seed)
        prior, certainty_from = prior_of(design.earlier), checked_threshold(design.wanted.certainty_from)
        strata = list(survey.strata.all())
        if certainty_from is not None:
            strata = _stratified(survey, list(survey.units.select_related("region")), certainty_from)
        planned = plan(strata, design.wanted, prior)
        for stratum in strata:
            stratum.allocated = planned.allocation[stratum.label]
            stratum.planned_deviation = planned.deviations[stratum.label]
        SurveyStratum.objects.bulk_update(strata, ["allocated", "planned_deviation"], batch_size=2000)
        survey.target_cv, survey.minimum = design.wanted.target_cv, design.wanted.minimum
        survey.certainty_from, survey.planned_from_id = certainty_from, design.earlier
        survey.seed, survey.share_method = seed, design.share_method
        survey.designed_by, survey.designed_at = by, at
        survey.design_digest = digest(_design_content(survey, strata))
        survey.save()
        _record(Action.SURVEY_DESIGN, survey, by=by, at=at, sample=planned.total, design_digest=survey.design_digest)
    return survey


def draw(survey_id: int, *, by: User, at: datetime) -> Survey:
    """Draw the sample by the seed of the design; the list is frozen with its digest and can be drawn again."""
    with transaction.atomic():
        survey = _moved(survey_id, SurveyMove.DRAW, Action.SURVEY_DRAW, by=by, at=at)
        drawn = drawn_again(survey)
        units = [unit for members in drawn.units.values() for unit in members]
        for start in range(0, len(units), 2000):
            survey.units.filter(pseudonym__in=units[start : start + 2000]).update(drawn=True)
        survey.draw_method, survey.draw_digest = drawn.method, draw_digest(drawn)
        survey.drawn_by, survey.drawn_at = by, at
        survey.save()
        _record(Action.SURVEY_DRAW, survey, by=by, at=at, sample=len(units), draw_digest=survey.draw_digest)
    return survey


def drawn_again(survey: Survey) -> Draw:
    """The draw of a fixed design, the same whenever it is asked for; over pseudonyms, so that the institute can."""
    frame = survey.units.values_list("pseudonym", "stratum__label")
    allocation = {one.label: one.allocated or 0 for one in survey.strata.all()}
    return draw_sample(frame, allocation, seed=survey.seed or 0)


def draw_digest(drawn: Draw) -> str:
    return digest(
        {
            "seed": drawn.seed,
            "method": drawn.method,
            "frame": drawn.frame_digest,
            "units": {label: list(units) for label, units in drawn.units.items()},
        }
    )


def _year(year: str) -> Period:
    period = Period.parse(year)
    if period.kind is not PeriodKind.YEAR:
        raise SurveyYearWrong(received=year)
    return period


def _emptied(period: Period, *, by: User, at: datetime) -> Survey:
    """The survey of the year whose frame is still open, without its units; else the next one."""
    of_year = Survey.objects.select_for_update(of=("self",)).filter(period=period.code)
    survey = of_year.filter(state=Survey.State.FRAME).first()
    if survey is None:
        last = of_year.aggregate(last=Max("number"))["last"] or 0
        return Survey.objects.create(period=period.code, number=last + 1, imported_by=by, imported_at=at)
    survey.units.all().delete()
    survey.imported_by, survey.imported_at = by, at
    return survey


def _unit(survey: Survey, row: FrameRow, regions: dict[str, Region]) -> SurveyUnit:
    return SurveyUnit(
        survey=survey,
        code=row.code,
        name_zh=row.name,
        region=regions[row.region],
        industry=row.industry,
        size_class=row.size.value,
        employees=row.employees,
        revenue=row.revenue,
        assets=row.assets,
        value_added=row.value_added,
    )


def _frame_content(rows: Iterable[FrameRow]) -> list[list[str | Decimal | None]]:
    return [
        [row.code, row.name, row.region, row.industry, row.employees, row.revenue, row.assets, row.value_added]
        for row in sorted(rows, key=lambda row: row.code)
    ]


def _stratified(survey: Survey, units: list[SurveyUnit], certainty_from: Decimal | None = None) -> list[SurveyStratum]:
    """The strata of the frame written anew, each unit in its own."""
    survey.units.update(stratum=None)
    survey.strata.all().delete()
    rows = SurveyStratum.objects.bulk_create(rows_of_strata(survey, units, certainty_from))
    strata = {row.label: row for row in rows}
    for unit in units:
        unit.stratum = strata[label_of(unit, certainty_from)]
    SurveyUnit.objects.bulk_update(units, ["stratum"], batch_size=2000)
    return rows


def _design_content(survey: Survey, strata: Iterable[SurveyStratum]) -> dict[str, object]:
    chosen = {"certainty_from": survey.certainty_from, "planned_from": survey.planned_from_id}
    return {
        **{name: value for name, value in chosen.items() if value is not None},
        "frame": survey.frame_digest,
        "target_cv": survey.target_cv,
        "minimum": survey.minimum,
        "seed": survey.seed,
        "share_method": survey.share_method,
        "strata": [[stratum.label, stratum.population, stratum.allocated] for stratum in strata],
    }


def _pseudonym(survey: Survey, code: str, ring: KeyRing) -> str:
    message = f"survey-pseudonym:{survey.pk}:{code}".encode()
    return ring.mac(message, key_id=survey.pseudonym_key)[:PSEUDONYM_DIGITS].upper()


def _moved(survey_id: int, move: SurveyMove, action: Action, *, by: User, at: datetime) -> Survey:
    """The survey locked and in its new state; not saved yet."""
    require(by, action, at=at)
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=survey_id).first()
    if survey is None:
        raise NotFound
    survey.state = SURVEY_STATES.after(survey.state, move)
    return survey


def _record(action: str, survey: Survey, *, by: Actor, at: datetime, **facts: object) -> None:
    stated = {"period": survey.period, "number": survey.number, "state": survey.state, **facts}
    record(Fact(action, PROVINCE, "measurement.survey", str(survey.pk), facts=stated), by=by, at=at)
