"""The official words: what officials would not say appears in no template and in no Chinese catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

PROJECT = Path(__file__).parents[3]
# What not to say, with the cases where the same characters are right taken out.
WRONG_WORDS = (
    r"地市", r"(?<!前)(?<!第)三季度", r"填报员", r"(?<!省大数据局)审核人", r"发布人", r"(?<!委)领导", r"质询", r"申诉",
    r"提交签发", r"待签发", r"核定值", r"知悉名单", r"归一化", r"稳健位次", r"抽样误差", r"轮次", r"当时报送", r"名次",
    r"(?<!由盈)转亏", r"转盈", r"去处理", r"无问题", r"占比 ?%", r"增速 ?%", r"安全保密管理员", r"安全审计员",
    r"登陆", r"其它", r"台湾(?!省)", r"退回 ?\S+ ?个单元格",
)  # fmt: skip
FORBIDDEN_MARKUP = (r"\sstyle=", r"\son[a-z]+=", r"<script(?![^>]*\ssrc=)", r"<style", r"javascript:", r"https?://")


def templates() -> list[Path]:
    found = [*PROJECT.glob("assessment/*/templates/**/*.html"), *PROJECT.glob("reporting/templates/**/*.html")]
    assert len(found) > 15
    return found


def catalogues() -> list[Path]:
    found = sorted([*PROJECT.glob("assessment/*/locale/**/*.po"), *PROJECT.glob("reporting/locale/**/*.po")])
    assert len(found) > 5
    return found


def sentences() -> Iterator[tuple[str, str]]:
    for template in templates():
        yield template.name, template.read_text(encoding="utf-8")
    for catalogue in catalogues():
        for entry in polib.pofile(str(catalogue)):
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                yield f"{catalogue.parts[-5]}: {entry.msgid}", text


@pytest.mark.parametrize("wrong", WRONG_WORDS)
def test_no_page_says(wrong: str) -> None:
    assert [place for place, text in sentences() if re.search(wrong, text)] == []


@pytest.mark.parametrize("markup", FORBIDDEN_MARKUP)
def test_no_template_needs_what_the_content_policy_forbids(markup: str) -> None:
    assert [path.name for path in templates() if re.search(markup, path.read_text(encoding="utf-8"))] == []


def test_templates_hold_no_chinese_of_their_own() -> None:
    allowed = re.compile(r"[\u4e00-\u9fff]")
    own = {path.name: allowed.findall(path.read_text(encoding="utf-8")) for path in templates()}
    assert {name: "".join(found) for name, found in own.items() if found and name != "base.html"} == {}
    assert "".join(own["base.html"]) == "中文"
