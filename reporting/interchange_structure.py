"""The structure of a run's observations as SDMX: code lists, data structure and dataflow, in SDMX-JSON 2.0.

Loaded by whoever asks for a structure, never with the URL table: the library takes a third of a second to come in.
"""

import json
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
from reporting.interchange_files import Heading, Names, flow_id, unit_codes

CONCEPTS = {
    "FREQ": "频率",
    "REF_AREA": "地区",
    "ITEM": "指标",
    "MEASURE": "数据种类",
    "ACCUMULATION": "累计方式",
    "TIME_PERIOD": "时间",
    "OBS_VALUE": "数值",
    "OBS_STATUS": "数据状态",
    "CONF_STATUS": "公开状态",
    "UNIT_MEASURE": "计量单位",
    "UNIT_MULT": "单位倍数",
    "DECIMALS": "小数位数",
    "MARKER": "取得方式",
    "COMMENT_OBS": "注",
    "RESULT_DIGEST": "结果摘要值",
    "NOTICE": "提示",
}
TIME = "TIME_PERIOD"
# What each component holds where it is no code.
TYPES = {
    TIME: DataType.PERIOD,
    "OBS_VALUE": DataType.DECIMAL,
    "DECIMALS": DataType.INTEGER,
    "COMMENT_OBS": DataType.STRING,
    "RESULT_DIGEST": DataType.STRING,
    "NOTICE": DataType.STRING,
}
OF_EVERY_OBSERVATION = frozenset({"OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "UNIT_MULT", "MARKER"})
OF_THE_WHOLE = frozenset({"RESULT_DIGEST", "NOTICE"})


def write_structure(heading: Heading, names: Names, *, at: datetime) -> str:
    """The message as text; its code lists hold exactly what the observations of the run can carry."""
    lists = _lists(heading, names)
    concepts = ConceptScheme(
        id="CS_RESULTS",
        name="考核结果概念",
        agency=terms.AGENCY,
        version=terms.VERSION,
        items=[Concept(id=code, name=name, dtype=TYPES.get(code, DataType.STRING)) for code, name in CONCEPTS.items()],
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
    text = write([concepts, *lists.values(), structure, flow], prettyprint=False, header=header)
    if text is None:
        raise TypeError("pysdmx returns the text where it is given no path")
    return _without_empty_groups(text)


def _without_empty_groups(text: str) -> str:
    """The schema of SDMX-JSON refuses an empty list of groups, which pysdmx writes where there are none."""
    message = json.loads(text)
    for one in message["data"]["dataStructures"]:
        if not one["dataStructureComponents"].get("groups"):
            one["dataStructureComponents"].pop("groups", None)
    return json.dumps(message, ensure_ascii=False, indent=2)


def _lists(heading: Heading, names: Names) -> Mapping[str, Codelist]:
    of_run = {
        "REF_AREA": [(code, name) for code, (name, _) in names.units.items()],
        "ITEM": [(code, name) for code, (name, _) in names.items.items()],
        "UNIT_MEASURE": unit_codes(names).names.items(),
    }
    fixed: dict[str, Mapping[str, str]] = {
        "FREQ": terms.FREQ_NAMES,
        "MEASURE": {code: zh for code, (zh, _) in terms.MEASURES.items()},
        "ACCUMULATION": terms.ACCUMULATION_NAMES,
        "OBS_STATUS": {code: zh for code, (zh, _) in terms.OBS_STATUS_NAMES.items()},
        "CONF_STATUS": {code: zh for code, (zh, _) in terms.CONF_STATUS_NAMES.items()},
        "UNIT_MULT": terms.UNIT_MULT_NAMES,
        "MARKER": terms.MARKER_NAMES,
    }
    own = {one: _list(f"CL_{one}_{heading.run}", CONCEPTS[one], codes) for one, codes in of_run.items()}
    return own | {one: _list(f"CL_{one}", CONCEPTS[one], codes.items()) for one, codes in fixed.items()}


def _list(code: str, name: str, codes: Iterable[tuple[str, str]]) -> Codelist:
    items = [Code(id=one, name=words or one) for one, words in codes]
    return Codelist(id=code, name=name, agency=terms.AGENCY, version=terms.VERSION, items=items)


def _components(lists: Mapping[str, Codelist]) -> Iterable[Component]:
    for code in (*terms.SDMX_DIMENSIONS, "OBS_VALUE", *terms.SDMX_ATTRIBUTES):
        role = Role.DIMENSION if code in terms.SDMX_DIMENSIONS else Role.ATTRIBUTE
        role = Role.MEASURE if code == "OBS_VALUE" else role
        level = None
        if role is Role.ATTRIBUTE:
            level = "D" if code in OF_THE_WHOLE else "O"
        yield Component(
            code,
            role is Role.DIMENSION or code in OF_EVERY_OBSERVATION,
            role,
            _concept(code),
            TYPES.get(code),
            attachment_level=level,
            local_enum_ref=_urn(lists[code]) if code in lists else None,
        )


def _concept(code: str) -> ItemReference:
    return ItemReference(sdmx_type="Concept", agency=terms.AGENCY, id="CS_RESULTS", version=terms.VERSION, item_id=code)


def _urn(codes: Codelist) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={terms.AGENCY}:{codes.id}({terms.VERSION})"
