"""Taking in a school's file: ``sitting`` is what one person is doing with one, ``page`` puts the steps together.

``uploading`` takes the file, ``columns`` matches its columns, ``mending`` puts right what cannot be read, ``preview`` shows what
would be written.
"""
