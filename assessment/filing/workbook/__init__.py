"""The return as an Excel workbook: its template, reading it back safely, and the user's own file marked.

Nothing that a user sent is parsed in the web process: `isolation` starts a child with limits of time and memory, the
child (`child`, `packages`, `parts`) reads the file and hands plain data back.
"""
