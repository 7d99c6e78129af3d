"""Numbers as people type them, with the one reading each has: held against the server and against the page."""

from assessment.methodology.text_numbers import Repair

READ: tuple[tuple[str, str, list[Repair]], ...] = (
    ("0", "0", []),
    ("-12.50", "-12.5", []),
    ("+5", "5", []),
    ("5.", "5", []),
    (".5", "0.5", []),
    ("007", "7", []),
    ("１２３４．５", "1234.5", [Repair.FULL_WIDTH]),
    ("3。5", "3.5", [Repair.FULL_WIDTH]),
    ("1,234,567.8", "1234567.8", [Repair.THOUSANDS_SEPARATORS]),
    ("１，２３４", "1234", [Repair.FULL_WIDTH, Repair.THOUSANDS_SEPARATORS]),
    ("\u00a012 ", "12", [Repair.SPACES]),
    ("1\u00a0234", "1234", [Repair.SPACES, Repair.THOUSANDS_SEPARATORS]),
    ("1\u3000234", "1234", [Repair.SPACES, Repair.THOUSANDS_SEPARATORS]),
    ("12\u200b", "12", [Repair.SPACES]),
    ("−5", "-5", [Repair.MINUS_SIGN]),
    ("–5", "-5", [Repair.MINUS_SIGN]),
    ("￥1,234.50", "1234.5", [Repair.CURRENCY_SIGN, Repair.THOUSANDS_SEPARATORS]),
    ("-¥5", "-5", [Repair.CURRENCY_SIGN]),
    ("26.5%", "26.5", [Repair.PERCENT_SIGN]),
    ("26.5 ％", "26.5", [Repair.FULL_WIDTH, Repair.SPACES, Repair.PERCENT_SIGN]),
)
REFUSED: tuple[str, ...] = (
    *("", " ", "暂无数据", "-", "--", "…", "12万元", "1e5", "1E+05", "nan", "Infinity", "(5)", "5-3"),
    *("1,23", "1,2345", "12 34", "1,234 567", "1.2.3", "²", "٣", "0x10", "1_000", "%", "￥", "1,234,", "--5"),
    "9" * 61,
)
