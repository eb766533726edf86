"""A bank of courses: what can be taken, the seats that are left, who takes what, and the way in.

``view`` is what the address asks for, ``bank`` the list of courses, ``card`` one of them, ``students`` the plans by student,
``joining`` the dialog that enrols somebody.
"""
