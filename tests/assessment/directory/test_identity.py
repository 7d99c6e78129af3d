"""Codes with their check digits, and lists read row by row."""

import pytest

from assessment.directory.errors import (
    CodeCheckDigitWrong,
    CodeWrong,
    DayWrong,
    FlagWrong,
    IndustryWrong,
    ListHeadingWrong,
    ListUnreadable,
    NameMissing,
)
from assessment.directory.identity import read_code, read_day, read_flag, read_industry, read_name
from assessment.directory.list_file import read_list, template
from assessment.display.wording import say
from tests.situations.enterprises import a_code

# Of a listed company, as on its licence.
KNOWN = "91110000600037341L"
HEADING = "统一社会信用代码,企业名称,行业代码,行政区划代码,软件规上,集成电路设计,专项领域,入名录日期"


def test_a_code_is_taken_in_any_width_and_case() -> None:
    assert read_code(KNOWN) == KNOWN
    assert read_code(" ９１１１００００６０００３７３４１ｌ ") == KNOWN


@pytest.mark.parametrize("place", range(2, 17))
def test_a_slip_of_one_place_never_passes(place: int) -> None:
    digit = KNOWN[place]
    other = str((int(digit) + 1) % 10) if digit.isdigit() else "A"
    with pytest.raises((CodeCheckDigitWrong, CodeWrong)):
        read_code(KNOWN[:place] + other + KNOWN[place + 1 :])


@pytest.mark.parametrize("typed", ["", "123", KNOWN[:-1], KNOWN + "1", "I1110000600037341L"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeWrong):
        read_code(typed)


def test_the_other_cells_are_read_strictly() -> None:
    assert (read_industry("６５１３"), read_name(" 甲 "), read_flag("是"), read_flag("")) == ("6513", "甲", True, False)
    assert read_day("2021/03/31") == read_day("2021-03-31")
    for read, typed, refusal in (
        (read_industry, "I65", IndustryWrong),
        (read_name, " ", NameMissing),
        (read_flag, "yes", FlagWrong),
        (read_day, "2021-02-30", DayWrong),
    ):
        with pytest.raises(refusal):
            read(typed)


def a_list(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines]).encode()


def test_every_slip_is_named_with_row_and_column() -> None:
    good = f"{a_code(1)},甲公司,6513,520300,是,,,2020-01-01"
    content = a_list(
        good,
        f"{a_code(2)[:-1]}Z,,651,520200,是,,,2020-01-01",
        "",
        f"{a_code(1)},乙公司,6513,520300,是,,,2020-01-01",
    )
    rows, problems = read_list(content, regions={"520300"}, file_name="名录.csv")
    assert [row.name for row in rows] == ["甲公司"]
    said = [say(problem) for problem in problems]
    assert len(said) == 5
    assert [text.split("：")[0] for text in said] == [
        "第3行“统一社会信用代码”",
        "第3行“企业名称”",
        "第3行“行业代码”",
        "第3行“行政区划代码”",
        "第5行“统一社会信用代码”",
    ]
    assert "与第2行重复" in said[4]


def test_the_template_is_a_list_without_rows() -> None:
    assert read_list(template(), regions=set(), file_name="x") == ([], [])


def test_a_list_in_gb18030_is_read_too() -> None:
    content = a_list(f"{a_code(1)},甲公司,6513,520300,是,否,否,2020-01-01").decode().encode("gb18030")
    rows, problems = read_list(content, regions={"520300"}, file_name="x")
    assert (rows[0].name, problems) == ("甲公司", [])


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xfe\xff", b"a" * (2 * 1024 * 1024 + 1)])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises((ListUnreadable, ListHeadingWrong)):
        read_list(content, regions=set(), file_name="x.csv")


def test_other_headings_are_refused_with_those_expected() -> None:
    with pytest.raises(ListHeadingWrong) as refused:
        read_list("代码,名称\n".encode(), regions=set(), file_name="x")
    assert "统一社会信用代码、企业名称" in say(refused.value)
