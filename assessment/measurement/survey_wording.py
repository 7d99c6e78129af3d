"""The official words of the survey: states, sizes, channels, classes of an estimate, what was found."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.measurement.survey_answers import Channel
from assessment.measurement.survey_models import Survey
from assessment.measurement.survey_states import SURVEY_STATES
from assessment.methodology.errors import N_
from assessment.methodology.survey_prior import CERTAINTY
from assessment.methodology.survey_quality import PublishClass, QualityCode

_TONES = {"frame": "plain", "frozen": "note", "designed": "note", "drawn": "good"}
SIZES = {
    "large": N_("large enterprises"),
    "medium": N_("medium enterprises"),
    "small": N_("small enterprises"),
    "micro": N_("micro enterprises"),
}
CHANNELS = {
    Channel.ONLINE: ("good", N_("filed by the enterprise")),
    Channel.PAPER: ("note", N_("entered from paper")),
}
NO_ANSWER = ("warn", N_("no answer yet"))
CLASSES = {
    PublishClass.GOOD: ("good", N_("may be published")),
    PublishClass.WARN: ("warn", N_("published with a warning")),
    PublishClass.REFUSE: ("bad", N_("not published")),
}
ESTIMATORS = {"combined": N_("combined ratio"), "separate": N_("separate ratio")}
METHODS = {"direct": N_("direct answer"), "cost_share": N_("share of digital costs, at most the direct answer")}
FINDINGS = {
    QualityCode.RESPONDENTS_TOO_FEW: N_("Too few units of a stratum answered."),
    QualityCode.STRATUM_WITHOUT_RESPONDENTS: N_("Nobody of a stratum answered; it stands outside every estimate."),
    QualityCode.RESPONSE_RATE_LOW: N_("The response rate is low."),
    QualityCode.CV_TOO_HIGH: N_("The CV is beyond the publish rule."),
    QualityCode.ERROR_NOT_ESTIMATED: N_("The error cannot be told from so few answers."),
    QualityCode.RATIO_NOT_ESTIMATED: N_("The ratio cannot be estimated."),
    QualityCode.SEED_MISSING: N_("The seed of the draw is not stored."),
    QualityCode.UNIT_IN_BOTH_PARTS: N_("A unit counts in a digital industry as well."),
    QualityCode.VALUE_ADDED_ZERO: N_("Answers with a value added of zero."),
    QualityCode.VALUE_ADDED_NEGATIVE: N_("Answers with a negative value added."),
}


def survey_light(survey: Survey) -> Light:
    return Light(_TONES[survey.state], gettext(SURVEY_STATES.words[survey.state]))


def channel_light(channel: Channel | None) -> Light:
    tone, words = NO_ANSWER if channel is None else CHANNELS[channel]
    return Light(tone, gettext(words))


def class_light(name: str) -> Light:
    tone, words = CLASSES[PublishClass(name)]
    return Light(tone, gettext(words))


def size_name(size: str) -> str:
    return gettext(SIZES[size])


def stratum_words(label: str, names: Mapping[str, str]) -> str:
    """A stratum or a city in words: 贵阳市 C13 medium enterprises; members of a merged one joined by ＋."""
    return " ＋ ".join(" ".join(_part(part, names) for part in one.split("|")) for one in label.split("+"))


def _part(part: str, names: Mapping[str, str]) -> str:
    if part == CERTAINTY:
        return gettext("all drawn")
    return size_name(part) if part in SIZES else names.get(part, part)


def estimator_name(name: str) -> str:
    return gettext(ESTIMATORS[name])


def finding_words(code: str) -> str:
    return gettext(FINDINGS[QualityCode(code)]) if code in set(QualityCode) else code


def percent(fraction: str | float | Decimal | None, decimals: int = 2) -> str:
    """A fraction as per cent without the sign; -- where it cannot be told."""
    if fraction is None:
        return formats.number(None)
    return formats.number(Decimal(str(fraction)) * 100, decimals=decimals)
