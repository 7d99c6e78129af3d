"""说明: the reasons an officer may choose from, and what makes a text an explanation.

Source: the acceptance notice of the 2020 annual return: 核实性错误 must be explained truthfully and reasonably,
“核实无误” alone is not an explanation. The list of reasons is ours and dated.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period

FEWEST_CHARACTERS = 5
FEWEST_DIFFERENT = 3
LONGEST_TEXT = 500
_MOST_MORE = Decimal("1.5")

_CHINESE = re.compile(r"[\u3400-\u9fff]")
# What is said everywhere and tells nothing, longest first so that no part of a longer one is left over.
_STOCK = sorted(
    (
        "核实无误", "核对无误", "审核无误", "确认无误", "检查无误", "准确无误", "真实有效", "真实可靠", "真实准确",
        "情况属实", "数据属实", "经核实", "已核实", "已核对", "已确认", "已审核", "已检查", "已说明", "核实", "核对",
        "审核", "确认", "检查", "无误", "属实", "正常", "没有问题", "没问题", "无问题", "无异常", "没有异常", "无错误",
        "没有错误", "没错", "真实", "准确", "正确", "有效", "可靠", "如实填报", "如实上报", "据实填报", "据实上报",
        "按实填报", "实际情况", "实际数据", "客观真实", "情况", "数据", "数字", "指标", "填报", "上报", "报送", "企业",
        "本市", "我市", "本期", "本单位", "同意", "通过", "无", "暂无", "说明", "变动", "波动", "增长", "下降", "合理",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
_FILLING = re.compile("[的了是为均都已经确系属与和并且该此以上]")


class ExplanationTooShort(AssessmentError):
    code = "explanation_too_short"
    message = N_(
        "The explanation has {received} Chinese characters; at least {expected} are needed. Write which enterprise, "
        "contract or change of scope lies behind the figure."
    )


class ExplanationSaysNothing(AssessmentError):
    code = "explanation_says_nothing"
    message = N_(
        "“{received}” says that the figure was checked but gives no fact. Write which enterprise, contract or change "
        "of scope lies behind it, with the amount and the month."
    )


class ReasonUnknown(AssessmentError):
    code = "explanation_reason_unknown"
    message = N_("“{received}” is not a reason of the list. Choose one of: {expected}.")


@dataclass(frozen=True)
class Reason:
    """One entry of the list. A `lasting` fact stays true through the year it was accepted in: it is not asked again."""

    code: str
    zh: str
    en: str
    first_period: Period
    last_period: Period | None = None
    lasting: bool = False


_SINCE = Period.parse("2020c03")
REASONS = (
    Reason("large_contract", "新增大额合同", "New large contract", _SINCE, lasting=True),
    Reason("contract_ended", "大额合同结束或延期", "Large contract ended or postponed", _SINCE, lasting=True),
    Reason("enterprise_moved", "企业迁入迁出", "Enterprise moved in or out", _SINCE, lasting=True),
    Reason("enterprise_began", "新增企业或企业退出", "Enterprise began or left", _SINCE, lasting=True),
    Reason("scope_changed", "口径调整", "Change of scope", _SINCE, lasting=True),
    Reason("base_revised", "上年数据修订", "Last year's figure revised", _SINCE, lasting=True),
    Reason("low_base", "基数过低", "Low base", _SINCE),
    Reason("seasonal", "季节性", "Seasonal", _SINCE),
    Reason("policy", "政策影响", "Effect of a policy", _SINCE),
    Reason("other", "其他", "Other", _SINCE),
)


@dataclass(frozen=True)
class Deviation:
    """The two sides a rule compared, where it compared two numbers."""

    expected: Decimal | None
    received: Decimal | None


def reasons_in(period: Period, reasons: Sequence[Reason] = REASONS) -> tuple[Reason, ...]:
    """The reasons offered for a return of `period`, in the order of the list."""
    return tuple(
        reason
        for reason in reasons
        if reason.first_period <= period and (reason.last_period is None or period <= reason.last_period)
    )


def reason_named(code: str, period: Period) -> Reason:
    """The reason of that code in `period`; `ReasonUnknown` otherwise."""
    offered = reasons_in(period)
    for reason in offered:
        if reason.code == code:
            return reason
    raise ReasonUnknown(received=code, expected=[reason.zh for reason in offered])


def check_explanation(text: str) -> None:
    """Refuse what is too short or tells nothing once stock phrases, punctuation and repetition are taken out."""
    written = "".join(_CHINESE.findall(text))
    if len(written) < FEWEST_CHARACTERS:
        raise ExplanationTooShort(received=len(written), expected=FEWEST_CHARACTERS)
    left = substance_of(text)
    if len(left) < FEWEST_CHARACTERS or len(set(left)) < FEWEST_DIFFERENT:
        raise ExplanationSaysNothing(received=" ".join(text.split()))


def substance_of(text: str) -> str:
    """The Chinese characters and digits that are left when everything stock is taken out.

    A repeated word counts once: 增加增加增加 says no more than 增加.
    """
    left = "".join(re.findall(r"[\u3400-\u9fff0-9A-Za-z]", text))
    for phrase in _STOCK:
        left = left.replace(phrase, "")
    left = _FILLING.sub("", left)
    return re.sub(r"(.{1,8}?)\1+", r"\1", left)


def premise_holds(accepted: Deviation, now: Deviation) -> bool:
    """Whether a fact that was accepted still covers a finding: the same side, and at most half as far again.

    A rule that compares no two numbers has nothing to measure by: then the fact is offered, never taken for granted.
    """
    before, after = _relative(accepted), _relative(now)
    if before is None or after is None or before == 0:
        return False
    return (before > 0) == (after > 0) and abs(after) <= abs(before) * _MOST_MORE


def _relative(sides: Deviation) -> Decimal | None:
    if sides.expected is None or sides.received is None or sides.expected == 0:
        return None
    return (sides.received - sides.expected) / abs(sides.expected)
