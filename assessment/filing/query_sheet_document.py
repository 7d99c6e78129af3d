"""The 核实单 as a .docx in the manner of GB/T 9704: A4, fonts by their Chinese names, answered in its own table."""

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import gettext
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from assessment.display import formats
from assessment.display.site import demo_mark
from assessment.display.templatetags.figures import named
from assessment.filing.sheet_view import SheetRow, SheetView
from assessment.methodology.errors import N_

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT, HEAD_FONT, NUMBER_FONT = "方正小标宋_GBK", "仿宋_GB2312", "黑体", "宋体"
LATIN_FONT = "Times New Roman"
TITLE_SIZE, LINE_SIZE, TABLE_SIZE, PAGE_SIZE = Pt(22), Pt(12), Pt(10.5), Pt(14)
# A4 across: the four edges of the portrait page (37 head, 28 binding, 26, 35 mm), turned by a quarter.
PAGE_WIDTH, PAGE_HEIGHT = Mm(297), Mm(210)
EDGES = {"top_margin": Mm(28), "bottom_margin": Mm(26), "left_margin": Mm(35), "right_margin": Mm(37)}
COLUMNS: tuple[tuple[str, int], ...] = (
    (N_("No."), 12),
    (N_("Item"), 35),
    (N_("This period"), 23),
    (N_("Last period"), 23),
    (N_("Growth in percent"), 17),
    (N_("Question"), 44),
    (N_("Answer"), 44),
    (N_("Due date"), 27),
)
FIGURES = range(2, 5)


def query_sheet_document(view: SheetView) -> bytes:
    """The sheet as a file. A question asked again stands below the first; an answer keeps who gave it and when."""
    document = Document()
    _page(document)
    _title(document, view)
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _head(table)
    for row in view.rows:
        _fill(table, row)
    _widths(table)
    _foot(document)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def document_name(view: SheetView) -> str:
    filed = view.sheet.return_filed
    return f"核实单_{filed.reporting_unit.region.code}_{filed.collection.period}_{view.sheet.number}.docx"


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    for name, size in EDGES.items():
        setattr(section, name, size)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN_FONT, LINE_SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(header, demo_mark().strip(), HEAD_FONT, LINE_SIZE)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(footer, "— ", NUMBER_FONT, PAGE_SIZE)
    _page_number(footer)
    _write(footer, " —", NUMBER_FONT, PAGE_SIZE)


def _title(document: DocumentType, view: SheetView) -> None:
    filed = view.sheet.return_filed
    form = filed.collection.form_version
    unit = named(filed.reporting_unit.region)
    words = {"unit": unit, "period": formats.period(filed.collection.period), "form": named(form.form)}
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(6)
    said = gettext("Queries on the return of {unit} for {period}: {form}").format(**words)
    _write(title, said, TITLE_FONT, TITLE_SIZE)
    if demo_mark():
        title.add_run().add_break()
        _write(title, demo_mark().strip(), TITLE_FONT, LINE_SIZE)
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    number = gettext("Number: {number}").format(number=view.sheet.number)
    marks = gettext("Table number: {table}   Made by: {maker}").format(table=form.table_number, maker=form.maker)
    _write(line, f"{number}　{gettext('Reporting unit')}：{named(filed.reporting_unit)}", BODY_FONT, LINE_SIZE)
    below = document.add_paragraph()
    below.paragraph_format.space_after = Pt(4)
    _write(below, marks, BODY_FONT, LINE_SIZE)


def _head(table: Table) -> None:
    for cell, (words, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        _put(cell, [gettext(words)], font=HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _fill(table: Table, row: SheetRow) -> None:
    added = table.add_row()  # type: ignore[no-untyped-call]  # the library has no type here
    unsplit = OxmlElement("w:cantSplit")
    added._tr.get_or_add_trPr().append(unsplit)
    item = f"{row.item}（{row.about}）" if row.about else row.item
    answers = [f"{one.text}（{one.by.display_name} {formats.day(one.at)}）" for one in row.answers]
    texts: list[Sequence[str]] = [
        [str(row.thread.serial)],
        [item],
        [row.current],
        [row.last_period],
        [row.growth],
        [one.text for one in row.questions],
        answers,
        [formats.day(row.due_on)],
    ]
    for number, (cell, lines) in enumerate(zip(added.cells, texts, strict=True)):
        align = WD_ALIGN_PARAGRAPH.RIGHT if number in FIGURES else WD_ALIGN_PARAGRAPH.LEFT
        _put(cell, lines, font=BODY_FONT, align=align)


def _foot(document: DocumentType) -> None:
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    said = gettext("Check each figure against the original documents and answer in this table, by the due date.")
    _write(note, said, BODY_FONT, LINE_SIZE)
    signed = document.add_paragraph()
    _write(
        signed,
        gettext("Answering unit (seal):                 Filler:               Telephone:               Date:"),
        BODY_FONT,
        LINE_SIZE,
    )


def _widths(table: Table) -> None:
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, COLUMNS, strict=True):
            cell.width = Mm(width)


def _put(cell: _Cell, lines: Sequence[str], *, font: str, align: WD_ALIGN_PARAGRAPH) -> None:
    for number, text in enumerate(lines or [""]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        _write(paragraph, text, font, TABLE_SIZE)


def _write(paragraph: Paragraph, text: str, font: str, size: Pt) -> None:
    """Both names: the Latin font for digits and letters, the Chinese one in w:eastAsia."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN_FONT, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _page_number(paragraph: Paragraph) -> None:
    """The field PAGE, which the reader's program fills."""
    run = paragraph.add_run()
    run.font.name, run.font.size = LATIN_FONT, PAGE_SIZE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
