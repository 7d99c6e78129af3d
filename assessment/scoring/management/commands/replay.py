"""`manage.py replay RUN_ID|FILE`: compute a stored run again from its document; exit 1 when it differs."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.methodology.run_document import Document, DocumentUnreadable, thaw
from assessment.methodology.run_replay import Replay, golden_document, replay
from assessment.scoring.models import Run

PARTS: dict[str, type] = {"document": dict, "steps": dict, "result_digest": str}


class Command(BaseCommand):
    help = "Compute a run again from its stored document and compare digests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="number of a run, or a file of fixtures/golden")
        parser.add_argument("--save", type=Path, help="write document and digests to this file as well")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            stored = _run(int(options["run"])) if options["run"].isdecimal() else _file(Path(options["run"]))
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


def _run(number: int) -> dict[str, Any]:
    run = Run.objects.filter(pk=number).prefetch_related("step_results").first()
    if run is None:
        raise CommandError(gettext("There is no run %(number)d.") % {"number": number})
    return {
        "document": thaw(run.document),
        "steps": {step.name: step.digest for step in run.step_results.all()},
        "result_digest": run.result_digest,
    }


def _file(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise CommandError(gettext("There is no file %(path)s that can be read.") % {"path": path}) from None
    except ValueError:
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
    except OSError:
        raise CommandError(gettext("The file %(path)s cannot be written there.") % {"path": path}) from None
