"""From returns to ranks. Imported before anything of ours, so the one process-wide switch stands here."""

import os

# A document type in a workbook passes openpyxl unseen where lxml is installed; the standard parser with defusedxml
# refuses it. python-docx brings lxml, openpyxl must not take it.
os.environ["OPENPYXL_LXML"] = "False"
