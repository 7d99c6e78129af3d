"""说明 of the demo year: what its officers write of the findings that their returns bring up."""

from datetime import datetime

from assessment.filing.actions import explain
from assessment.filing.checking import findings_of
from assessment.filing.explanation_actions import Explaining
from assessment.filing.models import Version
from assessment.people.models import User

# Rule -> reason and text. Whatever else a check may ask is answered by the last one.
SAID = {
    "SW5.2": ("large_contract", "两个政务信息化项目在本季度集中验收，收入按合同一次确认。"),
    "SW6": ("scope_changed", "按现行统计口径新纳入数家企业，上年同期数已按同一口径调整。"),
    "SW7.1": ("enterprise_began", "园区新投产的数据中心和软件企业年初开始确认收入，上年同期尚未投产。"),
}
OTHERWISE = ("other", "已逐户核对企业财务报表，差异来自年初新签的运维服务合同。")


def explain_findings(version: Version, *, by: User, at: datetime) -> int:
    """Explain every finding of a draft that asks for it; how many there were."""
    asked = [one for one in findings_of(version) if one.needs_explanation]
    if asked:
        explain(version.pk, [Explaining(one.key, *SAID.get(one.rule, OTHERWISE)) for one in asked], by=by, at=at)
    return len(asked)
