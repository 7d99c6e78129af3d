"""A notice in words. Facts are kept as codes and moments, so that each reader reads them in the own language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from assessment.display import formats
from assessment.messages.models import Notice
from assessment.methodology.errors import N_

TOPICS: dict[str, str] = {
    "reminder": N_("Reminder to file"),
    "escalation": N_("Overdue return"),
    "extension": N_("Extension"),
    "collection": N_("Collection opened"),
    "review": N_("Review of a return"),
    "query": N_("Query"),
    "correction": N_("Correction"),
    "letter": N_("Letter of request"),
    "altered": N_("Altered returns"),
    "claim": N_("Enterprise directory"),
    "batch": N_("Measurement batch"),
    "dispute": N_("Dispute over a figure"),
    "survey": N_("Sample survey"),
    "laid_out": N_("Laid-out figures"),
    "feedback": N_("Data check"),
    "objection": N_("Objection"),
    "result": N_("Assessment results"),
    "city_pack": N_("Results of the own city"),
    "job": N_("Background job"),
    "notice": N_("Notice"),
}


def rendered(notice: Notice) -> str:
    """The sentence of a notice in the active language."""
    return gettext(notice.text).format(**shown_facts(notice.facts))


def topic_of(notice: Notice) -> str:
    return gettext(TOPICS.get(notice.topic, TOPICS["notice"]))


def shown_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts as a sentence shows them: a period in words, a state in its words, a moment with its weekday.

    `form_zh` and `form_en` are one fact {form} in two languages; without an English one the Chinese stands for both.
    """
    shown = {name: _shown(name, value) for name, value in facts.items()}
    for name in facts:
        if name.endswith("_zh"):
            plain = name.removesuffix("_zh")
            shown[plain] = facts[name] if formats.in_chinese() else facts.get(f"{plain}_en") or facts[name]
    return shown


def _shown(name: str, value: str) -> str:
    if name == "period":
        return formats.period(value)
    if name == "state":
        return gettext(value)
    moment = _moment(value)
    if moment is None:
        return value
    return f"{formats.moment(moment)} {formats.weekday(moment)}"


def _moment(value: str) -> datetime | None:
    """The moment of an ISO text with its zone; anything else is plain text."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
