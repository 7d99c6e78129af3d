"""The operation workbooks: how the work on a period goes, as frozen tables filled by queries."""
