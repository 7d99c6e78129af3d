"""The bulletin (通报) in words and tables: everything from one ranking report, nothing from a database."""
