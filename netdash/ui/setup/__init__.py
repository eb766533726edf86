"""Where the workbook lives, what it lacks, and whether it can be reached: ``facts``, ``lacks``, ``connection``."""
