"""Monitoring: the board of schools and tables, what is missing, and questions about numbers."""
