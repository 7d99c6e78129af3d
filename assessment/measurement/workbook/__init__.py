"""A base table as an Excel workbook: the template of one body, year and vintage, and reading it back."""
