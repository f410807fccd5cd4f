"""PAGES: everything that people see in a browser. `create_app` in `web/app.py` is the way in."""
