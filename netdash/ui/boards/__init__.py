"""Rows as cards under the words of a choice: moved on by one click, or spread out by what they are about.

``view`` is what the address asks for, ``columns`` the board itself, ``table`` its matrices, ``page`` puts them together.
"""
