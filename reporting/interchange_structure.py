"""The structure of a run's observations as SDMX: code lists, data structure and dataflow, in SDMX-JSON 2.0.

Loaded by whoever asks for a structure, never with the URL table: the library takes a third of a second to come in.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pysdmx.io.json.sdmxjson2.writer.v2_0.structure import write
from pysdmx.model import (
    Agency,
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    Dataflow,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Organisation,
    Role,
)
from pysdmx.model.message import Header

from assessment.methodology.periods import Period
from reporting import interchange_terms as terms
from reporting.interchange_files import Heading, Names, flow_id

CONCEPTS = {
    "PERIOD": "期别",
    "REGION": "地区",
    "ITEM": "指标",
    "MEASURE": "数据种类",
    "OBS_VALUE": "数值",
    "OBS_STATUS": "数据状态",
    "CONF_STATUS": "公开状态",
    "MARKER": "取得方式",
    "UNIT": "计量单位",
    "RESULT_DIGEST": "结果摘要值",
    "NOTICE": "提示",
}
DIMENSIONS = ("PERIOD", "REGION", "ITEM", "MEASURE")
CODED_ATTRIBUTES = ("OBS_STATUS", "CONF_STATUS", "MARKER")
TEXT_ATTRIBUTES = ("UNIT", "RESULT_DIGEST", "NOTICE")


def write_structure(heading: Heading, names: Names, *, at: datetime) -> str:
    """The message as text; its code lists hold exactly what the observations of the run can carry."""
    lists = _lists(heading, names)
    concepts = ConceptScheme(
        id="CS_RESULTS",
        name="考核结果概念",
        agency=terms.AGENCY,
        version=terms.VERSION,
        items=[Concept(id=code, name=name, dtype=DataType.STRING) for code, name in CONCEPTS.items()],
    )
    structure = DataStructureDefinition(
        id=flow_id(heading.run),
        name="考核结果数据结构",
        agency=terms.AGENCY,
        version=terms.VERSION,
        components=Components(list(_components(lists))),
    )
    flow = Dataflow(
        id=flow_id(heading.run),
        name=f"{Period.parse(heading.period).name_zh}考核结果",
        description=heading.notice or None,
        agency=Agency(terms.AGENCY),
        version=terms.VERSION,
        structure=f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={terms.AGENCY}:"
        f"{flow_id(heading.run)}({terms.VERSION})",
    )
    header = Header(id=f"{flow_id(heading.run)}-structure", prepared=at, sender=Organisation(id=terms.AGENCY))
    text = write([concepts, *lists.values(), structure, flow], prettyprint=True, header=header)
    if text is None:
        raise TypeError("pysdmx returns the text where it is given no path")
    return text


def _lists(heading: Heading, names: Names) -> Mapping[str, Codelist]:
    period = Period.parse(heading.period)
    of_run = {
        "PERIOD": [(heading.period, period.name_zh)],
        "REGION": [(code, name) for code, (name, _) in names.units.items()],
        "ITEM": [(code, name) for code, (name, _) in names.items.items()],
    }
    fixed: dict[str, Mapping[str, str]] = {
        "MEASURE": {code: zh for code, (zh, _) in terms.MEASURES.items()},
        "OBS_STATUS": {code: zh for code, (zh, _) in terms.OBS_STATUS_NAMES.items()},
        "CONF_STATUS": {code: zh for code, (zh, _) in terms.CONF_STATUS_NAMES.items()},
        "MARKER": terms.MARKER_NAMES,
    }
    own = {one: _list(f"CL_{one}_{heading.run}", CONCEPTS[one], codes) for one, codes in of_run.items()}
    return own | {one: _list(f"CL_{one}", CONCEPTS[one], codes.items()) for one, codes in fixed.items()}


def _list(code: str, name: str, codes: Iterable[tuple[str, str]]) -> Codelist:
    items = [Code(id=one, name=words or one) for one, words in codes]
    return Codelist(id=code, name=name, agency=terms.AGENCY, version=terms.VERSION, items=items)


def _components(lists: Mapping[str, Codelist]) -> Iterable[Component]:
    for code in DIMENSIONS:
        yield Component(code, True, Role.DIMENSION, _concept(code), local_enum_ref=_urn(lists[code]))
    yield Component("OBS_VALUE", False, Role.MEASURE, _concept("OBS_VALUE"), DataType.STRING)
    for code in CODED_ATTRIBUTES:
        enumeration = _urn(lists[code])
        yield Component(code, True, Role.ATTRIBUTE, _concept(code), attachment_level="O", local_enum_ref=enumeration)
    for code in TEXT_ATTRIBUTES:
        yield Component(code, False, Role.ATTRIBUTE, _concept(code), DataType.STRING, attachment_level="O")


def _concept(code: str) -> ItemReference:
    return ItemReference(sdmx_type="Concept", agency=terms.AGENCY, id="CS_RESULTS", version=terms.VERSION, item_id=code)


def _urn(codes: Codelist) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={terms.AGENCY}:{codes.id}({terms.VERSION})"
