"""`manage.py replay RUN_ID|DIGEST|FILE`: compute a stored run again from its document; exit 1 when it differs."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.utils.translation import gettext

from assessment.display.commands import SpokenCommand
from assessment.display.wording import say, visible
from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.run_document import Document, DocumentUnreadable, thaw
from assessment.methodology.run_replay import Replay, golden_document, replay
from assessment.scoring.models import Run

MEGABYTE = 1 << 20
LARGEST_FILE = 256 * MEGABYTE
LONGEST_NUMBER = 18
IS_DIGEST = re.compile(r"[0-9a-fA-F]{64}").fullmatch
PARTS: dict[str, type] = {"document": dict, "steps": dict, "result_digest": str}


class Command(SpokenCommand):
    help = N_("Computes a run again from its stored document and compares the digests; ends with 1 when they differ.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "run", metavar="RUN|FILE", help=gettext("number or digest of a run, or a file that --save wrote")
        )
        parser.add_argument(
            "--save", type=Path, metavar="FILE", help=gettext("writes document and digests to this file as well")
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            stored = _stored(options["run"])
            result = replay(stored["document"], steps=stored["steps"], result_digest=stored["result_digest"])
        except AssessmentError as error:
            raise CommandError(say(error)) from None
        if options["save"]:
            _save(options["save"], stored["document"])
        self._tell(result)

    def _tell(self, result: Replay) -> None:
        if result.identical:
            self.stdout.write(gettext("identical %(digest)s") % {"digest": result.digest})
            return
        raise CommandError(
            gettext("different: stored %(stored)s, computed %(computed)s; steps that differ: %(steps)s")
            % {
                "stored": result.stored_digest or "-",
                "computed": result.digest,
                "steps": ", ".join(result.differing) or "-",
            }
        )


def _stored(named: str) -> dict[str, Any]:
    """A workbook prints the digest of its run: runs of one digest have the same result, so that any of them will do."""
    if _is_number(named):
        return _run(Run.objects.filter(pk=int(named)), named)
    if IS_DIGEST(named):
        return _run(Run.objects.filter(result_digest=named.lower()).order_by("-pk"), named)
    return _file(Path(named))


def _is_number(text: str) -> bool:
    """No run has a number longer than this; whatever is longer is the name of a file."""
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _run(runs: QuerySet[Run], named: str) -> dict[str, Any]:
    run = runs.prefetch_related("step_results").first()
    if run is None:
        raise CommandError(gettext("There is no run %(named)s.") % {"named": named})
    return {
        "document": thaw(run.document),
        "steps": {step.name: step.digest for step in run.step_results.all()},
        "result_digest": run.result_digest,
    }


def _file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        raise CommandError(
            gettext("There is no file %(path)s that can be read.") % {"path": visible(str(path))}
        ) from None
    if len(content) > LARGEST_FILE:
        raise DocumentUnreadable(problem=Phrase(N_("it is larger than {most} MB"), {"most": LARGEST_FILE // MEGABYTE}))
    try:
        stored = json.loads(content.decode())
    except UnicodeDecodeError:
        raise DocumentUnreadable(problem=Phrase(N_("it is no text in UTF-8"))) from None
    except (ValueError, RecursionError):
        raise DocumentUnreadable(problem="JSON") from None
    if not isinstance(stored, dict):
        raise DocumentUnreadable(problem="JSON {}")
    for name, kind in PARTS.items():
        if not isinstance(stored.get(name), kind):
            raise DocumentUnreadable(problem=name)
    return stored


def _save(path: Path, document: Document) -> None:
    text = json.dumps(golden_document(document), ensure_ascii=False, indent=1, sort_keys=True)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except (OSError, ValueError):
        raise CommandError(
            gettext("The file %(path)s cannot be written there.") % {"path": visible(str(path))}
        ) from None
