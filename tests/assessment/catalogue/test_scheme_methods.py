"""Methods and bounds of a draft changed on its page: shown as a difference, confirmed as an uploaded file is."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.scheme_method_values import current_values, edited_text
from assessment.display.wording import say
from assessment.methodology.scheme import parse_scheme
from tests.situations.catalogue import a_commission_officer, a_draft_scheme, a_frozen_scheme, a_reviewer
from tests.situations.schemes import a_ready_made_scheme

CODES = ("efficacy-60-40", "fixed-goalposts", "provincial-average-tiers", "rank-ladder-4-6", "target-completion")


def text_of(code: str = "efficacy-60-40") -> str:
    return a_ready_made_scheme(code).scheme


def changed(given: dict[str, str], code: str = "efficacy-60-40") -> str:
    text, wrong = edited_text(text_of(code), given)
    assert {place: say(error) for place, error in wrong.items()} == {}
    return text


def wrong_of(given: dict[str, str], code: str = "efficacy-60-40") -> dict[str, str]:
    return {place: say(error) for place, error in edited_text(text_of(code), given)[1].items()}


@pytest.mark.parametrize("code", CODES)
def test_sent_as_it_stands_nothing_changes(code: str) -> None:
    text = text_of(code)
    assert edited_text(text, current_values(parse_scheme(text))) == (text, {})


def test_a_bound_a_method_and_the_rules_of_the_whole_are_written_where_they_stand() -> None:
    text = text_of()
    assert changed({"share.normalise.satisfactory": "45"}) == text.replace(
        "{method: efficacy, not_allowed: 20, satisfactory: 40}",
        "{method: efficacy, not_allowed: 20, satisfactory: 45, base: 60, span: 40, truncate: false}",
    )
    scheme = parse_scheme(
        changed(
            {
                "share.normalise": "goalposts",
                "share.normalise.lower": "20",
                "share.normalise.upper": "50",
                "growth.treat": "winsorise",
                "growth.treat.points": "2",
                "growth.direction": "lower",
                "missing": "threshold",
                "missing.share": "0.9",
                "constant": "refuse",
                "pool": "all",
                "rounding.digits": "3",
                "ranking.ties": "dense",
                "ranking.then": "growth，share",
                "aggregation.1": "power",
                "aggregation.1.power": "2",
                "cap": "100",
            }
        )
    )
    share, growth = scheme.indicators[:2]
    assert (share.normalise.method, share.normalise.parameters.number("upper")) == ("goalposts", 50)
    assert (growth.treat[0].method, growth.direction) == ("winsorise", "lower")
    assert (scheme.missing.threshold, scheme.constant, scheme.pool) == (Decimal("0.9"), "refuse", "all")
    assert (scheme.rounding.digits, scheme.ranking.ties, scheme.ranking.then) == (3, "dense", ("growth", "share"))
    assert [(one.method.value, one.power) for one in scheme.aggregation] == [("power", 2), ("geometric", None)]
    assert scheme.upper_cap == 100


def test_what_is_wrong_is_told_at_its_field_and_the_rest_stands_as_typed() -> None:
    told = wrong_of({
        "share.normalise.satisfactory": "四十", "growth.normalise": "goalposts", "growth.normalise.lower": "1",
        "missing": "threshold", "missing.share": "2", "rounding.digits": "两位", "ranking.then": "nothing",
        "aggregation.1": "loudest", "cap": "满分", "growth.treat": "clip", "growth.treat.quantiles": "0.9",
    })  # fmt: skip
    assert told["share.normalise"] == "满意值：应为数值、最差值或最优值，实为“四十”。"
    assert told["growth.normalise"] == "上界须填写：数值，如60。"
    assert told["growth.treat"].startswith("分位：应为两个0至1之间的比例")
    assert told["rounding"] == "小数位数：应为整数，如2，实为“两位”。"
    assert set(told) == {
        "share.normalise", "growth.normalise", "growth.treat", "missing", "rounding", "ranking", "aggregation", "cap",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_page_shows_the_difference_and_writes_nothing_before_it_is_confirmed() -> None:
    draft = a_draft_scheme()
    client = Client()
    client.force_login(a_commission_officer())
    address = f"/schemes/{draft.pk}/methods/"
    page = client.get(address).content.decode()
    assert 'name="level.normalise"' in page
    assert 'value="最差值"' in page
    preview = client.post(address, {"level.normalise.not_allowed": "1000", "missing": "require"}).content.decode()
    assert SchemeVersion.objects.get(pk=draft.pk).text == draft.text
    assert "任一下级暂无数据的，上级不计得分" in preview
    sent = dict(re.findall(r'name="(seen|scheme|document|scheme_name|document_name)" value="([^"]*)"', preview))
    assert "not_allowed: 1000" in sent["scheme"]
    wrong = client.post(address, {"level.normalise.not_allowed": "很高"})
    assert wrong.status_code == 400
    assert 'id="level.normalise-wrong"' in wrong.content.decode()
    assert 'value="很高"' in wrong.content.decode()
    client.force_login(a_reviewer())
    assert client.get(address).status_code == 403


@pytest.mark.django_db
def test_a_frozen_scheme_has_no_such_page() -> None:
    frozen = a_frozen_scheme()
    client = Client()
    client.force_login(a_commission_officer())
    assert client.get(f"/schemes/{frozen.pk}/methods/").status_code == 409
    assert f"/schemes/{frozen.pk}/methods/" not in client.get(f"/schemes/{frozen.pk}/").content.decode()
