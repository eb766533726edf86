"""The workbook as a local .xlsx: read by calamine, saved by changing only the parts concerned, byte by byte."""

from netdash.stores.excel.store import ExcelStore

__all__ = ["ExcelStore"]
