"""A week between places: its figures and filters, its clashes with their rows, the week itself or one day of it.

``view`` is what the address asks for, ``filters`` hold the week to a place, a person, a course, a student; ``clashes`` is the
list of what does not fit, ``grid`` the week.
"""
