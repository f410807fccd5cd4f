"""How the loops are compiled: numba, kept on disk, with the interpreter's lock let go."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile `function` at its first call and keep the machine code beside the source."""
    return cast(Function, njit(cache=True, nogil=True)(function))
