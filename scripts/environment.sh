# Sourced by scripts/demo and scripts/test: find a Python that we support, make `.venv` with it, and
# give the pages their look.
# shellcheck shell=sh

# Print the first Python on the PATH that the locked packages have wheels for.
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "Nearhand needs Python 3.11, 3.12, 3.13 or 3.14, and none was found on the PATH." >&2
    return 2
}

# make_environment run|dev: `.venv` stands afterwards, or the script ends with a sentence.
make_environment() {
    python=$(find_python) || exit 2
    "$python" scripts/environment.py "$1" || exit $?
    .venv/bin/python -m scripts.build_web || exit $?
}
