"""How numbers, units, conditions, places and dates look: one module for screens, workbooks, documents and the API.

A figure is rounded here, once, half up, and nowhere before. Missing, not applicable and zero stay three things.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from assessment.methodology.errors import N_
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.periods import NotAPeriod, Period
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.units import Unit, UnitUnknown, parse_unit

NOTHING = "--"
MINUS = "−"
UNCHANGED = "—"
UP, DOWN = "↑", "↓"
BELOW_UNIT, SUPPRESSED = "…", "×"
DEFAULT_DECIMALS = 2
CHECK_CODE_DIGITS = 8
SECONDS_A_MINUTE, SECONDS_AN_HOUR, SECONDS_A_DAY = 60, 3600, 86400

_CONDITIONS = {
    Condition.NOT_APPLICABLE: N_("not applicable"),
    Condition.NOT_AVAILABLE: N_("not yet available"),
}
_SIGNS = {Condition.EMPTY: "", Condition.BELOW_UNIT: BELOW_UNIT, Condition.SUPPRESSED: SUPPRESSED}
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def rounded(value: Decimal, *, decimals: int = DEFAULT_DECIMALS) -> Decimal:
    """`value` half up to `decimals`; minus zero is zero."""
    return Rounding(RoundingMethod.HALF_UP, decimals).apply(value)


def number(value: Decimal | int | None, *, decimals: int = DEFAULT_DECIMALS) -> str:
    """1234.5 → `1,234.50`, −0.004 → `0.00`; nothing to show → `--`. The minus is a minus, not a hyphen."""
    if value is None:
        return NOTHING
    return format(rounded(Decimal(value), decimals=decimals), ",f").replace("-", MINUS)


def whole(value: Decimal | int | None) -> str:
    """A count: `6,412`."""
    return number(value, decimals=0)


def place(value: Decimal | int | None) -> str:
    """A 位次: `3`, or `2.5` where equal units share the mean place."""
    if value is None:
        return NOTHING
    exact = Decimal(value)
    return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize(), "f")


def signed(value: Decimal | None, *, decimals: int = DEFAULT_DECIMALS) -> str:
    """A difference with its sign: `+1,234.00`, `−0.50`, `0.00`."""
    text = number(value, decimals=decimals)
    return f"+{text}" if value is not None and rounded(value, decimals=decimals) > 0 else text


def condition(name: str) -> str:
    """The words or the sign of a condition other than a value."""
    known = Condition(name)
    return gettext(_CONDITIONS[known]) if known in _CONDITIONS else _SIGNS.get(known, "")


def figure(given: Figure, *, decimals: int = DEFAULT_DECIMALS) -> str:
    """A figure as the screen shows it: the number, 不适用, 暂无数据, blank, … or ×."""
    return number(given.value, decimals=decimals) if given.is_value else condition(given.condition)


def cell(name: str, value: Decimal | None, *, decimals: int = DEFAULT_DECIMALS) -> str:
    """A stored cell by its condition and value."""
    return number(value, decimals=decimals) if name == Condition.VALUE else condition(name)


def plain(value: Decimal | None) -> str | None:
    """A number for machines: no grouping, no exponent, no rounding."""
    return None if value is None else format(value, "f")


@dataclass(frozen=True)
class RankChange:
    """位次变化. `direction` is up, down, same, new or first; up means a better, smaller place."""

    direction: str
    text: str
    spoken: str


def rank_change(now: Decimal | None, before: Decimal | None, *, first: bool) -> RankChange:
    """`↑2`, `↓1`, `—`; `新` without an earlier place; `—（首次考核）` where nobody has one.

    A unit that has no place now has no change either: `--`.
    """
    if first:
        return RankChange("first", gettext("— (first assessment)"), gettext("first assessment"))
    if now is None:
        return RankChange("none", NOTHING, gettext("no place"))
    if before is None:
        return RankChange("new", gettext("new"), gettext("not ranked in the previous period"))
    steps = before - now
    if steps == 0:
        return RankChange("same", UNCHANGED, gettext("unchanged"))
    moved = place(abs(steps))
    if steps > 0:
        return RankChange("up", f"{UP}{moved}", gettext("up by {places}").format(places=moved))
    return RankChange("down", f"{DOWN}{moved}", gettext("down by {places}").format(places=moved))


def in_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def unit(text: str | Unit) -> str:
    """The unit in the reader's language; a unit of an item that is no known unit stays as written."""
    try:
        known = parse_unit(text)
    except UnitUnknown:
        return text
    return known.name_zh if in_chinese() else known.name_en


def with_unit(label: str, unit_text: str) -> str:
    """A column head: 软件业务收入（万元）; a label that names its unit already stays as it is."""
    shown = unit(unit_text) if unit_text else ""
    if not shown or label.endswith((f"（{shown}）", f"({shown})", f"({unit_text})")):
        return label
    return f"{label}（{shown}）" if in_chinese() else f"{label} ({shown})"


def period(code: str) -> str:
    """2021c09 → 2021年前三季度; a text that is no period stays as it is."""
    try:
        known = Period.parse(code)
    except NotAPeriod:
        return code
    return known.name_zh if in_chinese() else known.name_en


def short_period(code: str) -> str:
    """The official words without the year, for axes: 一季度, 上半年, 前三季度, 全年."""
    known = Period.parse(code)
    return known.name_zh.removeprefix(f"{known.year}年") if in_chinese() else known.name_en


def day(value: date | datetime | None) -> str:
    """2021-10-20, in the time zone of the site."""
    if value is None:
        return NOTHING
    return f"{_local(value):%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """2021-10-20 17:00, 24 hours."""
    return NOTHING if value is None else f"{_local(value):%Y-%m-%d %H:%M}"


def moment_to_the_second(value: datetime | None) -> str:
    return NOTHING if value is None else f"{_local(value):%Y-%m-%d %H:%M:%S}"


def weekday(value: date | datetime) -> str:
    return gettext(_WEEKDAYS[_local(value).weekday()])


def duration(span: timedelta) -> str:
    """What is left or was used, in its two largest units: 2 天 3 小时; below a minute in seconds."""
    seconds = max(int(span.total_seconds()), 0)
    days, rest = divmod(seconds, SECONDS_A_DAY)
    hours, rest = divmod(rest, SECONDS_AN_HOUR)
    minutes, left = divmod(rest, SECONDS_A_MINUTE)
    parts = [
        (days, ngettext("{count} day", "{count} days", days)),
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
    ]
    named = [words.format(count=count) for count, words in parts if count]
    if not seconds:
        return gettext("under a second")
    if not named:
        return ngettext("{count} second", "{count} seconds", left).format(count=left)
    return " ".join(named[:2])


def check_code(digest: str) -> str:
    """校验码, the part of a digest a person can compare by eye: `9f3a-72c1`."""
    short = digest[:CHECK_CODE_DIGITS]
    return f"{short[:4]}-{short[4:]}" if short else NOTHING


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
