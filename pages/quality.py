"""Качество данных: every problem with its place, and the text to send."""

from netdash.ui import current, problems

problems.show_problems(current.snapshot())
