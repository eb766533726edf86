"""Indicators: numbers counted from the rows of a snapshot, honest about what is missing, each with the rows it came from."""

from netdash.indicators.counting import compute, compute_one, is_unfinished, list_school_years, school_year_of
from netdash.indicators.readings import Reading

__all__ = ["Reading", "compute", "compute_one", "is_unfinished", "list_school_years", "school_year_of"]
