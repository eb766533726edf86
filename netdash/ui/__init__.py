"""The interface: building blocks that pages are put together from.

How to write a page. A kind of page is a file ``pages/<kind>.py`` that reads like a table of contents; its declaration is a
model in ``specs/pages.py``, its instances stand in ``config/pages.yaml``. The router draws what every page shares (banner,
name, purpose, freshness, dialogs, notices); the page adds the answer that people came for, then controls, then tables::

    page = current.page()                                   # the declaration: which tables play which part
    snapshot = current.snapshot()                           # once a run, and passed on
    figures.show_figures([Figure("Учреждения", "5", href=links.to_row(page.table))])
    if not snapshot.tables[page.table].rows: empties.show_empty("Строк пока нет.", "Добавьте первую.")

Text of people goes through ``text.escape`` into ``st.html`` and through ``text.plain`` into Markdown, labels and toasts.
States are ``states.badge``. Links are ``links.anchor(links.to(...), text)`` (they keep the session), filters live in the
address (``links.asked``, ``links.answer`` or a widget's ``bind="query-params"``). What a person changed goes to
``saving.submit(changes, "what, for people", slot=...)``: from then on it is the draft's, so drop your own copy and rerun.
While an editor is dirty or a dialog of yours is open call ``current.hold(name)``, afterwards ``current.release(name)``.
Speed: HTML before widgets, few widgets, ``st.dataframe`` and charts last: each brings its own code to the browser.
"""
