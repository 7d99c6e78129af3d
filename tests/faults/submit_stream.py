"""A process of its own that submits one signed return after the other and says each receipt as soon as it has it.

`prepare` lays the returns out; `submit` works through those that are still waiting.
"""

import sys

import django
from django.core.management import call_command
from django.db import connections

django.setup()

from assessment.filing import actions  # noqa: E402 - the models are there after set-up only
from assessment.filing.models import Return, Version  # noqa: E402 - as above
from assessment.filing.version_document import figures_digest  # noqa: E402 - as above
from deploy.migrate import grant  # noqa: E402 - as above
from tests.situations.catalogue import an_open_collection  # noqa: E402 - as above
from tests.situations.filing import SIGNED, SUBMITTED, a_city, a_signed_version  # noqa: E402 - as above

CITIES = ("520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700")
WAITING = Version.State.AWAITING_SIGNATURE


def prepare(rounds: int) -> None:
    """Signed returns of nine cities, as often as there are rounds; each round is put under a period of its own."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    grant(connections["owner"], role="assessment_app")
    first = an_open_collection()
    for number in range(rounds):
        for code in CITIES:
            a_signed_version(code)
        if number + 1 < rounds:
            first.pk, first.period = None, f"{2030 + number // 12}c{number % 12 + 1:02d}"
            first.save(force_insert=True)
            Return.objects.filter(collection=an_open_collection()).update(collection=first)
    # Signed under the period that they were put under afterwards: the period belongs to what is signed.
    for version in Version.objects.filter(state=WAITING):
        version.signatures.update(digest=figures_digest(version))


def submit() -> None:
    waiting = Version.objects.filter(state=WAITING).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting):
        code = Version.objects.get(pk=pk).return_filed.reporting_unit.code
        receipt = actions.submit(pk, by=a_city(code).filler, at=SUBMITTED)
        sys.stdout.write(f"{receipt.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    assert SIGNED < SUBMITTED
    prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else submit()
