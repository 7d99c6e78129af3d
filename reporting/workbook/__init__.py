"""Excel files as the commission prints them; the only place of this stage that knows XlsxWriter."""
