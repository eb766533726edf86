"""The script that every visit runs: head, page, and what surrounds them. ``app.py`` serves it."""

from netdash.errors import ConfigError, StoreError
from netdash.ui import shell


def run() -> None:
    """Open the data, or say why they cannot be opened, and show the page that the address names."""
    try:
        shell.show()
    except ConfigError as error:
        shell.show_config_faults(error)
    except StoreError as error:
        shell.show_no_workbook(error)


run()
