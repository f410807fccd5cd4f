"""The least that a page with a durable insert can be: Flask, SQLite and nothing of ours.

What our pages take is told as a multiple of it, so that a slow machine is not held against them.
"""

import os
import sqlite3
import threading

from flask import Flask, g, redirect, render_template, request
from jinja2 import DictLoader
from werkzeug.wrappers import Response

FILE = "NEARHAND_BENCH_BARE_FILE"
PAGE = """<!doctype html><title>Notes</title><h1>{{ count }} notes</h1>
<ul>{% for note in notes %}<li>{{ note[0] }}</li>{% endfor %}</ul>"""


def app() -> Flask:
    """A page that lists the newest notes, and takes one."""
    site = Flask(__name__)
    # Made once, as a page with a file for a template has it.
    site.jinja_loader = DictLoader({"notes.html": PAGE})
    mine = threading.local()

    def database() -> sqlite3.Connection:
        if not hasattr(mine, "connection"):
            mine.connection = sqlite3.connect(os.environ[FILE], timeout=30, isolation_level=None)
            for pragma in ("journal_mode = WAL", "synchronous = FULL"):
                mine.connection.execute(f"PRAGMA {pragma}")
            mine.connection.execute(
                "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, note)"
            )
        connection: sqlite3.Connection = mine.connection
        return connection

    @site.get("/")
    def show() -> str:
        g.notes = database().execute("SELECT note FROM notes ORDER BY id DESC LIMIT 10").fetchall()
        count = database().execute("SELECT max(id) FROM notes").fetchone()[0]
        return render_template("notes.html", notes=g.notes, count=count)

    @site.post("/")
    def take() -> Response:
        with database() as connection:
            connection.execute("INSERT INTO notes (note) VALUES (?)", (request.form["note"],))
        return redirect("/", 303)

    return site
