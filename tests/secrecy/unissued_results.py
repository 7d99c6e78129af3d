"""What there is before the issue: the addresses it might be told by, other results in its place, the keys of Redis."""

import re
from collections.abc import Iterator

import redis
from django.db.models import F, QuerySet
from django.urls import resolve

from assessment.evidence.models import StoredFile
from assessment.filing.models import Version
from assessment.measurement.models import Batch
from assessment.scoring.actions import Variation, request_robustness, save_variant
from assessment.scoring.models import Objection, Placing, RobustnessTest, Run, SchemeVariant, Score, StepResult
from assessment.scoring.scoring_files import OBJECTION_FILE
from reporting.models import AuditExtract
from tests.authorisation.addresses import addresses
from tests.authorisation.matrix import schema_operations
from tests.authorisation.places import OWN_REGION, PERIOD
from tests.situations.catalogue import moment
from tests.situations.measurement import work_off
from tests.situations.scoring import (
    a_draft_of_the_quarterly_scheme,
    a_trial,
    feedback_row,
    on_the_insider_list,
    the_officer,
)

RESULTS = {"assessment.scoring", "reporting"}
NOW = moment("2021-04-25 10:00")
ROBUSTNESS = {"replications": 20, "seed": 1, "weight_spread": "0.25"}
SEARCHED = {"period": PERIOD, "unit": OWN_REGION, "region": OWN_REGION, "object_type": "scoring.run"}


def annexes_of(run: Run) -> None:
    """What the commission makes of an unissued run: a trial of the same inputs, a test of robustness, a variant."""
    officer = on_the_insider_list(the_officer())
    a_trial()
    test = request_robustness(run.pk, ROBUSTNESS, by=officer, at=NOW)
    work_off(test.job)
    draft = a_draft_of_the_quarterly_scheme()
    save_variant(Variation(draft.pk, run.pk, "权重不变", draft.text), by=officer, at=NOW)


def addresses_of(run: Run) -> Iterator[str]:
    """Every address, with the run, its city, its period, a batch and a return in the gaps; and searches."""
    batch, version = (
        Batch.objects.first(),
        Version.objects.filter(return_filed__reporting_unit__code=OWN_REGION).first(),
    )
    assert batch
    assert version
    number, filed = str(run.pk), str(version.return_filed_id)
    values = {"runs": number, "run_id": number, "rankings": number, "batches": str(batch.pk), "returns": filed}
    own, contested = str(feedback_row(run, OWN_REGION).pk), str(Objection.objects.get().pk)
    values |= {"feedback": own, "feedback_id": own, "objections": contested, "objection_id": contested}
    [variant], trial = SchemeVariant.objects.all(), Run.objects.get(purpose=Run.Purpose.TRIAL)
    values |= {"laboratory": str(variant.pk), "variant_id": str(variant.pk), "other_id": str(trial.pk)}
    evidence = str(StoredFile.objects.filter(kind=OBJECTION_FILE).latest("pk").pk)
    values |= {"file_id": evidence, "files": evidence}
    values |= {"versions": str(version.pk), "version_id": str(version.pk), "unit": OWN_REGION, "accounts": "the.filler"}
    extract = AuditExtract.objects.latest("pk").pk
    values |= {"audit-extracts": str(extract), "extract_id": str(extract)}
    values |= {"code": "level", "against": str(trial.pk)}
    yield from addresses(values)
    for address, query in searches():
        yield _numbered(address, values) + query


def searches() -> Iterator[tuple[str, str]]:
    """Every list of results, files and messages once more with each way to search, sort and page that it declares."""
    for operation, described in schema_operations().items():
        method, _, address = operation.partition(" ")
        if method == "GET" and address.startswith(("/api/scoring/", "/api/reports/", "/api/messages/", "/api/audit/")):
            for parameter in described.get("parameters", ()):
                if parameter["in"] == "query":
                    known = parameter["schema"].get("enum") or [SEARCHED.get(parameter["name"], "1")]
                    yield from ((address, f"?{parameter['name']}={value}") for value in known)
    # Declared nowhere, and tried all the same.
    for ordering in ("rank", "-shown", "score"):
        yield from ((address, f"?ordering={ordering}") for address in ("/api/scoring/rankings/", "/api/scoring/runs/"))


def stage_of(address: str) -> str:
    """The package whose view answers."""
    parts = resolve(address.partition("?")[0]).func.__module__.split(".")
    return ".".join(parts[:2]) if parts[0] == "assessment" else parts[0]


def _numbered(address: str, values: dict[str, str]) -> str:
    """The address of the schema with a value in each gap: by its name, or by the word before it."""
    return re.sub(
        r"([\w-]+)/\{(\w+)\}", lambda gap: f"{gap[1]}/{values.get(gap[2]) or values.get(gap[1]) or '1'}", address
    )


def redis_contents(address: str) -> Iterator[bytes]:
    """Every key of one database of Redis with all it holds."""
    with redis.Redis.from_url(address) as client:
        client.set("secrecy.probe", "seen", ex=60)
        kept = {
            b"string": client.get,
            b"hash": client.hgetall,
            b"list": lambda key: client.lrange(key, 0, -1),
            b"set": client.smembers,
            b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        }
        keys = list(client.scan_iter())
        assert b"secrecy.probe" in keys
        for key in keys:
            yield key + repr(kept[client.type(key)](key)).encode()


def exchange_results(run: Run) -> None:
    """Of all runs: other totals, other places, other scores of every node, and whatever follows from them.

    Inputs and states stay.
    """
    exchange_results_of(Run.objects.all(), units=run.placings.count())


def exchange_results_of(runs: QuerySet[Run], *, units: int) -> None:
    """Of these runs, each of so many units."""
    Placing.objects.filter(run__in=runs).update(rank=units + 1 - F("rank"), shown=F("shown") + 7, score=F("score") + 7)
    Score.objects.filter(run__in=runs).update(score=F("score") + 7, normalised=F("normalised") + 7)
    StepResult.objects.filter(run__in=runs, name="scores").update(document="{}", digest="f" * 64)
    RobustnessTest.objects.filter(run__in=runs).update(result_document="{}", result_digest="f" * 64)
    runs.update(result_digest="f" * 64)
