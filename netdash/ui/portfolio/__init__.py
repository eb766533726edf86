"""What is kept of each student: the list by code, and one sheet that can be printed.

``view`` is what the address asks for, ``listing`` the students, ``sheet`` one of them.
"""
