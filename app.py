"""The dashboard: ``streamlit run app.py``. Its pages run in netdash/ui/router.py, never by themselves."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from netdash.ui.planner.feed import ROUTE, serve_calendar
from netdash.ui.server import FrontDoor, lifespan, report_health

app = st.App(
    Path(__file__).parent / "netdash" / "ui" / "router.py",
    lifespan=lifespan,
    routes=[Route("/health", report_health), Route(ROUTE, serve_calendar)],
    middleware=[Middleware(FrontDoor)],
)
