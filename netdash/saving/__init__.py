"""Saving: changes and the workbook as it is now → a plan of writes, carried out and verified."""

from netdash.saving.clearing import compose_clearing, tell_clearing
from netdash.saving.commit import Outcome, carry_out
from netdash.saving.labels import find_renames
from netdash.saving.orders import Order, Plan
from netdash.saving.plan import compose_plan
from netdash.saving.settling import settle_leftover

__all__ = [
    "Order",
    "Outcome",
    "Plan",
    "carry_out",
    "compose_clearing",
    "compose_plan",
    "find_renames",
    "settle_leftover",
    "tell_clearing",
]
