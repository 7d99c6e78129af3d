"""Base tables of the seeded province: a table one can name, and an upload of 统计局 in each of its states."""

from assessment.filing.upload_actions import Incoming
from assessment.measurement.revenue_files import COLUMNS
from assessment.measurement.revenue_upload_actions import confirm_revenues, discard_revenues, upload_revenues
from assessment.measurement.table_keys import TableKey
from assessment.measurement.upload_actions import confirm_table, discard_table, upload_table
from tests.authorisation.places import ANY, MATRIX_MOMENT, NOWHERE, Province
from tests.situations.measurement import the_statistics_bureau

REVENUE_HEAD = ",".join(COLUMNS)
HEAD = "region,year,value,unit,vintage,source,marker"


def base_tables_of(province: Province) -> None:
    """Each upload is of a vintage of its own: a later one of the same table would take its place."""
    bureau, at = the_statistics_bureau(), MATRIX_MOMENT
    for state, vintage in (("confirmed", "preliminary"), ("discarded", "final"), ("pending", "census_revised")):
        file = Incoming("gdp.csv", f"{HEAD}\n520300,2023,4500,亿元,{vintage},示例,reported\n".encode())
        upload = upload_table(TableKey("gdp", "2023", vintage), file, by=bureau, at=at)
        if state == "confirmed":
            confirm_table(upload.pk, compared_with=None, by=bureau, at=at)
        if state == "discarded":
            discard_table(upload.pk, by=bureau, at=at)
        province.add("gdp_upload", state, id=upload.pk)
    province.add("gdp_table", ANY, kind="gdp", period="2021", vintage="preliminary")
    province.missing["gdp_upload"] = {"id": NOWHERE}
    _revenues_of(province)


def _revenues_of(province: Province) -> None:
    """Each upload is of months of its own, as above."""
    bureau, at = the_statistics_bureau(), MATRIX_MOMENT
    for state, months in (("confirmed", 9), ("discarded", 10), ("pending", 11)):
        file = Incoming("revenue.csv", f"{REVENUE_HEAD}\n520300,2023,{months},C39,660,550,600,万元,示例\n".encode())
        upload = upload_revenues(file, by=bureau, at=at)
        if state == "confirmed":
            upload = confirm_revenues(upload.pk, compared_with=None, by=bureau, at=at)
            province.add("revenue", ANY, id=upload.delivery_id)
        if state == "discarded":
            discard_revenues(upload.pk, by=bureau, at=at)
        province.add("revenue_upload", state, id=upload.pk)
    province.missing.update({"revenue": {"id": NOWHERE}, "revenue_upload": {"id": NOWHERE}})
