"""`python -m scripts` is the same as `nearhand`."""

from scripts.cli import run

if __name__ == "__main__":
    run()
