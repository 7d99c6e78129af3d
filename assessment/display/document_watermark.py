"""A mark across every page of a .docx, behind the text: demo data, and copies that are not issued.

A turned line of shape text in the header, as Word writes it; WPS and LibreOffice show and print the same.
"""

from typing import Final

from docx.document import Document as Doc
from docx.oxml import parse_xml
from docx.section import _Header

from assessment.display.official_document import width_in_signs

_LONGEST_PT, _TALLEST_PT = 520, 60
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SHAPE: Final = """<w:r {namespaces}><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/>
<v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>
</v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" o:allowincell="f"
 fillcolor="#8a97a8" stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;
rotation:320;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".28"/><v:textpath string=""/></v:shape>
</w:pict></w:r>"""


def add_watermark(document: Doc, text: str) -> None:
    """`text` across every page of every section; nothing where it is empty."""
    if not text:
        return
    section = document.sections[0]
    headers = [section.header]
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
    for number, header in enumerate(headers, start=1):
        header.is_linked_to_previous = False
        _stamp(header, text, number=number)


def _stamp(header: _Header, text: str, *, number: int) -> None:
    height = min(_TALLEST_PT, _LONGEST_PT / max(width_in_signs(text), 1) * 1.1)
    width = min(_LONGEST_PT, height / 1.1 * width_in_signs(text))
    run = parse_xml(
        _SHAPE.format(
            namespaces=_NAMESPACES, number=number, spid=2048 + number, width=round(width, 1), height=round(height, 1)
        )
    )
    [mark] = [element for element in run.iter("{urn:schemas-microsoft-com:vml}textpath") if "string" in element.attrib]
    mark.set("string", text)
    mark.set("style", 'font-family:"黑体";font-size:1pt')
    header.paragraphs[0]._p.append(run)
